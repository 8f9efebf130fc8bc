"""Views of layers with several channels: a file a view that can show them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from ..views import class_name, view_names

if TYPE_CHECKING:
    from .view import ChannelView

__all__ = ["channel_view", "channel_view_names"]


@cache
def channel_view_names() -> tuple[str, ...]:
    """The views that show several channels."""
    found = {module.name for module in iter_modules(__path__)}
    return tuple(sorted(found.intersection(view_names())))


def channel_view(name: str) -> type[ChannelView]:
    """The class that shows view *name*, one of :func:`channel_view_names`, with channels."""
    view: type[ChannelView] = getattr(
        import_module(f".{name}", __name__), f"Channel{class_name(name)}View"
    )
    return view
