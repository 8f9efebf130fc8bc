"""What one unit of slanted channels leads to."""

from __future__ import annotations

from typing import NamedTuple

from ..facets import Tilt

__all__ = ["SlantedSizes"]


class SlantedSizes(NamedTuple):
    """What one unit leads to, in pixels."""

    tilt: Tilt
    kernel: int
    """Pitch of the slices, which lie flat."""
    row: int
    """From one input plane to the next."""
    last: int
    """Height of the last input plane, or of what stands beside it."""
    output: int
    """From one output plane to the next."""
    wide: int
    above: bool
    """Whether names of slices stand above them."""
    names_between: bool
    """Whether names of inputs stand where their planes leave a corner free."""
    lead: int
    """Height of names over the first input plane."""
    reach: tuple[int, int]
    """How far names, or slices, reach over the first output plane and under the last one."""
