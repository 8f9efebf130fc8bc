"""The way back: the layer with the transposed matrix, from outputs to inputs."""

from __future__ import annotations

from ..errors import LayerError
from .axis import Axis
from .layer import Layer
from .operations import operation_named
from .resolved_layer import ResolvedLayer, resolve_layer

__all__ = ["adjoint_of", "adjoint_refusal", "transposed_axis"]


def adjoint_of(resolved: ResolvedLayer) -> ResolvedLayer:
    """The layer with the transposed matrix of *resolved*, on the same kernel.

    Of a convolution, the transposed layer that goes back from its output to its input. Of
    a transposed layer, the convolution that it is the transpose of: output padding is what
    this convolution leaves unread at the end. Where it is s or more the kernel could
    stand at more positions; only the first ones count, as many as the layer has input
    cells.

    Raises LayerError where there is none, see :func:`adjoint_refusal`.

    >>> from .resolve import resolve
    >>> from .spec import LayerSpec
    >>> conv = resolve(LayerSpec(kind="conv", input_size=(6,)))
    >>> back = adjoint_of(conv)
    >>> conv.output_size, back.output_size, back.layer.output_padding
    ((3, 3), (6, 6), (1, 1))
    """
    if why := adjoint_refusal(resolved):
        raise LayerError("the layer has no convolution back: {why}.", why=why)
    parameters = resolved.operation.adjoint_parameters(resolved)
    parameters["in_channels"] = resolved.layer.out_channels
    parameters["out_channels"] = resolved.layer.in_channels
    parameters["groups"] = resolved.layer.groups
    found = resolve_layer(Layer(**parameters), resolved.output_size)
    return found._replace(output_size=resolved.input_size)


def adjoint_refusal(resolved: ResolvedLayer) -> str:
    """Why there is no such layer among those that frameworks have, or nothing."""
    return resolved.operation.adjoint_refusal(resolved)


def transposed_axis(axis: Axis, op: int = 0) -> Axis:
    """The axis of the transposed layer that crops what *axis* of a convolution pads."""
    pad = (axis.pad_begin, axis.pad_end)
    return operation_named("transposed").axis(k=axis.k, s=axis.s, d=axis.d, op=op, pad=pad)
