"""The picture: one picture by two ways, text that fits, and a few pixel probes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, note, reject, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from tconv_anim.errors import FigureError
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.cells import CellMeasures
from tconv_anim.rendering.figure import PlacedPage, drawing_settings, make_figure
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.panel_layout import Place
from tconv_anim.rendering.panel_sizes import TooSmallError
from tconv_anim.rendering.primitives import Rectangle, TextLine, flattened
from tconv_anim.rendering.raster import MOST_COLOURS
from tconv_anim.rendering.theme import CellStyle, Theme, contrast
from tconv_anim.story.example import Writing, flat
from tconv_anim.story.frame import LIT, SHADES, UNSHADED, CellRole, Frame
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called
from tests.helpers.daily import every
from tests.helpers.pictures import (
    ODD_LAYERS,
    check_following,
    check_painters_agree,
    check_text,
    colour_at,
    composed,
    ink_box,
    shrunk,
)
from tests.helpers.stories import tell
from tests.helpers.strategies import EXAMPLES, numbered

VIEWS = ("gather", "scatter", "matrix", "all", "ambiguity", "overlap", "pair", "roundtrip")
every_view = pytest.mark.parametrize("view", VIEWS)

SIZES = st.sampled_from([(960, 540), (320, 180), (640, 480), (500, 700), (1100, 400)])
THEME_LIST = st.sampled_from(list(THEMES.values()))


def page_of(story: View, size: tuple[int, int] = (960, 540), theme: str = "light") -> Page:
    return Page(story.storyboard, size, THEMES[theme])


QUICK = settings(EXAMPLES, phases=(Phase.explicit, Phase.generate))
"""Drawing is slow: a failure is shown as found, not shrunk for minutes."""


@st.composite
def stories(draw: st.DrawFn, view: str, most: int = 40) -> View:
    """A story in that view: any layer it can show, all ways to write its numbers."""
    resolved, x, w = draw(
        numbered(most=most).filter(lambda case: not view_called(view).refusal(flat(case[0])))
    )
    writings: list[Writing] = ["numbers", "numbers", "letters", "none"]
    options: dict[str, Any] = {"x": x, "w": w} if draw(st.booleans()) else {}
    return tell(
        resolved,
        view,
        writing=draw(st.sampled_from(writings)),
        shaded=draw(st.booleans()),
        **options,
    )


@st.composite
def pages(draw: st.DrawFn, view: str) -> tuple[View, Page]:
    """Such a story and its page, in any theme and of any size that is large enough."""
    story, theme = draw(stories(view)), draw(THEME_LIST)
    for size in dict.fromkeys([draw(SIZES), (960, 540), (1920, 1080)]):
        try:
            page = Page(story.storyboard, size, theme)
            example = story.example
            note(f"{size}, {example.writing}, shaded={example.shaded}, {theme.name}")
            note(f"{example.resolved}\nx={example.x.tolist()}, w={example.w.tolist()}")
            return story, page
        except TooSmallError:
            continue
    return reject()  # see test_every_layer_of_few_cells_has_a_page


# -- two ways, one picture -------------------------------------------------------------


@pytest.mark.parametrize("view", ["gather", "scatter", "matrix"])
@given(data=st.data())
@settings(QUICK, max_examples=7)
def test_composed_frames_are_what_matplotlib_draws(view: str, data: st.DataObject) -> None:
    story, page = data.draw(pages(view))
    check_painters_agree(page, page.draw(story.frame(data.draw(st.integers(0, len(story) - 1)))))


@pytest.mark.parametrize("spec", every(4, ODD_LAYERS), ids=str)
def test_tiny_cells_are_what_matplotlib_draws(spec: LayerSpec) -> None:
    """Where a glyph may be larger than its cell."""
    story = tell(spec)
    page = page_of(story, (320, 180), "print")
    check_painters_agree(page, page.draw(story.frame(len(story) * 2 // 3)))


@pytest.mark.long
@every_view
@given(data=st.data())
@settings(QUICK, max_examples=300)
def test_composed_frames_are_what_matplotlib_draws_at_length(
    view: str, data: st.DataObject
) -> None:
    story, page = data.draw(pages(view))
    check_painters_agree(page, page.draw(story.frame(data.draw(st.integers(0, len(story) - 1)))))


@every_view
@given(data=st.data())
@settings(QUICK, max_examples=6)
def test_frames_drawn_on_top_of_each_other_are_frames_drawn_whole(
    view: str, data: st.DataObject
) -> None:
    """Only what changes is drawn again, and nothing of the frame before shines through."""
    check_following(*data.draw(pages(view)))


@pytest.mark.long
@every_view
@given(data=st.data())
@settings(QUICK, max_examples=1000)
def test_frames_drawn_on_top_of_each_other_at_length(view: str, data: st.DataObject) -> None:
    story, page = data.draw(pages(view))
    check_following(story, page, most=1000)
    check_text(story, page)


def test_a_wrong_pixel_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison above is one that can fail."""
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(12))
    moved = [
        p._replace(x=p.x + 2) if isinstance(p, TextLine) and p.text.startswith("y[") else p
        for p in primitives
    ]
    for changed in (moved, primitives[:-1]):
        monkeypatch.setattr(
            "tests.helpers.pictures.composed", lambda *_, c=changed: composed(page, c)
        )
        with pytest.raises(AssertionError):
            check_painters_agree(page, primitives)


