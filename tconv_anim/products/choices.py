"""The words that an option may have, where other parts of the package know them."""

from __future__ import annotations

from typing import Final

from ..layers.axis import Kind
from ..options import Option

__all__ = ["choices_of", "kinds_of"]

BOTH: Final = "both"
_BOTH: Final[tuple[Kind, ...]] = ("conv", "transposed")
"""A convolution and its transpose, side by side."""


def choices_of(option: Option) -> tuple[str, ...]:
    """The words of a choice; what knows them is loaded only here."""
    if option.choices:
        return option.choices
    if option.name == "view":
        from ..story.views import view_names

        return tuple(view_names())
    if option.name == "kind":
        from ..layers.operations import operation_names

        return (*operation_names(), BOTH) if option.default == BOTH else operation_names()
    from ..layers import frameworks

    return frameworks.CODE_NAMES if option.name == "code" else frameworks.NAMES


def kinds_of(word: str) -> tuple[Kind, ...]:
    """The kinds that *word*, one of them or "both", stands for."""
    return _BOTH if word == BOTH else (word,)
