"""The same layer in the frameworks: sizes, crops, shifts, and the line of code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ...arithmetic.comparison import Compared, compare, twins
from ...arithmetic.errors import LayerError
from ...arithmetic.problem import Problem
from ...arithmetic.summary import NAMES
from ...reports.comparison import padding_said, recipe, reference_title, shift_words
from ...story.words import by, padding_words
from ..blocks import Paragraph, Stack, Told
from ..subject import Subject
from ..tables import Rows
from ..wrapping import Span
from .part import Part, note

__all__ = ["part"]

HEADING: Final = "In every framework"
_CODED: Final = ("pytorch", "keras", "jax", "onnx")
_LEAST_ROWS: Final = 5


def part(subject: Subject, *, whole: bool = False) -> Part:
    """*whole* leaves no row out, however little room there is."""
    problem = subject.main
    transposed = problem.kind == "transposed"
    ends = "crop" if transposed else "pads"
    rows = compare(problem)
    turned = f" (JAX: transpose_kernel={problem.layer.rotate_kernel})" if transposed else ""
    whose = reference_title(problem)
    return Part(
        HEADING,
        Stack(
            (
                note(
                    f"The {NAMES[problem.kind]} layer's k, s and d with each framework's padding"
                    f"{turned}; of the pixels, y is {whose}'s."
                ),
                Rows(
                    ("", "padding", "size", ends, "pixels"),
                    [_row(problem, row) for row in rows],
                    least=len(rows) if whole else _LEAST_ROWS,
                ),
                Stack((*_refusals(problem, rows), *_codes(problem))),
            ),
            gap=1,
        ),
    )


def _row(problem: Problem, row: Compared) -> list[Told]:
    first: list[Told] = [row.title, re.sub(r"(?<=\d)x(?=[\d−-])", "×", padding_said(row))]
    if row.error is not None:
        return [*first, "–", "–", Span("refused", "sans", "muted")]
    return [
        *first,
        by(row.output_size or ()),
        padding_words(row.ends),
        _pixels(problem, row),
    ]


def _pixels(problem: Problem, row: Compared) -> Told:
    if row.same_pixels:
        return Span("the same", "bold")
    if not row.same_kernel:  # then nothing else is alike either
        return "kernel rotated" if not problem.layer.rotate_kernel else "kernel not rotated"
    return shift_words(problem, row).replace("-", "−") if any(row.shift) else "another size"


def _refusals(problem: Problem, rows: Sequence[Compared]) -> list[Paragraph]:
    """Why a framework refuses a row, once, where its line of code does not say so."""
    silent = {twin.framework for twin in twins(problem) if twin.error}
    reasons = {row.title: row.error for row in rows if row.error and row.framework not in silent}
    return [
        Paragraph([Span(f"{title} refuses:", "bold"), Span(_first_sentence(why))], "small", hang=1)
        for title, why in reasons.items()
    ]


def _first_sentence(error: LayerError) -> str:
    return str(error).split(". ")[0].removesuffix(".") + "."


def _codes(problem: Problem) -> list[Paragraph]:
    """The exact twin in each framework, as one types it."""
    told = []
    for twin in twins(problem):
        if twin.framework not in _CODED:
            continue
        name = Span(twin.title, "bold")
        if twin.code is None:
            told.append(Paragraph([name, Span(str(twin.error), "sans", "muted")], "small", hang=1))
        else:
            code = recipe(twin).replace("\n", "; ")
            told.append(Paragraph([name, Span(code, "mono")], "small", hang=1))
    return told