@every_view
@given(data=st.data())
@settings(QUICK, max_examples=8)
def test_text_stays_inside_and_apart(view: str, data: st.DataObject) -> None:
    check_text(*data.draw(pages(view)))


@pytest.mark.parametrize("view", every(2, VIEWS[1:]))
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_text_of_every_view_stays_inside_and_apart(view: str, kind: Any) -> None:
    """At the sizes slides and posts have, from one cell on to where numbers no longer fit."""
    layers = [resolve(LayerSpec(kind=kind, input_size=(i,))) for i in (1, 2, 3, 5)]
    layers += [resolve(LayerSpec(kind=kind, input_size=(i,)), ndim=1) for i in (1, 4, 12)]
    for resolved, size in itertools.product(layers, [(960, 540), (1080, 1080)]):
        story = tell(resolved, view)
        check_text(story, page_of(story, size))


@every_view
@given(data=st.data())
@settings(QUICK, max_examples=15)
def test_every_layer_of_few_cells_has_a_page(view: str, data: st.DataObject) -> None:
    story = data.draw(stories(view, most=12))
    page_of(story, (1920, 1080))


@pytest.mark.parametrize("size", [(960, 540), (1920, 1080)])
@pytest.mark.parametrize("spec", ODD_LAYERS, ids=str)
def test_text_of_odd_layers_stays_inside_and_apart(spec: LayerSpec, size: tuple[int, int]) -> None:
    story = tell(spec)
    check_text(story, page_of(story, size))


@pytest.mark.parametrize("i", range(1, 13))
def test_text_fits_for_inputs_of_one_to_twelve(i: int) -> None:
    for kind in ("transposed", "conv"):
        story = tell(LayerSpec(kind=kind, input_size=(i,)))
        check_text(story, page_of(story))


def test_matplotlibs_own_text_boxes_agree() -> None:
    """The boxes asked above lie inside those of the figure's artists."""
    story = tell(LayerSpec())
    page = page_of(story)
    primitives = page.draw(story.frame(len(story) - 1))
    figure = make_figure([PlacedPage(primitives)], page.size, page.theme)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    lines = [item for item in flattened(primitives) if isinstance(item, TextLine)]
    artists = [artist for artist in figure.artists if isinstance(artist, Text)]
    assert [artist.get_text() for artist in artists] == [line.text for line in lines]
    for line, artist in zip(lines, artists, strict=True):
        with drawing_settings():
            extent = artist.get_window_extent(renderer)
        # Matplotlib's boxes reach from pen to pen and from line to line: the ink lies inside.
        box, high = shrunk(ink_box(line)), page.size[1]
        assert extent.x0 <= box.x + 1
        assert extent.x1 >= box.x + box.width - 2
        assert high - extent.y1 <= box.y + 1
        assert high - extent.y0 >= box.y + box.height - 1


def test_small_cells_lose_notes_first_then_values_never_structure() -> None:
    def shown(i: int) -> tuple[bool, bool]:
        story = tell(LayerSpec(input_size=(i,)))
        frame = story.frame(len(story) - 1)
        words = [p.text for p in flattened(page_of(story).draw(frame)) if isinstance(p, TextLine)]
        return any(w.startswith("×") for w in words), words.count("0") > 0

    seen = [shown(i) for i in (3, 5, 8, 12, 16, 22)]
    assert seen[0] == (True, True) and seen[-1] == (False, False)
    assert (False, True) in seen and (True, False) not in seen
    assert seen == sorted(seen, reverse=True)


def test_glyphs_missing_from_the_font_are_refused() -> None:
    with pytest.raises(FigureError, match="cannot draw"):
        page_of(tell(LayerSpec(), title="畳み込み"))


