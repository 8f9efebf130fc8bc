"""What is worked out in large type: in the room that a page leaves, over nothing else."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.primitives import Box, TextLine
from tconv_anim.rendering.scale import Scale
from tconv_anim.rendering.workings import Workings, shown_grids
from tests.helpers.daily import every
from tests.helpers.figures import planned
from tests.helpers.pictures import ink_box

AXES_DIFFER = LayerSpec(kernel_size=(3, 5), stride=(2, 3), output_padding=(1, 0))
SIZES = [(960, 540), (480, 270), (320, 180), (500, 900), (1080, 1920), (2000, 300)]


def lines_of(figure: Figure) -> tuple[list[TextLine], list[Box]]:
    """What the first frame works out, and what it must not cover."""
    frame, sections = figure.view.frame(0), figure.page.sections
    lines, grids = figure.page.placed_workings(frame)
    return lines, [box for section in sections for box in section.covered_boxes(grids)]


def said(lines: list[TextLine]) -> str:
    """The texts of lines, one after another."""
    return "".join(line.text for line in lines).replace(" ", "")


@pytest.mark.parametrize(
    ("size", "options"),
    every(
        3,
        itertools.product(
            SIZES, [{}, {"style": "isometric"}, {"dims": 1}, {"layer": LayerSpec(dilation=(2,))}]
        ),
    ),
)
def test_it_is_said_at_every_size_and_covers_nothing(
    options: dict[str, Any], size: tuple[int, int]
) -> None:
    figure = planned(options.pop("layer", LayerSpec()), size=size, **options)
    lines, taken = lines_of(figure)
    assert said(lines).count("=") >= 2
    for line in lines:
        box = ink_box(line)
        assert not any(map(box.meets, taken)), line
        assert box.x >= 0 and box.x + box.width <= size[0]


def test_numbers_are_put_in_and_letters_have_the_colours_of_the_picture() -> None:
    lines, _ = lines_of(planned(LayerSpec()))
    assert said(lines) == "zerosbetweencellsz=s−1=2−1=1paddingaroundp′=k−1−p=3−1−1=1"
    assert {line.text for line in lines if line.ink == "w"} == {"k", "3"}
    large = [line.px for line in lines if line.text in ("z", "p′")]
    assert min(large) >= 24


def test_axes_that_differ_have_a_calculation_each() -> None:
    lines, _ = lines_of(planned(AXES_DIFFER))
    for part in ("rowsz=s−1=2−1=1", "columnsz=s−1=3−1=2", "abovep′=k−1−p=3−1−1=1"):
        assert part in said(lines)
    assert "belowp′=k−1−p+op=3−1−1+1=2" in said(lines)
    assert "leftandrightp′=k−1−p=5−1−1=3" in said(lines)


def test_empty_panels_make_room_and_come_back() -> None:
    figure = planned(LayerSpec())
    first, second = (figure.view.frame(index) for index in (0, 1))
    shown = {name for name, grid in shown_grids(first).items() if grid}
    assert shown == {"input", "kernel"}
    assert shown_grids(second) is second.grids


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_planes_stay_where_there_is_room_beside_them(theme: str) -> None:
    figure = planned(LayerSpec(), style="isometric", theme=theme)
    frame = figure.view.frame(0)
    lines, grids = figure.page.placed_workings(frame)
    assert grids is frame.grids
    assert min(line.px for line in lines if line.text in ("z", "p′")) >= 20


def test_where_nothing_is_free_nothing_is_said() -> None:
    figure = planned(LayerSpec())
    page = figure.page
    workings = Workings(page.sections, Box(0, 0, 40, 20), Scale(page.size))
    assert workings.of(figure.view.frame(0)).lines == []
