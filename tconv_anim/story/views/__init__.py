"""The views: one file each, found by its name. A new view is a new file, and nothing else.

A view's file has a class named after it, ``GatherView`` in ``gather.py``, made from
:class:`~tconv_anim.story.view.View`.
This module imports none of them (and no NumPy), so that the help can list their names.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..view import View

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


def view_called(name: str) -> type[View]:
    """The class of the view called *name*, one of :func:`view_names`."""
    class_name = name.title().replace("_", "") + "View"
    view: type[View] = getattr(import_module(f".{name}", __name__), class_name)
    return view
