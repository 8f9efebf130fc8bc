"""Options that commands share, and the types their values are read with."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.core import ParameterSource

from ..layers.frameworks import NAMES
from ..layers.spec import DEFAULTS, LayerSpec, defaults_of
from ..notation import (
    NotationError,
    Pairs,
    Sizes,
    format_padding,
    format_sizes,
    read_padding_or_word,
    read_sizes,
)
from ..options import THEME_NAMES
from ..products.tables.writers import FORMATS

__all__ = [
    "CELL",
    "PICTURE_SIZE",
    "SIZES",
    "OneOf",
    "Option",
    "answer_form",
    "checked_dims",
    "dims_option",
    "form_options",
    "layer_options",
    "layer_spec",
    "quiet_option",
    "refuse_beside",
    "seed_option",
    "theme_option",
    "title_option",
    "whole_number",
]

F = TypeVar("F", bound=Callable[..., Any])


if TYPE_CHECKING:
    _AnyType = click.ParamType[Any]
else:  # older Clicks have no type parameter there
    _AnyType = click.ParamType


class _Notation(_AnyType):
    """A value in one of the notations; what is wrong with it is said in one line."""

    def __init__(self, name: str, read: Callable[[str], Any], form: str, example: str) -> None:
        self.name = name
        self._read, self._form, self._example = read, form, example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except NotationError as error:
            flag = param.opts[0] if param else self.name
            raise click.UsageError(
                f"{flag} {_shown(value)}: {error}. Write {self._form}. Try {flag} {self._example}.",
                ctx,
            ) from None


def _shown(value: str) -> str:
    """What was typed, in one readable word."""
    short = value if len(value) <= 40 else value[:37] + "..."
    return short if short.split() == [short] else repr(short)


class OneOf(click.Choice[str]):
    """One of a few words; a misspelt one is answered with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from difflib import get_close_matches

            words = [str(word) for word in self.choices]
            near = get_close_matches(str(value), words, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            flag = param.opts[0] if param else "value"
            raise click.UsageError(
                f"{flag} {_shown(str(value))} is not known."
                f" There {'is' if len(words) == 1 else 'are'} {', '.join(words)}.{hint}",
                ctx,
            ) from None


class Option(click.Option):
    """An option whose default, where it is told in words, stands in the help without brackets."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        if isinstance(self.show_default, str):
            extra["default"] = self.show_default
        return extra


def _sizes_like(example: str) -> _Notation:
    form = "one number for every axis (3), or height x width (3x5)"
    return _Notation("sizes", read_sizes, form, example)


SIZES = _sizes_like("32")

PADDING = _Notation(
    "padding",
    lambda text: read_padding_or_word(text.strip().lower()),
    "one number (1), height x width (1x2), begin:end for an axis (0:1x1:1), or with --framework"
    " a word (same)",
    "1",
)


def _read_output_padding(text: str) -> Sizes | str:
    # A word of its own, since None is what an option has that was not given.
    return "none" if text.strip().lower() == "none" else read_sizes(text)


OUTPUT_PADDING = _Notation(
    "output_padding",
    _read_output_padding,
    "one number for every axis (1), height x width (1x0), or with --framework keras none",
    "1",
)


def _read_picture_size(text: str) -> tuple[int, ...]:
    sizes = read_sizes(text)
    if len(sizes) != 2:
        raise NotationError(f"a picture has a width and a height, not {len(sizes)} sizes")
    return sizes


PICTURE_SIZE = _Notation("size", _read_picture_size, "width x height in pixels", "960x540")


def _read_cell(text: str) -> tuple[int, ...]:
    parts = [read_sizes(part.strip()) for part in text.split(",")]
    if len(parts) > 2 or any(len(part) != 1 for part in parts):
        raise NotationError(f"{text!r} is not a cell")
    return tuple(part[0] for part in parts)


CELL = _Notation("cell", _read_cell, "row,column, counted from 0", "1,2")


def _read_whole(text: str) -> int:
    sizes = read_sizes(text)
    if len(sizes) != 1:
        raise NotationError(f"{text!r} is not one number")
    return sizes[0]


def whole_number(example: str) -> _AnyType:
    """The type of a plain whole number, with the example its error gives."""
    return _Notation("number", _read_whole, "a whole number", example)


def layer_options(*, kinds: tuple[str, ...], default_kind: str) -> Callable[[F], F]:
    """The options that spell a layer, the same in every command."""

    # Without a default of Click's, as what is not said may differ from framework to framework.
    def sizes(short: str, long: str, field: str, help_text: str) -> Callable[[F], F]:
        default = format_sizes(getattr(DEFAULTS, field))
        return click.option(
            short,
            long,
            field,
            type=_sizes_like(default),
            show_default=default,
            metavar="N|HxW",
            help=help_text,
            cls=Option,
        )

    options = [
        click.option(
            "--kind",
            type=OneOf(kinds),
            default=default_kind,
            show_default=True,
            help="Kind of layer; conv is the standard convolution.",
        ),
        sizes("--i", "--input-size", "input_size", "Input size in cells, 1 or more."),
        sizes("--k", "--kernel-size", "kernel_size", "Kernel size in cells, 1 or more."),
        sizes("--s", "--stride", "stride", "Stride in cells, 1 or more."),
        click.option(
            "--p",
            "--padding",
            "padding",
            type=PADDING,
            show_default=f"{format_padding(cast(Pairs, DEFAULTS.padding))}; keras: valid",
            metavar="N|HxW|B:E|WORD",
            help="Padding in cells, 0 or more (a transposed layer crops it); begin:end where"
            " the two sides differ, 0:1x1:1 with axes. With --framework also its words: same,"
            " valid, same_upper, same_lower, causal; of jax, numbers pad the input.",
            cls=Option,
        ),
        sizes("--d", "--dilation", "dilation", "Dilation in cells, 1 or more."),
        click.option(
            "--op",
            "--output-padding",
            "output_padding",
            type=OUTPUT_PADDING,
            show_default="0; keras: none",
            metavar="N|HxW|none",
            help="Output padding of a transposed layer in cells, 0 to max(stride, dilation) - 1.",
            cls=Option,
        ),
        click.option(
            "--framework",
            type=OneOf(NAMES),
            show_default="none: numbers of cells, as in pytorch",
            help="Read the layer as this framework does, and refuse what it refuses.",
            cls=Option,
        ),
        click.option(
            "--output-shape",
            type=_sizes_like("8"),
            metavar="N|HxW",
            help="With --framework onnx: the output size in cells; the padding follows.",
        ),
        click.option(
            "--transpose-kernel",
            is_flag=True,
            help="With --framework jax: rotate the kernel, as the other frameworks do.",
        ),
    ]

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def layer_spec(values: dict[str, Any]) -> LayerSpec:
    """Take the layer's parameters out of a command's *values*; what was not said has defaults."""
    said = {
        name: value
        for name in LayerSpec._fields
        if name != "kind" and (value := values.pop(name)) is not None
    }
    if said.get("output_padding") == "none":
        said["output_padding"] = None
    return defaults_of(said.get("framework"))._replace(**said)


def form_options(command: F) -> F:
    """The options that say in which form an answer is told, read by :func:`answer_form`."""
    command = click.option("--json", "as_json", is_flag=True, help="Short for --format json.")(
        command
    )
    return click.option(
        "--format",
        "format_name",
        type=OneOf(FORMATS),
        show_default="table",
        help="Form of the answer.",
        cls=Option,
    )(command)


def answer_form(values: dict[str, Any]) -> str:
    """Take the form of an answer out of a command's *values*."""
    as_json, name = values.pop("as_json"), values.pop("format_name")
    if as_json and name not in (None, "json"):
        raise click.UsageError(f"--json and --format {name} ask for two forms. Give one.")
    return "json" if as_json else name or "table"


def refuse_beside(context: click.Context, what: str, names: Collection[str], why: str = "") -> None:
    """UsageError where an option was typed that means nothing beside *what*."""
    for parameter in context.command.params:
        name = parameter.name or ""
        if name in names and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{parameter.opts[0]} means nothing beside {what}{why}. Leave it out.", context
            )


def checked_dims(dims: int | None) -> None:
    """UsageError for a number of axes that no layer has."""
    if dims not in (None, 1, 2, 3):
        raise click.UsageError(f"--dims {dims}: a layer has 1, 2 or 3 axes. Try --dims 2.")


def dims_option(more: str = "") -> Callable[[F], F]:
    """The number of axes, where a layer may have three; *more* about it for the help."""
    return click.option(
        "--dims",
        type=whole_number("2"),
        metavar="1|2|3",
        show_default="2, or as many as a value names",
        help=f"Number of axes{more}.",
        cls=Option,
    )


theme_option = click.option(
    "--theme",
    type=OneOf(THEME_NAMES),
    default=THEME_NAMES[0],
    show_default=True,
    help="Colours; print is made for paper and photocopies.",
)
seed_option = click.option(
    "--seed",
    type=whole_number("0"),
    default=0,
    show_default=True,
    metavar="N",
    help="Other numbers in the cells for every N.",
)
title_option = click.option(
    "--title", metavar="TEXT", help="Title instead of the operation's name, one line."
)


def quiet_option(command: F) -> F:
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing on stderr but errors.")(
        command
    )
