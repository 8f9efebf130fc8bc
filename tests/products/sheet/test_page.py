"""All of a sheet stands on its page: text apart, inside its part, in few sizes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.options import ORIENTATIONS, PAPER_NAMES, TOPICS
from tconv_anim.options.figure import SheetOptions
from tconv_anim.products.sheet.measures import DPI, Measures, paper_size
from tconv_anim.products.sheet.page import PageFullError
from tconv_anim.products.sheet.sections.section import Section
from tconv_anim.products.sheet.sheet import Sheet, network_sheet
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.primitives import (
    Box,
    Polygons,
    Primitive,
    Shape,
    TextLine,
    flattened,
)
from tests.helpers.commands import run
from tests.helpers.daily import every
from tests.helpers.sheets import LAYERS, sheet_of, told, words_of

# -- on the page ----------------------------------------------------------------------------


def ink_box(words: TextLine) -> Box:
    left, top, coverage = glyphs.sprite(words.face, words.px, words.text)
    high, wide = coverage.shape
    return Box(words.x + left, words.baseline + top, wide, high)


def overlapping(boxes: list[tuple[Box, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of texts that lie on each other by more than a pixel."""
    boxes = sorted(boxes, key=lambda one: one[0].y)
    for number, (box, words) in enumerate(boxes):
        for other, more in boxes[number + 1 :]:
            if other.y >= box.y + box.height - 1:
                break
            apart = other.x >= box.x + box.width - 1 or box.x >= other.x + other.width - 1
            if not apart:
                yield words, more


def check_page(
    sheet: Sheet,
    boxes: list[tuple[Section, Box, list[Primitive]]],
    primitives: list[Primitive] | None = None,
) -> None:
    """Text apart, inside its part, on the paper; few sizes, none too small."""
    items = flattened(sheet.primitives() if primitives is None else primitives)
    measures, words = sheet.measures, [item for item in items if isinstance(item, TextLine)]
    wide, high = measures.paper
    drawn = [(ink_box(word), word.text) for word in words if word.text.strip()]
    assert not list(overlapping(drawn))
    for box, said in drawn:
        assert box.x >= measures.margin - 2, said
        assert box.x + box.width <= wide - measures.margin + 2, said
        assert box.y >= measures.margin - 2, said
        assert box.y + box.height <= high - measures.margin + measures.line // 2, said
    assert len({word.px for word in words}) <= 4
    assert min(word.px for word in words) * 72 / DPI >= 6
    edge = round(5 * measures.zoom)  # frames around cells stand around their panel
    for part, area, drawn_there in boxes:
        for item in flattened(drawn_there):
            box = box_of(item)
            if not box.width:
                continue
            what = (part.heading, item)
            assert box.x >= area.x - edge, what
            assert box.x + box.width <= area.x + area.width + edge, what
            assert box.y >= area.y - 2, what
            assert box.y + box.height <= area.y + area.height + 2, what


def box_of(item: Shape | TextLine) -> Box:
    if isinstance(item, TextLine):
        return ink_box(item)
    if isinstance(item, Polygons):
        corners = np.concatenate([np.reshape(quad, (-1, 2)) for quad in item.quads])
        left, top = np.floor(corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int)
        return Box(int(left), int(top), int(right - left), int(bottom - top))
    return Box(*item[:4])


def checked(monkeypatch: pytest.MonkeyPatch, sheet: Sheet) -> None:
    boxes: list[tuple[Section, Box, list[Primitive]]] = []
    usual = Section.draw

    def watched(self: Section, measures: Measures, box: Box) -> Iterator[Primitive]:
        drawn = list(usual(self, measures, box))
        boxes.append((self, box, drawn))
        return iter(drawn)

    monkeypatch.setattr(Section, "draw", watched)
    primitives = sheet.primitives()
    monkeypatch.undo()
    assert boxes
    check_page(sheet, boxes, primitives)


