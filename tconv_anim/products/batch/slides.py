"""A deck of slides, one a figure: title, picture or video, sizes as a table, alt text, notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from PIL import Image

from ...errors import FigureError
from ...formats.atomic import replace_file
from ...version import __version__
from .batch_figure import SIZE_HEADS, BatchFigure

__all__ = ["NEEDED", "check_deck", "write_deck"]

NEEDED: Final = ("gif", "png")
"""Formats of which a slide needs one."""
_VIDEO: Final = "mp4"
_WIDE, _HIGH = 12_192_000, 6_858_000
"""A slide of 16:9, in EMU; 914,400 are an inch."""
_INCH: Final = 914_400
_EDGE: Final = _INCH // 2
_TITLE_HIGH: Final = _INCH
_ROW_HIGH: Final = 320_000
_GREY: Final = 3 * 128
"""Paper below that is dark."""
_THEN: Final = datetime(2000, 1, 1)
"""No file says when it was made: the same figures make the same bytes."""


def check_deck() -> None:
    """Raise FigureError where python-pptx is not installed."""
    try:
        import pptx  # noqa: F401
    except ImportError:
        raise FigureError(
            "a deck needs python-pptx. Install it with the extra slides:"
            ' python3 -m pip install ".[slides]"'
        ) from None


def write_deck(
    figures: Sequence[BatchFigure],
    folder: Path,
    path: Path,
) -> None:
    """Write the slides of *figures*, whose files are in *folder*."""
    from pptx import Presentation
    from pptx.util import Emu

    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(_WIDE), Emu(_HIGH)
    for figure in figures:
        _slide(deck, figure, folder)
    properties = deck.core_properties
    properties.author = properties.last_modified_by = f"tconv-anim {__version__}"
    properties.title = "".join(filter(str.isprintable, path.stem))  # XML holds no others
    properties.created = properties.modified = _THEN
    archive = io.BytesIO()
    deck.save(archive)
    with replace_file(path) as file:
        file.write(_undated(archive))


def _slide(deck: Any, figure: BatchFigure, folder: Path) -> None:
    rows = figure.size_rows()
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # a title and nothing else
    picture = folder / figure.best(("png", "gif"))
    with Image.open(picture) as image:
        size, corner = image.size, image.convert("RGB").crop((0, 0, 1, 1)).tobytes()
    ink = _paint_background(slide, tuple(corner))
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = _EDGE, 0, _WIDE - 2 * _EDGE, _TITLE_HIGH
    title.text_frame.text = figure.title
    _style(title.text_frame, points=28, bold=True, ink=ink)
    table_high = (len(rows) + 1) * _ROW_HIGH if rows else 0
    room = _WIDE - 2 * _EDGE, _HIGH - _TITLE_HIGH - table_high - _EDGE // 2 * (2 if rows else 1)
    scale = min(room[0] / size[0], room[1] / size[1])
    wide, high = round(size[0] * scale), round(size[1] * scale)
    left, top = (_WIDE - wide) // 2, _TITLE_HIGH
    if video := figure.best((_VIDEO,)):
        data = io.BytesIO((folder / video).read_bytes())  # a path would be put into XML as it is
        shape = slide.shapes.add_movie(data, left, top, wide, high, str(picture), "video/mp4")
    else:
        moving = folder / figure.best(NEEDED)
        shape = slide.shapes.add_picture(str(moving), left, top, wide, high)
    properties = shape._element.xpath(".//p:cNvPr")[0]  # python-pptx has no name for alt text
    properties.set("descr", figure.alt)
    properties.set("name", figure.name)
    if rows:
        _table(slide, rows, _HIGH - table_high - _EDGE // 2, ink)
    slide.notes_slide.notes_text_frame.text = figure.command


def _paint_background(slide: Any, paper: tuple[int, ...]) -> Any:
    """Give the slide the figure's paper; the colour of writing on it."""
    from pptx.dml.color import RGBColor

    colour: Any = RGBColor  # which has no types
    ground = slide.background.fill
    ground.solid()
    ground.fore_color.rgb = colour.from_string("{:02X}{:02X}{:02X}".format(*paper))
    return colour.from_string("1F2933" if sum(paper) > _GREY else "E8EDF2")


def _table(slide: Any, rows: Sequence[Sequence[str]], top: int, ink: Any) -> None:
    whole = [SIZE_HEADS, *rows]
    wide = _WIDE - 2 * _EDGE
    frame = slide.shapes.add_table(
        len(whole), len(SIZE_HEADS), _EDGE, top, wide, _ROW_HIGH * len(whole)
    )
    table = frame.table
    style = table._tbl.tblPr  # plain: the stock style has coloured bands
    style.set("bandRow", "0")
    style.set("firstRow", "0")
    widest = [max(len(row[n]) for row in whole) + 2 for n in range(len(SIZE_HEADS))]
    for number, column in enumerate(table.columns):
        column.width = wide * widest[number] // sum(widest)
    for row, cells in zip(table.rows, whole, strict=True):
        row.height = _ROW_HIGH
        for cell, text in zip(row.cells, cells, strict=True):
            cell.fill.background()
            cell.text_frame.text = text
            cell.margin_top = cell.margin_bottom = 20_000
            _style(cell.text_frame, points=12, bold=cells is SIZE_HEADS, ink=ink)


def _style(frame: Any, *, points: int, bold: bool, ink: Any) -> None:
    from pptx.util import Pt

    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(points), bold
        paragraph.font.color.rgb = ink


def _undated(archive: io.BytesIO) -> bytes:
    """The same archive without the times at which its parts were packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(archive) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(info))
    return packed.getvalue()
