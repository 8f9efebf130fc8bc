"""A network worked out: a row for every step, with sizes, costs, fields and skips."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from ...notation import Pairs, Sizes
from ..axis import Axis
from ..counting import MACS, Counting
from ..operations import operation_named
from ..overlap import Overlap, is_even, overlap_data, overlaps
from ..resampling.resize import Scale
from ..sizes import weights
from .receptive_field import INPUT, Stage
from .spec import STEP_KINDS, StepKindName

if TYPE_CHECKING:
    from ..resampling.spec import ResamplingSpec
    from ..spec import LayerSpec

__all__ = ["Network", "Skip", "Step", "ends_words", "network_data"]


def ends_words(ends: Pairs) -> str:
    """Cells at both ends, both of them told.

    >>> ends_words(((4, 4), (4, 4))), ends_words(((0, 1), (1, 1)))
    ('4:4', '0:1x1:1')
    """
    words = [f"{begin}:{end}" for begin, end in ends]
    return "x".join(words[:1] if len(set(words)) == 1 else words)


class Skip(NamedTuple):
    """A skip connection: what joins a layer's output, and how it has to be cut for that."""

    join: str
    source: str
    """The earlier layer's name; empty where only a size was given."""
    size: Sizes
    channels: int
    output_size: Sizes
    """The output it joins."""
    crop: Pairs
    """Cells to remove from it at both ends of every axis; negative ones are missing."""
    intended: bool
    """Whether it is cut by intention."""
    remedies: tuple[str, ...] = ()
    """Ways to make it fit; none where it does."""

    @property
    def crop_words(self) -> str:
        """The crop as begin:end, axis by axis where they differ; empty for none."""
        return ends_words(self.crop) if any(map(any, self.crop)) else ""

    @property
    def fits(self) -> bool:
        return self.intended or not any(any(pair) for pair in self.crop)


class Step(NamedTuple):
    """One row: a layer, or what changes sizes without weights, and all that is known of it."""

    number: int
    kind: StepKindName
    input_size: Sizes
    """Empty where nobody knows it, as is the output's."""
    output_size: Sizes
    name: str = ""
    word: str = ""
    """Its parameters in compact notation."""
    even_word: str = ""
    """Of a layer that overlaps unevenly: one of the same size that does not; empty: unknown."""
    axes: tuple[Axis, ...] | None = None
    """Of layers and pools; None where not even a pool's padding is known."""
    kernel_size: Sizes = ()
    stride: Sizes = ()
    dilation: Sizes = ()
    scale: tuple[Scale, ...] = ()
    """Of a resize or shuffle: output cells for each input cell."""
    mode: str = ""
    """Of a pool or a resize."""
    cut: Pairs = ()
    """Of a crop: cells removed at both ends of every axis."""
    in_channels: int = 1
    out_channels: int = 1
    groups: int = 1
    bias: bool = False
    field: Sizes | None = None
    """The receptive field, cells of the network's input; None: not known."""
    reach: Sizes | None = None
    """The reach, cells of this row's output; None: not known."""
    skip: Skip | None = None
    more_skips: tuple[Skip, ...] = ()
    """What else joins at the same place, in files where any number may."""
    within: str = ""
    """The branch or loop that it is in; empty: it always runs, once."""
    shared: bool = False
    """Whether its weights are an earlier row's, and count there."""
    layer: LayerSpec | ResamplingSpec | None = None
    """As one types it alone, without input size and channels; None where that cannot be said."""

    @property
    def skips(self) -> tuple[Skip, ...]:
        """All that joins its output."""
        return (*((self.skip,) if self.skip else ()), *self.more_skips)

    @property
    def weights(self) -> int:
        if not STEP_KINDS[self.kind].has_weights:
            return 0
        return weights(self.kernel_size, self.in_channels, self.out_channels, self.groups)

    @property
    def parameters(self) -> int:
        biased = self.bias and STEP_KINDS[self.kind].has_weights
        return self.weights + self.out_channels * biased

    @property
    def macs(self) -> int:
        return MACS.of(self)

    @property
    def positions(self) -> Sizes:
        """Of the kernel; empty where nobody knows how many."""
        return self.input_size if self.stamps else self.output_size

    @property
    def stamps(self) -> bool:
        """Whether its kernel stamps once for every input cell."""
        name = STEP_KINDS[self.kind].operation
        return bool(name) and operation_named(name).driven_by == "input"

    @property
    def overlap(self) -> tuple[Overlap, ...]:
        """Of a transposed layer, axis by axis; else empty."""
        if not self.stamps:
            return ()
        if self.axes is not None:
            return overlaps(self.axes)
        return tuple(map(Overlap, self.kernel_size, self.stride, self.dilation))

    @property
    def even(self) -> bool:
        return is_even(self.overlap)

    @property
    def dead_cells(self) -> int:
        """Cells at the end of its output that no kernel reaches."""
        if not self.output_size or not any(found.dead for found in self.overlap):
            return 0
        ends = zip(self.output_size, self.overlap, strict=True)
        return prod(self.output_size) - prod(size - found.dead for size, found in ends)

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.number} ({self.name or self.word})"


