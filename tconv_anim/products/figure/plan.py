"""From what is asked for to a figure that can be drawn: numbers, story, page."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ...compute import Array
from ...compute.sample_values import biases, channel_kernels, input_numbers, kernel_numbers
from ...errors import Argument, FigureError, Message
from ...formats.registry import FORMATS
from ...layers.frameworks.channels import weight_shape
from ...layers.resolved_layer import ResolvedLayer, one_channel, plane_layer
from ...options import AUTO_THEME, DEFAULT_SIZE, HOLD_MS
from ...rendering.minimal import MinimalPage
from ...rendering.page import Page
from ...rendering.palettes import theme_named
from ...rendering.theme import MANY as PICTURED
from ...rendering.theme import with_lights
from ...rendering.too_small import TooSmallError
from ...story.channels import channel_view, channel_view_names
from ...story.channels.one_pair import named_one_pair
from ...story.channels.shown_channels import FEW, ShownChannels, leaves_out_few, shown_choices
from ...story.example import Example
from ...story.planes import plane_view
from ...story.timing import fast_ms
from ...story.view import View
from ...story.views import view_called
from ..command import figure_command
from .channel_numbers import has_channels
from .figure import Figure
from .limits import (
    computed_filters,
    held_numbers,
    refuse_hopeless,
    shrunk,
    too_many_frames,
    too_small,
)
from .spec import FigureSpec
from .stills import still_frames
from .validation import (
    check_channel_style,
    check_style,
    check_view,
    checked_figure,
    checked_numbers,
    other_views,
)

__all__ = ["plan_figure"]

MANY: Final = 50_000
"""Cells of a layer so large that other views are not tried out only to be named."""


def plan_figure(
    spec: FigureSpec, *, moving: bool, shrinkable: bool = False, schemes: bool = True
) -> Figure:
    """The figure that *spec* asks for, laid out; nothing is drawn.

    Parameters
    ----------
    moving : bool
        Whether every frame is shown, as in a GIF.
    shrinkable : bool
        Whether *x* was read from a picture, which can be shrunk.
    schemes : bool
        Whether its file can hold colours for light and for dark.

    Raises
    ------
    LayerError
        The layer and the input do not fit each other.
    FigureError
        The figure cannot be drawn as asked. Everything that can be wrong is found here.
    """
    spec, resolved = checked_figure(spec, moving=moving)
    if spec.theme == AUTO_THEME and not schemes:
        raise FigureError(
            "{theme} is light and dark in one file, which only {formats} can be.",
            theme=Argument("theme", spec.theme),
            formats=" and ".join(form.name for form in FORMATS.values() if form.schemes),
            advice=Message("Try {theme}.", theme=Argument("theme", "light")),
        )
    numbers = checked_numbers(spec, resolved)
    sized = shrunk(resolved.input_size) if shrinkable else None

    def can_be_drawn(other: ResolvedLayer, **changed: Any) -> bool:
        same = numbers if other.input_size == resolved.input_size else {}
        try:
            view, _ = _view_and_page(other, replace(spec, **changed), same)
        except FigureError:
            return False
        return not moving or len(view) <= spec.max_frames

    try:
        view, page = _view_and_page(resolved, spec, numbers)
    except TooSmallError as error:
        few = math.prod(resolved.input_size) + math.prod(resolved.output_size) < MANY
        flat_too = few and spec.style != "flat" and can_be_drawn(resolved, style="flat")
        raise too_small(
            error,
            resolved,
            can_be_drawn,
            given="x" in numbers,
            sized=sized,
            views=[v for v in other_views(spec) if few and can_be_drawn(resolved, view=v)],
            style="flat" if flat_too else "",
        ) from None
    if moving and len(view) > spec.max_frames:
        opening = len(view) - view.growing_scenes(plane_layer(resolved))
        raise too_many_frames(
            resolved,
            len(view),
            spec.max_frames,
            lambda p: view.growing_scenes(plane_layer(p)) + opening <= spec.max_frames,
            given="x" in numbers,
            sized=sized,
        )
    return Figure(
        view=view,
        page=page,
        spec=spec,
        command=figure_command(spec, resolved),
        frame_numbers=still_frames(view, resolved, spec, page.size),
    )


def _view_and_page(
    resolved: ResolvedLayer, spec: FigureSpec, numbers: Mapping[str, Array]
) -> tuple[View, Page]:
    """The view of the user's or default numbers, and its page; TooSmallError if none fits."""
    own, sampled = bool(numbers), "x" not in numbers
    view_class = (view_called if spec.style == "flat" else plane_view)(spec.view)
    check_style(view_class, spec)
    plane, layer = plane_layer(resolved), resolved.layer
    if not layer.single_channel:
        if spec.view in channel_view_names():
            return _with_channels(resolved, spec, numbers)
        resolved, numbers = _one_pair(resolved, spec, numbers)
        plane = plane_layer(resolved)
    check_view(view_class, plane, spec)
    dots = view_class.has_overview(plane)
    refuse_hopeless(view_class.extent(plane), spec.size or DEFAULT_SIZE, dots=dots)
    x, w = numbers.get("x"), numbers.get("w")
    x = input_numbers(resolved.input_size, spec.seed) if x is None else x
    w = kernel_numbers(resolved.kernel_size, spec.seed) if w is None else w
    pictured = not sampled and x.size > PICTURED
    example = Example.single_channel(
        resolved,
        x,
        w,
        writing="letters" if spec.letters else "none" if spec.values == "none" else "numbers",
        shaded=pictured if spec.values == "none" else own or not spec.letters,
        sampled=sampled,
        seed=spec.seed,
        title=spec.title,
        **_times(spec, view_class.growing_scenes(plane)),
    )

    def view_of(example: Example) -> View:
        view = view_class(example, **spec.view_options)
        if layer is not resolved.layer:
            titled, alike = bool(spec.title), view_class.channels_alike
            view.storyboard = named_one_pair(view.storyboard, layer, titled=titled, alike=alike)
        return view

    view = view_of(example)
    theme = replace(theme_named(spec.theme, spec.values), pictured=pictured)
    theme = with_lights(theme) if pictured and (x >= 0).all() else theme
    if spec.minimal:
        return view, MinimalPage(view.storyboard, spec.size, theme, spec.style)
    page = Page(view.storyboard, spec.size or DEFAULT_SIZE, theme, spec.style)
    if page.lacks_key and sampled:  # shades that say nothing, of numbers that nobody gave
        view = view_of(replace(example, shaded=False))
        page = Page(view.storyboard, page.size, theme, spec.style)
    return view, page


