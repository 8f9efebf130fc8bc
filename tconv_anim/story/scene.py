"""A scene: what a view says of one moment, before the frames are timed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .equation import Verdict, Working
from .frame import Equation, Frame, Grid
from .notation import Text
from .timing import Pace

__all__ = ["Scene", "runs_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """A frame before it is known how many there are and how long each stays."""

    step: int
    grids: Mapping[str, Grid | None]
    pace: Pace = Pace.STEP
    caption: Text = ""
    equation: Equation | None = None
    asides: Mapping[str, Equation] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    carries: tuple[str, str] | None = None
    drops: tuple[str, str] | None = None
    about: Text = ""
    workings: tuple[Working, ...] = ()

    def frame(self, index: int, total: int, ms: int, *, fast: bool = False) -> Frame:
        """It as one of *total* frames, which stays for so many milliseconds."""
        return Frame(
            index=index,
            total=total,
            step=self.step,
            grids=self.grids,
            caption=self.caption,
            equation=self.equation,
            asides=self.asides,
            verdicts=self.verdicts,
            workings=self.workings,
            carries=self.carries,
            drops=self.drops,
            about=self.about,
            ms=ms,
            fast=fast,
        )


def runs_of(scenes: Sequence[Scene], begin: int = 0) -> list[range]:
    """The numbers of scenes that follow each other and are not held, in the same step."""
    found: list[range] = []
    for (_, pace), run in itertools.groupby(scenes, lambda scene: (scene.step, scene.pace)):
        end = begin + len(list(run))
        found += [range(begin, end)] if pace is Pace.STEP else []
        begin = end
    return found
