"""Skip connections: does it fit what it joins, and if not, what would make it."""

from __future__ import annotations

from typing import Final

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes
from ..resolve import resolve
from ..resolved_layer import ResolvedLayer
from ..sizes import halves
from ..spec import LayerSpec
from .network import Join, ends_words
from .spec import SkipSpec, StepSpec

__all__ = ["crop_of", "remedies_for"]

_MOST_TRIED: Final = 64
"""Output paddings that are tried as a remedy."""


def crop_of(step: StepSpec, skip: SkipSpec, own: Sizes, source: Sizes) -> Join:
    """How *skip*, of *source* cells, is cut where it joins the *own* cells of a step's output.

    Raises LayerError where it is cut by intention and cannot be.
    """
    over = [there - here for there, here in zip(source, own, strict=True)]
    if skip.offset is None or skip.offset == "center":
        crop: Pairs = tuple(map(halves, over))
    else:
        if len(skip.offset) not in (1, len(own)):
            raise step.place.error(
                f"skip.offset has {len(skip.offset)} axes, and the network has {len(own)}."
            )
        offsets = skip.offset * len(own) if len(skip.offset) == 1 else skip.offset
        crop = tuple((begin, more - begin) for begin, more in zip(offsets, over, strict=True))
    meant = skip.offset is not None
    if meant and min(map(min, crop)) < 0:
        raise step.place.error(
            f"the skip connection has {_by(source)} cells, and {_by(own)} cannot be cut out of it"
            f" at offset {' x '.join(str(begin) for begin, _ in crop)}. Take a smaller offset, or"
            " another size."
        )
    return Join(skip.join, skip.source or "", source, 1, own, crop, meant)


def _by(sizes: Sizes) -> str:
    return " x ".join(map(str, sizes))


def remedies_for(step: StepSpec, resolved: ResolvedLayer | None, made: Join) -> tuple[str, ...]:
    """What would make it fit, the best first."""
    cut = tuple((max(begin, 0), max(end, 0)) for begin, end in made.crop)
    missing = tuple((max(-begin, 0), max(-end, 0)) for begin, end in made.crop)
    found = []
    if any(map(any, cut)):
        found.append(f"crop the skip by {ends_words(cut)}")
    if any(map(any, missing)):
        found.append(f"pad the skip by {ends_words(missing)}")
        found.append(f"crop the layer's output by {ends_words(missing)}")
    if resolved is not None and resolved.kind == "transposed":
        op = _output_padding(step.layer, resolved, made.size)
        if op is not None:
            found.append(f"{step.place.spelled(Argument('output_padding', op))} in that layer")
    return tuple(found)


def _output_padding(
    layer: LayerSpec | None, resolved: ResolvedLayer, wanted: Sizes
) -> Sizes | None:
    """The output padding with which the layer has the *wanted* size; None where none does."""
    if layer is None:
        return None
    found: list[int | None] = [None] * len(wanted)
    limits = [max(axis.s, axis.d) for axis in resolved.axes]
    for op in range(min(max(limits), _MOST_TRIED)):
        ops = tuple(min(op, limit - 1) for limit in limits)
        try:
            size = resolve(
                layer._replace(input_size=resolved.input_size, output_padding=ops), ndim=len(ops)
            ).output_size
        except LayerError:
            continue
        for axis, (here, there) in enumerate(zip(size, wanted, strict=True)):
            if here == there and found[axis] is None:
                found[axis] = ops[axis]
    known = tuple(op for op in found if op is not None)
    return known if len(known) == len(wanted) else None
