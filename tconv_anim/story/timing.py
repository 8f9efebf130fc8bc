"""How long each frame stays. All times are milliseconds, in the 10 ms ticks of a GIF."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from ..errors import Argument, FigureError
from ..options import HOLD_MS, LAST_HOLDS, LEAST_MS, MOST_MS, STEP_MS, TICK_MS

__all__ = ["Pace", "Tempo", "tempo_for"]

MOVE_MS: Final = 60
"""A frame in which cells are on their way."""
TOTAL_MS: Final = 25_000
"""A story left to its own tempo speeds up to stay about this long."""


class Pace(Enum):
    """What a frame is to the rhythm of the story."""

    HOLD = "first of a step"
    MOVE = "cells on their way"
    STEP = "one more position"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Tempo:
    step_ms: int
    hold_ms: int

    def ms(self, pace: Pace) -> int:
        if pace is Pace.HOLD:
            return self.hold_ms
        if pace is Pace.LAST:
            return _ticks(LAST_HOLDS * self.hold_ms)
        return min(MOVE_MS, self.step_ms) if pace is Pace.MOVE else self.step_ms


def tempo_for(steps: int, holds: int, step_ms: int | None, hold_ms: int | None) -> Tempo:
    """The tempo of a story of *steps* positions and *holds* held frames.

    A time given by hand is kept; otherwise the positions speed up, down to 20 ms,
    so that the whole stays under 25 s where it can.
    """
    hold = HOLD_MS if hold_ms is None else checked_ms("hold_ms", hold_ms)
    if step_ms is not None:
        return Tempo(checked_ms("step_ms", step_ms), hold)
    left = TOTAL_MS - (holds + LAST_HOLDS) * hold
    fitting = int(left / max(steps, 1)) // TICK_MS * TICK_MS
    return Tempo(max(LEAST_MS, min(STEP_MS, fitting)), hold)


def checked_ms(name: str, ms: int) -> int:
    """*ms* where a GIF can keep it, else FigureError."""
    try:
        if isinstance(ms, bool):
            raise TypeError
        ms = operator.index(ms)
    except TypeError:
        raise FigureError(
            "{parameter} must be a whole number of milliseconds.",
            parameter=Argument(name, ms),
        ) from None
    if LEAST_MS <= ms <= MOST_MS and ms % TICK_MS == 0:
        return ms
    if ms > MOST_MS:
        why, remedy = f"must be at most {MOST_MS} ms, the longest a GIF can hold", MOST_MS
    elif ms < LEAST_MS:
        why, remedy = f"must be at least {LEAST_MS} ms: viewers slow shorter frames down", LEAST_MS
    else:
        why = f"must be a multiple of {TICK_MS} ms, the unit a GIF counts in"
        remedy = max(LEAST_MS, _ticks(ms))
    raise FigureError(
        "{parameter} {why}.",
        parameter=Argument(name, ms),
        why=why,
        advice=Argument(name, remedy),
    )


def _ticks(ms: float) -> int:
    return int(ms / TICK_MS + 0.5) * TICK_MS
