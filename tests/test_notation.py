"""Sizes and paddings as text: read, written, and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.arithmetic.notation import (
    NotationError,
    format_padding,
    format_parameter,
    format_sizes,
    read_padding,
    read_sizes,
)

from .strategies import EXAMPLES

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


@given(st.text(max_size=30) | st.text("0123456789x:×+- ", max_size=12))
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
        ("kernel", 3, "3"),
        ("kernel", (3, 5), "3x5"),
        ("kernel", (3, 3), "3"),
        ("padding", ((0, 1), (1, 1)), "0:1x1"),
        ("size", (960, 960), "960x960"),
        ("at", (1, 1), "1,1"),
    ],
)
def test_a_parameter_as_its_option_takes_it(name: str, value: object, text: str) -> None:
    assert format_parameter(name, value) == text
