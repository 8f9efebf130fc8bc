"""Views whose slanted planes show other grids than their flat panels do: a file a view."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from ..views import class_name, view_called

if TYPE_CHECKING:
    from ..view import View

__all__ = ["plane_view"]


@cache
def plane_view(name: str) -> type[View]:
    """The class of the view called *name* as planes show it; most are as panels show them."""
    if name not in {module.name for module in iter_modules(__path__)}:
        return view_called(name)
    view: type[View] = getattr(import_module(f".{name}", __name__), f"{class_name(name)}Planes")
    return view
