"""From a layer to a figure: numbers, story, page, file, in that order."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy.typing as npt

from . import __version__
from .arithmetic.errors import Asked, FigureError, LayerError
from .arithmetic.layer import Layer
from .arithmetic.notation import Sizes
from .arithmetic.problem import Problem, pose
from .command import canonical_command, python_call
from .compute import Array, as_numbers
from .fitting import refuse_hopeless, too_many_frames, too_small
from .output.atomic import replacing
from .output.film import Film, IndexImage, Still
from .output.formats import Format, checked_path
from .picture.compose import UNCHANGED, Composer
from .picture.page import Page
from .picture.panels import TooSmallError
from .picture.scale import checked_size
from .picture.theme import theme_named
from .settings import DEFAULT_SIZE, MAX_FRAMES, MOST_LOOPS, VIEW_NAMES, RenderOptions
from .story.gather import GatherStory
from .story.model import Story
from .story.numbers import input_numbers, kernel_numbers

__all__ = ["Figure", "Progress", "prepare", "render"]

Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""

SOFTWARE: Final = f"tconv-anim {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that is known to be possible: everything checked, nothing drawn."""

    story: Story
    page: Page
    options: RenderOptions
    command: str
    still_index: int
    """The frame of a still, from 0."""

    def write(self, file: BinaryIO, form: Format, progress: Progress | None = None) -> None:
        """Draw the figure into *file*."""
        if form.moving:
            form.write(file, self._film(progress))
            return
        from .picture.draw import draw  # Matplotlib's figures, which the fast way does without

        primitives = self.page.draw(self.story.frame(self.still_index))
        image = draw(primitives, self.page.size, self.page.theme)
        form.write(file, Still(image=image, comment=self.command, software=SOFTWARE))

    def _film(self, progress: Progress | None) -> Film:
        palette = self.page.palette()

        def images() -> Iterator[tuple[IndexImage, int]]:
            composer, before = Composer(self.page.size, palette), None
            for frame in self.story.frames():
                yield composer.put(self.page.draw(frame, before)), frame.ms
                before = frame
                if progress:
                    progress(frame.index + 1, frame.total)

        return Film(
            size=self.page.size,
            colours=palette.rgb,
            unchanged=UNCHANGED,
            images=images(),
            loop=self.options.loop,
            comment=self.command,
        )


def render(
    layer: Layer,
    path: str | PathLike[str],
    *,
    input_size: int | Sizes | None = None,
    x: npt.ArrayLike | None = None,
    w: npt.ArrayLike | None = None,
    view: str = "gather",
    theme: str = "light",
    size: tuple[int, int] = DEFAULT_SIZE,
    seed: int = 0,
    step_ms: int | None = None,
    hold_ms: int | None = None,
    loop: int = 0,
    values: bool = True,
    title: str | None = None,
    max_frames: int = MAX_FRAMES,
    frame: int | None = None,
    at: tuple[int, int] | None = None,
) -> Path:
    """Draw a layer with two axes to *path*, as ``tconv-anim render`` does.

    Parameters
    ----------
    layer : Layer
    path : path
        The suffix decides the format: ``.gif`` the animation, ``.png`` one frame. An
        existing file is replaced once the new one is complete.
    input_size : int or (height, width), in cells
        3 unless *x* says otherwise.
    x, w : arrays, optional
        Your own numbers, of the input's and the kernel's size.
    theme : "light", "dark" or "print"
    size : (width, height) in pixels
    seed : int
        Picks other numbers for the cells.
    step_ms, hold_ms : int, in milliseconds
        How long a position of the kernel, and the first frame of a step, stay.
    loop : int
        0 plays for ever, N plays N times.
    values : bool
        False leaves the cells blank.
    frame, at : int, (row, column)
        Of a still: the frame from 1 (-1: the last), or that of an output cell.

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
    >>> layer = Layer("transposed", kernel=2, stride=2)
    >>> render(layer, f"{folder}/up.gif", input_size=2).name
    'up.gif'
    """
    target = Path(path)
    form = checked_path(target)
    options = RenderOptions(
        view=view,
        theme=theme,
        size=size,
        seed=seed,
        step_ms=step_ms,
        hold_ms=hold_ms,
        loop=loop,
        values=values,
        title=title,
        max_frames=max_frames,
        frame=frame,
        at=at,
    )
    if x is not None:
        x = as_numbers("x", x)
        if x.ndim != 2:
            raise FigureError(f"x has shape {x.shape}, but a picture shows two axes.")
        if input_size is not None and (input_size,) * x.ndim != x.shape != input_size:
            raise LayerError(
                Asked("input_size", input_size), f" does not fit x, which has shape {x.shape}."
            )
        input_size = x.shape
    if w is not None:
        w = as_numbers("w", w)
    for name, numbers in (("x", x), ("w", w)):
        if numbers is not None and as_numbers(name, numbers).dtype.kind == "c":
            raise FigureError(f"{name} holds complex numbers, and a cell shows a real one.")
    problem = pose(layer, 3 if input_size is None else input_size, ndim=2)
    figure = prepare(problem, options, moving=form.moving, x=x, w=w)
    with replacing(target) as file:
        figure.write(file, form)
    return target


