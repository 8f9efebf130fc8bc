"""What is said over slanted planes, in corners that they leave free."""

from __future__ import annotations

from collections.abc import Callable

from ...story.label import label_text
from ..panel_rows import APART
from ..primitives import Box, TextLine
from ..signs import Sign
from ..spans import ink_box
from .annotations import meets_sign
from .corner_words import FreeCorners
from .slanted_measures import SlantedMeasures
from .slanted_shapes import CLOSE
from .slanted_sizes import SlantedSizes

__all__ = ["SlantedHeads"]


class SlantedHeads(SlantedMeasures):
    """Words over planes that have their places."""

    planes: dict[str, tuple[int, int]]
    """The pixel of each plane's back corner."""
    said = 0
    """How much of what planes are is said over them, and whether slices have names."""
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
        self.said = 2 * bool(sizes.above or self._labels) + sum(
            2 * (line.text in (inputs.plain_sized, inputs.sized[0]))
            + (line.text in (inputs.plain_sized, *inputs.sized))
            + (line.x <= corners.left[0])  # the same side on every page
            for line in self.input_heads
        )
        room = self._outputs_top, self._outputs_end
        corners = self._free_corners(made, self.output_unit, room, tucked=self._labels < 2)
        wordings = outputs.together, outputs.first
        if line := corners.fitting_line(wordings, self.label_px, self._is_free):
            self.signs.append(Sign((line,), (made,), (made,)))
            self.said += 3 * (line.text == outputs.together)
        if self.rows.heads[1].rest:
            self._say_turned()

    def _say_turned(self) -> None:
        """Say that slices are turned, as soon as they are: over the first of them, or beside it."""
        head, first = self.rows.heads[1], self.places[self.rows.rows[0][1]]
        baseline = first.y - self.near_drop
        if first.label_left:  # which is over it, too
            baseline -= self.label_px + self.scale.px(CLOSE)
        sums = [self.places[row[2]] for row in self.rows.rows]
        end = min(one.right for one in sums)
        if any(one.y - self.scale.px(CLOSE) < baseline for one in sums[:1]):
            end = min(one.x for one in sums) - self.scale.px(CLOSE)
        over = first.x, baseline, end
        right = first.right + self.scale.px(APART // 2)
        beside = right, first.y + self.label_px, min(one.x for one in sums)
        for at in over, beside:
            lines = [
                next((one for one in map(self._line_at(*at), words) if one), None)
                for words in (head.plain, head.wordings)
            ]
            if (turned := lines[1]) and turned.text != head.first:
                plain = turned if self.rows.stamps or not lines[0] else lines[0]
                names = [name for name, _ in self.rows.stamps]
                names = names or [row[1] for row in self.rows.rows]
                self.slice_heads.append((tuple(names), (plain, turned)))
                return

    def _line_at(self, x: int, baseline: int, end: int) -> Callable[[str], TextLine | None]:
        """How a line is made there, of words that are clear of all planes and lines."""

        def line(words: str) -> TextLine | None:
            one = TextLine(x, baseline, words, "sans", self.label_px, "muted", "paper")
            box = ink_box(one)
            room = self._area_top <= box.y and box.x + box.width <= end
            clear = not any(self._covers(name, box) for name in self.planes)
            return one if room and clear and self._is_free(one) else None

        return line

    def _covers(self, name: str, box: Box) -> bool:
        """Whether a plane may be in a box with white around it."""
        (x, y), panel = self.planes[name], self.panels[name]
        tilt = self.tilt(self.pitch if panel.content is self.first.content else self.output_unit)
        ax, ay = panel.columns * tilt.across_x, panel.columns * tilt.across_y
        dx, dy = panel.rows * tilt.down_x, panel.rows * tilt.down_y
        near, whole = self.scale.px(CLOSE), ax * dy - ay * dx
        corners = [
            (left - x, top - y)
            for left in (box.x - near, box.x + box.width + near)
            for top in (box.y - near, box.y + box.height + near)
        ]
        across = [(dy * left - dx * top) / whole for left, top in corners]
        down = [(ax * top - ay * left) / whole for left, top in corners]
        return all(max(part) > 0 and min(part) < 1 for part in (across, down))

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

    @property
    def _heads_outside(self) -> tuple[str, ...]:
        """The outputs whose words may begin left of their plane."""
        return ()

    @property
    def _outputs_end(self) -> int:
        """Where words over outputs end at the right."""
        return self.area.x + self.area.width

    def _free_corners(
        self, name: str, unit: int, room: tuple[int, int], *, tucked: bool
    ) -> FreeCorners:
        """Around the first plane of a stack, from a top to a right end; *tucked*: see below."""
        panel, (x, y), tilt = self.panels[name], self.planes[name], self.tilt(unit)
        part = -1 if panel is self.outputs[0] else 0
        left, low = x - self._left(panel, unit), y + panel.rows * tilt.down_y
        right = x + panel.columns * tilt.across_x, y + panel.columns * tilt.across_y
        return FreeCorners(
            back=(x, y),
            left=(left, low),
            right=right,
            begin=left if part and name not in self._heads_outside else self.area.x,
            top=room[0],
            end=room[1],
            low=low - self._named(part, unit) if tucked else low,
            near=self.scale.px(CLOSE),
        )
