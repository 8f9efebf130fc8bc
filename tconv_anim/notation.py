"""How sizes are written: ``3``, ``3x5``, ``1:2``, ``0:1x1:1``, and back.

One notation serves the command line, error messages, default file names and the
command stored in a figure. Reading is syntax only: whether a value makes sense
is decided by :class:`~tconv_anim.layers.layer.Layer`. The numbers of an input
or a kernel have a notation too: ``1,2;3,4``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

__all__ = [
    "FRAMEWORK_ALIASES",
    "PADDING_WORDS",
    "SYNONYMS",
    "NotationError",
    "Number",
    "Pairs",
    "Sizes",
    "did_you_mean",
    "format_numbers",
    "format_padding",
    "format_parameter",
    "format_sizes",
    "read_cell",
    "read_numbers",
    "read_output_padding",
    "read_padding",
    "read_padding_or_word",
    "read_picture_size",
    "read_rows",
    "read_scale",
    "read_sizes",
    "read_whole",
]

Sizes: TypeAlias = tuple[int, ...]
"""One value per axis; a single value stands for every axis."""
Pairs: TypeAlias = tuple[tuple[int, int], ...]
"""(begin, end) per axis; a single pair stands for every axis."""
Number: TypeAlias = int | float
"""An integer of any size, exact, or a floating-point number."""

_BY = re.compile(r"[xX×]")
_MOST_DIGITS = 4000  # int() refuses more than 4300
_WHOLE = re.compile(rf"[+-]?[0-9]{{1,{_MOST_DIGITS}}}")
# As text: compiled when numbers are first read, since the size command reads none.
_REAL = r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?"
_BETWEEN_CELLS = r"[ \t]*,[ \t]*|[ \t]+"


class NotationError(ValueError):
    """The text is not in this notation; the message says what is wrong with it."""


SYNONYMS: Final = {
    **dict.fromkeys(("deconv", "deconvolution", "convtranspose", "conv_transpose"), "transposed"),
    **dict.fromkeys(("transpose", "tconv", "upconv", "convtransposed", "up"), "transposed"),
    **dict.fromkeys(("convolution", "conv1d", "conv2d", "conv3d", "standard", "direct"), "conv"),
    **dict.fromkeys(("maxpool", "avgpool", "max_pool", "pooling", "max", "average"), "pool"),
    **dict.fromkeys(("upsample", "upsampling", "interpolate", "nearest", "bilinear"), "resize"),
    **dict.fromkeys(("mxnet", "chainer", "libtorch"), "pytorch"),
    **dict.fromkeys(("flax", "haiku"), "jax"),
    **dict.fromkeys(("pixelshuffle", "pixel_shuffle", "depth_to_space", "subpixel"), "shuffle"),
}
"""Other names that people have for what there is; asked before the spelling is compared."""


FRAMEWORK_ALIASES: Final = {
    **dict.fromkeys(("torch", "paddle", "paddlepaddle"), "pytorch"),
    **dict.fromkeys(("tensorflow", "tf", "tf.keras", "tflite"), "keras"),
}
"""Frameworks by other names, where the documented rules for sizes are the same: Paddle's for
numbers of cells are PyTorch's, and TensorFlow's words are those of Keras."""


def did_you_mean(word: object, known: Iterable[str], cutoff: float = 0.6) -> str:
    """A question after what is known and near to *word*, with a space before it; or nothing.

    >>> did_you_mean("deconv", ["conv", "transposed"]), did_you_mean("x", ["conv"])
    (' Did you mean transposed?', '')
    """
    from difflib import get_close_matches  # for errors alone: the size command starts fast

    text, names = str(word).lower(), list(known)
    if SYNONYMS.get(text) in names:
        near = [SYNONYMS[text]]
    else:
        near = get_close_matches(text[:100], names, 1, cutoff)
    return f" Did you mean {near[0]}?" if near else ""


def read_sizes(text: str) -> Sizes:
    """Read ``3`` or ``3x5`` (height x width, or depth x height x width).

    >>> read_sizes("3x5")
    (3, 5)
    """
    return tuple(_whole_number(part, text) for part in _BY.split(text.strip()))


def read_scale(text: str) -> tuple[int | float, ...]:
    """Read ``2``, ``1.5`` or ``2x0.5`` (height x width).

    >>> read_scale("2x0.5")
    (2, 0.5)
    """
    return tuple(_factor(part, text) for part in _BY.split(text.strip()))


def _factor(part: str, text: str) -> int | float:
    if re.fullmatch(r"[0-9]{1,9}", part):
        return int(part)
    if not re.fullmatch(r"[0-9]{0,9}\.[0-9]{1,12}", part):
        raise NotationError(f"{text!r} is not a scale")
    factor = float(part)
    return int(factor) if factor.is_integer() else factor


def read_padding(text: str) -> Pairs:
    """Read a padding: ``1``, ``1x2``, ``0:1`` (begin:end) or ``0:1x1:1``.

    >>> read_padding("0:1x2")
    ((0, 1), (2, 2))
    """
    pairs = []
    for part in _BY.split(text.strip()):
        ends = part.split(":")
        if len(ends) > 2:
            raise NotationError(f"{part!r} has {len(ends)} ends: an axis has begin:end")
        begin, end = _whole_number(ends[0], text), _whole_number(ends[-1], text)
        pairs.append((begin, end))
    return tuple(pairs)


PADDING_WORDS: Final = ("same", "valid", "same_upper", "same_lower", "causal")
"""What frameworks call paddings; which of them knows which is theirs to say."""


def read_padding_or_word(text: str) -> Pairs | str:
    """Read a padding in numbers, or one of :data:`PADDING_WORDS`.

    >>> read_padding_or_word("same"), read_padding_or_word("1")
    ('same', ((1, 1),))
    """
    return text if text in PADDING_WORDS else read_padding(text)


def read_output_padding(text: str) -> Sizes | str:
    """Read ``1``, ``1x0`` or ``none``.

    The word stays a word, since None is what an option has that was not given.
    """
    return "none" if text.strip().lower() == "none" else read_sizes(text)


def read_picture_size(text: str) -> Sizes:
    """Read ``960x540``: width x height."""
    sizes = read_sizes(text)
    if len(sizes) != 2:
        raise NotationError(f"a picture has a width and a height, not {len(sizes)} sizes")
    return sizes


def read_cell(text: str) -> Sizes:
    """Read ``1,2`` (row,column) or ``1``; with channels ``0,1,2`` (filter,row,column)."""
    parts = [read_sizes(part.strip()) for part in text.split(",")]
    if len(parts) > 3 or any(len(part) != 1 for part in parts):
        raise NotationError(f"{text!r} is not a cell")
    return tuple(part[0] for part in parts)


def read_whole(text: str) -> int:
    """Read one whole number."""
    sizes = read_sizes(text)
    if len(sizes) != 1:
        raise NotationError(f"{text!r} is not one number")
    return sizes[0]


def _whole_number(part: str, text: str) -> int:
    if _WHOLE.fullmatch(part):
        return int(part)
    if part == "":
        reason = f"{text!r} lacks a number" if text else "an empty value is not a number"
        raise NotationError(reason)
    raise NotationError(f"{_quoted(part)} is not a whole number")


def read_numbers(text: str) -> list[list[Number]]:
    """Read rows of numbers: cells end at commas or blanks, rows at semicolons or line breaks.

    Integers stay exact, whatever their size; everything else is a float.

    >>> read_numbers("1,2;3,4"), read_numbers("-1 2.5e-3")
    ([[1, 2], [3, 4]], [[-1, 0.0025]])
    """
    parts = text.split(";")
    if len(parts) > 1 and not parts[-1].strip(" \t\r\n"):
        parts.pop()  # a semicolon may end the last row
    rows: list[str] = []
    for part in parts:  # line breaks next to a semicolon, or to each other, end no further row
        rows += [line for line in re.split(r"[\r\n]", part) if line.strip(" \t")] or [""]
    if not any(rows):
        raise NotationError("no numbers")
    return read_rows((f"row {n}", row) for n, row in enumerate(rows, 1))


def read_rows(rows: Iterable[tuple[str, str]]) -> list[list[Number]]:
    """Read rows of equally many cells, each with the words that say where it stands.

    >>> read_rows([("line 1", "1, 2"), ("line 4", "3, 4")])
    [[1, 2], [3, 4]]
    """
    read: list[list[Number]] = []
    first = ""
    for place, row in rows:
        cells = re.split(_BETWEEN_CELLS, row.strip(" \t"))
        if cells == [""]:
            raise NotationError(f"{place} is empty")
        numbers = [_number(cell, f"{place}, cell {n}") for n, cell in enumerate(cells, 1)]
        first = first or place
        if read and len(numbers) != len(read[0]):
            count = "1 cell" if len(numbers) == 1 else f"{len(numbers)} cells"
            raise NotationError(f"{place} has {count}, but {first} has {len(read[0])}")
        read.append(numbers)
    return read


def _number(cell: str, place: str) -> Number:
    plain = cell.replace("−", "-")  # figures show this minus, so it comes back from them
    if len(plain.lstrip("+-")) > _MOST_DIGITS:
        raise NotationError(f"{place}: {_quoted(cell)} has more than {_MOST_DIGITS} digits")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if not re.fullmatch(_REAL, plain):
        raise NotationError(
            f"{place}: {_quoted(cell)} is not a number" if cell else f"{place} is empty"
        )
    number = float(plain)
    if not math.isfinite(number):
        raise NotationError(f"{place}: {_quoted(cell)} is not finite: it is more than 1.8e308")
    return number


def _quoted(part: str) -> str:
    """*part* for a message: in quotes, on one line, and not too long."""
    return repr(part if len(part) <= 40 else part[:37] + "...")


def format_numbers(rows: Iterable[Iterable[Number]]) -> str:
    """Write rows of numbers so that :func:`read_numbers` gives the same numbers back.

    >>> format_numbers([[1, 2], [3, 0.5]]), format_numbers([[1.0, 1e30]])
    ('1,2;3,0.5', '1.0,1e+30')
    """
    return ";".join(",".join(str(cell) for cell in row) for row in rows)


def format_sizes(sizes: Sequence[int]) -> str:
    """Write sizes in their shortest form.

    >>> format_sizes((3, 3)), format_sizes((3, 5))
    ('3', '3x5')
    """
    values = sizes[:1] if len(set(sizes)) == 1 else sizes
    return "x".join(str(size) for size in values)


def format_padding(pairs: Sequence[tuple[int, int]]) -> str:
    """Write a padding in its shortest form.

    >>> format_padding(((1, 1), (1, 1))), format_padding(((0, 1), (1, 1)))
    ('1', '0:1x1')
    """
    values = pairs[:1] if len(set(pairs)) == 1 else pairs
    return "x".join(str(b) if b == e else f"{b}:{e}" for b, e in values)


def format_parameter(name: str, value: object) -> str:
    """Write the value of any parameter as the command line takes it."""
    if isinstance(value, tuple):
        if name == "at":
            return ",".join(str(part) for part in value)
        if name in ("size", "x_size"):  # one of two equal sizes alone would say something else
            return "x".join(str(part) for part in value)
        if name == "pads" and len(value) % 2 == 0:  # all begins, then all ends
            half = len(value) // 2
            return format_padding(tuple(zip(value[:half], value[half:], strict=True)))
        if value and isinstance(value[0], tuple):
            return format_padding(value)
        return format_sizes(value)
    return str(value)
