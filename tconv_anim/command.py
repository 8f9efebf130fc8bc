"""The one command that makes a figure: what is stored in it, and what its file is called."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from .arithmetic.errors import Asked, flag_name
from .arithmetic.layer import Layer
from .arithmetic.notation import Number, format_numbers, format_parameter
from .arithmetic.problem import Problem, as_typed, defaults_of
from .settings import RenderOptions

__all__ = ["Rows", "canonical_command", "default_stem", "python_call"]

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


def canonical_command(
    problem: Problem, options: RenderOptions, given: Mapping[str, Rows] | None = None
) -> str:
    """``tconv-anim render`` and the options that differ from their defaults, on one line.

    *given* holds the user's own numbers, x and w, row by row: a file may change, so
    the numbers themselves are in the command, and sizes follow from them.

    >>> from tconv_anim.arithmetic.problem import LayerSpec, resolve
    >>> canonical_command(resolve(LayerSpec(kernel=(4,))), RenderOptions(theme="dark"))
    'tconv-anim render --k 4 --theme dark'
    """
    words, given = ["tconv-anim", "render"], given or {}
    known = {"input_size": "x", "kernel": "w"}
    for name, value, default in _layer_values(problem):
        if value != default and known.get(name) not in given:
            words += [flag_name(name), value]
    if problem.asked and problem.asked.transpose_kernel:
        words.append(flag_name("transpose_kernel"))
    if len(problem.axes) != 2:
        words += ["--dims", str(len(problem.axes))]
    for name, rows in given.items():
        words += [flag_name(name), format_numbers(rows)]
    plain = RenderOptions()
    for name in _LOOKS:
        value = getattr(options, name)
        if value == getattr(plain, name) or (name, value) == ("frame", -1):
            continue
        words += (
            [flag_name(name)]
            if isinstance(value, bool)
            else Asked(name, value).in_flags().split(" ", 1)
        )
    return shlex.join(words)


def python_call(layer: Layer, input_size: tuple[int, ...], given: dict[str, Any]) -> str:
    """The call of the Python API, for figures that no command can say."""
    extra = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"tconv_anim.render(tconv_anim.{layer!r}, input_size={input_size}{extra})"


def default_stem(problem: Problem, options: RenderOptions) -> str:
    """The file name, without suffix, that says what the figure shows.

    >>> from tconv_anim.arithmetic.problem import DEFAULTS, resolve
    >>> default_stem(resolve(DEFAULTS), RenderOptions())
    'tconv_i3_k3_s2_p1'
    """
    names = {
        "input_size": "i",
        "kernel": "k",
        "stride": "s",
        "padding": "p",
        "dilation": "d",
        "output_padding": "op",
        "output_shape": "o",
    }
    parts = ["tconv" if problem.kind == "transposed" else "conv"]
    if len(problem.axes) == 1:
        parts[0] += "1d"
    for name, value, default in _layer_values(problem)[1:]:
        if name in ("input_size", "kernel", "stride", "padding") or value != default:
            # A colon cannot stand in a file name on Windows.
            parts.append(names.get(name, "") + value.replace(":", "-"))
    plain = RenderOptions()
    parts += ["rotated"] * bool(problem.asked and problem.asked.transpose_kernel)
    parts += [options.view] * (options.view != plain.view)
    parts += [options.style] * (options.style != plain.style) + ["letters"] * options.letters
    parts += [f"strip{options.filmstrip}"] * bool(options.filmstrip)
    parts += [options.theme] * (options.theme != plain.theme)
    return "_".join(parts)


def _layer_values(problem: Problem) -> list[tuple[str, str, str]]:
    """(name, value, default) of the layer's parameters, as the command line writes them."""
    said = as_typed(problem)
    default = defaults_of(said.framework)._replace(framework=None)
    return [
        (name, _written(name, getattr(said, name)), _written(name, getattr(default, name)))
        for name in _SPELT
    ]


_SPELT: Final = (
    "kind",
    "input_size",
    "kernel",
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
