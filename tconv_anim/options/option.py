"""What an option is, as data, and how its value is read from text."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from ..notation import (
    FRAMEWORK_ALIASES,
    NotationError,
    did_you_mean,
    format_parameter,
    read_cell,
    read_output_padding,
    read_padding_or_word,
    read_picture_size,
    read_scale,
    read_sizes,
    read_whole,
)

__all__ = ["ANY_KIND", "RESAMPLING_KINDS", "Option", "read_option"]

RESAMPLING_KINDS: Final = ("pool", "resize", "shuffle")
"""Kinds of layer without weights, which have sizes but no figures yet."""
ANY_KIND: Final = "any"
"""With two sizes: every kind of layer that leads from one to the other."""

Kind: TypeAlias = Literal[
    "choice",
    "sizes",
    "padding",
    "output padding",
    "picture size",
    "scale",
    "cell",
    "whole",
    "text",
    "switch",
]
"""How an option's value is read, see :data:`_NOTATIONS`."""


class Option(NamedTuple):
    """One option, as data."""

    flags: tuple[str, ...]
    """Short ones first."""
    kind: Kind
    help: str
    default: Any = None
    """None: not given. A switch gives the other value than its default."""
    default_words: str = ""
    """The default in words, where it is no single value."""
    choices: tuple[str, ...] = ()
    """Of a choice. Empty: the package's other parts know them."""
    metavar: str = ""
    example: str = ""
    """A value that errors propose; empty: the default."""
    multiple: bool = False
    """Whether it can be given more than once; the value is a tuple then."""
    parameter: str = ""
    """Its name in Python; empty: that of the long flag."""
    aliases: tuple[str, ...] = ()
    """What else it is called in Python."""
    least: int | None = None
    """Of a whole number; None: there is no limit."""
    most: int | None = None

    @property
    def name(self) -> str:
        return self.parameter or self.keys[-1].replace("-", "_")

    @property
    def keys(self) -> tuple[str, ...]:
        """The flags without their hyphens, as rows of a batch have them."""
        return tuple(flag.lstrip("-") for flag in self.flags)

    @property
    def default_text(self) -> str:
        """The default as the help shows it; empty where there is none."""
        if self.default_words or self.default in (None, ()) or self.kind == "switch":
            return self.default_words
        return format_parameter(self.name, self.default)


_NOTATIONS: Final[dict[Kind, tuple[Callable[[str], Any], str]]] = {
    "sizes": (read_sizes, "one number for every axis (3), or height x width (3x5)"),
    "padding": (
        lambda text: read_padding_or_word(text.strip().lower()),
        "one number (1), height x width (1x2), begin:end for an axis (0:1x1:1), or with"
        " --framework a word (same)",
    ),
    "output padding": (
        read_output_padding,
        "one number for every axis (1), height x width (1x0), or with --framework keras none",
    ),
    "picture size": (read_picture_size, "width x height in pixels"),
    "scale": (read_scale, "one number for every axis (2, 1.5), or height x width (2x1)"),
    "cell": (read_cell, "row,column, counted from 0"),
    "whole": (read_whole, "a whole number"),
}
"""What reads a kind of value, and what that kind looks like."""


def read_option(option: Option, text: str, choices: Sequence[str] = ()) -> Any:
    """The value that *text* gives an option; *choices* are those it does not know itself.

    Raises NotationError with a whole sentence.

    >>> read_option(Option(("--k",), "sizes", "Kernel size."), "3x5")
    (3, 5)
    """
    flag = option.flags[0]
    if option.kind == "choice":
        words = choices or option.choices
        if option.name in ("framework", "code"):
            text = FRAMEWORK_ALIASES.get(text.lower(), text)
        return _read_choice(flag, text, words)
    if option.kind not in _NOTATIONS:
        return text
    read, form = _NOTATIONS[option.kind]
    try:
        return read(text)
    except NotationError as error:
        example = option.example or option.default_text
        raise NotationError(
            f"{flag} {_quoted_value(text)}: {error}. Write {form}. Try {flag} {example}."
        ) from None


def _read_choice(flag: str, text: str, words: Sequence[str]) -> str:
    if flag == "--format" and text.lower() in words:
        return text.lower()
    if flag == "--kind" and text in RESAMPLING_KINDS and text not in words:
        raise NotationError(
            f"--kind {text} has sizes, but no figure yet. Try tconv-anim size --kind {text}."
        )
    if text not in words:
        raise NotationError(
            f"{flag} {_quoted_value(text)} is not known."
            f" Choose {'from ' * (len(words) > 1)}{', '.join(words)}."
            f"{did_you_mean(text, words)}"
        )
    return text


def _quoted_value(text: str) -> str:
    """What was typed, in one readable word."""
    short = text if len(text) <= 40 else text[:37] + "..."
    return short if short.split() == [short] else repr(short)
