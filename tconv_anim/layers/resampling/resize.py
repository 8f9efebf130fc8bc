"""Resizing by a factor: each output cell reads the input at a place of its own.

Source: the PyTorch documentation of ``torch.nn.functional.interpolate`` and the ONNX
specification of ``Resize``; the cubic of Keys (1981) with a = -0.75, as both have it.
"""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass
from fractions import Fraction
from numbers import Real
from typing import ClassVar, Final, Literal, TypeAlias

from ...errors import Argument, LayerError
from ..validation import MAX_AXES
from .base import Resampling, spread_axes

__all__ = ["MODES", "Resize", "Scale"]

Scale: TypeAlias = int | float
MODES: Final = ("nearest", "bilinear", "bicubic")
_LARGEST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Resize(Resampling):
    """A change of size by a factor, each channel by itself.

    Parameters
    ----------
    scale : number or tuple of numbers
        Output cells for each input cell; the size is rounded down.
    mode : ``"nearest"``, ``"bilinear"`` or ``"bicubic"``
        On any number of axes: linear, trilinear are their bilinear.
    align_corners : bool
        Whether the outermost cells' centres stay where they are (not of ``"nearest"``).

    Raises
    ------
    LayerError
        A scale that is not above 0, or a mode that there is not.

    Examples
    --------
    >>> Resize(scale=2).output_size((3, 3))
    (6, 6)
    >>> Resize(scale=(1.5, 0.5), mode="bilinear").output_size((3, 5))
    (4, 2)
    """

    kind: ClassVar[str] = "resize"
    title: ClassVar[str] = "Resize"

    _: KW_ONLY
    scale: Scale | tuple[Scale, ...] = 2
    mode: Literal["nearest", "bilinear", "bicubic"] = "nearest"
    align_corners: bool = False

    def __post_init__(self) -> None:
        scales = self.scale if isinstance(self.scale, tuple) else (self.scale,)
        for scale in scales:
            plain = isinstance(scale, Real) and not isinstance(scale, bool)
            if not plain or not 0 < scale <= _LARGEST:
                raise LayerError(
                    "{scale} must be above 0 and at most {limit}.",
                    scale=Argument("scale", self.scale),
                    limit=_LARGEST,
                    advice=Argument("scale", 2),
                )
        if not 1 <= len(scales) <= MAX_AXES:
            raise LayerError("a layer has 1, 2 or 3 axes, not {ndim}.", ndim=len(scales))
        if self.mode not in MODES:
            raise LayerError(
                "{mode} is not a way to resize: there are {names}.",
                mode=Argument("mode", self.mode),
                names=", ".join(MODES),
            )
        if self.align_corners and self.mode == "nearest":
            raise LayerError(
                "{align_corners} moves what lies between cells, and nearest copies cells. Try"
                " {mode}.",
                align_corners=Argument("align_corners", True),
                mode=Argument("mode", "bilinear"),
            )

    @property
    def ndim(self) -> int | None:
        return len(self.scale) if isinstance(self.scale, tuple) else None

    def axis_scale(self, index: int) -> Scale:
        """Output cells for each input cell on axis *index*."""
        scale: Scale = spread_axes(self.scale, index)
        return scale

    def axis_size(self, index: int, i: int) -> int:
        scale = self.axis_scale(index)
        # As the frameworks: in double precision, so that 1/3 of 9 is 3.
        return i * scale if isinstance(scale, int) else math.floor(i * float(scale))

    def place(self, index: int, i: int, n: int) -> Fraction | float:
        """Where output cell *n* of axis *index* reads, in cells of an input of *i*.

        floor(n/scale) of ``nearest``; else (n + 1/2)/scale - 1/2, or n (i - 1)/(o - 1) with
        aligned corners.
        """
        scale = self.axis_scale(index)
        step = Fraction(1, scale) if isinstance(scale, int) else 1 / float(scale)
        if self.mode == "nearest":
            return min(math.floor(n * step), i - 1)
        if self.align_corners:
            o = self.axis_size(index, i)
            return Fraction(n * (i - 1), o - 1) if o > 1 else Fraction(0)
        place = (2 * n + 1) * step / 2 - Fraction(1, 2)
        return Fraction(0) if self.mode == "bilinear" and place < 0 else place
