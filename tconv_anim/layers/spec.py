"""A layer as typed: values as given, the number of axes open."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..notation import Pairs, Sizes
from .axis import Kind

__all__ = ["DEFAULTS", "LayerSpec", "defaults_of"]


class LayerSpec(NamedTuple):
    """A layer as typed. A tuple of one value stands for every axis.

    Without a framework, padding is numbers; some frameworks take a word for it.
    """

    kind: Kind = "transposed"
    input_size: Sizes = (3,)
    kernel_size: Sizes = (3,)
    stride: Sizes = (2,)
    padding: Pairs | str = ((1, 1),)
    dilation: Sizes = (1,)
    output_padding: Sizes | None = (0,)
    """None is Keras' own: not 0, but whatever its usual size needs."""
    framework: str | None = None
    """Whose rules the other values follow; None: this package's own, PyTorch's and more."""
    output_shape: Sizes | None = None
    transpose_kernel: bool = False


DEFAULTS: Final = LayerSpec()
"""What the commands use where nothing is said: the case of the best-known article."""


def defaults_of(framework: str | None) -> LayerSpec:
    """What the commands use where nothing is said, in a framework's way of saying it."""
    if framework == "keras":  # which knows no numbers here
        return DEFAULTS._replace(framework=framework, padding="valid", output_padding=None)
    return DEFAULTS._replace(framework=framework)
