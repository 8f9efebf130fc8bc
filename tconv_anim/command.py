"""The one command that makes a figure: what is stored in it, and what its file is called."""

from __future__ import annotations

import shlex
from typing import Any, Final

from .arithmetic.errors import Asked, flag_name
from .arithmetic.layer import Layer
from .arithmetic.notation import format_padding, format_sizes
from .arithmetic.problem import DEFAULTS, Problem
from .settings import RenderOptions

__all__ = ["canonical_command", "default_stem"]

_LOOKS: Final = (
    "view",
    "theme",
    "size",
    "seed",
    "step_ms",
    "hold_ms",
    "loop",
    "values",
    "title",
    "max_frames",
    "frame",
    "at",
)
"""Options after the layer's, in the order of the help."""


def canonical_command(problem: Problem, options: RenderOptions) -> str:
    """``tconv-anim render`` and the options that differ from their defaults, on one line.

    >>> from tconv_anim.arithmetic.problem import LayerSpec, resolve
    >>> canonical_command(resolve(LayerSpec(kernel=(4,))), RenderOptions(theme="dark"))
    'tconv-anim render --k 4 --theme dark'
    """
    words = ["tconv-anim", "render"]
    for name, value, default in _layer_values(problem):
        if value != default:
            words += [flag_name(name), value]
    plain = RenderOptions()
    for name in _LOOKS:
        value = getattr(options, name)
        if value == getattr(plain, name) or (name, value) == ("frame", -1):
            continue
        words += (
            [flag_name("values")]
            if name == "values"
            else Asked(name, value).in_flags().split(" ", 1)
        )
    return shlex.join(words)


def python_call(layer: Layer, input_size: tuple[int, ...], given: dict[str, Any]) -> str:
    """The call of the Python API, for figures that no command can say."""
    extra = "".join(f", {name}={value!r}" for name, value in given.items())
    return f"tconv_anim.render(tconv_anim.{layer!r}, input_size={input_size}{extra})"


def default_stem(problem: Problem, options: RenderOptions) -> str:
    """The file name, without suffix, that says what the figure shows.

    >>> from tconv_anim.arithmetic.problem import resolve
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
    }
    parts = ["tconv" if problem.kind == "transposed" else "conv"]
    for name, value, default in _layer_values(problem)[1:]:
        if name not in ("dilation", "output_padding") or value != default:
            # A colon cannot stand in a file name on Windows.
            parts.append(names[name] + value.replace(":", "-"))
    if options.theme != RenderOptions().theme:
        parts.append(options.theme)
    return "_".join(parts)


def _layer_values(problem: Problem) -> list[tuple[str, str, str]]:
    """(name, value, default) of the layer's parameters, as the command line writes them."""
    axes = problem.axes
    return [
        ("kind", problem.kind, DEFAULTS.kind),
        ("input_size", format_sizes(problem.input_size), format_sizes(DEFAULTS.input_size)),
        ("kernel", format_sizes([a.k for a in axes]), format_sizes(DEFAULTS.kernel)),
        ("stride", format_sizes([a.s for a in axes]), format_sizes(DEFAULTS.stride)),
        (
            "padding",
            format_padding([(a.pad_begin, a.pad_end) for a in axes]),
            format_padding(DEFAULTS.padding),
        ),
        ("dilation", format_sizes([a.d for a in axes]), format_sizes(DEFAULTS.dilation)),
        (
            "output_padding",
            format_sizes([a.op for a in axes]),
            format_sizes(DEFAULTS.output_padding),
        ),
    ]
