"""A layer as typed: values as given, the number of axes open."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from ..notation import Pairs, Sizes
from ..options import layer_default
from .axis import Kind

__all__ = ["DEFAULTS", "LayerSpec", "defaults_of", "layer_spec"]


class LayerSpec(NamedTuple):
    """A layer as typed. A tuple of one value stands for every axis.

    Without a framework, padding is numbers; some frameworks take a word for it.
    """

    kind: Kind = layer_default("kind")
    input_size: Sizes = layer_default("input_size")
    kernel_size: Sizes = layer_default("kernel_size")
    stride: Sizes = layer_default("stride")
    padding: Pairs | str = layer_default("padding")
    dilation: Sizes = layer_default("dilation")
    output_padding: Sizes | None = layer_default("output_padding")
    """None is Keras' own: not 0, but whatever its usual size needs."""
    in_channels: int = layer_default("in_channels")
    out_channels: int = layer_default("out_channels")
    groups: int = layer_default("groups")
    bias: bool = layer_default("bias")
    framework: str | None = None
    """Whose rules the other values follow; None: this package's own, PyTorch's and more."""
    output_shape: Sizes | None = None
    transpose_kernel: bool = False


DEFAULTS: Final = LayerSpec()
"""What the commands use where nothing is said: the default example."""


def defaults_of(framework: str | None) -> LayerSpec:
    """What the commands use where nothing is said, in a framework's way of saying it."""
    if framework == "keras":  # which knows no numbers here
        return DEFAULTS._replace(framework=framework, padding="valid", output_padding=None)
    return DEFAULTS._replace(framework=framework)


def layer_spec(said: Mapping[str, Any]) -> LayerSpec:
    """The layer that options ask for, by their names; what is not said has defaults.

    >>> layer_spec({"kernel_size": (4,), "view": "all"}) == DEFAULTS._replace(kernel_size=(4,))
    True
    """
    own = {name: said[name] for name in LayerSpec._fields if name in said}
    if own.get("output_padding") == "none":
        own["output_padding"] = None
    return defaults_of(own.get("framework"))._replace(**own)
