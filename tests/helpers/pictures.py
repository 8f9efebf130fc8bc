"""Checks of pictures: what is composed against what Matplotlib draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import Phase, note, reject, settings
from hypothesis import strategies as st

from tconv_anim.layers.resolved_layer import plane_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering import glyphs
from tconv_anim.rendering.antialias import pixel_coverage
from tconv_anim.rendering.colours import rgb_of
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.figure import PlacedPage, drawing_settings, make_figure, pixels
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import Box, Polygons, Primitive, TextLine, flattened
from tconv_anim.rendering.raster import LEVELS, UNCHANGED, RGBImage
from tconv_anim.rendering.scale import MIN_FONT, Scale
from tconv_anim.rendering.too_small import TooSmallError
from tconv_anim.story.example import Writing
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called
from tests.helpers.daily import examples
from tests.helpers.stories import tell
from tests.helpers.strategies import numbered

ODD_LAYERS = [
    LayerSpec(),
    LayerSpec(kind="conv", input_size=(6,)),
    LayerSpec(kind="conv", input_size=(4, 9), kernel_size=(2, 3), dilation=(1, 2), stride=(2, 3)),
    LayerSpec(kernel_size=(3, 5), stride=(2, 1)),
    LayerSpec(input_size=(1,), kernel_size=(1,), stride=(1,), padding=((0, 0),)),
    LayerSpec(
        input_size=(1,), kernel_size=(1,), stride=(4,), padding=((0, 0),), output_padding=(3,)
    ),
    LayerSpec(kernel_size=(1,), stride=(3,)),
    LayerSpec(kernel_size=(2,), stride=(5,), padding=((0, 1), (1, 0)), output_padding=(2, 0)),
    LayerSpec(
        input_size=(2,), kernel_size=(5,), padding=((0, 3),), stride=(3,), output_padding=(2,)
    ),
    LayerSpec(kernel_size=(2, 4), stride=(3, 1), padding=((1, 1), (1, 4))),
    LayerSpec(dilation=(3, 2), kernel_size=(2, 3)),
    LayerSpec(
        input_size=(5, 2),
        kernel_size=(3, 1),
        stride=(3, 1),
        padding=((3, 3), (0, 0)),
        dilation=(3, 1),
    ),
    LayerSpec(
        input_size=(5, 2),
        kernel_size=(4, 1),
        stride=(2, 1),
        padding=((3, 3), (0, 0)),
        dilation=(3, 1),
    ),
    LayerSpec(
        input_size=(5, 3),
        kernel_size=(3, 1),
        stride=(2, 1),
        padding=((0, 0), (1, 1)),
        dilation=(1, 2),
    ),
    LayerSpec(input_size=(1, 9), kernel_size=(1, 4), padding=((0, 0), (1, 1))),
    LayerSpec(input_size=(9, 1), kernel_size=(4, 1), padding=((1, 1), (0, 0))),
    LayerSpec(input_size=(12,), kernel_size=(5,), padding=((2, 2),)),
]


def composed(page: Page, primitives: list[Primitive]) -> RGBImage:
    composer = Composer(page.size, page.palette())
    composer.put(primitives)
    return composer.rgb()


def drawn(page: Page, primitives: list[Primitive]) -> RGBImage:
    """The same by Matplotlib, as in a still."""
    with drawing_settings():
        return pixels(make_figure([PlacedPage(primitives)], page.size, page.theme))


TOLERANCE = int(255 / (LEVELS - 1) / 2) + 1
"""Half a level of coverage between the farthest colours: what the palette rounds."""
SOFT = TOLERANCE + 2
"""Agg places corners and counts coverage in 256ths."""


def check_painters_agree(page: Page, primitives: list[Primitive], most: int = 2) -> None:
    """A composed frame is what Matplotlib draws, within *most* of 255, but for its letters.

    Along slanted lines the palette rounds. Letters stand in the same places within a pixel, or
    two in a long line: kerning is rounded to whole pixels where a frame is composed.
    """
    fast, whole = (image(page, primitives).astype(int) for image in (composed, drawn))
    outside = away_from_letters(page, primitives, fast, whole)
    apart = abs(fast - whole).max(axis=2) * outside
    edges = soft_edges(primitives, page.size)
    assert apart[edges == 0].max(initial=0) <= most
    assert (apart <= np.maximum(SOFT * edges, most)).all()


def away_from_letters(
    page: Page, primitives: list[Primitive], fast: npt.NDArray[np.int_], whole: npt.NDArray[np.int_]
) -> npt.NDArray[np.bool_]:
    """Which pixels no text is near; AssertionError where the two pictures place one otherwise."""
    outside = np.ones(fast.shape[:2], bool)
    slack = 0.7 if glyphs.ROUNDED_CORNERS else 0  # older Matplotlib rounds where a text goes
    for line in flattened(primitives):
        if not isinstance(line, TextLine) or not line.text.strip():
            continue
        box = ink_box(line)
        area = (
            slice(max(box.y - 1, 0), box.y + box.height + 1),
            slice(max(box.x - 2, 0), box.x + box.width + 2),
        )
        outside[area] = False
        one, other = (_centre(image[area], line, page) for image in (fast, whole))
        assert abs(one[0] - other[0]) <= (2 if len(line.text) > 15 else 1) + slack, line
        assert abs(one[1] - other[1]) <= 0.5 + slack, line
    return outside


def soft_edges(primitives: list[Primitive], size: tuple[int, int]) -> npt.NDArray[np.int_]:
    """Of how many shapes with slanted lines each pixel has a part."""
    edges = np.zeros(size[::-1], int)
    for item in flattened(primitives):
        if isinstance(item, Polygons):
            here = np.zeros(edges.shape, bool)
            for quad in item.quads:
                rows, columns, shares = pixel_coverage((quad,))
                partly = shares * item.strength < 0.99
                here[rows[partly], columns[partly]] = True
            edges += here
    return edges


def _centre(image: npt.NDArray[np.int_], line: TextLine, page: Page) -> tuple[float, float]:
    """(x, y) of the middle of a text's ink."""
    ink = abs(image - np.array(rgb_of(page.theme.colours[line.ground]))).sum(axis=2)
    assert ink.any(), line
    across, down = np.arange(ink.shape[1]), np.arange(ink.shape[0])
    return float((ink.sum(axis=0) * across).sum() / ink.sum()), float(
        (ink.sum(axis=1) * down).sum() / ink.sum()
    )


