"""Sizes: what each kind of layer does and how large its output is; every symbol named once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from ....layers import expressions as e
from ....layers import formulas
from ....layers.expressions import Expression
from ....layers.formula_text import FormulaText, Part
from ....layers.resolved_layer import ResolvedLayer
from ....layers.summary import Row
from ....story.notation import PRINTED
from ..blocks import Block, Entries, Paragraph, SideBySide, Stack, Text
from ..stories import SheetContent, turned_words
from ..table_block import TableBlock
from ..text_lines import Span, sentence
from .section import Section

__all__ = ["section"]

_PURPOSE: Final = {
    "conv": "features of a map, often on a smaller one",
    "transposed": "back to a larger map, with weights that are learned",
}
_Symbol: TypeAlias = "tuple[Expression, str, *tuple[Expression, ...]]"
"""A letter, what it means, and the formulas in that."""
_SYMBOLS: Final[tuple[_Symbol, ...]] = (
    (e.I, "input size"),
    (e.K, "kernel size"),
    (e.S, "stride"),
    (e.P, "padding, {} and {} where begin and end differ", e.P_BEGIN, e.P_END),
    (e.D, "dilation"),
    (e.OP, "output padding"),
    (e.O, "output size"),
    (e.K_EFF, "effective kernel, {}", e.D * (e.K - 1) + 1),
    (e.Z, "zeros inserted between input cells"),
    (e.PRIME, "padding of the equivalent convolution"),
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
        SideBySide(
            (Stack((table, *below), gap=1), Entries(entries, len(entries))),
            (3, 1),
            narrow=40,
            substitute=Stack((table, *below, Paragraph(one_line[:-1], "small")), gap=1),
        ),
    )


_APART: Final = Span(" · ", "sans", "muted")


def _refused(row: Row) -> list[Span]:
    why = row.error.in_flags() if row.error else ""
    return [Span(f"{row.operation.adjective.capitalize()} cannot be:", "bold"), Span(why)]


def _symbols(rows: Sequence[Row]) -> list[list[Span]]:
    """The symbols that the sheet uses: those of transposed layers only where there is one."""
    crops = any(row.operation.crops for row in rows)
    symbols = [one for one in _SYMBOLS if crops or one[0] not in (e.OP, e.Z, e.PRIME)]
    if any(row.resolved.cropped for row in rows if row.resolved):
        crop = "crop, {} at the begin, {} at the end"
        symbols.append((e.letter("c"), crop, e.C_BEGIN, e.C_END))
    return [
        [
            Span(FormulaText.of(symbol)),
            *sentence(meaning, *map(FormulaText.of, formulas), ink="muted"),
        ]
        for symbol, meaning, *formulas in symbols
    ]


def _table(rows: Sequence[Row]) -> list[list[Text]]:
    columns = [_column(row.resolved) for row in rows if row.resolved]
    return [[name, *(column[name] for column in columns)] for name in columns[0]]


def _column(resolved: ResolvedLayer) -> dict[str, Text]:
    axes, calculations = resolved.axes, resolved.calculations
    numbers = dict.fromkeys(FormulaText.of(*one.result_parts) for one in calculations)
    transposed = resolved.operation.inserts_zeros
    zeros = PRINTED.padding([axis.zeros_inserted for axis in axes])
    turned = transposed and resolved.layer.rotate_kernel
    return {
        "purpose": _PURPOSE.get(resolved.kind, ""),
        "operation": ", ".join(resolved.operation.steps),
        "zeros inserted": _formula(e.Z, " = ", e.S - 1, f" = {zeros}") if transposed else "none",
        "padding": _padding(resolved),
        "kernel": f"slides {turned_words(len(axes))}" if turned else "slides as it is",
        "stride": (
            "1, whatever s"
            if transposed
            else _formula(e.S, f" = {PRINTED.padding([axis.s for axis in axes])}")
        ),
        "output formula": _formula(*calculations[0].formula_parts),
        "with numbers": _formula(*[part for text in numbers for part in ("\n", text)][1:]),
        "output size": Span(PRINTED.by(resolved.output_size), "bold"),
        **_cost(resolved),
    }


def _cost(resolved: ResolvedLayer) -> dict[str, Text]:
    layer = resolved.layer
    if layer.single_channel:
        return {"MACs a channel pair": f"{resolved.macs:,}"}
    groups = f", {layer.groups} groups" if layer.groups > 1 else ""
    return {
        "channels": f"{layer.in_channels} → {layer.out_channels}{groups}",
        "parameters": f"{resolved.parameters:,}{', bias in it' if layer.bias else ''}",
        "MACs": f"{resolved.macs:,}",
    }


def _padding(resolved: ResolvedLayer) -> Text:
    """p of a convolution; p' of a transposed layer, with its formula."""
    axes = resolved.axes
    if not resolved.operation.crops:
        return _formula(e.P, f" = {PRINTED.padding([(a.pad_begin, a.pad_end) for a in axes])}")
    sides = formulas.equivalent_padding_calculations(axes[0], cropped=resolved.cropped)
    letters = dict.fromkeys(FormulaText.of(one.letters) for one in sides)
    listed = [part for text in letters for part in (", ", text)][1:]
    values = PRINTED.padding([axis.equivalent_padding for axis in axes])
    return _formula(e.PRIME, " = ", *listed, f" = {values}")


def _formula(*parts: Part | FormulaText) -> Span:
    return Span(FormulaText.of(*parts))
