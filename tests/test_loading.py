"""The user's own numbers: real files, read exactly, or refused in one line."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from tconv_anim import FigureError
from tconv_anim.compute import Array
from tconv_anim.compute.load import arrays, checks
from tconv_anim.compute.load.arrays import load_numbers
from tconv_anim.errors import Argument
from tconv_anim.notation import format_numbers
from tests.helpers.strategies import EXAMPLES

Name = Literal["x", "w"]
RNG = np.random.default_rng(20)
PHOTO = RNG.integers(0, 256, (12, 18, 4), np.uint8)
"""Four channels of noise, 12 high and 18 wide."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test stands in a folder of its own, so that names are as short as users'."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(name: Name, given: str, **options: Any) -> str:
    """The refusal as the command line prints it; in both languages it is one short line."""
    with pytest.raises(FigureError) as caught:
        load_numbers(name, given, **options)
    error = caught.value
    first = error.arguments()[0]
    assert isinstance(first, Argument)
    assert first.name == name
    assert len(str(first.value)) < 200
    for line in (str(error), error.in_flags()):
        assert line.isprintable()
        assert len(line) < 420
        assert line.endswith(".")
    assert error.in_flags().startswith(f"--{name} ")
    assert error.__cause__ is None
    return error.in_flags()


def numbers(given: str, **options: Any) -> Array:
    """The numbers of x, where they are no picture."""
    loaded = load_numbers("x", given, **options)
    assert not loaded.picture
    return loaded.numbers


def pixels(given: str, **options: Any) -> Array:
    loaded = load_numbers("x", given, **options)
    assert loaded.picture
    assert loaded.numbers.dtype == np.int64
    assert 0 <= loaded.numbers.min() <= loaded.numbers.max() <= 255
    return loaded.numbers


def save(name: str, array: Any, **options: Any) -> str:
    np.save(name, array, **options)
    return name


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


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
    told = "{} is no picture, and {} shrinks one. Leave it out."
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


@given(st.text(max_size=20) | st.text("0123456789,; .-+eE\n−", max_size=20))
@EXAMPLES
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
        (bytes(range(256)), "is no text"),
        (b"1,2\0", "is no text"),
        ("1,2".encode("utf-16"), "is no text"),
        (b"\x89PNG\r\n", "is no text"),
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
        (np.zeros((4, 5, 3)), {}, "has 3 axes (4x5x3): one channel has 2. Save one channel"),
        (np.zeros((4, 5, 6)), {}, "has 3 axes (4x5x6): one channel has 2."),
        (np.zeros((1, 1, 3)), {"dims": 1}, "has 3 axes (1x1x3): one channel has 1."),
        (np.float64(1), {}, "has 0 axes: one channel has 2."),
        (np.zeros((0, 3)), {}, "is 0x3, which holds no cell"),
        (np.array([[1, 2], [3, np.nan]]), {}, ": row 2, cell 2 is nan, no finite"),
        (np.array([1, -np.inf], np.float16), {"dims": 1}, ": cell 2 is -inf, no finite"),
        (np.array([[np.longdouble("1e400")]]), {}, ": row 1, cell 1 is 1e+400, no finite"),
        (np.array([[1, "a"]], object), {}, "holds pickled Python objects"),
        (np.ones((1, 1), complex), {}, "holds complex128, not real numbers"),
        (np.array([["1"]]), {}, "holds str32, not real numbers"),
        (np.array([[b"1"]]), {}, "holds bytes8, not real numbers"),
        (np.array([["2020-01-01"]], "M8[D]"), {}, "holds 'datetime64[D]', not real numbers"),
        (np.zeros((1, 2), [("a", int)]), {}, "holds void64, not real numbers"),
        (np.zeros((1, 2), [("α", int)]), {}, "is no .npy file"),
    ],
)
@pytest.mark.filterwarnings("ignore:Stored array in format 3.0:UserWarning")
def test_npy_files_of_other_things(array: Array, options: dict[str, int], told: str) -> None:
    save("a.npy", array, allow_pickle=True)
    assert refused("x", "a.npy", **options).removeprefix("--x a.npy").strip().startswith(told)


