"""One axis of a layer: its numbers, and what its operation makes of them."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

from . import sizes
from .expressions import Expression

__all__ = ["Axis", "AxisRules", "AxisTap", "Kind", "axis_name", "axis_note"]

Kind: TypeAlias = str
"""The name of an operation: ``"transposed"``, ``"conv"``; a file of layers/operations each."""


class AxisTap(NamedTuple):
    """One axis of a product: x[input_index] * w[weight_index]."""

    input_index: int
    weight_index: int
    window_index: int
    """Cells from the window's first cell over the (expanded, padded) input to this tap."""


class AxisRules(ABC):
    """What an operation answers about one axis, in plain integers.

    The answers of this class are those of an operation that reads its padded input with
    stride s. ``inserts_zeros``, ``crops`` and ``driven_by`` are what figures and tables ask
    for; they never compare names.
    """

    name: ClassVar[str]
    """As ``--kind`` and :class:`~tconv_anim.layers.layer.Layer` call it."""
    inserts_zeros: ClassVar[bool] = False
    """Whether it equals a convolution with stride 1 over an input with zeros inserted."""
    crops: ClassVar[bool] = False
    """Whether its padding is removed from an uncropped result, not put around the input."""
    driven_by: ClassVar[Literal["input", "output"]] = "output"
    """Which cells the kernel has a position for: it stamps once for each input cell, or
    reads once for each output cell."""

    @abstractmethod
    def output_size(self, axis: "Axis", i: int) -> int:
        """Output cells for *i* input cells; may be 0 or less, which no layer can be."""

    @abstractmethod
    def axis_taps(self, axis: "Axis", i: int, position: int) -> list[AxisTap]:
        """What output cell *position* is made of, in the order the window reads it.

        One tap for each real input cell under the window; inserted zeros and padding have
        none.
        """

    @abstractmethod
    def axis_targets(self, axis: "Axis", i: int, index: int) -> list[tuple[int, int]]:
        """(output index, weight index) of every place where input cell *index* goes, sorted.

        Worked out from the input's side, independently of :meth:`axis_taps`.
        """

    @abstractmethod
    def size_formula(self, axes: tuple["Axis", ...], *, cropped: bool = False) -> Expression:
        """The output size in letters; what is trivial on every axis is left out.

        *cropped*: in terms of the crop, not of the padding.
        """

    def axis(
        self,
        *,
        k: int,
        s: int = 1,
        d: int = 1,
        op: int = 0,
        pad: tuple[int, int] = (0, 0),
        crop: tuple[int, int] | None = None,
        rotate: bool = True,
    ) -> "Axis":
        """An axis with these parameters (see :class:`Axis`)."""
        return Axis(self, k, s, d, op, *pad, 0, 0, False)

    def zeros_inserted(self, axis: "Axis") -> int:
        """z, the zeros between two input cells in the equivalent convolution."""
        return 0

    def equivalent_padding(self, axis: "Axis") -> tuple[int, int]:
        """(begin, end) of p', the padding of the equivalent convolution; negative crops."""
        return axis.pad_begin, axis.pad_end

    def equivalent_stride(self, axis: "Axis") -> int:
        """Stride of the equivalent convolution."""
        return axis.s


class Axis(NamedTuple):
    """One axis of a layer, in plain integers (i stands apart: a layer has no input size).

    A named tuple, as those are quick to define and the size command should start at once.
    ``pad_*`` is the padding p as given; ``crop_*`` is what a transposed layer
    removes from its uncropped result (zero for a standard convolution).
    """

    operation: AxisRules
    k: int
    s: int
    d: int
    op: int
    pad_begin: int
    pad_end: int
    crop_begin: int
    crop_end: int
    rotated: bool
    """Whether the equivalent convolution slides the kernel rotated by 180 degrees."""

    @property
    def k_eff(self) -> int:
        """d(k-1)+1, the effective kernel size."""
        return sizes.effective_kernel(self.k, self.d)

    @property
    def zeros_inserted(self) -> int:
        """z, the zeros between two input cells in the equivalent convolution."""
        return self.operation.zeros_inserted(self)

    @property
    def equivalent_padding(self) -> tuple[int, int]:
        """(begin, end) of p', the padding of the equivalent convolution; negative crops."""
        return self.operation.equivalent_padding(self)

    @property
    def equivalent_stride(self) -> int:
        """Stride of the equivalent convolution: 1 for a transposed layer."""
        return self.operation.equivalent_stride(self)

    @property
    def ends(self) -> tuple[int, int]:
        """(begin, end) of what the layer crops, or else of what it pads."""
        if self.operation.crops:
            return self.crop_begin, self.crop_end
        return self.pad_begin, self.pad_end

    def expanded_size(self, i: int) -> int:
        """Input size after the zeros are inserted: (i-1)(z+1)+1."""
        return sizes.expanded_size(i, self.zeros_inserted + 1)

    def uncropped_size(self, i: int) -> int:
        """F of a transposed layer, before anything is cropped or appended: (i-1)s+k_eff."""
        return sizes.full_size(i, self.s, self.k_eff)

    def output_size(self, i: int) -> int:
        """Output size for the input size *i*; may be 0 or less, which no layer can be."""
        return self.operation.output_size(self, i)

    def positions(self, i: int) -> int:
        """Positions of the kernel: input cells that stamp, or output cells that read."""
        return i if self.operation.driven_by == "input" else self.output_size(i)


def axis_name(axis: int, ndim: int) -> str:
    """The word for an axis of an *ndim*-dimensional layer (1-D: length).

    >>> axis_name(0, 2)
    'height'
    """
    return {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}[ndim][axis]


def axis_note(index: int, axes: tuple[Any, ...]) -> str:
    """The name of an axis as a message adds it; nothing where every axis is alike.

    >>> axis_note(1, (3, 5)), axis_note(1, (3, 3))
    (' (width)', '')
    """
    return "" if len(set(axes)) == 1 else f" ({axis_name(index, len(axes))})"
