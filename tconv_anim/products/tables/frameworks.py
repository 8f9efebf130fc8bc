"""One layer in every framework: sizes, crops, shifted pixels, and the exact twins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...layers.axis import axis_name
from ...layers.frameworks import framework_named
from ...layers.frameworks.compare import Compared, Twin, compare, comparison_data, twins
from ...layers.resolved_layer import ResolvedLayer
from ...layers.summary import Row, row_data
from ...notation import format_padding, format_parameter
from .table import Block, Report, Table

__all__ = ["padding_said", "recipe", "reference_title", "report", "shift_words"]


def report(rows: list[Row]) -> Report:
    """Two tables for each kind that can be; why not, for one that cannot."""
    blocks: list[Block] = []
    for row in rows:
        if row.resolved is None:
            error = row_data(row)["error"]
            blocks.append(Table(("kind", "cannot be"), [[row.operation.adjective, error]]))
        else:
            blocks += [_comparison(row.resolved), _exactly(row.resolved)]
    data = [
        row_data(row) | ({"compare": comparison_data(row.resolved)} if row.resolved else {})
        for row in rows
    ]
    return Report(blocks, {"layers": data})


def reference_title(resolved: ResolvedLayer) -> str:
    """Whose words the layer was said in."""
    asked = resolved.framework_spec.framework if resolved.framework_spec else None
    return framework_named(asked or "pytorch").title


def _comparison(resolved: ResolvedLayer) -> Table:
    whose, axes = reference_title(resolved), resolved.axes
    ends = [(a.pad_begin, a.pad_end) for a in axes]
    name, note = "pads", ""
    if resolved.operation.crops:
        ends = [(a.crop_begin, a.crop_end) for a in axes]
        name, rotates = "crop", resolved.layer.rotate_kernel
        note = f" (JAX with transpose_kernel={rotates})"
    size = " x ".join(map(str, resolved.output_size))
    return Table(
        ("framework", "padding", "output", name, "pixels"),
        [_row(resolved, row) for row in compare(resolved)],
        title=f"{whose}'s {resolved.operation.adjective} layer gives {size}, {name}"
        f" {format_padding(ends)}. The same k, s and d elsewhere{note}, pixels against it:",
        widths=({"pixels": 70}, {"pixels": 30}),
    )


def _row(resolved: ResolvedLayer, row: Compared) -> list[str]:
    padding = padding_said(row)
    if row.error is not None:
        return [row.title, padding, "-", "-", f"refused: {row.error}"]
    return [
        row.title,
        padding,
        " x ".join(map(str, row.output_size or ())),
        format_padding(row.ends),
        _pixels(resolved, row),
    ]


def padding_said(row: Compared) -> str:
    """The padding as --p and --op say it."""
    told = []
    for name, value in row.parameters.items():
        if isinstance(value, str):
            told.append(value)
        elif isinstance(value, tuple):
            text = format_parameter(name, value)
            prefix = {"output_padding": "op ", "output_shape": "output shape "}.get(name, "")
            told.append(prefix + text)
    return ", ".join(told)


def _pixels(resolved: ResolvedLayer, row: Compared) -> str:
    """The difference in words: the same, shifted, or of another size."""
    if row.same_pixels:
        return "the same"
    told = [] if row.same_kernel else ["the kernel is rotated"]
    if any(row.shift):
        told.append(f"shifted: {shift_words(resolved, row)}")
    if row.output_size != resolved.output_size:
        more = [a - b for a, b in zip(row.output_size or (), resolved.output_size, strict=True)]
        told.append(f"another size: {', '.join(f'{n:+d}' for n in _once(more))}")
    return "\n".join(told)


def shift_words(resolved: ResolvedLayer, row: Compared) -> str:
    """Where its cells lie, seen from *resolved*'s; said once where all axes are alike."""
    if resolved.operation.crops:
        shifts = _once(row.shift)
        letters = "lmn"[-len(shifts) :]
        at = [f"{a}{shift:+d}" if shift else a for a, shift in zip(letters, shifts, strict=True)]
        return f"y[{', '.join(letters)}] is its y[{', '.join(at)}]"
    shifts = _once(row.shift)
    told = [
        f"{abs(shift)} {'later' if shift > 0 else 'earlier'}" if shift else "alike"
        for shift in shifts
    ]
    if len(told) > 1:
        told = [f"{axis_name(n, len(told))} {one}" for n, one in enumerate(told)]
    return f"windows begin {', '.join(told)}"


def _once(values: Sequence[int]) -> Sequence[int]:
    return values[:1] if len(set(values)) == 1 else values


def _exactly(resolved: ResolvedLayer) -> Table:
    return Table(
        ("framework", "exactly this layer"),
        [[twin.title, recipe(twin)] for twin in twins(resolved)],
        widths=({"exactly this layer": 140}, {"exactly this layer": 60}),
    )


def recipe(twin: Twin) -> str:
    """How that framework says exactly the layer, in lines; or why it cannot."""
    if twin.code is None:
        return str(twin.error)
    steps: list[Any] = [f"x = {twin.code.before}"] * bool(twin.code.before) + [twin.code.layer]
    steps += [f"then {twin.code.after}"] * bool(twin.code.after)
    return "\n".join([*steps, *([f"({twin.code.note})"] * bool(twin.code.note))])
