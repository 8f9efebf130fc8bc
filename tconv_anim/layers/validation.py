"""Is a value what a parameter takes? Whole numbers, tuples of them, (begin, end) pairs."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeGuard, cast

from ..errors import Argument, LayerError, Message, Unquoted
from ..notation import Pairs, Sizes
from ..options import option_named

__all__ = [
    "MAX_AXES",
    "MAX_SIZE",
    "axes_words",
    "check_axes_agree",
    "checked_count",
    "checked_padding",
    "checked_sizes",
    "largest_divisor",
    "short_number",
    "shortest",
]

MAX_AXES: Final = 3
MAX_SIZE: Final = 2**63 - 1
"""The largest size of a tensor's axis: what the frameworks' 64-bit integers hold."""
_MOST_TRIED: Final = 100_000
"""Numbers that are tried for a divisor."""

_WHY = {
    "kernel_size": "a kernel has at least one cell",
    "stride": "the kernel has to move on",
    "dilation": "1 means neighbouring kernel cells touch",
    "padding": "it counts cells",
    "output_padding": "it counts cells",
    "output_shape": "an output has at least one cell",
    "input_size": "an input has at least one cell",
    "in_channels": "an input has at least one channel",
    "out_channels": "an output has at least one channel",
    "groups": "1 means that every filter reads every channel",
}


def checked_sizes(name: str, argument: object, least: int | None) -> int | Sizes:
    """A whole number, or one per axis, each at least *least*."""
    if _is_row(argument):
        values = tuple(_integer(name, argument, value, least) for value in argument)
        if not values:
            raise LayerError(
                "{parameter} is empty: give one value per axis.", parameter=Argument(name)
            )
        return values
    return _integer(name, argument, argument, least)


def checked_count(name: str, argument: object) -> int:
    """A whole number of channels or groups, at least 1."""
    if _is_row(argument):
        raise LayerError(
            "{parameter} must be one whole number.", parameter=Argument(name, argument)
        )
    return _integer(name, argument, argument, 1, what="a whole number")


def largest_divisor(number: int, most: int) -> int:
    """The largest divisor of *number* that is at most *most*, or of a huge one a large one.

    >>> largest_divisor(12, 5), largest_divisor(735134400, 735134399), largest_divisor(7, 6)
    (4, 367567200, 1)
    """
    tried = range(1, min(math.isqrt(number), _MOST_TRIED) + 1)
    pairs = ((n, number // n) for n in tried if number % n == 0)
    return max(n for pair in pairs for n in pair if n <= most)


def check_axes_agree(given: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
    """LayerError where parameters (name, value per axis) have other numbers of axes."""
    for name, value in given:
        if len(value) > MAX_AXES:
            raise LayerError(
                "{parameter} has {count} axes: a layer has 1, 2 or 3.",
                parameter=Argument(name, value),
                count=len(value),
            )
        if len(value) != len(given[0][1]):
            raise LayerError(
                "{parameter} has {axes}, but {other} has {count}.",
                parameter=Argument(name, value),
                axes=axes_words(len(value)),
                other=Argument(*given[0]),
                count=len(given[0][1]),
                advice="Give one value for every axis, or as many as the others have.",
            )


def checked_padding(name: str, argument: object, least: int | None) -> int | Sizes | Pairs:
    """As :func:`checked_sizes`, or a (begin, end) pair per axis."""
    if not _is_row(argument):
        return _integer(name, argument, argument, least)
    entries = list(argument)
    if not any(_is_row(entry) for entry in entries):
        return checked_sizes(name, entries, least)
    pairs = []
    for entry in entries:
        ends = list(entry) if _is_row(entry) else [entry, entry]
        if len(ends) != 2:
            raise LayerError(
                "{parameter} must hold a (begin, end) pair per axis.",
                parameter=Argument(name, argument),
            )
        begin, end = (_integer(name, argument, value, least) for value in ends)
        pairs.append((begin, end))
    return tuple(pairs)


def _is_row(value: object) -> TypeGuard[Iterable[object]]:
    """Whether *value* holds several values. (An array of no axes says it does, and does not.)"""
    if isinstance(value, (str, bytes)) or getattr(value, "ndim", 1) == 0:
        return False
    return isinstance(value, Iterable)


def _integer(
    name: str,
    argument: object,
    value: object,
    least: int | None,
    what: str = "a whole number of cells",
) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(cast(Any, value))
    except TypeError:
        raise LayerError(
            "{parameter} must be {what}.", parameter=Argument(name, argument), what=what
        ) from None
    readable = argument if abs(number) < 10**40 else short_number(number)
    if least is not None and number < least:
        raise LayerError(
            "{parameter} must be at least {least}{why}.",
            parameter=Argument(name, readable),
            least=least,
            why=_why(name),
            advice=Argument(name, least),
        )
    if abs(number) > MAX_SIZE:
        raise LayerError(
            "{parameter} is more than a tensor's axis can have ({limit}).",
            parameter=Argument(name, readable),
            limit=MAX_SIZE,
            advice=Message("Try a smaller {parameter}.", parameter=Argument(name)),
        )
    return number


def axes_words(count: int) -> str:
    """A number of axes as messages say it."""
    return "1 axis" if count == 1 else f"{count} axes"


def _why(name: str) -> str:
    option = option_named(name)
    why = _WHY.get(option.name if option else name)
    return f": {why}" if why else ""


def short_number(number: int) -> str:
    """A number that stays readable when someone asks for 10^400."""
    if abs(number) < 10**40:
        return str(number)
    digits = number.bit_length() * 30103 // 100_000
    return Unquoted(f"about {'-' if number < 0 else ''}10^{digits}")


def shortest(value: tuple[Any, ...]) -> Any:
    """A value per axis in its shortest form: once where it is the same everywhere."""
    if value and isinstance(value[0], tuple) and all(begin == end for begin, end in value):
        value = tuple(begin for begin, _ in value)
    return value[0] if len(set(value)) == 1 and not isinstance(value[0], tuple) else value
