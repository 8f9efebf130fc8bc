"""Feature maps on their way through a graph, and where two of them join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from ....errors import LayerError, Message
from ....notation import Sizes
from ...resolve import resolve
from ...resolved_layer import ResolvedLayer
from ..network import Skip, Step
from ..skips import cropped_skip, remedies_for
from ..spec import Place, SkipSpec, StepSpec, bare_layer
from .shapes import Dims

__all__ = [
    "JOINING",
    "Feature",
    "channel_axis",
    "mended_dims",
    "skip_of",
    "with_remedies",
    "with_skips",
]

JOINING: Final[dict[str, Literal["concat", "add"]]] = {
    "Concat": "concat",
    **dict.fromkeys(("Add", "Sum", "Sub", "Mul", "Div", "Max", "Min", "Mean"), "add"),
}
"""Standard operators that take maps of one size, and how that is called."""


class Feature(NamedTuple):
    """A tensor that follows from an input, and has spatial axes."""

    stage: int
    row: int
    """The number of the last row that it went through; 0: none yet."""
    source: str
    """That row's name, or the input's."""
    layout: tuple[int, ...]
    """Its spatial axes, in order."""


def channel_axis(layout: Sequence[int], rank: int) -> int:
    """Where its channels are.

    >>> channel_axis((2, 3), 4), channel_axis((1, 2), 4)
    (1, 3)
    """
    return rank - 1 if 1 in layout else 1


def skip_of(how: Literal["concat", "add"], own: Sizes, source: Sizes, other: Feature) -> Skip:
    """How *other*, of *source* cells, joins *own* cells."""
    step = StepSpec("conv", Place(Message("")))
    return cropped_skip(step, SkipSpec(how, other.source), own, source)


def with_remedies(skip: Skip, step: Step) -> Skip:
    """*skip* with what would make it fit, where it does not. *step* is the row that it joins."""
    spec = StepSpec(step.kind, Place(Message("{name}", name=step.name), keys=True))
    resolved: ResolvedLayer | None = None
    if step.stamps and step.axes is not None and step.output_size == skip.output_size:
        pads = tuple((axis.crop_begin, axis.crop_end + axis.op) for axis in step.axes)
        layer = bare_layer(
            step.kind,
            None,
            kernel_size=step.kernel_size,
            stride=step.stride,
            dilation=step.dilation,
            padding=pads,
            output_padding=tuple(axis.op for axis in step.axes),
        )
        try:
            resolved = resolve(
                layer._replace(input_size=step.input_size), ndim=len(step.input_size)
            )
            spec = spec._replace(layer=layer)
        except LayerError:  # only ONNX has such a one
            resolved = None
    return skip._replace(remedies=remedies_for(spec, resolved, skip))


def mended_dims(dims: Sequence[Dims], layout: tuple[int, ...], *, concat: bool) -> Dims:
    """The shape of what joins, the skip being cut to the first of *dims*."""
    own = list(dims[0])
    if concat:
        axis = channel_axis(layout, len(own))
        known = [n for other in dims if (n := other[axis]) is not None]
        own[axis] = sum(known) if len(known) == len(dims) else None
    return tuple(own)


def with_skips(step: Step, skips: Sequence[Skip]) -> Step:
    """*step* with more that joins its output."""
    every = [*step.skips, *skips]
    return step._replace(skip=every[0], more_skips=tuple(every[1:]))
