"""The one command that makes a figure: what is stored in it, and what its file is called."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from ..errors import Argument, flag_name
from ..layers.layer import Layer
from ..layers.networks.network import Network
from ..layers.resolved_layer import ResolvedLayer, spec_of
from ..layers.spec import defaults_of
from ..notation import Number, format_numbers, format_parameter
from ..options import RenderOptions, SheetOptions

__all__ = [
    "Rows",
    "canonical_command",
    "default_stem",
    "network_command",
    "network_stem",
    "python_call",
    "sheet_command",
    "sheet_stem",
]

Rows: TypeAlias = Sequence[Sequence[Number]]

_LOOKS: Final = (
    "view",
    "style",
    "letters",
    "values",
    "theme",
    "size",
    "seed",
    "step_ms",
    "hold_ms",
    "loop",
    "title",
    "max_frames",
    "frame",
    "at",
    "filmstrip",
    "transparent",
)
"""Options after the layer's, in the order of the help."""
_SHEET_LOOKS: Final = ("topic", "paper", "orientation", "theme", "seed", "title")


def canonical_command(
    resolved: ResolvedLayer, options: RenderOptions, given: Mapping[str, Rows] | None = None
) -> str:
    """``tconv-anim render`` and the options that differ from their defaults, on one line.

    *given* holds the user's own numbers, x and w, row by row: a file may change, so
    the numbers themselves are in the command, and sizes follow from them.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import LayerSpec
    >>> canonical_command(resolve(LayerSpec(kernel_size=(4,))), RenderOptions(theme="dark"))
    'tconv-anim render --k 4 --theme dark'
    """
    given = given or {}
    known = {"input_size": "x", "kernel_size": "w"}
    words = ["tconv-anim", "render"]
    words += _layer_words(resolved, [known_as for known_as in known if known[known_as] in given])
    for name, rows in given.items():
        words += [flag_name(name), format_numbers(rows)]
    if options.frame == -1:
        options = replace(options, frame=None)
    return shlex.join([*words, *_changed(options, RenderOptions(), _LOOKS)])


def _layer_words(resolved: ResolvedLayer, without: Sequence[str] = ()) -> list[str]:
    """The flags of a layer that differ from their defaults."""
    words: list[str] = []
    for name, value, default in _layer_values(resolved):
        if value != default and name not in without:
            words += [flag_name(name), value]
    if resolved.framework_spec and resolved.framework_spec.transpose_kernel:
        words.append(flag_name("transpose_kernel"))
    if len(resolved.axes) != 2:
        words += ["--dims", str(len(resolved.axes))]
    return words


def _changed(options: object, plain: object, names: Sequence[str]) -> list[str]:
    """The flags of options that differ from the *plain* ones."""
    words: list[str] = []
    for name in names:
        value = getattr(options, name)
        if value != getattr(plain, name):
            flagged = Argument(name, value).in_flags().split(" ", 1)
            words += [flag_name(name)] if isinstance(value, bool) else flagged
    return words


def sheet_command(resolved: ResolvedLayer, options: SheetOptions, *, kind: str) -> str:
    """``tconv-anim cheatsheet`` and the options that differ from their defaults.

    *resolved* is the layer as it was asked for; *kind* which of the two the sheet tells of.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import LayerSpec
    >>> problem = resolve(LayerSpec(kernel_size=(4,)))
    >>> sheet_command(problem, SheetOptions(paper="letter"), kind="both")
    'tconv-anim cheatsheet --k 4 --paper letter'
    """
    words = ["tconv-anim", "cheatsheet", *(["--kind", kind] if kind != "both" else [])]
    words += _layer_words(resolved, ["kind"])
    return shlex.join([*words, *_changed(options, SheetOptions(), _SHEET_LOOKS)])