class Network(NamedTuple):
    """A network worked out for one input size."""

    steps: tuple[Step, ...]
    input_size: Sizes
    channels: int | None = None
    """Of the input; None where no channels are known: everything counts for one pair."""
    name: str = ""
    title: str = ""
    about: str = ""
    source: str = ""
    family: str = ""
    """The name that it shares with its variants."""
    framework: str | None = None
    fitting: tuple[Sizes, ...] = ()
    """Where a skip connection does not fit: input sizes near by with which all of them do."""
    notes: tuple[str, ...] = ()
    """What the reader should be told, one line each."""
    chains: tuple[tuple[Stage, ...], ...] = ()
    """How positions go through it, axis by axis; none where that is not known."""
    last_stage: int = INPUT
    """The stage of its output."""

    @property
    def output_size(self) -> Sizes:
        return self.steps[-1].output_size

    @property
    def parameters(self) -> int:
        return sum(step.parameters for step in self.steps if not step.shared)

    @property
    def macs(self) -> int:
        return self.operations(MACS)

    def operations(self, counting: Counting) -> int:
        """Of all steps."""
        return sum(map(counting.of, self.steps))

    @property
    def uneven(self) -> tuple[Step, ...]:
        """The transposed layers that leave a checkerboard."""
        return tuple(step for step in self.steps if not step.even)

    @property
    def skips(self) -> tuple[tuple[Step, Skip], ...]:
        return tuple((step, skip) for step in self.steps for skip in step.skips)


def network_data(network: Network) -> dict[str, Any]:
    """The network as plain data, with the keys of the size command's JSON."""
    return {
        "name": network.name,
        "title": network.title,
        **({"about": network.about} if network.about else {}),
        "source": network.source,
        "framework": network.framework,
        "input_size": list(network.input_size),
        "output_size": list(network.output_size),
        "channels": network.channels,
        "even": not network.uneven,
        "layers": [_step_data(step) for step in network.steps],
        "totals": {
            "layers": len(network.steps),
            "parameters": network.parameters,
            "macs": network.macs,
            "dead_cells": sum(step.dead_cells for step in network.steps),
        },
        "skips": [_skip_data(step, skip) for step, skip in network.skips],
        "fitting_input_sizes": [list(size) for size in network.fitting],
    }


def _step_data(step: Step) -> dict[str, Any]:
    axes = step.axes
    return {
        "number": step.number,
        "name": step.name,
        **({"within": step.within} if step.within else {}),
        "kind": step.kind,
        "word": step.word,
        "input_size": list(step.input_size) or None,
        "output_size": list(step.output_size) or None,
        "kernel_size": list(step.kernel_size),
        "stride": list(step.stride),
        "dilation": list(step.dilation),
        **({"scale": list(step.scale)} if step.scale else {}),
        **({"mode": step.mode} if step.mode and step.scale else {}),
        "padding": axes and [[axis.pad_begin, axis.pad_end] for axis in axes],
        "output_padding": axes and [axis.op for axis in axes],
        "crop": [[a.crop_begin, a.crop_end] for a in axes]
        if axes
        else [list(pair) for pair in step.cut] or None,
        "in_channels": step.in_channels or None,
        "out_channels": step.out_channels or None,
        "groups": step.groups,
        "bias": step.bias,
        "parameters": step.parameters,
        **({"shared": True} if step.shared else {}),
        "macs": step.macs,
        "receptive_field": step.field and list(step.field),
        "reach": step.reach and list(step.reach),
        "overlap": overlap_data(step.overlap) if step.overlap else None,
    }


def _skip_data(step: Step, skip: Skip) -> dict[str, Any]:
    return {
        "layer": step.number,
        "name": step.name,
        "join": skip.join,
        "from": skip.source or None,
        "size": list(skip.size),
        "channels": skip.channels,
        "wanted": list(skip.output_size),
        "crop": [list(pair) for pair in skip.crop],
        "fits": skip.fits,
        "remedies": list(skip.remedies),
    }
