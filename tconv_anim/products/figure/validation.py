"""What can be wrong with a figure's options and numbers by themselves."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from ...compute import Array
from ...compute.arrays import numeric
from ...errors import Argument, FigureError, Message
from ...layers.resolved_layer import ResolvedLayer
from ...options import DEFAULT_SIZE, Option
from ...options.figure import FigureOptions, options_of
from ...rendering.glyphs import check_title
from ...rendering.palettes import theme_named
from ...rendering.scale import checked_size
from ...story.channels import channel_view, channel_view_names
from ...story.channels.view import ChannelView
from ...story.notation import PRINTED
from ...story.view import View
from ...story.views import view_called, view_names, view_options
from .channel_numbers import check_shapes
from .spec import FigureSpec

__all__ = [
    "check_channel_style",
    "check_style",
    "check_view",
    "checked_figure",
    "checked_numbers",
    "other_views",
    "whole_number",
]

LARGEST: Final = 1e100
"""Of the user's own numbers."""
_FRAME_PICKERS: Final = ("frame", "at")


def checked_figure(spec: FigureSpec, *, moving: bool) -> tuple[FigureSpec, ResolvedLayer]:
    """*spec* and its layer, where each option makes sense by itself; nothing is laid out.

    Raises
    ------
    LayerError
        The layer and the input do not fit each other.
    FigureError
        An option is out of range, or two of them ask for different things.
    """
    resolved = spec.resolved()
    if len(resolved.axes) > 2:
        raise FigureError(
            "the layer has {count} axes, but a picture shows one or two: height x width. The size"
            " command takes one to three.",
            count=len(resolved.axes),
        )
    if spec.rgb and resolved.layer.in_channels != 3:
        raise FigureError(
            "{rgb} shows three channels, red, green and blue, but the input has {channels}.",
            rgb=Argument("rgb", True),
            channels=resolved.layer.in_channels,
            advice="Leave it out." if spec.x is not None else Argument("in_channels", 3),
        )
    if spec.letters and not resolved.layer.single_channel:
        raise FigureError(
            "{letters} shows one channel: sums over several would be too long to write.",
            letters=Argument("letters", True),
            advice="Leave it out.",
        )
    if spec.view not in view_names():
        raise FigureError(
            "{view} is not a view. Choose from {known}.",
            view=Argument("view", str(spec.view)),
            known=", ".join(view_names()),
        )
    if spec.letters and spec.values == "none":
        _refuse_both(spec, "letters", "values", "say what the cells hold. Give one.")
    size = None if spec.size is None else checked_size(_pair("size", spec.size))
    if not spec.minimal and size == DEFAULT_SIZE:
        size = None
    theme_named(spec.theme)
    for option in options_of(FigureOptions):
        value = getattr(spec, option.name)
        if (option.kind == "whole" and option.default is not None) or (option.choices and value):
            _check_value(option, value)
    _check_view_options(spec)
    if spec.title is not None:
        check_title(spec.title)
    if spec.frame is not None and spec.at is not None:
        _refuse_both(spec, "frame", "at", "name a frame. Give one.")
    for name in (*_FRAME_PICKERS, "filmstrip", "transparent"):
        if moving and getattr(spec, name):
            raise FigureError(
                "{option} is for stills, and this format shows every frame.",
                option=Argument(name, getattr(spec, name)),
                advice=Message("Try {path}.", path=Argument("path", "figure.png")),
            )
    for name in _FRAME_PICKERS:
        if spec.filmstrip is not None and getattr(spec, name) is not None:
            _refuse_both(spec, "filmstrip", name, "pick frames. Give one.")
    if spec.letters and (own := next((n for n in ("x", "w") if getattr(spec, n)), None)):
        raise FigureError(
            "{letters} and {own} both say what the cells hold: letters, or numbers of your own."
            " Leave one out.",
            letters=Argument("letters", True),
            own=Argument(own),
        )
    return replace(spec, size=size, title=spec.title or None), resolved


def _check_view_options(spec: FigureSpec) -> None:
    """FigureError where an option is none of the view's, or has a value that it cannot have."""
    known = {option.name: option for option in view_options().get(spec.view, ())}
    for name, value in spec.view_options.items():
        if name not in known:
            own = [Argument(one) for one in known]
            raise FigureError(
                "{option} is not an option of {view}, which has {own}.",
                option=Argument(name, value),
                view=Argument("view", spec.view),
                own=Message.joined(own, ", ") if own else "none of its own",
            )
        _check_value(known[name], value)


