"""The row of a node in an ONNX file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ....errors import Argument, LayerError, Message
from .layer_node import LayerNode, LayerRow, by_words, sizes_at, stored_layout
from .resampled_rows import pool_row, resize_row, shuffle_row
from .shapes import Shapes
from .weighted_rows import weighted_row

__all__ = ["layer_row"]

_MAKERS: Final[dict[str, Callable[[LayerNode, Shapes], LayerRow]]] = {
    **dict.fromkeys(("Conv", "ConvTranspose"), weighted_row),
    **dict.fromkeys(("MaxPool", "AveragePool", "LpPool"), pool_row),
    **dict.fromkeys(("GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"), pool_row),
    **dict.fromkeys(("Resize", "Upsample"), resize_row),
    **dict.fromkeys(("DepthToSpace", "SpaceToDepth"), shuffle_row),
}


def layer_row(layer: LayerNode, shapes: Shapes) -> LayerRow:
    """The row of a node.

    Raises
    ------
    LayerError
        It cannot be: inputs are missing, weights do not fit, or nothing is left.
    UnreadError
        It has no row here.
    """
    needed = max(layer.operator.weights, 0) + 1
    names = list(layer.node.input)[:needed]
    if len(names) < needed or not (names[0] and names[-1]) or not layer.node.output:
        raise LayerError(
            "{place} has {count}, and needs {needed}.",
            place=layer.place,
            count="no input"
            if not any(layer.node.input)
            else "1 input"
            if sum(map(bool, layer.node.input)) == 1
            else f"{sum(map(bool, layer.node.input))} inputs",
            needed=needed,
            advice="Export it again.",
        )
    row = _MAKERS[layer.operator.like](layer, shapes)
    output = sizes_at(row.output.dims, stored_layout(layer, len(row.output.dims or ())))
    if output and min(output) < 1:
        raise LayerError(
            "{place}: nothing is left: ONNX infers {cells} cells for its output.",
            place=layer.place,
            cells=by_words(output),
            advice=Message("Try a larger {input_size}.", input_size=Argument("input_size")),
        )
    return row
