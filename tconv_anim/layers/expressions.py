r"""Formulas as data, written as plain ASCII, with the signs of a figure, as LaTeX, or in words.

>>> o = (I - 1) * S + K - 2 * P
>>> str(o), o.written(SIGNS), o.written(LATEX)
('(i-1)*s + k - 2*p', '(i−1)·s + k − 2·p', '(i-1) s + k - 2 p')
>>> str(o.with_numbers({"i": 3, "s": 2, "k": 3, "p": 1}))
'(3-1)*2 + 3 - 2*1'
>>> floor((I + 2 * P - K) / S).written(LATEX)
'\\left\\lfloor \\frac{i + 2 p - k}{s} \\right\\rfloor'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

__all__ = [
    "ASCII",
    "LATEX",
    "SIGNS",
    "WORDS",
    "Expression",
    "Piece",
    "Style",
    "ceil",
    "floor",
    "largest",
    "letter",
    "plain_text",
    "smallest",
]


class Piece(NamedTuple):
    """A stretch of a formula that is set in one way."""

    text: str
    face: Literal["upright", "slanted", "lowered"] = "upright"


class Style(NamedTuple):
    """How an expression is written."""

    minus: str
    times: str
    times_numbers: str
    """Between numbers or brackets, where letters need no sign."""
    modulo: str
    fraction: tuple[str, str, str]
    """What stands before, between and after the two parts."""
    functions: Mapping[str, tuple[str, str]]
    """What stands before and after the arguments of floor, ceil, max and min."""
    letter: Callable[[str, int, str], list[Piece]]
    """How a letter, its primes and its subscript are set."""
    plus: str = "+"


def _plain_letter(base: str, primes: int, subscript: str) -> list[Piece]:
    return [Piece(base + "'" * primes + f"_{subscript}" * bool(subscript))]


def _figure_letter(base: str, primes: int, subscript: str) -> list[Piece]:
    if len(base) > 2:  # a word
        return [Piece(base.replace("_", " "))]
    pieces = [Piece(base, "slanted"), Piece("′" * primes), Piece(subscript, "lowered")]
    return [piece for piece in pieces if piece.text]


def _latex_letter(base: str, primes: int, subscript: str) -> list[Piece]:
    if len(base) > 2:
        return [Piece(f"\\mathrm{{{base}}}".replace("_", "\\_"))]
    if len(base) == 2:
        return [Piece(f"\\mathit{{{base}}}")]
    return [Piece(base + "'" * primes + f"_{{\\mathrm{{{subscript}}}}}" * bool(subscript))]


def _spoken_letter(base: str, primes: int, subscript: str) -> list[Piece]:
    words = [base.replace("_", " "), *["prime"] * primes, *[subscript] * bool(subscript)]
    return [Piece(" ".join(words))]


_MAX_MIN: Final = {"max": ("max(", ")"), "min": ("min(", ")")}
_ROUNDING: Final = {"floor": ("floor(", ")"), "ceil": ("ceil(", ")")}
_BRACKETS: Final = {"floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉")}
_SLASH: Final = ("", "/", "")
ASCII: Final = Style("-", "*", "*", "%", _SLASH, _ROUNDING | _MAX_MIN, _plain_letter)
SIGNS: Final = Style("−", "·", "·", " mod ", _SLASH, _BRACKETS | _MAX_MIN, _figure_letter)
LATEX: Final = Style(
    "-",
    " ",
    r" \cdot ",
    r" \bmod ",
    (r"\frac{", "}{", "}"),
    {
        "floor": (r"\left\lfloor ", r" \right\rfloor"),
        "ceil": (r"\left\lceil ", r" \right\rceil"),
        "max": (r"\max(", ")"),
        "min": (r"\min(", ")"),
    },
    _latex_letter,
)
WORDS: Final = SIGNS._replace(
    minus=" minus ",
    plus=" plus ",
    times=" times ",
    times_numbers=" times ",
    fraction=("", " over ", ""),
    letter=_spoken_letter,
    functions={**SIGNS.functions, "floor": ("the floor of ", "")},
)
"""To be read aloud."""


class Expression:
    """A formula: numbers and letters, put together with Python's operators.

    ``operator`` is "number", "letter", "sum", "product", "remainder", "fraction", "floor",
    "ceil", "max" or "min". The operands of a sum are (sign, expression) pairs.
    """

    __slots__ = ("operands", "operator")

    def __init__(self, operator: str, *operands: Any) -> None:
        self.operator = operator
        self.operands = operands

    # -- putting together ----------------------------------------------------------------

    def __add__(self, other: Operand) -> Expression:
        return Expression("sum", *_terms(self), *_terms(_expression(other)))

    def __radd__(self, other: Operand) -> Expression:
        return _expression(other) + self

    def __sub__(self, other: Operand) -> Expression:
        return Expression("sum", *_terms(self), (-1, _expression(other)))

    def __rsub__(self, other: Operand) -> Expression:
        return _expression(other) - self

    def __mul__(self, other: Operand) -> Expression:
        return Expression("product", self, _expression(other))

    def __rmul__(self, other: Operand) -> Expression:
        return Expression("product", _expression(other), self)

    def __mod__(self, other: Operand) -> Expression:
        return Expression("remainder", self, _expression(other))

    def __truediv__(self, other: Operand) -> Expression:
        return Expression("fraction", self, _expression(other))

    def with_numbers(self, values: Mapping[str, float]) -> Expression:
        """The same with a number for every letter; the keys are letters in plain ASCII."""
        return self._mapped(lambda one: Expression("number", values[str(one)]))

    def with_letters(self, others: Mapping[str, Expression]) -> Expression:
        """The same with *others* in place of some letters."""
        return self._mapped(lambda one: others.get(str(one), one))

    def _mapped(self, other: Callable[[Expression], Expression]) -> Expression:
        if self.operator == "letter":
            return other(self)
        if self.operator == "number":
            return self
        if self.operator == "sum":
            return Expression("sum", *((sign, term._mapped(other)) for sign, term in self.operands))
        return Expression(self.operator, *(part._mapped(other) for part in self.operands))

    # -- writing -------------------------------------------------------------------------

    def pieces(self, style: Style) -> list[Piece]:
        """The whole expression, piece by piece."""
        operands = self.operands
        if self.operator == "number":
            return [Piece(str(operands[0]).replace("-", style.minus))]
        if self.operator == "letter":
            return style.letter(*operands)
        if self.operator == "sum":
            return self._sum(style, " ")
        if self.operator == "product":
            one, other = operands
            apart = style.times_numbers if one._closed and other._closed else style.times
            return [*one._factor(style), Piece(apart), *other._factor(style)]
        if self.operator == "remainder":
            one, other = operands
            return [*one._factor(style), Piece(style.modulo), *other._factor(style)]
        if self.operator == "fraction":
            over = style is LATEX  # whose bar needs no brackets
            above, below = (
                part.pieces(style) if over else part._factor(style, " ") for part in operands
            )
            before, between, after = style.fraction
            return [Piece(before), *above, Piece(between), *below, Piece(after)]
        before, after = style.functions[self.operator]
        inside = [piece for part in operands for piece in (Piece(", "), *part.pieces(style))]
        return [Piece(before), *inside[1:], Piece(after)]

    def written(self, style: Style) -> str:
        """The text of the whole expression."""
        return plain_text(self.pieces(style))

    def __str__(self) -> str:
        return self.written(ASCII)

    def __repr__(self) -> str:
        return f"<{self}>"

    @property
    def _closed(self) -> bool:
        """Whether it ends and begins with a number or a bracket, as a factor."""
        return self.operator in ("number", "sum")

    def _sum(self, style: Style, apart: str) -> list[Piece]:
        (_, first), *rest = self.operands
        pieces: list[Piece] = first.pieces(style)
        for sign, term in rest:
            operator = style.plus if sign > 0 else style.minus
            pieces += [Piece(f"{apart}{operator}{apart}"), *term._factor(style, " ")]
        return pieces

    def _factor(self, style: Style, apart: str | None = None) -> list[Piece]:
        """In brackets where it needs them: a sum of letters is written closely."""
        if self.operator == "sum":
            if apart is None:
                short = all(term.operator in ("number", "letter") for _, term in self.operands)
                apart = "" if short else " "
            return [Piece("("), *self._sum(style, apart), Piece(")")]
        pieces = self.pieces(style)
        negative = self.operator == "number" and self.operands[0] < 0
        return [Piece("("), *pieces, Piece(")")] if negative else pieces


def plain_text(pieces: Iterable[Piece]) -> str:
    return "".join(f"_{text}" if face == "lowered" else text for text, face in pieces)


Operand: TypeAlias = Expression | int


def _expression(value: Operand) -> Expression:
    return value if isinstance(value, Expression) else Expression("number", value)


def _terms(value: Expression) -> tuple[Any, ...]:
    return value.operands if value.operator == "sum" else ((1, value),)


def letter(base: str, subscript: str = "", *, primes: int = 0) -> Expression:
    """A letter, or a word, that stands for a number.

    >>> letter("p", "b", primes=1).written(LATEX), letter("output_shape").written(SIGNS)
    ("p'_{\\\\mathrm{b}}", 'output shape')
    """
    return Expression("letter", base, primes, subscript)


def floor(value: Expression) -> Expression:
    return Expression("floor", value)


def ceil(value: Expression) -> Expression:
    return Expression("ceil", value)


def largest(*values: Operand) -> Expression:
    return Expression("max", *map(_expression, values))


def smallest(*values: Operand) -> Expression:
    return Expression("min", *map(_expression, values))


I, K, S, P, D, OP = map(letter, ("i", "k", "s", "p", "d", "op"))  # noqa: E741 - the field's letters
O, Z = letter("o"), letter("z")  # noqa: E741
P_BEGIN, P_END = letter("p", "b"), letter("p", "e")
C_BEGIN, C_END = letter("c", "b"), letter("c", "e")
K_EFF = letter("k", "eff")
PRIME, PRIME_BEGIN, PRIME_END = (letter("p", end, primes=1) for end in ("", "b", "e"))
OUTPUT_SHAPE = letter("output_shape")
