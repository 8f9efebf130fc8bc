"""Pools: the largest value, or the mean, of a window that slides over the padded input.

Source: the PyTorch documentation of MaxPool2d and AvgPool2d; Caffe has the same rule with
``ceil``, which is its default.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar, Literal

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes
from ..axis import axis_note
from ..sizes import effective_kernel
from ..validation import axes_words, checked_padding, checked_sizes, shortest
from .base import Resampling, spread_axes

__all__ = ["Pool", "pool_size"]


def pool_size(i: int, k_eff: int, s: int, pad_begin: int, pad_end: int, *, ceil: bool) -> int:
    """Output size of a pool on one axis; 0 where the window does not fit.

    floor((i + p_b + p_e - k_eff)/s) + 1; with *ceil* rounded up, but the last window must
    begin inside the input or the padding before it.

    >>> [pool_size(i, 3, 2, 0, 0, ceil=False) for i in (2, 4)]
    [0, 1]
    >>> [pool_size(i, 3, 2, 0, 0, ceil=True) for i in (2, 4)]
    [1, 2]
    """
    room = i + pad_begin + pad_end - k_eff
    if not ceil:
        return max(room // s + 1, 0)
    o = max(-(-room // s) + 1, 0)  # a window may be larger than all that there is
    return o - 1 if (o - 1) * s >= i + pad_begin else o


@dataclass(frozen=True, slots=True)
class Pool(Resampling):
    """A pool over windows of *kernel_size* cells, each channel by itself.

    Parameters
    ----------
    kernel_size, stride : int or tuple of int
        k and s in cells; an int holds for any number of axes. Without a stride, the kernel
        size: windows lie side by side.
    padding : int, tuple of int, or tuple of (begin, end) pairs
        p, cells around the input, at most half a kernel: a maximum never takes them, and a
        mean counts them as zeros.
    dilation : int or tuple of int
        d of a max pool.
    mode : ``"max"`` or ``"average"``
    ceil : bool
        Whether a last window that lies partly outside counts, too (Caffe's default).
    count_padding : bool
        Whether a mean divides by all cells of the window that lie on the padded input, or by
        those of the input alone (Keras' ``same``).

    Raises
    ------
    LayerError
        A parameter is out of range, whatever the input size.

    Examples
    --------
    >>> Pool(kernel_size=3, stride=2, padding=1).output_size((112, 112))
    (56, 56)
    >>> Pool(kernel_size=3, stride=2, ceil=True).output_size((4, 5))
    (2, 2)
    """

    kind: ClassVar[str] = "pool"
    title: ClassVar[str] = "Pool"

    _: KW_ONLY
    kernel_size: int | Sizes
    stride: int | Sizes | None = None
    padding: int | Sizes | Pairs = 0
    dilation: int | Sizes = 1
    mode: Literal["max", "average"] = "max"
    ceil: bool = False
    count_padding: bool = True

    def __post_init__(self) -> None:
        for name in ("kernel_size", "stride", "dilation"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, checked_sizes(name, value, 1))
        object.__setattr__(self, "padding", checked_padding("padding", self.padding, least=0))
        if self.mode not in ("max", "average"):
            raise LayerError(
                "{mode} is not a pool: it is max or average.", mode=Argument("mode", self.mode)
            )
        given = self._per_axis()
        for name, value in given.items():
            first = next(iter(given.items()))
            if len(value) != len(first[1]):
                raise LayerError(
                    "{parameter} has {axes}, but {other} has {count}. Give one value for every"
                    " axis, or as many as the others have.",
                    parameter=Argument(name, value),
                    axes=axes_words(len(value)),
                    other=Argument(*first),
                    count=len(first[1]),
                )
        if self.mode == "average" and self.dilation not in (1, (1,) * (self.ndim or 1)):
            raise LayerError(
                "{dilation}: an average pool has no dilation. Leave it out, or ask for {mode}.",
                dilation=Argument("dilation", self.dilation),
                mode=Argument("mode", "max"),
            )
        for index in range(self.ndim or 1):
            self._check_padding(index)

    def _check_padding(self, index: int) -> None:
        k, (begin, end) = spread_axes(self.kernel_size, index), self.pads(index)
        if max(begin, end) > k // 2:
            raise LayerError(
                "{padding} must be at most half of {kernel_size}, so that every window has a cell"
                " of the input.",
                padding=Argument("padding", self.padding),
                kernel_size=Argument("kernel_size", self.kernel_size),
                advice=Argument("padding", k // 2),
            )

    @property
    def ndim(self) -> int | None:
        return max(map(len, self._per_axis().values()), default=None)

    def pads(self, index: int) -> tuple[int, int]:
        """(begin, end) of the padding on axis *index*."""
        pad = spread_axes(self.padding, index)
        return pad if isinstance(pad, tuple) else (pad, pad)

    def window(self, index: int) -> tuple[int, int, int]:
        """(k, s, d) on axis *index*."""
        k = spread_axes(self.kernel_size, index)
        s = k if self.stride is None else spread_axes(self.stride, index)
        return k, s, spread_axes(self.dilation, index)

    def windows(self, ndim: int) -> tuple[list[int], list[int], list[int]]:
        """(k, s, d), each with a value for every axis."""
        windows = [self.window(index) for index in range(ndim)]
        k, s, d = map(list, zip(*windows, strict=True))
        return k, s, d

    def axis_size(self, index: int, i: int) -> int:
        k, s, d = self.window(index)
        return pool_size(i, effective_kernel(k, d), s, *self.pads(index), ceil=self.ceil)

    def no_output(self, sizes: Sizes, index: int) -> LayerError:
        k, _, d = self.window(index)
        begin, end = self.pads(index)
        padded = sizes[index] + begin + end
        return LayerError(
            "{kernel_size} covers {span} cells{which}, more than the padded input has"
            " ({i} + {begin} + {end} = {padded}): it fits nowhere.",
            kernel_size=Argument("kernel_size", self.kernel_size),
            span=f"k_eff = {d}*({k}-1)+1 = {effective_kernel(k, d)}" if d > 1 else k,
            which=axis_note(index, sizes),
            i=sizes[index],
            begin=begin,
            end=end,
            padded=padded,
            advice=Message(
                "Try {kernel_size}.",
                kernel_size=Argument("kernel_size", shortest(((padded - 1) // d + 1,))),
            ),
        )

    def _per_axis(self) -> dict[str, tuple[object, ...]]:
        names = ("kernel_size", "stride", "padding", "dilation")
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if isinstance(value, tuple)}
