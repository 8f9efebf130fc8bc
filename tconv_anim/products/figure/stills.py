"""Which frames a still shows, and how those of a filmstrip lie."""

from __future__ import annotations

import math
from typing import Final

from ...errors import Argument, FigureError, Message
from ...layers.resolved_layer import ResolvedLayer
from ...options import MOST_PIXELS
from ...rendering.strip import APART
from ...story.key_frames import key_frames, least_key_frames
from ...story.view import View
from .spec import FigureSpec
from .validation import whole_number

__all__ = ["still_frames", "strip_columns"]


def still_frames(
    view: View, resolved: ResolvedLayer, spec: FigureSpec, size: tuple[int, int]
) -> tuple[int, ...]:
    """The frames of *size* that a still shows, from 0: one, or those of a filmstrip."""
    if spec.filmstrip is not None:
        count = whole_number("filmstrip", spec.filmstrip)
        strip_columns(max(count, 1), size, (least_key_frames(view), len(view)))
        return tuple(key_frames(view, count))
    if spec.at is not None:
        return (_scene_of(view, resolved, spec.at),)
    if spec.frame is None:
        return (view.fullest_scene(),)
    return (_frame_index(whole_number("frame", spec.frame), len(view)),)


_NAMES: Final = {
    (1, True): "one axis",
    (2, True): "a row and a column",
    (2, False): "a filter and one axis",
    (3, False): "a filter, a row and a column",
}


def _scene_of(view: View, resolved: ResolvedLayer, at: object) -> int:
    cell = _output_cell(resolved, at)
    if resolved.layer.single_channel:
        scene = view.scene_of((0, *cell)[-2:])
    else:
        scene = view.scene_of((cell[0], *(0, *cell[1:])[-2:]))
    if scene is None:
        raise FigureError(
            "{at} names an output cell that has no frame of its own in this view.",
            at=Argument("at", at),
            advice=Message("Try {frame}.", frame=Argument("frame", 1)),
        )
    return scene


def _frame_index(frame: int, count: int) -> int:
    if frame == 0 or abs(frame) > count:
        raise FigureError(
            "{frame} is not there: the story has {count} frames, counted from 1, or from -1 at the"
            " end.",
            frame=Argument("frame", frame if abs(frame) < 10**20 else "that far"),
            count=count,
            advice=Message("Try {frame}.", frame=Argument("frame", -1)),
        )
    return frame - 1 if frame > 0 else count + frame


def _output_cell(resolved: ResolvedLayer, at: object) -> tuple[int, ...]:
    output = resolved.output_size
    if not resolved.layer.single_channel:
        if isinstance(at, tuple | list) and len(at) == len(output):
            at = (0, *at)
        output = (resolved.layer.out_channels, *output)
    last = Message("Try {at}.", at=Argument("at", tuple(o - 1 for o in output)))
    if not isinstance(at, tuple | list) or len(at) != len(output):
        raise FigureError(
            "{at} is not a cell of the output, which has {axes}.",
            at=Argument("at", at),
            axes=_NAMES[len(output), resolved.layer.single_channel],
            advice=last,
        )
    cell = tuple(whole_number("at", index) for index in at)
    if not all(0 <= index < o for index, o in zip(cell, output, strict=True)):
        names = ("rows", "columns") if len(resolved.output_size) == 2 else ("cells",)
        names = names if resolved.layer.single_channel else ("filters", *names)
        raise FigureError(
            "{at} is outside the output: its {limits}.",
            at=Argument("at", at),
            limits=", its ".join(
                f"{name} are 0 to {o - 1}" for name, o in zip(names, output, strict=True)
            ),
            advice=last,
        )
    return cell


def strip_columns(count: int, size: tuple[int, int], frames: tuple[int, int] | None = None) -> int:
    """Frames side by side, so that rows are full and the whole is as near to 16:9 as can be.

    *frames*: how many the story has at least and at most, for what errors advise.

    Raises
    ------
    FigureError
        The whole would have more pixels than slide programs take.
    """
    columns, (across, down) = _shape(min(count, 2 * _most_frames(size)), size)
    if count > 1 and across * down > MOST_PIXELS:
        wide, high = size
        remedies: list[Argument] = []
        least, most = frames or (1, count)
        fewer = next((n for n in range(min(most, count), least - 1, -1) if _fits(n, size)), 0)
        remedies += [Argument("filmstrip", fewer)] if fewer and frames else []
        smaller = size
        while min(smaller) >= 360 and not _fits(count, smaller):
            smaller = (smaller[0] // 2, smaller[1] // 2)
        if most >= count and smaller[0] >= 320 and smaller[1] >= 180 and _fits(count, smaller):
            remedies.insert(0, Argument("size", smaller))
        raise FigureError(
            "{filmstrip} would have more than 25 megapixels at {wide}x{high} a frame.",
            filmstrip=Argument("filmstrip", count),
            wide=wide,
            high=high,
            advice=Message("Try {remedies}.", remedies=Message.joined(remedies, " or "))
            if remedies
            else "Fewer frames, or smaller ones, fit.",
        )
    return columns


def _most_frames(size: tuple[int, int]) -> int:
    """About how many of *size* there can be."""
    (wide, high) = size
    return max(MOST_PIXELS // ((wide + APART) * (high + APART)), 1)


def _fits(count: int, size: tuple[int, int]) -> bool:
    if count > 2 * _most_frames(size):
        return False
    _, (across, down) = _shape(count, size)
    return across * down <= MOST_PIXELS


def _shape(count: int, size: tuple[int, int]) -> tuple[int, tuple[int, int]]:
    """Columns, and pixels of the whole."""
    (wide, high), gap = size, APART if count > 1 else 0

    def whole(columns: int) -> tuple[int, int]:
        rows = math.ceil(count / columns)
        return columns * (wide + gap) + gap, rows * (high + gap) + gap

    def badness(columns: int) -> tuple[int, float]:
        across, down = whole(columns)
        blank = -count % columns
        return blank, abs(math.log(across / down / (16 / 9)))

    # A row that is not full looks broken: rather another shape, unless that is a mere line.
    near = [n for n in range(1, count + 1) if badness(n)[1] <= math.log(3)] or [count]
    columns = min(near, key=badness)
    return columns, whole(columns)
