"""Figures that do not fit: too small a picture, too many frames, and the largest that would do."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from ...errors import Argument, FigureError, LayerError, Message
from ...layers.resolve import with_input_size
from ...layers.resolved_layer import ResolvedLayer
from ...layers.validation import short_number
from ...notation import Sizes
from ...rendering.cells import LEAST_PITCH
from ...rendering.page import Page
from ...rendering.too_small import TooSmallError
from ...story.roles import PanelContent

__all__ = [
    "Sized",
    "computed_filters",
    "held_numbers",
    "refuse_hopeless",
    "shrunk",
    "too_many_frames",
    "too_small",
]

_MOST_NUMBERS: Final = 4_000_000
"""Of input, weights and output together: of many channels few are shown, but all are added."""
_SMALLER: Final = Message("Try a smaller {size}.", size=Argument("input_size"))
_LARGE_ENOUGH: Final = 60
"""Of the shorter side, the part that cells of an input without numbers have at least,"""
_LEAST_INPUT: Final = 6
"""and their pixels at least."""

Sized = Callable[[int], Sizes]
"""The input size that a limit on its longest axis leaves."""


def refuse_hopeless(extent: Sizes, size: tuple[int, int], *, dots: bool) -> None:
    """Raise TooSmallError by arithmetic alone, where finding out would take a huge array.

    *extent*: cells that stand under and beside each other at least; *dots*: a pixel is enough.
    """
    for cells, room, how in zip(extent, reversed(size), ("under", "beside"), strict=True):
        if cells * (1 if dots else LEAST_PITCH) > room:
            raise TooSmallError(
                "{size} leaves less than {least} for a cell: {cells} cells would stand"
                " {how} each other.",
                size=Argument("size", size),
                least="a pixel" if dots else f"{LEAST_PITCH} pixels",
                cells=short_number(cells),
                how=how,
            )


def computed_filters(resolved: ResolvedLayer, shown: int, *, given: bool) -> int:
    """How many output channels are computed: all, or of too many those *shown* at most.

    FigureError where even these take too many numbers, as each adds up all channels it reads.
    *given*: whether channels follow from the user's own numbers.
    """
    layer = resolved.layer
    inputs = layer.in_channels * math.prod(resolved.input_size)
    read = layer.in_channels // layer.groups * math.prod(resolved.kernel_size)
    own = read + math.prod(resolved.output_size)
    for filters in (layer.out_channels, min(shown, layer.out_channels)):
        count = inputs + filters * own
        if count <= _MOST_NUMBERS:
            return filters
    few = shown < layer.out_channels
    raise FigureError(
        "{inputs} and {outputs} make {count} numbers{few}, more than the {most} of a figure.",
        inputs=Argument("in_channels", layer.in_channels),
        outputs=Argument("out_channels", layer.out_channels),
        count=short_number(count),
        few=f" with the {shown} filters shown alone" if few else "",
        most=f"{_MOST_NUMBERS:,}",
        advice="Give numbers of fewer channels." if given else _fewer_channels(resolved, shown),
    )


def _fewer_channels(resolved: ResolvedLayer, shown: int) -> Message:
    """Channels that take few enough numbers: of the input, of the output, or fewer groups."""
    layer = resolved.layer
    filters = min(shown, layer.out_channels)
    x, w, y = map(math.prod, (resolved.input_size, resolved.kernel_size, resolved.output_size))
    read = (_MOST_NUMBERS - filters * y) // (layer.groups * x + filters * w)
    if read > 0:
        return Message("Try {inputs}.", inputs=Argument("in_channels", layer.groups * read))
    read = layer.in_channels // layer.groups
    outputs = (_MOST_NUMBERS - layer.in_channels * x) // (read * w + y)
    if layer.groups == 1:
        fewer = Message("Try {outputs}.", outputs=Argument("out_channels", outputs))
        return fewer if outputs > 0 else _SMALLER
    own = filters * (read * w + y)
    if shown < layer.out_channels:
        groups = (_MOST_NUMBERS - own) // (read * x)
    else:  # all filters are needed, and there are fewer in fewer groups
        groups = _MOST_NUMBERS // (read * x + own // layer.groups)
    if groups < 1:
        return _SMALLER
    parts = {"in_channels": read, "out_channels": layer.out_channels // layer.groups, "groups": 1}
    arguments = [Argument(name, number * groups) for name, number in parts.items()]
    return Message("Try {channels}.", channels=Message.joined(arguments, " "))


def held_numbers(page: Page) -> int:
    """2 where cells, or a lens, hold all numbers; 1 where all but those of inputs do.

    Less than 0 where cells of inputs have neither numbers nor the size to show a window: −1
    where they have half of it.
    """
    places = page.places.values()
    larger = {place.panel.lens_of for place in places}
    sizes = [max(min(page.size) // (n * _LARGE_ENOUGH), _LEAST_INPUT) for n in (1, 2)]
    silent = [
        place
        for place in places
        if place.panel.widest_text and place.panel.name not in larger and not place.cells.text_px
    ]
    inputs = [place for place in silent if place.panel.content == PanelContent.INPUT]
    smallest = min((place.cells.pitch for place in inputs), default=max(sizes))
    if lack := sum(smallest < size for size in sizes):
        return -lack
    return (len(silent) == len(inputs)) + (not silent)


def shrunk(size: Sizes) -> Sized:
    """A picture's sizes as --x-size makes them: the longer side *limit*, the rest in proportion."""
    longest = max(size)
    return lambda limit: tuple(max(1, round(n * limit / longest)) for n in size)


