"""What is said about a frame: the sum of a cell, and what a section comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from ..layers.formulas import Calculation
from .notation import PRINTED, Text
from .values import Addend, Product, Value, is_shown_whole

__all__ = ["Equation", "Hue", "Phrase", "Verdict", "Working"]

Hue: TypeAlias = Literal["x", "w", "y", ""]
"""What something is a part of and has its colour: input, kernel, result, or none of them."""


class Phrase(NamedTuple):
    """Words beside an equation, in the colour of what they name."""

    text: Text
    hue: Hue = ""
    spare: bool = False
    """Whether a line does without them that has no room for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """The sum of one output cell: target = term + term + ... = value."""

    target: Value | None
    """None: the words of ``lead`` say what grows."""
    terms: tuple[Value, ...] = ()
    """Products, or numbers."""
    value: Value | None = None
    """None: it is not shown."""
    rounded: bool = False
    """Whether a number in it is shown shorter than it is."""
    lead: tuple[Phrase, ...] = ()
    """Before the terms: another side of the equation or, without a target, a sentence."""
    factors: tuple[Hue, Hue] = ("x", "w")
    """What the factors of a product belong to."""
    remark: Text = ""
    """Said after it where there is room, in a few words."""
    zeros: int = 0
    """Further products that are nothing, as one factor is a zero."""

    def text(self, room: int) -> str:
        """The equation in at most *room* characters: the first terms, an ellipsis, the last.

        Without its lead.

        >>> from .values import CellName, Product
        >>> terms = tuple(map(Product, [(1, 2), (3, 4), (5, 6)]))
        >>> equation = Equation(target=CellName("y", (0,)), terms=terms, value=44)
        >>> equation.text(40), equation.text(26)
        ('y[0] = 1·2 + 3·4 + 5·6 = 44', 'y[0] = 1·2 + … + 5·6 = 44')
        """
        terms = tuple(PRINTED.factor(term) for term in self.terms)
        whole = self._join(terms)
        remark = PRINTED.text(self.remark)
        if remark and len(whole) + len(remark) + 3 <= room:
            return f"{whole}   {remark}"
        if len(whole) <= room or len(terms) < 3:
            return whole
        for kept in range(len(terms) - 2, 0, -1):
            text = self._join((*terms[:kept], "…", terms[-1]))
            if len(text) <= room:
                return text
        return self._join((terms[0], "…", terms[-1]))

    @property
    def rounded_terms(self) -> bool:
        """Whether that is a number in its terms: else they are equal to the target."""
        return self.rounded and not (self.terms and all(map(_is_whole, self.terms)))

    def with_zeros_counted(self) -> Equation:
        """The same, its products with a zero told by their number, unless there are no others."""
        kept = tuple(t for t in self.terms if not (isinstance(t, Product) and 0 in t.factors))
        if not kept:
            return self
        return replace(self, terms=kept, zeros=self.zeros + len(self.terms) - len(kept))

    def _join(self, terms: tuple[str, ...]) -> str:
        n = PRINTED
        text = "" if self.target is None else n.value(self.target)
        sums = (n.plus.join(terms), self.rounded_terms), (self._value_text, self.rounded)
        for part, rounded in sums:
            text += (n.about if rounded else n.equals) * bool(text and part) + part
        return text

    @property
    def _value_text(self) -> str:
        return "" if self.value is None else PRINTED.value(self.value)


def _is_whole(term: Value) -> bool:
    """Whether all of a term's numbers is shown; names are none."""
    term = term.value if isinstance(term, Addend) else term
    if isinstance(term, Product):
        return all(map(_is_whole, term.factors))
    return isinstance(term, (str, tuple)) or is_shown_whole(term)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a section comes to, under its panels; a mere caption of it is neither good nor bad."""

    text: Text
    good: bool | None = None
    short: Text = ""
    """What is left of it where all has no room; empty: nothing."""
    heading: tuple[Text, ...] = ()
    """Of its section."""


@dataclass(frozen=True, slots=True)
class Working:
    """A number of the layer worked out before the eye."""

    about: str
    """What it is, in a few words without signs."""
    calculation: Calculation
