"""How long each frame stays. All times are milliseconds, in the 10 ms ticks of a GIF."""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final, NamedTuple

from ..errors import Argument, FigureError
from ..options import HOLD_MS, LAST_HOLDS, LEAST_MS, MOST_MS, STEP_MS, TICK_MS

__all__ = [
    "FIRST",
    "PASSING_MS",
    "Pace",
    "Passage",
    "Tempo",
    "fast_ms",
    "given_tempo",
    "passage_of",
]

WORD_MS: Final = 300
"""For each word of a caption."""
EQUATION_MS, TERM_MS, MOST_EQUATION_MS = 400, 250, 1600
"""For an equation, and for each of its terms, up to a limit."""
LEAST_EQUATION_MS, FIRST_EQUATION_MS = 900, 1500
"""For any equation at least, and for the first ones of a run."""
FIRST: Final = 2
"""So many of a run are read as something new."""
TOTAL_MS, LONGEST_MS = 25_000, 28_000
"""A story left to its own tempo speeds up to stay about this long, and a little longer before
its positions flicker by or are left out."""
LEAST_FAST_MS, MOST_FAST_MS = 1_800, 5_000
"""What is left for all that is passed fast, at least and at most."""
BLINK_MS, PASSING_MS = 150, 50
"""For each of them if the longest time allows it, as shorter ones blink; and at least: many
viewers show still shorter frames for 100 ms, or not at all."""
SEEN, FIRST_SEEN_MS = 5, 1200
"""So many of a run are seen one by one, at the usual step, where there is no time to read them;
the first of all then has this time."""
SLOW_MS: Final = 10_000
"""A first row takes at most about this long where others are fast."""


class Pace(Enum):
    """What a frame is to the rhythm of the story."""

    HOLD = "first of a step"
    STEP = "one more position"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Times by what there is to read, but for those that are given."""

    step_ms: int | None = None
    hold_ms: int | None = None
    fast_ms: int = STEP_MS
    """For a position that is passed too fast to read."""

    @property
    def last_ms(self) -> int:
        return _ticks(LAST_HOLDS * (self.hold_ms or HOLD_MS))

    def ms(
        self, pace: Pace, words: int, terms: int, *, fast: bool = False, first: bool = False
    ) -> int:
        """The time of a scene with a caption of so many words, an equation of so many terms."""
        given = self.hold_ms if pace is Pace.HOLD else self.step_ms
        if given is not None:
            return given
        if fast:
            return self.fast_ms
        if terms:
            least = FIRST_EQUATION_MS if first else LEAST_EQUATION_MS
            ms = min(EQUATION_MS + TERM_MS * terms, MOST_EQUATION_MS)
            return max(ms, least, WORD_MS * words)
        return max(HOLD_MS if pace is Pace.HOLD else STEP_MS, WORD_MS * words)

    @property
    def tick_ms(self) -> int:
        """What every time is a multiple of."""
        if self.step_ms is None or self.hold_ms is None:
            return TICK_MS
        return math.gcd(self.step_ms, self.hold_ms, self.last_ms)


class Passage(NamedTuple):
    """The scenes that are passed too fast to read, and how fast they are."""

    tempo: Tempo
    scenes: tuple[range, ...] = ()
    single_ms: Mapping[int, int] = {}  # nothing changes it, and figures are pickled
    """The time of those of them that are seen one by one: the first of a run."""
    stride: float = 1
    """A film has one in so many of them."""
    film_ms: int = STEP_MS
    """The time of each of these."""


def passage_of(
    tempo: Tempo,
    runs: Sequence[range],
    reading_ms: Callable[[int], int],
    *,
    last_ms: int,
    count: int,
    fullest: int,
    row: int,
    most: int | None = None,
) -> Passage:
    """What follows the first row of each of *runs*, where the whole would take over 25 s.

    Of *count* scenes the last is shown for *last_ms*; that with the number *fullest* is read
    in any case, and every other one that is in no run. A film passes *most* of them at most.
    """
    reading_ms = functools.cache(reading_ms)
    stops = [0, *(end for run in runs for end in (run.start, run.stop)), count]
    others = [n for a, b in zip(stops[::2], stops[1::2], strict=True) for n in range(a, b)]
    rest = last_ms + sum(reading_ms(n) for n in others if n != count - 1)
    total = itertools.accumulate(map(reading_ms, itertools.chain(*runs)), initial=rest)
    if not any(ms > TOTAL_MS for ms in total):
        return Passage(tempo)
    left = TOTAL_MS - rest - least_fast_ms(sum(map(len, runs)))
    if tempo.hold_ms is not None:  # what is held longer by hand is not saved here
        left = SLOW_MS
    fast: list[range] = []
    seen: dict[int, int] = {}
    for run in runs:
        number, slow_ms = run.start, 0
        stop_ms = 0 if fullest not in run else reading_ms(fullest)
        while number < min(run.start + row, run.stop):
            ms = reading_ms(number)
            if slow_ms + ms > min(left - stop_ms, SLOW_MS):
                break
            slow_ms += ms
            number += 1
        one_by_one = range(number, min(run.start + SEEN, run.start + row, run.stop))
        own = {n: STEP_MS if n > run.start else FIRST_SEEN_MS for n in one_by_one if n != fullest}
        seen |= own
        slow_ms += sum(own.values())
        if number <= fullest < run.stop:  # one that has more to it than those of the first row
            slow_ms += stop_ms
            fast.append(range(number, fullest))
            number = fullest + 1
        rest, left = rest + slow_ms, left - slow_ms
        fast.append(range(number, run.stop))
    passed = sum(map(len, fast)) - len(seen)
    tempo = replace(tempo, fast_ms=fast_ms(passed, rest))
    stride: float = passing_stride(passed, rest)
    film_ms = PASSING_MS if stride > 1 else tempo.fast_ms
    if most and passed > most * stride:
        stride, film_ms = passed / most, fast_ms(most, rest)
    return Passage(tempo, tuple(fast), seen, stride, film_ms)


def given_tempo(step_ms: int | None, hold_ms: int | None) -> Tempo:
    """The tempo with the times given by hand; FigureError where a GIF cannot keep them."""
    return Tempo(
        None if step_ms is None else checked_ms("step_ms", step_ms),
        None if hold_ms is None else checked_ms("hold_ms", hold_ms),
    )


def least_fast_ms(count: int) -> int:
    """What is kept for *count* positions that are passed fast, so that few of them blink."""
    wanted = max(LEAST_FAST_MS, min(BLINK_MS * count, MOST_FAST_MS))
    return min(STEP_MS * count, wanted)


def fast_ms(count: int, others_ms: int) -> int:
    """The time of each of *count* positions, where the others take *others_ms*.

    At most that of a usual step, at least 50 ms; the whole stays under 25 s, or 28 s, if it can.
    """
    fitting, most = (
        int(max(total - others_ms, 0) / max(count, 1)) // TICK_MS * TICK_MS
        for total in (TOTAL_MS, LONGEST_MS)
    )
    return max(PASSING_MS, min(STEP_MS, max(fitting, min(BLINK_MS, most))))


def passing_stride(count: int, others_ms: int) -> int:
    """Of *count* positions that are passed fast, a film has one in so many: all where it can."""
    left = max(LONGEST_MS - others_ms, LEAST_FAST_MS)
    return max(1, math.ceil(count * PASSING_MS / left))


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