def header(shape: str, dtype: str = "<i8") -> bytes:
    """The begin of a .npy file that says what it likes."""
    told = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + (len(told) + 1).to_bytes(2, "little") + told + b"\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no .npy file"),
        (b"hello", "is no .npy file"),
        (header("(2, 2)")[:20], "is no .npy file"),
        (header("(2, 2"), "is no .npy file"),
        (header("'ab'"), "is no .npy file"),
        (header("(2, 2)", "nonsense"), "is no .npy file"),
        (header("(2, 2)") + bytes(31), "is cut off: 3 of 4 cells are there"),
        (header("(5000, 5000)"), "is cut off: 0 of 25000000 cells"),
        (header("(8000, 7501)"), "has 8000x7501 cells, more than the 60,000,000 cells"),
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
    assert "is no .npy file" in refused("x", "a.npy")
    np.savez("b.npz", a=np.eye(2))
    assert "Numbers are read from .npy, .csv and .txt files" in refused("x", "b.npz")
    assert "a kernel is numbers" in refused("w", "b.npz")


def test_a_header_of_python_2_is_read_quietly() -> None:
    assert numbers(write("a.npy", header("(1L, 2L)") + bytes(16))).tolist() == [[0, 0]]


def test_what_follows_the_numbers_is_not_read() -> None:
    assert numbers(write("a.npy", header("(1, 2)") + bytes(40))).tolist() == [[0, 0]]


# -- Pictures ----------------------------------------------------------------------------


def picture(name: str, mode: str, **options: Any) -> str:
    """A picture of noise in Pillow's *mode*, in a file."""
    image = Image.fromarray(PHOTO)
    converted = image.convert("L").convert(mode) if mode in "1L" else image.convert(mode)
    converted.save(name, **options)
    return name


def reference(name: str) -> Array:
    """Pillow's own grey of the first frame, over white, upright."""
    with Path(name).open("rb") as file, Image.open(file) as image:  # by name, TIFFs turn wrong
        image.load()  # right ones turn here, and must not be turned again
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(white, upright).convert("L")).astype(int)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.png", "1"),
        ("a.png", "L"),
        ("a.png", "LA"),
        ("a.png", "P"),
        ("a.png", "RGB"),
        ("a.png", "RGBA"),
        ("a.jpg", "L"),
        ("a.jpeg", "RGB"),
        ("a.JPG", "CMYK"),
        ("a.gif", "P"),
        ("a.gif", "L"),
        ("a.gif", "RGBA"),
        ("a.bmp", "1"),
        ("a.bmp", "RGB"),
        ("a.webp", "RGBA"),
        ("a.tif", "1"),
        ("a.tif", "RGBA"),
        ("a.tif", "CMYK"),
        ("a.tiff", "YCbCr"),
        ("a.tiff", "LAB"),
        ("a.tiff", "P"),
        ("a.ppm", "RGB"),
        ("a.tga", "RGBA"),
        ("a.ico", "RGBA"),
    ],
)
def test_pictures_are_read_as_their_luminance(name: str, mode: str) -> None:
    told = reference(picture(name, mode))
    read = pixels(name)
    assert read.shape == told.shape
    assert abs(read - told).max() <= 1
    assert read.std() > 20


def test_a_grey_picture_is_read_as_it_is() -> None:
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save("a.png")
    assert np.array_equal(pixels("a.png").ravel(), np.arange(256))


def test_luminance_by_its_weights() -> None:
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255] * 3]], np.uint8)
    Image.fromarray(colours).save("a.png")
    assert pixels("a.png").tolist() == [[76, 150, 29, 255]]


