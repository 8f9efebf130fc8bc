"""Numbers of users: literals, text files and .npy files, read exactly or refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import FigureError
from tconv_anim.compute import Array
from tconv_anim.compute.load import arrays, checks
from tconv_anim.compute.load.arrays import load_numbers
from tconv_anim.notation import format_numbers
from tests.helpers.daily import examples
from tests.helpers.strategies import EXAMPLES, texts
from tests.helpers.user_files import RNG, Name, header, numbers, refused, save, write

pytestmark = pytest.mark.usefixtures("folder")


# -- Literals ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "rows", "dtype"),
    [
        ("1,2;3,4", [[1, 2], [3, 4]], np.int64),
        ("1 2\n3 4\n", [[1, 2], [3, 4]], np.int64),
        ("−1", [[-1]], np.int64),
        ("1, 0.1", [[1.0, 0.1]], np.float64),
        (f"{2**63 - 1},{-(2**63)}", [[2**63 - 1, -(2**63)]], np.int64),
        (f"{2**63},-1", [[2**63, -1]], object),
        (f"{2**70};1", [[2**70], [1]], object),
        (f"{2**70},0.5", [[2.0**70, 0.5]], np.float64),
    ],
)
@pytest.mark.parametrize("name", ["x", "w"])
def test_literals(name: Name, given: str, rows: list[list[float]], dtype: type) -> None:
    loaded = load_numbers(name, given)
    assert loaded.numbers.dtype == dtype
    assert loaded.numbers.tolist() == rows
    assert not loaded.picture


@pytest.mark.parametrize("given", ["1,2,3", "1;2;3", "1\n2\n3"])
def test_one_axis_from_a_row_or_a_column(given: str) -> None:
    assert numbers(given, dims=1).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "'': no numbers. Write rows such as --x \"1,2;3,4\""),
        ("1,,2", "row 1, cell 2 is empty"),
        ("1,2;3", "row 2 has 1 cell, but row 1 has 2"),
        ("1e999", "'1e999' is not finite"),
        ("-", "'-' is not a number"),
        ("9" * 5000, "more than 4000 digits"),
        (f"{10**400},0.5", "more than 308 digits next to"),
        ("1,a", "neither numbers (row 1, cell 2: 'a' is not a number) nor a file"),
        ("nan", 'neither numbers nor a file. Try --x "1,2;3,4" or --x photo.png.'),
        ("1 2\x00", "'1 2\\x00' is neither"),
        ("1,2;\x1b[31m", "'1,2;\\x1b[31m' is neither"),
        ("\ud800", "'\\ud800' is neither"),
        ("data", "neither numbers nor a file"),
        ("a;" * 3000, "neither numbers (row 1, cell 1: 'a' is not a number) nor a file"),
        (".", "is a directory"),
        ("..", "is a directory"),
    ],
)
def test_what_is_no_literal(given: str, told: str) -> None:
    assert told in refused("x", given)


def test_a_kernel_is_told_of_files_for_kernels() -> None:
    assert refused("w", "data").endswith('Try --w "1,2;3,4" or --w kernel.csv.')


def test_the_same_error_speaks_python() -> None:
    with pytest.raises(FigureError) as caught:
        load_numbers("x", "1,2", shrink=(3, 3))
    told = "{} is not a picture, and {} shrinks one. Leave it out."
    assert str(caught.value) == told.format("x='1,2'", "x_size=(3, 3)")
    assert caught.value.in_flags() == told.format("--x 1,2", "--x-size 3x3")


ROWS = st.integers(1, 4).flatmap(
    lambda wide: st.lists(
        st.lists(
            st.integers() | st.floats(allow_nan=False, allow_infinity=False),
            min_size=wide,
            max_size=wide,
        ),
        min_size=1,
        max_size=4,
    )
)


@given(ROWS)
@EXAMPLES
def test_what_is_loaded_can_be_written_and_loaded_again(rows: list[list[float]]) -> None:
    loaded = numbers(format_numbers(rows))
    again = numbers(format_numbers(loaded.tolist()))
    assert again.dtype == loaded.dtype
    assert repr(again.tolist()) == repr(loaded.tolist())
    floats = any(isinstance(cell, float) for row in rows for cell in row)
    assert loaded.tolist() == [[float(c) if floats else c for c in row] for row in rows]


@given(texts(20) | st.text("0123456789,; .-+eE\n−", max_size=20))
@examples(10)
def test_any_text_is_loaded_or_refused(given: str) -> None:
    for name in ("x", "w"):
        try:
            load_numbers(name, given)
        except FigureError:
            refused(name, given)


# -- Text files --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "1,2\n3,4\n",
        "1, 2\r\n3, 4",
        "1;2\r3;4\r",
        "1 ; 2\n 3 ; 4",
        "1\t2\n3\t4\n\n",
        "\n# a comment, of words\n1  2 \n\n  # another\n3  4\n",
        b"\xef\xbb\xbf1,2\n3,4\n",
        "+1,2\n3,4\n",
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "A.CSV"])
def test_text_files(name: str, content: str | bytes) -> None:
    write(name, content)
    for parameter in ("x", "w"):
        loaded = load_numbers(parameter, name)
        assert loaded.numbers.tolist() == [[1, 2], [3, 4]]
        assert loaded.numbers.dtype == np.int64


def test_text_files_are_exact() -> None:
    assert numbers(write("a.csv", f"{2**70},−3\n")).tolist() == [[2**70, -3]]
    assert numbers(write("a.txt", "0.1 1e-3 5.")).tolist() == [[0.1, 0.001, 5.0]]
    array = RNG.standard_normal((5, 4))
    np.savetxt("b.txt", array, fmt="%.17g")
    np.savetxt("b.csv", array, fmt="%.17g", delimiter=",")
    assert np.array_equal(numbers("b.txt"), array)
    assert np.array_equal(numbers("b.csv"), array)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "holds no numbers"),
        ("# only a comment\n\n", "holds no numbers"),
        ("# c\n\n1 2\n3 x\n", "line 4, cell 2: 'x' is not a number"),
        ("1 2\r\n\r\n3 x\r\n", "line 3, cell 2"),
        ("1 2\n\n3\n", "line 3 has 1 cell, but line 1 has 2"),
        ("1,2,\n", "line 1, cell 3 is empty"),
        ("nan,inf\n", "line 1, cell 1: 'nan' is not a number"),
        ("1e400", "line 1, cell 1: '1e400' is not finite"),
        ("\na,b c\n1,2\n", "line 2 is words, not numbers: 'a,b c'. Remove a header line"),
        ('"x1"\t"x2"\n1\t2\n', "line 1 is words"),
        ("1,5;2,5\n", "line 1 separates cells by more than one sign: '1,5;2,5'"),
        ("1,2;3,4", "separates cells by more than one sign"),
        ("1 2; 3 4", "separates cells by more than one sign"),
        ("1,5\t2,5", "separates cells by more than one sign"),
        (bytes(range(256)), "is not text"),
        (b"1,2\0", "is not text"),
        ("1,2".encode("utf-16"), "is not text"),
        (b"\x89PNG\r\n", "is not text"),
        (b"\x01\x02\n\x03", "line 1, cell 1: '\\x01\\x02' is not a number"),
    ],
)
def test_text_files_that_hold_something_else(content: str | bytes, told: str) -> None:
    assert told in refused("x", write("a.csv", content))


def test_text_files_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrays, "MAX_BYTES", 2**20)
    assert "more than 1 MB of text" in refused("x", write("a.txt", "1 " * 2**19 + "1"))
    monkeypatch.setattr(checks, "MAX_CELLS", 5)
    assert "has 2x3 cells, more than the 5 cells" in refused("x", write("b.txt", "1 2 3\n4 5 6"))
    assert "has 2x3 cells" in refused("x", write("b.txt", "1 2 3\nwords"))  # before it is read
    assert "has 2x3 cells" in refused("x", "1 2 3;4 5 6")


# -- NumPy's files -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("array", "dtype"),
    [
        (np.array([[1, -2], [3, 4]], np.int8), np.int64),
        (np.array([[1, 2]], ">u2"), np.int64),
        (np.asfortranarray(np.arange(6).reshape(2, 3)), np.int64),
        (np.eye(3, dtype=bool), np.int64),
        (np.array([[2**63 - 1]], np.uint64), np.int64),
        (np.array([[2**63 - 1, -(2**63)]]), np.int64),
        (np.array([[2**64 - 1, 1]], np.uint64), object),
        (np.array([[0.1, 1e-310]]), np.float64),
        (np.array([[0.1, 3]], np.float16), np.float64),
        (np.array([[0.1, 3]], ">f4"), np.float64),
        (np.asfortranarray(np.arange(6).reshape(2, 3) / 7), np.float64),
        (np.array([[0.5, 3]], np.longdouble), np.float64),
    ],
    ids=str,
)
def test_npy_files(array: Array, dtype: type) -> None:
    for name in ("x", "w"):
        loaded = load_numbers(name, save("a.npy", array)).numbers
        assert loaded.dtype == dtype
        assert loaded.dtype.isnative
        assert loaded.flags.c_contiguous
        assert loaded.tolist() == array.astype(dtype).tolist()
    if dtype is object:
        assert all(type(cell) is int for cell in loaded.flat)


def test_npy_files_of_both_versions() -> None:
    for version in ((1, 0), (2, 0)):
        with Path("a.npy").open("wb") as file:
            np.lib.format.write_array(file, np.array([[1, 2]]), version=version)
        assert numbers("a.npy").tolist() == [[1, 2]]


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1)])
def test_npy_files_of_one_axis(shape: tuple[int, ...]) -> None:
    save("a.npy", np.array([1, 2, 3]).reshape(shape))
    assert numbers("a.npy", dims=1).tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("array", "options", "told"),
    [
        (np.arange(3), {}, "has one axis, of 3 cells. Try --dims 1."),
        (np.arange(4).reshape(2, 2), {"dims": 1}, "is 2x2, and --dims 1 takes one row"),
        (np.zeros((5, 6, 3)), {}, "is 5x6x3: channels stand first, and these seem to stand last."),
        (
            np.zeros((2, 4, 5, 6)),
            {},
            "has 4 axes (2x4x5x6): at most 3 are read, 1 of channels and 2 of",
        ),
        (np.zeros((1, 1, 3)), {"dims": 1}, "is 1x1x3, and --dims 1 has channels of one axis."),
        (
            np.float64(1),
            {},
            "has 0 axes: at most 3 are read, 1 of channels and 2 of sizes. Save [[x]]",
        ),
        (np.zeros((0, 3)), {}, "is 0x3, which holds no cell"),
        (np.array([[1, 2], [3, np.nan]]), {}, ": row 2, cell 2 is nan, no finite"),
        (np.full((1, 2, 2), np.nan), {}, ": cell [0, 0, 0], counted from 0, is nan, no finite"),
        (np.array([1, -np.inf], np.float16), {"dims": 1}, ": cell 2 is -inf, no finite"),
        (np.array([[np.longdouble("1e400")]]), {}, ": row 1, cell 1 is 1e+400, no finite"),
        (np.array([[1, "a"]], object), {}, "holds pickled Python objects"),
        (np.ones((1, 1), complex), {}, "holds complex128, not real numbers"),
        (np.array([["1"]]), {}, "holds str32, not real numbers"),
        (np.array([[b"1"]]), {}, "holds bytes8, not real numbers"),
        (np.array([["2020-01-01"]], "M8[D]"), {}, "holds 'datetime64[D]', not real numbers"),
        (np.zeros((1, 2), [("a", int)]), {}, "holds void64, not real numbers"),
        (np.zeros((1, 2), [("α", int)]), {}, "is not a .npy file"),
    ],
)
@pytest.mark.filterwarnings("ignore:Stored array in format 3.0:UserWarning")
def test_npy_files_of_other_things(array: Array, options: dict[str, int], told: str) -> None:
    save("a.npy", array, allow_pickle=True)
    assert refused("x", "a.npy", **options).removeprefix("--x a.npy").strip().startswith(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not a .npy file"),
        (b"hello", "is not a .npy file"),
        (header("(2, 2)")[:20], "is not a .npy file"),
        (header("(2, 2"), "is not a .npy file"),
        (header("'ab'"), "is not a .npy file"),
        (header("(2, 2)", "nonsense"), "is not a .npy file"),
        (header("(2, 2)") + bytes(31), "is cut off: 3 of 4 cells are there"),
        (header("(5000, 5000)"), "is cut off: 0 of 25000000 cells"),
        (header("(8000, 7501)"), "has 8000x7501 cells, more than the 25,000,000 cells"),
        (header(f"({10**30}, {10**30})"), "has 1000000000"),
        (header("(-2, 2)"), "is -2x2, which holds no cell"),
        (header(f"(0, {2**70})"), f"is 0x{2**70}, which holds no cell"),
        (header("(2, 2)", "|O") + b"cos\nsystem\n(S'touch evil'\ntR.", "holds pickled"),
    ],
)
def test_npy_files_that_lie(content: bytes, told: str) -> None:
    assert f"--x a.npy {told}" in refused("x", write("a.npy", content))


def test_other_archives_are_no_npy_files() -> None:
    np.savez("a.npz", a=np.eye(2))
    Path("a.npz").rename("a.npy")
    assert "is not a .npy file" in refused("x", "a.npy")
    np.savez("b.npz", a=np.eye(2))
    assert "Numbers are read from .npy, .csv and .txt files" in refused("x", "b.npz")
    assert "a kernel is numbers" in refused("w", "b.npz")


def test_a_header_of_python_2_is_read_quietly() -> None:
    assert numbers(write("a.npy", header("(1L, 2L)") + bytes(16))).tolist() == [[0, 0]]


def test_what_follows_the_numbers_is_not_read() -> None:
    assert numbers(write("a.npy", header("(1, 2)") + bytes(40))).tolist() == [[0, 0]]


# -- Channels ----------------------------------------------------------------------------


def test_channels_in_a_literal_stand_between_bars() -> None:
    assert load_numbers("x", "1,2;3,4|5,6;7,8").numbers.tolist() == [
        [[1, 2], [3, 4]],
        [[5, 6], [7, 8]],
    ]
    assert load_numbers("x", "1,2|5,6", dims=1).numbers.tolist() == [[1, 2], [5, 6]]
    assert load_numbers("w", "1;2|3;4", dims=1).numbers.tolist() == [[1, 2], [3, 4]]
    assert "channel 1 is 1x3, but channel 0 is 1x2" in refused("x", "1,2|5,6,7")


def test_blank_lines_part_channels_where_there_are_several() -> None:
    name = write("a.txt", "# red\n1,2\n3,4\n\n\n5,6\n7,8\n\n")
    assert load_numbers("x", name, channels=True).numbers.shape == (2, 2, 2)
    assert load_numbers("x", name).numbers.shape == (4, 2)
    bars = write("b.txt", "1,2\n|\n3,4 | 5,6\n")
    assert load_numbers("x", bars).numbers.tolist() == [[[1, 2]], [[3, 4]], [[5, 6]]]


def test_channels_of_an_array_stand_first() -> None:
    x, w = RNG.integers(0, 9, (3, 4, 5)), RNG.integers(0, 9, (2, 3, 2, 2))
    np.testing.assert_array_equal(load_numbers("x", save("x.npy", x)).numbers, x)
    np.testing.assert_array_equal(load_numbers("w", save("w.npy", w)).numbers, w)
    rows = load_numbers("x", save("r.npy", x[0]), dims=1, channels=True).numbers
    np.testing.assert_array_equal(rows, x[0])
    assert "--dims 1 takes one row" in refused("x", "r.npy", dims=1)
