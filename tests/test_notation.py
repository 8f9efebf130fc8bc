"""Sizes and paddings as text: read, written, and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.notation import (
    NotationError,
    format_numbers,
    format_padding,
    format_parameter,
    format_sizes,
    read_numbers,
    read_padding,
    read_rows,
    read_sizes,
)
from tests.helpers.strategies import EXAMPLES, texts

NUMBERS = st.integers(-(10**6), 10**6)


@given(st.lists(NUMBERS, min_size=1, max_size=3).map(tuple))
@EXAMPLES
def test_sizes_read_back(sizes: tuple[int, ...]) -> None:
    back = read_sizes(format_sizes(sizes))
    assert back == sizes or (back * len(sizes) == sizes and len(back) == 1)
    assert format_sizes(back) == format_sizes(sizes)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=3).map(tuple))
@EXAMPLES
def test_paddings_read_back(pairs: tuple[tuple[int, int], ...]) -> None:
    back = read_padding(format_padding(pairs))
    assert back == pairs or (back * len(pairs) == pairs and len(back) == 1)
    assert format_padding(back) == format_padding(pairs)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("3", (3,)), ("3x5", (3, 5)), ("3X5", (3, 5)), ("3×5x7", (3, 5, 7)), (" 3x5 ", (3, 5))],
)
def test_sizes_as_people_type_them(text: str, sizes: tuple[int, ...]) -> None:
    assert read_sizes(text) == sizes


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("1", ((1, 1),)),
        ("1x2", ((1, 1), (2, 2))),
        ("1:2", ((1, 2),)),
        ("0:1x1:1", ((0, 1), (1, 1))),
        ("0:1x2", ((0, 1), (2, 2))),
    ],
)
def test_paddings_as_people_type_them(text: str, pairs: tuple[tuple[int, int], ...]) -> None:
    assert read_padding(text) == pairs


@pytest.mark.parametrize("text", ["", "x", "3x", "x3", "3xx5", "3,5", "3 x 5", "a", "3.0", "1_0"])
def test_what_is_no_size(text: str) -> None:
    for read in (read_sizes, read_padding):
        with pytest.raises(NotationError):
            read(text)


@pytest.mark.parametrize("text", ["1:", ":1", "1:2:3", ":", "1:2x", "1:ax1"])
def test_what_is_no_padding(text: str) -> None:
    with pytest.raises(NotationError):
        read_padding(text)


@given(texts(30) | st.text("0123456789x:×+- ", max_size=12))
@EXAMPLES
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    for read in (read_sizes, read_padding):
        try:
            value = read(text)
        except NotationError as error:
            assert len(str(error).splitlines()) == 1
        else:
            assert len(value) >= 1


def test_a_number_too_long_to_read_is_refused_shortly() -> None:
    with pytest.raises(NotationError) as caught:
        read_sizes("9" * 5000)
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("kernel_size", 3, "3"),
        ("kernel_size", (3, 5), "3x5"),
        ("kernel_size", (3, 3), "3"),
        ("padding", ((0, 1), (1, 1)), "0:1x1"),
        ("size", (960, 960), "960x960"),
        ("at", (1, 1), "1,1"),
        ("x_size", (32, 32), "32x32"),
        ("x_size", (32,), "32"),
    ],
)
def test_a_parameter_as_its_option_takes_it(name: str, value: object, text: str) -> None:
    assert format_parameter(name, value) == text


# -- Numbers -----------------------------------------------------------------------------

CELLS = st.integers(-(10**40), 10**40) | st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.integers(1, 5).flatmap(
    lambda wide: st.lists(st.lists(CELLS, min_size=wide, max_size=wide), min_size=1, max_size=5)
)


@given(ROWS)
@EXAMPLES
def test_numbers_read_back(rows: list[list[int | float]]) -> None:
    """The same numbers of the same types: repr tells 1 from 1.0, and 0.0 from -0.0."""
    text = format_numbers(rows)
    assert repr(read_numbers(text)) == repr(rows)
    loose = text.replace(",", " ,\t").replace(";", " ;\r\n ").replace("-", "−")
    assert repr(read_numbers(loose)) == repr(rows)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,2;3,4", [[1, 2], [3, 4]]),
        ("1 2; 3 4", [[1, 2], [3, 4]]),
        (" 1\t2 \n\n 3 , 4 \r\n", [[1, 2], [3, 4]]),
        ("1,2;\n3,4;\n", [[1, 2], [3, 4]]),
        ("1;2 ; ", [[1], [2]]),
        ("1\n;2", [[1], [2]]),
        ("1, 2 3", [[1, 2, 3]]),
        ("-1, 2.5e-3", [[-1, 0.0025]]),
        ("−1 −2e−3", [[-1, -0.002]]),
        ("+3 007 -0", [[3, 7, 0]]),
        (".5 5. 1e3 1E+3", [[0.5, 5.0, 1000.0, 1000.0]]),
        ("0." + "1" * 30, [[0.1111111111111111]]),
        ("1e-999", [[0.0]]),
        ("9" * 4000, [[10**4000 - 1]]),
        ("-" + "9" * 4000, [[1 - 10**4000]]),
    ],
)
def test_numbers_as_people_type_them(text: str, rows: list[list[int | float]]) -> None:
    assert repr(read_numbers(text)) == repr(rows)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no numbers"),
        (" \n;", "no numbers"),
        (";;", "no numbers"),
        ("1,2;3,a", "row 2, cell 2: 'a' is not a number"),
        ("1,2;3,4,5", "row 2 has 3 cells, but row 1 has 2"),
        ("1,2\n\n3", "row 2 has 1 cell, but row 1 has 2"),
        ("1,,2", "row 1, cell 2 is empty"),
        ("1,", "row 1, cell 2 is empty"),
        (",1", "row 1, cell 1 is empty"),
        ("1;;2", "row 2 is empty"),
        (";1", "row 1 is empty"),
        ("1;;", "row 2 is empty"),
        ("1e999", "row 1, cell 1: '1e999' is not finite: it is more than 1.8e308"),
        ("-1e999", "row 1, cell 1: '-1e999' is not finite: it is more than 1.8e308"),
        *(
            (cell, f"row 1, cell 1: {cell!r} is not a number")
            for cell in (
                *(
                    "1_000",
                    "nan",
                    "inf",
                    "-Infinity",
                    "0x10",
                    "1e",
                    "e1",
                    ".",
                    "--1",
                    "+-1",
                    "1.2.3",
                ),
                *(
                    "٣",
                    "１",
                    "½",
                    "1j",
                    "True",
                    "1e5.",
                    "'1'",
                    "1\xa02",
                    "1\x0b2",
                    "1\x85",
                    "a\u2028",
                ),
            )
        ),
    ],
)
def test_what_is_no_row_of_numbers(text: str, told: str) -> None:
    with pytest.raises(NotationError) as caught:
        read_numbers(text)
    assert str(caught.value) == told


@pytest.mark.parametrize("text", ["9" * 4001, "-" + "0" * 5000 + "1", "0." + "1" * 5000])
def test_too_many_digits_are_refused_shortly(text: str) -> None:
    with pytest.raises(NotationError, match="has more than 4000 digits") as caught:
        read_numbers("1 " + text)
    assert len(str(caught.value)) < 100


@given(texts(30) | st.text("0123456789,; \t\n.eE+-−", max_size=15))
@EXAMPLES
def test_any_text_is_read_as_numbers_or_refused_in_one_line(text: str) -> None:
    try:
        rows = read_numbers(text)
    except NotationError as error:
        assert str(error).isprintable()
    else:
        assert len({len(row) for row in rows}) == 1
        assert all(type(cell) in (int, float) for row in rows for cell in row)
        assert repr(read_numbers(format_numbers(rows))) == repr(rows)


@pytest.mark.parametrize("text", ["1" * 3999 + "a", "1" + " " * 50_000 + "a", ";" * 50_000 + "a"])
def test_long_nonsense_is_refused_at_once(text: str) -> None:
    """No pattern goes back and forth over it."""
    with pytest.raises(NotationError):
        read_numbers(text)


def test_rows_have_places() -> None:
    assert read_rows([("line 3", " 1,2 "), ("line 9", "3 4")]) == [[1, 2], [3, 4]]
    for rows, told in (
        ([("line 3", "1"), ("line 9", "1 2")], "line 9 has 2 cells, but line 3 has 1"),
        ([("line 3", "1"), ("line 9", "b")], "line 9, cell 1: 'b' is not a number"),
        ([("line 3", "")], "line 3 is empty"),
    ):
        with pytest.raises(NotationError) as caught:
            read_rows(rows)
        assert str(caught.value) == told
