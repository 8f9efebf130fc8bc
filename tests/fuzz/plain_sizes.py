"""Output sizes of a command line, from its words alone: no code of the package is used.

Positions are counted one by one, so that no formula is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["output_size"]

_DEFAULTS = {"i": "3", "k": "3", "s": "2", "p": "1", "d": "1", "op": "0"}
_NAMES = {
    **{f"--{name}": name for name in _DEFAULTS},
    "--input-size": "i",
    "--kernel-size": "k",
    "--stride": "s",
    "--padding": "p",
    "--dilation": "d",
    "--output-padding": "op",
    "--dims": "dims",
}
_MOST = 10_000
"""Larger numbers are not counted."""


def output_size(words: Sequence[str], kind: str) -> tuple[int, ...] | None:
    """The size that a layer of *kind* has; None where its options say more than is known here."""
    given = dict(_DEFAULTS)
    for number, word in enumerate(words):
        if word in _NAMES:
            given[_NAMES[word]] = words[number + 1]
        elif word in ("--framework", "--output-shape", "--scale", "--x", "--w", "--view", "--mode"):
            return None
    try:
        dims = given.pop("dims", None)
        values = {name: [_ends(part) for part in text.split("x")] for name, text in given.items()}
    except ValueError:
        return None
    if any(end > _MOST for parts in values.values() for ends in parts for end in ends):
        return None
    axes = int(dims) if dims else max(2, *map(len, values.values()))
    if dims is None and all(len(parts) == 1 for parts in values.values()):
        axes = 2
    sizes = []
    for axis in range(axes):
        per_axis = {n: parts[axis if len(parts) > 1 else 0] for n, parts in values.items()}
        i, k, s, d = (per_axis[name][0] for name in "iksd")
        begin, end, op = per_axis["p"][0], per_axis["p"][-1], per_axis["op"][0]
        if kind == "conv":
            starts = range(-begin, i + end, s)
            sizes.append(sum(1 for a in starts if a + (k - 1) * d < i + end))
        else:
            last = max(n * s + t * d for n in range(i) for t in range(k))
            sizes.append(len(range(begin, last + 1 + op - end)))
    return tuple(sizes)


def _ends(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.strip().split(":"))
