"""A view's frames as a film has them that nobody stops: no crowd of positions, a worthy end.

Frames keep their numbers: of what is left out, or comes again, nothing else knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .frame import Frame
from .timing import PASSING_MS
from .view import View

__all__ = ["film_frames"]


def film_frames(view: View) -> Iterator[Frame]:
    """The frames of *view*: of too many that go by one in so many, and at last the finale.

    The whole stays 28 s at most, where the view is left to its own tempo.
    """
    last, stride, passed = len(view) - 1, view.passing_stride, 0
    for index in range(len(view)):
        passes = view.passes(index)
        if passes and index < last and stride > 1 and not view.shows(index):
            passed += 1
            if passed % stride == 0:
                yield replace(view.frame(index), ms=PASSING_MS)
            continue
        frame = view.frame(index)
        if passes and index == last and (end := view.finale()):
            yield replace(frame, ms=PASSING_MS if stride > 1 else view.fast_ms, fast=True)
            yield end.frame(last, len(view), frame.ms)
        else:
            yield frame
