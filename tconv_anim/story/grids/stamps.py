"""What the input's stamps make: sums that grow, how often each is reached, the crop."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from ..example import Cell, CellValues
from ..frame import LIT, CellRole, CellRoles, Grid, LegendEntry, Mark, Shades
from ..label import ShortenedLabel
from ..notation import CellText
from ..roles import UNSHADED
from ..shades import product_levels, shade_levels
from .base import blank_texts, full_grid, kernel_grid, still
from .stamp_sums import StampSums

__all__ = ["HITS", "Stamps", "hit_legend"]

CROPPED_SUM: Final = ShortenedLabel(("sum of the stamps", "cropped"), "cropped sum")
HITS = (CellRole.TODO, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN)
"""Role of a sum that no, one, two, more stamps have reached."""


def hit_legend(most: int, *, places: bool = False) -> list[LegendEntry]:
    """What the shades of sums say that are reached *most* times at most.

    *places*: from so many positions, where several channels give from each.
    """
    names = ("once", "twice", "3 times or more")
    if places:
        names = ("from 1 position", "2", "3 or more")
    return [LegendEntry(role, name) for role, name in zip(HITS[1:], names, strict=True)][:most]


class Stamps(StampSums):
    """The grids of one layer seen from its input."""

    # -- grids --------------------------------------------------------------------------

    def input(self, number: int | None) -> Grid:
        """The input, the cell lit that is giving."""
        grid = full_grid(self._example, "input", self.xs, CellRole.INPUT)
        if number is None:
            return grid
        row, column = self.input_cell(number)
        roles = grid.roles.copy()
        roles[row, column] |= LIT
        return replace(grid, roles=roles, marks=(Mark(row, column, 1, 1, "window"),))

    @property
    def turned(self) -> bool:
        """Whether the kernel lands turned by 180 degrees, as where a convolution's shares go."""
        return not self.resolved.axes[-1].rotated

    @property
    def weights(self) -> CellValues:
        """The kernel as it lands."""
        return self._example.ws.flipped() if self.turned else self._example.ws

    def stamp(self, number: int) -> Grid:
        """The kernel as it lands, times an input cell; a ghost where that lands nowhere."""
        example = self._example
        texts = blank_texts(example.ws.numbers.shape)
        roles = np.full(texts.shape, CellRole.GHOST, np.uint8)
        for weight in np.ndindex(*texts.shape):
            if example.writing != "none":
                texts[weight] = CellText.of(self.product(number, weight))
        for _, weight in self.targets(number):
            roles[weight] = CellRole.STAMP
        shades = self._stamp_shades(number)
        if self.turned:
            texts, roles, shades = np.flip(texts), np.flip(roles), np.flip(shades)
        label = "stamp" if self.crops_result else "shares"
        grid = kernel_grid(example, self.resolved, label, texts)
        weights = grid.roles == CellRole.KERNEL
        grid.roles[weights] = roles.ravel()
        if not (example.shaded or example.writing == "none"):
            return replace(grid, size_label="")
        levels = np.full(grid.roles.shape, UNSHADED, np.uint8)
        levels[weights] = np.where(roles == CellRole.STAMP, shades, UNSHADED).ravel()
        return replace(grid, size_label="", shades=levels)

    def _stamp_shades(self, number: int) -> Shades:
        """Of each weight its product among sums, or where none is written among products."""
        weights, xs = self._example.ws.numbers.astype(float), self.xs.numbers.astype(float)
        products = weights * xs[self.input_cell(number)]
        if self._example.writing != "none":
            return shade_levels(products, self.total, signed=self._example.signed)
        return product_levels(products, xs, weights)

    def empty_stamp(self) -> Grid:
        """The place of a stamp before the first."""
        grid = self.stamp(0)
        roles = np.where(grid.roles == CellRole.GAP, CellRole.GAP, CellRole.TODO).astype(np.uint8)
        return replace(grid, roles=roles, texts=blank_texts(roles.shape), marks=(), shades=None)

    @property
    def label(self) -> str:
        return "sum of the stamps" if self.crops_result else "output"

    def result(self, number: int | None) -> Grid:
        """The sums after input cell *number* (None: before the first), its shares lit."""
        return self._sums(0 if number is None else number + 1, number)

    def complete(self) -> Grid:
        """The sums of all stamps, none of them lit; a cell that none reached says so."""
        grid = self._sums(self.xs.numbers.size, None)
        never = self.inside_reach & (self.hits == 0)
        grid.roles[never], grid.texts[never] = CellRole.ZERO, self._example.zero
        return grid

    def with_appended(self) -> Grid:
        """The same with the cells that output padding appends."""
        grid = self.complete()
        appended = self.inside_output & ~self.inside_reach
        grid.roles[appended], grid.texts[appended] = CellRole.OP, self._example.zero
        return grid

    def _sums(self, count: int, number: int | None) -> Grid:
        self.after(count)
        roles = self._looks_of_hits()
        notes, marks = {}, self.kept_marks()
        if number is not None and (targets := self.targets(number)):
            for cell, weight in targets:
                roles[cell] = HITS[min(int(self.hits[cell]), len(HITS) - 1)] | LIT
                if self.hits[cell] > 1:
                    notes[cell] = self.note(number, weight)
            marks += (self.stamp_mark(number),)
        return still(
            self.label,
            self._example.by([line.reached_cells for line in self.lines]),
            roles,
            self._texts.copy(),
            notes=notes,
            marks=marks,
            shades=self._shades(),
        )

    def stamp_mark(self, number: int) -> Mark:
        """The frame around all that an input cell reaches."""
        rows, columns = zip(*(cell for cell, _ in self.targets(number)), strict=True)
        top, left = min(rows), min(columns)
        return Mark(top, left, max(rows) - top + 1, max(columns) - left + 1, "window")

    def result_at(self, cell: Cell | None, done: int) -> Grid:
        """The result in the first *done* output cells, what is cropped crossed out.

        *cell* is looked at.
        """
        grid = self.with_appended()
        pending = np.ones(grid.roles.shape, bool)
        for number in range(done):
            row, column = divmod(number, self._example.plane.output_size[1])
            pending[self.place_of((row, column))] = False
        grid.roles[pending & self.inside_output] = CellRole.TODO
        grid.roles[~self.inside_output & self.inside_reach] = CellRole.DROPPED
        grid.texts[pending] = ""
        if self.crops:
            size = self._example.by(self.resolved.output_size)
            grid = replace(grid, label=CROPPED_SUM, size_label=size)
        shades = None if grid.shades is None else np.where(pending, np.uint8(UNSHADED), grid.shades)
        if cell is None:
            return replace(grid, shades=shades)
        place = self.place_of(cell)
        grid.roles[place] = CellRole.NOW
        return replace(grid, marks=(*grid.marks, Mark(*place, 1, 1, "now")), shades=shades)

    def _looks_of_hits(self) -> CellRoles:
        """How often each is reached; what will be cropped is a ghost."""
        roles = np.array(HITS, np.uint8)[np.minimum(self.hits, len(HITS) - 1)]
        roles[~self.inside_output] = CellRole.GHOST
        roles[~self.inside_reach] = CellRole.NONE
        return roles

    @property
    def tells_hits(self) -> bool:
        """Whether cells too small for their sums say how often they were reached, as larger do."""
        return self._example.sampled

    def _shades(self) -> npt.NDArray[np.uint8] | None:
        if self.tells_hits or not self._example.shaded:
            return None
        levels = shade_levels(self.sums, self.total, signed=self._example.signed)
        return np.where((self.hits > 0) & self.inside_output, levels, UNSHADED).astype(np.uint8)

    def noted_roles(self) -> frozenset[int]:
        """Looks of the result's cells under a stamp."""
        return frozenset({CellRole.NOW, *(role | LIT for role in HITS[1:])})

    def all_roles(self) -> set[int]:
        """Every look of the stamp, and of the result's cells where no stamp is."""
        roles = {*HITS, CellRole.OUTPUT, CellRole.NOW, CellRole.STAMP, CellRole.GHOST}
        roles |= {CellRole.DROPPED} if self.crops else set()
        roles |= {CellRole.OP} if self.appends else set()
        roles |= {CellRole.ZERO} if (self.counts == 0).any() else set()
        return {*roles}

    def kept_marks(self) -> tuple[Mark, ...]:
        """The frame around what remains, where something goes or comes."""
        if not (self.crops or self.appends):
            return ()
        (top, bottom), (left, right) = (line.kept_span for line in self.lines)
        return (Mark(top, left, bottom - top, right - left, "kept"),)

    def cropping(self) -> Grid:
        """The whole result: what goes is crossed out, what output padding appends is there."""
        grid = self.with_appended()
        grid.roles[~self.inside_output & self.inside_reach] = CellRole.DROPPED
        return grid

    def output(self, ys: CellValues) -> Grid:
        """What remains: the output, in its place."""
        grid = self.cropping()
        (top, bottom), (left, right) = (line.kept_span for line in self.lines)
        inner = np.s_[top:bottom, left:right]
        return Grid(
            label="output",
            size_label=self._example.by(self.resolved.output_size),
            roles=grid.roles[inner],
            texts=ys.texts,
            row_at=tuple(range(top, bottom)),
            column_at=tuple(range(left, right)),
            shades=None if grid.shades is None else grid.shades[inner],
        )