def test_what_is_transparent_lies_on_white() -> None:
    Image.fromarray(np.array([[[0, 0], [0, 255], [100, 51]]], np.uint8), "LA").save("a.png")
    assert pixels("a.png").tolist() == [[255, 0, 224]]
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 0, 0])
    palette.putpixel((1, 0), 1)
    palette.save("b.png", transparency=0)
    assert pixels("b.png").tolist() == [[255, 0]]
    palette.save("b.gif", transparency=1)
    assert pixels("b.gif").tolist() == [[76, 255]]


DEEP = np.array([[0, 257, 32768], [65535, 128, 65534]])


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.pgm"])
def test_16_bits_are_scaled(name: str) -> None:
    Image.fromarray(DEEP.astype(np.uint16)).save(name)
    assert pixels(name).tolist() == [[0, 1, 128], [255, 0, 255]]


def test_16_bits_in_32_and_of_the_other_order() -> None:
    Image.fromarray(DEEP.astype(np.int32)).save("a.tif")
    assert pixels("a.tif").tolist() == [[0, 1, 128], [255, 0, 255]]
    Image.frombytes("I;16B", (3, 2), DEEP.astype(">u2").tobytes()).save("b.tif")
    assert pixels("b.tif").tolist() == [[0, 1, 128], [255, 0, 255]]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([[0.0, 0.25, 1.0]], [[0, 64, 255]]),
        ([[0.0, 99.6, 255.0]], [[0, 100, 255]]),
    ],
)
def test_floats_from_0_to_1_or_to_255(values: list[list[float]], told: list[list[int]]) -> None:
    Image.fromarray(np.array(values, np.float32)).save("a.tif")
    assert pixels("a.tif").tolist() == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.array([[0, 256]], np.float32), "has pixels from 0 to 256, and a picture of floats"),
        (np.array([[-0.5, 1]], np.float32), "has pixels from -0.5 to 1,"),
        (np.array([[np.nan, 1]], np.float32), "has pixels from nan to nan"),
        (np.array([[0, 65536]], np.int32), "has pixels from 0 to 65536"),
        (np.array([[-1, 5]], np.int32), "has pixels from -1 to 5"),
    ],
)
def test_measurements_are_no_picture(values: Array, told: str) -> None:
    Image.fromarray(values).save("a.tif")
    assert told in refused("x", "a.tif")


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.tif", "a.webp"])
def test_the_first_frame_of_a_film(name: str) -> None:
    frames = [Image.new("RGB", (3, 2), (n, n, n)) for n in (40, 200, 90)]
    frames[0].save(name, save_all=True, append_images=frames[1:], lossless=True)
    assert pixels(name).tolist() == [[40] * 3] * 2


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize(("name", "mode"), [("a.png", "RGB"), ("a.png", "L"), ("a.tif", "L")])
def test_pictures_stand_upright(name: str, mode: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    told = reference(picture(name, mode, exif=exif))
    assert told.shape == ((18, 12) if orientation in (5, 6, 7, 8) else (12, 18))
    assert abs(pixels(name) - told).max() <= 1


@pytest.mark.parametrize("mode", ["L", "I;16"])
def test_deep_pictures_stand_upright_too(mode: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.fromarray(np.array([[0, 60, 120], [180, 200, 255]], np.uint8))
    image.convert(mode).save("a.png", exif=exif)
    if mode == "L":
        assert pixels("a.png").tolist() == [[180, 0], [200, 60], [255, 120]]
    assert pixels("a.png").shape == (3, 2)


# -- Pictures made smaller ---------------------------------------------------------------


def averaged(grey: Array, high: int, wide: int) -> Array:
    """Means of the pixels whose middles lie in the same cell of a coarser grid."""
    rows, columns = (
        np.ceil((2 * np.arange(old) + 1) * new / (2 * old)).astype(int) - 1
        for old, new in zip(grey.shape, (high, wide), strict=True)
    )
    total, count = np.zeros((high, wide)), np.zeros((high, wide))
    where = rows[:, None], columns[None, :]
    np.add.at(total, where, grey)
    np.add.at(count, where, 1)
    mean: Array = total / count
    return mean


@pytest.mark.parametrize(
    ("shrink", "size"),
    [
        ((6, 9), (6, 9)),
        ((5, 7), (5, 7)),
        ((12, 18), (12, 18)),
        ((1, 18), (1, 18)),
        ((1, 1), (1, 1)),
        ((4, 4), (4, 4)),
        ((18,), (12, 18)),
        ((9,), (6, 9)),
        ((4,), (3, 4)),
        ((1,), (1, 1)),
    ],
)
def test_smaller_pictures_are_averages(shrink: tuple[int, ...], size: tuple[int, int]) -> None:
    picture("a.png", "L")
    small = pixels("a.png", shrink=shrink)
    assert small.shape == size
    assert abs(small - averaged(pixels("a.png"), *size)).max() <= 0.501


def test_colours_and_transparency_are_averaged_before_they_are_rounded() -> None:
    rgba = PHOTO.astype(float)
    grey = rgba[..., :3] @ (0.299, 0.587, 0.114)
    alpha = rgba[..., 3] / 255
    Image.fromarray(PHOTO).save("a.png")
    small = pixels("a.png", shrink=(4, 6))
    assert abs(small - averaged(grey * alpha + 255 * (1 - alpha), 4, 6)).max() <= 0.501


def test_the_longer_side_of_a_long_picture() -> None:
    Image.new("L", (300, 2)).save("a.png")
    assert pixels("a.png", shrink=(10,)).shape == (1, 10)
    Image.new("L", (2, 300)).save("a.png")
    assert pixels("a.png", shrink=(10,)).shape == (10, 1)
    assert pixels("a.png", shrink=(10, 1), dims=1).shape == (10,)


def test_sizes_are_of_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture("a.jpg", "RGB", exif=exif)
    assert pixels("a.jpg", shrink=(18, 12)).shape == (18, 12)
    assert "has 18x12 pixels" in refused("x", "a.jpg", shrink=(12, 18))


@pytest.mark.parametrize(
    ("shrink", "told"),
    [
        (
            (19,),
            "has 12x18 pixels (height x width), and --x-size 19 would enlarge it. Try --x-size 18.",
        ),
        ((13, 4), "and --x-size 13x4 would enlarge it. Try --x-size 12x4."),
        ((20, 20), "and --x-size 20x20 would enlarge it. Try --x-size 12x18."),
        ((10**5000,), "would enlarge it. Try --x-size 18."),
        ((0,), "cannot have --x-size 0: give height x width, or the longer side. Try --x-size 32."),
        ((3, -1), "cannot have --x-size 3x-1"),
        ((3, 3, 3), "cannot have --x-size 3x3x3"),
        ((), "cannot have --x-size"),
    ],
)
def test_sizes_that_cannot_be(shrink: tuple[int, ...], told: str) -> None:
    assert told in refused("x", picture("a.png", "RGB"), shrink=shrink)


def test_only_a_picture_is_shrunk() -> None:
    for source in ("1,2", write("a.csv", "1,2"), save("a.npy", np.eye(2))):
        assert "is no picture, and --x-size 2 shrinks one" in refused("x", source, shrink=(2,))


def test_a_picture_of_one_axis() -> None:
    picture("a.png", "RGB")
    assert pixels("a.png", dims=1, shrink=(1, 9)).shape == (9,)
    assert "is 12x18, and --dims 1 takes one row or one column" in refused("x", "a.png", dims=1)


# -- Files that cannot be read -----------------------------------------------------------


def test_a_kernel_is_no_picture() -> None:
    told = '--w a.png: a kernel is numbers. Give a .npy, .csv or .txt file, or --w "1,2;3,4".'
    assert refused("w", "a.png") == told
    assert refused("w", picture("a.png", "RGB")) == told
    assert "a kernel is numbers" in refused("w", write("a.dat", "1,2"))


@pytest.mark.parametrize("name", ["a.png", "a.npy", "a.csv", "no/a.TXT", "a.csv/b.txt"])
def test_missing_files(name: str) -> None:
    if "/b" in name:
        write("a.csv", "1")
    reason = "not a directory" if "/b" in name else "no such file or directory"
    assert refused("x", name) == f"--x {name} cannot be read: {reason}. Try another file."


def test_names_that_no_file_can_have() -> None:
    assert "cannot be read: file name too long" in refused("x", "a" * 5000 + ".png")
    assert "'a\\x00.npy' is neither numbers nor a file" in refused("x", "a\0.npy")
    Path("a.csv").symlink_to("a.csv")
    assert "cannot be read: too many levels" in refused("x", "a.csv")


@pytest.mark.parametrize("suffix", ["", ".png", ".npy", ".csv"])
def test_what_is_no_regular_file(suffix: str) -> None:
    Path(f"folder{suffix}").mkdir()
    os.mkfifo(f"pipe{suffix}")
    assert f"--x folder{suffix} is a directory" in refused("x", f"folder{suffix}")
    assert f"--x pipe{suffix} is a device or a pipe" in refused("x", f"pipe{suffix}")
    assert "is a device or a pipe" in refused("x", "/dev/null")


@pytest.mark.parametrize("name", ["a.png", "a.npy", "a.csv", "a"])
def test_files_without_permission(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of a stand-in, as the superuser may read everything."""
    write(name, "1,2")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for way in ("open", "stat"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, way, denied)
            told = refused("x", name)
        assert told == f"--x {name} cannot be read: permission denied. Try another file."


def test_spaces_in_names_are_in_quotes() -> None:
    assert refused("x", "my photo.png").startswith("--x 'my photo.png' cannot be read")
    assert numbers(write("my numbers.csv", "1,2")).tolist() == [[1, 2]]


def test_a_name_that_reads_as_a_number_needs_its_folder() -> None:
    write("2024", "1,2")
    assert numbers("2024").tolist() == [[2024]]
    assert "is no picture that can be read" in refused("x", "./2024")


def header_of_png(wide: int, high: int) -> bytes:
    """A picture of any size, without its pixels."""
    told = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pixels = b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + told + struct.pack(">I", zlib.crc32(told)) + pixels


def test_pictures_have_a_limit() -> None:
    """Their size is looked at before their pixels: above, where Pillow warns, where it stops."""
    assert "or a damaged one" in refused("x", write("a.png", header_of_png(8000, 7500)))
    for wide, high in ((8000, 7501), (10_000, 9_000)):
        told = refused("x", write("a.png", header_of_png(wide, high)), shrink=(8,))
        assert f"has {high}x{wide} cells, more than the 60,000,000 cells that are read" in told
    told = refused("x", write("a.png", header_of_png(20_000, 20_000)))
    assert "has more than the 60,000,000 cells that are read" in told


def encoded(form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(PHOTO).convert("RGB").save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_truncated_pictures(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    whole = encoded(form)
    for kept in (0, 1, 10, len(whole) // 2):
        told = refused("x", write("a.png", whole[:kept]))
        assert "is no picture that can be read, or a damaged one" in told
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "error", [SyntaxError, struct.error, IndexError, MemoryError, RecursionError, EOFError]
)
def test_whatever_a_decoder_raises(error: type, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error("line\nby line")

    picture("a.png", "RGB")
    monkeypatch.setattr(Image.Image, "convert", broken)
    assert "is no picture that can be read, or a damaged one" in refused("x", "a.png")


SEEDS: dict[str, Callable[[], bytes]] = {
    "png": lambda: encoded("PNG"),
    "jpg": lambda: encoded("JPEG"),
    "gif": lambda: encoded("GIF"),
    "bmp": lambda: encoded("BMP"),
    "webp": lambda: encoded("WEBP"),
    "tif": lambda: encoded("TIFF", compression="tiff_lzw"),
    "tiff": lambda: encoded("TIFF", compression="jpeg"),
    "jp2": lambda: encoded("JPEG2000"),
    "npy": lambda: header("(2, 3)") + bytes(48),
    "csv": lambda: b"1,2,3\n4,5,6\n",
    "txt": lambda: b"# words\n1 2 3\n\n4 5 6\n",
    "": lambda: b"GIF89a",
}


@pytest.mark.parametrize("suffix", SEEDS)
def test_junk_is_refused_in_one_line(suffix: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Random bytes, and whole files with a few bytes changed: nothing escapes, nothing leaks."""
    rng = np.random.default_rng(len(suffix))
    whole = SEEDS[suffix]()
    for trial in range(60):
        if trial % 3 == 0:
            content = rng.bytes(int(rng.integers(0, 200)))
        else:
            changed = bytearray(whole)
            for place in rng.integers(0, min(len(whole), 150 if trial % 3 == 1 else 10**6), 4):
                changed[place] = int(rng.integers(0, 256))
            content = bytes(changed)
        name = write(f"junk.{suffix}" if suffix else "junk", content)
        try:
            load_numbers("x", name, shrink=None)
        except FigureError:
            refused("x", name)
    assert capfd.readouterr() == ("", "")


def test_decoders_keep_quiet_and_nothing_stays_redirected(
    capfd: pytest.CaptureFixture[str],
) -> None:
    broken = bytearray(encoded("TIFF", compression="tiff_lzw"))
    broken[8:40] = bytes(range(128, 160))
    write("a.tif", bytes(broken))

    def free_numbers() -> list[int]:
        numbers = [os.open(os.devnull, os.O_RDONLY) for _ in range(8)]
        for number in numbers:
            os.close(number)
        return numbers

    before = free_numbers()
    for name in ("a.tif", picture("b.tif", "RGB")):
        with contextlib.suppress(FigureError):
            load_numbers("x", name)
    assert free_numbers() == before
    assert capfd.readouterr().err == ""
    os.write(2, b"still there")
    assert capfd.readouterr().err == "still there"


def in_a_shell(storyboard: str, redirection: str = "") -> str:
    """What a fresh Python prints for *storyboard*, with what it complains about."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {redirection}', sys.executable, storyboard],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout + done.stderr


SAY = """
from tconv_anim.compute.load.arrays import load_numbers
try: print(load_numbers('x', 'a.tif').numbers.shape)
except ValueError as error: print(error)
"""


def test_what_pillow_logs_is_not_on_the_terminal() -> None:
    """Asked of a fresh Python, as pytest listens to every logger itself, and of its sys.stderr,
    which in a notebook is no file.
    """
    whole = encoded("TIFF")
    samples = struct.pack("<HHI", 277, 3, 1)
    assert samples in whole
    write("a.tif", whole.replace(samples + b"\3\0", samples + b"\xff\xff"))
    said = in_a_shell(
        "import io, sys; sys.stderr = io.StringIO()" + SAY + "print(sys.stderr.getvalue(), end='')"
    )
    assert "no picture that can be read" in said
    assert said.count("\n") == 1


def test_a_tiff_is_read_with_stderr_closed() -> None:
    picture("a.tif", "RGB")
    assert in_a_shell(SAY, "2>&-") == "(12, 18)\n"


def test_libraries_for_pictures_are_loaded_for_pictures() -> None:
    storyboard = (
        "import sys; from tconv_anim.compute.load.arrays import load_numbers;"
        "load_numbers('x', '1,2');"
        "print({'PIL', 'imageio'} & set(sys.modules))"
    )
    assert in_a_shell(storyboard) == "set()\n"
