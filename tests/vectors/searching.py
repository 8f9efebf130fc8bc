"""The random search behind every ``make_*.py`` here: what is drawn, kept, counted and written.

A script says how to draw a case and how its framework answers it; the fixed seed makes the
same file at every run. The cases come from every parameter at once, also those out of range,
so that the refused ones are not only those somebody thought of.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

Case = dict[str, Any]

MOST_CELLS = {1: 20, 2: 42, 3: 64}  # of an output, to keep the files small
AT_LEAST = 8  # accepted cases with each feature, of each kind that can have it


class Quota(NamedTuple):
    """How many cases are kept, of each kind and number of axes."""

    accepted: int = 60
    single: int = 4  # of these, outputs of a single cell, which chance seldom brings
    refused: int = 18
    alike: int = 4  # refused for the same reason
    draws: int | None = None  # give up on rare refusals after so many; None: never


Draw = Callable[[random.Random, str, int], Case]
Answer = Callable[[random.Random, Case, int], Case | None]
"""The case answered, with ``y`` or with the reason in ``refused``; None where it is of no use,
be it that the output has more cells than the last argument."""


def per_axis(
    rng: random.Random,
    ndim: int,
    low: int,
    high: int,
    wrong: tuple[int, ...],
    often: float = 0.02,
) -> list[int]:
    """A number an axis: mostly from the range, now and then a wrong one."""
    same = [rng.randint(low, high)] * ndim
    each = [rng.randint(low, high) for _ in range(ndim)]
    values = same if rng.random() < 0.2 else each
    return [rng.choice(wrong) if rng.random() < often else value for value in values]


def spelled(rng: random.Random, values: list[int], wrong_length: float = 0.01) -> int | list[int]:
    """Numbers as one passes them: one int where they agree, else a list, rarely too long."""
    if len(set(values)) == 1 and rng.random() < 0.5:
        return values[0]
    return values + values[:1] if rng.random() < wrong_length else values


def spread(value: int | list[int], ndim: int) -> list[int]:
    """What :func:`spelled` has spelled, one number an axis."""
    return [value] * ndim if isinstance(value, int) else value


def drawn_size(rng: random.Random, ndim: int) -> list[int]:
    return per_axis(rng, ndim, 1, {1: 9, 2: 6, 3: 4}[ndim], (1,))


def drawn_kernel(rng: random.Random, ndim: int) -> list[int]:
    return per_axis(rng, ndim, 1, {1: 5, 2: 4, 3: 3}[ndim], (0,), 0.004)


def integers(rng: random.Random, shape: Iterable[int]) -> list[int]:
    """An array of small numbers, row-major."""
    count = 1
    for size in shape:
        count *= size
    return [rng.randint(-9, 9) for _ in range(count)]


def exact(values: Iterable[float]) -> list[int]:
    """An answer as the whole numbers it must be."""
    found = list(values)
    assert all(value == int(value) for value in found), found
    return [int(value) for value in found]


def shape_features(k: int, s: int, d: int) -> set[str]:
    """What an axis has that every framework knows."""
    named = {
        "s > k": s > k,
        "k = 1": k == 1,
        "even k": k % 2 == 0,
        "d": d > 1,
        "d with s": d > 1 and s > 1,
    }
    return {name for name, holds in named.items() if holds}


def shortened(reason: str) -> str:
    """The gist of a message: one line, numbers as N, sizes and lists of numbers left out."""
    text = re.sub(r"-?\d+", "N", reason.splitlines()[0])
    text = re.sub(r",? but got.*$|:? \(N( x N)*\)", "", text)
    return text[:120]


def search(
    rng: random.Random,
    drawn: Draw,
    answered: Answer,
    quota: Quota,
    kinds: tuple[str, ...] = ("conv", "transposed"),
) -> tuple[list[Case], list[Case]]:
    """Accepted and refused cases, the same at every run."""
    accepted: list[Case] = []
    refused: list[Case] = []
    for kind in kinds:
        for ndim in (1, 2, 3):
            good: list[Case] = []
            bad: list[Case] = []
            alike: Counter[str] = Counter()
            draws = 0
            while len(good) < quota.accepted or (
                len(bad) < quota.refused and (quota.draws is None or draws < quota.draws)
            ):
                draws += 1
                few = len(good) < quota.accepted - quota.single
                case = answered(rng, drawn(rng, kind, ndim), MOST_CELLS[ndim] if few else 1)
                if case is None:
                    continue
                if "refused" in case:
                    if len(bad) < quota.refused and alike[case["refused"]] < quota.alike:
                        alike[case["refused"]] += 1
                        bad.append(case)
                elif len(good) < quota.accepted:
                    good.append(case)
            accepted += good
            refused += bad
    return accepted, refused


def check_features(
    accepted: list[Case],
    features: Callable[[Case], set[str]],
    wanted: Mapping[str, set[str]],
    at_least: int = AT_LEAST,
) -> None:
    """Every wanted feature of a kind must turn up often enough."""
    for kind, names in wanted.items():
        seen = Counter(f for case in accepted if case["kind"] == kind for f in features(case))
        for name in sorted(names):
            assert seen[name] >= at_least, (kind, name, seen[name])


def write(path: Path, header: Mapping[str, Any], **lists: list[Case]) -> None:
    """A file of cases, one a line, so that a change shows in a diff."""

    def lines(cases: list[Case]) -> str:
        return ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)

    parts = [f'"header":{json.dumps(header)}']
    parts += [f'"{name}":[\n{lines(cases)}\n]' for name, cases in lists.items()]
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="ascii", newline="\n")
