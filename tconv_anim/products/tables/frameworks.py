"""One layer in every framework: sizes, crops, shifted pixels, and the exact twins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ...layers.axis import axis_name
from ...layers.frameworks import framework_named
from ...layers.frameworks.compare import ComparisonRow, Equivalent, compare, comparison_data, twins
from ...layers.resolved_layer import ResolvedLayer
from ...layers.summary import Row, row_data
from .table import Block, Cell, Concatenation, Lines, PerAxis, Product, Report, Table

__all__ = ["padding_cell", "recipe", "reference_title", "report", "shift_words"]


_PREFIXES: Final = {"output_padding": "op ", "output_shape": "output shape "}


def report(rows: list[Row]) -> Report:
    """Two tables for each kind that can be; why not, for one that cannot."""
    blocks: list[Block] = []
    for row in rows:
        if row.resolved is None:
            cells = [row.operation.adjective, row_data(row)["error"]]
            blocks.append(Table(("kind", "cannot be"), [cells]))
        else:
            blocks += [_comparison(row.resolved), _exactly(row.resolved)]
    data = [
        row_data(row) | ({"compare": comparison_data(row.resolved)} if row.resolved else {})
        for row in rows
    ]
    return Report(blocks, {"layers": data})


def reference_title(resolved: ResolvedLayer) -> str:
    """The framework whose parameters the layer was given in."""
    spec = resolved.framework_spec
    return framework_named((spec and spec.framework) or "pytorch").title


def _comparison(resolved: ResolvedLayer) -> Table:
    whose, axes = reference_title(resolved), resolved.axes
    ends = [(a.pad_begin, a.pad_end) for a in axes]
    name, note = "pads", ""
    if resolved.operation.crops:
        ends = [(a.crop_begin, a.crop_end) for a in axes]
        name, rotates = "crop", resolved.layer.rotate_kernel
        note = f" (JAX with transpose_kernel={rotates})"
    return Table(
        ("framework", "padding", "output", name, "pixels"),
        [_row(resolved, row) for row in compare(resolved)],
        title=Concatenation(
            [
                f"{whose}'s {resolved.operation.adjective} layer gives ",
                Product(resolved.output_size),
                f", {name} ",
                PerAxis(ends),
                f". The same k, s and d elsewhere{note}, pixels against it:",
            ]
        ),
        widths=({"pixels": 70}, {"pixels": 30}),
    )


def _row(resolved: ResolvedLayer, row: ComparisonRow) -> list[Cell]:
    if row.error is not None:
        return [row.title, padding_cell(row), "-", "-", f"refused: {row.error}"]
    return [
        row.title,
        padding_cell(row),
        Product(row.output_size or ()),
        PerAxis(row.ends),
        _pixels(resolved, row),
    ]


def padding_cell(row: ComparisonRow) -> Cell:
    """The padding as --p and --op take it."""
    cells: list[Cell] = []
    for name, value in row.parameters.items():
        if not isinstance(value, str | tuple):
            continue
        separator = ", " if cells else ""
        cells.append(separator + _PREFIXES.get(name, ""))
        if isinstance(value, str):
            cells.append(value)
        elif name == "pads":  # all begins, then all ends
            half = len(value) // 2
            cells.append(PerAxis(tuple(zip(value[:half], value[half:], strict=True))))
        else:
            cells.append(PerAxis(value))
    return Concatenation(cells)


def _pixels(resolved: ResolvedLayer, row: ComparisonRow) -> Cell:
    """The difference in words: the same, shifted, or of another size."""
    if row.same_pixels:
        return "the same"
    lines: list[Cell] = [] if row.same_kernel else ["the kernel is rotated"]
    if any(row.shift):
        lines.append(f"shifted: {shift_words(resolved, row)}")
    if row.output_size != resolved.output_size:
        more = [a - b for a, b in zip(row.output_size or (), resolved.output_size, strict=True)]
        lines.append(f"another size: {', '.join(f'{n:+d}' for n in _once(more))}")
    return Lines(lines)


def shift_words(resolved: ResolvedLayer, row: ComparisonRow, *, minus: str = "-") -> str:
    """Where its cells lie, seen from *resolved*'s; once where all axes are alike."""
    shifts = _once(row.shift)
    if resolved.operation.crops:
        letters = "lmn"[-len(shifts) :]
        at = [
            f"{letter}{minus if shift < 0 else '+'}{abs(shift)}" if shift else letter
            for letter, shift in zip(letters, shifts, strict=True)
        ]
        return f"y[{', '.join(letters)}] is its y[{', '.join(at)}]"
    begins = [
        f"{abs(shift)} {'later' if shift > 0 else 'earlier'}" if shift else "alike"
        for shift in shifts
    ]
    if len(begins) > 1:
        begins = [f"{axis_name(n, len(begins))} {one}" for n, one in enumerate(begins)]
    return f"windows begin {', '.join(begins)}"


def _once(values: Sequence[int]) -> Sequence[int]:
    return values[:1] if len(set(values)) == 1 else values


def _exactly(resolved: ResolvedLayer) -> Table:
    return Table(
        ("framework", "exactly this layer"),
        [[twin.title, Lines(recipe(twin))] for twin in twins(resolved)],
        widths=({"exactly this layer": 140}, {"exactly this layer": 60}),
    )


def recipe(twin: Equivalent) -> list[str]:
    """How that framework says exactly the layer, line by line; or why it cannot."""
    if (code := twin.code) is None:
        return [str(twin.error)]
    steps = (
        f"x = {code.before}" if code.before else "",
        code.layer,
        f"then {code.after}" if code.after else "",
        f"({code.note})" if code.note else "",
    )
    return [step for step in steps if step]
