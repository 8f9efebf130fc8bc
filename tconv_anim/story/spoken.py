"""A story in words, for those who cannot see it: its alt text, and what each frame says."""

from __future__ import annotations

from ..compute import Array
from .model import Frame
from .numbers import format_number
from .telling import Story

__all__ = ["alt_text", "frame_words"]

_MANY = 1_000_000
_LISTED = 36
"""Cells of a grid whose numbers are read out."""


def frame_words(frame: Frame) -> str:
    """The sentence or equation of *frame*, and what its sections say by themselves."""
    said = [frame.caption] if frame.caption else []
    if frame.equation is not None:
        said.append(frame.equation.text(_MANY))
    said += [f"{name}: {equation.text(_MANY)}" for name, equation in frame.asides.items()]
    return "; ".join(said)


def alt_text(story: Story, *, moving: bool, index: int = -1) -> str:
    """The figure in a few sentences: what it shows, with which numbers, and how it ends.

    *index*: the frame of a still, from 0.
    """
    script, count = story.script, len(story)
    *given, result = script.facts
    told = [f"{script.title}: {', '.join(given)}, giving {result}."]
    if script.steps:
        told.append(f"Steps: {', '.join(script.steps)}.")
    told += _numbers(story)
    if moving:
        told.append(f"An animation of {count} frames; the last says: ")
    else:
        shown = index % count
        told.append(f"Frame {shown + 1} of {count}, which says: ")
        count = shown + 1
    said = frame_words(story.frame(count - 1))
    last = told.pop()
    return " ".join([*told, last + said.rstrip(".") + "." if said else last.split(";")[0] + "."])


def _numbers(story: Story) -> list[str]:
    """The input, the kernel and the output, row by row, where they are few."""
    lesson = story.lesson
    if lesson.writing != "numbers":
        return []
    told = []
    for name, written in (("Input", lesson.xs), ("Kernel", lesson.ws), ("Output", lesson.ys)):
        if written.numbers.size <= _LISTED:
            told.append(f"{name} {_rows(written.numbers)}.")
    return told


def _rows(numbers: Array) -> str:
    return "; ".join(" ".join(format_number(cell) for cell in row) for row in numbers)
