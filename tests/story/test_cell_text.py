"""Numbers as cells and equations show them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tconv_anim.compute.sample_values import input_numbers, kernel_numbers
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.cell_text import brief_text, widest
from tconv_anim.story.frame import Equation
from tconv_anim.story.notation import PRINTED, CellText
from tconv_anim.story.values import CellName, Product
from tests.helpers.daily import examples
from tests.helpers.stories import tell
from tests.helpers.strategies import resolved_layers

# -- numbers and words -----------------------------------------------------------------


@given(resolved_layers())
@examples(8)
def test_default_numbers_are_small_whole_and_not_symmetric(resolved: ResolvedLayer) -> None:
    x = input_numbers(resolved.input_size, 0)
    w = kernel_numbers(resolved.kernel_size, 0)
    assert x.min() >= 1 and x.max() <= 3 and w.min() >= 1 and w.max() <= 3
    assert w.size == 1 or not np.array_equal(w, np.flip(w))


def test_seeds_give_other_numbers_and_the_same_ones_again() -> None:
    assert np.array_equal(input_numbers((4, 4), 7), input_numbers((4, 4), 7))
    assert not np.array_equal(input_numbers((4, 4), 7), input_numbers((4, 4), 8))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (-3, "−3"),
        (2.0, "2"),
        (0.5, "0.5"),
        (1.125, "1.125"),
        (-0.123456, "−0.123"),
        (1e-9, "1e−9"),
        (-1234567, "−1234567"),
        (300008.5, "300008"),
        (2**70, "1.18e21"),
    ],
)
def test_numbers_are_shown_short(value: float, shown: str) -> None:
    assert PRINTED.number(value) == shown
    assert PRINTED.factor(value) == (f"({shown})" if shown.startswith("−") else shown)


def test_widest_weighs_a_minus_over_a_digit_over_a_point() -> None:
    assert widest(["11", "−1"]) == "−1"
    assert widest(["0.5", "−11"]) == "−11"
    assert widest([]) == ""


def test_rounded_equations_say_so() -> None:
    resolved = resolve(LayerSpec(kernel_size=(1,), stride=(1,), padding=((0, 0),), input_size=(1,)))
    for value, sign in ((0.5, "="), (1 / 3, "≈")):
        story = tell(resolved, x=[[value]], w=[[2]])
        equation = story.frame(len(story) - 1).equation
        assert equation is not None and f" {sign} " in equation.text(80)


@pytest.mark.parametrize("room", range(20, 60))
def test_long_equations_keep_their_first_terms_and_the_last(room: int) -> None:
    terms = tuple(Product((n, n)) for n in range(1, 6))
    equation = Equation(target=CellName("y", (0, 0)), terms=terms, value=55)
    text = equation.text(room)
    assert text.startswith("y[0,0] = 1·1 + ") and text.endswith("5·5 = 55")
    assert len(text) <= room or text == "y[0,0] = 1·1 + … + 5·5 = 55"


@pytest.mark.parametrize(
    ("number", "whole", "brief"),
    [
        (-0.5 * 0, "0", "0"),
        (-2.875, "−2.875", "−2.9"),
        (-0.0625, "−0.0625", "−0.06"),
        (0.00312, "0.00312", "0.003"),
        (123.4, "123.4", "123"),
        (0.8125, "0.8125", "0.81"),
        (-2.25, "−2.25", "−2.3"),
        (0.10625, "0.106", "0.11"),
    ],
)
def test_numbers_in_two_digits_and_no_minus_before_zero(
    number: float, whole: str, brief: str
) -> None:
    text = CellText.of(number)
    assert (str(text), brief_text(text)) == (whole, brief)
