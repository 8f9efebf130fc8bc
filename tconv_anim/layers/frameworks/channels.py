"""What frameworks say of a layer's channels: groups, biases, shapes of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes

if TYPE_CHECKING:
    from ..layer import Layer
    from ..resolved_layer import ResolvedLayer
    from .base import Framework

__all__ = ["channel_words", "check_appended", "check_groups", "weight_shape"]


def check_groups(framework: Framework, layer: Layer) -> None:
    """Raise LayerError where the framework has no groups for that kind of layer."""
    if layer.groups > 1 and layer.kind not in framework.grouped_kinds:
        raise LayerError(
            "{groups}: {framework} has no groups in a {kind} convolution.",
            groups=Argument("groups", layer.groups),
            framework=framework.title,
            kind=layer.operation.adjective,
            advice=Argument("groups", 1),
        )


def check_appended(framework: Framework, layer: Layer, rest: Pairs) -> None:
    """Raise LayerError where cells would be appended with zeros to an output with a bias.

    *rest* is the crop that is left for a line of its own after the layer.
    """
    if layer.bias and any(cells < 0 for ends in rest for cells in ends):
        raise LayerError(
            "{framework} has to append cells after this layer, as zeros, and with a bias they"
            " are not: leave out {bias} and add it by hand.",
            framework=framework.title,
            bias=Argument("bias", True),
        )


def channel_words(resolved: ResolvedLayer, groups: str, no_bias: str = "") -> list[str]:
    """The arguments for groups and for no bias; a layer of one channel says nothing of them."""
    layer = resolved.layer
    words = [groups.format(layer.groups)] * (layer.groups > 1)
    return words + [no_bias] * bool(no_bias and not layer.bias and not layer.single_channel)


def weight_shape(resolved: ResolvedLayer) -> Sizes:
    """Of the weights as PyTorch and ONNX have them: two axes of channels, then the kernel.

    (C_out, C_in / groups) of a layer that reads, (C_in, C_out / groups) of one that stamps.
    """
    layer = resolved.layer
    channels = (layer.out_channels, layer.in_channels // layer.groups)
    if resolved.operation.driven_by == "input":
        channels = (layer.in_channels, layer.out_channels // layer.groups)
    return (*channels, *resolved.kernel_size)
