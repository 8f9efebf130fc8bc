"""What an operation reads of a layer, for type checkers alone: loading them takes a while."""

from __future__ import annotations

from typing import Protocol

from ..notation import Pairs, Sizes
from .axis import Axis

__all__ = ["LayerParameters", "SizedLayer"]


class LayerParameters(Protocol):
    """The parameters of a :class:`~tconv_anim.layers.layer.Layer`."""

    @property
    def kernel_size(self) -> int | Sizes: ...
    @property
    def padding(self) -> int | Sizes | Pairs: ...
    @property
    def dilation(self) -> int | Sizes: ...
    @property
    def stride(self) -> int | Sizes: ...
    @property
    def output_padding(self) -> int | Sizes: ...
    @property
    def crop(self) -> Pairs | None: ...
    @property
    def rotate_kernel(self) -> bool: ...
    @property
    def ndim(self) -> int | None: ...
    def axes(self, ndim: int) -> tuple[Axis, ...]: ...


class SizedLayer(Protocol):
    """A layer with its sizes: a :class:`~tconv_anim.layers.resolved_layer.ResolvedLayer`."""

    @property
    def layer(self) -> LayerParameters: ...
    @property
    def axes(self) -> tuple[Axis, ...]: ...
    @property
    def input_size(self) -> Sizes: ...
    @property
    def output_size(self) -> Sizes: ...
