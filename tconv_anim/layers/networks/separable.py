"""Depthwise and pointwise layers in a row, against the one plain layer in their place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from .network import Step

__all__ = ["separable_notes"]


def separable_notes(steps: Sequence[Step]) -> Iterator[str]:
    """A sentence for each pair: what the two have, and what the plain layer would have."""
    for first, second in itertools.pairwise(steps):
        if not _is_separable(first, second):
            continue
        channels = first.in_channels, second.out_channels
        plain = first._replace(out_channels=channels[1], groups=1, bias=first.bias and second.bias)
        own = first.parameters + second.parameters
        own_macs = first.macs + second.macs
        kernel = "x".join(map(str, first.kernel_size))
        yield (
            f"layers {first.number} and {second.number} have {own:,} parameters and {own_macs:,}"
            f" MACs together; one plain {kernel} layer from {channels[0]} to {channels[1]} channels"
            f" has {plain.parameters:,} and {plain.macs:,}, {plain.macs / own_macs:.1f} times the"
            " MACs."
        )


def _is_separable(first: Step, second: Step) -> bool:
    """Whether a step mixes no channels, and the next one nothing else."""
    depthwise = first.groups == first.in_channels == first.out_channels > 1
    pointwise = second.groups == 1 and set(second.kernel_size) == {1}
    reads = not first.stamps and not second.stamps and first.parameters and second.parameters
    return bool(
        reads
        and depthwise
        and pointwise
        and max(first.kernel_size) > 1
        and set(second.stride) == {1}
    )
