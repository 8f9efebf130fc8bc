"""Pages: text that fits and stands apart, sizes that are refused."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.errors import FigureError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.panel_rows import LABEL_DROP
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import TextLine, flattened
from tconv_anim.rendering.too_small import TooSmallError
from tconv_anim.story.frame import Frame
from tconv_anim.story.label import label_text
from tests.helpers.daily import every
from tests.helpers.figures import planned
from tests.helpers.pictures import (
    ODD_LAYERS,
    check_following,
    check_text,
    drawings,
    ink_box,
    page_of,
    pages,
    stories,
)
from tests.helpers.stories import VIEWS, every_view, tell


@every_view
@given(data=st.data())
@drawings(2)
def test_text_stays_inside_and_apart(view: str, data: st.DataObject) -> None:
    check_text(*data.draw(pages(view)))


@pytest.mark.parametrize(
    ("view", "kind"), every(14, itertools.product(VIEWS[1:], ["transposed", "conv"]))
)
def test_text_of_every_view_stays_inside_and_apart(view: str, kind: Any) -> None:
    """At the sizes slides and posts have, from one cell on to where numbers no longer fit."""
    layers = [resolve(LayerSpec(kind=kind, input_size=(i,))) for i in (1, 2, 3, 5)]
    layers += [resolve(LayerSpec(kind=kind, input_size=(i,)), ndim=1) for i in (1, 4, 12)]
    for resolved, size in itertools.product(layers, [(960, 540), (1080, 1080)]):
        story = tell(resolved, view)
        check_text(story, page_of(story, size))


@pytest.mark.slow
@every_view
@given(data=st.data())
@drawings(2)
def test_every_layer_of_few_cells_has_a_page(view: str, data: st.DataObject) -> None:
    story = data.draw(stories(view, most=12))
    page_of(story, (1920, 1080))


@pytest.mark.parametrize(
    ("spec", "size"), every(10, itertools.product(ODD_LAYERS, [(960, 540), (1920, 1080)])), ids=str
)
def test_text_of_odd_layers_stays_inside_and_apart(spec: LayerSpec, size: tuple[int, int]) -> None:
    story = tell(spec)
    check_text(story, page_of(story, size))


@pytest.mark.parametrize("i", every(6, range(1, 13)))
def test_text_fits_for_inputs_of_one_to_twelve(i: int) -> None:
    for kind in ("transposed", "conv"):
        story = tell(LayerSpec(kind=kind, input_size=(i,)))
        check_text(story, page_of(story))


@pytest.mark.parametrize("size", [(319, 180), (320, 179), (10, 10), (5001, 5000), (10**30, 400)])
def test_sizes_out_of_range_are_refused(size: Any) -> None:
    with pytest.raises(FigureError):
        page_of(tell(LayerSpec()), size)


@pytest.mark.slow
def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooSmallError, match="less than 3 pixels"):
        page_of(tell(resolve(LayerSpec(input_size=(120,)))))


@pytest.mark.parametrize("size", [(960, 540), (540, 960)])
def test_no_sign_of_a_convolution_stands_before_the_kernel_slides(size: tuple[int, int]) -> None:
    """Nor a card for products: until then nothing is multiplied or summed."""
    story = tell(LayerSpec())
    page = page_of(story, size)
    slides = len(story.storyboard.steps) - 1
    for frame in (story.frame(n) for n in range(12)):
        said = {item.text for item in page.draw(frame) if isinstance(item, TextLine)}
        computes = frame.step == slides
        assert {"∗", "products"} & said == ({"∗", "products"} if computes else set())
        assert (frame.grids["products"] is not None) == computes


def test_labels_over_few_cells_leave_room_for_signs() -> None:
    """Cells that open up begin as few: their label then stands low, beside the sign."""
    story = tell(ODD_LAYERS[8])
    page = page_of(story, (320, 180))
    check_text(story, page)
    check_following(story, page, most=4)


@pytest.mark.parametrize("size", [(960, 540), (500, 900), (1920, 1080)])
def test_an_equation_stands_above_what_is_said_of_it(size: tuple[int, int]) -> None:
    story = tell(LayerSpec(), "roundtrip")
    last = story.frame(len(story) - 1)
    lines = [one for one in page_of(story, size).draw(last) if isinstance(one, TextLine)]
    *_, total = [line.baseline for line in lines if line.text == "99"]
    said = [line.baseline for line in lines if line.text in ("shape", "back.")]
    assert said
    assert all(total < baseline for baseline in said)


def words_on(page: Page, frame: Frame) -> set[str]:
    return {item.text for item in flattened(page.draw(frame)) if isinstance(item, TextLine)}


def test_upright_pages_name_all_steps() -> None:
    story = tell(LayerSpec())
    words = words_on(page_of(story, size=(1080, 1920)), story.frame_of((1, 1)))
    assert {"1 parameters", "2 insert zeros", "3 pad", "4 convolve, stride 1"} <= words


@pytest.mark.parametrize(("cells", "keyed"), [(5, False), (16, True)])
def test_counts_without_room_for_their_numbers_have_a_key(cells: int, keyed: bool) -> None:
    story = tell(LayerSpec(input_size=(cells,)), "overlap")
    words = words_on(page_of(story), story.frame(len(story) - 1))
    keys = {f"{count}×" for count in (1, 2, 4)}
    assert keys & words == (keys if keyed else set())


@pytest.mark.parametrize("size", [(960, 540), (500, 900), (1920, 1080)])
def test_pages_with_named_sections_have_a_legend_beside_a_name(size: tuple[int, int]) -> None:
    story = tell(LayerSpec(), "ambiguity")
    lines = [one for one in page_of(story, size).draw(story.frame(0)) if isinstance(one, TextLine)]
    words = {line.text: line.baseline for line in lines}
    names = {words[label_text(section.heading)] for section in story.storyboard.sections}
    assert {words[entry.text] for entry in story.storyboard.legend} <= names


def test_an_arrow_leads_down_to_what_stands_below() -> None:
    """On an upright page a panel may stand under what it comes from, the arrow between."""
    story = tell(LayerSpec(kernel_size=(4,)), "roundtrip")
    page = page_of(story, (500, 900))
    above, below = page.places["x"], page.places["y"]
    drawn = [
        p for p in flattened(page.draw(story.frame(len(story) - 1))) if isinstance(p, TextLine)
    ]
    (arrow,) = [word for word in drawn if word.text == "↓"]
    box = ink_box(arrow)
    assert above.y + above.panel.rows * above.cells.pitch < box.y
    assert box.y + box.height < below.y - LABEL_DROP
    middle = above.x + above.panel.columns * above.cells.pitch / 2
    assert abs(box.x + box.width / 2 - middle) < 3
    assert below.x < middle < below.x + below.panel.columns * below.cells.pitch


def test_cells_that_come_where_a_lens_was_stay() -> None:
    """From the last row times x back to C as it is built; and the number of a row has room."""
    story = tell(LayerSpec(input_size=(6,)), "matrix")
    page, last = page_of(story), story.frame(len(story) - 2)
    running = Composer(page.size, page.palette())
    running.put(page.draw(last))
    early = story.frame(11)
    image = running.put(page.draw(early, last))
    assert np.array_equal(image, Composer(page.size, page.palette()).put(page.draw(early)))
    every_way = tell(LayerSpec(), "all")
    check_following(every_way, page_of(every_way, (480, 270)), most=14)


def test_a_column_in_the_room_of_a_lens_has_its_shades() -> None:
    """x as it is flattened, of 25 cells: where the lens shows what it reads, it has no place."""
    figure = planned(LayerSpec(input_size=(5,)), view="matrix", moving=False)
    story, page, flat = figure.view, figure.page, figure.view.frame(27)
    assert flat.sentence.startswith("Flatten x")
    x = page.places["x"]
    assert isinstance(x, Place) and not x.cells.text_px
    image = Composer(page.size, page.palette()).put(page.draw(flat))
    middle = image[x.y : x.bottom, x.x + x.cells.pitch // 2]
    assert len(np.unique(middle)) >= 3
    later = flattened(page.draw(story.frame(40)))
    labels = {item.text for item in later if isinstance(item, TextLine) and item.ink == "muted"}
    assert "25" not in labels, "nor its size"


def test_nothing_is_left_of_panels_that_are_specks() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(8,), kernel_size=(4,)), "matrix")
    small, usual = (page_of(story, size) for size in ((320, 180), (960, 540)))
    assert "input" in usual.places.keys() - small.places.keys()
    assert {"matrix", "weighed", "product"} <= small.places.keys()


@pytest.mark.parametrize(
    ("spec", "size"),
    [(LayerSpec(input_size=(6,)), (960, 540)), (LayerSpec(), (320, 180))],
)
def test_a_matrix_without_room_for_a_row_has_one_without_its_zeros(
    spec: LayerSpec, size: tuple[int, int]
) -> None:
    places = page_of(tell(spec, "matrix"), size).places
    assert "row" not in places
    for name in ("input", "kernel", "weighed", "output"):
        assert places[name].cells.text_px, name


def test_wide_pages_clear_all_of_the_letters_beside_their_panels() -> None:
    """Which are larger than those of the page: commas reach below the line."""
    story = tell(LayerSpec(), "scatter")
    check_following(story, page_of(story, (1200, 250)), most=12)