def test_titles_shrink_then_are_refused() -> None:
    long = "A title of a length that fits only in smaller type"
    words = next(
        p
        for p in page_of(tell(LayerSpec(), title=long)).draw(tell(LayerSpec()).frame(0))
        if isinstance(p, TextLine)
    )
    assert words.text == long and words.px < 23
    with pytest.raises(FigureError, match=r"fit\. Try a shorter"):
        page_of(tell(LayerSpec(), title="W" * 200))


# -- colours -----------------------------------------------------------------------------


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_kinds_of_zero_differ_without_colour(theme: Theme) -> None:
    """In grey, too: by border, or else by a clear step of lightness."""
    roles = [CellRole.INPUT, CellRole.ZERO, CellRole.PAD, CellRole.OP, CellRole.DROPPED]
    for one, other in itertools.combinations(roles, 2):
        a, b = theme.cells[one], theme.cells[other]
        lightness = contrast(theme.colours[a.ground], theme.colours[b.ground])
        same_border = a.border == b.border
        assert not same_border or lightness > 1.05, (theme.name, one, other)


@every_view
@pytest.mark.parametrize("theme", every(3, THEMES.values()), ids=lambda theme: theme.name)
def test_all_colours_fit_one_palette(theme: Theme, view: str) -> None:
    """Shades included, where cells hold numbers and where they are too small."""
    for spec in ODD_LAYERS:
        story = tell(spec, view, shaded=True)
        for size in ((960, 540), (320, 180)):
            try:
                palette = Page(story.storyboard, size, theme).palette()
            except TooSmallError:
                continue
            assert len(palette.rgb) <= MOST_COLOURS
    shades = {name for name in palette_names(theme, view) if "-shade-" in name}
    assert len(shades) >= SHADES, "else nothing was asked"


def palette_names(theme: Theme, view: str) -> set[str]:
    """The plain colours of a view's page on which cells are too small for numbers."""
    size = {"matrix": (5, 5), "all": (3, 4), "pair": (12, 12)}.get(view, (22, 22))
    story = tell(LayerSpec(kind="conv", input_size=size), view, shaded=True)
    return set(Page(story.storyboard, (320, 180), theme).palette().plain)


def cell_fills(page: Page, story: View, index: int) -> Iterator[Rectangle]:
    for item in flattened(page.draw(story.frame(index))):
        if isinstance(item, Rectangle):
            yield item


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_shades_lead_from_dark_to_light(theme: Theme) -> None:
    """Cells that take part are told apart by a tint of the accent, at every shade."""

    def parts(style: CellStyle) -> list[int]:
        colour = theme.colours[style.ground]
        return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]

    accent = [int(theme.colours["accent"][n : n + 2], 16) for n in (1, 3, 5)]
    for role in (CellRole.INPUT, CellRole.OUTPUT, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN):
        plain, lit = theme.shades[role], theme.shades[role | LIT]
        assert len(plain) == len(lit) == SHADES
        assert parts(plain[0])[0] < 30 and parts(plain[-1])[0] > 225
        for shades in (plain, lit):
            lightness = [sum(parts(style)) for style in shades]
            assert lightness == sorted(lightness) and len(set(lightness)) == SHADES
        for one, other in zip(plain, lit, strict=True):
            away = [
                sum(abs(a - b) for a, b in zip(parts(style), accent, strict=True))
                for style in (one, other)
            ]
            assert away[1] < 0.7 * away[0]


