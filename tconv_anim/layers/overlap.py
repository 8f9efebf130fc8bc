"""How often the cells of a transposed layer's output are reached: the checkerboard, exactly.

On the uncropped line (output index + crop_begin) an interior cell of phase r (mod s) is
reached by as many kernel taps as there are b in 0..k-1 with b*d = r (mod s). All phases
are reached equally often exactly when gcd(s, d) = 1 and s divides k. (The usual rule,
"k divisible by s", forgets dilation: k=4, s=2, d=2 passes it and leaves every other
cell empty.) Where s > k_eff, or s and d share a factor, cells stay empty: holes.

Source: Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts" (2016) for
d = 1; with dilation it is the number of solutions of a linear congruence.
"""

import math
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from .axis import Axis
from .sizes import effective_kernel, equivalent_padding

__all__ = [
    "MOST_PHASES",
    "EvenAxis",
    "Overlap",
    "even_axis",
    "is_even",
    "overlap_counts",
    "overlap_data",
    "overlap_kind",
    "overlap_verdict",
    "overlap_words",
    "overlaps",
]

MOST_PHASES: Final = 4096
"""Strides beyond this many cells list no count for every phase."""
_SHOWN: Final = 8
"""Phases whose counts a table still lists one by one."""


class Overlap(NamedTuple):
    """The overlap of one axis of a transposed layer.

    >>> Overlap(k=5, s=2, d=1).counts
    (3, 2)
    >>> Overlap(k=4, s=2, d=2).counts, Overlap(k=4, s=2, d=1).even
    ((4, 0), True)
    """

    k: int
    s: int
    d: int
    dead: int = 0
    """Cells at the end that are appended after the last one that the kernel reaches."""

    def count(self, phase: int) -> int:
        """Taps that reach the interior cells of *phase*, 0 to s-1 on the uncropped line."""
        shared = math.gcd(self.s, self.d)
        if phase % shared:
            return 0
        period = self.s // shared
        first = phase // shared * pow(self.d // shared, -1, period) % period if period > 1 else 0
        return max(self.k - first + period - 1, 0) // period

    @property
    def counts(self) -> tuple[int, ...]:
        """The count of every phase; of the first MOST_PHASES where there are more."""
        return tuple(self.count(phase) for phase in range(min(self.s, MOST_PHASES)))

    @property
    def regular(self) -> bool:
        """Whether every phase is reached equally often: gcd(s, d) = 1 and s divides k."""
        return math.gcd(self.s, self.d) == 1 and self.k % self.s == 0

    @property
    def even(self) -> bool:
        """Whether it is regular and has no dead cells."""
        return self.regular and not self.dead

    @property
    def most(self) -> int:
        return -(-self.k // (self.s // math.gcd(self.s, self.d)))

    @property
    def least(self) -> int:
        return 0 if self.holes else self.k // self.s

    @property
    def holes(self) -> int:
        """Phases, of s, that no tap reaches."""
        period = self.s // math.gcd(self.s, self.d)
        return self.s - min(self.k, period)


def overlaps(axes: tuple[Axis, ...]) -> tuple[Overlap, ...]:
    """The overlap of every axis of a transposed layer."""
    return tuple(Overlap(axis.k, axis.s, axis.d, max(-axis.crop_end, 0)) for axis in axes)


def is_even(found: Iterable[Overlap]) -> bool:
    """Whether all cells are reached equally often, along every axis, and none is dead.

    >>> is_even((Overlap(4, 2, 1), Overlap(3, 2, 1))), is_even((Overlap(4, 2, 1),) * 2)
    (False, True)
    """
    return all(o.even for o in found)


def overlap_words(found: tuple[Overlap, ...]) -> str:
    """The overlap in a few words: kind and counts, axis by axis where they differ; dead cells.

    >>> overlap_words((Overlap(3, 2, 1),) * 2), overlap_words((Overlap(1024, 256, 1),))
    ('uneven 2,1', 'even 4')
    >>> overlap_words((Overlap(2, 3, 1), Overlap(4, 2, 1)))
    'holes 1,1,0 x 2'
    >>> overlap_words((Overlap(6, 6, 1, dead=4),) * 2)
    'even 1, last 4 dead'
    """
    dead = [str(o.dead) for o in found]
    tail = f", last {' x '.join(dead[:1] if len(set(dead)) == 1 else dead)} dead"
    words = f"{overlap_kind(found)} {' x '.join(overlap_counts(found))}"
    return words + (tail if any(o.dead for o in found) else "")


def overlap_kind(found: tuple[Overlap, ...]) -> str:
    """``"even"``, ``"uneven"``, or ``"holes"`` where cells stay empty; dead cells set apart."""
    if all(o.regular for o in found):
        return "even"
    return "holes" if any(o.holes for o in found) else "uneven"


def overlap_verdict(found: tuple[Overlap, ...]) -> str:
    """The same of the layer as a whole: one that is even but for dead cells is ``"dead"``.

    >>> overlap_verdict((Overlap(2, 2, 1, dead=1),)), overlap_verdict((Overlap(2, 2, 1),))
    ('dead', 'even')
    """
    kind = overlap_kind(found)
    return "dead" if kind == "even" and not is_even(found) else kind


def overlap_counts(found: tuple[Overlap, ...]) -> list[str]:
    """The counts of every phase, axis by axis; once where all axes have the same."""
    counts = [_counts(o) for o in found]
    return counts[:1] if len(set(counts)) == 1 else counts


def _counts(found: Overlap) -> str:
    if found.regular:
        return str(found.most)
    if found.s <= _SHOWN:
        return ",".join(str(count) for count in found.counts)
    return f"{found.least} to {found.most}"


def overlap_data(found: tuple[Overlap, ...]) -> dict[str, Any]:
    """The overlap as plain data: whether it is even, and by axis the count of every phase.

    Where there are some, how many phases no tap reaches, and how many cells at the end are dead.
    """
    data: dict[str, Any] = {
        "even": is_even(found),
        "holes": any(o.holes for o in found),
        "counts": [list(o.counts) for o in found],
    }
    if data["holes"]:
        data["empty_phases"] = [o.holes for o in found]
    if any(o.dead for o in found):
        data["dead"] = [o.dead for o in found]
    return data


class EvenAxis(NamedTuple):
    """Parameters of one axis with even overlap and the same output size."""

    k: int
    d: int
    crop_begin: int
    crop_end: int

    @property
    def equivalent_padding(self) -> tuple[int, int]:
        """(begin, end) of p'."""
        k_eff = effective_kernel(self.k, self.d)
        begin, end = self.crop_begin, self.crop_end
        return equivalent_padding(k_eff, begin), equivalent_padding(k_eff, end)

    @property
    def p(self) -> int:
        return self.crop_begin

    @property
    def op(self) -> int:
        return self.crop_begin - self.crop_end


def even_axis(axis: Axis) -> EvenAxis:
    """The smallest larger kernel that s divides, cropped to the same output size.

    An axis that is even stays as it is. Dilation goes where it shares a factor with the
    stride, as no kernel is even then. Nothing is ever appended: a kernel that leaves too
    little to crop grows by another stride. Of a convolution, read "pads" for "crops".

    >>> from .operations import operation_named
    >>> even_axis(operation_named("transposed").axis(k=3, s=2, op=1, pad=(1, 1)))
    EvenAxis(k=4, d=1, crop_begin=1, crop_end=1)
    """
    crop = axis.ends  # what a convolution pads, its transpose crops
    if Overlap(axis.k, axis.s, axis.d).regular and min(crop) >= 0:
        return EvenAxis(axis.k, axis.d, *crop)
    d = axis.d if math.gcd(axis.s, axis.d) == 1 else 1
    covered = axis.k if d == axis.d else axis.k_eff  # without dilation, what k_eff covered
    k = -(-covered // axis.s) * axis.s
    total = sum(crop) + effective_kernel(k, d) - axis.k_eff
    if total < 0:
        more = -(total // (axis.s * d))
        k, total = k + more * axis.s, total + more * axis.s * d
    return EvenAxis(k, d, total - total // 2, total // 2)
