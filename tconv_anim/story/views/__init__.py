"""The views: one file each, found by its name. A new view is a new file, and nothing else.

A view's file has a class ``View`` made from :class:`~tconv_anim.story.view.Story`.
This module imports none of them (and no NumPy), so that the help can list their names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..view import Story

__all__ = ["view_called", "view_names"]

_FIRST = ("gather", "scatter", "matrix")
"""The classic three stand first; any others follow in the order of their names."""


@cache
def view_names() -> tuple[str, ...]:
    """The name of every view there is.

    >>> view_names()[:3]
    ('gather', 'scatter', 'matrix')
    """
    found = {module.name for module in iter_modules(__path__) if not module.name.startswith("_")}
    return (*_FIRST, *sorted(found.difference(_FIRST)))


def view_called(name: str) -> type[Story]:
    """The class that tells the view called *name*, one of :func:`view_names`."""
    view: type[Story] = import_module(f".{name}", __name__).View
    return view