@pytest.mark.parametrize(
    ("flags", "paper", "turned"), every(73, itertools.product(LAYERS, PAPER_NAMES, ORIENTATIONS))
)
def test_all_text_stands_apart_and_in_its_place(
    flags: str, paper: str, turned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(monkeypatch, sheet_of(flags, paper=paper, orientation=turned))


ALONE: tuple[dict[str, str], ...] = (
    {},
    {"paper": "a4"},
    {"paper": "letter", "orientation": "landscape"},
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "topic", "options"), every(25, itertools.product(LAYERS[::9], TOPICS, ALONE))
)
def test_parts_alone_stand_on_their_page(
    flags: str, topic: str, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(monkeypatch, sheet_of(flags, topic=topic, **options))


TOO_LONG = "esrgan"


@pytest.mark.slow
def test_a_network_of_hundreds_of_layers_has_no_page() -> None:
    network = network_of(preset(TOO_LONG))
    with pytest.raises(PageFullError, match="the network has 353 layers, more than fit a page"):
        network_sheet(network, SheetOptions(paper="a4"), f"--preset {TOO_LONG}")


@pytest.mark.parametrize("name", every(20, [n for n in preset_names() if n != TOO_LONG]))
def test_networks_stand_on_their_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(preset(name))
    for paper in PAPER_NAMES:
        sheet = network_sheet(network, SheetOptions(paper=paper), f"--preset {name}")
        checked(monkeypatch, sheet)
        said = told(sheet)
        for step in network.steps:
            assert step.word in said
        assert f"{network.parameters:,}" in said or "params" in said


def test_the_check_finds_what_it_looks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = sheet_of("")
    usual = list(sheet.page.draw(sheet.measures))
    some = next(item for item in usual if isinstance(item, TextLine))
    for wrong in (
        some._replace(x=some.x + 3),
        some._replace(x=2, baseline=900, text="beyond"),
        some._replace(x=900, baseline=5, text="above"),
        some._replace(x=900, baseline=2300, px=12, text="small"),
    ):
        monkeypatch.setattr(type(sheet.page), "draw", lambda *_, wrong=wrong: iter([*usual, wrong]))
        with pytest.raises(AssertionError):
            check_page(sheet, [])
    monkeypatch.undo()
    check_page(sheet, [])


@pytest.mark.parametrize("flags", every(3, ["", "--d 2", "--i 224 --k 7 --p 3"]))
def test_every_theme_has_the_same_layout(flags: str) -> None:
    places = [
        [(word.x, word.baseline, word.text) for word in words_of(sheet_of(flags, theme=theme))]
        for theme in ("light", "dark", "print")
    ]
    assert places[0] == places[1] == places[2]


def test_sparse_sheets_have_larger_type() -> None:
    assert sheet_of("").measures.zoom == 1
    assert sheet_of("--i 224 --k 7 --s 2 --p 3").measures.zoom > 1


@pytest.mark.slow
def test_the_paper_is_as_large_as_it_says(usual: dict[str, Path]) -> None:
    with Image.open(usual["png"]) as image:
        assert [round(side / image.info["dpi"][0] * 25.4) for side in image.size] == [210, 297]
        assert round(image.info["dpi"][0]) == DPI
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", usual["pdf"].read_bytes())
    assert box
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [210, 297]
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"|height="', usual["svg"].read_text())
    assert size
    for paper, sides in (("letter", (216, 279)), ("16:9", (339, 190))):
        wide, high = paper_size(SheetOptions(paper=paper))
        assert (round(wide / DPI * 25.4), round(high / DPI * 25.4)) == sides


def test_titles_and_networks_too_large_for_the_page_are_refused() -> None:
    done = run("cheatsheet", "--title", "long " * 40)
    assert done.exit_code == 2
    assert "--title" in done.stderr
    done = run("cheatsheet", "--layers", "conv:k3p1 " * 120, "--i", "8")
    assert done.exit_code == 2
    assert "120 layers" in done.stderr
