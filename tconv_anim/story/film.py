"""A view's frames as a film has them that nobody stops: no crowd of positions, a worthy end.

Frames keep their numbers: of what is left out, or comes again, nothing else knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .frame import Frame
from .view import View

__all__ = ["film_frames"]


def film_frames(view: View) -> Iterator[Frame]:
    """The frames of *view*: of too many that go by one in so many, and at last the finale.

    The whole stays 28 s at most, where the view is left to its own tempo.
    """
    last, stride, passed = len(view) - 1, view.passage.stride, 0
    for index in range(len(view)):
        passes = view.passes(index)
        if passes and index < last and stride > 1 and not view.shows(index):
            passed += 1
            if passed // stride > (passed - 1) // stride:
                yield replace(view.frame(index), ms=view.passage.film_ms)
            continue
        frame = view.frame(index)
        if passes and index == last and (end := view.finale()):
            yield replace(frame, ms=view.passage.film_ms, fast=True)
            yield end.frame(last, len(view), frame.ms)
        else:
            yield frame
