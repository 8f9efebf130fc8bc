"""What a page says of its frames, and where it stands."""

from __future__ import annotations

import operator
from collections.abc import Sequence

from ..story.frame import Frame, Section
from .caption_lines import CaptionLines
from .primitives import Box, PlacedTile, TextLine

__all__ = ["PlacedCaptions"]


class PlacedCaptions:
    """A line in *whole* that speaks for all *sections*, or one in the area of each that speaks."""

    def __init__(
        self,
        captions: CaptionLines,
        sections: Sequence[Section],
        areas: Sequence[Box],
        whole: Box,
    ) -> None:
        self._captions, self._sections, self._areas = captions, sections, areas
        self._whole = whole
        self.top = areas[-1].y
        self._recent: list[tuple[tuple[object, ...], list[TextLine]]] = []

    def end_before(self, keys: Sequence[PlacedTile]) -> None:
        """Leave *keys* that stand in the same rows the room that they have."""

        def free(area: Box) -> Box:
            ends = [
                key.x - 2 * key.tile.width
                for key in keys
                if area.y < key.y + key.tile.height and key.y < area.bottom
            ]
            right = area.right
            right = min([right, *(end for end in ends if area.x < end < right)])
            return area._replace(width=right - area.x)

        self._areas = [*map(free, self._areas)]

    def of(self, frame: Frame) -> list[TextLine]:
        """The texts of a frame."""
        said = frame.equation, frame.caption, frame.asides, frame.verdicts
        for known, lines in self._recent:  # frames on the way to another say the same
            if all(map(operator.is_, known, said)):
                return lines
        lines = self._lines(frame)
        self._recent = [(said, lines), *self._recent[:1]]
        return lines

    def _lines(self, frame: Frame) -> list[TextLine]:
        if frame.asides:
            beside = [
                (frame.asides[section.name], area)
                for section, area in zip(self._sections, self._areas, strict=True)
                if section.name in frame.asides
            ]
            return [*self._captions.equations(beside)]
        if frame.verdicts:
            return [
                line
                for section, area in zip(self._sections, self._areas, strict=True)
                if section.name in frame.verdicts
                for line in self._captions.verdict(frame.verdicts[section.name], area)
            ]
        return self._captions.both(frame.equation, frame.sentence, self._whole)
