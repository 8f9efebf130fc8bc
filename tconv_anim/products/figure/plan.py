"""From a layer to a figure: numbers, story, page, file, in that order."""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ...compute import Array, as_numbers
from ...errors import Argument, FigureError, LayerError
from ...formats.atomic import replace_file
from ...formats.registry import checked_path
from ...layers.layer import Layer
from ...layers.resolved_layer import ResolvedLayer, resolve_layer
from ...notation import Sizes
from ...options import DEFAULT_SIZE, MAX_FRAMES, MOST_LOOPS, RenderOptions
from ...rendering.glyphs import check_title
from ...rendering.isometric.planes import check_style
from ...rendering.page import Page
from ...rendering.palettes import theme_named
from ...rendering.panel_sizes import TooSmallError
from ...rendering.scale import checked_size
from ...story.cell_text import format_number, input_numbers, kernel_numbers
from ...story.example import Example, flat
from ...story.view import View, key_frames
from ...story.views import view_called, view_names
from ..command import canonical_command, python_call
from .figure import Figure, Progress, strip_layout
from .limits import refuse_hopeless, shrunk, too_many_frames, too_small

__all__ = ["Figure", "Progress", "figure_of", "prepare", "render"]

MANY: Final = 50_000
"""Cells of a layer so large that other views are not tried out only to be named."""
LARGEST: Final = 1e100
"""Of the user's own numbers."""


def render(
    layer: Layer,
    path: str | PathLike[str],
    *,
    input_size: int | Sizes | None = None,
    x: npt.ArrayLike | None = None,
    w: npt.ArrayLike | None = None,
    view: str = "gather",
    style: str = "flat",
    letters: bool = False,
    values: bool = True,
    theme: str = "light",
    size: tuple[int, int] = DEFAULT_SIZE,
    seed: int = 0,
    step_ms: int | None = None,
    hold_ms: int | None = None,
    loop: int = 0,
    title: str | None = None,
    max_frames: int = MAX_FRAMES,
    frame: int | None = None,
    at: int | tuple[int, ...] | None = None,
    filmstrip: int | None = None,
    transparent: bool = False,
) -> Path:
    """Draw a layer with one axis or two to *path*, as ``tconv-anim render`` does.

    Parameters
    ----------
    layer : Layer
    path : path
        The suffix decides the format: ``.gif``, ``.mp4``, ``.webm``, ``.webp``, ``.apng``
        and ``.html`` the animation; ``.png``, ``.svg`` and ``.pdf`` one frame. An existing
        file is replaced once the new one is complete.
    input_size : int, (height, width) or (length,), in cells
        3 unless *x* says otherwise. An int is two axes, unless the layer has one.
    x, w : arrays, optional
        Your own numbers, of the input's and the kernel's size, on one axis or two.
        Integers stay exact, everything else is computed in double precision.
    view : "gather", "scatter", "matrix", "all", "overlap", "pair", "roundtrip" or "ambiguity"
    style : "flat" or "isometric"
        Panels beside each other, or slanted planes (of the view "gather").
    letters : bool
        Letters instead of numbers.
    values : bool
        False leaves the cells blank.
    theme : "light", "dark" or "print"
    size : (width, height) in pixels
    seed : int
        Picks other numbers for the cells.
    step_ms, hold_ms : int, in milliseconds
        How long a position of the kernel, and the first frame of a step, stay.
    loop : int
        0 plays for ever, N plays N times.
    frame, at : int, (row, column)
        Of a still: the frame from 1 (-1: the last), or that of an output cell.
    filmstrip : int
        Of a still: so many telling frames side by side, each of *size*.
    transparent : bool
        Of a still: no paper behind it.

    Returns
    -------
    Path
        *path*.

    Raises
    ------
    LayerError
        The layer and the input do not fit each other.
    FigureError
        The figure cannot be drawn as asked; nothing was written.
    OutputError
        The file cannot be written; what was there is still there.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> layer = Layer("transposed", kernel_size=2, stride=2)
    >>> render(layer, f"{folder}/up.gif", input_size=2).name
    'up.gif'
    """
    target = Path(path)
    form = checked_path(target)
    form.check()
    figure = figure_of(
        layer,
        moving=form.moving,
        input_size=input_size,
        x=x,
        w=w,
        view=view,
        style=style,
        letters=letters,
        values=values,
        theme=theme,
        size=size,
        seed=seed,
        step_ms=step_ms,
        hold_ms=hold_ms,
        loop=loop,
        title=title,
        max_frames=max_frames,
        frame=frame,
        at=at,
        filmstrip=filmstrip,
        transparent=transparent,
    )
    with replace_file(target) as file:
        figure.write(file, form)
    return target