def prepare(
    problem: Problem,
    options: RenderOptions,
    *,
    moving: bool,
    x: Array | None = None,
    w: Array | None = None,
) -> Figure:
    """Everything that can be wrong with a figure, found before anything is drawn.

    Raises
    ------
    FigureError
        The figure cannot be drawn as asked.
    """
    options = _checked(problem, options, moving=moving)
    try:
        story, page = _laid_out(problem, options, x, w)
    except TooSmallError as error:

        def can_be_drawn(smaller: Problem) -> bool:
            story, _ = _laid_out(smaller, options, None, None)
            return not moving or len(story) <= options.max_frames

        raise too_small(error, problem, can_be_drawn) from None
    if moving and len(story) > options.max_frames:
        raise too_many_frames(problem, options, len(story))
    return Figure(
        story=story,
        page=page,
        options=options,
        command=_command(problem, options, x, w),
        still_index=_still_index(story, problem, options),
    )


def _laid_out(
    problem: Problem, options: RenderOptions, x: Array | None, w: Array | None
) -> tuple[Story, Page]:
    """The story on given or default numbers, and its page; TooSmallError if none fits."""
    refuse_hopeless(problem, options.size)
    story = GatherStory(
        problem,
        input_numbers(problem.input_size, options.seed) if x is None else x,
        kernel_numbers(problem.kernel_size, options.seed) if w is None else w,
        values=options.values,
        title=options.title,
        step_ms=options.step_ms,
        hold_ms=options.hold_ms,
    )
    return story, Page(story.script, options.size, theme_named(options.theme))


def _checked(problem: Problem, options: RenderOptions, *, moving: bool) -> RenderOptions:
    """*options* where each of them makes sense by itself."""
    if len(problem.axes) != 2:
        raise FigureError(
            f"the layer has {len(problem.axes)} axes, but a picture shows two: height x width."
            " The size command takes one to three."
        )
    if options.view not in VIEW_NAMES:
        raise FigureError(
            Asked("view", options.view), f" is no view. There are {', '.join(VIEW_NAMES)}."
        )
    size = checked_size(_pair("size", options.size))
    theme_named(options.theme)
    _whole("seed", options.seed)
    if not 0 <= _whole("loop", options.loop) <= MOST_LOOPS:
        raise FigureError(
            Asked("loop", options.loop),
            f" must be between 0 (for ever) and {MOST_LOOPS}, the most a GIF can count. Try ",
            Asked("loop", 0),
            ".",
        )
    if _whole("max_frames", options.max_frames) < 1:
        raise FigureError(
            Asked("max_frames", options.max_frames),
            " must be at least 1. Try ",
            Asked("max_frames", MAX_FRAMES),
            ".",
        )
    if options.title is not None and not str(options.title).isprintable():
        raise FigureError(
            Asked("title", ascii(options.title)),
            " holds a line break, another control character or a byte that is no text: a title is"
            " one line of text.",
        )
    if options.frame is not None and options.at is not None:
        raise FigureError(
            Asked("frame", options.frame),
            " and ",
            Asked("at", options.at),
            " both name a frame. Give one.",
        )
    for name in ("frame", "at"):
        if moving and getattr(options, name) is not None:
            raise FigureError(
                Asked(name, getattr(options, name)),
                " picks one frame, for a still, but a .gif shows them all. Try ",
                Asked("path", "figure.png"),
                ".",
            )
    return replace(options, size=size, title=options.title or None)


def _whole(name: str, value: object) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise FigureError(Asked(name, value), " must be a whole number.") from None


def _pair(name: str, value: Any) -> tuple[int, int]:
    try:
        first, second = value
    except (TypeError, ValueError):
        raise FigureError(Asked(name, value), " must be two whole numbers.") from None
    return _whole(name, first), _whole(name, second)


def _still_index(story: Story, problem: Problem, options: RenderOptions) -> int:
    if options.at is not None:
        cell = _pair("at", options.at)
        if not all(0 <= at < o for at, o in zip(cell, problem.output_size, strict=True)):
            rows, columns = problem.output_size
            raise FigureError(
                Asked("at", options.at),
                f" is outside the output: its rows are 0 to {rows - 1}, its columns 0 to"
                f" {columns - 1}. Try ",
                Asked("at", (rows - 1, columns - 1)),
                ".",
            )
        return story.index_of(cell)
    if options.frame is None:
        return len(story) - 1
    frame, count = _whole("frame", options.frame), len(story)
    if frame == 0 or abs(frame) > count:
        raise FigureError(
            Asked("frame", frame if abs(frame) < 10**20 else "that far"),
            f" is not there: the story has {count} frames, counted from 1, or from -1 at the end."
            " Try ",
            Asked("frame", -1),
            ".",
        )
    return frame - 1 if frame > 0 else count + frame


def _command(problem: Problem, options: RenderOptions, x: Array | None, w: Array | None) -> str:
    if x is None and w is None and not problem.cropped and problem.layer.rotate_kernel:
        return canonical_command(problem, options)
    changed = {
        name: getattr(options, name)
        for name in RenderOptions.__dataclass_fields__
        if getattr(options, name) != getattr(RenderOptions(), name)
    }
    arrays = {name: array.tolist() for name, array in (("x", x), ("w", w)) if array is not None}
    return python_call(problem.layer, problem.input_size, arrays | changed)
