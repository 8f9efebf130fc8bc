"""What a story is told about: a layer on numbers, and how each number is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from ..compute import Array, apply
from ..layers.resolved_layer import ResolvedLayer, one_channel, plane_layer
from ..notation import Sizes
from .cell_text import letter_names, numbered
from .frame import CellRole, Equation, PanelContent, Shades, Texts
from .notation import Caption, CellText, Notation, counted
from .roles import ShadeScale
from .shades import shade_levels
from .values import CellName, Factor, Product, Value, is_shown_whole, plain_number

__all__ = ["Cell", "CellValues", "Example", "Writing", "shade_scale"]

Cell: TypeAlias = tuple[int, ...]
Writing: TypeAlias = Literal["numbers", "letters", "none"]


@dataclass(frozen=True)
class CellValues:
    """Numbers on two axes, and what stands for each of them in a cell or an equation."""

    numbers: Array
    texts: Texts
    """What cells show: CellText, or nothing."""
    symbols: bool = False
    """Whether letters stand for the numbers."""
    signed: bool = False
    """Whether numbers of either sign are expected, which have shades of their own."""
    among: Array | None = None
    """All numbers that their shades are to be compared with; None: these alone."""

    def value(self, cell: Cell) -> Any:
        """The number as Python's own: integers of any size, floats in double precision."""
        return plain_number(self.numbers[cell])

    def written(self, cell: Cell) -> Value | None:
        """What stands for the number in an equation; None where nothing does."""
        if not self.symbols:
            return self.value(cell)
        text = self.texts[cell]
        return text.value if isinstance(text, CellText) else None

    def whole(self, cell: Cell) -> bool:
        """Whether all of the number is shown."""
        return self.symbols or is_shown_whole(self.numbers[cell])

    def flipped(self) -> CellValues:
        """Rotated by 180 degrees."""
        return replace(self, numbers=np.flip(self.numbers), texts=np.flip(self.texts))

    def flattened(self) -> CellValues:
        """As one column, row by row."""
        column = (-1, 1)
        return replace(self, numbers=self.numbers.reshape(column), texts=self.texts.reshape(column))

    @cached_property
    def shades(self) -> Shades:
        """Each number's place between the smallest and the largest."""
        among = self.numbers if self.among is None else self.among
        return shade_levels(self.numbers, among, signed=self.signed)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A layer with its numbers, and how a story is to speak of them.

    A layer of one axis is told in strips: :attr:`plane` is the same layer with a first
    axis of one cell, so that every view knows two axes only; ``x`` and ``w`` have those.
    """

    resolved: ResolvedLayer
    """As it was asked: one axis or two."""
    x: Array
    """Shape (C, H, W)."""
    w: Array
    """As PyTorch lays weights out: two axes of channels, then the kernel's two."""
    bias: Array | None = None
    """Shape (C_out,)."""
    writing: Writing = "numbers"
    shaded: bool = False
    """Show the numbers as shades where cells are too small to hold them."""
    sampled: bool = False
    """Whether x is made of sample numbers: of their shades 0 is the palest."""
    rgb: bool = False
    """Whether three input channels are shown red, green and blue."""
    seed: int = 0
    """Of further numbers that a view may need."""
    title: str | None = None
    step_ms: int | None = None
    hold_ms: int | None = None

    @classmethod
    def single_channel(cls, resolved: ResolvedLayer, x: Array, w: Array, **options: Any) -> Example:
        """Of arrays without channels, on the layer's own axes or on two."""
        plane = plane_layer(resolved)
        return cls(
            resolved=resolved,
            x=x.reshape(1, *plane.input_size),
            w=w.reshape(1, 1, *plane.kernel_size),
            **options,
        )

    @classmethod
    def with_channels(
        cls, resolved: ResolvedLayer, x: Array, w: Array, bias: Array | None, **options: Any
    ) -> Example:
        """Of arrays with channels, on the layer's own axes or on two."""
        plane, layer = plane_layer(resolved), resolved.layer
        channels = w.shape[:2] if w.ndim > len(resolved.axes) else (1, 1)
        return cls(
            resolved=resolved,
            x=x.reshape(layer.in_channels, *plane.input_size),
            w=w.reshape(*channels, *plane.kernel_size),
            bias=bias,
            **options,
        )

    @property
    def strip(self) -> bool:
        return len(self.resolved.axes) == 1

    @property
    def stamps(self) -> bool:
        """Whether the kernel stamps, once for each input cell; else it reads, for each output."""
        return self.resolved.operation.driven_by == "input"

    @cached_property
    def plane(self) -> ResolvedLayer:
        return plane_layer(self.resolved)

    @cached_property
    def name(self) -> str:
        """The operation's name, where the user gave no title."""
        return self.resolved.operation.layer_title(self.resolved.axes)

    # -- numbers and how they are written -----------------------------------------------

    def written(self, numbers: Array, symbol: str) -> CellValues:
        """*numbers* as this lesson writes them; as letters they are all called *symbol*."""
        if self.writing == "none":
            nothing = np.full(numbers.shape, "", object)
            return CellValues(numbers, nothing, symbols=True, signed=self.signed)
        if self.writing == "letters":
            texts = numbered(symbol, numbers.shape)
            return CellValues(numbers, texts, symbols=True, signed=self.signed)
        texts = np.full(numbers.shape, "", dtype=object)
        for cell in np.ndindex(*numbers.shape):
            texts[cell] = CellText.of(numbers[cell])
        return CellValues(numbers, texts, signed=self.signed)

    @cached_property
    def signed(self) -> bool:
        """Whether what is computed may be of either sign, or its shades begin with a pale 0."""
        return bool(self.sampled or (self.x < 0).any() or (self.w < 0).any())

    @property
    def scales(self) -> tuple[ShadeScale, ...]:
        """What shades stand for, of the input, the output and the kernel."""
        scales = [shade_scale(PanelContent.KERNEL, CellRole.KERNEL, self.ws)]
        if self.shaded:
            scales = [
                shade_scale(PanelContent.INPUT, CellRole.INPUT, self.xs),
                shade_scale(PanelContent.OUTPUT, CellRole.OUTPUT, self.ys),
                *scales,
            ]
        if self.writing == "none":  # their range is a number, too
            scales.append(shade_scale(PanelContent.OTHER, CellRole.STAMP, self.ws))
            return tuple(scale._replace(range="") for scale in scales)
        return tuple(scales) if self.shaded else ()

    @cached_property
    def xs(self) -> CellValues:
        """The input's first channel."""
        if self.writing == "letters":
            return CellValues(self.x[0], letter_names(self.x[0].shape), symbols=True)
        signed = bool(self.sampled or (self.x < 0).any())
        return replace(self.written(self.x[0], "x"), signed=signed)

    @cached_property
    def ws(self) -> CellValues:
        """The weights from the first input channel to the first output channel."""
        return replace(self.written(self.w[0, 0], "w"), signed=True)

    @cached_property
    def y(self) -> Array:
        """The output, (C_out, H, W); of the first channels alone where only they have weights."""
        layer, (first, second) = self.plane.layer, self.w.shape[:2]
        filters = second if self.stamps else first
        if filters * (layer.groups if self.stamps else 1) == layer.out_channels:
            return apply(layer, self.x, self.w, self.bias)
        return np.stack([self._output(filter_) for filter_ in range(filters)])

    def _output(self, filter_: int) -> Array:
        layer, read = self.plane.layer, self.plane.layer.channels_read(filter_)
        one = one_channel(self.plane).layer.replaced(in_channels=len(read))
        x, w = self.x[read.start : read.stop], self.w[filter_ : filter_ + 1]
        if self.stamps:
            own = filter_ - layer.channels_reached(read.start).start
            w = self.w[read.start : read.stop, own : own + 1]
        total: Array = apply(one, x, w).reshape(self.plane.output_size)
        return total if self.bias is None else total + self.bias[filter_]

    @cached_property
    def ys(self) -> CellValues:
        """The output's first channel."""
        return self.written(self.y[0], "y")

    @property
    def zero(self) -> str:
        """What a cell says that holds nothing but a zero."""
        return "" if self.writing == "none" else "0"

    # -- words --------------------------------------------------------------------------

    def own(self, sizes: Sequence[int]) -> Sizes:
        """Of sizes on two axes, those of the layer's own axes."""
        return tuple(sizes[1:] if self.strip else sizes)

    def by(self, sizes: Sequence[int]) -> Caption:
        """Sizes of two axes as a label writes them."""
        return Caption.of(Notation.by, self.own(sizes))

    def cell(self, symbol: str | tuple[Factor, ...], cell: Cell) -> CellName:
        """A cell of two axes as an equation names it: ``y[1,2]``."""
        return CellName(symbol, tuple(int(at) for at in self.own(cell)))

    def equation(
        self,
        symbol: str | tuple[Factor, ...],
        result: CellValues,
        cell: Cell,
        terms: Sequence[tuple[Cell, Cell]],
        left: CellValues,
        right: CellValues,
        *,
        nothing: str,
    ) -> Equation:
        """result[cell] as the sum of left·right over *terms*, pairs of their cells."""
        name = self.cell(symbol, cell)
        if self.writing == "none":
            products = counted(len(terms), "product") if terms else "nothing"
            return Equation(target=name, remark=f"adds up {products}")
        letters = self.writing == "letters"
        value = result.written(cell)
        return Equation(
            target=value if letters else name,
            terms=tuple(Product((left.written(one), right.written(two))) for one, two in terms),
            value=value if not letters else None if terms else 0,
            rounded=not (
                result.whole(cell)
                and all(left.whole(one) and right.whole(other) for one, other in terms)
            ),
            remark="" if terms else f"no input cell {nothing}",
        )

    def output_equation(self, cell: Cell, nothing: str = "under the window") -> Equation:
        """y[cell] as the sum of its products, in the order the kernel's window reads them."""
        taps = self.plane.operation.taps(self.plane, cell)
        pairs = [(tap.input_cell, tap.weight_cell) for tap in taps]
        told = self.equation("y", self.ys, cell, pairs, self.xs, self.ws, nothing=nothing)
        zeros = self.ws.numbers.size - len(pairs) if pairs and told.terms else 0
        return replace(told, zeros=zeros)


INSIDE: Final = 4
"""One end of a range is so many times as far from 0 as the other, and 0 is not in its middle."""


def shade_scale(content: PanelContent, role: CellRole, values: CellValues) -> ShadeScale:
    low, high = values.numbers.min(), values.numbers.max()
    middle = 0 if INSIDE * high > -low > high / INSIDE > 0 else low / 2 + high / 2
    levels = shade_levels(np.array([low, middle, high]), values.numbers, signed=values.signed)
    first, second, last = map(int, levels)
    return ShadeScale(content, role, Caption.of(Notation.range, low, high), (first, second, last))
