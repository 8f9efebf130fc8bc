"""Equations where there is little room."""

from __future__ import annotations

import pytest

from tconv_anim.rendering.primitives import Box
from tconv_anim.rendering.scale import Scale
from tconv_anim.rendering.speech import Speech
from tconv_anim.story.equation import Equation
from tconv_anim.story.values import CellName, Product


@pytest.mark.parametrize("width", [80, 110, 150, 300])
def test_a_sum_never_loses_its_result(width: int) -> None:
    speech = Speech(Scale((320, 180)), width, most=1)
    terms = tuple(Product((number, 32)) for number in range(1, 10))
    equation = Equation(target=CellName("y", (1, 1)), terms=terms, value=1440)
    lines = speech.equation(equation, Box(0, 0, width, 20))
    assert lines[-1].text.endswith("1440")
    assert len({line.baseline for line in lines}) == 1
