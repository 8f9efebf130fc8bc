"""Equations where there is little room."""

from __future__ import annotations

import pytest

from tconv_anim.rendering.caption_lines import CaptionLines
from tconv_anim.rendering.primitives import Box
from tconv_anim.rendering.scale import Scale
from tconv_anim.story.equation import Equation, Phrase
from tconv_anim.story.values import CellName, Product


@pytest.mark.parametrize("width", [80, 110, 150, 300])
def test_a_sum_never_loses_its_result(width: int) -> None:
    captions = CaptionLines(Scale((320, 180)), width, most=1)
    terms = tuple(Product((number, 32)) for number in range(1, 10))
    equation = Equation(target=CellName("y", (1, 1)), terms=terms, value=1440)
    lines = captions.equation(equation, Box(0, 0, width, 20))
    assert lines[-1].text.endswith("1440")
    assert len({line.baseline for line in lines}) == 1


@pytest.mark.parametrize("terms", [(), (Product((3, 1)),)])
def test_a_short_sum_keeps_its_result_and_loses_what_is_said_of_it(
    terms: tuple[Product, ...],
) -> None:
    captions = CaptionLines(Scale((320, 180)), 90, most=1)
    lead = (Phrase("x[0,0] stamps here"),)
    remark = "" if terms else "no input cell under the window"
    equation = Equation(target=None, lead=lead, terms=terms, value=37, remark=remark)
    lines = captions.equation(equation, Box(0, 0, 90, 20))
    assert lines[-1].text.endswith("37")


def test_a_result_beside_long_sums_keeps_its_value() -> None:
    captions = CaptionLines(Scale((960, 540)), 900, beside=True)
    cell, terms = CellName("y", (0, 0)), tuple(Product((number, 32)) for number in range(1, 10))
    total = Equation(target=cell, terms=(), value=1440)
    long = Equation(target=None, terms=terms, value=1440)
    areas = [Box(x, 0, 150, 60) for x in (0, 200, 400)]
    said = [*captions.equations([(long, areas[0]), (long, areas[1]), (total, areas[2])])]
    assert "".join(line.text.strip() for line in said if line.x >= 400) == "y[0,0]=1440"


@pytest.mark.parametrize("width", [330, 290, 250])
def test_a_caption_without_room_ends_with_a_whole_clause(width: int) -> None:
    line = (
        "Each input cell stamps the kernel, scaled by its value; overlaps add up, and p is cropped."
    )
    captions = CaptionLines(Scale((320, 180)), width, most=1)
    said = " ".join(words.text.strip() for words in captions.caption(line, Box(0, 0, width, 20)))
    assert " ".join(said.split()) == "Each input cell stamps the kernel, scaled by its value."