def _one_pair(
    resolved: ResolvedLayer, spec: FigureSpec, numbers: Mapping[str, Array]
) -> tuple[ResolvedLayer, dict[str, Array]]:
    """The layer from its first channel to its first, and the numbers of that pair."""
    if spec.rgb:
        raise FigureError(
            "{rgb} shows three channels, and {view} one pair of channels.",
            rgb=Argument("rgb", True),
            view=Argument("view", spec.view),
            advice=Message("Views that can: {views}.", views=", ".join(channel_view_names())),
        )
    x, w, _ = _numbers(resolved, spec, numbers, ShownChannels.most(resolved.layer).filters)
    if has_channels(resolved.layer):
        x, w = x[0], w[0, 0]
    return one_channel(resolved), {"x": x, "w": w}


def _numbers(
    resolved: ResolvedLayer, spec: FigureSpec, numbers: Mapping[str, Array], needed_filters: int
) -> tuple[Array, Array, Array | None]:
    """Input, weights and bias of a layer with channels: the user's, or small ones.

    Of very many filters the weights of the first alone.
    """
    layer, shape = resolved.layer, weight_shape(resolved)
    filters = computed_filters(resolved, needed_filters, given=bool(numbers))
    x, w, bias = (numbers.get(name) for name in ("x", "w", "bias"))
    if filters < layer.out_channels:
        axis = 1 if layer.operation.driven_by == "input" else 0
        shape = (*shape[:axis], min(filters, shape[axis]), *shape[axis + 1 :])
        w = w if w is None else w[: shape[0], : shape[1]]
    if x is None:
        x = input_numbers((layer.in_channels, *resolved.input_size), spec.seed)
    if w is None:
        w = channel_kernels(shape, spec.seed)
    if bias is None and layer.bias:
        bias = biases(filters, spec.seed)
    return x, w, bias


def _with_channels(
    resolved: ResolvedLayer, spec: FigureSpec, numbers: Mapping[str, Array]
) -> tuple[View, Page]:
    """The same with channels: as many of them in full as have room for their numbers."""
    view_class, plane, layer = channel_view(spec.view), plane_layer(resolved), resolved.layer
    check_channel_style(view_class, spec)
    check_view(view_class, plane, spec)
    dots = view_class.has_overview(plane)
    refuse_hopeless(view_class.extent(plane), spec.size or DEFAULT_SIZE, dots=dots)
    x, w, bias = _numbers(resolved, spec, numbers, view_class.needed_filters(layer))
    pictured = "x" in numbers and (spec.values != "none" or x[0].size > PICTURED)
    example = Example.with_channels(
        resolved,
        x,
        w,
        bias,
        rgb=spec.rgb,
        writing="none" if spec.values == "none" else "numbers",
        shaded=pictured or (view_class.shaded and spec.values != "none"),
        seed=spec.seed,
        title=spec.title,
        **_times(spec, view_class.growing_scenes(plane)),
    )
    theme = replace(theme_named(spec.theme), values=spec.values, pictured=pictured)
    smallest: TooSmallError | None = None
    fallback: tuple[int, View, Page] | None = None
    for shown in shown_choices(layer, ring=view_class.has_ring(plane)):
        view = view_class(example, shown)
        try:
            if spec.minimal:
                page: Page = MinimalPage(view.storyboard, spec.size, theme, spec.style)
            else:
                page = Page(view.storyboard, spec.size or DEFAULT_SIZE, theme, spec.style)
        except TooSmallError as error:
            smallest = error
            continue
        whole = shown.inputs == layer.in_channels
        if fallback and fallback[0] >= -1 and leaves_out_few(layer, shown):
            return fallback[1:]
        structure = view.shows_structure and layer.in_channels <= FEW
        reads = 2 if structure or spec.rgb else held_numbers(page)
        if reads + whole > 1 + page.is_squeezed:
            alone = shown.inputs == 1 < layer.in_channels  # several without numbers tell more
            return fallback[1:] if alone and fallback and fallback[0] > 0 else (view, page)
        if not shown.ring and (fallback is None or reads > fallback[0]):
            fallback = reads, view, page
    if fallback is None:
        raise smallest or AssertionError
    return fallback[1:]


def _times(spec: FigureSpec, positions: int) -> dict[str, int | None]:
    """The times of positions and first frames; where nothing is to be read they are short."""
    step, hold = spec.step_ms, spec.hold_ms
    if spec.minimal:
        hold = HOLD_MS if hold is None else hold
        step = fast_ms(positions, 0) if step is None else step
    return {"step_ms": step, "hold_ms": hold}
