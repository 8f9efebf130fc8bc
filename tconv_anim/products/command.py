"""The one command that makes a figure or a sheet, written and read, and what its file is called."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from ..errors import Argument, FigureError, flag_name
from ..layers.resolve import with_input_size
from ..layers.resolved_layer import ResolvedLayer, spec_of
from ..notation import NotationError, format_numbers, format_parameter
from ..options import Option, read_option
from ..options.figure import FigureOptions, SheetOptions, options_of
from ..story.views import view_options
from .command_options import choices_of, options_by_flag
from .figure.channel_numbers import has_channels
from .figure.spec import VIEW_LAYERS, FigureSpec
from .layer_flags import layer_flags, layer_values

if TYPE_CHECKING:
    from .network import NetworkChoice

__all__ = [
    "figure_command",
    "figure_stem",
    "layer_sheet_command",
    "network_sheet_command",
    "own_command_in_advice",
    "read_command",
    "sheet_stem",
]

_PROGRAM: Final = "tconv-anim"


def figure_command(spec: FigureSpec, resolved: ResolvedLayer) -> str:
    """``tconv-anim render`` and the options that differ from their defaults, on one line.

    The user's own numbers are in it row by row, as a file may change; sizes follow from
    them. A layer that only Python can express is told as a call of the Python function.

    >>> from tconv_anim.layers.spec import LayerSpec
    >>> spec = FigureSpec(LayerSpec(kernel_size=(4,)), theme="dark")
    >>> figure_command(spec, spec.resolved())
    'tconv-anim render --k 4 --theme dark'
    """
    numbers = {
        name: value for name in ("x", "w", "bias") if (value := getattr(spec, name)) is not None
    }
    only_python = resolved.cropped or not resolved.layer.rotate_kernel
    if "bias" in numbers or (only_python and not resolved.framework_spec):
        return _python_call(spec, resolved, numbers)
    follow = {"x": "input_size", "w": "kernel_size"}
    words = ["tconv-anim", "render"]
    sizes = [follow[name] for name in numbers]
    always = ["input_size"] if spec.view in VIEW_LAYERS else []
    words += layer_flags(resolved, without=sizes, always=always)
    for name, rows in numbers.items():
        slices: tuple[Any, ...] = (rows,)
        if has_channels(resolved.layer):
            slices = rows if name == "x" else tuple(part for filters in rows for part in filters)
        by_row = (part if isinstance(part[0], tuple) else (part,) for part in slices)
        words += [flag_name(name), "|".join(map(format_numbers, by_row))]
    if spec.frame == -1:
        spec = replace(spec, frame=None)
    return shlex.join([*words, *_changed_flags(spec, FigureOptions), *_changed_view_options(spec)])


@contextmanager
def own_command_in_advice(said: Mapping[str, Any], spec: FigureSpec) -> Iterator[None]:
    """Let a figure's errors advise another input of a network's layer as a command of its own.

    ``--i`` beside a network is the network's input, from which another one would follow.
    """
    try:
        yield
    except FigureError as error:
        if "layer" not in said:
            raise
        resolved = spec.resolved()

        def spelled(part: Argument) -> object:
            if part.name != "input_size":
                return part
            size = part.value if isinstance(part.value, tuple) else (part.value,)
            size *= len(resolved.axes) // len(size)
            if size == resolved.input_size:
                return f"the layer's input of {' x '.join(map(str, size))}"
            return figure_command(spec, with_input_size(resolved, size))

        reason, advice = (part.replaced(spelled) for part in (error.reason, error.advice))
        raise FigureError("{reason}", reason=reason, advice=advice) from None


def _python_call(
    spec: FigureSpec, resolved: ResolvedLayer, numbers: Mapping[str, tuple[Any, ...]]
) -> str:
    given: dict[str, object] = {name: _as_lists(rows) for name, rows in numbers.items()}
    for option in options_of(FigureOptions):
        if (value := getattr(spec, option.name)) != option.default:
            given[option.name] = value
    given |= spec.view_options
    extra = "".join(f", {name}={value!r}" for name, value in given.items())
    return (
        f"tconv_anim.render(tconv_anim.{resolved.layer!r}, input_size={resolved.input_size}{extra})"
    )


def _as_lists(rows: Any) -> Any:
    return list(map(_as_lists, rows)) if isinstance(rows, tuple) else rows


def layer_sheet_command(options: SheetOptions, kind: str, resolved: ResolvedLayer) -> str:
    """``tconv-anim cheatsheet`` and the options that differ from their defaults.

    *kind* is the one that the sheet shows, or "both"; *resolved* the layer as asked for.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import LayerSpec
    >>> resolved = resolve(LayerSpec(kernel_size=(4,)))
    >>> layer_sheet_command(SheetOptions(paper="letter"), "both", resolved)
    'tconv-anim cheatsheet --k 4 --paper letter'
    """
    words = [_PROGRAM, "cheatsheet", *(["--kind", kind] if kind != "both" else [])]
    words += layer_flags(resolved, without=["kind"])
    return shlex.join([*words, *_changed_flags(options, SheetOptions)])


def network_sheet_command(options: SheetOptions, network: NetworkChoice) -> str:
    """The same for the sheet of a network."""
    words = [_PROGRAM, "cheatsheet"]
    for name, value in network._asdict().items():
        if value is not None:
            # As typed: two equal sizes stay two, as they also say how many axes there are.
            text = "x".join(map(str, value)) if isinstance(value, tuple) else str(value)
            if name == "network":  # of a file, no folders: they may name a user
                text = PurePath(text).name
            words += [flag_name(name), text]
    return shlex.join([*words, *_changed_flags(options, SheetOptions)])


def _changed_flags(options: object, declared: type) -> list[str]:
    """The flags of the options in *declared* that differ from their defaults."""
    return _flags((option, getattr(options, option.name)) for option in options_of(declared))


def _changed_view_options(spec: FigureSpec) -> list[str]:
    options = view_options().get(spec.view, ())
    return _flags(
        (option, spec.view_options.get(option.name, option.default)) for option in options
    )


def _flags(values: Iterable[tuple[Option, Any]]) -> list[str]:
    words: list[str] = []
    for option, value in values:
        if value != option.default:
            words.append(option.flags[0])
            words += [] if option.kind == "switch" else [format_parameter(option.name, value)]
    return words


# -- reading ------------------------------------------------------------------------------------


def read_command(command: str) -> tuple[str, dict[str, Any]]:
    """The name of a stored command, and what it says by the names of the options.

    Raises NotationError where it is none, or one of another version.

    >>> read_command("tconv-anim render --k 4 --letters")
    ('render', {'kernel_size': (4,), 'letters': True})
    """
    _, name, *words = shlex.split(command)
    known, said = options_by_flag(name), dict[str, Any]()
    while words:
        if (option := known.get(flag := words.pop(0))) is None:
            raise NotationError(f"{flag} is not an option of {name}")
        if option.kind == "switch":
            said[option.name] = not option.default
        else:
            said[option.name] = read_option(option, words.pop(0), choices_of(option))
    return name, said


# -- names of files -----------------------------------------------------------------------------

_SHORT_KINDS: Final = {"transposed": "tconv"}
_SHORT_OPTIONS: Final = {
    "output_shape": "o",
    "in_channels": "from",
    "out_channels": "to",
    "groups": "g",
}


def figure_stem(spec: FigureSpec, resolved: ResolvedLayer) -> str:
    """The file name, without suffix, that says what the figure shows.

    >>> figure_stem(FigureSpec(), FigureSpec().resolved())
    'tconv_i3_k3_s2_p1'
    """
    kind = _SHORT_KINDS.get(resolved.kind, resolved.kind)
    parts = [kind + "1d" * (len(resolved.axes) == 1), *_layer_parts(resolved)]
    parts += _changed_words(spec, "view", "style")
    parts += [_part(f"{name}{value}") for name, value in spec.view_options.items()]
    parts += ["letters"] * spec.letters + ["minimal"] * spec.minimal
    parts += [f"strip{spec.filmstrip}"] * bool(spec.filmstrip)
    return "_".join([*parts, *_changed_words(spec, "theme")])


def sheet_stem(options: SheetOptions, kind: str, resolved: ResolvedLayer | None) -> str:
    """The file name, without suffix, of a sheet; without a layer *kind* is a network's name.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import DEFAULTS
    >>> sheet_stem(SheetOptions(topic="steps"), "both", resolve(DEFAULTS))
    'cheatsheet_steps_i3_k3_s2_p1'
    """
    parts = ["cheatsheet", *_changed_words(options, "topic")]
    parts += [] if kind == "both" else [_SHORT_KINDS.get(kind, kind)]
    parts += _layer_parts(resolved) if resolved else []
    return "_".join([*parts, *_changed_words(options, "paper", "orientation", "theme")])


def _changed_words(options: FigureOptions | SheetOptions, *names: str) -> list[str]:
    """Values that differ from their defaults, as parts of a file name."""
    default = FigureOptions() if isinstance(options, FigureOptions) else SheetOptions()
    values = [getattr(options, name) for name in names if getattr(options, name)]
    usual = [getattr(default, name) for name in names if getattr(options, name)]
    return [_part(value) for value, one in zip(values, usual, strict=True) if value != one]


def _part(value: str) -> str:
    return value.replace(":", "-")  # a colon cannot stand in a file name on Windows


def _layer_parts(resolved: ResolvedLayer) -> list[str]:
    """The layer's parameters as parts of a file name."""
    parts = []
    for option, value, default in layer_values(resolved)[1:]:
        if option.name in ("input_size", "kernel_size", "stride", "padding") or value != default:
            short = option.keys[0] if len(option.keys) > 1 else ""
            parts.append(_SHORT_OPTIONS.get(option.name, short) + _part(value))
    said = spec_of(resolved)
    return parts + ["bias"] * said.bias + ["rotated"] * said.transpose_kernel
