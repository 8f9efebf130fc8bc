"""The words of an equation in the colours of the picture, and what is left out where it is long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeAlias

from ..story.equation import Equation
from ..story.notation import PRINTED, counted
from ..story.values import Addend, Name, Product, Value
from .spans import Span

__all__ = ["CAPTION", "EQUATION", "Piece", "equation_pieces", "shorter_equations"]

EQUATION, CAPTION = 21, 18
"""Font sizes of equations and of captions, and of what is said of an equation."""
LARGER: Final = 1.3
"""How much larger a value is that stands below its sum."""
OMITTED: Final = Name("…")
"""In place of terms that have no room."""
Piece: TypeAlias = tuple[Span, ...]
"""What stays on one line; an empty one begins a line."""


def shorter_equations(equation: Equation) -> Iterator[Equation]:
    """The equation whole, without what is spare, and with ever fewer terms.

    The last term stays as long as there is room for it, the result always.
    """
    yield equation
    lead = tuple(phrase for phrase in equation.lead if not phrase.spare)
    if lead != equation.lead:
        equation = replace(equation, lead=lead)
        yield equation
    if equation.zeros:
        yield replace(equation, zeros=0)
    terms = equation.terms
    if not terms and equation.value is not None:
        yield replace(equation, target=None)
    for kept in range(len(terms) - 2, 0, -1):
        yield replace(equation, zeros=0, terms=(*terms[:kept], OMITTED, terms[-1]))
    if equation.value is not None:  # a sum without its result says nothing
        bare = replace(equation, zeros=0, remark="")
        if equation.target is None:
            bare = replace(bare, lead=())
            yield bare
        if len(terms) > 1:
            yield replace(bare, terms=(terms[0], OMITTED))
            yield replace(bare, terms=(OMITTED,))
        yield replace(bare, terms=())
        yield replace(bare, terms=(), target=None, lead=())


def equation_pieces(
    equation: Equation, *, broken: bool = False, remark_below: bool = False
) -> list[Piece]:
    """The target, each term with the sign before it, the value, and how many zeros there were.

    *broken*: the value of a sum begins a line; *remark_below*: what is said of it does.
    """
    first, equals = (
        " ≈  " if rounded else " =  " for rounded in (equation.rounded_terms, equation.rounded)
    )
    pieces = list(_beginning(equation))
    sign = (Span(first, "bold", "muted"),) if equation.target is not None else ()
    for term in equation.terms:
        pieces.append((*sign, *_term(term, equation)))
        sign = (Span("+ ", "bold", "muted"),)
    if equation.value is not None:
        pieces += [()] * broken
        share = LARGER if broken else 1
        value = Span(PRINTED.value(equation.value), "bold", "y", share)
        pieces.append((Span(equals, "bold", "muted", share), value))
    remark = PRINTED.text(equation.remark)
    if equation.zeros:
        remark = f"and {counted(equation.zeros, 'zero')}"
    if remark:
        share = CAPTION / EQUATION
        words = [remark] if equation.zeros else remark.split(" ")
        pieces += [()] * remark_below
        pieces.append((Span(f"  {words[0]}", "sans", "muted", share),))
        pieces += [(Span(word, "sans", "muted", share),) for word in words[1:]]
    return pieces


def _beginning(equation: Equation) -> Iterator[Piece]:
    """The target and the lead, which is another side of the equation or a sentence before it."""
    if equation.target is not None:
        yield (Span(PRINTED.value(equation.target), "bold", "y"),)
    sign = equation.target is not None
    for number, phrase in enumerate(equation.lead, start=1):
        words = PRINTED.text(phrase.text)
        if equation.target is None and number == len(equation.lead):
            words += ":  " if equation.terms else "."
        first, *rest = words.split(" ") if not phrase.hue else [words]
        equals = (Span(" =  ", "bold", "muted"),) if sign else ()
        yield (*equals, Span(first, "bold", phrase.hue or "ink"))
        yield from ((Span(word, "bold", "ink"),) for word in rest)
        sign = False


def _term(term: Value, equation: Equation) -> Piece:
    """The factors of x in blue, of w in orange; anything else is a part of the sum."""
    if isinstance(term, Addend):
        return (Span(PRINTED.factor(term), "bold", term.hue),)
    if not isinstance(term, Product) or len(term.factors) != 2:
        return (Span(PRINTED.factor(term), "bold", "ink" if term == OMITTED else "y"),)
    factors = zip(map(PRINTED.factor, term.factors), equation.factors, strict=True)
    left, right = (Span(text, "bold", hue or "ink") for text, hue in factors)
    return left, Span(PRINTED.times, "bold", "muted"), right