def figure_of(
    layer: Layer,
    *,
    moving: bool,
    input_size: int | Sizes | None,
    x: npt.ArrayLike | None,
    w: npt.ArrayLike | None,
    at: int | tuple[int, ...] | None,
    **roles: Any,
) -> Figure:
    """The figure that the keywords of :func:`render` ask for; everything is checked."""
    options = RenderOptions(at=(at,) if isinstance(at, int) else at, **roles)
    for name, given in (("x", x), ("w", w)):
        if isinstance(given, str):
            raise FigureError(
                Argument(name, given),
                " is text. Give an array of numbers; files are the command's.",
            )
    x, w = (None if a is None else as_numbers(name, a) for name, a in (("x", x), ("w", w)))
    resolved = _posed(layer, input_size, x, w)
    return prepare(resolved, options, moving=moving, x=x, w=w)


def _posed(
    layer: Layer, input_size: int | Sizes | None, x: Array | None, w: Array | None
) -> ResolvedLayer:
    """The problem that the API's arguments pose: an array decides on sizes and axes."""
    if x is None:
        size: int | Sizes = 3 if input_size is None else input_size
        ndim = w.ndim if w is not None else layer.ndim
        if ndim is None and isinstance(size, int):
            ndim = 2
        return resolve_layer(layer, size, ndim=ndim)
    if input_size is not None and (input_size,) * x.ndim != x.shape != input_size:
        raise LayerError(
            Argument("input_size", input_size), f" does not fit x, which has shape {x.shape}."
        )
    return resolve_layer(layer, x.shape)


def prepare(
    resolved: ResolvedLayer,
    options: RenderOptions,
    *,
    moving: bool,
    x: Array | None = None,
    w: Array | None = None,
    picture: bool = False,
) -> Figure:
    """Everything that can be wrong with a figure, found before anything is drawn.

    *picture* says that *x* was read from a picture, which can be shrunk.

    Raises
    ------
    FigureError
        The figure cannot be drawn as asked.
    """
    options = _checked(resolved, options, moving=moving)
    given = {
        name: _shown_numbers(name, array, size)
        for name, array, size in (
            ("x", x, resolved.input_size),
            ("w", w, resolved.kernel_size),
        )
        if array is not None
    }
    if given and options.letters:
        raise FigureError(
            Argument("letters", True),
            " and ",
            Argument(next(iter(given))),
            " both say what the cells hold: letters, or numbers of your own. Leave one out.",
        )
    sized = shrunk(resolved.input_size) if picture else None

    def can_be_drawn(other: ResolvedLayer, **changed: Any) -> bool:
        same = given if other.input_size == resolved.input_size else {}
        try:
            view, _ = _laid_out(other, replace(options, **changed), same)
        except FigureError:
            return False
        return not moving or len(view) <= options.max_frames

    try:
        view, page = _laid_out(resolved, options, given)
    except TooSmallError as error:
        few = math.prod(resolved.input_size) + math.prod(resolved.output_size) < MANY
        flat_too = few and options.style != "flat" and can_be_drawn(resolved, style="flat")
        raise too_small(
            error,
            resolved,
            can_be_drawn,
            given="x" in given,
            sized=sized,
            views=[v for v in _other_views(options) if few and can_be_drawn(resolved, view=v)],
            style="flat" if flat_too else "",
        ) from None
    if moving and len(view) > options.max_frames:
        opening = len(view) - view.growing_scenes(flat(resolved))
        raise too_many_frames(
            resolved,
            options,
            len(view),
            lambda p: view.growing_scenes(flat(p)) + opening <= options.max_frames,
            given="x" in given,
            sized=sized,
        )
    return Figure(
        view=view,
        page=page,
        options=options,
        command=_command(resolved, options, given),
        shown=_shown(view, resolved, options),
    )