def _check_value(option: Option, value: object) -> None:
    """FigureError where *value* is of another type than the option's, or out of its range."""
    argument, advice = Argument(option.name, value), Argument(option.name, option.default)
    if option.kind == "whole":
        number = whole_number(option.name, value)
        least, most = option.least, option.most
        if (least is None or number >= least) and (most is None or number <= most):
            return
        limits = f"at least {least}" if most is None else f"between {least} and {most}"
        raise FigureError(
            "{option} must be {limits}.", option=argument, limits=limits, advice=advice
        )
    if option.kind == "switch" and not isinstance(value, bool):
        raise FigureError("{option} must be true or false.", option=argument)
    if option.kind == "choice" and value not in option.choices:
        raise FigureError(
            "{option} is not known. Choose from {known}.",
            option=argument,
            known=", ".join(option.choices),
        )


def _refuse_both(spec: FigureSpec, one: str, other: str, why: str) -> None:
    raise FigureError(
        "{one} and {other} both {why}",
        one=Argument(one, getattr(spec, one)),
        other=Argument(other, getattr(spec, other)),
        why=why,
    )


def whole_number(name: str, value: object) -> int:
    """*value* as an int; raises FigureError where it is no whole number."""
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise FigureError(
            "{option} must be a whole number.", option=Argument(name, value)
        ) from None


def _pair(name: str, value: Any) -> tuple[int, int]:
    try:
        first, second = value
    except (TypeError, ValueError):
        raise FigureError(
            "{option} must be two whole numbers.", option=Argument(name, value)
        ) from None
    return whole_number(name, first), whole_number(name, second)


def checked_numbers(spec: FigureSpec, resolved: ResolvedLayer) -> dict[str, Array]:
    """The user's own numbers, x and w, as a figure can show and compute them."""
    found = {
        name: numeric(name, values)
        for name, values in (("x", spec.x), ("w", spec.w), ("bias", spec.bias))
        if values is not None
    }
    check_shapes(
        resolved.layer,
        {"x": resolved.input_size, "w": resolved.kernel_size},
        {name: array.shape for name, array in found.items()},
    )
    return {name: _checked_array(name, array) for name, array in found.items()}


def _checked_array(name: str, array: Array) -> Array:
    if array.dtype.kind == "c":
        raise FigureError(
            "{name} holds complex numbers, and a cell shows a real one.", name=Argument(name)
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise FigureError(
            "{name} holds a number that is not finite: a cell cannot show it.", name=Argument(name)
        )
    if abs(array).max() > LARGEST:
        cell = tuple(int(n) for n in np.argwhere(abs(array) > LARGEST)[0])
        raise FigureError(
            "{name} holds {number} in cell {cell}, beyond {most}: products of such numbers"
            " leave a float's range. Try smaller ones.",
            most=f"{LARGEST:.0e}",
            name=Argument(name),
            number=PRINTED.number(array[cell]),
            cell=",".join(map(str, cell)),
        )
    return array


def other_views(spec: FigureSpec) -> list[str]:
    """The views that the figure could have instead."""
    return [view for view in view_names() if view != spec.view]


def check_view(view: type[View], plane: ResolvedLayer, spec: FigureSpec) -> None:
    """FigureError where a view cannot show the layer."""
    if why := view.refusal(plane):
        others = (name for name in other_views(spec) if not view_called(name).refusal(plane))
        raise FigureError(
            "{view} cannot show this layer: {why}. Views that can: {others}.",
            view=Argument("view", spec.view),
            why=why,
            others=", ".join(others),
        )


def check_style(view: type[View], spec: FigureSpec) -> None:
    """FigureError where a view has none of the planes that its style draws."""
    if spec.style == "flat" or view.has_planes:
        return
    known = [name for name in view_names() if view_called(name).has_planes]
    raise FigureError(
        "{style} cannot show the view {view}: it has no input plane under an output plane, as"
        " {known} have. Try {remedy}, or {flat}.",
        style=Argument("style", spec.style),
        view=spec.view,
        known=", ".join(known),
        remedy=Argument("view", known[0]),
        flat=Argument("style", "flat"),
    )


def check_channel_style(view: type[ChannelView], spec: FigureSpec) -> None:
    """The same of a view that shows several channels."""
    if spec.style == "flat" or view.has_planes:
        return
    known = [name for name in channel_view_names() if channel_view(name).has_planes]
    raise FigureError(
        "{view} shows channels flat: {style} has planes for the views {known}.",
        view=Argument("view", spec.view),
        style=Argument("style", spec.style),
        known=" and ".join(known),
        advice=Message("Try {style}.", style=Argument("style", "flat")),
    )
