"""The options of each command, and the words that an option may have, from all who know them."""

from __future__ import annotations

from functools import cache
from typing import Final

from ..errors import Argument, LayerError
from ..layers.axis import Kind
from ..options import ANY_KIND, RESAMPLING_KINDS, Option, options_of_command

__all__ = ["choices_of", "command_options", "kinds_of", "named_view_options", "options_by_flag"]

BOTH: Final = "both"
_BOTH: Final[tuple[Kind, ...]] = ("conv", "transposed")
"""A convolution and its transpose, side by side."""


@cache
def command_options(command: str) -> tuple[Option, ...]:
    """The options of a command in the order of its help, those of single views behind --view."""
    options = options_of_command(command)
    if command != "render":
        return options
    after = [option.name for option in options].index("view") + 1
    return (*options[:after], *_view_options(), *options[after:])


@cache
def _view_options() -> tuple[Option, ...]:
    """The options of single views, whose help names the view."""
    from ..story.views import view_options

    views: dict[Option, list[str]] = {}
    for view, options in view_options().items():
        for option in options:
            views.setdefault(option, []).append(view)
    return tuple(
        option._replace(help=f"Of --view {' or '.join(names)}: {option.help}")
        for option, names in views.items()
    )


def named_view_options() -> dict[str, Option]:
    """The options that only single views have, by their names in Python."""
    return {option.name: option for option in _view_options()}


def options_by_flag(command: str) -> dict[str, Option]:
    """The options of a command by every flag that they have."""
    return {flag: option for option in command_options(command) for flag in option.flags}


def choices_of(option: Option) -> tuple[str, ...]:
    """The words of a choice; what knows them is loaded only here."""
    if option.choices:
        return option.choices
    if option.name == "view":
        from ..story.views import view_names

        return tuple(view_names())
    if option.name == "kind":
        from ..layers.operations import operation_names

        if option.default != BOTH:
            return operation_names()
        return (*operation_names(), *RESAMPLING_KINDS, BOTH, ANY_KIND)
    from ..layers import frameworks

    return frameworks.CODE_NAMES if option.name == "code" else frameworks.NAMES


def kinds_of(word: str) -> tuple[Kind, ...]:
    """The kinds that *word*, one of them or "both", stands for; LayerError without weights."""
    if word in RESAMPLING_KINDS:
        raise LayerError(
            "{kind} has sizes, but no figure yet. Try tconv-anim size {kind}.",
            kind=Argument("kind", word),
        )
    if word == ANY_KIND:
        raise LayerError(
            "{kind} is asked with two sizes, --from and --to.",
            kind=Argument("kind", word),
            advice=Argument("kind", BOTH),
        )
    return _BOTH if word == BOTH else (word,)
