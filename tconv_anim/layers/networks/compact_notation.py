"""Networks in one line: ``k4s1p0 k4s2p1 conv:k3p1c3``, a word a layer; and back.

A word is letters with their values: k, s, p, d, op as on the command line, c output
channels, g groups, o the output shape. Without a prefix it is a transposed layer; ``conv:``
and ``pool:`` say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ...errors import Argument, LayerError, Message
from ...notation import (
    PADDING_WORDS,
    NotationError,
    Sizes,
    format_parameter,
    format_sizes,
    read_padding_or_word,
    read_sizes,
)
from ..operations import operation_named
from ..spec import LayerSpec
from ..validation import checked_sizes
from .spec import KEYS, STEP_KINDS, NetworkSpec, Place, StepKindName, StepSpec, bare_layer

__all__ = ["LETTERS", "read_output_padding", "read_words", "write_layer", "write_word"]

LETTERS: Final = ("k", "s", "p", "d", "op", "o", "c", "g")
_PREFIXES: Final = ("transposed", "conv", "pool")
_OF_POOLS: Final = ("k", "s", "p", "d")
_LETTER = re.compile("op|[a-z]")
_LONGEST_FIRST = sorted(PADDING_WORDS, key=len, reverse=True)
_VALUE = re.compile(rf"{'|'.join(_LONGEST_FIRST)}|none|[-+.:0-9x×]*")


def read_words(
    text: str, *, kind: StepKindName = "transposed", framework: str | None = None
) -> NetworkSpec:
    """The network of a line of words. A word without a prefix is of *kind*.

    Raises LayerError, which names the word, what is wrong in it and what would be right.

    >>> [step.kind for step in read_words("k4s2p1 conv:k3p1c3").steps]
    ['transposed', 'conv']
    """
    words = text.split()
    if not words:
        raise LayerError(
            "{layers} names no layer.",
            layers=Argument("layers"),
            advice=Argument("layers", '"k4s1p0 k4s2p1"'),
        )
    steps = [
        _read_word(
            word,
            Place(
                Message(
                    "{layers}, word {number} ({word})",
                    layers=Argument("layers"),
                    number=n,
                    word=_short(word),
                )
            ),
            kind,
            framework,
        )
        for n, word in enumerate(words, 1)
    ]
    return NetworkSpec(steps=tuple(steps), framework=framework)


def _read_word(word: str, place: Place, kind: StepKindName, framework: str | None) -> StepSpec:
    prefix, colon, rest = word.lower().partition(":")
    start = 0
    if colon and prefix.isalpha():
        if prefix not in _PREFIXES:
            raise place.error(
                "'{prefix}:' is no kind of layer: there are conv: and pool:, and without a prefix"
                " it is a transposed layer.{hint}",
                prefix=prefix,
                hint=spelling_hint(prefix, _PREFIXES),
            )
        kind, start = prefix, len(prefix) + 1  # type: ignore[assignment]
    else:
        rest = word.lower()
    values: dict[str, Any] = {}
    position = 0
    while position < len(rest):
        at = f"at character {start + position + 1}, "
        match = _LETTER.match(rest, position)
        letter = match.group() if match else rest[position]
        if letter not in LETTERS:
            raise place.error(
                "{at}'{letter}' is no letter of a layer: there are {names}.",
                at=at,
                letter=letter,
                names=", ".join(LETTERS),
                advice="Try k4s2p1.",
            )
        if letter in values:
            raise place.error(
                "{at}{letter} is said twice.", at=at, letter=letter, advice="Leave one out."
            )
        if kind == "pool" and letter not in _OF_POOLS:
            raise place.error(
                "{at}a pool has no {letter}: it has {names}, and keeps its channels.",
                at=at,
                letter=letter,
                names=", ".join(_OF_POOLS),
                advice=Message("Leave {letter} out.", letter=letter),
            )
        if letter in ("op", "o") and not operation_named(STEP_KINDS[kind].operation).crops:
            raise place.error(
                "{at}{letter} belongs to transposed layers: a convolution has none.",
                at=at,
                letter=letter,
                advice="Leave it out.",
            )
        position += len(letter)
        value = _VALUE.match(rest, position).group()  # type: ignore[union-attr]
        if not value:
            raise place.error(
                "{at}{letter} lacks its value.",
                at=at,
                letter=letter,
                advice=Message("Try {letter}{example}.", letter=letter, example=_EXAMPLES[letter]),
            )
        position += len(value)
        try:
            values[letter] = _READERS.get(letter, read_sizes)(value)
        except NotationError as error:
            raise place.error(
                "{at}{letter}: {reason}.",
                at=at,
                letter=letter,
                reason=error,
                advice=Message("Try {letter}{example}.", letter=letter, example=_EXAMPLES[letter]),
            ) from None
    if "k" not in values:
        raise place.error(
            "there is no kernel size.", advice=Message("Try k4{rest}.", rest=rest or "s2p1")
        )
    return _step(kind, place, values, framework)


def _step(
    kind: StepKindName, place: Place, values: dict[str, Any], framework: str | None
) -> StepSpec:
    channels, groups = values.pop("c", None), values.pop("g", 1)
    try:
        if channels is not None:
            checked_sizes("c", channels, 1)
        checked_sizes("g", groups, 1)
    except LayerError as error:
        raise place.blame(error.replaced(_letter_and_value)) from None
    layer = bare_layer(kind, framework, **{KEYS[letter]: v for letter, v in values.items()})
    return StepSpec(kind, place, layer=layer, channels=channels, groups=groups)


def _letter_and_value(argument: Argument) -> str:
    return argument.name if argument.value is None else f"{argument.name}{argument.value}"


def read_output_padding(text: str) -> Sizes | None:
    return None if text == "none" else read_sizes(text)


def _read_count(text: str) -> int:
    sizes = read_sizes(text)
    if len(sizes) != 1:
        raise NotationError(f"{text!r} is not one number")
    return sizes[0]


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "p": read_padding_or_word,
    "op": read_output_padding,
    "c": _read_count,
    "g": _read_count,
}
_EXAMPLES: Final = {
    "k": "4",
    "s": "2",
    "p": "1",
    "d": "1",
    "op": "1",
    "o": "8",
    "c": "64",
    "g": "1",
}


def spelling_hint(word: str, known: tuple[str, ...]) -> str:
    """The question whether the nearest known word was meant; empty where none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, known, 1)
    return f" Did you mean {found[0]}?" if found else ""


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:37]}..."