def check_following(story: View, page: Page, most: int = 24) -> None:
    """Frames drawn on top of each other, the first and the last of them; then some backwards."""
    palette, indices = page.palette(), list(range(len(story)))
    if len(indices) > most:
        indices = indices[: most // 2] + indices[-most // 2 :]
    indices += [indices[len(indices) // 2], indices[len(indices) // 3], 1 % len(story), 0]
    running, before = Composer(page.size, palette), None
    for index in indices:
        frame = story.frame(index)
        image = running.put(page.draw(frame, before))
        whole = Composer(page.size, palette).put(page.draw(frame))
        assert np.array_equal(image, whole), frame.index
        assert not (image == UNCHANGED).any()
        before = frame


# -- text --------------------------------------------------------------------------------


def ink_box(words: TextLine) -> Box:
    drawn = glyphs.sprite(words.face, words.px, words.text)
    high, wide = drawn.coverage.shape
    return Box(words.x + drawn.left, words.baseline + drawn.top, wide, high)


def shrunk(box: Box) -> Box:
    """Without the blank rim that antialiasing leaves around a glyph."""
    return Box(box.x + 1, box.y + 1, max(box.width - 2, 0), max(box.height - 2, 0))


def check_text(story: View, page: Page, least: float = 1) -> None:
    """No text outside the canvas, none over another, none under *least* of the smallest size."""
    for index in {0, 1, len(story) // 3, len(story) // 2, len(story) - 2, len(story) - 1}:
        words = [
            p for p in flattened(page.draw(story.frame(max(index, 0)))) if isinstance(p, TextLine)
        ]
        boxes = [shrunk(ink_box(w)) for w in words]
        for word, box in zip(words, boxes, strict=True):
            assert box.x >= 0 and box.x + box.width <= page.size[0], word
            assert box.y >= 0 and box.y + box.height <= page.size[1], word
            # A subscript is part of a formula and three quarters of its size.
            note = word.face == "bold" and word.text[0] in "×+"
            share = 0.75 if note or len(word.text) == 1 or word.text in ("eff",) else 1
            if word.face == "bold" and word.text.strip("−.").isdigit():
                share = min(share, 0.9)  # a number in bold may be as small as a note
            assert word.px >= int(MIN_FONT * Scale(page.size).unit * share * least), word
        by_row = sorted(zip(boxes, words, strict=True), key=lambda pair: pair[0].y)
        for number, (box, word) in enumerate(by_row):
            for other_box, other in by_row[number + 1 :]:
                if other_box.y >= box.y + box.height:
                    break
                assert not box.meets(other_box), (word, other)


def colour_at(image: RGBImage, x: int, y: int) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in image[y, x])


SIZES = st.sampled_from([(960, 540), (320, 180), (640, 480), (500, 700), (1100, 400)])
THEME_LIST = st.sampled_from(list(THEMES.values()))


def page_of(story: View, size: tuple[int, int] = (960, 540), theme: str = "light") -> Page:
    return Page(story.storyboard, size, THEMES[theme])


def drawings(count: int) -> settings:
    """*count* examples daily. Drawing is slow: a failure is shown as found, and not shrunk."""
    return settings(examples(count), phases=(Phase.explicit, Phase.generate))


@st.composite
def stories(draw: st.DrawFn, view: str, most: int = 40) -> View:
    """A story in that view: any layer it can show, all ways to write its numbers."""
    resolved, x, w = draw(
        numbered(most=most).filter(lambda case: not view_called(view).refusal(plane_layer(case[0])))
    )
    writings: list[Writing] = ["numbers", "numbers", "letters", "none"]
    options: dict[str, Any] = {"x": x, "w": w} if draw(st.booleans()) else {}
    writing = draw(st.sampled_from(writings))
    shaded = draw(st.booleans()) and writing != "none"  # no command can ask for both
    return tell(resolved, view, writing=writing, shaded=shaded, **options)


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
