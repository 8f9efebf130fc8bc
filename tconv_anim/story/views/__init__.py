"""The views: one file each, found by its name. A new view is a new file, and nothing else.

A view's file has a class named after it, ``GatherView`` in ``gather.py``, made from
:class:`~tconv_anim.story.view.View`.
This module imports none of them (and no NumPy), so that the help can list their names and
their options.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from ...options import Option

if TYPE_CHECKING:
    from ..view import View

__all__ = ["class_name", "view_called", "view_names", "view_options"]

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
    view: type[View] = getattr(import_module(f".{name}", __name__), f"{class_name(name)}View")
    return view


def class_name(name: str) -> str:
    """What the class of a view is called, but for its ending.

    >>> class_name("row_by_row")
    'RowByRow'
    """
    return name.title().replace("_", "")


@cache
def view_options() -> dict[str, tuple[Option, ...]]:
    """The options of single views, by the name of the view; views without any are left out.

    A view declares them as ``options`` in its class. They are read from the text of its
    file, which is not run: it would load NumPy.
    """
    found = {}
    for name in view_names():
        loader: Any = getattr(find_spec(f"{__name__}.{name}"), "loader", None)
        source = loader.get_source(f"{__name__}.{name}") or ""
        if "Option(" in source:
            found[name] = _declared_options(ast.parse(source), name)
    return found


def _declared_options(module: ast.Module, name: str) -> tuple[Option, ...]:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if [target.id for target in targets if isinstance(target, ast.Name)] == ["options"]:
                code = compile(ast.Expression(node.value), name, "eval")
                declared: tuple[Option, ...] = eval(code, {"Option": Option})
                return declared
    return ()
