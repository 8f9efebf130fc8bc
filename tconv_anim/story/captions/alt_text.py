"""A story in words, for those who cannot see it: its alt text, and what each frame says.

Screen readers pass over signs such as · and ′, so what they are given has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from ...layers.frameworks import framework_named
from ...layers.resolved_layer import ResolvedLayer
from ..frame import Equation, Frame, Grid
from ..labels import alike, counted, padding_words, parameters
from ..view import View

__all__ = ["alt_text", "frame_words", "spoken"]

_LISTED: Final = 36
"""Cells of a grid whose numbers are read out."""
_TERMS: Final = 12
"""Terms of a sum that are read out; of a longer one the first three."""

_SIGNS: Final = (
    (r"\b(\w+)\[(\d+),(\d+)\]", r"\1 at row \2, column \3"),
    (r"\b(\w+)\[(\d+)\]", r"\1 at \2"),
    (r"([−-]?\d+):([−-]?\d+)", r"\1 before and \2 after"),
    (r"(\d)e(?=−?\d)", r"\1 times 10 to the "),
    (r"\((−[^()]*)\)", r"\1"),
    (r"(?<!\w)[−-](?=[\d.])", "minus "),
    (r"\bC[Cᵀ]*x?\b", lambda found: " ".join(re.findall("Cᵀ?|x", found[0]))),
    ("ᵀ", " transposed"),
    (r"⌊(.*?)/(\d+)⌋", r"the floor of \1 over \2"),
    ("′", " prime"),
    ("°", " degrees"),
    (r"\s*−\s*", " minus "),
    (r"\s*·\s*", " times "),
    (r"\s*×\s*", " by "),
    (r"\s*→\s*", " to "),
    (r"\s*≈\s*", " is about "),
    (r"\s+=\s+", " equals "),
    (r"\s+\+\s+", " plus "),
    (r"\s*…\s*", " and so on "),
)
_NAMES: Final = {
    "i": "input size",
    "k": "kernel size",
    "s": "stride",
    "p": "padding",
    "crop": "cropped by",
    "d": "dilation",
    "op": "output padding",
}
_LOWERED: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def spoken(text: str) -> str:
    """*text* as it is read aloud, its signs as words.

    >>> spoken("Pad p′ = 1: 5 × 5 becomes 7 × 7.")
    'Pad p prime equals 1: 5 by 5 becomes 7 by 7.'
    >>> spoken("x[0,2] = −3·w₅")
    'x at row 0, column 2 equals minus 3 times w5'
    >>> spoken("CCᵀx"), spoken("p = 0:−1")
    ('C C transposed x', 'p equals 0 before and minus 1 after')
    """
    for sign, words in _SIGNS:
        text = re.sub(sign, words, text)
    return text.translate(_LOWERED)


def frame_words(frame: Frame) -> str:
    """What *frame* says, in sentences: its caption, its equation, those of its sections."""
    said = [_sentence(spoken(frame.caption))] if frame.caption else []
    if frame.equation is not None:
        said.append(_sentence(_worked(frame.equation)))
    for name, equation in frame.asides.items():
        said.append(_sentence(f"{spoken(name)}: {_worked(equation)}"))
    return " ".join(said)


def alt_text(view: View, *, moving: bool, shown: Sequence[int] = (-1,)) -> str:
    """The figure in a few sentences: what it shows, with which numbers, and how it ends.

    *shown*: the frames of a still, from 0.
    """
    storyboard, count = view.storyboard, len(view)
    kept = [index % count for index in ([0, -1] if moving else shown)]
    told = [_layer(view)]
    if moving:
        how = f"An animation of {counted(count, 'frame')}"
    elif len(kept) > 1:
        how = f"{len(kept)} of {count} frames, side by side"
    else:
        how = f"Frame {kept[0] + 1} of {count}"
    if len(storyboard.steps) > 1 and len(kept) > 1:
        how += f" in {len(storyboard.steps)} steps: {'; '.join(map(spoken, storyboard.steps))}"
    elif storyboard.steps:
        how += f", in the step: {spoken(storyboard.steps[view.scene(kept[0]).step])}"
    elif names := [section.name for section in storyboard.sections if section.name]:
        how += f" with {len(names)} parts: {'; '.join(map(spoken, names))}"
    told.append(_sentence(how))
    frames = [view.frame(index) for index in sorted({kept[0], kept[-1]})]
    if numbers := _numbers(frames):
        told += ["The cells, row by row.", *numbers]
    if said := frame_words(frames[-1]):
        told.append(f"At the end: {said}" if len(kept) > 1 else f"It says: {said}")
    return " ".join(told)


def _layer(view: View) -> str:
    """The title, and the layer with its sizes."""
    name, resolved, title = view.example.name, view.example.resolved, view.storyboard.title
    if not title.startswith(name):
        title += f"{'' if title.endswith(('.', '!', '?')) else '.'} {name}"
    if resolved.framework_spec and resolved.framework_spec.framework:
        title += f" in {framework_named(resolved.framework_spec.framework).title}"
    return f"{title}: {', '.join(_parameters(resolved))}, output size {_by(resolved.output_size)}."


def _parameters(resolved: ResolvedLayer) -> list[str]:
    told = []
    for letter, value in parameters(resolved):
        if isinstance(value, str):
            said = value
        elif letter in ("i", "k"):
            said = _by(value)
        else:
            said = _each([spoken(padding_words([one])) for one in value])
        told.append(f"{_NAMES[letter]} {said}")
    return told


def _by(sizes: Iterable[object]) -> str:
    return " by ".join(str(size) for size in sizes)


def _each(values: Sequence[str]) -> str:
    """One value for all axes, or one for each."""
    if alike(values):
        return values[0]
    return " and ".join(
        f"{value} in {name}" for value, name in zip(values, ("height", "width"), strict=True)
    )


def _worked(equation: Equation) -> str:
    """An equation as a sentence."""
    target, terms = spoken(equation.target), [spoken(term) for term in equation.terms]
    remark = f": {spoken(equation.remark)}" if equation.remark else ""
    value = spoken(equation.value)
    if not terms or terms == [value]:
        return f"{target} is {value}{remark}" if value else f"{target}{remark}"
    total = " plus ".join(terms)
    if len(terms) > _TERMS:
        total = f"{' plus '.join(terms[:3])} and so on, {len(terms)} terms in all"
    about = "about " * equation.rounded
    return f"{target} is {total}{f', which is {about}{value}' if value else ''}{remark}"


def _numbers(frames: Sequence[Frame]) -> list[str]:
    """What the cells of *frames* say, grid by grid, where they are few and none is empty."""
    told: list[str] = []
    known: set[tuple[str, ...]] = set()
    for frame in frames:
        for grid in filter(None, frame.grids.values()):
            cells = tuple(str(text) for text in grid.texts.ravel())
            if len(cells) <= _LISTED and all(cells) and cells not in known:
                known.add(cells)
                told.append(_sentence(f"{spoken(grid.label)}: {_rows(grid)}"))
    return told


def _rows(grid: Grid) -> str:
    rows = grid.texts.reshape(1, -1) if grid.texts.shape[1] == 1 else grid.texts
    return "; ".join(" ".join(spoken(str(text)) for text in row) for row in rows)


def _sentence(text: str) -> str:
    if text[1:2].isalpha():  # a word; y stays a small letter
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
