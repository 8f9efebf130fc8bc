"""The formulas' plain ASCII turned into the signs of a figure, or into LaTeX."""

from __future__ import annotations

import re

__all__ = ["to_latex", "to_signs"]

_SIGNS = {"-": "−", "*": "·", "'": "′", "%": " mod "}
_FLOOR_FRACTION = re.compile(r"floor\(\((.*?)\)/(\w+)\)")
_FLOOR = re.compile(r"floor\((.*?/\w+)\)")
_CEIL = re.compile(r"ceil\((\w+/\w+)\)")
_SUBSCRIPTED = re.compile(r"([a-z])_([a-z]+)")


def to_signs(formula: str) -> str:
    """The formula with typographic signs, for a figure or a terminal.

    >>> to_signs("(i-1)*s + k - 2*p")
    '(i−1)·s + k − 2·p'
    >>> to_signs("floor((i + 2*p - k)/s) + 1")
    '⌊(i + 2·p − k)/s⌋ + 1'
    """
    text = _CEIL.sub(r"⌈\1⌉", _FLOOR.sub(r"⌊\1⌋", formula))
    text = text.replace("output_shape", "output shape")  # no subscript
    return "".join(_SIGNS.get(char, char) for char in text)


def to_latex(formula: str) -> str:
    r"""The formula as LaTeX, without the dollar signs.

    >>> to_latex("floor((i + 2*p - k)/s) + 1")
    '\\left\\lfloor \\frac{i + 2 p - k}{s} \\right\\rfloor + 1'
    """
    text = _FLOOR_FRACTION.sub(r"\\left\\lfloor \\frac{\1}{\2} \\right\\rfloor", formula)
    text = re.sub(r"ceil\((\w+)/(\w+)\)", r"\\left\\lceil \\frac{\1}{\2} \\right\\rceil", text)
    text = re.sub(r"\b(max|min)\(", r"\\\1(", text).replace("%", " \\bmod ")
    text = text.replace("output_shape", "\\mathrm{output\\_shape}")
    text = re.sub(r"([a-z])'_([a-z]+)", r"\1'_{\\mathrm{\2}}", text)
    text = _SUBSCRIPTED.sub(r"\1_{\\mathrm{\2}}", text)
    text = re.sub(r"\bop\b", r"\\mathit{op}", text)
    # A product is written by juxtaposition where a letter is in it, with a dot between numbers.
    text = re.sub(r"(?<=[\d)])\*(?=[\d(])", r" \\cdot ", text)
    return text.replace("*", " ")
