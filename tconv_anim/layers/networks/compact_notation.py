"""Networks in one line: ``conv:k4s2p1c64 k4s2p1c3+input``, a word a layer.

A word is letters with their values: k, s, p, d, op as on the command line, c output
channels, g groups, o the output shape, x a scale. Without a prefix it is a transposed layer;
``conv:``, ``pool:``, ``resize:`` and others say otherwise. ``+conv2`` joins the output of the
second convolution to that of the word it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from ...errors import Argument, LayerError, Message
from ...notation import (
    PADDING_WORDS,
    SYNONYMS,
    NotationError,
    Sizes,
    did_you_mean,
    read_padding_or_word,
    read_scale,
    read_sizes,
)
from ..resampling.spec import ResamplingSpec
from ..validation import checked_sizes
from .spec import (
    KEYS,
    MOST_LAYERS,
    STEP_KINDS,
    NetworkSpec,
    Place,
    SkipSpec,
    StepKindName,
    StepSpec,
    bare_layer,
)

__all__ = ["LETTERS", "read_output_padding", "read_words"]

LETTERS: Final = ("k", "s", "p", "d", "op", "o", "c", "g", "x")
_LAYER: Final = ("k", "s", "p", "d")
_CHANNELS: Final = ("c", "g")


class _Prefix(NamedTuple):
    kind: StepKindName
    letters: tuple[str, ...]
    flags: tuple[str, ...] = ()
    """Letters without a value."""
    mode: str = ""


_PREFIXES: Final = {
    "transposed": _Prefix("transposed", (*_LAYER, "op", "o", *_CHANNELS)),
    "conv": _Prefix("conv", (*_LAYER, *_CHANNELS)),
    "pool": _Prefix("pool", _LAYER, ("ceil",)),
    "avgpool": _Prefix("pool", ("k", "s", "p"), ("ceil",), "average"),
    "resize": _Prefix("resize", ("x",)),
    "bilinear": _Prefix("resize", ("x",), ("corners",), "bilinear"),
    "bicubic": _Prefix("resize", ("x",), ("corners",), "bicubic"),
    "shuffle": _Prefix("shuffle", ("x",)),
}
_LETTER = re.compile("op|ceil|corners|[a-z]")
_LONGEST_FIRST = sorted(PADDING_WORDS, key=len, reverse=True)
_VALUE = re.compile(rf"{'|'.join(_LONGEST_FIRST)}|none|[-.:0-9x×]*")
_REFERENCE = re.compile(r"(?P<join>add:)?(?:(?P<kind>[a-z]+?)(?P<count>\d+)|(?P<row>\d+)|input)")


def read_words(
    text: str, *, kind: StepKindName = "transposed", framework: str | None = None
) -> NetworkSpec:
    """The network of a line of words. A word without a prefix is of *kind*.

    Raises LayerError, which names the word, what is wrong in it and what would be right.

    >>> [step.kind for step in read_words("k4s2p1 conv:k3p1c3 bilinear:x2").steps]
    ['transposed', 'conv', 'resize']
    >>> read_words("conv:k3p1c8 conv:k3p1c8+conv1").steps[1].skip.source
    'conv1'
    """
    words = text.split(maxsplit=MOST_LAYERS)
    if len(words) > MOST_LAYERS:
        raise LayerError(
            "{layers} names more than {limit} layers. Give fewer.",
            layers=Argument("layers"),
            limit=MOST_LAYERS,
        )
    if not words:
        raise LayerError(
            "{layers} names no layer.",
            layers=Argument("layers"),
            advice=Argument("layers", '"k4s1p0 k4s2p1"'),
        )
    steps: list[StepSpec] = []
    for n, word in enumerate(words, 1):
        head = Message(
            "{layers}, word {number} ({word})",
            layers=Argument("layers"),
            number=n,
            word=_short(word),
        )
        place = Place(head)
        layer, plus, reference = word.lower().partition("+")
        step = _read_word(layer, place, kind, framework)
        if plus:
            step, steps = _with_skip(step, reference, steps)
        steps.append(step)
    return NetworkSpec(steps=tuple(steps), framework=framework)


def _with_skip(
    step: StepSpec, reference: str, before: Sequence[StepSpec]
) -> tuple[StepSpec, list[StepSpec]]:
    """The step with what is joined to it, and the steps before it, the joined one with a name."""
    kinds = [STEP_KINDS[earlier.kind].short for earlier in before]
    names = [f"{kind}{kinds[: n + 1].count(kind)}" for n, kind in enumerate(kinds)]
    match = _REFERENCE.fullmatch(reference)
    source = ""
    if match and match["row"] and 0 < int(match["row"]) <= len(names):
        source = names[int(match["row"]) - 1]
    elif match and match["kind"]:
        kind = SYNONYMS.get(match["kind"], match["kind"])
        short = STEP_KINDS[kind].short if kind in STEP_KINDS else kind
        source = f"{short}{int(match['count'])}"
    elif match and not match["row"]:
        source = "input"
    if match is None or source not in ("input", *names):
        raise step.place.error(
            "+{reference} names no earlier layer. Before it: {names}.",
            reference=_short(reference),
            names=", ".join(("input", *names[-6:])),
            advice=Message("Try +{name}.", name=names[0] if names else "input"),
        )
    steps = [
        earlier._replace(name=name) if name == source else earlier
        for name, earlier in zip(names, before, strict=True)
    ]
    return step._replace(skip=SkipSpec("add" if match["join"] else "concat", source)), steps


def _read_word(word: str, place: Place, kind: StepKindName, framework: str | None) -> StepSpec:
    name, colon, rest = word.partition(":")
    start = 0
    if colon and name.isalpha():
        name = name if name in _PREFIXES else SYNONYMS.get(name, name)
        if name not in _PREFIXES:
            raise place.error(
                "'{prefix}:' is not a kind of layer: choose from {names}; without a prefix it is"
                " a transposed layer.{hint}",
                prefix=name,
                names=", ".join(f"{known}:" for known in list(_PREFIXES)[1:]),
                hint=did_you_mean(name, _PREFIXES),
            )
        prefix, start = _PREFIXES[name], len(word) - len(rest)
    else:
        prefix, rest = _PREFIXES[kind], word
    values: dict[str, Any] = {}
    position = 0
    while position < len(rest):
        at = f"at character {start + position + 1}, "
        match = _LETTER.match(rest, position)
        letter = match.group() if match else rest[position]
        _check_letter(place, at, letter, prefix, values)
        position += len(letter)
        if letter in prefix.flags:
            values[letter] = True
            continue
        value = _VALUE.match(rest, position).group()  # type: ignore[union-attr]
        example = Message("Try {letter}{example}.", letter=letter, example=_EXAMPLES[letter])
        if not value:
            raise place.error("{at}{letter} lacks its value.", at=at, letter=letter, advice=example)
        position += len(value)
        try:
            values[letter] = _READERS.get(letter, read_sizes)(value)
        except NotationError as error:
            raise place.error(
                "{at}{letter}: {reason}.", at=at, letter=letter, reason=error, advice=example
            ) from None
    needed = "x" if "x" in prefix.letters else "k"
    if needed not in values:
        what = "scale" if needed == "x" else "kernel size"
        rest = rest or ("" if needed == "x" else "s2p1")
        word = f"{needed}{_EXAMPLES[needed]}{rest}"
        raise place.error("there is no {what}.", what=what, advice=f"Try {word}.")
    return _step(prefix, place, values, framework)


def _check_letter(
    place: Place, at: str, letter: str, prefix: _Prefix, values: dict[str, Any]
) -> None:
    """Raise LayerError for a letter that there is not, or not in this kind of layer."""
    if letter in values:
        raise place.error(
            "{at}{letter} is said twice.", at=at, letter=letter, advice="Leave one out."
        )
    if letter in (*prefix.letters, *prefix.flags):
        return
    known = {*LETTERS, *(flag for other in _PREFIXES.values() for flag in other.flags)}
    if letter not in known:
        raise place.error(
            "{at}'{letter}' is not a letter of a layer: choose from {names}.",
            at=at,
            letter=letter,
            names=", ".join((*prefix.letters, *prefix.flags)),
            advice="Try k4s2p1.",
        )
    if letter in ("op", "o"):
        template = "{at}{letter} belongs to transposed layers: a {kind} has none."
    elif STEP_KINDS[prefix.kind].has_weights:
        template = "{at}{letter} belongs to other kinds of layer: a {kind} has {names}."
    else:
        template = "{at}a {kind} has no {letter}: it has {names}, and channels follow."
    raise place.error(
        template,
        at=at,
        letter=letter,
        kind=STEP_KINDS[prefix.kind].noun,
        names=", ".join((*prefix.letters, *prefix.flags)),
        advice=Message("Leave {letter} out.", letter=letter),
    )


def _step(prefix: _Prefix, place: Place, values: dict[str, Any], framework: str | None) -> StepSpec:
    if not STEP_KINDS[prefix.kind].has_weights:
        spec = ResamplingSpec(
            prefix.kind,
            **{_RESAMPLING_KEYS[letter]: value for letter, value in values.items()},
            mode=prefix.mode,
            framework=framework,
        )
        return StepSpec(prefix.kind, place, resampling=spec)
    channels, groups = values.pop("c", None), values.pop("g", 1)
    try:
        if channels is not None:
            checked_sizes("c", channels, 1)
        checked_sizes("g", groups, 1)
    except LayerError as error:
        raise place.blame(error.replaced(_letter_and_value)) from None
    layer = bare_layer(prefix.kind, framework, **{KEYS[letter]: v for letter, v in values.items()})
    return StepSpec(prefix.kind, place, layer=layer, channels=channels, groups=groups)


def _letter_and_value(argument: Argument) -> str:
    return argument.name if argument.value is None else f"{argument.name}{argument.value}"


def read_output_padding(text: str) -> Sizes | None:
    return None if text == "none" else read_sizes(text)


def _read_count(text: str) -> int:
    sizes = read_sizes(text)
    if len(sizes) != 1:
        raise NotationError(f"{text!r} is not one number")
    return sizes[0]


_RESAMPLING_KEYS: Final = {
    **KEYS,
    "x": "scale",
    "ceil": "ceil",
    "corners": "align_corners",
}
_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "p": read_padding_or_word,
    "op": read_output_padding,
    "c": _read_count,
    "g": _read_count,
    "x": read_scale,
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
    "x": "2",
}


def _short(word: str) -> str:
    return word if len(word) <= 40 else f"{word[:37]}..."