def _laid_out(
    resolved: ResolvedLayer, options: RenderOptions, given: Mapping[str, Array]
) -> tuple[View, Page]:
    """The story on given or default numbers, and its page; TooSmallError if none fits."""
    check_style(options.style, options.view)
    view_class, plane = view_called(options.view), flat(resolved)
    if why := view_class.refusal(plane):
        others = ", ".join(v for v in _other_views(options) if not view_called(v).refusal(plane))
        raise FigureError(
            Argument("view", options.view),
            f" cannot show this layer: {why}. Views that can: {others}.",
        )
    refuse_hopeless(view_class.extent(plane), options.size)
    x, w = given.get("x"), given.get("w")
    if x is None:
        x = input_numbers(resolved.input_size, options.seed)
    if w is None:
        w = kernel_numbers(resolved.kernel_size, options.seed)
    example = Example(
        resolved=resolved,
        x=x.reshape(plane.input_size),
        w=w.reshape(plane.kernel_size),
        writing="letters" if options.letters else "numbers" if options.values else "none",
        shaded="x" in given and options.values,
        seed=options.seed,
        title=options.title,
        step_ms=options.step_ms,
        hold_ms=options.hold_ms,
    )
    view = view_class(example)
    return view, Page(view.storyboard, options.size, theme_named(options.theme), options.style)


def _other_views(options: RenderOptions) -> list[str]:
    return [view for view in view_names() if view != options.view]


def _shown_numbers(name: str, values: Array, size: Sizes) -> Array:
    """The user's own numbers as a figure can show and compute them."""
    array = as_numbers(name, values)
    if array.shape != size:
        raise LayerError(
            f"{name} has shape {array.shape}, but the layer's"
            f" {'input' if name == 'x' else 'kernel'} is {size}: give one number a cell."
        )
    if array.dtype.kind == "c":
        raise FigureError(Argument(name), " holds complex numbers, and a cell shows a real one.")
    if array.dtype.kind == "f":
        array = array.astype(np.float64)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise FigureError(
            Argument(name), " holds a number that is not finite: a cell cannot show it."
        )
    if abs(array).max() > LARGEST:
        cell = tuple(int(n) for n in np.argwhere(abs(array) > LARGEST)[0])
        raise FigureError(
            Argument(name),
            f" holds {format_number(array[cell])} in cell {','.join(map(str, cell))}, beyond"
            f" {LARGEST:.0e}: products of such numbers leave a float's range. Try smaller ones.",
        )
    return array


def _checked(resolved: ResolvedLayer, options: RenderOptions, *, moving: bool) -> RenderOptions:
    """*options* where each of them makes sense by itself."""
    if len(resolved.axes) > 2:
        raise FigureError(
            f"the layer has {len(resolved.axes)} axes, but a picture shows one or two:"
            " height x width. The size command takes one to three."
        )
    if options.view not in view_names():
        raise FigureError(
            Argument("view", str(options.view)),
            f" is no view. There are {', '.join(view_names())}.",
        )
    if options.letters and not options.values:
        raise FigureError(
            Argument("letters", True),
            " and ",
            Argument("values", False),
            " both say what the cells hold. Give one.",
        )
    size = checked_size(_pair("size", options.size))
    theme_named(options.theme)
    _whole("seed", options.seed)
    if not 0 <= _whole("loop", options.loop) <= MOST_LOOPS:
        raise FigureError(
            Argument("loop", options.loop),
            f" must be between 0 (for ever) and {MOST_LOOPS}, the most a GIF can count. Try ",
            Argument("loop", 0),
            ".",
        )
    if _whole("max_frames", options.max_frames) < 1:
        raise FigureError(
            Argument("max_frames", options.max_frames),
            " must be at least 1. Try ",
            Argument("max_frames", MAX_FRAMES),
            ".",
        )
    if options.title is not None:
        check_title(options.title)
    if options.frame is not None and options.at is not None:
        raise FigureError(
            Argument("frame", options.frame),
            " and ",
            Argument("at", options.at),
            " both name a frame. Give one.",
        )
    picking = ("frame", "at", "filmstrip", "transparent")
    for name in picking:
        if moving and getattr(options, name):
            raise FigureError(
                Argument(name, getattr(options, name)),
                " is for stills, and this format shows every frame. Try ",
                Argument("path", "figure.png"),
                ".",
            )
    for name in picking[:2]:
        if options.filmstrip is not None and getattr(options, name) is not None:
            raise FigureError(
                Argument("filmstrip", options.filmstrip),
                " and ",
                Argument(name, getattr(options, name)),
                " both pick frames. Give one.",
            )
    return replace(options, size=size, title=options.title or None)


