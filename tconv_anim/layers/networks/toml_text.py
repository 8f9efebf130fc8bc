"""TOML from anybody: bounded before it is parsed, since the parser itself has no limits."""

from __future__ import annotations

import re
from typing import Any, BinaryIO, Final

__all__ = ["parse_toml", "read_text"]

MOST_BYTES: Final = 8 * 2**20
MOST_LINES: Final = 100_000
MOST_DOTS: Final = 8
"""In a key: the parser walks down its parts for every key below it."""
MOST_VALUES: Final = 200_000
"""In all arrays, by the commas outside of strings: each takes the parser microseconds."""
MOST_DIGITS: Final = 1000
_LONG_NUMBER: Final = re.compile(rf"[0-9_]{{{MOST_DIGITS + 1}}}")
_STRING: Final = re.compile(r'"(?:[^"\\\n]|\\.)*+"|' + r"'[^'\n]*+'")
_PART: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_LONG_KEY: Final = re.compile(rf"(?<![\w-])(?:{_PART}){{{MOST_DOTS + 1}}}")


def read_text(file: BinaryIO) -> str:
    """The text of *file*; ValueError, with the reason, where it is none or too long."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"is longer than {MOST_BYTES >> 20} MB, the most that is read")
    try:
        return data.decode("utf-8-sig")  # some editors begin a file with a mark
    except UnicodeDecodeError:
        raise ValueError("is not text in UTF-8, as TOML is") from None


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of *text*; ValueError, with the reason, where there are none.

    >>> parse_toml("k = 3")
    {'k': 3}
    """
    import tomllib

    if (lines := text.count("\n")) > MOST_LINES:
        raise ValueError(f"{lines:,} lines are more than {MOST_LINES:,}, the most that are read")
    unquoted = _STRING.sub("", text)
    if _LONG_NUMBER.search(unquoted):  # the parser takes a hundred bytes for each digit
        raise ValueError(f"a number has more than {MOST_DIGITS:,} digits")
    if unquoted.count(",") > MOST_VALUES:
        raise ValueError(f"arrays have more than {MOST_VALUES:,} values, the most that are read")
    if found := _LONG_KEY.search(text):
        number = text.count("\n", 0, found.start()) + 1
        raise ValueError(f"a key has more than {MOST_DOTS} dots (line {number})")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise ValueError("values stand in each other too deeply") from None
    except ValueError as error:
        reason = str(error)
        raise ValueError(reason[:1].lower() + reason[1:]) from None
    _check_integers(data)
    return data


def _check_integers(data: dict[str, Any]) -> None:
    """ValueError for an integer of more than 64 bits, which TOML does not have."""
    waiting: list[Any] = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and not -(2**63) <= value < 2**63:
            raise ValueError(f"an integer has {value.bit_length()} bits, and TOML's have 64")
