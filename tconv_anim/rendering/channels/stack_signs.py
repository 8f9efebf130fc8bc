"""Signs between the stacks of a section, and what their arrows say."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ...story.frame import Panel
from .. import glyphs
from ..arrangements import sign_word
from ..panel_rows import APART
from ..place import Place
from ..primitives import TextLine
from ..signs import Sign
from .added_product import AddedProduct
from .stack_sizes import StackSizes

__all__ = ["StackSigns"]

_DOWN: Final = {"→": "↓", "⟶": "↓"}
"""Arrows of stacks that stand below each other."""


@dataclass
class StackSigns(StackSizes):
    """Signs between panels that have their places."""

    places: dict[str, Place] = field(default_factory=dict)
    signs: list[Sign] = field(default_factory=list)
    added: list[AddedProduct] = field(default_factory=list)
    """What arrows say that lead from slices to outputs."""

    def joined_panels(
        self, before: tuple[Panel, ...], stack: tuple[Panel, ...]
    ) -> Iterator[tuple[Sequence[Panel], Sequence[Panel]]]:
        """Which panels of two stacks a sign joins: all, those of a channel, or of a group."""
        if self.section.apart or (self.stamped and before != self.stacks[0]):
            yield from (((one,), (other,)) for one, other in zip(before, stack, strict=True))
            return
        if not self._parts:
            yield before, stack
            return
        inputs, outputs = self._parts
        left = inputs if before == self.stacks[0] else outputs
        for number in range(math.ceil(len(stack) / outputs)):
            yield (
                before[number * left : (number + 1) * left],
                stack[number * outputs : (number + 1) * outputs],
            )

    @property
    def _stamps(self) -> list[str]:
        """The stamp of each output, where each follows from a slice and a stamp of its own."""
        rows = self.section.channels
        return [stamp for _, stamp in rows.stamps] if rows else []

    @property
    def stamped(self) -> bool:
        return bool(self._stamps)

    @property
    def _unstamped(self) -> bool:
        """Whether stamps have no room, so that arrows lead from slices to outputs."""
        shown = [panel.name for stack in self.stacks for panel in stack]
        return self.stamped and self._stamps[0] not in shown

    @property
    def _parts(self) -> tuple[int, int] | None:
        """How many inputs and outputs a group has, where there are groups."""
        rows = self.section.channels
        return rows.group if rows and all(rows.group) else None

    def put_sign(
        self,
        sign: str,
        at: int,
        left: Sequence[Panel],
        right: Sequence[Panel],
        *,
        framed: bool = False,
    ) -> None:
        """Put a sign whose middle is *at*, its word above it or, between rows, beside it.

        *framed*: it stands at what is to its left while a cell of that has a frame.
        """
        glyph = _DOWN.get(sign, sign) if self.down else str(sign)
        px, wide = self.sign_px, glyphs.width("sans", self.sign_px, glyph)
        along = self._half
        if self.section.apart or self._parts or self.stamped:
            along = (self._middle(right[0]) + self._middle(right[-1])) // 2
        if framed:
            along = self._middle(left[0])
        x, y = (along, at) if self.down else (at, along)
        lines = [TextLine(x - wide // 2, y + px // 3, glyph, "sans", px, "muted", "paper")]
        if (word := sign_word(sign)) and not self._meets_row_above(right[0]):
            spoken = glyphs.width("sans", self.label_px, word)
            pen = x + wide, y + self.label_px // 3
            if not self.down:
                pen = x - spoken // 2, y - px // 3
            if self._unstamped:
                if not self.down:  # subscripts are clear of the arrow
                    top = lines[0].baseline + glyphs.sprite("sans", px, glyph).top
                    pen = pen[0], min(pen[1], top - self._deepest - 1)
                self._say_added(left[0], right[0], x, pen)
            else:
                lines.append(TextLine(*pen, word, "sans", self.label_px, "muted", "paper"))
        products: tuple[str, ...] = ()
        sides = [tuple(panel.name for panel in side) for side in (left, right)]
        if (self._parts or self._unstamped) and self.section.channels:  # there while it gives
            rows = self.section.channels
            filters = zip(rows.outputs, rows.stamps, strict=False)
            products = tuple(own[1] for y, own in filters if not {y, *own}.isdisjoint(sides[1]))
        reads = left[0].name if framed else ""
        self.signs.append(Sign(tuple(lines), sides[0], sides[1], products, framed=reads))

    @cached_property
    def _deepest(self) -> int:
        """How far subscripts reach below the line of a word."""
        drawn = glyphs.sprite("sans", self.label_px, "w₀,₀")
        return drawn.top + len(drawn.coverage)

    def _say_added(self, kernel: Panel, output: Panel, middle: int, pen: tuple[int, int]) -> None:
        """Say what is added to an *output* at the sign around *middle*, from *pen* on."""
        left, white = pen[0], self.scale.px(APART // 2)
        if self.down:  # as much for each, so that all say alike
            middles = [self._middle(one) for one in self.stacks[-1]]
            apart = [b - a - self.sign_px - white for a, b in itertools.pairwise(middles)]
            room = min([*apart, self.area.right - left - (middles[-1] - middle)])
        else:
            place, label = self.places[kernel.name], self.labels_beside(self.stacks[-1])
            end = place.x + kernel.columns * place.cells.pitch
            half = min(middle - end, self.places[output.name].x - label - middle) - white // 2
            left, room = middle - half, 2 * half
        names = [panel.name for panel in self.stacks[-1]]
        self.added.append(
            AddedProduct(
                x=left,
                baseline=pen[1],
                room=room,
                px=self.label_px,
                centred=not self.down,
                inputs=tuple(panel.name for panel in self.stacks[0]),
                kernel=kernel.name,
                stamp=self._stamps[names.index(output.name)],
            )
        )

    def _meets_row_above(self, panel: Panel) -> bool:
        """Whether a word over the sign of *panel* would be at the sign above."""
        apart = [
            self._middle(panel) - self._middle(one)
            for stack in self.stacks
            for one, other in itertools.pairwise(stack)
            if other is panel and not self.down
        ]
        return any(high < self.label_px + self.sign_px * 2 // 3 for high in apart)

    @property
    def _half(self) -> int:
        """The middle of the area along stacks."""
        area = self.area
        if self.down:
            return area.x + area.width // 2
        return area.y + (area.height + self.head) // 2

    def _middle(self, panel: Panel) -> int:
        """The middle of a panel that has its place, along its stack."""
        place = self.places[panel.name]
        pitch = place.cells.pitch
        if self.down:
            return place.x + panel.columns * pitch // 2
        return place.y + panel.rows * pitch // 2
