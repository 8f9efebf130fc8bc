"""Keys of a TOML table and their values, with every mistake noted on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ...errors import Advice, LayerError, Message
from ...notation import NotationError, Sizes, did_you_mean, read_scale, read_sizes
from .spec import Place

__all__ = ["TableReader", "as_toml"]

_ENOUGH: Final = 100
"""Mistakes; no more are looked for."""
_MOST_NAME: Final = 200
"""Characters of a name or a title."""
_MOST_TEXT: Final = 1000
"""Characters of other texts."""


class TableReader:
    """Reads one key after the other; what cannot be read has its default, and is noted."""

    def __init__(self, place: Place) -> None:
        self.mistakes: list[LayerError] = []
        self.place = place

    def wrong(self, template: str, *, advice: Advice = "", **fields: object) -> None:
        """Note a mistake, see :class:`~tconv_anim.errors.TconvError`."""
        self.mistakes.append(self.place.error(template, advice=advice, **fields))

    def refuse_unknown(
        self, prefix: str, table: Mapping[str, Any], known: tuple[str, ...], of: str
    ) -> None:
        for key, value in table.items():
            if key in known:
                continue
            if len(self.mistakes) >= _ENOUGH:
                return
            entry = f"{prefix}{key} = {as_toml(value)}"
            hint = did_you_mean(key, known) or f" Choose from {', '.join(known)}."
            self.wrong("{entry}: {of} has no {key}.{hint}", entry=entry, of=of, key=key, hint=hint)

    def value(
        self,
        table: Mapping[str, Any],
        key: str,
        read: Callable[[str], Any],
        example: str,
        default: Any,
        prefix: str = "",
    ) -> Any:
        """A value in the notation of the command line, given as a number or as text."""
        if key not in table:
            return default
        value = table[key]
        entry = f"{prefix}{key} = {as_toml(value)}"
        number = int | float if read is read_scale else int
        if isinstance(value, bool) or not isinstance(value, number | str):
            self.wrong(
                '{entry} is neither a {number} nor text such as "3x5".',
                entry=entry,
                number="number" if read is read_scale else "whole number",
                advice=Message("Try {example}.", example=example),
            )
            return default
        try:
            return read(str(value).strip().lower())
        except NotationError as error:
            self.wrong(
                "{entry}: {reason}.",
                entry=entry,
                reason=error,
                advice=Message("Try {example}.", example=example),
            )
        except ValueError:  # more digits than Python prints
            self.wrong(
                "{prefix}{key} is a number too long to print.",
                prefix=prefix,
                key=key,
                advice=Message("Try {example}.", example=example),
            )
        return default

    def count(
        self, table: Mapping[str, Any], key: str, default: int | None, prefix: str = ""
    ) -> int | None:
        sizes: Sizes | None = self.value(table, key, read_sizes, "64", None, prefix)
        if sizes is None:
            return default
        if len(sizes) == 1 and 1 <= sizes[0] < 2**63:
            return sizes[0]
        self.wrong(
            "{prefix}{key} = {value} must be one number, at least 1.",
            prefix=prefix,
            key=key,
            value=as_toml(table[key]),
        )
        return default

    def switch(self, table: Mapping[str, Any], key: str, default: bool) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong("{key} = {value} must be true or false.", key=key, value=as_toml(value))
        return default

    def text(self, table: Mapping[str, Any], key: str, prefix: str = "") -> str:
        value, most = table.get(key, ""), _MOST_NAME if key in ("name", "title") else _MOST_TEXT
        if isinstance(value, str) and value.isprintable() and len(value) <= most:
            return value
        self.wrong(
            "{prefix}{key} = {value} must be one line of text, at most {limit} characters.",
            limit=most,
            prefix=prefix,
            key=key,
            value=as_toml(value),
        )
        return ""

    def word(
        self,
        table: Mapping[str, Any],
        key: str,
        known: tuple[str, ...],
        default: str | None,
        prefix: str = "",
    ) -> str | None:
        value = table.get(key, default)
        if value == default or value in known:
            return cast("str | None", value)
        hint = did_you_mean(str(value), known)
        self.wrong(
            "{prefix}{key} = {value} is not known. Choose from {names}.{hint}",
            prefix=prefix,
            key=key,
            value=as_toml(value),
            names=", ".join(known),
            hint=hint,
        )
        return default


def as_toml(value: object) -> str:
    """A value as TOML writes it, more or less, and short."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    except ValueError:
        return "a number too long to print"
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
