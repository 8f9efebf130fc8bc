"""Channels of a figure: which of them the user's own numbers have, and whether all agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Argument, FigureError, LayerError, Message
from ...layers.layer import Layer
from ...layers.operations import operation_named
from ...layers.spec import LayerSpec
from ...layers.validation import checked_count
from ...notation import Sizes

if TYPE_CHECKING:
    from ...compute import Array

__all__ = ["check_shapes", "has_channels", "sizes_of", "with_channels"]


def has_channels(layer: Layer | LayerSpec) -> bool:
    """Whether arrays of the layer have axes for channels."""
    return layer.in_channels > 1 or layer.out_channels > 1


def sizes_of(layer: Layer | LayerSpec, shapes: Mapping[str, Sizes | None]) -> dict[str, Any]:
    """The sizes that *shapes* of x and w give the input and the kernel."""
    leading = {"x": 1, "w": 2} if has_channels(layer) else {"x": 0, "w": 0}
    return {name: shape and shape[leading[name] :] for name, shape in shapes.items()}


def with_channels(
    layer: LayerSpec,
    said: Mapping[str, Any],
    numbers: Mapping[str, Array],
    dims: int,
    *,
    picture: bool = False,
) -> tuple[LayerSpec, dict[str, Array]]:
    """The layer with the channels that the numbers of a command have, and the numbers shaped so.

    *numbers* are as they were loaded: with an axis of channels or slices where there are
    several. Channels that nobody said follow from them; FigureError where the two disagree.
    *picture*: whether x is one.
    """
    x, w, found = numbers.get("x"), numbers.get("w"), dict(numbers)
    for name in ("in_channels", "out_channels", "groups"):
        checked_count(name, getattr(layer, name))
    stamps = operation_named(layer.kind).driven_by == "input"
    if x is not None:
        channels = len(x) if x.ndim > dims else 1
        if channels != said.get("in_channels", channels):
            colours = picture and (channels, layer.in_channels) == (1, 3)
            advice = Argument("rgb", True) if colours else Argument("in_channels", channels)
            raise _clash("x", channels, advice, layer.in_channels)
        layer = layer._replace(in_channels=channels)
    if w is not None:
        known = _source_of_inputs(said, x)
        layer = _of_weights(layer, said, w, dims, stamps=stamps, known=known)
    if not has_channels(layer):
        return layer, {name: _without(array, dims) for name, array in found.items()}
    if x is not None:
        found["x"] = x.reshape(layer.in_channels, *x.shape[-dims:])
    if w is not None:
        found["w"] = w.reshape(*_pair(layer, stamps=stamps), *w.shape[-dims:])
    return layer, found


def _of_weights(
    layer: LayerSpec,
    said: Mapping[str, Any],
    w: Array,
    dims: int,
    *,
    stamps: bool,
    known: str,
) -> LayerSpec:
    """The layer with the output channels that its weights have, or all of its channels.

    *known*: what has said how many its input has, "x" or "in_channels"; "" for nothing.
    """
    if w.ndim == dims + 2:
        first, second = w.shape[:2]
        own = (first, second * layer.groups) if stamps else (second * layer.groups, first)
        if not stamps and first % layer.groups:
            raise FigureError(
                "{w} has {filters}, which {groups} does not divide: each group has as many.",
                w=Argument("w"),
                filters=_counted(first, "filter"),
                groups=Argument("groups", layer.groups),
                advice=f"Give {-(-first // layer.groups) * layer.groups} filters.",
            )
        if known and own[0] != layer.in_channels:
            if known == "x":
                raise _clash_of_arrays(layer, (first, second), own, stamps=stamps)
            raise _clash("w", own[0], Argument(known, own[0]), layer.in_channels)
        if (asked := said.get("out_channels", own[1])) != own[1]:
            raise _clash("w", own[1], Argument("out_channels", own[1]), asked)
        return layer._replace(in_channels=own[0], out_channels=own[1])
    slices = len(w) if w.ndim > dims else 1
    if "out_channels" not in said and slices * layer.groups % layer.in_channels == 0:
        layer = layer._replace(out_channels=slices * layer.groups // layer.in_channels)
    first, second = _pair(layer, stamps=stamps)
    if slices != first * second:
        inputs: object = Argument("in_channels", layer.in_channels)
        if known == "x" and "in_channels" not in said:
            of_x = _counted(layer.in_channels, "channel")
            inputs = Message("{x} of {channels}", x=Argument("x"), channels=of_x)
        raise FigureError(
            "{w} has {slices}, but {in_channels} and {out_channels}{groups} take {needed}: one for"
            " each input channel that a filter reads.",
            w=Argument("w"),
            slices=_counted(slices, "slice"),
            in_channels=inputs,
            out_channels=Argument("out_channels", layer.out_channels),
            groups=f" in {layer.groups} groups" if layer.groups > 1 else "",
            needed=first * second,
        )
    return layer


def _pair(layer: LayerSpec | Layer, *, stamps: bool) -> tuple[int, int]:
    """The first two axes of the weights, as PyTorch lays them out."""
    if stamps:
        return layer.in_channels, layer.out_channels // layer.groups
    return layer.out_channels, layer.in_channels // layer.groups


def _without(array: Array, dims: int) -> Array:
    """Without the axes of a single channel."""
    plain: Array = array.reshape(array.shape[-dims:])
    return plain


def _source_of_inputs(said: Mapping[str, Any], x: Array | None) -> str:
    """What has said how many channels the input has; "" for nothing."""
    return "x" if x is not None else "in_channels" * ("in_channels" in said)


def _clash_of_arrays(layer: LayerSpec, axes: Sizes, own: Sizes, *, stamps: bool) -> FigureError:
    """Weights whose first two *axes*, which say *own* channels, do not fit those of the input."""
    channels, size = layer.in_channels, (axes[0], layer.in_channels // layer.groups)
    if stamps:
        size = (layer.in_channels, axes[1])
    advice = Message(
        "Begin the shape of {w} with {first}, {second}.",
        w=Argument("w"),
        first=size[0],
        second=size[1],
    )
    groups, left = divmod(channels, axes[1])
    if not stamps and not left and axes[0] % groups == 0:
        advice = Message("Try {groups}.", groups=Argument("groups", groups))
    elif layer.groups == 1 and axes[stamps] == channels:
        order = ("input", "output") if stamps else ("output", "input")
        advice = Message(
            "Weights of this kind begin with {first} channels, then {second} channels: swap the"
            " first two axes of {w}.",
            first=order[0],
            second=order[1],
            w=Argument("w"),
        )
    return FigureError(
        "{w} is for {found} of the input, but {x} has {channels}.",
        w=Argument("w"),
        found=_counted(own[0], "channel"),
        x=Argument("x"),
        channels=channels,
        advice=advice,
    )


def _clash(array: str, found: int, advice: Argument, asked: int) -> FigureError:
    name = "in_channels" if array == "x" else advice.name
    return FigureError(
        "{array} has {found}, but {asked} was given.",
        array=Argument(array),
        found=_counted(found, "channel"),
        asked=Argument(name, asked),
        advice=advice,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def check_shapes(layer: Layer, sizes: Mapping[str, Sizes], shapes: Mapping[str, Sizes]) -> None:
    """Raise LayerError where *shapes* of x, w or bias are not those of the layer.

    *sizes* of input ("x") and kernel ("w"), without channels.
    """
    expected: dict[str, Sizes] = {**sizes, "bias": (layer.out_channels,)}
    if has_channels(layer):
        stamps = layer.operation.driven_by == "input"
        expected["x"] = (layer.in_channels, *sizes["x"])
        expected["w"] = (*_pair(layer, stamps=stamps), *sizes["w"])
    names = {"x": "input", "w": "kernel", "bias": "bias"}
    for name, shape in shapes.items():
        if shape != expected[name]:
            raise LayerError(
                "{name} has shape {shape}, but the layer's {what} is {size}: give one number a"
                " cell.",
                name=name,
                shape=shape,
                what=names[name],
                size=expected[name],
            )
