"""The operations: one file each, found by its name. A new operation is a new file here.

An operation's file has an object ``OPERATION`` made from
:class:`~tconv_anim.layers.operations.base.Operation`. This module imports none of them.
"""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from ...errors import Argument, LayerError, Message

if TYPE_CHECKING:
    from .base import Operation

__all__ = ["operation_named", "operation_names"]

_FIRST = ("transposed", "conv")
"""The two that every command knows stand first, others in the order of their names."""


@cache
def operation_names() -> tuple[str, ...]:
    """The name of every operation there is.

    >>> operation_names()[:2]
    ('transposed', 'conv')
    """
    # Not by pkgutil, nor pathlib: the size command starts at once.
    files = [name for folder in __path__ for name in os.listdir(folder)]  # noqa: PTH208
    found = {name[:-3] for name in files if name.endswith(".py") and name[0] != "_"}
    return (*_FIRST, *sorted(found.difference(_FIRST, ("base",))))


_KNOWN: dict[str, Operation] = {}


def operation_named(name: str) -> Operation:
    """The operation called *name*, one of :func:`operation_names`; else a LayerError.

    >>> operation_named("conv").title
    'Convolution'
    """
    if isinstance(name, str) and name in _KNOWN:
        return _KNOWN[name]
    if name not in operation_names():
        names = Message.joined([repr(known) for known in operation_names()], " or ")
        raise LayerError(
            "{kind} is not a kind of layer: choose {names}.",
            kind=Argument("kind", name),
            names=names,
        )
    found: Operation = import_module(f".{name}", __name__).OPERATION
    return _KNOWN.setdefault(name, found)
