"""A network as it was written down: its steps in order, and where each of them stands.

This is the parsed form. Which sizes and channels follow, and whether they fit, is found out
by :func:`tconv_anim.layers.networks.infer.network_of`.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple, TypeAlias

from ...errors import Advice, Argument, LayerError, Message
from ...notation import Pairs, Sizes, format_parameter
from ...options import option_named
from ..resampling.spec import ResamplingSpec
from ..spec import LayerSpec

__all__ = [
    "KEYS",
    "MOST_LAYERS",
    "STEP_KINDS",
    "CropSpec",
    "NetworkSpec",
    "Place",
    "SkipSpec",
    "StepKind",
    "StepKindName",
    "StepSpec",
    "bare_layer",
    "titled",
]

MOST_LAYERS: Final = 1000
"""Of one network."""
StepKindName: TypeAlias = Literal["transposed", "conv", "pool", "resize", "shuffle", "crop"]


class StepKind(NamedTuple):
    """What a step of a network can be."""

    operation: str
    """The name of its layer's operation; empty where it has no weights."""
    prefix: str
    """In compact notation."""
    short: str
    """What rows are called by that have no name: up1, up2."""
    noun: str
    """In a sentence."""

    @property
    def has_weights(self) -> bool:
        return bool(self.operation)


STEP_KINDS: Final[dict[StepKindName, StepKind]] = {
    "transposed": StepKind("transposed", "", "up", "transposed layer"),
    "conv": StepKind("conv", "conv:", "conv", "convolution"),
    "pool": StepKind("", "pool:", "pool", "pool"),
    "resize": StepKind("", "resize:", "resize", "resize"),
    "shuffle": StepKind("", "shuffle:", "shuffle", "shuffle"),
    "crop": StepKind("", "crop:", "crop", "crop"),
}

KEYS: Final = {
    "k": "kernel_size",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
    "op": "output_padding",
    "o": "output_shape",
}
"""The letters of a layer, and the keys of a file that say the same."""
_KEYS: Final = {**KEYS, "scale": "scale", "framework": "framework"}
_LETTERS: Final = {**{letter: letter for letter in KEYS}, "scale": "x"}
"""How parameters are named in a file, and in words of layers."""


class Place(NamedTuple):
    """Where a step stands, as errors name it."""

    head: Message
    keys: bool = False
    """Whether parameters have the keys of a file there, not letters."""

    def blame(self, error: LayerError) -> LayerError:
        """*error* with this place in front, and its parameters spelled as they are there."""
        spelled = error.replaced(self.spelled)
        return LayerError(
            "{place}: {reason}", place=self.head, reason=spelled.reason, advice=spelled.advice
        )

    def error(self, template: str, *, advice: Advice = "", **fields: object) -> LayerError:
        """An error at this place, see :class:`~tconv_anim.errors.TconvError`."""
        reason = Message(template, **fields)
        return LayerError("{place}: {reason}", place=self.head, reason=reason, advice=advice)

    def spelled(self, part: Argument) -> str | Argument:
        """A parameter as it is written there; what is not written there stays."""
        option = option_named(part.name)
        letter = option.keys[0] if option else part.name
        letter = {"output-shape": "o"}.get(letter, letter)
        if letter == "i":
            return "input" if part.value is None else f"its input of {_value_text(part)}"
        names = _KEYS if self.keys else _LETTERS
        if letter not in names:
            return part
        if part.value is None:
            return names[letter]
        value = _value_text(part)
        if self.keys:
            return f"{names[letter]} = " + (value if value.isdecimal() else f'"{value}"')
        return f"{names[letter]}{value}"


def _value_text(part: Argument) -> str:
    try:
        return format_parameter(part.name, part.value)
    except (TypeError, ValueError):
        return str(part.value)


class SkipSpec(NamedTuple):
    """What joins a layer's output: an earlier layer's, or something of a size."""

    join: Literal["concat", "add"] = "concat"
    source: str | None = None
    """The name of an earlier layer, or "input"."""
    size: Sizes | None = None
    channels: int | None = None
    offset: Sizes | Literal["center"] | None = None
    """Where a larger one is cut out, by intention; None: it should fit."""


class CropSpec(NamedTuple):
    """What a crop leaves: a size from an offset on, or all but so many cells at both ends."""

    size: Sizes | None = None
    offset: Sizes = (0,)
    ends: Pairs | None = None


class StepSpec(NamedTuple):
    """One row as written down. A tuple of one value stands for every axis."""

    kind: StepKindName
    place: Place
    name: str = ""
    layer: LayerSpec | None = None
    """None where it has no weights."""
    resampling: ResamplingSpec | None = None
    """Of a pool, resize or shuffle."""
    channels: int | None = None
    """Of its output; None: as many as come in."""
    groups: int = 1
    bias: bool = True
    crop: CropSpec | None = None
    skip: SkipSpec | None = None

    @property
    def has_weights(self) -> bool:
        return STEP_KINDS[self.kind].has_weights


class NetworkSpec(NamedTuple):
    """A network as written down."""

    steps: tuple[StepSpec, ...]
    name: str = ""
    title: str = ""
    about: str = ""
    """What of the network it is, where it is not all."""
    source: str = ""
    family: str = ""
    """The name that it shares with its variants; empty: its own."""
    framework: str | None = None
    input_size: Sizes | None = None
    channels: int | None = None
    """Of the input; None: nobody said."""
    dims: int | None = None


def titled(title: str, about: str) -> str:
    """A network's title with what of it is shown, where it is not all."""
    return ", ".join(part for part in (title, about) if part)


def bare_layer(kind: StepKindName, framework: str | None, **values: Any) -> LayerSpec:
    """A layer with these *values*: the rest is as in the frameworks, stride 1 and no padding."""
    words = framework in ("keras", "jax")  # whose padding is a word first of all
    base = LayerSpec(
        kind=STEP_KINDS[kind].operation,
        stride=(1,),
        padding="valid" if words else ((0, 0),),
        output_padding=None if framework == "keras" else (0,),
        framework=framework,
    )
    return base._replace(**values)
