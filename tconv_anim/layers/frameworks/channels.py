"""What frameworks say of a layer's channels: groups, biases, shapes of weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes

if TYPE_CHECKING:
    from ..layer import Layer
    from ..resolved_layer import ResolvedLayer
    from .base import Framework

__all__ = [
    "channel_words",
    "check_appended",
    "check_groups",
    "split_channels",
    "weight_shape",
    "with_channels",
]


def split_channels(
    framework: Framework, parameters: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """*parameters* without those about channels, and these by the names that Layer has.

    A layer of a framework that names one of its channels has to name both.
    """
    names = framework.channel_names
    rest, own = dict(parameters), dict[str, Any]()
    for name, theirs in names.items():
        if theirs in rest:
            own[name] = rest.pop(theirs)
    if "in_channels" not in own and "out_channels" not in own:
        return rest, own
    for name in ("in_channels", "out_channels"):
        if name not in own:
            given = names["out_channels" if name == "in_channels" else "in_channels"]
            raise LayerError(
                "{missing} is missing: {given} alone does not say how many channels the layer has.",
                missing=Argument(names[name]),
                given=Argument(given, parameters[given]),
            )
    if "bias" in names:
        own.setdefault("bias", framework.biased)
    return rest, own


def with_channels(framework: Framework, layer: Layer, channels: Mapping[str, Any]) -> Layer:
    """*layer* with the channels that :func:`split_channels` found; errors in its words."""
    try:
        found = layer.replaced(**channels)
        check_groups(framework, found)
    except LayerError as error:
        raise error.replaced(framework.own_argument) from None
    return found


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
