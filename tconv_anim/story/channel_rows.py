"""How the panels of a section with channels stand."""

from __future__ import annotations

from dataclasses import dataclass

from .label import ColumnHead

__all__ = ["ChannelRows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRows:
    """How the panels of a section with channels stand: a row for each input channel."""

    rows: tuple[tuple[str, str, str], ...]
    """Names of an input channel, the present filter's slice for it, and what the two add."""
    outputs: tuple[str, ...]
    """Names of the output channels; the filter of each as it is named beside it."""
    filters: tuple[str, ...]
    rest: str = ""
    bias: str = ""
    """The panels of what channels add that are not shown, and of what the filter adds."""
    heads: tuple[ColumnHead, ...] = ()
    """What stands over inputs, slices, sums and outputs."""
    more: str = ""
    """What is said of output channels that are not shown."""
    matrix: str = ""
    """The panel of a matrix; rows are then a block of one row of it, and x below that."""
    stamps: tuple[tuple[str, str], ...] = ()
    """Of each output the panels of its slice and of its stamp, where these follow the input; its
    rows have the first of them, and *rest* is what is said of inputs that are not shown."""
    hidden: int = 0
    """How many input channels are not shown."""
    group: tuple[int, int] = (0, 0)
    """How many inputs and outputs a group has; 0 where all are one group."""
    groups: tuple[str, ...] = ()
    """The names of groups of several inputs."""
    ring: int = 0
    """Rings of padding around each input, which planes above each other may share."""

    @property
    def breaks(self) -> range:
        """The rows with which another group begins, some way from the one before."""
        group = 0 if self.matrix else self.group[0]
        return range(group, len(self.rows), group) if group > 1 else range(0)