def write_layer(layer: LayerSpec) -> str:
    """Kernel, stride and padding, and of the rest what is out of the ordinary.

    >>> write_layer(bare_layer("transposed", None, kernel_size=(3,), stride=(2,), dilation=(1,)))
    'k3s2p0'
    """
    padding = format_parameter("padding", layer.padding)
    word = f"k{format_sizes(layer.kernel_size)}s{format_sizes(layer.stride)}p{padding}"
    if any(d != 1 for d in layer.dilation):
        word += f"d{format_sizes(layer.dilation)}"
    if operation_named(layer.kind).crops:
        op = layer.output_padding
        if op is not None and (any(op) or layer.framework == "keras"):
            word += f"op{format_sizes(op)}"
        if layer.output_shape is not None:
            word += f"o{format_sizes(layer.output_shape)}"
    return word


def write_word(step: StepSpec) -> str:
    """The word that :func:`read_words` reads as *step*; crops have none.

    >>> write_word(read_words("conv:s2k3c64").steps[0])
    'conv:k3s2p0c64'
    """
    if step.layer is None:
        raise ValueError("a crop has no word")
    word = STEP_KINDS[step.kind].prefix + write_layer(step.layer)
    if step.channels is not None:
        word += f"c{step.channels}"
    return word + (f"g{step.groups}" if step.groups != 1 else "")
