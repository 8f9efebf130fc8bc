"""A layer as the flags that ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from ..layers.resolved_layer import ResolvedLayer, spec_of
from ..layers.spec import defaults_of
from ..notation import format_parameter
from ..options import LAYER, Option

__all__ = ["layer_flags", "layer_values"]


def layer_flags(
    resolved: ResolvedLayer, without: Sequence[str] = (), always: Sequence[str] = ()
) -> list[str]:
    """The flags of a layer that differ from their defaults, and some that stand *always*."""
    words: list[str] = []
    for option, value, default in layer_values(resolved):
        if (value != default or option.name in always) and option.name not in without:
            words += [option.flags[0], value]
    said = spec_of(resolved)
    words += [o.flags[0] for o in LAYER if o.kind == "switch" and getattr(said, o.name)]
    if len(resolved.axes) != 2:
        words += ["--dims", str(len(resolved.axes))]
    return words


def layer_values(resolved: ResolvedLayer) -> list[tuple[Option, str, str]]:
    """(option, value, default) of the layer's parameters, as the command line writes them."""
    said = spec_of(resolved)
    default = defaults_of(said.framework)._replace(framework=None)
    return [
        (option, _value_text(option, said), _value_text(option, default))
        for option in LAYER
        if option.kind != "switch"
    ]


def _value_text(option: Option, values: object) -> str:
    value = getattr(values, option.name)
    return "none" if value is None else format_parameter(option.name, value)
