"""A story in words, for those who cannot see it: its alt text, and what each frame says.

Screen readers pass over signs such as · and ′, so what they are given has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ...layers.frameworks import framework_named
from ...layers.resolved_layer import ResolvedLayer
from ..equation import Working
from ..frame import CellRole, Equation, Frame, Grid, Texts, label_text
from ..layer_facts import parameters
from ..notation import SPOKEN, counted
from ..values import all_equal
from ..view import View

__all__ = ["alt_text", "frame_words"]

_LISTED: Final = 36
"""Cells of a grid whose numbers are read out."""
_TERMS: Final = 12
"""Terms of a sum that are read out; of a longer one the first three."""
_FEW: Final = 4
"""Those of an example."""
_PRODUCTS: Final = "products"
"""The panel whose numbers the equation says."""

_NAMES: Final = {
    "i": "input size",
    "k": "kernel size",
    "s": "stride",
    "p": "padding",
    "crop": "cropped by",
    "d": "dilation",
    "op": "output padding",
}


def frame_words(frame: Frame, *, terms: int = _TERMS) -> str:
    """What *frame* says, in sentences: its caption, its equation, those of its sections.

    Of sums of more than *terms* only the first three are read out.
    """
    sentences = [_sentence(SPOKEN.text(frame.caption))] if frame.caption else []
    sentences += [_sentence(_working(working)) for working in frame.workings]
    if frame.equation is not None:
        sentences.append(_sentence(_equation(frame.equation, terms)))
    for name, equation in frame.asides.items():
        sentences.append(_sentence(f"{name}: {_equation(equation, terms)}"))
    for number, verdict in enumerate(frame.verdicts.values()):
        said, beside = SPOKEN.text(verdict.text), label_text(verdict.heading, SPOKEN)
        sentences.append(_sentence(f"With {beside}: {said}" if number and beside else said))
    return " ".join(sentences)


def alt_text(view: View, *, moving: bool, shown: Sequence[int] = (-1,)) -> str:
    """The figure in a few sentences: what it shows, with which numbers, and what that comes to.

    *shown*: the frames of a still, from 0. An animation is told by its fullest frame, too.
    """
    storyboard, count = view.storyboard, len(view)
    kept = [index % count for index in ([0, -1] if moving else shown)]
    sentences = [_layer(view)]
    if moving:
        how = f"An animation of {counted(count, 'frame')}"
    elif len(kept) > 1:
        how = f"{len(kept)} of {count} frames, side by side"
    else:
        how = f"Frame {kept[0] + 1} of {count}"
    if len(storyboard.steps) > 1 and len(kept) > 1:
        how += f" in {len(storyboard.steps)} steps: {'; '.join(map(SPOKEN.text, storyboard.steps))}"
    elif storyboard.steps:
        how += f", in the step: {SPOKEN.text(storyboard.steps[view.scene(kept[0]).step])}"
    elif names := [
        label_text(one.heading, SPOKEN)
        for one in storyboard.sections
        if one.heading and not one.fanned_panels
    ]:
        how += f" with {len(names)} parts: {'; '.join(names)}"
    sentences.append(_sentence(how))
    frames = [view.frame(index) for index in sorted({kept[0], kept[-1]})]
    if numbers := _numbers(view, frames):
        sentences += ["The cells, row by row.", *numbers]
    return " ".join([*sentences, *_of_frame(view, frames[-1], moving=moving, alone=len(kept) == 1)])


def _of_frame(view: View, last: Frame, *, moving: bool, alone: bool) -> Iterator[str]:
    """What the figure says: an example of what is computed, and how it ends."""
    fullest = view.fullest_scene()
    example = view.frame(fullest) if moving and fullest != last.index else None
    if example and (said := frame_words(example, terms=_FEW)):
        yield f"For example: {said}"
        if last.equation is not None or last.asides:
            return  # one sum stands for all
    if said := frame_words(last, terms=_FEW if moving else _TERMS):
        yield f"{'It says' if alone else 'At the end'}: {said}"


def _layer(view: View) -> str:
    """The title, and the layer with its sizes."""
    name, resolved, title = view.example.name, view.example.resolved, view.storyboard.title
    if not title.startswith(name):
        title += f"{'' if title.endswith(('.', '!', '?')) else '.'} {name}"
    if resolved.framework_spec and resolved.framework_spec.framework:
        title += f" in {framework_named(resolved.framework_spec.framework).title}"
    numbers = ", ".join([*_parameters(resolved), f"output size {SPOKEN.by(resolved.output_size)}"])
    if title.startswith(f"{name}:"):  # which has its own colon
        return f"{title}. {_sentence(numbers)}"
    return f"{title}: {numbers}."


def _sections(view: View) -> dict[str, str]:
    """The headings of sections by the names of their panels, where several have one."""
    return {
        panel.name: label_text(section.heading, SPOKEN)
        for section in view.storyboard.sections
        if section.heading
        for column in section.columns
        if not isinstance(column, str)
        for panel in column
    }


def _parameters(resolved: ResolvedLayer) -> list[str]:
    found = []
    for letter, value in parameters(resolved):
        if isinstance(value, str):
            text = value
        elif letter in ("i", "k"):
            text = SPOKEN.by([size for size in value if isinstance(size, int)])
        else:
            text = _each([SPOKEN.padding([one]) for one in value])
        found.append(f"{_NAMES[letter]} {text}")
    return found


def _each(values: Sequence[str]) -> str:
    """One value for all axes, or one for each."""
    if all_equal(values):
        return values[0]
    return " and ".join(
        f"{value} in {name}" for value, name in zip(values, ("height", "width"), strict=True)
    )


def _equation(equation: Equation, most: int) -> str:
    """An equation as a sentence, with *most* terms."""
    terms = [SPOKEN.value(term) for term in equation.terms]
    lead = " ".join(SPOKEN.text(phrase.text) for phrase in equation.lead)
    begin = name = lead
    if equation.target is not None:
        name = SPOKEN.value(equation.target)
        begin = f"{name} is {lead}" if lead else f"{name} is"
    begin += ":" * bool(lead) + " " * bool(begin)
    remark = f": {SPOKEN.text(equation.remark)}" if equation.remark else ""
    value = "" if equation.value is None else SPOKEN.value(equation.value)
    if not terms or terms == [value]:
        return f"{begin}{value}{remark}" if value else f"{name}{remark}"
    total = SPOKEN.plus.join(terms)
    if len(terms) > most:
        total = f"{SPOKEN.plus.join(terms[:3])} and so on, {len(terms)} terms in all"
    about = "about " * equation.rounded
    return f"{begin}{total}{f', which is {about}{value}' if value else ''}{remark}"


def _working(working: Working) -> str:
    """A calculation as a sentence."""
    symbol, letters, numbers, value = working.calculation
    sides = [SPOKEN.formula(side) for side in (symbol, letters, numbers)]
    return f"{working.about}: {SPOKEN.equal(*sides, SPOKEN.signed(value))}"


def _numbers(view: View, frames: Sequence[Frame]) -> list[str]:
    """What the cells of *frames* say, grid by grid, where they are few and none is empty.

    Of stills what the layer is given, too, which they may show spread out alone.
    """
    sentences: list[str] = []
    known: set[tuple[str, ...]] = set()
    sections, first = _sections(view), view.frame(0)
    blocks = [block for section in view.storyboard.sections for block in section.fanned_panels]
    silent = {_PRODUCTS, *(fan.leader.name for block in blocks for fan in block.fans)}
    given = {name: first.grids[name] for name in ("input",) if name in first.grids}
    for grids in (given, *(frame.grids for frame in frames)):
        for name, grid in grids.items():
            if grid is None or name in silent or not grid.label:  # sums are told as such
                continue
            texts = _kept_texts(grid)
            cells = (sections.get(name, ""), *map(str, texts.ravel()))
            if len(cells) <= _LISTED + 1 and all(cells[1:]) and cells not in known:
                known.add(cells)
                label = label_text(grid.label, SPOKEN)
                label = f"{sections[name]}, {label}" if name in sections else label
                sentences.append(_sentence(f"{label}: {_rows(texts)}"))
    return sentences


def _kept_texts(grid: Grid) -> Texts:
    """Without rows and columns that are cropped away."""
    kept = grid.roles != CellRole.DROPPED
    return grid.texts[np.ix_(kept.any(axis=1), kept.any(axis=0))]


def _rows(texts: Texts) -> str:
    rows = texts.reshape(1, -1) if texts.shape[1] == 1 else texts
    return "; ".join(" ".join(SPOKEN.cell_text(text) for text in row) for row in rows)


def _sentence(text: str) -> str:
    if text[1:2].isalpha():  # a word; y stays a small letter
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
