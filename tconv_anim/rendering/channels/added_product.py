"""What is added to an output, said beside the arrow from its slice where no stamp is between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...story.frame import Grid, label_text
from .. import glyphs
from ..primitives import TextLine

__all__ = ["AddedProduct", "added_words"]


def added_words(value: str, name: str = "w") -> str:
    """What is added of a *value* of the input, and a slice of that *name*.

    >>> added_words("2", "w₀,₁"), added_words("−2"), added_words("")
    ('add 2·w₀,₁', 'add (−2)·w', 'add x·w')
    """
    if not value:
        return "add x·w"
    return f"add {f'({value})' if value[0] in '−-' else value}·{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedProduct:
    """A word that follows the value which an input cell gives, and the slice that it gives it to.

    It begins at *x*, or is in the middle of *room* there if it is *centred*.
    """

    x: int
    baseline: int
    room: int
    px: int
    centred: bool
    inputs: tuple[str, ...]
    """The panels of which one has a frame around the cell that gives."""
    kernel: str
    stamp: str
    """The panel that shows something while it is given to this slice; it has no place."""

    def line(self, grids: Mapping[str, Grid | None]) -> TextLine | None:
        """The word; None while nothing is given."""
        kernel = grids.get(self.kernel)
        givers = [grid for n in self.inputs if (grid := grids.get(n)) and grid.marks]
        if not (grids.get(self.stamp) and kernel and givers):
            return None
        (mark, *_) = givers[0].marks
        row, column = (int(at) for at in mark.box[:2])
        value, name = str(givers[0].texts[row, column]), label_text(kernel.label)
        return self._fitting([added_words(value, name), added_words(value), "add"])

    @property
    def longest(self) -> tuple[TextLine, ...]:
        """What is said of a usual value, from which other words keep away."""
        line = self._fitting([added_words("−2", "w₀,₁"), added_words("−2"), "add"])
        return (line,) if line else ()

    def _fitting(self, wordings: Sequence[str]) -> TextLine | None:
        for words in wordings:
            wide = glyphs.width("sans", self.px, words)
            if wide <= self.room:
                x = self.x + (self.room - wide) // 2 * self.centred
                return TextLine(x, self.baseline, words, "sans", self.px, "muted", "paper")
        return None
