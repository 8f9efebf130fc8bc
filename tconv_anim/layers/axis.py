"""One axis of a layer: its numbers, and what follows from them."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from . import formulas

__all__ = ["KINDS", "Axis", "Kind", "axis_name"]

Kind: TypeAlias = Literal["transposed", "conv"]
KINDS: Final = ("transposed", "conv")


class Axis(NamedTuple):
    """One axis of a layer, in plain integers (i stands apart: a layer has no input size).

    A named tuple, as those are quick to define and the size command should start at once.
    ``pad_*`` is the padding p as given; ``crop_*`` is what a transposed layer
    removes from its uncropped result (zero for a standard convolution).
    """

    kind: Kind
    k: int
    s: int
    d: int
    op: int
    pad_begin: int
    pad_end: int
    crop_begin: int
    crop_end: int

    @property
    def k_eff(self) -> int:
        """d(k-1)+1, the effective kernel size."""
        return formulas.effective_kernel(self.k, self.d)

    @property
    def zeros_inserted(self) -> int:
        """z, the zeros between two input cells in the equivalent convolution."""
        return formulas.zeros_inserted(self.s) if self.kind == "transposed" else 0

    @property
    def equivalent_padding(self) -> tuple[int, int]:
        """(begin, end) of p', the padding of the equivalent convolution; negative crops."""
        if self.kind == "conv":
            return self.pad_begin, self.pad_end
        return (
            formulas.equivalent_padding(self.k_eff, self.crop_begin),
            formulas.equivalent_padding(self.k_eff, self.crop_end),
        )

    @property
    def equivalent_stride(self) -> int:
        """Stride of the equivalent convolution: 1 for a transposed layer."""
        return 1 if self.kind == "transposed" else self.s

    def expanded_size(self, i: int) -> int:
        """Input size after the zeros are inserted: (i-1)s+1, or i itself."""
        return formulas.expanded_size(i, self.s) if self.kind == "transposed" else i

    def uncropped_size(self, i: int) -> int:
        """F of a transposed layer, before anything is cropped or appended: (i-1)s+k_eff."""
        return formulas.full_size(i, self.s, self.k_eff)

    def output_size(self, i: int) -> int:
        """Output size for the input size *i*; may be 0 or less, which no layer can be."""
        if self.kind == "conv":
            return formulas.conv_size(i, self.k_eff, self.s, self.pad_begin, self.pad_end)
        return formulas.transposed_size(i, self.k_eff, self.s, self.crop_begin, self.crop_end)


def axis_name(axis: int, ndim: int) -> str:
    """The word for an axis of an *ndim*-dimensional layer (1-D: length).

    >>> axis_name(0, 2)
    'height'
    """
    return {1: ("length",), 2: ("height", "width"), 3: ("depth", "height", "width")}[ndim][axis]
