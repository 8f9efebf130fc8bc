"""The lines from a row to its lens."""

from __future__ import annotations

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.lens_lines import LensLines, lens_lines
from tconv_anim.rendering.place import Place
from tconv_anim.rendering.primitives import Polygons, Rectangle, TextLine
from tconv_anim.rendering.scale import Scale
from tconv_anim.rendering.spans import cleared_text
from tconv_anim.story.view import View
from tests.helpers.pictures import page_of
from tests.helpers.planes import page_of as planes_of
from tests.helpers.stories import tell


def drawn(spec: LayerSpec) -> tuple[View, dict[str, Place], LensLines]:
    story = tell(spec, "matrix")
    places = page_of(story).places
    flat = {name: place for name, place in places.items() if isinstance(place, Place)}
    (lines,) = lens_lines(flat, Scale((960, 540)))
    return story, flat, lines


def middles(polygons: Polygons, corner: int) -> list[float]:
    return [(quad[corner][1] + quad[corner + 1][1]) / 2 for quad in polygons.quads]


def test_lines_lead_from_the_rows_of_a_line_to_their_lens_and_follow_them() -> None:
    story, places, lines = drawn(LayerSpec())
    matrix, lens = places["matrix"], places["block"]
    assert lens.x > matrix.x + 9 * matrix.cells.pitch
    frames = [story.frame_of(cell) for cell in ((1, 1), (1, 2), (2, 0))]
    first, number = lines.draw(frames[0].grids, None)
    assert isinstance(first, Polygons) and isinstance(number, TextLine) and number.text == "6"
    pitch, gap = matrix.cells.pitch, matrix.cells.gap
    assert middles(first, 0) == [matrix.y + 5 * pitch, matrix.y + 10 * pitch - gap], "rows 5 to 9"
    assert middles(first, 2) == [lens.y, lens.y + 5 * lens.cells.pitch - lens.cells.gap]
    _, number = lines.draw(frames[1].grids, frames[0].grids)
    assert isinstance(number, TextLine), "another row of the same line"
    band, _, second, *_ = lines.draw(frames[2].grids, frames[1].grids)
    assert isinstance(band, Rectangle) and isinstance(second, Polygons)
    assert middles(second, 0) == [matrix.y + 10 * pitch, matrix.y + 15 * pitch - gap]
    points = [point for quad in first.quads for point in quad]
    assert all(band.y <= y <= band.y + band.height for _, y in points)
    assert all(band.x <= x <= band.x + band.width for x, _ in points)
    assert not [*lines.draw(story.frame(0).grids, None)], "no row is multiplied yet"


def test_a_lens_to_the_right_has_the_number_of_its_row_before_it() -> None:
    story, places, lines = drawn(LayerSpec(input_size=(4,), kernel_size=(2,)))
    assert places["block"].x > places["matrix"].x + 16 * places["matrix"].cells.pitch
    first, second = story.frame_of((1, 1)), story.frame_of((1, 2))
    _, number = lines.draw(first.grids, None)
    assert isinstance(number, TextLine)
    assert number.text == "7", "row 1 of 6, column 1: counted from 0"
    was, now = lines.draw(second.grids, first.grids)
    assert was == cleared_text(number), "no more than it: labels and cells are close"
    assert isinstance(now, TextLine) and now.text == "8"


def test_of_a_row_over_x_lines_lead_to_the_row_alone() -> None:
    """Where a matrix stands below its planes, beside the lens that shows x, too."""
    story = tell(LayerSpec(), "matrix", planes=True)
    page = planes_of(story, (540, 960))
    frame = story.frame_of((2, 3))
    lens = page.places["row"]
    ends = [
        y
        for shape in page.draw(frame)
        if isinstance(shape, Polygons) and shape.ink == "accent"
        for quad in shape.quads
        for x, y in quad
        if 0 <= lens.x - x < 6 and y > lens.y - lens.cells.pitch
    ]
    assert lens.y - 2 < min(ends) < max(ends) < lens.y + lens.cells.pitch + 2
