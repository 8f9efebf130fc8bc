"""What stands over a grid: in full, and where there is no room for that."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from .notation import PRINTED, Notation, Text

__all__ = [
    "ColumnHead",
    "Label",
    "ShortenedLabel",
    "WordedSign",
    "label_parts",
    "label_text",
    "says_all",
    "short_label",
]


@dataclass(frozen=True, slots=True)
class ShortenedLabel:
    """A label whose short form says all of it, too."""

    whole: Text | tuple[Text, ...]
    short: Text


Label: TypeAlias = Text | tuple[Text, ...] | ShortenedLabel
"""Parts of a label; where there is no room for all, the first stands alone."""


class WordedSign(str):
    """A sign between two stacks with a word that stands above it."""

    __slots__ = ("word",)
    word: Text

    @classmethod
    def of(cls, sign: str, word: Text) -> WordedSign:
        found = cls(sign)
        found.word = word
        return found


class ColumnHead(NamedTuple):
    """What stands over a column of panels."""

    first: str
    rest: str = ""
    short: str = ""
    size: str = ""
    """Of what it says; and before anything is done to it, where that is another."""
    first_size: str = ""
    all_size: str = ""
    """Of all the panels, where :attr:`size` is that of each."""
    brief: str = ""
    """Of the rest."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """What can be said of it, the longest first."""
        words, least = self._ways, [one for one in (self.first, self.short) if one]
        if self._keeps_size:
            return tuple(itertools.chain(*(_both(one, self.size) for one in (*words, *least))))
        return (*self.sized, *words, *least)  # the size of something else goes last

    @property
    def plain(self) -> tuple[str, ...]:
        """The same before anything is done."""
        size = self.first_size or self.size
        return tuple(
            itertools.chain(*(_both(one, size) for one in (self.first, self.short) if one))
        )

    @property
    def sized(self) -> tuple[str, ...]:
        """What can be said of it with its size."""
        ways = (*self._ways, self.first) if self._keeps_size else self._ways
        return tuple(_both(one, self.size)[0] for one in ways)

    @property
    def plain_sized(self) -> str:
        """The same before anything is done."""
        return _both(self.first, self.first_size or self.size)[0]

    @property
    def together(self) -> str:
        """What all the panels are, with their size."""
        return _both(self.first, self.all_size or self.size)[0]

    @property
    def _ways(self) -> tuple[str, ...]:
        """All that is said of it, and less, without its size."""
        whole = f"{self.first}, {self.rest}" if self.rest else self.first
        brief = f"{self.first}, {self.brief}" if self.brief else ""
        return tuple(dict.fromkeys(filter(None, (whole, brief, self.rest, self.brief))))

    @property
    def _keeps_size(self) -> bool:
        """Whether nothing is done to it that changes its size."""
        return self.first_size in ("", self.size)


def _both(words: str, size: str) -> tuple[str, ...]:
    """The words with the size, and without it."""
    return (f"{words}   {size}", words) if size else (words,)


def label_text(label: Label, notation: Notation = PRINTED) -> str:
    """All parts of a label.

    >>> label_text(("input", "padded"))
    'input, padded'
    """
    return ", ".join(notation.text(part) for part in label_parts(label))


def label_parts(label: Label) -> tuple[Text, ...]:
    """The parts of a label that is not shortened."""
    if isinstance(label, ShortenedLabel):
        label = label.whole
    return label if isinstance(label, tuple) else (label,)


def short_label(label: Label) -> str:
    """What is left of a label at least.

    >>> short_label(("input", "padded")), short_label(ShortenedLabel("as it is", "as is"))
    ('input', 'as is')
    """
    if isinstance(label, ShortenedLabel):
        return label_text(label.short)
    return label_text(label[:1] if isinstance(label, tuple) else label)


def says_all(label: Label) -> bool:
    """Whether the short form says all of it, so that the size after it is that of the same thing.

    >>> says_all(("input", "padded")), says_all("input")
    (False, True)
    """
    return not isinstance(label, tuple) or len(label) == 1
