"""What is said over slanted planes, in corners that they leave free."""

from __future__ import annotations

from typing import Final

from ...story.label import label_text
from ..primitives import TextLine
from ..signs import Sign
from .annotations import meets_sign
from .corner_words import FreeCorners
from .slanted_measures import SlantedMeasures
from .slanted_shapes import NEAR
from .slanted_sizes import SlantedSizes

__all__ = ["SlantedHeads"]

CLOSE: Final = 4
"""White between words in a corner and the edge of their plane."""


class SlantedHeads(SlantedMeasures):
    """Words over planes that have their places."""

    planes: dict[str, tuple[int, int]]
    """The pixel of each plane's back corner."""
    filters: dict[str, tuple[str, int, int]]
    """What is said of each output's filter, and where: pen and baseline."""

    def say_heads(self, sizes: SlantedSizes, end: int) -> None:
        """Say what planes are, and their size together; words over inputs end at *end*."""
        name, made = self.rows.rows[0][0], self.outputs[0].name
        inputs, outputs = self.rows.heads[0], self.rows.heads[-1]
        room = self._area_top, end
        corners = self._free_corners(name, self.pitch, room, tucked=sizes.names_between)
        lines = [
            corners.fitting_line((*words, inputs.first), self.label_px, self._is_free)
            for words in ([inputs.plain_sized], inputs.sized)
        ]
        self.input_heads = tuple(line for line in lines if line)
        room = self._outputs_top, self.area.x + self.area.width
        corners = self._free_corners(made, self.output_unit, room, tucked=self._labels < 2)
        wordings = outputs.together, outputs.first
        if line := corners.fitting_line(wordings, self.label_px, self._is_free):
            self.signs.append(Sign((line,), (made,), (made,)))

    def _is_free(self, line: TextLine) -> bool:
        """Whether nothing else is said there, and no sign stands there."""
        filters = [
            TextLine(x, baseline, words, "bold", self.label_px, "w", "paper")
            for words, x, baseline in self.filters.values()
        ]
        names = [
            TextLine(x, at[1], label_text(label), "sans", self.label_px, "muted", "paper")
            for place in self.places.values()
            if place.width and (at := place.label_at)
            for x in [at[0] if place.label_left else at[0] - place.width]
            for label, _ in place.panel.labels
        ]
        others = [*self.words, *filters, *names, *self.input_heads, *self.box_names]
        return not meets_sign(line, self.signs, 1, others)

    @property
    def _area_top(self) -> int:
        """Where words may begin, in the white that is around panels."""
        return self.area.y - self.scale.px(CLOSE)

    @property
    def _outputs_top(self) -> int:
        """Where words over outputs may begin."""
        return self._area_top

    def _free_corners(
        self, name: str, unit: int, room: tuple[int, int], *, tucked: bool
    ) -> FreeCorners:
        """Around the first plane of a stack, from a top to a right end; *tucked*: see below."""
        panel, (x, y), tilt = self.panels[name], self.planes[name], self.tilt(unit)
        part = -1 if panel is self.outputs[0] else 0
        left, low = x - self._left(panel, unit), y + panel.rows * tilt.down_y
        right = x + panel.columns * tilt.across_x, y + panel.columns * tilt.across_y
        label = self._tuck(part, unit) + self.label_px + self.scale.px(NEAR)
        return FreeCorners(
            back=(x, y),
            left=(left, low),
            right=right,
            begin=left if part else self.area.x,
            top=room[0],
            end=room[1],
            low=low - label if tucked else low,
            near=self.scale.px(CLOSE),
            pointed_at=bool(part) and self.arrow.down,
        )
