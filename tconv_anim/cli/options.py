"""Click's options, made from the declared ones, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import Argument, UsageError
from ..notation import NotationError
from ..options import Option, read_option
from ..products import command_options as declared

__all__ = ["answer_form", "command_options", "given_values"]

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    _AnyType = click.ParamType[Any]
    _Choice = click.Choice[str]
else:  # older Clicks have no type parameter there
    _AnyType = click.ParamType
    _Choice = click.Choice


class _Value(_AnyType):
    """A value in the notation of its option; what is wrong with it is said in one line."""

    def __init__(self, option: Option) -> None:
        self.name = option.kind
        self._option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _read(self._option, value, (), ctx)


class _Word(_Choice):
    """One of a few words; a misspelt one is answered with the nearest."""

    def __init__(self, option: Option) -> None:
        super().__init__(declared.choices_of(option))
        self._option = option

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return _read(self._option, value, tuple(self.choices), ctx)


def _read(option: Option, value: Any, words: tuple[str, ...], ctx: click.Context | None) -> Any:
    try:
        return read_option(option, value, words)
    except NotationError as error:
        raise click.UsageError(str(error), ctx) from None


class _Option(click.Option):
    """An option without a default of Click's: what was not given is not in the values."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        if isinstance(self.show_default, str):
            extra["default"] = self.show_default  # in words, without brackets
        return extra


def command_options(command: str) -> Callable[[F], F]:
    """All options of a command, in the order of its help."""

    def decorate(function: F) -> F:
        for option in reversed(declared.command_options(command)):
            function = _click_option(option)(function)
        return function

    return decorate


def _click_option(option: Option) -> Callable[[F], F]:
    if option.kind == "switch":
        return click.option(*option.flags, option.name, is_flag=True, help=option.help)
    kinds = {"choice": _Word, "text": lambda _: None}
    return click.option(
        *option.flags,
        option.name,
        type=kinds.get(option.kind, _Value)(option),
        metavar=option.metavar or None,
        multiple=option.multiple,
        show_default=option.default_text or None,
        help=option.help,
        cls=_Option,
    )


def given_values(context: click.Context) -> dict[str, Any]:
    """What was given on the command line, by the names of the options, and nothing else."""
    said = {
        name: value
        for name, value in context.params.items()
        if value is not None and value is not False and value != ()
    }
    for option in declared.command_options(context.info_name or ""):
        if option.kind == "switch" and option.name in said:
            said[option.name] = not option.default
    return said


def answer_form(said: dict[str, Any]) -> str:
    """Take the form of an answer out of what was *said*."""
    as_json, name = said.pop("json", False), said.pop("format", None)
    if as_json and name not in (None, "json"):
        raise UsageError(
            "{json} and {format} cannot be combined.",
            json=Argument("json"),
            format=Argument("format", name),
        )
    return "json" if as_json else name or "table"
