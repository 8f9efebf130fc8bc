"""The same layer in the frameworks: sizes, crops, shifts, and the line of code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ....layers.frameworks.compare import ComparisonRow, compare, twins
from ....layers.resolved_layer import ResolvedLayer
from ....story.notation import PRINTED
from ...tables.frameworks import padding_cell, recipe, reference_title, shift_words
from ...tables.table import cell_text
from ..blocks import Paragraph, Stack, Text
from ..stories import SheetContent
from ..table_block import TableBlock
from ..text_lines import Span
from .section import SHEET_STYLE, Section, note

__all__ = ["section"]

HEADING: Final = "In every framework"
_CODED: Final = ("pytorch", "keras", "jax", "onnx")
_LEAST_ROWS: Final = 5


def section(content: SheetContent, *, whole: bool = False) -> Section:
    """*whole* leaves no row out, however little room there is."""
    resolved = content.main
    transposed = resolved.operation.crops
    ends = "crop" if transposed else "pads"
    rows = compare(resolved)
    turned = f" (JAX: transpose_kernel={resolved.layer.rotate_kernel})" if transposed else ""
    whose = reference_title(resolved)
    return Section(
        HEADING,
        Stack(
            (
                note(
                    f"The {resolved.operation.adjective} layer's k, s and d with each framework's"
                    f" padding{turned}; of the pixels, y is {whose}'s."
                ),
                TableBlock(
                    ("", "padding", "size", ends, "pixels"),
                    [_row(resolved, row) for row in rows],
                    least=len(rows) if whole else _LEAST_ROWS,
                ),
                Stack((*_refusals(resolved, rows), *_codes(resolved))),
            ),
            gap=1,
        ),
    )


def _row(resolved: ResolvedLayer, row: ComparisonRow) -> list[Text]:
    first: list[Text] = [row.title, cell_text(padding_cell(row), SHEET_STYLE)]
    if row.error is not None:
        return [*first, "–", "–", Span("refused", "sans", "muted")]
    return [
        *first,
        PRINTED.by(row.output_size or ()),
        PRINTED.padding(row.ends),
        _pixels(resolved, row),
    ]


def _pixels(resolved: ResolvedLayer, row: ComparisonRow) -> Text:
    if row.same_pixels:
        return Span("the same", "bold")
    if not row.same_kernel:  # then nothing else is alike either
        return "kernel rotated" if not resolved.layer.rotate_kernel else "kernel not rotated"
    return shift_words(resolved, row, minus="−") if any(row.shift) else "another size"


def _refusals(resolved: ResolvedLayer, rows: Sequence[ComparisonRow]) -> list[Paragraph]:
    """Why a framework refuses a row, once, where its line of code does not say so."""
    silent = {twin.framework for twin in twins(resolved) if twin.error}
    reasons = {row.title: row.error for row in rows if row.error and row.framework not in silent}
    return [
        Paragraph(
            [Span(f"{title} refuses:", "bold"), Span(str(why.without_advice()))], "small", hang=1
        )
        for title, why in reasons.items()
    ]


def _codes(resolved: ResolvedLayer) -> list[Paragraph]:
    """The exact twin in each framework, as one types it."""
    paragraphs = []
    for twin in twins(resolved):
        if twin.framework not in _CODED:
            continue
        name = Span(twin.title, "bold")
        if twin.code is None:
            paragraphs.append(
                Paragraph([name, Span(str(twin.error), "sans", "muted")], "small", hang=1)
            )
        else:
            code = "; ".join(recipe(twin))
            paragraphs.append(Paragraph([name, Span(code, "mono")], "small", hang=1))
    return paragraphs
