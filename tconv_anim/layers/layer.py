"""The layer: its parameters, checked, and the sizes they lead to.

One model covers every framework. Per axis a transposed convolution has an
uncropped result of F = (i-1)s + k_eff cells; its output is F with ``crop_begin``
and ``crop_end`` cells removed (negative: cells appended that no kernel reaches).
Padding p and output padding op are one way to say the crop: crop_begin = p,
crop_end = p - op.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from ..errors import Argument, LayerError, Message
from ..notation import Pairs, Sizes
from .axis import Axis, Kind
from .operations import operation_named
from .operations.base import Operation
from .record import Record
from .validation import (
    MAX_AXES,
    MAX_SIZE,
    axes_words,
    check_axes_agree,
    checked_count,
    checked_padding,
    checked_sizes,
    largest_divisor,
    short_number,
    shortest,
)

__all__ = ["Layer"]

_CHANNELS: Final = {"in_channels": 1, "out_channels": 1, "groups": 1, "bias": False}
"""A layer of one channel, as the picture of a kernel has it."""


class Layer(Record):
    """One layer: an operation with its parameters, on 1 to 3 axes, without an input size.

    Parameters
    ----------
    kind : ``"transposed"`` or ``"conv"``
        The name of its operation (a file of :mod:`tconv_anim.layers.operations`).
        ``"conv"`` is the standard convolution of the frameworks (cross-correlation).
    kernel_size, stride, dilation : int or tuple of int
        k, s and d in cells. An int holds for any number of axes, a tuple gives
        one value per axis.
    padding : int, tuple of int, or tuple of (begin, end) pairs
        p in cells: zeros added (conv), or cells cropped (transposed).
    output_padding : int or tuple of int
        op, cells added at the end of a transposed output; smaller than
        max(stride, dilation) on each axis.
    crop : tuple of (begin, end) pairs, optional
        Instead of padding and output padding of a transposed layer: what is
        removed from the uncropped result; negative appends cells.
    rotate_kernel : bool
        False for JAX's default, where the gather form slides the kernel as given.
    in_channels, out_channels : int
        C_in and C_out; a filter makes each output channel.
    groups : int
        Parts into which the channels are divided, and which never meet; it divides both.
        Filter f reads the C_in/groups channels of group f // (C_out/groups).
    bias : bool
        Whether each output channel has a number of its own that is added to its cells.

    Raises
    ------
    LayerError
        A parameter is out of range, whatever the input size.

    Examples
    --------
    >>> layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    >>> layer.output_size((3, 3))
    (5, 5)
    >>> Layer("conv", kernel_size=3, stride=2, padding=1).output_size((5, 5))
    (3, 3)
    """

    kind: Kind
    kernel_size: int | Sizes
    stride: int | Sizes
    padding: int | Sizes | Pairs
    dilation: int | Sizes
    output_padding: int | Sizes
    crop: Pairs | None
    rotate_kernel: bool
    in_channels: int
    out_channels: int
    groups: int
    bias: bool
    __slots__ = tuple(__annotations__)

    def __init__(
        self,
        kind: Kind,
        *,
        kernel_size: int | Sizes,
        stride: int | Sizes = 1,
        padding: int | Sizes | Pairs = 0,
        dilation: int | Sizes = 1,
        output_padding: int | Sizes = 0,
        crop: Pairs | None = None,
        rotate_kernel: bool = True,
        in_channels: int = 1,
        out_channels: int = 1,
        groups: int = 1,
        bias: bool = False,
    ) -> None:
        given = dict(locals())
        super().__init__(**{name: given[name] for name in self.__slots__})
        operation_named(kind)
        for name in ("kernel_size", "stride", "dilation"):
            self._set(name, checked_sizes(name, given[name], 1))
        self._set("output_padding", checked_sizes("output_padding", output_padding, 0))
        self._set("padding", checked_padding("padding", padding, least=0))
        if crop is not None:
            self._set("crop", self._checked_crop())
        for name in ("rotate_kernel", "bias"):
            if not isinstance(value := getattr(self, name), bool):
                raise LayerError(
                    "{parameter} must be True or False.", parameter=Argument(name, value)
                )
        self._check_channels()
        check_axes_agree(self._per_axis())
        self.operation.check(self)

    def __repr__(self) -> str:
        """As one types it: with what differs from one channel."""
        shown = [
            f"{name}={value!r}"
            for name, value in self.values().items()
            if name not in _CHANNELS or value != _CHANNELS[name]
        ]
        return f"{type(self).__name__}({', '.join(shown)})"

    # -- what needs no input size ------------------------------------------------

    @property
    def operation(self) -> Operation:
        """What the layer does; everything else asks it, not :attr:`kind`."""
        return operation_named(self.kind)

    @property
    def ndim(self) -> int | None:
        """Number of axes where a parameter fixes it, else None: any number will do."""
        return max((len(value) for _, value in self._per_axis()), default=None)

    def axes(self, ndim: int) -> tuple[Axis, ...]:
        """The layer's parameters axis by axis, for *ndim* axes."""
        if self.ndim not in (None, ndim):
            raise LayerError("the layer has {own} axes, not {ndim}.", own=self.ndim, ndim=ndim)
        if not 1 <= ndim <= MAX_AXES:
            raise LayerError("a layer has 1, 2 or 3 axes, not {ndim}.", ndim=ndim)

        def spread(value: Any) -> tuple[Any, ...]:
            return value if isinstance(value, tuple) else (value,) * ndim

        pads = [p if isinstance(p, tuple) else (p, p) for p in spread(self.padding)]
        operation = self.operation
        return tuple(
            operation.axis(k=k, s=s, d=d, op=op, pad=pad, crop=crop, rotate=self.rotate_kernel)
            for k, s, d, op, pad, crop in zip(
                spread(self.kernel_size),
                spread(self.stride),
                spread(self.dilation),
                spread(self.output_padding),
                pads,
                (None,) * ndim if self.crop is None else self.crop,
                strict=True,
            )
        )

    @property
    def single_channel(self) -> bool:
        """Whether there is one channel in and one out, and no bias."""
        return self.in_channels == self.out_channels == 1 and not self.bias

    def channels_read(self, output_channel: int) -> range:
        """The input channels that a filter reads: those of its group."""
        read = self.in_channels // self.groups
        group = output_channel // (self.out_channels // self.groups)
        return range(group * read, (group + 1) * read)

    def channels_reached(self, input_channel: int) -> range:
        """The output channels that an input channel is part of: those of its group."""
        made = self.out_channels // self.groups
        group = input_channel // (self.in_channels // self.groups)
        return range(group * made, (group + 1) * made)

    # -- what needs one ----------------------------------------------------------

    def output_size(self, input_size: int | Sequence[int]) -> Sizes:
        """Size of the output, one int per axis, for an input of *input_size* cells.

        An int is one axis, or every axis of a layer that has its own number of axes.

        Raises
        ------
        LayerError
            The kernel does not fit the padded input, or nothing is left after the crop.

        Notes
        -----
        conv: floor((i + p_b + p_e - k_eff)/s) + 1; transposed: (i-1)s + k_eff -
        crop_b - crop_e, with k_eff = d(k-1)+1 (Dumoulin and Visin, "A guide to
        convolution arithmetic for deep learning", 2016, and the PyTorch documentation).
        """
        sizes = self.checked_input_size(input_size)
        outputs = []
        for index, (axis, i) in enumerate(zip(self.axes(len(sizes)), sizes, strict=True)):
            o = axis.output_size(i)
            if o < 1:
                raise self.operation.no_output(self, self.axes(len(sizes)), sizes, index)
            if o > MAX_SIZE:
                raise LayerError(
                    "{input_size} gives an output of {cells} cells, more than a tensor's axis"
                    " can have ({limit}).",
                    input_size=Argument("input_size", shortest(sizes)),
                    cells=short_number(o),
                    limit=MAX_SIZE,
                    advice=Message("Try a smaller {parameter}.", parameter=Argument("input_size")),
                )
            outputs.append(o)
        return tuple(outputs)

    def checked_input_size(self, input_size: int | Sequence[int]) -> Sizes:
        """*input_size* as one positive int per axis; raises LayerError where it is not."""
        value = checked_sizes("input_size", input_size, 1)
        sizes = value if isinstance(value, tuple) else (value,) * (self.ndim or 1)
        if self.ndim not in (None, len(sizes)):
            raise LayerError(
                "{input_size} has {axes}, but the layer has {ndim}.",
                input_size=Argument("input_size", value),
                axes=axes_words(len(sizes)),
                ndim=self.ndim,
                advice="Give one value per axis.",
            )
        return sizes

    # -- checks --------------------------------------------------------------------

    def _per_axis(self) -> list[tuple[str, tuple[Any, ...]]]:
        names = ("kernel_size", "stride", "padding", "dilation", "output_padding", "crop")
        values = [(name, getattr(self, name)) for name in names]
        return [(name, value) for name, value in values if isinstance(value, tuple)]

    def _checked_crop(self) -> Pairs:
        if not self.operation.crops:
            raise LayerError(
                "{crop} belongs to transposed layers: a {operation} pads.",
                crop=Argument("crop", self.crop),
                operation=self.operation.title.lower(),
                advice=Message("Use {padding} instead.", padding=Argument("padding")),
            )
        if self.padding != 0 or self.output_padding != 0:
            other = "padding" if self.padding != 0 else "output_padding"
            raise LayerError(
                "{crop} stands instead of padding and output padding.",
                crop=Argument("crop", self.crop),
                advice=Message("Leave out {other}.", other=Argument(other, getattr(self, other))),
            )
        crop = checked_padding("crop", self.crop, least=None)
        if isinstance(crop, int) or isinstance(crop[0], int):
            raise LayerError(
                "{crop} must be a (begin, end) pair per axis: ((0, 1), (0, 1)).",
                crop=Argument("crop", self.crop),
            )
        return crop

    def _possible_groups(self, name: str) -> Message:
        """Output channels that the groups divide, or the most groups that divide all channels."""
        common = math.gcd(self.in_channels, self.out_channels)
        fewer = Argument("groups", largest_divisor(common, self.groups))
        enough = -(-self.out_channels // self.groups) * self.groups
        if name == "in_channels" or enough > MAX_SIZE:
            return Message("Try {fewer}.", fewer=fewer)
        more = Argument("out_channels", enough)
        return Message("Try {more} or {fewer}.", more=more, fewer=fewer)

    def _check_channels(self) -> None:
        for name in ("in_channels", "out_channels", "groups"):
            self._set(name, checked_count(name, getattr(self, name)))
        for name in ("in_channels", "out_channels"):
            if (channels := getattr(self, name)) % self.groups:
                raise LayerError(
                    "{groups} does not divide {channels}: a group has a whole number of channels.",
                    groups=Argument("groups", self.groups),
                    channels=Argument(name, channels),
                    advice=self._possible_groups(name),
                )
