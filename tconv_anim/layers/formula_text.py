"""Formulas with words, as text or as a figure sets them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from .expressions import SIGNS, Expression, Piece, Style, plain_text

__all__ = ["FormulaText", "Part", "joined"]

Part: TypeAlias = "str | Expression"
"""Of a formula with words."""


def joined(parts: Iterable[Part], style: Style) -> str:
    """Words and expressions one after the other, as text."""
    return "".join(part if isinstance(part, str) else part.written(style) for part in parts)


class FormulaText(tuple[Piece, ...]):
    """A formula with words as a figure sets it: letters slanted, words upright.

    >>> from tconv_anim.layers.expressions import K_EFF
    >>> FormulaText.of("where ", K_EFF, " = 3")[1:]  # doctest: +ELLIPSIS
    (Piece(text='k', face='slanted'), Piece(text='eff', face='lowered'), Piece(text=' = 3'...
    >>> str(FormulaText.of(K_EFF - 1))
    'k_eff − 1'
    """

    __slots__ = ()

    @classmethod
    def of(cls, *parts: Part | FormulaText) -> FormulaText:
        """The parts one after the other."""
        pieces: list[Piece] = []
        for part in parts:
            more = [Piece(part)] if isinstance(part, str) else part
            for piece in more.pieces(SIGNS) if isinstance(more, Expression) else more:
                if pieces and piece.face == pieces[-1].face:
                    pieces[-1] = Piece(pieces[-1].text + piece.text, piece.face)
                elif piece.text:
                    pieces.append(piece)
        return cls(pieces)

    def words(self) -> Iterator[FormulaText | str]:
        """What stands between blanks, and line breaks."""
        word: list[Piece] = []
        for text, face in self:
            first, *rest = text.replace("\n", " \n ").split(" ")
            word.append(Piece(first, face))
            for part in rest:
                if found := FormulaText.of(FormulaText(word)):
                    yield "\n" if str(found) == "\n" else found
                word = [Piece(part, face)]
        if found := FormulaText.of(FormulaText(word)):
            yield found

    def __str__(self) -> str:
        return plain_text(self)
