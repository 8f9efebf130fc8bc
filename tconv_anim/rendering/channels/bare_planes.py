"""Channels as slanted planes alone: no slices, sums, signs and words between or beside them."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from ...story.frame import CellRole
from ..primitives import Box
from .arrow import SumArrow
from .slab import SLAB_ROLE, slab_layers, slab_thickness
from .slanted import SlantedLayout
from .slanted_measures import APART, GAP
from .slanted_sizes import SlantedSizes

__all__ = ["BarePlanes", "BarePlanesDown"]

BETWEEN: Final = 40
"""White between inputs and outputs."""


class BarePlanes(SlantedLayout):
    """Inputs above each other at the left, outputs at the right."""

    def place(self) -> None:
        self.output_unit = self._largest_output_unit()
        sizes = self._sizes(self.pitch, self.output_unit)
        self.planes, self.filters, self.slabs = {}, {}, []
        inputs, outputs = self._sides(sizes)
        self._stack_inputs(inputs, sizes)
        self._stack_bare_outputs(outputs, sizes)
        nowhere = (0, 0)
        self.arrow = SumArrow({}, nowhere, None, nowhere, {}, 0, 0)

    def move(self, x: int, y: int) -> None:
        """Move all planes by so many pixels."""
        self.planes = {name: (left + x, top + y) for name, (left, top) in self.planes.items()}
        self.slabs = [slab._replace(x=slab.x + x, y=slab.y + y) for slab in self.slabs]

    @property
    def box(self) -> Box:
        """The box around all planes."""
        units = {panel.name: self.output_unit for panel in self.outputs}
        corners = []
        for name, (x, y) in self.planes.items():
            panel, unit = self.panels[name], units.get(name, self.pitch)
            left = x - self._left(panel, unit)
            corners.append((left, y, left + self._wide(panel, unit), y + self._high(panel, unit)))
        for slab in self.slabs:
            unit = units.get(slab.like.name, self.pitch)
            left, wide = slab.x - self._left(slab.like, unit), self._wide(slab.like, unit)
            below = slab.y + self._high(slab.like, unit) + slab_thickness(self.scale, slab.layers)
            corners.append((left, slab.y, left + wide, below))
        lefts, tops, rights, bottoms = zip(*corners, strict=True)
        left, top = min(lefts), min(tops)
        return Box(left, top, max(rights) - left, max(bottoms) - top)

    # -- sizes ---------------------------------------------------------------------------

    @cached_property
    def _label_widths(self) -> dict[int, int]:
        return {0: 0, 1: 0, -1: 0}

    @cached_property
    def _filter_width(self) -> int:
        return 0

    def _slice_pitch(self, _pitch: int) -> int:
        return 0

    def _more_drop(self, _unit: int) -> int:
        return 0

    @property
    def _rest_deep(self) -> int:
        return slab_thickness(self.scale, slab_layers(self.rows.hidden))

    def _rest_drop(self, _sizes: SlantedSizes) -> int:
        return 0

    def _least_row(self, pitch: int, _slices: int) -> int:
        return self._thick(self.first, pitch, self.rows.ring) + self.scale.px(APART)

    def _least_last(self, _slices: int) -> int:
        return 0

    def _least_output(self, _slices: int) -> int:
        return 0

    def _between_wide(self, _kernel: int) -> int:
        return self.scale.px(BETWEEN)

    def _outputs_reach(self, _unit: int, _slices: int, *, above: bool) -> tuple[int, int]:
        return 0, 0

    def _named_over(self, *_sizes: int, above: bool, tucked: bool, pitch: int) -> int:
        return 0

    # -- places --------------------------------------------------------------------------

    def _sides(self, sizes: SlantedSizes) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where inputs and outputs begin: left, top."""
        area, inputs = self.area, self._wide(self.first, self.pitch)
        outputs = self._wide(self.outputs[0], self.output_unit)
        free = max(area.width - inputs - outputs, 0)
        between = min(free // 2, 3 * self.scale.px(BETWEEN))
        left = area.x + (free - between) // 2
        tops = (
            area.y + max(area.height - high, 0) // 2
            for high in (
                self._inputs_high(sizes),
                self._outputs_high(sizes, self.output_unit),
            )
        )
        one, other = tops
        return (left, one), (left + inputs + between, other)

    def _stack_inputs(self, start: tuple[int, int], sizes: SlantedSizes) -> None:
        x, top = start
        for number, (name, *_) in enumerate(self.rows.rows):
            back = top + self._back(number, sizes)
            self.planes[name] = x + self._left(self.first, self.pitch), back
        if self.rows.hidden:
            self._add_slab(self.rows.rows[-1][0], SLAB_ROLE)

    def _stack_bare_outputs(self, start: tuple[int, int], sizes: SlantedSizes) -> None:
        x, top = start
        for number, panel in enumerate(self.outputs):
            left = x + self._left(panel, self.output_unit)
            self.planes[panel.name] = left, top + number * sizes.output
        if self.rows.more:
            self._add_slab(self.outputs[-1].name, CellRole.TODO)


class BarePlanesDown(BarePlanes):
    """For upright pages: the outputs below the inputs."""

    def _whole_wide(self, inputs: int, others: int) -> int:
        return max(inputs, others - self.scale.px(BETWEEN))

    def _outputs_fit(self, pitch: int, unit: int, ease: float) -> bool:
        sizes = self._sizes(pitch, unit)
        high = (len(self.outputs) - 1) * sizes.output + self._high(self.outputs[0], unit)
        high += slab_thickness(self.scale) if self.rows.more else 0
        high += self._inputs_high(sizes) + self.scale.px(GAP)
        return high * (1 + (ease - 1) / 4) <= self.room_high and sizes.wide <= self.area.width

    def _sides(self, sizes: SlantedSizes) -> tuple[tuple[int, int], tuple[int, int]]:
        area, inputs = self.area, self._inputs_high(sizes)
        free = max(area.height - inputs - self._outputs_high(sizes, self.output_unit), 0)
        gap = min(free // 2, self.scale.px(BETWEEN))
        top = area.y + (free - gap) // 2
        wides = (
            self._wide(panel, unit)
            for panel, unit in ((self.first, self.pitch), (self.outputs[0], self.output_unit))
        )
        one, other = (area.x + (area.width - wide) // 2 for wide in wides)
        return (one, top), (other, top + inputs + gap)