def _whole(name: str, value: object) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise FigureError(Argument(name, value), " must be a whole number.") from None


def _pair(name: str, value: Any) -> tuple[int, int]:
    try:
        first, second = value
    except (TypeError, ValueError):
        raise FigureError(Argument(name, value), " must be two whole numbers.") from None
    return _whole(name, first), _whole(name, second)


def _shown(view: View, resolved: ResolvedLayer, options: RenderOptions) -> tuple[int, ...]:
    """The frames that a still shows."""
    if options.filmstrip is None:
        return (_still_index(view, resolved, options),)
    count = _whole("filmstrip", options.filmstrip)
    strip_layout(max(count, 1), options.size)
    return tuple(key_frames(view, count))


def _still_index(view: View, resolved: ResolvedLayer, options: RenderOptions) -> int:
    if options.at is not None:
        output = resolved.output_size
        if len(options.at) != len(output):
            raise FigureError(
                Argument("at", options.at),
                " is no cell of the output, which has a row and a column. Try "
                if len(output) == 2
                else " is no cell of the output, which has one axis. Try ",
                Argument("at", tuple(o - 1 for o in output)),
                ".",
            )
        cell = tuple(_whole("at", at) for at in options.at)
        if not all(0 <= at < o for at, o in zip(cell, output, strict=True)):
            names = ("rows", "columns") if len(output) == 2 else ("cells",)
            limits = ", its ".join(
                f"{name} are 0 to {o - 1}" for name, o in zip(names, output, strict=True)
            )
            raise FigureError(
                Argument("at", options.at),
                f" is outside the output: its {limits}. Try ",
                Argument("at", tuple(o - 1 for o in output)),
                ".",
            )
        scene = view.scene_of((0, *cell)[-2:])
        if scene is None:
            raise FigureError(
                Argument("at", options.at),
                " names an output cell, and this view has no frame of its own for each. Try ",
                Argument("frame", 1),
                ".",
            )
        return scene
    if options.frame is None:
        return view.fullest_scene()
    frame, count = _whole("frame", options.frame), len(view)
    if frame == 0 or abs(frame) > count:
        raise FigureError(
            Argument("frame", frame if abs(frame) < 10**20 else "that far"),
            f" is not there: the story has {count} frames, counted from 1, or from -1 at the end."
            " Try ",
            Argument("frame", -1),
            ".",
        )
    return frame - 1 if frame > 0 else count + frame


def _command(resolved: ResolvedLayer, options: RenderOptions, given: Mapping[str, Array]) -> str:
    if resolved.framework_spec or (not resolved.cropped and resolved.layer.rotate_kernel):
        rows = {name: np.atleast_2d(array).tolist() for name, array in given.items()}
        return canonical_command(resolved, options, rows)
    changed = {
        name: getattr(options, name)
        for name in RenderOptions.__dataclass_fields__
        if getattr(options, name) != getattr(RenderOptions(), name)
    }
    arrays = {name: array.tolist() for name, array in given.items()}
    return python_call(resolved.layer, resolved.input_size, arrays | changed)
