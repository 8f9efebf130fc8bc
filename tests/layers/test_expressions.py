"""Formulas as data: written as plain text, with the signs of a figure, and as LaTeX."""

from __future__ import annotations

import pytest

from tconv_anim.layers import expressions as e
from tconv_anim.layers.expressions import ASCII, LATEX, SIGNS, Expression

KERNEL = e.D * (e.K - 1) + 1


@pytest.mark.parametrize(
    ("expression", "ascii_text", "signs", "latex"),
    [
        (e.S - 1, "s - 1", "s − 1", "s - 1"),
        (e.I * e.S, "i*s", "i·s", "i s"),
        (
            (e.I - 1) * e.S + KERNEL - e.P_BEGIN - e.P_END + e.OP,
            "(i-1)*s + d*(k-1) + 1 - p_b - p_e + op",
            "(i−1)·s + d·(k−1) + 1 − p_b − p_e + op",
            r"(i-1) s + d (k-1) + 1 - p_{\mathrm{b}} - p_{\mathrm{e}} + \mathit{op}",
        ),
        (
            e.floor((e.I + 2 * e.P - e.K) / e.S) + 1,
            "floor((i + 2*p - k)/s) + 1",
            "⌊(i + 2·p − k)/s⌋ + 1",
            r"\left\lfloor \frac{i + 2 p - k}{s} \right\rfloor + 1",
        ),
        (e.ceil(e.I / e.S), "ceil(i/s)", "⌈i/s⌉", r"\left\lceil \frac{i}{s} \right\rceil"),
        (
            e.I * e.S + e.largest(KERNEL - e.S, 0),
            "i*s + max(d*(k-1) + 1 - s, 0)",
            "i·s + max(d·(k−1) + 1 − s, 0)",
            r"i s + \max(d (k-1) + 1 - s, 0)",
        ),
        (KERNEL % 2, "(d*(k-1) + 1)%2", "(d·(k−1) + 1) mod 2", r"(d (k-1) + 1) \bmod 2"),
        (
            2 - KERNEL + e.PRIME_BEGIN,
            "2 - (d*(k-1) + 1) + p'_b",
            "2 − (d·(k−1) + 1) + p′_b",
            r"2 - (d (k-1) + 1) + p'_{\mathrm{b}}",
        ),
        (e.OUTPUT_SHAPE, "output_shape", "output shape", r"\mathrm{output\_shape}"),
    ],
)
def test_an_expression_in_each_style(
    expression: Expression, ascii_text: str, signs: str, latex: str
) -> None:
    assert expression.written(ASCII) == str(expression) == ascii_text
    assert expression.written(SIGNS) == signs
    assert expression.written(LATEX) == latex


def test_numbers_put_in_keep_the_formula_readable() -> None:
    formula = (e.I - 1) * e.S + e.K - e.C_BEGIN - e.C_END
    numbers = formula.with_numbers({"i": 4, "s": 3, "k": 2, "c_b": 0, "c_e": -1})
    assert numbers.written(ASCII) == "(4-1)*3 + 2 - 0 - (-1)"
    assert numbers.written(SIGNS) == "(4−1)·3 + 2 − 0 − (−1)"
    assert numbers.written(LATEX) == r"(4-1) \cdot 3 + 2 - 0 - (-1)"
