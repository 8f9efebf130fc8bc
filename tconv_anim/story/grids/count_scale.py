"""The scale of counts: a step of colour for each."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from ..frame import CellRole, CellRoles
from ..roles import COUNTS

__all__ = ["roles_of_counts"]


def roles_of_counts(most: int, inside: Collection[int]) -> CellRoles:
    """The look of every count from 0 to *most*: as far up the scale as it is large.

    Where the scale has too few steps for that, the counts of the *inside* still differ.

    >>> [CellRole(look).name for look in roles_of_counts(3, [3, 1])]
    ['TODO', 'COUNT_3', 'COUNT_6', 'COUNT_8']
    """
    steps, counts = len(COUNTS), np.arange(most + 1)
    step = np.ceil(counts * steps / max(most, 2)).astype(int)
    values = sorted({n for n in inside if 0 < n <= most})
    if len(set(step[values].tolist())) < len(values):
        low = steps - len(values) + 1  # steps up to the least of them; one for each above
        step = np.ceil(counts * low / values[0]).astype(int)
        above = np.searchsorted(values, counts)
        step = np.minimum(np.where(above > 0, low + above, step), steps)
    roles: CellRoles = np.array([CellRole.TODO, *COUNTS], np.uint8)[step]
    return roles