def probe(page: Page, frame: Frame) -> dict[str, int]:
    """Ask every cell for its colour, where no text or mark is; the number asked, by panel."""
    image, theme, asked = composed(page, page.draw(frame)), page.theme, dict[str, int]()
    for name, place in page.places.items():
        assert isinstance(place, Place)
        grid, cells = frame.grids.get(name), place.cells
        if grid is None or (cells.text_px and cells.side < 12):
            continue
        for row, column in np.ndindex(*grid.roles.shape):
            role = int(grid.roles[row, column])
            if not role:
                continue
            style = theme.cells[role]
            if not cells.text_px and grid.shades is not None:
                level = int(grid.shades[row, column])
                style = style if level == UNSHADED else theme.shaded(role, level)
            if style.border == "crossed":
                continue
            x = place.x + round(grid.column_at[column] * cells.pitch)
            y = place.y + round(grid.row_at[row] * cells.pitch)
            # Numbers stand in the middle, marks at the edge; a cell without a number is clear.
            edge = cells.mark + cells.line
            across, down = (cells.side - 1 - edge, edge) if cells.text_px else [cells.side // 2] * 2
            colour = colour_at(image, x + across, y + down)
            assert colour == theme.colours[style.ground], (name, row, column)
            asked[name] = asked.get(name, 0) + 1
    return asked


@pytest.mark.parametrize("name", THEMES)
def test_pixels_show_the_looks_of_the_story(name: str) -> None:
    story = tell(LayerSpec(output_padding=(1,)))
    page = page_of(story, theme=name)
    frame = story.frame_of((2, 1))
    asked = probe(page, frame)
    assert asked["kernel"] == asked["products"] == 9 and asked["output"] == 36
    assert asked["input"] >= 25, "all but the padding"
    lit = frame.grids["input"]
    assert lit is not None and int((lit.roles & LIT > 0).sum()) == 9


@every_view
@pytest.mark.parametrize("kind", ["transposed", "conv"])
@pytest.mark.parametrize("theme", every(3, THEMES))
def test_pixels_show_the_looks_in_every_view(theme: str, kind: Any, view: str) -> None:
    story = tell(LayerSpec(kind=kind, output_padding=(int(kind == "transposed"),)), view)
    page = page_of(story, (1280, 720), theme)
    seen = set()
    for index in {0, len(story) // 3, len(story) // 2, len(story) - 2, len(story) - 1}:
        seen |= set(probe(page, story.frame(index)))
    assert seen == set(page.places)


@every_view
@pytest.mark.parametrize("theme", every(3, THEMES))
def test_shaded_cells_have_their_shade(theme: str, view: str) -> None:
    """Where cells are too small for numbers, an array of the user's own is seen as a picture."""
    i, size = {"matrix": (4, (480, 270)), "all": (3, (480, 270))}.get(view, (14, (480, 270)))
    x = np.arange(i * i).reshape(i, i) * 37 % 101 - 30
    story = tell(LayerSpec(input_size=(i,)), view, x=x, shaded=True)
    page = page_of(story, size, theme)
    shaded = 0
    for index in {0, len(story) // 2, len(story) - 2, len(story) - 1}:
        frame = story.frame(index)
        probe(page, frame)
        for name, place in page.places.items():
            assert isinstance(place, Place)
            grid = frame.grids.get(name)
            if grid is not None and grid.shades is not None and not place.cells.text_px:
                shaded += int((grid.shades != UNSHADED).sum())
    assert shaded >= i * i
    plain_page = page_of(tell(LayerSpec(input_size=(i,)), view, x=x), size, theme)
    assert not np.array_equal(
        composed(page, page.draw(frame)), composed(plain_page, plain_page.draw(unshaded(frame)))
    )


def unshaded(frame: Frame) -> Frame:
    grids = {name: grid and replace(grid, shades=None) for name, grid in frame.grids.items()}
    return replace(frame, grids=grids)


@pytest.mark.parametrize("view", ["scatter", "pair"])
def test_what_remains_is_framed_by_dashes(view: str) -> None:
    """In the colour of the mark, around the cells that the crop leaves."""
    story = tell(LayerSpec(), view)
    page = page_of(story)
    frame = story.frame(1)
    place, grid = page.places["result"], frame.grids["result"]
    assert grid is not None
    (mark,) = [mark for mark in grid.marks if mark.kind == "kept"]
    assert isinstance(place.cells, CellMeasures)
    image, line = composed(page, page.draw(frame)), place.cells.mark
    y = place.y + mark.row * place.cells.pitch - place.cells.reach
    left = place.x + mark.column * place.cells.pitch - place.cells.reach
    colours = [colour_at(image, left + n, y) for n in range(mark.columns * place.cells.pitch)]
    dashes = [colour == page.theme.colours["kept-line"] for colour in colours]
    assert all(dashes[: 4 * line]) and not any(dashes[4 * line : 8 * line])
    assert 0.4 < sum(dashes) / len(dashes) < 0.6


def test_cells_and_marks_stand_on_whole_pixels_inside_the_picture() -> None:
    for spec, size in itertools.product(ODD_LAYERS, [(960, 540), (500, 700)]):
        story = tell(spec)
        page = page_of(story, size)
        for fill in cell_fills(page, story, len(story) - 1):
            assert all(isinstance(n, int) for n in fill[:4])
            assert fill.x >= 0 and fill.x + fill.width <= size[0]
            assert fill.y >= 0 and fill.y + fill.height <= size[1]


@pytest.mark.parametrize("size", [(319, 180), (320, 179), (10, 10), (5001, 5000), (10**30, 400)])
def test_sizes_out_of_range_are_refused(size: Any) -> None:
    with pytest.raises(FigureError):
        page_of(tell(LayerSpec()), size)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooSmallError, match="less than 3 pixels"):
        page_of(tell(resolve(LayerSpec(input_size=(120,)))))
