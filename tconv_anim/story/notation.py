"""How numbers, sizes, names and sentences are written: for the page, or to be read aloud.

Frames hold data. A :class:`Notation` makes text of it: :data:`PRINTED` with the signs of a
figure, :data:`SPOKEN` without signs, as screen readers pass over them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Final, ParamSpec, Self, TypeAlias

from ..layers.expressions import SIGNS, WORDS, Expression, Style
from .values import (
    Addend,
    CellName,
    Factor,
    Name,
    NumberParts,
    Product,
    Transpose,
    Value,
    all_equal,
    is_negative,
)

__all__ = [
    "PRINTED",
    "SPOKEN",
    "Caption",
    "CellText",
    "Notation",
    "Text",
    "counted",
]

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Caption:
    """A sentence with the values that it is about, to be written in any notation.

    ``sentence`` is a function from a notation and the values to text, or plain words
    without signs.
    """

    sentence: Callable[..., str] | str
    values: tuple[Any, ...] = ()

    @classmethod
    def of(
        cls, sentence: Callable[Concatenate[Notation, P], str], *args: P.args, **rest: P.kwargs
    ) -> Self:
        """The caption whose text is ``sentence(notation, *args)``."""
        return cls(sentence, (*args, *rest.values()))

    def __str__(self) -> str:
        raise TypeError("a caption is put into words by a notation: PRINTED.text(caption)")


Text: TypeAlias = str | Caption
"""Plain words without signs, or a sentence with its values."""


class CellText(str):
    """What a cell shows, in print, with what it stands for."""

    __slots__ = ("value",)
    value: Value

    @classmethod
    def of(cls, value: Value) -> CellText:
        return cls.named(PRINTED.value(value), value)

    @classmethod
    def named(cls, shown: str, value: Value) -> CellText:
        """With a text of its own."""
        text = cls(shown)
        text.value = value
        return text


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "cell"), counted(3, "cell")
    ('1 cell', '3 cells')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """The signs of a notation, and what is written with them."""

    minus: str
    between: str
    """Between sizes: 3 × 5."""
    closely: str
    """Between sizes in a sentence's parameter: 3×5."""
    equals: str
    times: str
    plus: str
    about: str
    to: str
    power: str
    """Before the exponent of ten."""
    cell: tuple[str, str]
    """What an index, and what a row and a column, are put into."""
    cell_of_channel: tuple[str, str]
    """The same with a channel before them."""
    pair: str
    """(begin, end) of a padding."""
    prime: str
    transposed: str
    degrees: str
    formulas: Style
    brackets: tuple[str, str]
    """Around a negative factor."""
    apart: str
    """Between the factors of a product of matrices."""
    digits: str
    """Of indices, 0 to 9."""
    omitted: str = "…"

    # -- numbers and names --------------------------------------------------------------

    def number(self, value: Any, *, brief: bool = False, terse: bool = False) -> str:
        """A number as a cell shows it; a *terse* one has no zero before its point.

        >>> PRINTED.number(-12), PRINTED.number(1.125), PRINTED.number(1 / 3), PRINTED.number(1e-9)
        ('−12', '1.125', '0.333', '1e−9')
        >>> PRINTED.number(300008.5), PRINTED.number(2**70), SPOKEN.number(-1e-9)
        ('300008', '1.18e21', 'minus 1 times 10 to the minus 9')
        """
        negative, digits, exponent = NumberParts.of(value, brief=brief, terse=terse)
        text = f"{self.minus * negative}{digits}"
        return text if exponent is None else f"{text}{self.power}{self.signed(exponent)}"

    def signed(self, number: int) -> str:
        return str(number) if number >= 0 else f"{self.minus}{-number}"

    def value(self, value: Value) -> str:
        """A number, a name, or a product of such.

        >>> PRINTED.value(Product((-3, Name("w", 5)))), SPOKEN.value(Product((-3, Name("w", 5))))
        ('(−3)·w₅', 'minus 3 times w5')
        """
        if isinstance(value, Name):
            index = str(value.number) if value.number else ""
            return value.symbol + "".join(self.digits[int(digit)] for digit in index)
        if isinstance(value, CellName):
            return self.cell_name(value)
        if isinstance(value, Addend):
            return self.value(value.value)
        if isinstance(value, Product):
            return self.times.join(self.factor(factor) for factor in value.factors)
        return self.number(value)

    def addend(self, value: Value) -> str:
        """A number or a product with the sign by which it is added.

        >>> PRINTED.addend(3), PRINTED.addend(-3), PRINTED.addend(Product((-3, 2)))
        ('+3', '−3', '+(−3)·2')
        """
        text = self.value(value)
        return text if is_negative(value) else f"+{text}"

    def factor(self, value: Value) -> str:
        """A factor of a product: negative numbers in brackets."""
        text = self.value(value)
        return text.join(self.brackets) if is_negative(value) else text

    def cell_name(self, cell: CellName) -> str:
        """A cell of a grid.

        >>> PRINTED.cell_name(CellName("x", (0, 2), 1)), SPOKEN.cell_name(CellName("x", (2,), 1))
        ('x[1,0,2]', 'x of channel 1 at 2')
        >>> PRINTED.cell_name(CellName("x", (0, 2))), SPOKEN.cell_name(CellName("x", (0, 2)))
        ('x[0,2]', 'x at row 0, column 2')
        """
        symbol = cell.symbol if isinstance(cell.symbol, str) else self.matrices(cell.symbol)
        if cell.channel is None:
            return symbol + self.cell[len(cell.at) - 1].format(*cell.at)
        return symbol + self.cell_of_channel[len(cell.at) - 1].format(cell.channel, *cell.at)

    def matrix(self, factor: Factor, /) -> str:
        """A matrix or a vector."""
        return f"{factor.matrix}{self.transposed}" if isinstance(factor, Transpose) else factor

    def matrices(self, factors: tuple[Factor, ...], /) -> str:
        """A product of matrices and vectors.

        >>> factors = ("C", Transpose("C"), "x")
        >>> PRINTED.matrices(factors), SPOKEN.matrices(factors)
        ('CCᵀx', 'C C transposed x')
        """
        return self.apart.join(map(self.matrix, factors))

    # -- sizes --------------------------------------------------------------------------

    def by(self, sizes: Sequence[int]) -> str:
        """Sizes as a label writes them.

        >>> PRINTED.by((3, 5)), SPOKEN.by((3, 5)), PRINTED.by((7,))
        ('3 × 5', '3 by 5', '7')
        """
        return self.between.join(self.signed(size) for size in sizes)

    def short(self, sizes: Sequence[int]) -> str:
        """Sizes, once where every axis has the same."""
        parts = [self.signed(size) for size in sizes]
        return parts[0] if all_equal(parts) else self.closely.join(parts)

    def padding(self, values: Sequence[int | tuple[int, int]]) -> str:
        """Sizes or a padding: 1, 1×2 (height × width), 0:1 (begin:end).

        >>> PRINTED.padding([(1, 1), (1, 1)]), PRINTED.padding([(0, 1), (-1, -1)])
        ('1', '0:1×−1')
        >>> SPOKEN.padding([(0, -1)])
        '0 before and minus 1 after'
        """
        pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
        parts = [
            self.signed(b) if b == e else self.pair.format(self.signed(b), self.signed(e))
            for b, e in pairs
        ]
        return parts[0] if all_equal(parts) else self.closely.join(parts)

    def range(self, low: Any, high: Any) -> str:
        """The numbers of an array: −3.1 … 4.7."""
        return f"{self.number(low)} {self.omitted} {self.number(high)}"

    def change(self, before: Sequence[int], after: Sequence[int]) -> str:
        return f"{self.by(before)} becomes {self.by(after)}"

    def equal(self, *sides: object) -> str:
        """Sides of an equation."""
        return self.equals.join(map(str, sides))

    def formula(self, expression: Expression) -> str:
        return " ".join(expression.written(self.formulas).split())

    # -- sentences ----------------------------------------------------------------------

    def text(self, text: Text) -> str:
        """Plain words as they are, a caption as its sentence."""
        if isinstance(text, Caption):
            sentence = text.sentence
            return sentence if isinstance(sentence, str) else sentence(self, *text.values)
        return text

    def cell_text(self, text: str) -> str:
        """What a cell shows."""
        return self.value(text.value) if isinstance(text, CellText) else text


PRINTED: Final = Notation(
    minus="−",
    between=" × ",
    closely="×",
    equals=" = ",
    times="·",
    plus=" + ",
    about=" ≈ ",
    to=" → ",
    power="e",
    cell=("[{}]", "[{},{}]"),
    cell_of_channel=("[{},{}]", "[{},{},{}]"),
    pair="{}:{}",
    prime="′",
    transposed="ᵀ",
    degrees="°",
    formulas=SIGNS,
    brackets=("(", ")"),
    apart="",
    digits="₀₁₂₃₄₅₆₇₈₉",
)
SPOKEN: Final = Notation(
    minus="minus ",
    between=" by ",
    closely=" by ",
    equals=" equals ",
    times=" times ",
    plus=" plus ",
    about=" is about ",
    to=" to ",
    power=" times 10 to the ",
    cell=(" at {}", " at row {}, column {}"),
    cell_of_channel=(" of channel {} at {}", " of channel {} at row {}, column {}"),
    pair="{} before and {} after",
    prime=" prime",
    transposed=" transposed",
    degrees=" degrees",
    formulas=WORDS,
    brackets=("", ""),
    apart=" ",
    digits="0123456789",
)
