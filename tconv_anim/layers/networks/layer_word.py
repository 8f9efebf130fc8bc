"""How a layer is written in one word: ``k4s2p1``."""

from __future__ import annotations

from ...notation import format_parameter, format_sizes
from ..operations import operation_named
from ..spec import LayerSpec

__all__ = ["write_layer"]


def write_layer(layer: LayerSpec) -> str:
    """Kernel, stride and padding, and of the rest what is out of the ordinary.

    >>> from .spec import bare_layer
    >>> write_layer(bare_layer("transposed", None, kernel_size=(3,), stride=(2,), dilation=(1,)))
    'k3s2p0'
    """
    padding = format_parameter("padding", layer.padding)
    word = f"k{format_sizes(layer.kernel_size)}s{format_sizes(layer.stride)}p{padding}"
    if any(d != 1 for d in layer.dilation):
        word += f"d{format_sizes(layer.dilation)}"
    if operation_named(layer.kind).crops:
        op = layer.output_padding
        if op is not None and (any(op) or layer.framework == "keras"):
            word += f"op{format_sizes(op)}"
        if layer.output_shape is not None:
            word += f"o{format_sizes(layer.output_shape)}"
    return word