def too_small(
    error: TooSmallError,
    resolved: ResolvedLayer,
    can_be_drawn: Callable[[ResolvedLayer], bool],
    *,
    given: bool = False,
    sized: Sized | None = None,
    views: Sequence[str] = (),
    style: str = "",
) -> FigureError:
    """*error* with the largest input of that layer that can be drawn, and what to change.

    *given*: the input is the user's own array; *sized*: it can be shrunk, and how;
    *views*, *style*: other views and the style that can show the layer as it is.
    """
    largest = _largest_input(resolved, can_be_drawn, sized)
    others: list[object] = []
    if style:
        others = [", or ", Argument("style", style)]
    elif views:
        others = [", or ", Argument("view", views[0]), *(f", {view}" for view in views[1:])]
    if largest is None:
        return FigureError(
            "{problem} No input is small enough.",
            problem=error,
            advice=Message(
                "Try a smaller {k}, {p} or {d}, or a larger {size}{others}.",
                k=Argument("kernel_size"),
                p=Argument("padding"),
                d=Argument("dilation"),
                size=Argument("size"),
                others=Message.joined(others),
            ),
        )
    fits: object = Argument("input_size", largest)
    smaller: object = "that"
    if given:
        fits = f"{' x '.join(str(n) for n in largest)} cells"
        smaller = (
            Argument("x_size", largest) if sized else Message("a smaller {x}", x=Argument("x"))
        )
    return FigureError(
        "{problem} The largest input that fits {verb} {fits}.",
        problem=error,
        verb="has" if given else "is",
        fits=fits,
        advice=Message(
            "Try {smaller}, or a larger {size}{others}.",
            smaller=smaller,
            size=Argument("size"),
            others=Message.joined(others),
        ),
    )


def too_many_frames(
    resolved: ResolvedLayer,
    count: int,
    most: int,
    few_enough: Callable[[ResolvedLayer], bool],
    *,
    given: bool = False,
    sized: Sized | None = None,
) -> FigureError:
    """Why *count* frames are refused, where there may be *most*, and an input that makes fewer."""
    largest = _largest_input(resolved, few_enough, sized)
    smaller: list[object] = []
    if largest and (sized or not given):
        smaller = [
            Argument("x_size" if given else "input_size", largest),
            ", the largest that fits, ",
        ]
    asked = Argument("input_size", resolved.input_size)
    if given:
        asked = Argument("x", f"of {' x '.join(str(n) for n in resolved.input_size)} cells")
    return FigureError(
        "{input} makes {count} frames, more than {most}.",
        input=asked,
        count=count,
        most=Argument("max_frames", most),
        advice=Message(
            "Try {smaller}{more}, or a still: {still}.",
            smaller=Message.joined(smaller),
            more=Argument("max_frames", count),
            still=Argument("path", "figure.png"),
        ),
    )


def _largest_input(
    resolved: ResolvedLayer, fits: Callable[[ResolvedLayer], bool], sized: Sized | None
) -> Sizes | None:
    """The input, no axis of it over some limit, with the largest limit that fits."""

    def alike(limit: int) -> Sizes:
        return tuple(min(size, limit) for size in resolved.input_size)

    def at(limit: int) -> ResolvedLayer | None:
        try:
            return with_input_size(resolved, (sized or alike)(limit))
        except LayerError:  # too small for the kernel: as good as fitting, one can go larger
            return None

    low, high = 0, max(resolved.input_size)
    while low < high:
        middle = (low + high + 1) // 2
        smaller = at(middle)
        low, high = (middle, high) if smaller is None or fits(smaller) else (low, middle - 1)
    largest = at(low) if low else None
    return largest.input_size if largest else None
