"""From a network as written down to its rows: sizes, channels, skips, fields, one by one."""

from __future__ import annotations

from typing import NamedTuple

from ...errors import Argument, LayerError, Message
from ...notation import Sizes, did_you_mean, format_sizes
from ..even_kernel import even_spec
from ..overlap import is_even, overlaps
from ..resolved_layer import ResolvedLayer, spec_of
from ..validation import MAX_AXES, MAX_SIZE, axes_words, checked_sizes
from .layer_word import write_layer
from .network import Network, Skip, Step
from .receptive_field import INPUT, Stage
from .resampled_rows import resampled_row, row_windows
from .row_fields import with_receptive_fields
from .separable import separable_notes
from .skips import (
    crop_word,
    cropped_skip,
    cut_of,
    fitting_inputs,
    per_axis,
    remedies_for,
    resolve_cached,
)
from .spec import STEP_KINDS, CropSpec, NetworkSpec, SkipSpec, StepSpec

__all__ = ["network_of"]


def network_of(
    spec: NetworkSpec,
    *,
    input_size: Sizes | None = None,
    channels: int | None = None,
    dims: int | None = None,
    fields: bool = True,
) -> Network:
    """The network of *spec*, for its own input or for another one.

    Parameters
    ----------
    input_size : tuple of int, optional
        Cells per axis; one value stands for every axis.
    channels : int, optional
        Of the input. Where neither this nor any layer says channels, every layer counts for
        one pair of an input and an output channel, without biases.
    dims : int, optional
        Axes: 1, 2 or 3. Default: as many as a value names, else 2.
    fields : bool
        Whether rows know what they see of the input, and touch of the output: of deep networks
        that takes most of the time.

    Raises
    ------
    LayerError
        A layer that cannot be, with its number and name; an input size nobody gave.

    Examples
    --------
    >>> from .compact_notation import read_words
    >>> decoder = network_of(read_words("k4s1p0 k4s2p1 k4s2p1"), input_size=(1,))
    >>> [step.output_size for step in decoder.steps], decoder.macs
    ([(4, 4), (8, 8), (16, 16)], 1296)
    """
    size_given = input_size or spec.input_size
    if size_given is None:
        raise LayerError(
            "{network}: nobody said the input size.",
            network=spec.name or "the network",
            advice=Argument("input_size", 64),
        )
    checked_sizes("input_size", size_given, 1)
    ndim = _axes(spec, size_given, dims)
    if len(size_given) not in (1, ndim):
        raise LayerError(
            "{input_size} has {axes}, but the network has {ndim}.",
            input_size=Argument("input_size", "x".join(map(str, size_given))),
            axes=axes_words(len(size_given)),
            ndim=ndim,
            advice="Give one value for every axis, or one for each.",
        )
    size = per_axis(size_given, ndim)
    channels = spec.channels if channels is None else channels
    if channels is not None:
        checked_sizes("channels", channels, 1)
    counted = channels is not None or any(
        step.channels or step.groups > 1 or (step.skip and step.skip.channels)
        for step in spec.steps
    )
    builder = _Builder(size, (channels or 1) if counted else None)
    for step in spec.steps:
        builder.take(step)
    steps = tuple(builder.rows)
    if fields:
        steps = with_receptive_fields(builder.rows, builder.chains, builder.own)
    return Network(
        steps=steps,
        chains=tuple(map(tuple, builder.chains)),
        last_stage=builder.now.stage,
        notes=tuple(separable_notes(steps)),
        input_size=size,
        fitting=()
        if all(row.skip is None or row.skip.fits for row in builder.rows)
        else fitting_inputs(spec, size),
        channels=(channels or 1) if counted else None,
        name=spec.name,
        title=spec.title,
        about=spec.about,
        source=spec.source,
        family=spec.family or spec.name,
        framework=spec.framework,
    )


def _axes(spec: NetworkSpec, input_size: Sizes, dims: int | None) -> int:
    """As many as somebody says, or as the first value with more than one has."""
    if dims or spec.dims:
        return dims or spec.dims or 2
    named = [len(input_size)]
    for step in spec.steps:
        values = step.layer or step.resampling or step.crop or ()
        named += [len(value) for value in values if isinstance(value, tuple)]
    found = next((count for count in named if count > 1), 2)
    if found > MAX_AXES:
        raise LayerError("a layer has 1, 2 or 3 axes, not {ndim}.", ndim=found)
    return found


class _Tensor(NamedTuple):
    """What a layer gives on: its size, its channels, and the stage it comes from."""

    size: Sizes
    channels: int
    stage: int


