"""The lines from a row to its lens."""

from __future__ import annotations

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.lens_lines import lens_lines
from tconv_anim.rendering.panel_layout import Place
from tconv_anim.rendering.primitives import Polygons, Rectangle, TextLine
from tconv_anim.rendering.scale import Scale
from tconv_anim.rendering.spans import cleared_text
from tests.helpers.pictures import page_of
from tests.helpers.stories import tell


def test_lines_lead_from_the_lit_row_to_the_lens_and_follow_it() -> None:
    story = tell(LayerSpec(), "matrix")
    page = page_of(story)
    places = page.places
    flat = {name: place for name, place in places.items() if isinstance(place, Place)}
    (lines,) = lens_lines(flat, Scale((960, 540)))
    matrix, lens = flat["matrix"], flat["row"]
    first, second = story.frame_of((1, 1)), story.frame_of((1, 2))
    polygons, number = lines.draw(first.grids, None)
    assert isinstance(polygons, Polygons) and isinstance(number, TextLine)
    assert number.text == "6", "row 1 of 5, column 1: counted from 0"
    pitch, side = matrix.cells.pitch, matrix.cells.side
    begins = [(quad[0][1] + quad[1][1]) / 2 for quad in polygons.quads]
    ends = [(quad[2][1] + quad[3][1]) / 2 for quad in polygons.quads]
    assert begins == [matrix.y + 6 * pitch, matrix.y + 6 * pitch + side]
    assert ends == [lens.y, lens.y + lens.cells.side]
    right = max(x for quad in polygons.quads for x, _ in quad)
    assert matrix.x + matrix.panel.columns * pitch < right <= lens.x
    # The next row: what was there is cleared, and nothing where nothing changes.
    band, was, *drawn = lines.draw(second.grids, first.grids)
    assert isinstance(band, Rectangle) and isinstance(was, Rectangle) and len(drawn) == 2
    assert was == cleared_text(number), "no more than it: labels and cells are close"
    quads = [point for quad in polygons.quads for point in quad]
    assert all(band.y <= y <= band.y + band.height for _, y in quads)
    assert all(band.x <= x <= band.x + band.width for x, _ in quads)
    assert not [*lines.draw(second.grids, second.grids)]
    assert not [*lines.draw(story.frame(0).grids, None)], "no row is multiplied yet"
