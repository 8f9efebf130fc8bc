"""What a kernel slides over: the input with its zeros and padding, and the window upon it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..cell_text import widest, widest_product
from ..example import CellValues, Example
from ..frame import LIT, CellRole, CellRoles, Grid, Label, LegendEntry, Mark, Shades, Texts
from ..label import ShortenedLabel
from ..notation import PRINTED, CellText
from ..roles import UNSHADED
from ..values import Product
from .axis_cells import Line
from .base import blank_texts, kernel_grid, still

__all__ = ["Window"]

_SPREAD: Final = ShortenedLabel(("input", "zeros inserted"), "input and zeros")


class Window:
    """The grids of one layer seen as an ordinary convolution.

    Of the lesson's own layer, unless another *resolved* (of two axes), its input *xs*
    and kernel *ws* are given.
    """

    def __init__(
        self,
        example: Example,
        resolved: ResolvedLayer | None = None,
        xs: CellValues | None = None,
        ws: CellValues | None = None,
    ) -> None:
        self._example = example
        self.resolved = resolved or example.plane
        self._xs, self._ws = xs or example.xs, ws or example.ws
        self._inserts_zeros = self.resolved.operation.inserts_zeros
        self.turned = self.resolved.axes[-1].rotated
        self.weights = self._ws.flipped() if self.turned else self._ws  # as the window has them
        self.lines = tuple(
            Line.of(axis, i, o)
            for axis, i, o in zip(
                self.resolved.axes, self.resolved.input_size, self.resolved.output_size, strict=True
            )
        )

    # -- what is in the cells -----------------------------------------------------------

    @cached_property
    def roles(self) -> CellRoles:
        """Every cell after padding, none dropped yet."""
        rows, columns = (np.array(line.roles(), np.uint8) for line in self.lines)
        # A row of padding is padding all along, and op counts for more than padding.
        return np.maximum(rows[:, None], columns[None, :])

    @cached_property
    def _texts(self) -> Texts:
        texts = np.full(self.roles.shape, self._example.zero, dtype=object)
        texts[self._input] = self._xs.texts
        return texts

    @cached_property
    def _shades(self) -> Shades | None:
        if not self._example.shaded:
            return None
        shades = np.full(self.roles.shape, UNSHADED, np.uint8)
        shades[self._input] = self._xs.shades
        return shades

    @property
    def _input(self) -> tuple[npt.NDArray[np.intp], ...]:
        return np.ix_(*(line.input_at for line in self.lines))

    @cached_property
    def cropped(self) -> npt.NDArray[np.bool_]:
        rows, columns = (line.cropped for line in self.lines)
        return rows[:, None] | columns[None, :]

    @cached_property
    def unread(self) -> npt.NDArray[np.bool_]:
        """Cells that no kernel position reads; of a transposed layer, real input cells only."""
        rows, columns = (line.read for line in self.lines)
        unread = ~(rows[:, None] & columns[None, :]) & ~self.cropped
        return unread & (self.roles == CellRole.INPUT) if self._inserts_zeros else unread

    @cached_property
    def notes(self) -> dict[tuple[int, int], str]:
        """The weight each tap multiplies with, by its cell inside the window."""
        if self._example.writing == "none":
            return {}
        down, across = (axis.d for axis in self.resolved.axes)
        return {
            (row * down, column * across): f"×{PRINTED.factor(self.weights.written((row, column)))}"
            for row, column in np.ndindex(*self.weights.numbers.shape)
        }

    # -- grids --------------------------------------------------------------------------

    def input(self) -> Grid:
        """The input alone, its cells close together in the middle."""
        rows, columns = (line.close_together() for line in self.lines)
        inner = self._input
        return Grid(
            label="input",
            size_label=self._example.by(self.resolved.input_size),
            roles=self.roles[inner],
            texts=self._texts[inner],
            row_at=rows,
            column_at=columns,
            shades=None if self._shades is None else self._shades[inner],
        )

    def expanded(self) -> Grid:
        """The input with its zeros inserted, where the padding will leave it."""
        inner = np.ix_(*(line.expanded_at for line in self.lines))
        rows, columns = (tuple(float(n) for n in line.expanded_at) for line in self.lines)
        return Grid(
            label=_SPREAD if self.spreads else "input",
            size_label=self._example.by(self.resolved.expanded_size),
            roles=self.roles[inner],
            texts=self._texts[inner],
            row_at=rows,
            column_at=columns,
            shades=None if self._shades is None else self._shades[inner],
        )

    def padded_grid(self) -> Grid:
        """All cells after padding; those that are cropped are still there."""
        return self._padded_with(self.label(cropped=False), np.zeros(self.roles.shape, np.bool_))

    def after_crop(self) -> Grid:
        return self._padded_with(self.label(), self.cropped)

    @cached_property
    def sliding_grid(self) -> Grid:
        """As the kernel slides over it, with no window yet."""
        ready = self._padded_with(self.label(), self.cropped)
        ready.roles[self.unread & (ready.roles == CellRole.INPUT)] = CellRole.UNREAD
        return ready

    def _padded_with(self, label: Label, dropped: npt.NDArray[np.bool_]) -> Grid:
        roles, texts = self.roles.copy(), self._texts
        if dropped.any():
            roles[dropped], texts = CellRole.DROPPED, texts.copy()
            texts[dropped] = ""
        size = self.slid_size if dropped.any() else roles.shape
        return still(label, self._example.by(size), roles, texts, shades=self._shades)

    def window_at(self, cell: Sizes) -> Sizes:
        """The first cell under the window at output *cell*."""
        return tuple(line.window_at(at) for line, at in zip(self.lines, cell, strict=True))

    def under(self, cell: Sizes) -> Grid:
        """With the window at output *cell*."""
        top, left = self.window_at(cell)
        (down, across), (rows, columns) = (
            [axis.d for axis in self.resolved.axes],
            self.resolved.kernel_extent,
        )
        roles = self.sliding_grid.roles.copy()
        roles[top : top + rows : down, left : left + columns : across] |= LIT
        return replace(
            self.sliding_grid,
            roles=roles,
            notes={(top + row, left + column): n for (row, column), n in self.notes.items()},
            marks=(
                Mark(top, left, rows, columns, "window" if down == across == 1 else "extent"),
                *self._before(cell),
            ),
        )

    def _before(self, cell: Sizes) -> tuple[Mark, ...]:
        """The cells that the window has left in its last step, where that is a long one."""
        row, column = cell
        if not column:
            return ()
        (top, left), (_, now) = self.window_at((row, column - 1)), self.window_at(cell)
        rows, columns = self.resolved.kernel_extent
        step = now - left
        return (Mark(top, left, rows, min(step, columns), "before"),) if step > 1 else ()

    def kernel(self, label: Label = "kernel", *, turned: bool = False) -> Grid:
        """The kernel as given, or turned as it is used."""
        weights = self.weights if turned else self._ws
        return kernel_grid(self._example, self.resolved, label, weights)

    def products(self, cell: Sizes) -> Grid | None:
        """What each weight multiplies at output *cell*; None where nothing is written."""
        if self._example.writing == "none":
            return None
        shape = self.weights.numbers.shape
        starts = [(at, a.d) for at, a in zip(self.window_at(cell), self.resolved.axes, strict=True)]
        taps = tuple(slice(at, at + k * d, d) for (at, d), k in zip(starts, shape, strict=True))
        read = self.roles[taps] == CellRole.INPUT
        roles, texts = np.full(shape, CellRole.GHOST, np.uint8), np.full(shape, "0", dtype=object)
        roles[read] = CellRole.PRODUCT
        for tap in map(tuple, np.argwhere(read).tolist()):
            at = self._input_cell(tuple(b + n * d for (b, d), n in zip(starts, tap, strict=True)))
            factors = self._xs.written(at), self.weights.written(tap)
            texts[tap] = CellText.of(Product(factors))
        return still("products", "", roles, texts)

    def no_products(self) -> Grid | None:
        """The empty card, before the window is anywhere."""
        products = self.products(tuple(0 for _ in self.lines))
        if products is None:
            return None
        shape = products.roles.shape
        ghosts = np.full(shape, CellRole.GHOST, np.uint8)
        return still(products.label, "", ghosts, blank_texts(shape))

    def widest_product(self) -> CellText:
        """As wide as any product, with the sign that is drawn in it; its value is as wide."""
        left, right = (
            widest(
                PRINTED.factor(values.written(cell)) for cell in np.ndindex(*values.numbers.shape)
            )
            for values in (self._xs, self.weights)
        )
        value = widest_product(self._xs.numbers, self.weights.numbers)
        return CellText.named(f"{left}×{right}", value)

    def _input_cell(self, cell: Sizes) -> Sizes:
        return tuple(line.input_at.index(at) for line, at in zip(self.lines, cell, strict=True))

    # -- words --------------------------------------------------------------------------

    @property
    def spreads(self) -> bool:
        return self.resolved.expanded_size != self.resolved.input_size

    @property
    def slid_size(self) -> Sizes:
        """Size of what the kernel slides over: padded, then cropped."""
        return tuple(line.cells - int(line.cropped.sum()) for line in self.lines)

    @property
    def ends(self) -> list[int]:
        """The padding at every end."""
        return [end for line in self.lines for end in line.padding]

    def label(self, *, cropped: bool = True) -> Label:
        done = ["zeros inserted"] * (self._inserts_zeros and self.spreads)
        done += ["padded"] * (max(self.ends) > 0) + ["cropped"] * (cropped and min(self.ends) < 0)
        if not done:
            return "input"
        if done == ["zeros inserted"]:
            return _SPREAD
        return ShortenedLabel(("input", *done), f"{done[-1]} input")

    def all_roles(self) -> set[int]:
        """Every look its cells can have, lit or not."""
        left = {int(role) for role in np.unique(self.roles)}
        left |= {int(role) for role in np.unique(self.sliding_grid.roles)}
        return left | {role | LIT for role in left}

    def noted_roles(self) -> frozenset[int]:
        """Those of its looks that lie under the window's taps."""
        return frozenset(role for role in self.all_roles() if role & LIT)

    def legend(self) -> tuple[LegendEntry, ...]:
        names = {
            CellRole.ZERO: "inserted zero",
            CellRole.PAD: "padding",
            CellRole.OP: "from op",
            CellRole.DROPPED: "cropped",
            CellRole.UNREAD: "never read",
        }
        shown = self.all_roles()
        return tuple(LegendEntry(role, text) for role, text in names.items() if role in shown)
