"""Sizes: what each kind of layer does and how large its output is; every symbol named once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ....layers import formulas
from ....layers.expressions import SIGNS
from ....layers.resolved_layer import ResolvedLayer
from ....layers.summary import Row
from ....story.notation import PRINTED
from ..blocks import Beside, Block, Entries, Paragraph, Stack, Text
from ..stories import SheetContent, turned_words
from ..table_block import TableBlock
from ..text_lines import Span, sentence
from .section import Section

__all__ = ["section"]

_PURPOSE: Final = {
    "conv": "features of a map, often on a smaller one",
    "transposed": "back to a larger map, with weights that are learned",
}
_SYMBOLS: Final[tuple[tuple[str, ...], ...]] = (
    ("i", "input size"),
    ("k", "kernel size"),
    ("s", "stride"),
    ("p", "padding, {} and {} where begin and end differ", "p_b", "p_e"),
    ("d", "dilation"),
    ("op", "output padding"),
    ("o", "output size"),
    ("k_eff", "effective kernel, {}", "d·(k−1) + 1"),
    ("z", "zeros inserted between input cells"),
    ("p′", "padding of the equivalent convolution"),
)


def section(content: SheetContent) -> Section:
    rows = [row for row in content.rows if row.resolved]
    table = TableBlock(("", *(row.operation.adjective for row in rows)), _table(rows), names=True)
    refused = [_refused(row) for row in content.rows if row.error]
    below: list[Block] = [Paragraph(spans) for spans in refused]
    symbols = _symbols(rows)
    one_line = [span for spans in symbols for span in (*spans, _APART)]
    entries = [Paragraph(spans, "small") for spans in symbols]
    return Section(
        "Sizes",
        Beside(
            (Stack((table, *below), gap=1), Entries(entries, len(entries))),
            (3, 1),
            narrow=40,
            turned=Stack((table, *below, Paragraph(one_line[:-1], "small")), gap=1),
        ),
    )


_APART: Final = Span(" · ", "sans", "muted")


def _refused(row: Row) -> list[Span]:
    why = row.error.in_flags() if row.error else ""
    return [Span(f"{row.operation.adjective.capitalize()} cannot be:", "bold"), Span(why)]


def _symbols(rows: Sequence[Row]) -> list[list[Span]]:
    """The symbols that the sheet uses: those of transposed layers only where there is one."""
    hidden = set() if any(row.operation.crops for row in rows) else {"op", "z", "p′"}
    symbols: list[tuple[str, ...]] = [one for one in _SYMBOLS if one[0] not in hidden]
    if any(row.resolved.cropped for row in rows if row.resolved):
        symbols.append(("c", "crop, {} at the begin, {} at the end", "c_b", "c_e"))
    return [
        [Span(letter, "formula"), *sentence(*meaning, ink="muted")] for letter, *meaning in symbols
    ]


def _table(rows: Sequence[Row]) -> list[list[Text]]:
    columns = [_column(row.resolved) for row in rows if row.resolved]
    return [[name, *(column[name] for column in columns)] for name in columns[0]]


def _column(resolved: ResolvedLayer) -> dict[str, Text]:
    axes, calculations = resolved.axes, resolved.calculations
    numbers = dict.fromkeys(one.result(SIGNS) for one in calculations)
    transposed = resolved.operation.inserts_zeros
    zeros = PRINTED.padding([axis.zeros_inserted for axis in axes])
    turned = transposed and resolved.layer.rotate_kernel
    return {
        "purpose": _PURPOSE.get(resolved.kind, ""),
        "operation": ", ".join(resolved.operation.steps),
        "zeros inserted": Span(f"z = s − 1 = {zeros}", "formula") if transposed else "none",
        "padding": _padding(resolved),
        "kernel": f"slides {turned_words(len(axes))}" if turned else "slides as it is",
        "stride": (
            "1, whatever s"
            if transposed
            else Span(f"s = {PRINTED.padding([axis.s for axis in axes])}", "formula")
        ),
        "output formula": Span(calculations[0].formula(SIGNS), "formula"),
        "with numbers": Span("\n".join(numbers), "formula"),
        "output size": Span(PRINTED.by(resolved.output_size), "bold"),
        "MACs a channel pair": f"{resolved.macs:,}",
    }


def _padding(resolved: ResolvedLayer) -> Text:
    """p of a convolution; p' of a transposed layer, with its formula."""
    axes = resolved.axes
    if not resolved.operation.crops:
        return Span(f"p = {PRINTED.padding([(a.pad_begin, a.pad_end) for a in axes])}", "formula")
    sides = formulas.equivalent_padding_calculations(axes[0], cropped=resolved.cropped)
    letters = ", ".join(dict.fromkeys(one.letters.written(SIGNS) for one in sides))
    values = PRINTED.padding([axis.equivalent_padding for axis in axes])
    return Span(f"p′ = {letters} = {values}", "formula")
