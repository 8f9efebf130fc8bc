"""Skip connections and crops: what is cut, whether all fits, and what would make it fit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, cast

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes, format_padding, format_sizes
from ..resolve import resolve
from ..resolved_layer import ResolvedLayer
from ..sizes import halves
from ..spec import LayerSpec
from .network import Skip, ends_words
from .spec import CropSpec, NetworkSpec, SkipSpec, StepSpec

__all__ = [
    "crop_word",
    "cropped_skip",
    "cut_of",
    "fitting_inputs",
    "per_axis",
    "remedies_for",
    "resolve_cached",
]

_MOST_TRIED: Final = 64
"""Output paddings that are tried as a remedy."""
_FARTHEST: Final = 256
"""Cells that an input may differ from the one asked for, on the search for one that fits."""


# -- crops -------------------------------------------------------------------------------


def per_axis(values: tuple[Any, ...], ndim: int) -> tuple[Any, ...]:
    """One value for every axis, where only one was given."""
    return values * ndim if len(values) == 1 else values


def cut_of(step: StepSpec, crop: CropSpec, size: Sizes) -> Pairs:
    """What a crop removes at both ends of every axis."""
    ndim = len(size)
    for given in (crop.size, crop.offset, crop.ends):
        if given is not None and len(given) not in (1, ndim):
            raise step.place.error(
                "the crop has {count} axes, and the network has {ndim}.",
                count=len(given),
                ndim=ndim,
            )
    if crop.ends is not None:
        cut = cast(Pairs, per_axis(crop.ends, ndim))
        if min(map(min, cut)) < 0 or any(n <= b + e for n, (b, e) in zip(size, cut, strict=True)):
            raise step.place.error(
                "a crop of {crop} leaves nothing of {size} cells, or crops less than none.",
                crop=format_padding(cut),
                size=format_sizes(size),
                advice="Crop less.",
            )
        return cut
    wanted, offset = per_axis(crop.size or (1,), ndim), per_axis(crop.offset, ndim)
    for n, size_wanted, begin in zip(size, wanted, offset, strict=True):
        if size_wanted < 1 or begin < 0:
            raise step.place.error("a crop has a size of at least 1 and an offset of at least 0.")
        if begin + size_wanted > n:
            raise step.place.error(
                "{size_wanted} cells from offset {begin} on need {needed}, and its input has {n}.",
                size_wanted=size_wanted,
                begin=begin,
                needed=begin + size_wanted,
                n=n,
                advice="Take a smaller size or offset, or a larger input.",
            )
    return tuple(
        (begin, n - begin - left) for n, left, begin in zip(size, wanted, offset, strict=True)
    )


def crop_word(crop: CropSpec | None, cut: Pairs) -> str:
    if crop is None or crop.size is None:
        return f"crop:{format_padding(cut)}"
    return f"crop to {format_sizes(crop.size)} from {format_sizes(crop.offset)}"


# -- skip connections ------------------------------------------------------------------


def cropped_skip(step: StepSpec, skip: SkipSpec, own: Sizes, source: Sizes) -> Skip:
    """How *skip*, of *source* cells, is cut where it joins the *own* cells of a step's output.

    Raises LayerError where it is cut by intention and cannot be.
    """
    over = [there - here for there, here in zip(source, own, strict=True)]
    if skip.offset is None or skip.offset == "center":
        crop: Pairs = tuple(map(halves, over))
    else:
        if len(skip.offset) not in (1, len(own)):
            raise step.place.error(
                "skip.offset has {count} axes, and the network has {ndim}.",
                count=len(skip.offset),
                ndim=len(own),
            )
        offsets = skip.offset * len(own) if len(skip.offset) == 1 else skip.offset
        crop = tuple((begin, more - begin) for begin, more in zip(offsets, over, strict=True))
    intended = skip.offset is not None
    if intended and min(map(min, crop)) < 0:
        raise step.place.error(
            "the skip connection has {cells} cells, and {own} cannot be cut out of it at offset"
            " {offset}.",
            cells=_by(source),
            own=_by(own),
            offset=_by([begin for begin, _ in crop]),
            advice="Take a smaller offset, or another size.",
        )
    return Skip(skip.join, skip.source or "", source, 1, own, crop, intended)


def _by(sizes: Sequence[int]) -> str:
    return " x ".join(map(str, sizes))


def remedies_for(step: StepSpec, resolved: ResolvedLayer | None, skip: Skip) -> tuple[str, ...]:
    """What would make it fit, the best first."""
    cut = tuple((max(begin, 0), max(end, 0)) for begin, end in skip.crop)
    missing = tuple((max(-begin, 0), max(-end, 0)) for begin, end in skip.crop)
    found = []
    if any(map(any, cut)):
        found.append(f"crop the skip by {ends_words(cut)}")
    if any(map(any, missing)):
        found.append(f"pad the skip by {ends_words(missing)}")
        found.append(f"crop the layer's output by {ends_words(missing)}")
    if resolved is not None and resolved.operation.crops:
        op = _output_padding(step.layer, resolved, skip.size)
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


# -- the nearest inputs with which every skip connection fits ----------------------------


def fitting_inputs(spec: NetworkSpec, size: Sizes) -> tuple[Sizes, ...]:
    """The nearest smaller and larger input with which every skip connection fits."""
    found = []
    for direction in (-1, 1):
        for by in range(1, _FARTHEST + 1):
            other = tuple(n + direction * by for n in size)
            if min(other) < 1:
                break
            try:
                fits = _every_skip_fits(spec, other)
            except LayerError:  # too small for some layer
                continue
            if fits:
                found.append(other)
                break
    return tuple(found)


def _every_skip_fits(spec: NetworkSpec, size: Sizes) -> bool:
    """Sizes alone, without all else, as many are tried."""
    sizes = {"input": size}
    for step in spec.steps:
        if step.resampling is not None:
            size = step.resampling.layer(size).output_size(size)
        elif step.layer is None:
            cut = cut_of(step, step.crop or CropSpec(), size)
            size = tuple(n - begin - end for n, (begin, end) in zip(size, cut, strict=True))
        else:
            size = resolve_cached(step.layer._replace(input_size=size), len(size)).output_size
        if step.skip is not None:
            source = per_axis(step.skip.size or sizes[step.skip.source or "input"], len(size))
            if not cropped_skip(step, step.skip, size, source).fits:
                return False
        if step.name:
            sizes[step.name] = size
    return True


@lru_cache(maxsize=2048)
def resolve_cached(layer: LayerSpec, ndim: int) -> ResolvedLayer:
    """Deep layers meet the same few sizes on every walk through a network."""
    return resolve(layer, ndim=ndim)
