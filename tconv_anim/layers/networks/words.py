"""How a layer is written in one word: ``k4s2p1``, ``conv:k3s1p1c64``."""

from __future__ import annotations

from ...notation import format_parameter, format_sizes
from ..operations import operation_named
from ..resampling.spec import write_resampling
from ..spec import LayerSpec
from .spec import STEP_KINDS, StepSpec

__all__ = ["write_layer", "write_word"]


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


def write_word(step: StepSpec) -> str:
    """The word that :func:`read_words` reads as *step*; crops have none.

    >>> from .compact_notation import read_words
    >>> write_word(read_words("conv:s2k3c64").steps[0])
    'conv:k3s2p0c64'
    """
    if step.resampling is not None:
        return write_resampling(step.resampling)
    if step.layer is None:
        raise ValueError("a crop has no word")
    word = STEP_KINDS[step.kind].prefix + write_layer(step.layer)
    if step.channels is not None:
        word += f"c{step.channels}"
    return word + (f"g{step.groups}" if step.groups != 1 else "")