class _Builder:
    """Goes through the steps, and remembers what later ones may ask for."""

    def __init__(self, size: Sizes, channels: int | None) -> None:
        self.counts_channels = channels is not None
        self.now = _Tensor(size, channels or 1, INPUT)
        self.outputs_by_name = {"input": self.now}
        self.rows: list[Step] = []
        self.chains: tuple[list[Stage], ...] = tuple([] for _ in size)
        self.own: list[int] = []
        """The stage of every row's own output."""

    def take(self, step: StepSpec) -> None:
        if step.name in self.outputs_by_name:
            raise step.place.error(
                "an earlier layer is called {name} already.",
                name=step.name,
                advice="Take another name.",
            )
        row, resolved = self._row(step)
        shifts = [begin for begin, _ in row.cut] or [0] * len(self.now.size)
        axes = row.axes or row_windows(step, row)
        known = axes is not None or step.kind == "crop"
        stages = [
            Stage(((self.now.stage, shift),), axes[index] if axes else None, known)
            for index, shift in enumerate(shifts)
        ]
        self.now = _Tensor(row.output_size, row.out_channels, self._append(stages))
        self.own.append(self.now.stage)
        if step.skip is not None:
            skip = self._skip(step, step.skip)
            if not skip.fits:
                skip = skip._replace(remedies=remedies_for(step, resolved, skip))
            row = row._replace(skip=skip)
        if step.name:
            self.outputs_by_name[step.name] = self.now
        self.rows.append(row)

    def _append(self, stages: list[Stage]) -> int:
        for chain, stage in zip(self.chains, stages, strict=True):
            chain.append(stage)
        return len(self.chains[0]) - 1

    def _row(self, step: StepSpec) -> tuple[Step, ResolvedLayer | None]:
        size, channels = self.now.size, self.now.channels
        row = Step(len(self.rows) + 1, step.kind, size, size, name=step.name)
        row = row._replace(in_channels=channels, out_channels=channels)
        if step.resampling is not None:
            return resampled_row(step, step.resampling, row, counted=self.counts_channels), None
        if step.layer is None:
            cut = cut_of(step, step.crop or CropSpec(), size)
            left = tuple(n - begin - end for n, (begin, end) in zip(size, cut, strict=True))
            return row._replace(output_size=left, cut=cut, word=crop_word(step.crop, cut)), None
        try:
            resolved = resolve_cached(step.layer._replace(input_size=size), len(size))
        except LayerError as error:
            raise step.place.blame(error) from None
        if self.counts_channels:
            row = row._replace(out_channels=step.channels or channels)
            self._check_groups(step, row)
        return (
            row._replace(
                output_size=resolved.output_size,
                word=STEP_KINDS[step.kind].prefix + write_layer(step.layer),
                even_word=_even_word(resolved) if resolved.operation.driven_by == "input" else "",
                axes=resolved.axes,
                layer=spec_of(resolved),
                kernel_size=resolved.kernel_size,
                stride=tuple(axis.s for axis in resolved.axes),
                dilation=tuple(axis.d for axis in resolved.axes),
                groups=step.groups,
                bias=step.bias and self.counts_channels,
            ),
            resolved,
        )

    def _check_groups(self, step: StepSpec, row: Step) -> None:
        for what, count in (("comes in", row.in_channels), ("goes out", row.out_channels)):
            if count % step.groups:
                raise step.place.error(
                    "{groups} groups do not divide the {count} channels of what {what}.",
                    groups=step.groups,
                    count=count,
                    what=what,
                    advice=Message(
                        "Take a number of groups that divides both {in_channels} and"
                        " {out_channels}.",
                        in_channels=row.in_channels,
                        out_channels=row.out_channels,
                    ),
                )

    def _skip(self, step: StepSpec, skip: SkipSpec) -> Skip:
        place, own = step.place, self.now
        if skip.source is not None:
            if skip.source not in self.outputs_by_name:
                hint = (
                    did_you_mean(skip.source, self.outputs_by_name)
                    or " Name one that comes before it."
                )
                raise place.error(
                    'skip from "{source}": no earlier layer is that.{hint}',
                    source=skip.source,
                    hint=hint,
                )
            source = self.outputs_by_name[skip.source]
        else:
            ndim = len(own.size)
            wanted = skip.size or ()
            if len(wanted) not in (1, ndim):
                raise place.error(
                    "skip.size has {axes}, and the network has {ndim}.",
                    axes=axes_words(len(wanted)),
                    ndim=ndim,
                )
            if min(wanted) < 1:
                raise place.error("skip.size must be at least 1 on every axis.")
            if self.counts_channels and skip.channels is None and skip.join == "concat":
                raise place.error(
                    "how many channels does the skip connection add?",
                    advice=Message(
                        'Try skip = {{ size = "{size}", channels = {channels} }}.',
                        size=format_sizes(wanted),
                        channels=own.channels,
                    ),
                )
            source = _Tensor(per_axis(wanted, ndim), skip.channels or own.channels, INPUT)
        if skip.join == "add" and self.counts_channels and source.channels != own.channels:
            raise place.error(
                "{channels} channels cannot be added to {own}.",
                channels=source.channels,
                own=own.channels,
                advice='Make them alike, or take join = "concat".',
            )
        found = cropped_skip(step, skip, own.size, source.size)._replace(channels=source.channels)
        channels = own.channels
        if self.counts_channels and skip.join == "concat":
            channels += source.channels
        if channels > MAX_SIZE:
            raise place.error(
                "{channels}more channels than a tensor can have."
                if channels >= 10**300
                else "{channels} channels are more than a tensor can have.",
                channels="" if channels >= 10**300 else f"{channels:.1e}",
                advice="Join fewer with concat.",
            )
        number = own.stage
        if skip.source is not None:
            stages = [Stage(((own.stage, 0), (source.stage, begin))) for begin, _ in found.crop]
            number = self._append(stages)
        self.now = _Tensor(own.size, channels, number)
        return found


def _even_word(resolved: ResolvedLayer) -> str:
    if is_even(overlaps(resolved.axes)):
        return ""
    found = even_spec(resolved)
    return "" if found is None else write_layer(found)