def network_command(options: SheetOptions, asked: Sequence[str]) -> str:
    """The same for the sheet of a network; *asked*: the flags that name it."""
    looks = _changed(options, SheetOptions(), _SHEET_LOOKS)
    return shlex.join(["tconv-anim", "cheatsheet", *asked, *looks])


def python_call(layer: Layer, input_size: tuple[int, ...], given: dict[str, Any]) -> str:
    """The call of the Python API, for figures that no command can say."""
    extra = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"tconv_anim.render(tconv_anim.{layer!r}, input_size={input_size}{extra})"


def sheet_stem(resolved: ResolvedLayer, options: SheetOptions, *, kind: str) -> str:
    """The file name, without suffix, of a sheet.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import DEFAULTS
    >>> sheet_stem(resolve(DEFAULTS), SheetOptions(topic="steps"), kind="both")
    'cheatsheet_steps_i3_k3_s2_p1'
    """
    names = {"both": [], "transposed": ["tconv"], "conv": ["conv"]}
    parts = ["cheatsheet", *([options.topic] if options.topic else []), *names[kind]]
    return "_".join([*parts, *_layer_parts(resolved), *_sheet_parts(options)])


def network_stem(network: Network, options: SheetOptions) -> str:
    """The file name, without suffix, of a network's sheet."""
    return "_".join(["cheatsheet", network.name or "layers", *_sheet_parts(options)])


def _sheet_parts(options: SheetOptions) -> list[str]:
    told = (options.paper, options.orientation, options.theme)
    plain = SheetOptions()
    return [
        part.replace(":", "-")
        for part, usual in zip(told, (plain.paper, plain.orientation, plain.theme), strict=True)
        if part is not None and part != usual
    ]


def default_stem(resolved: ResolvedLayer, options: RenderOptions) -> str:
    """The file name, without suffix, that says what the figure shows.

    >>> from tconv_anim.layers.resolve import resolve
    >>> from tconv_anim.layers.spec import DEFAULTS
    >>> default_stem(resolve(DEFAULTS), RenderOptions())
    'tconv_i3_k3_s2_p1'
    """
    parts = ["tconv" if resolved.kind == "transposed" else "conv"]
    if len(resolved.axes) == 1:
        parts[0] += "1d"
    parts += _layer_parts(resolved)
    plain = RenderOptions()
    parts += [options.view] * (options.view != plain.view)
    parts += [options.style] * (options.style != plain.style) + ["letters"] * options.letters
    parts += [f"strip{options.filmstrip}"] * bool(options.filmstrip)
    parts += [options.theme] * (options.theme != plain.theme)
    return "_".join(parts)


def _layer_parts(resolved: ResolvedLayer) -> list[str]:
    """The layer's parameters as parts of a file name."""
    names = {
        "input_size": "i",
        "kernel_size": "k",
        "stride": "s",
        "padding": "p",
        "dilation": "d",
        "output_padding": "op",
        "output_shape": "o",
    }
    parts = []
    for name, value, default in _layer_values(resolved)[1:]:
        if name in ("input_size", "kernel_size", "stride", "padding") or value != default:
            # A colon cannot stand in a file name on Windows.
            parts.append(names.get(name, "") + value.replace(":", "-"))
    return parts + ["rotated"] * bool(
        resolved.framework_spec and resolved.framework_spec.transpose_kernel
    )


def _layer_values(resolved: ResolvedLayer) -> list[tuple[str, str, str]]:
    """(name, value, default) of the layer's parameters, as the command line writes them."""
    said = spec_of(resolved)
    default = defaults_of(said.framework)._replace(framework=None)
    return [
        (name, _written(name, getattr(said, name)), _written(name, getattr(default, name)))
        for name in _SPELT
    ]


_SPELT: Final = (
    "kind",
    "input_size",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "output_padding",
    "framework",
    "output_shape",
)
"""The layer's options with a value, in the order of the help."""


def _written(name: str, value: object) -> str:
    return "none" if value is None else format_parameter(name, value)
