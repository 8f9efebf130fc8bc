"""Every error the user can cause, with one wording for Python and the command line.

An error names the parameter, the value asked for, the limit, the reason and a
remedy. The same parameter is ``output_padding=2`` to a caller of the Python API
and ``--op 2`` to a user of the command line, so a message is a row of parts:
plain words, and :class:`Argument` for "this parameter, with this value".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from .notation import format_parameter

__all__ = [
    "Argument",
    "FigureError",
    "LayerError",
    "OutputError",
    "TconvError",
    "Unquoted",
    "flag_name",
]

_SHORT_FLAGS = {
    "input_size": "--i",
    **dict.fromkeys(("kernel_size", "kernel_shape"), "--k"),
    **dict.fromkeys(("stride", "strides", "window_strides"), "--s"),
    **dict.fromkeys(("padding", "pads", "pad", "auto_pad"), "--p"),
    **dict.fromkeys(("dilation", "dilations", "dilation_rate", "rhs_dilation"), "--d"),
    "output_padding": "--op",
    "values": "--no-values",
    "path": "--output",
}


_SWITCHES = frozenset({"letters", "values", "transpose_kernel", "transparent"})
"""Parameters whose flags take no value."""


def flag_name(parameter: str) -> str:
    """The option that sets *parameter* on the command line.

    >>> flag_name("output_padding"), flag_name("hold_ms")
    ('--op', '--hold-ms')
    """
    return _SHORT_FLAGS.get(parameter, "--" + parameter.replace("_", "-"))


class Unquoted(str):
    """A value told in words: messages show it without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Argument(NamedTuple):
    """A parameter, or a parameter with a value, as part of a message."""

    name: str
    value: object = None

    def in_python(self) -> str:
        return self.name if self.value is None else f"{self.name}={_told(repr, self.value)}"

    def in_flags(self) -> str:
        flag = flag_name(self.name)
        if self.value is None or self.name in _SWITCHES:
            return flag
        return f"{flag} {_told(partial(format_parameter, self.name), self.value)}"


def _told(spell: Callable[[object], str], value: object) -> str:
    """*value* spelled; in any case something, as a message must not fail on what it is about."""
    try:
        return spell(value)
    except (TypeError, ValueError):
        pass
    try:
        return str(value)
    except ValueError:  # Python prints no integers of more than 4300 digits
        return "with a number too long to print"


class TconvError(Exception):
    """Base of every error this package raises on purpose.

    ``str(error)`` speaks Python (``stride=0``); :meth:`in_flags` speaks the
    command line (``--s 0``).
    """

    def __init__(self, *parts: str | Argument) -> None:
        self.parts = parts
        super().__init__(self._spell(Argument.in_python))

    def in_flags(self) -> str:
        """The message as the command line prints it."""
        return self._spell(Argument.in_flags)

    def _spell(self, spell: Callable[[Argument], str]) -> str:
        return "".join(part if isinstance(part, str) else spell(part) for part in self.parts)


class LayerError(TconvError, ValueError):
    """The layer cannot be: a parameter is out of range, or the sizes do not fit."""


class FigureError(TconvError, ValueError):
    """The figure asked for cannot be drawn: too small, too many frames, no such theme."""


class OutputError(TconvError):
    """The work itself failed: a folder that cannot be written, a full disk, an encoder."""
