"""What each view says, frame by frame: every number on it is worked out again in another way.

The numbers are read off the frames' texts. Where a view computes by one way, the test
computes by another, or by matrices made of the layer's answers to single ones.
"""

from __future__ import annotations

import itertools
import math
import re
import string
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tconv_anim.compute import (
    Array,
    apply,
    as_numbers,
    convolution_matrix,
    gather,
)
from tconv_anim.layers.even_kernel import even_spec
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.example import Writing, flat
from tconv_anim.story.frame import LIT, UNSHADED, CellRole, Equation, Frame, Grid, Mark, label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.values import Product
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called, view_names
from tests.helpers.frames import (
    Case,
    cells_in,
    choice,
    lit,
    marks,
    matrix_of,
    named,
    number,
    numbers,
    on_plane,
    plain,
    product,
    said,
    told,
    worked,
)
from tests.helpers.stories import cell_taps, cell_targets, grid, tell
from tests.helpers.strategies import EXAMPLES, numbered, shown

VIEWS = ("gather", "scatter", "matrix", "all", "ambiguity", "overlap", "pair", "roundtrip")
FEW = settings(EXAMPLES, max_examples=6)
SOME = settings(EXAMPLES, max_examples=20)
every_view = pytest.mark.parametrize("view", VIEWS)

FLOORED = LayerSpec(kind="conv", input_size=(6,), padding=((0, 0),))
"""A stride that does not come out even: its last row and column are never read."""


# -- what holds for every view -------------------------------------------------------------


def test_these_are_all_views() -> None:
    assert sorted(view_names()) == sorted(VIEWS)


def same_grid(one: Grid | None, other: Grid | None) -> bool:
    if one is None or other is None:
        return one is other
    arrays = [(one.roles, other.roles), (one.texts, other.texts)]
    if one.shades is not None and other.shades is not None:
        arrays.append((one.shades, other.shades))
    return all(np.array_equal(a, b) for a, b in arrays) and all(
        getattr(one, name) == getattr(other, name)
        for name in ("label", "size_label", "row_at", "column_at", "notes", "marks")
    )


def assert_same(one: Frame, other: Frame) -> None:
    for name in ("index", "total", "step", "caption", "equation", "asides", "ms"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.grids) == list(other.grids)
    for name in one.grids:
        assert same_grid(one.grids[name], other.grids[name]), (name, one.index)


@every_view
@given(shown(), st.sampled_from(["numbers", "letters", "none"]), st.randoms(use_true_random=False))
@FEW
def test_frames_are_the_same_in_any_order(
    view: str, resolved: ResolvedLayer, writing: Writing, random: Any
) -> None:
    first, story = (told(view, resolved, writing=writing, shaded=True) for _ in range(2))
    forward = list(first.frames())
    backward = [story.frame(index) for index in reversed(range(len(story)))]
    for one, other in zip(forward, reversed(backward), strict=True):
        assert_same(one, other)
    for index in random.sample(range(len(story)), min(len(story), 8)):
        assert_same(forward[index], story.frame(index))


@every_view
@given(shown())
@SOME
def test_the_length_of_a_story_is_known(view: str, resolved: ResolvedLayer) -> None:
    story = told(view, resolved)
    frames = list(story.frames())
    inputs, outputs = math.prod(resolved.input_size), math.prod(resolved.output_size)
    transposed = resolved.kind == "transposed"
    expected = {
        "gather": len([f for f in frames if f.equation is None]) + outputs,
        "scatter": 2 + inputs + 2 + bool(marks_of_crop(frames)),
        "matrix": 2 + (inputs if transposed else outputs) + 1 + transposed + outputs,
        "all": 1 + outputs,
        "ambiguity": ambiguity_length(resolved) if view == "ambiguity" else 0,
        "overlap": 2 + (inputs if transposed else outputs) + overlap_ending(flat(resolved)),
        "pair": 2 + (inputs if transposed else outputs) + bool(marks_of_crop(frames)),
        "roundtrip": 3 + outputs + inputs,
    }[view]
    assert len(frames) == len(story) == expected
    assert [frame.index for frame in frames] == list(range(expected))
    assert {frame.total for frame in frames} == {expected}
    for index in (-1, expected):
        with pytest.raises(IndexError):
            story.frame(index)


def ambiguity_length(resolved: ResolvedLayer) -> int:
    sizes, cells = choice(resolved)
    return 3 + 2 * sizes + cells + (sizes > 1)


def marks_of_crop(frames: list[Frame]) -> list[Mark]:
    result = frames[0].grids.get("result")
    return marks(result, "kept") if result else []


@every_view
@given(shown())
@SOME
def test_steps_follow_each_other_and_all_are_told(view: str, resolved: ResolvedLayer) -> None:
    story = told(view, resolved)
    steps = [frame.step for frame in story.frames()]
    assert steps == sorted(steps)
    assert sorted(set(steps)) == list(range(max(len(story.storyboard.steps), 1)))
    for frame in story.frames():
        spoken = [bool(frame.sentence), frame.equation is not None, bool(frame.asides)]
        assert sum(spoken) == 1, "one thing is said at a time"
        assert not frame.sentence or frame.sentence[-1] in ".?"


SHRINKING = (
    resolve_layer(Layer("transposed", kernel_size=(1, 3)), (1, 3)),
    np.array([[6, 5, 4]]),
    np.array([[1, -1, -1]]),
)
"""A sum that is −11 on its way, and −7 in the end."""


def weight(text: str) -> float:
    """How wide a text is, in digits, as near as the story can know."""
    wide = {"−": 1.35, ".": 0.5, **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", 0.65)}
    return sum(wide.get(char, 1) for char in text)


@every_view
@given(numbered(), st.sampled_from(["numbers", "letters", "none"]))
@example(SHRINKING, "numbers")
@SOME
def test_the_script_says_all_that_frames_will_show(view: str, case: Case, writing: Writing) -> None:
    """A page is laid out and its palette made by the script alone."""
    resolved, x, w = case
    story = told(view, resolved, x=x, w=w, writing=writing)
    panels = {panel.name: panel for panel in story.storyboard.panels}
    shown_panels = set()
    for frame in story.frames():
        assert set(frame.asides) <= {section.name for section in story.storyboard.sections}
        for name, cells in frame.grids.items():
            if cells is None:
                continue
            shown_panels.add(name)
            panel, (rows, columns) = panels[name], cells.roles.shape
            assert cells.texts.shape == (rows, columns) == (len(cells.row_at), len(cells.column_at))
            assert min(cells.row_at) >= 0 and max(cells.row_at) + 1 <= panel.rows
            assert min(cells.column_at) >= 0 and max(cells.column_at) + 1 <= panel.columns
            assert {int(role) for role in np.unique(cells.roles)} <= story.storyboard.roles | {0}
            assert all(weight(t) <= weight(panel.widest_text) for t in cells.texts.flat), name
            assert all(weight(t) <= weight(panel.widest_note) for t in cells.notes.values()), name
            assert all(0 <= r < rows and 0 <= c < columns for r, c in cells.notes)
            assert any(
                weight(label_text(cells.label)) <= weight(label_text(label))
                and weight(cells.size_label) <= weight(size)
                for label, size in panel.labels
            )
            for mark in cells.marks:
                assert 0 <= mark.row <= mark.row + mark.rows <= rows
                assert 0 <= mark.column <= mark.column + mark.columns <= columns
    assert shown_panels == set(panels), "no panel stays empty for ever"


@every_view
@given(shown())
@SOME
def test_extent_and_positions_are_never_more_than_the_story_needs(
    view: str, resolved: ResolvedLayer
) -> None:
    story, plane = told(view, resolved), flat(resolved)
    stacks = [
        column
        for section in story.storyboard.sections
        for column in section.columns
        if not isinstance(column, str)
    ]
    rows = max(sum(panel.rows for panel in stack if not panel.lens_of) for stack in stacks)
    columns = sum(max(panel.columns for panel in stack) for stack in stacks)
    extent = type(story).extent(plane)
    assert extent[0] <= rows and extent[1] <= columns, (extent, (rows, columns))
    speaking = [frame for frame in story.frames() if frame.equation or frame.asides]
    assert len(speaking) <= type(story).growing_scenes(plane) <= len(story)


@every_view
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_huge_layers_are_judged_by_arithmetic_alone(view: str, kind: Any) -> None:
    """No array of a billion by a billion cells is made to find out that it does not fit."""
    plane = resolve(LayerSpec(kind=kind, input_size=(10**9,), kernel_size=(10**6,)))
    told_by = view_called(view)
    assert min(told_by.extent(plane)) >= 10**8
    assert told_by.growing_scenes(plane) >= (10**9 if view == "ambiguity" else 10**16)
    assert told_by.refusal(plane) == ""


RESULTS = {
    "ambiguity": "giver",  # of a convolution
    "overlap": "giver",
    "gather": "output",
    "matrix": "y",
    "all": "y",
    "roundtrip": "y",
    "pair": "small",
}


@every_view
@given(numbered(), st.data())
@SOME
def test_the_frame_of_an_output_cell_shows_its_final_value(
    view: str, case: Case, data: st.DataObject
) -> None:
    resolved, plane, x, w = on_plane(case)
    story = told(view, resolved, x=x, w=w)
    y = apply(plane.layer, x, w)
    if view == "overlap" and resolved.kind == "transposed":  # whose values are counts
        w = np.ones_like(w)
        y = apply(plane.layer, np.ones_like(x), w)
    cell = tuple(data.draw(st.integers(0, n - 1)) for n in y.shape)
    frame = story.frame_of(cell)
    if view == "ambiguity" and resolved.kind == "transposed":
        result = grid(frame, "back")
        in_rows = label_text(result.label).endswith("for each op")
        row, column = (n + a.crop_begin for n, a in zip(cell, plane.axes, strict=True))
        if in_rows:  # the present op is the last row there is
            row, column = int(result.roles[:, 0].nonzero()[0][-1]), column + 1
        shown_text = result.texts[row, column]
    elif view == "scatter" or (view in ("pair", "overlap") and resolved.kind == "transposed"):
        result = grid(frame, "counts" if view == "overlap" else "result")
        at = tuple(n + max(a.crop_begin, 0) for n, a in zip(cell, plane.axes, strict=True))
        shown_text = result.texts[at]
        if not cell_taps(plane.layer, plane.input_size, cell):
            assert shown_text == "" and y[cell] == 0
            return
    else:
        texts = grid(frame, RESULTS[view]).texts
        shown_text = texts.reshape(y.shape)[cell]
    assert shown_text == said(y[cell])


@every_view
@given(numbered())
@FEW
def test_letters_say_what_numbers_say(view: str, case: Case) -> None:
    """Every name stands for one number throughout; products and equations come out the same."""
    resolved, x, w = case
    lettered, counted = (
        told(view, resolved, x=x, w=w, writing=writing) for writing in ("letters", "numbers")
    )
    names = itertools.chain(lettered.example.xs.texts.flat, lettered.example.ws.texts.flat)
    values = dict(zip(names, [*x.ravel().tolist(), *w.ravel().tolist()], strict=True))
    end = counted.frame(len(counted) - 1).grids.get("result")

    def meet(name: str, value: int) -> None:
        assert values.setdefault(name, value) == value, name

    for letters, digits in zip(lettered.frames(), counted.frames(), strict=True):
        for name, one in letters.grids.items():
            other = digits.grids[name]
            if one is None or other is None:
                assert one is other
                continue
            assert np.array_equal(one.roles, other.roles)
            if name.endswith("counts") or "sizes" in name:  # which letters do not change
                assert np.array_equal(one.texts, other.texts)
                continue
            own = one.roles != CellRole.GHOST  # not what stands before a row
            for text, digit in zip(one.texts[own], other.texts[own], strict=True):
                assert text == "0" or not re.fullmatch(r"[−\d.]+", text)
                if text == "0":
                    assert digit == "0"
                elif "·" in text:
                    assert math.prod(values[part] for part in text.split("·")) == product(digit)
                elif text and name != "result":
                    meet(text, number(digit))
            for cell, note in one.notes.items():
                factors = [values[part] for part in note.lstrip("+×").split("·") if part]
                assert not note or math.prod(factors) == number(other.notes[cell].lstrip("+×"))
            if end and name == "result":  # a sum is called as what it grows to
                for (row, column), text in np.ndenumerate(one.texts):
                    if text not in ("", "0"):
                        shift = [
                            round(there[0] - here[0])
                            for there, here in (
                                (end.row_at, one.row_at),
                                (end.column_at, one.column_at),
                            )
                        ]
                        meet(text, number(end.texts[row - shift[0], column - shift[1]]))
        pairs = [(letters.equation, digits.equation)]
        pairs += [(letters.asides[name], digits.asides[name]) for name in digits.asides]
        for equation, other_equation in pairs:
            if equation is None or other_equation is None:
                assert equation is other_equation
            elif isinstance(other_equation.target, Product):  # a stamp, no sum
                assert isinstance(equation.target, Product) and not equation.terms
            else:
                if other_equation.target is None:  # a sum on its way; letters tell all its terms
                    shares = [
                        math.prod(values[PRINTED.value(f)] for f in t.factors)
                        for t in equation.terms
                    ]
                    assert sum(shares) == other_equation.value
                    continue
                target, total, value = worked(other_equation)
                parts = equation.text(10**6).partition("   ")[0].split(" = ")
                meet(parts[0], value)
                assert len(equation.terms) - len(other_equation.terms) in (
                    0,
                    len(equation.terms) == 1,
                )
                products = [
                    math.prod(values[PRINTED.value(f)] for f in t.factors) for t in equation.terms
                ]
                assert sum(products) == total == value
                assert "".join(parts[1:]) == (
                    " + ".join(map(PRINTED.factor, equation.terms)) or "0"
                ), target


def test_letters_run_through_the_alphabet_then_are_numbered() -> None:
    alphabet = [letter for letter in string.ascii_letters if letter not in "wxyWXY"]
    few = grid(tell(LayerSpec(input_size=(4, 11)), "scatter", writing="letters").frame(0), "input")
    assert few.texts.ravel().tolist() == alphabet[:44]
    many = grid(tell(LayerSpec(input_size=(7,)), "scatter", writing="letters").frame(0), "input")
    assert many.texts.ravel().tolist()[::12] == ["x₁", "x₁₃", "x₂₅", "x₃₇", "x₄₉"]


@every_view
@given(shown())
@FEW
def test_blank_values_leave_no_text_in_any_cell(view: str, resolved: ResolvedLayer) -> None:
    for frame in told(view, resolved, writing="none").frames():
        for shown_grid in frame.grids.values():
            if shown_grid is not None:
                assert not any(shown_grid.texts.flat) and not any(shown_grid.notes.values())
        for equation in (frame.equation, *frame.asides.values()):
            if equation is not None:
                assert not equation.terms and not equation.value
                assert equation.remark or equation.lead


@every_view
@given(numbered(ndim=1))
@SOME
def test_strips_say_what_a_layer_of_height_one_says(view: str, case: Case) -> None:
    resolved, x, w = case
    strip, plane = told(view, resolved, x=x, w=w), told(view, flat(resolved), x=x, w=w)
    assert len(strip) == len(plane)
    for one, other in zip(strip.frames(), plane.frames(), strict=True):
        assert set(other.grids) - set(one.grids) <= {"input", "output"} and one.grids.keys() <= (
            other.grids.keys()
        )
        for name, shown_grid in one.grids.items():
            wanted = other.grids[name]
            if shown_grid is None or wanted is None:
                assert shown_grid is wanted
                continue
            assert np.array_equal(shown_grid.texts, wanted.texts)
            assert np.array_equal(shown_grid.roles, wanted.roles)
            assert (shown_grid.notes, shown_grid.marks) == (wanted.notes, wanted.marks)
        for a, b in zip(equations(one), equations(other), strict=True):
            assert a.text(999) == b.text(999).replace("[0,", "[")
        assert one.ms == other.ms and "[0," not in one.sentence


def equations(frame: Frame) -> list[Equation]:
    return [e for e in (frame.equation, *frame.asides.values()) if e is not None]


CAN_BE_SHADED = {CellRole.INPUT, CellRole.OUTPUT, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN}


@every_view
@given(numbered(), st.booleans())
@FEW
def test_shades_stand_where_numbers_are_in_their_order(view: str, case: Case, shaded: bool) -> None:
    resolved, x, w = case
    story = told(view, resolved, x=x, w=w, shaded=shaded)
    assert story.storyboard.shaded is shaded
    ordered: dict[tuple[str, str], dict[int, set[int]]] = {}
    for frame in story.frames():
        for name, cells in frame.grids.items():
            if cells is None or cells.shades is None:
                continue
            assert shaded and cells.shades.shape == cells.roles.shape
            for cell in np.ndindex(*cells.roles.shape):
                role, _, text = cells.at(*cell)
                level = int(cells.shades[cell])
                assert level < 16 or level == UNSHADED
                if role not in CAN_BE_SHADED:
                    continue  # such a cell is drawn plain
                if level != UNSHADED:
                    assert text, (name, cell)
                    of_panel = ordered.setdefault((name, label_text(cells.label)), {})
                    of_panel.setdefault(number(text), set()).add(level)
    if view != "gather" and shaded:
        assert ordered
    for levels in ordered.values():
        assert all(len(found) == 1 for found in levels.values()), "one number, one shade"
        in_order = [min(levels[value]) for value in sorted(levels)]
        assert in_order == sorted(in_order), "larger numbers are lighter"


# -- numbers of every size ------------------------------------------------------------------


HUGE = [
    ([[2**40, 3]], [[2**40, -5]]),
    ([[2**70, 1]], [[3, -(2**65)]]),
    ([[1, 2**63]], [[-1, 2]]),
    ([[2**62, 2**62]], [[1, 1]]),
]
"""Products and sums that 64 bits cannot hold."""


def near(text: Any) -> float:
    """A number that may be shown short."""
    return float(str(text).strip("()").replace("−", "-"))


OUTPUTS = {"gather": "output", "scatter": "result", "pair": "result", "ambiguity": "back"}


@every_view
@pytest.mark.parametrize("kind", ["transposed", "conv"])
@pytest.mark.parametrize(("x", "w"), HUGE, ids=["product", "both", "one", "sum"])
def test_integers_of_every_size_in_every_view(view: str, kind: Any, x: Any, w: Any) -> None:
    resolved = resolve_layer(
        Layer(kind, kernel_size=(1, 2), padding=(0, int(kind == "conv"))), (1, 2)
    )
    x, w = as_numbers("x", x), as_numbers("w", w)
    story = tell(resolved, view, x=x, w=w)
    m = matrix_of(resolved, w.astype(object))
    y = m @ x.astype(object).ravel()
    for frame in story.frames():  # no warning on the way, and each equation comes out
        for equation in equations(frame):
            if not isinstance(equation.target, Product):
                _, terms, *rest = re.split(" [=≈] ", equation.text(999))
                value = rest[0] if rest else terms
                factors = [[near(f) for f in t.split("·")] for t in terms.split(" + ")]
                products = [math.prod(of_term) for of_term in factors]
                assert abs(sum(products) - near(value)) <= 0.02 * sum(map(abs, products))
    last = story.frame(len(story) - 1)
    panels = {OUTPUTS.get(view, "y"): y}
    if view == "overlap":  # which shows no sums
        panels = {"giver": x.ravel() if kind == "transposed" else y}
    if view == "pair" and kind == "conv":
        panels = {"small": y, "giver": y, "result": m.T @ y}
    if view == "ambiguity":
        panels = {"back": y} if kind == "transposed" else {"giver": y}
    if view == "roundtrip" or (view == "ambiguity" and kind == "conv"):
        panels["back"] = m.T @ y
    for panel, values in panels.items():
        result = grid(last, panel)
        texts = result.texts[(result.texts != "") & (result.roles != CellRole.GHOST)]
        for text, exact in zip(texts, values, strict=True):
            assert near(text) == pytest.approx(float(exact), rel=0.006)
            assert abs(exact) >= 10**7 or text == said(exact)
    if view == "scatter":
        complete = grid(story.frame(len(story) - 2), "result")
        assert np.array_equal(complete.texts.ravel(), grid(last, "result").texts.ravel())


@every_view
@pytest.mark.parametrize(("x", "w"), [(2**70, 0.5), (0.5, 2**70)])
def test_huge_integers_and_fractions_go_together(view: str, x: Any, w: Any) -> None:
    resolved = resolve_layer(Layer("transposed", kernel_size=(1, 1)), (1, 1))
    story = tell(resolved, view, x=as_numbers("x", [[x]]), w=as_numbers("w", [[w]]))
    last = story.frame(len(story) - 1)
    panel = {**OUTPUTS, "all": "scatter", "overlap": "giver"}.get(view, "y")
    shown_value = x if view == "overlap" else 2**69
    result = grid(last, panel)
    (text,) = result.texts[result.roles != CellRole.GHOST]
    assert near(text) == pytest.approx(shown_value, rel=0.01)
    if view == "roundtrip":
        assert near(grid(last, "back").texts[0, 0]) == pytest.approx(x * w * w, rel=0.01)
    if view == "scatter":
        complete = grid(story.frame(len(story) - 2), "result")
        assert near(complete.texts[0, 0]) == pytest.approx(2**69, rel=0.01)


FRACTIONS = st.sampled_from([0.125, 0.875, 0.5, 0.25, 1.0, -0.375, 1 / 3])


def two_of(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, ...]]:
    return st.tuples(values, values)


@every_view
@given(two_of(FRACTIONS), two_of(FRACTIONS))
@example((0.125, 0.875), (0.125, 0.125))
@FEW
def test_a_rounded_equation_never_says_equal(
    view: str, x: tuple[float, ...], w: tuple[float, ...]
) -> None:
    """Where an equation says =, what it shows comes out exactly."""
    resolved = resolve_layer(Layer("transposed", kernel_size=(1, 2)), (1, 2))
    for frame in tell(resolved, view, x=[x], w=[w]).frames():
        for equation in equations(frame):
            text = equation.text(999).partition("   ")[0].replace("−", "-")
            if " = " not in text or "·w" in text:
                continue
            _, terms, *rest = text.split(" = ")
            value = rest[0] if rest else terms
            factors = [[float(f.strip("()")) for f in t.split("·")] for t in terms.split(" + ")]
            assert sum(map(math.prod, factors)) == float(value), text


# -- times ---------------------------------------------------------------------------------


@every_view
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_what_is_to_be_read_stays(view: str, kind: Any) -> None:
    frames = list(tell(LayerSpec(kind=kind), view).frames())
    assert frames[-1].ms == 2500
    for frame in frames[:-1]:
        words = sum(any(map(str.isalnum, word)) for word in frame.sentence.split())
        equations = [frame.equation] if frame.equation else [*frame.asides.values()]
        if equations and not frame.fast:
            terms = max(len(equation.terms) for equation in equations)
            assert frame.ms == min(400 + 250 * terms, 1600)
        elif not frame.fast and frame.ms != 60:  # 60: cells on their way
            assert frame.ms >= max(350, 300 * words)
    assert all(frame.equation or frame.sentence or frame.asides for frame in frames)


@every_view
@pytest.mark.parametrize("kind", ["transposed", "conv"])
@pytest.mark.parametrize("i", [1, 2, 4, 6, 8])
def test_stories_take_25_seconds_or_are_fast(view: str, kind: Any, i: int) -> None:
    check_total(tell(LayerSpec(kind=kind, input_size=(i,)), view))


@pytest.mark.slow
@pytest.mark.parametrize("view", ["gather", "scatter", "overlap", "pair", "roundtrip"])
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_stories_of_long_strips_are_as_fast_as_can_be(view: str, kind: Any) -> None:
    resolved = resolve(LayerSpec(kind=kind, input_size=(700,), stride=(1,)), ndim=1)
    check_total(tell(resolved, view))


def check_total(story: View) -> None:
    frames = list(story.frames())
    assert all(frame.ms % 10 == 0 and frame.ms >= 20 for frame in frames)
    fast = [frame.ms for frame in frames if frame.fast]
    total = sum(frame.ms for frame in frames)
    assert len(set(fast)) <= 1 and max(fast, default=0) <= 350
    # Where there is so much to read, what is passed fast takes little.
    assert total <= 25_000 or sum(fast) <= 2_500 or fast[0] == 20


@every_view
def test_times_given_by_hand_are_kept_in_every_view(view: str) -> None:
    frames = list(tell(LayerSpec(input_size=(6,)), view, step_ms=500, hold_ms=30).frames())
    assert frames[0].ms == 30 and frames[-1].ms == 80
    assert {frame.ms for frame in frames[1:-1]} - {60} == {30, 500}


# -- scatter ---------------------------------------------------------------------------------


def uncropped(resolved: ResolvedLayer) -> tuple[Layer, tuple[int, ...]]:
    """The layer with nothing cropped or appended, and where its result begins in the panel."""
    if resolved.kind == "conv":
        return resolved.layer, (0, 0)
    bare = replace(resolved.layer, padding=0, output_padding=0, crop=((0, 0), (0, 0)))
    return bare, tuple(max(-axis.crop_begin, 0) for axis in resolved.axes)


def stamps(story: View) -> list[Frame]:
    """The frames in which an input cell gives."""
    return [frame for frame in story.frames() if marks(grid(frame, "input"), "window")]


def reached(result: Grid) -> set[tuple[int, int]]:
    """The cells that the present input cell gives to; one of them is told in the equation."""
    rows, columns = np.nonzero(result.roles == CellRole.NOW)
    told_of = set(zip(rows.tolist(), columns.tolist(), strict=True))
    assert len(told_of) == bool(lit(result) | told_of)
    return lit(result) | told_of


def landed(stamp: Grid) -> list[int]:
    """The numbers of a stamp that are added somewhere."""
    return [number(text) for text in stamp.texts[stamp.roles == CellRole.STAMP]]


@given(numbered())
@SOME
def test_sums_are_those_of_the_cells_so_far(case: Case) -> None:
    """Gathered from the input with later cells zeroed; hits by gathering ones with ones."""
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    layer, corner = uncropped(plane)
    ones, weights_of_one = np.ones_like(x), np.ones_like(w)
    for count, frame in enumerate(stamps(story), start=1):
        so_far = np.arange(x.size).reshape(x.shape) < count
        sums = gather(layer, x * so_far, w)
        hits = gather(layer, ones * so_far, weights_of_one)
        result = grid(frame, "result")
        inner = tuple(slice(at, at + n) for at, n in zip(corner, sums.shape, strict=True))
        texts = np.full(result.texts.shape, "", dtype=object)
        texts[inner] = np.where(hits > 0, np.vectorize(said, otypes=[object])(sums), "")
        assert np.array_equal(result.texts, texts)
        roles = np.zeros(result.roles.shape, np.uint8)
        roles[inner] = np.array([CellRole.TODO, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN])[
            hits.clip(0, 3)
        ]
        told_of = result.roles == CellRole.NOW
        assert np.array_equal(plain(result)[~told_of], roles[~told_of])
        assert (roles[told_of] >= CellRole.ONCE).all()
    assert count == x.size


@given(numbered())
@SOME
def test_hits_are_the_terms_of_a_cell(case: Case) -> None:
    """When all have given, each output cell has been reached as often as it has terms."""
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    numbered_frames = {frame.index: frame for frame in story.frames()}
    result = grid(numbered_frames[stamps(story)[-1].index + 1], "result")
    given_to = np.zeros(plane.output_size, int)
    for cell in np.ndindex(*plane.input_size):
        for share in cell_targets(plane.layer, plane.input_size, cell):
            given_to[share.output_cell] += 1
    roles = [CellRole.ZERO, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN]
    for cell in np.ndindex(*plane.output_size):
        terms = cell_taps(plane.layer, plane.input_size, cell)
        assert len(terms) == given_to[cell]
        row, column = (n + max(a.crop_begin, 0) for n, a in zip(cell, plane.axes, strict=True))
        role = result.at(row, column)[0]
        reached = all(
            0 <= n + axis.crop_begin < axis.uncropped_size(i)
            for n, i, axis in zip(cell, plane.input_size, plane.axes, strict=True)
        )
        expected = (
            roles[min(len(terms), 3)] if resolved.kind == "conv" or reached else CellRole.NONE
        )
        assert role == expected


@given(numbered())
@SOME
def test_sums_note_by_how_much_they_grow(case: Case) -> None:
    resolved, x, w = case
    story = tell(resolved, "scatter", x=x, w=w)
    before = grid(story.frame(1), "result")
    for frame in stamps(story):
        result, stamp = grid(frame, "result"), grid(frame, "stamp")
        cells = reached(result)
        assert set(result.notes) == {cell for cell in cells if before.texts[cell]}
        added = []
        for cell in np.ndindex(*result.texts.shape):
            grown = number(result.texts[cell] or "0") - number(before.texts[cell] or "0")
            if note := result.notes.get((cell[0], cell[1])):
                assert number(note.removeprefix("+")) == grown and note[0] in "+−"
            if cell in cells:
                added.append(grown)
            else:
                assert grown == 0
        window = marks(result, "window")
        assert len(window) == bool(cells)
        if window:
            assert cells <= cells_in(window[0])
            rows, columns = zip(*cells, strict=True)
            assert min(rows) == window[0].row and max(columns) < window[0].column + (
                window[0].columns
            )
        assert sorted(landed(stamp)) == sorted(added)
        before = result


@given(numbered(kind="transposed"))
@SOME
def test_a_stamp_is_the_whole_kernel_at_stride_s(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    kernel = w if plane.layer.rotate_kernel else np.flip(w)
    before = grid(story.frame(1), "result")
    for count, frame in enumerate(stamps(story)):
        giver = (count // x.shape[1], count % x.shape[1])
        result = grid(frame, "result")
        (mark,) = marks(result, "window")
        assert (mark.row, mark.column) == tuple(
            max(-a.crop_begin, 0) + n * a.s for n, a in zip(giver, plane.axes, strict=True)
        )
        assert (mark.rows, mark.columns) == plane.kernel_extent
        for tap in np.ndindex(*kernel.shape):
            at = (
                mark.row + tap[0] * plane.axes[0].d,
                mark.column + tap[1] * plane.axes[1].d,
            )
            grown = number(result.texts[at]) - number(before.texts[at] or "0")
            assert grown == x[giver] * kernel[tap]
        before = result
        assert lit(grid(frame, "input")) == {giver}
        assert marks(grid(frame, "input"), "window") == [Mark(giver[0], giver[1], 1, 1, "window")]


@given(numbered())
@SOME
def test_the_stamp_is_the_kernel_times_the_cell(case: Case) -> None:
    resolved, _plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    for value, frame in zip(x.flat, stamps(story), strict=True):
        stamp, kernel = grid(frame, "stamp"), grid(frame, "kernel")
        of_kernel = kernel.roles == CellRole.KERNEL
        assert np.array_equal(np.isin(stamp.roles, (CellRole.STAMP, CellRole.GHOST)), of_kernel)
        assert [number(t) for t in kernel.texts[of_kernel]] == w.ravel().tolist()
        assert [number(t) for t in stamp.texts[of_kernel]] == (value * w).ravel().tolist()
        assert not any(stamp.texts[~of_kernel]) and (kernel.roles[~of_kernel] == CellRole.GAP).all()


@given(numbered())
@SOME
def test_at_the_end_the_crop_leaves_the_output(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    y = gather(plane.layer, x, w)
    last = grid(story.frame(len(story) - 1), "result")
    assert np.array_equal(numbers(last), y)
    assert last.size_label == " × ".join(map(str, resolved.output_size))
    if resolved.kind == "conv":
        assert (last.roles == CellRole.OUTPUT).all()
        return
    complete = grid(story.frame(stamps(story)[-1].index + 1), "result")
    if not story.storyboard.steps:
        assert not any(axis.crop_begin or axis.crop_end for axis in plane.axes)
        assert np.array_equal(complete.texts, last.texts)
        return
    crop = grid(story.frame(len(story) - 2), "result")
    layer, corner = uncropped(plane)
    full = layer.output_size(plane.input_size)
    begins = [axis.crop_begin for axis in plane.axes]
    for cell in np.ndindex(*crop.roles.shape):
        stamped = all(0 <= n - at < size for n, at, size in zip(cell, corner, full, strict=True))
        of_output = tuple(n - max(b, 0) for n, b in zip(cell, begins, strict=True))
        kept = all(0 <= n < size for n, size in zip(of_output, y.shape, strict=True))
        role, is_lit, text = crop.at(*cell)
        assert not is_lit
        if kept:
            assert role == (CellRole.OUTPUT if stamped else CellRole.OP)
            assert text == said(y[of_output])
        else:
            assert role == (CellRole.DROPPED if stamped else CellRole.NONE)
            assert text == complete.texts[cell], "what is dropped is still to be read"
    kept_marks = marks(crop, "kept")
    assert bool(kept_marks) == (any(begins) or any(axis.crop_end for axis in plane.axes))
    for mark in kept_marks:
        assert (mark.row, mark.column) == tuple(max(b, 0) for b in begins)
        assert (mark.rows, mark.columns) == y.shape
    assert last.row_at[0] == max(begins[0], 0) and last.column_at[0] == max(begins[1], 0)


@given(numbered())
@SOME
def test_an_equation_says_where_a_stamp_lands_and_how_a_sum_grows(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    before = grid(story.frame(1), "result")
    for cell, frame in zip(np.ndindex(*x.shape), stamps(story), strict=True):
        result, equation, name = grid(frame, "result"), frame.equation, named(resolved, "x", cell)
        if equation is None:
            assert not reached(result)
            assert frame.sentence == f"The kernel never covers {name}, so it contributes nothing."
            continue
        first, *rest = (PRINTED.text(phrase.text) for phrase in equation.lead)
        assert first == name and rest[0] == ("· kernel" if story.example.stamps else rest[-1])
        for noun, axis in (("row", 0), ("column", 1)):
            places = sorted({at[axis] for at in reached(result)})
            places = [at - max(-plane.axes[axis].crop_begin, 0) for at in places]
            if resolved.kind == "conv":
                places = sorted({at[axis] for at in reached(result)})
            if len(resolved.axes) == 2 or axis == 1:
                of = "cell" if len(resolved.axes) == 1 else noun
                found = re.search(rf"\b{of}s? ([\d, …]+?)(?: to (\d+))?(?:, c|$)", rest[-1])
                assert found is not None, rest[-1]
                ends = re.findall(r"\d+", f"{found[1]} {found[2] or ''}")
                assert (int(ends[0]), int(ends[-1])) == (places[0], places[-1])
        ((at,),) = [list(zip(*np.nonzero(result.roles == CellRole.NOW), strict=True))]
        grows = any(before.texts[cell] for cell in reached(result))
        assert bool(before.texts[at]) == grows == (len(equation.terms) == 2)
        factors = [math.prod(getattr(term, "factors", (term,))) for term in equation.terms]
        assert sum(factors) == equation.value == number(result.texts[at])
        assert not grows or factors[0] == number(before.texts[at])
        assert equation.terms[-1].factors[0] == x[cell]
        before = result
    after = story.frame(stamps(story)[-1].index + 1)
    after_all, before = after.sentence, grid(after, "result")
    found = re.match(r"All (?:stamp|share)s are down: (none|\d+) of (\d+) cells? adds? ", after_all)
    assert found is not None
    hits = plain(before)
    assert int(found[1].replace("none", "0")) == int(
        ((hits == CellRole.TWICE) | (hits == CellRole.OFTEN)).sum()
    )
    assert int(found[2]) == int((hits != CellRole.NONE).sum())
    missed = re.search(r"(\d+) (?:was|were) never reached", after_all)
    assert int(missed[1] if missed else 0) == int((hits == CellRole.ZERO).sum())


@pytest.mark.parametrize(
    ("resolved", "words"),
    [
        (LayerSpec(), "Crop p = 1: 7 × 7 becomes 5 × 5."),
        (LayerSpec(output_padding=(1,)), "Crop 1:0 (p, less op at the end): 7 × 7 becomes 6 × 6."),
        (LayerSpec(padding=((0, 0),), output_padding=(1,)), "Append 0:1 that no stamp reaches: 7"),
        (
            LayerSpec(padding=((1, 0),), output_padding=(1,)),
            "Crop 1:0 (p, less op at the end), append 0:1 that no stamp reaches: 7 × 7 becomes 7",
        ),
        (
            resolve_layer(
                Layer("transposed", kernel_size=3, stride=2, crop=((0, 1), (-1, 1))), (3, 3)
            ),
            "Crop 0:1, append 0×1:0 that no stamp reaches: 7 × 7 becomes 6 × 7.",
        ),
    ],
)
def test_the_crop_is_told(resolved: ResolvedLayer | LayerSpec, words: str) -> None:
    story = tell(resolved, "scatter")
    assert story.frame(len(story) - 2).sentence.startswith(words)


def test_a_step_that_crops_nothing_is_told_not_held() -> None:
    story = tell(LayerSpec(padding=((0, 0),)), "scatter")
    assert story.storyboard.steps == ()
    last = story.frame(len(story) - 1)
    assert last.sentence == "Nothing is cropped: this is the output: 7 × 7."


def test_what_no_position_reads_gives_nothing() -> None:
    story = tell(FLOORED, "scatter")
    silent = [frame for frame in stamps(story) if "contributes nothing" in frame.sentence]
    assert len(silent) == 6 + 6 - 1, "a row and a column at the end"
    for frame in silent:
        assert not reached(grid(frame, "result")) and not landed(grid(frame, "stamp"))


# -- matrix ----------------------------------------------------------------------------------


def by_caption(story: View, words: str) -> Frame:
    return next(frame for frame in story.frames() if frame.sentence.startswith(words))


def entries(matrix: Grid) -> Array:
    """A matrix as it is shown: where no weight stands there is nothing."""
    assert np.array_equal(matrix.texts != "", plain(matrix) == CellRole.ENTRY)
    return numbers(np.where(matrix.texts == "", "0", matrix.texts))


@given(numbered())
@SOME
def test_rows_of_c_come_one_by_one(case: Case) -> None:
    """C of the direct layer, row for row as the direct layer answers to single ones."""
    resolved, x, w = case
    story = tell(resolved, "matrix", x=x, w=w)
    direct = matrix_of(resolved, w)
    if resolved.kind == "transposed":
        direct = direct.T
    assert not any(grid(story.frame(0), "matrix").texts.flat)
    for row in range(len(direct)):
        frame = story.frame(row + 1)
        shown_grid = grid(frame, "matrix")
        assert label_text(shown_grid.label) == "C, one row for each position of the kernel"
        assert shown_grid.size_label == "{} × {}".format(*direct.shape)
        assert np.array_equal(entries(shown_grid)[: row + 1], direct[: row + 1])
        assert (shown_grid.roles[row + 1 :] == CellRole.TODO).all()
        assert not any(shown_grid.texts[row + 1 :].flat)
        assert {r for r, _ in lit(shown_grid)} <= {row}
        assert shown_grid.marks == (Mark(row, 0, 1, direct.shape[1], "window"),)
        weights = int((plain(shown_grid)[row] == CellRole.ENTRY).sum())
        assert re.search(rf"\b[Rr]ow {row} of C\b", frame.sentence)
        assert f": {weights} weight" in frame.sentence
        missing = re.search(r"(\d+) falls? outside", frame.sentence)
        assert int(missing[1] if missing else 0) == w.size - weights
        if "output" in frame.grids and resolved.kind == "transposed":
            folded = grid(frame, "output")
            assert np.array_equal(folded.texts.ravel(), shown_grid.texts[row])
            assert label_text(folded.label) == f"row {row} of C, folded"
        elif "input" in frame.grids:
            read = {np.ravel_multi_index(cell, x.shape) for cell in lit(grid(frame, "input"))}
            assert read == {column for _, column in lit(shown_grid)}


@given(numbered())
@SOME
def test_a_row_of_c_is_the_kernel_at_one_position(case: Case) -> None:
    """Folded, its weights stand as the kernel's cells do, cut off at the edges."""
    resolved, plane, x, w = on_plane(case)
    assume(len(resolved.axes) == 2 and resolved.kind == "transposed")
    story = tell(resolved, "matrix", x=x, w=w)
    kernel = w if plane.layer.rotate_kernel else np.flip(w)
    size, begins = plane.output_size, [axis.crop_begin for axis in plane.axes]
    for row, position in enumerate(np.ndindex(*plane.input_size)):
        folded = grid(story.frame(row + 1), "output")
        expected = np.full(size, "", dtype=object)
        for tap in np.ndindex(*kernel.shape):
            at = tuple(
                n * a.s + t * a.d - begin
                for n, t, a, begin in zip(position, tap, plane.axes, begins, strict=True)
            )
            if all(0 <= n < limit for n, limit in zip(at, size, strict=True)):
                expected[at] = said(kernel[tap])
        assert np.array_equal(folded.texts, expected)


@given(numbered())
@SOME
def test_the_matrix_shown_times_x_shown_is_y_shown(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "matrix", x=x, w=w)
    last = story.frame(len(story) - 1)
    shown_matrix = entries(grid(last, "matrix"))
    assert np.array_equal(shown_matrix, convolution_matrix(plane.layer, x.shape, w))
    assert np.array_equal(numbers(grid(last, "x")).ravel(), x.ravel())
    y = numbers(grid(last, "y")).ravel()
    assert np.array_equal(shown_matrix @ numbers(grid(last, "x")).ravel(), y)
    assert np.array_equal(y.reshape(plane.output_size), apply(plane.layer, x, w))
    name = label_text(grid(last, "matrix").label).split(",")[0]
    assert name == ("Cᵀ" if resolved.kind == "transposed" else "C")
    if len(resolved.axes) == 2:
        assert np.array_equal(numbers(grid(last, "output")).ravel(), y)
        assert np.array_equal(numbers(grid(last, "input")), x)
    flattened = by_caption(story, "Flatten x" if len(resolved.axes) == 2 else "x, ")
    assert np.array_equal(numbers(grid(flattened, "x")).ravel(), x.ravel())


@given(numbered())
@SOME
def test_the_present_row_is_written_out(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "matrix", x=x, w=w)
    y = gather(plane.layer, x, w)
    for row, cell in enumerate(np.ndindex(*y.shape)):
        frame = story.frame_of(cell)
        assert frame.equation is not None
        target, total, value = worked(frame.equation)
        assert target == named(resolved, "y", cell) and total == value == y[cell]
        shown_matrix, lens = grid(frame, "matrix"), grid(frame, "row")
        assert {r for r, _ in lit(shown_matrix)} <= {row}
        assert np.array_equal(lens.texts, shown_matrix.texts[row : row + 1])
        assert np.array_equal(lens.roles, shown_matrix.roles[row : row + 1])
        name = label_text(shown_matrix.label).split(",")[0]
        assert label_text(lens.label) == f"row {row} of {name}"
        lead = [PRINTED.text(phrase.text) for phrase in frame.equation.lead]
        assert lead == ([f"row {row} of {name}", "·", "x"] if frame.equation.terms else [])
        # The cells of x that are lit, times the weights of the row, in their order.
        column = grid(frame, "x")
        weighed = sorted(at for at, _ in lit(column))
        assert weighed == np.flatnonzero(lens.roles[0] == (CellRole.ENTRY | LIT)).tolist()
        terms = [(number(lens.texts[0, at]), number(column.texts[at, 0])) for at in weighed]
        shown_terms = [term.factors for term in frame.equation.terms]
        assert shown_terms == terms
        result = grid(frame, "y")
        assert result.at(row, 0) == (CellRole.NOW, False, said(y[cell]))
        assert (result.roles[row + 1 :] == CellRole.TODO).all()
        if len(resolved.axes) == 2:
            read = lit(grid(frame, "input"))
            assert sorted(int(np.ravel_multi_index(at, x.shape)) for at in read) == weighed
            output = grid(frame, "output")
            assert np.array_equal(output.texts.ravel(), result.texts.ravel())


def test_the_transpose_is_that_of_the_c_just_built() -> None:
    for resolved in (
        LayerSpec(output_padding=(1,)),
        LayerSpec(padding=((0, 2),), kernel_size=(2, 4), dilation=(1, 2)),
    ):
        story = tell(resolved, "matrix")
        turned = by_caption(story, "Transpose: C (9 × ")
        built = grid(story.frame(turned.index - 1), "matrix")
        assert np.array_equal(grid(turned, "matrix").texts, built.texts.T)
        rows, columns = built.texts.shape
        assert turned.sentence == (
            f"Transpose: C ({rows} × {columns}) becomes Cᵀ ({columns} × {rows}),"
            f" which takes {rows} inputs to {columns} outputs."
        )


# -- all ---------------------------------------------------------------------------------------


@given(numbered())
@SOME
def test_three_ways_come_to_the_same_value(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "all", x=x, w=w)
    y = apply(plane.layer, x, w)
    for row, cell in enumerate(np.ndindex(*y.shape)):
        frame = story.frame_of(cell)
        assert set(frame.asides) == {"gather", "scatter", "matrix"}
        for way, equation in frame.asides.items():
            assert worked(equation) == (named(resolved, "y", cell), y[cell], y[cell]), way
        terms = cell_taps(plane.layer, plane.input_size, cell)
        assert len(frame.asides["gather"].terms) == len(frame.asides["matrix"].terms) == len(terms)
        assert len(frame.asides["scatter"].terms) == len(terms) - (len(terms) == 1)
        # What is lit in each panel makes up the value, too.
        read = grid(frame, "gather")
        assert lit(read) == set(read.notes) and len(read.notes) == w.size
        total = 0
        for at, note in read.notes.items():
            _, is_lit, text = read.at(*at)
            assert is_lit
            total += number(text or "0") * number(note.removeprefix("×"))
        assert total == y[cell]
        weights, column = grid(frame, "matrix").texts[row], grid(frame, "x")
        total = sum(number(weights[at]) * number(column.texts[at, 0]) for at, _ in lit(column))
        assert total == y[cell]
        assert {r for r, _ in lit(grid(frame, "matrix"))} <= {row}
        assert grid(frame, "y").at(row, 0) == (CellRole.NOW, False, said(y[cell]))
        reached = grid(frame, "scatter")
        if resolved.kind == "conv":
            assert len(lit(reached)) == len(terms)
            assert sum(number(n.removeprefix("+")) for n in reached.notes.values()) == y[cell]
            assert {term.input_cell for term in terms} == lit(reached)
        else:
            (now,) = marks(reached, "now")
            at = (now.row, now.column)
            assert at == tuple(
                n + max(a.crop_begin, 0) for n, a in zip(cell, plane.axes, strict=True)
            )
            assert reached.at(*at)[0] is CellRole.NOW
            assert number(reached.texts[at] or "0") == y[cell]
            reaching = marks(reached, "window")
            assert len(reaching) == len(terms)
            assert all(at in cells_in(mark) for mark in reaching)


@pytest.mark.parametrize(
    "spec",
    [
        LayerSpec(kernel_size=(1,), padding=((0, 0),)),
        LayerSpec(padding=((0, 0),), output_padding=(1,)),
    ],
)
def test_a_cell_that_nothing_reaches_says_zero_in_all_panels(spec: LayerSpec) -> None:
    story = tell(spec, "all")
    resolved = resolve(spec)
    for cell in np.ndindex(*resolved.output_size):
        frame = story.frame_of(cell)
        (now,) = marks(grid(frame, "scatter"), "now")
        row = int(np.ravel_multi_index(cell, resolved.output_size))
        assert grid(frame, "scatter").texts[now.row, now.column] == grid(frame, "y").texts[row, 0]


@pytest.mark.parametrize("kind", ["transposed", "conv"])
@pytest.mark.parametrize("way", ["gather", "scatter", "convolution_matrix"])
def test_no_frame_is_drawn_where_two_ways_differ(
    way: str, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tconv_anim.story.views import all as all_view

    right = getattr(all_view, way)

    def wrong(*args: Any) -> Array:
        array: Array = right(*args)
        array.flat[-1] += 1
        return array

    tell(LayerSpec(kind=kind), "all")
    monkeypatch.setattr(all_view, way, wrong)
    with pytest.raises(RuntimeError, match=r"gather and (scatter|matrix) differ"):
        tell(LayerSpec(kind=kind), "all")
    with pytest.raises(RuntimeError):
        tell(LayerSpec(kind=kind), "all", x=np.full((3, 3), 0.1))


def test_sums_of_floats_may_differ_by_their_rounding() -> None:
    rng = np.random.default_rng(1)
    for kind in ("transposed", "conv"):
        x = rng.normal(size=(5, 5)) * 10.0 ** rng.integers(-9, 9, (5, 5))
        tell(LayerSpec(kind=kind, input_size=(5,)), "all", x=x, w=rng.normal(size=(3, 3)))


# -- roundtrip -----------------------------------------------------------------------------------


@given(numbered())
@SOME
def test_there_and_back_are_the_matrix_and_its_transpose(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "roundtrip", x=x, w=w)
    m = matrix_of(resolved, w)
    there = m @ x.ravel().astype(object)
    back = m.T @ there
    names = ("Cᵀx", "CCᵀx") if resolved.kind == "transposed" else ("Cx", "CᵀCx")
    assert [*map(PRINTED.text, story.storyboard.steps)] == ["x", *names, "compare"]
    ways = [(1, names[0], "y", there, "x"), (2, names[1], "back", back, "y")]
    for step, name, panel, values, source in ways:
        frames = [f for f in story.frames() if f.step == step and f.equation is not None]
        size = plane.output_size if step == 1 else plane.input_size
        for (at, cell), frame in zip(enumerate(np.ndindex(*size)), frames, strict=True):
            assert frame.equation is not None
            assert worked(frame.equation) == (named(resolved, name, cell), values[at], values[at])
            filling = grid(frame, panel)
            assert label_text(filling.label).split(", ")[0] == name
            texts = [said(value) for value in values[: at + 1]]
            assert filling.texts.ravel().tolist() == texts + [""] * (values.size - at - 1)
            assert filling.at(*cell)[0] is CellRole.NOW
            given_by = grid(frame, source)
            assert lit(given_by) == set(given_by.notes)
            total = sum(
                number(given_by.texts[at_]) * number(note.removeprefix("×"))
                for at_, note in given_by.notes.items()
            )
            assert total == values[at]


@given(numbered())
@SOME
def test_the_shape_returns_and_how_many_values_do_not(case: Case) -> None:
    resolved, _, x, w = on_plane(case)
    story = tell(resolved, "roundtrip", x=x, w=w)
    m = matrix_of(resolved, w)
    back = (m.T @ (m @ x.ravel().astype(object))).reshape(x.shape)
    last = story.frame(len(story) - 1)
    assert np.array_equal(numbers(grid(last, "x")), x)
    assert np.array_equal(numbers(grid(last, "back")), back)
    assert np.array_equal(grid(last, "back").roles == CellRole.INPUT, back == x)
    assert [entry.text for entry in story.storyboard.legend] == ["as before"] * bool(
        (back == x).any()
    )
    size = " × ".join(map(str, resolved.input_size))
    differing = np.argwhere(back != x)
    if not len(differing):
        assert re.match(f"The shape is back, {size}, and .*the values", last.sentence)
        return
    first = tuple(int(n) for n in differing[0])
    assert last.sentence == (
        f"The shape is back, {size}. The values are not: {len(differing)} of {x.size}"
        f" differ{'s' * (len(differing) == 1)}; {named(resolved, 'x', first)} ="
        f" {said(x[first])} came back as {said(back[first])}."
    )


@given(shown(kind="conv"))
@SOME
def test_the_op_of_the_way_back_returns_the_shape(resolved: ResolvedLayer) -> None:
    story = tell(resolved, "roundtrip")
    frame = by_caption(story, "Back by Cᵀ, the transposed convolution with op = ")
    found = re.search(r"op = ([\d×]+): (.+) becomes (.+) again\.", frame.sentence)
    assert found is not None
    op = tuple(int(n) for n in found[1].split("×"))
    layer = resolved.layer
    back = Layer(
        "transposed",
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=layer.padding,
        dilation=layer.dilation,
        output_padding=op if len(op) > 1 else op[0],
    )
    assert back.output_size(resolved.output_size) == resolved.input_size
    assert found[2] == " × ".join(map(str, resolved.output_size))
    assert found[3] == " × ".join(map(str, resolved.input_size))


def test_a_kernel_of_one_brings_even_the_values_back() -> None:
    for kind in ("transposed", "conv"):
        spec = LayerSpec(kind=kind, kernel_size=(1,), stride=(1,), padding=((0, 0),))
        story = tell(spec, "roundtrip", w=[[1]])
        assert "came back" not in story.frame(len(story) - 1).sentence
        assert (grid(story.frame(len(story) - 1), "back").roles == CellRole.INPUT).all()
        assert "9 of 9 differ" in last_caption(spec, [[2]])
        one_zero = [[1, 0, 2], [3, 4, 5], [6, 7, 8]]
        assert "8 of 9 differ; x[0,0] = 1" in last_caption(spec, [[2]], one_zero)


def last_caption(spec: LayerSpec, w: Any, x: Any = None) -> str:
    story = tell(spec, "roundtrip", x=x, w=w)
    return story.frame(len(story) - 1).sentence


# -- pair --------------------------------------------------------------------------------------


def pairs() -> st.SearchStrategy[tuple[ResolvedLayer, Array, Array]]:
    """What the pair view can show."""
    return numbered().filter(lambda g: not view_called("pair").refusal(flat(g[0])))


def both_layers(plane: ResolvedLayer) -> tuple[ResolvedLayer, ResolvedLayer]:
    """The convolution and the transposed layer of a pair, put together by hand."""
    layer = plane.layer
    alike: dict[str, Any] = {
        "kernel_size": layer.kernel_size,
        "stride": layer.stride,
        "dilation": layer.dilation,
    }
    if plane.kind == "transposed":
        pads: Any = layer.padding
        if layer.crop:
            pads = tuple((begin, max(end, 0)) for begin, end in layer.crop)
        return resolve_layer(Layer("conv", **alike, padding=pads), plane.output_size), plane
    # The op that is missing to the size: what the stamps would leave without any.
    op = tuple(
        i - ((o - 1) * a.s + a.d * (a.k - 1) + 1 - a.pad_begin - a.pad_end)
        for a, i, o in zip(plane.axes, plane.input_size, plane.output_size, strict=True)
    )
    back = Layer("transposed", **alike, padding=layer.padding, output_padding=op)
    return plane, resolve_layer(back, plane.output_size)


# op of s or more, as dilation allows it: the mirror has only the first of its positions.
MORE_PLACES = Layer("transposed", kernel_size=2, stride=1, dilation=3, output_padding=2)


@given(pairs())
@example(
    (
        resolve_layer(MORE_PLACES, (2, 3)),
        np.array([[1, -2, 3], [4, 5, 0]]),
        np.array([[1, 2], [3, 4]]),
    )
)
@SOME
def test_a_pair_reads_on_the_left_and_stamps_on_the_right(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "pair", x=x, w=w)
    conv, back = both_layers(plane)
    last = story.frame(len(story) - 1)
    window, giver = grid(last, "window"), numbers(grid(last, "giver"))
    inside = tuple(
        slice(axis.pad_begin, axis.pad_begin + i)
        for axis, i in zip(conv.axes, conv.input_size, strict=True)
    )
    assert window.roles.shape == tuple(
        axis.pad_begin + i + axis.pad_end
        for axis, i in zip(conv.axes, conv.input_size, strict=True)
    )
    seen = window.roles[inside] == CellRole.INPUT
    read = numbers(window.texts[inside]).astype(np.int64)
    assert np.array_equal(window.texts[inside] != "", seen), "blank is what no position reads"
    kernel = w if plane.layer.rotate_kernel else np.flip(w)
    small = tuple(slice(n) for n in back.input_size)  # op of s or more has more positions
    assert np.array_equal(numbers(grid(last, "small")), gather(conv.layer, read, kernel)[small])
    given_value = giver.astype(np.int64)
    assert np.array_equal(numbers(grid(last, "result")), gather(back.layer, given_value, w))
    assert back.output_size == conv.input_size
    if resolved.kind == "conv":
        assert np.array_equal(read, np.where(seen, x, 0))
        assert np.array_equal(giver, numbers(grid(last, "small"))), "what one gives the other takes"
    else:
        assert np.array_equal(giver, x)
        assert set(read[seen].tolist()) <= {1, 2, 3}
    sizes = [
        " × ".join(map(str, n[-len(resolved.axes) :])) for n in (conv.input_size, back.input_size)
    ]
    large, few = sizes
    if resolved.kind == "conv":
        assert last.sentence.endswith(f": {large} → {few}, and {few} → {large}.")


@given(pairs())
@SOME
def test_window_and_stamp_stand_at_the_same_place(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "pair", x=x, w=w)
    conv, back = both_layers(plane)
    pads = [axis.pad_begin for axis in conv.axes]
    crops = [axis.crop_begin for axis in back.axes]
    frames = [frame for frame in story.frames() if frame.asides]
    for count, (cell, frame) in enumerate(
        zip(np.ndindex(*back.input_size), frames, strict=True), start=1
    ):
        window, result = grid(frame, "window"), grid(frame, "result")
        (read,) = (mark for mark in window.marks if mark.kind in ("window", "extent"))
        (stamped,) = marks(result, "window")
        assert (read.row - pads[0], read.column - pads[1]) == (
            stamped.row - crops[0],
            stamped.column - crops[1],
        )
        assert (read.rows, read.columns) == (stamped.rows, stamped.columns) == plane.kernel_extent
        assert {(r - pads[0], c - pads[1]) for r, c in lit(window)} == {
            (r - crops[0], c - crops[1]) for r, c in lit(result)
        }
        assert lit(window) == set(window.notes) and lit(result) >= set(result.notes)
        # Left, the products under the window add up; right, the notes are the scaled kernel.
        total = sum(
            number(window.texts[at] or "0") * number(note.removeprefix("×"))
            for at, note in window.notes.items()
        )
        small, giver = grid(frame, "small"), grid(frame, "giver")
        assert small.at(*cell) == (CellRole.NOW, False, said(total))
        assert int((small.roles != CellRole.TODO).sum()) == count
        reading, stamping = (
            frame.asides["standard convolution"],
            frame.asides["transposed convolution"],
        )
        symbol = "u" if resolved.kind == "transposed" else "y"
        assert worked(reading) == (named(resolved, symbol, cell), total, total)
        assert lit(giver) == {cell}
        value = number(giver.texts[cell])
        name = named(resolved, "x" if resolved.kind == "transposed" else "y", cell)
        shown_value = f"({said(value)})" if value < 0 else said(value)
        assert stamping.text(99) == f"{name}·w = {shown_value}·w   stamped"
        weights = {(r - read.row, c - read.column): n for (r, c), n in window.notes.items()}
        for (r, c), note in result.notes.items():
            by = number(weights[r - stamped.row, c - stamped.column].removeprefix("×"))
            assert number(note.removeprefix("+")) == value * by
        if resolved.kind == "conv":
            assert value == total, "the cell just computed is the one that stamps"
            assert int((plain(giver) == CellRole.TODO).sum()) == giver.roles.size - count


@given(shown("transposed"))
@SOME
def test_only_crops_that_begin_below_zero_have_no_pair(resolved: ResolvedLayer) -> None:
    plane = flat(resolved)
    below = any(axis.crop_begin < 0 for axis in plane.axes)
    for view in VIEWS:
        if view == "ambiguity":  # which has reasons of its own, and tests of them
            continue
        why = view_called(view).refusal(plane)
        assert bool(why) == (below and view == "pair")
        if why:
            assert why == (
                "its crop begins below 0, so the convolution back would need a negative padding"
            )


# -- overlap -------------------------------------------------------------------------------------

CHEQUERED = LayerSpec()
"""k = 3 and stride 2: the checkerboard."""


def taps_of(plane: ResolvedLayer) -> list[list[int]]:
    """How many of an axis' weights land on each phase, counted one by one."""
    return [
        [sum(b * axis.d % axis.s == phase for b in range(axis.k)) for phase in range(axis.s)]
        for axis in plane.axes
    ]


def period_of(plane: ResolvedLayer) -> Array:
    """The counts of one period: those of the rows times those of the columns."""
    rows, columns = taps_of(plane)
    return np.outer(rows, columns)


def counted(plane: ResolvedLayer, count: int) -> Array:
    """How often cells are reached or read by the first *count* positions: ones through the layer.

    A transposed layer's uncropped result, or a convolution's padded input.
    """
    positions = plane.output_size if plane.kind == "conv" else plane.input_size
    ones = (np.arange(math.prod(positions)) < count).astype(int).reshape(positions)
    stamps = Layer(
        "transposed",
        kernel_size=plane.layer.kernel_size,
        stride=plane.layer.stride,
        dilation=plane.layer.dilation,
    )
    counts = gather(stamps, ones, np.ones(plane.kernel_size, int))
    if plane.kind == "transposed":
        return counts
    padded = [
        a.pad_begin + i + a.pad_end for a, i in zip(plane.axes, plane.input_size, strict=True)
    ]
    return np.pad(counts, [(0, n - m) for n, m in zip(padded, counts.shape, strict=True)])


def where(plane: ResolvedLayer) -> tuple[slice, ...]:
    """The counted cells in the panel, which also has room for those that are appended."""
    begins = [max(-a.crop_begin, 0) for a in plane.axes]
    sizes = counted(plane, 0).shape
    return tuple(slice(begin, begin + n) for begin, n in zip(begins, sizes, strict=True))


def has_whole_period(plane: ResolvedLayer) -> bool:
    """Whether on each axis s cells in a row, phase 0 first, have all their phases' weights."""
    positions = plane.output_size if plane.kind == "conv" else plane.input_size
    for axis, size, taps in zip(plane.axes, positions, taps_of(plane), strict=True):
        starts = [position * axis.s for position in range(size)]
        reached = [start + b * axis.d for start in starts for b in range(axis.k)]
        full = [reached.count(n) == taps[n % axis.s] for n in range(max(reached) + 1)]
        blocks = range(0, len(full) - axis.s + 1, axis.s)
        if not any(all(full[n : n + axis.s]) for n in blocks):
            return False
    return True


def overlap_ending(plane: ResolvedLayer) -> int:
    """Scenes after the last position of the overlap view."""
    products = period_of(plane)
    why = len({products.min(), products.max()}) if has_whole_period(plane) else 0
    padded = any(a.pad_begin or a.pad_end for a in plane.axes)
    uneven = bool(products.min() < products.max())
    return 3 + why + (plane.kind == "transposed" or padded) + int(uneven)


def count_texts(counts: Array) -> Array:
    return np.where(counts > 0, counts.astype(str), "").astype(object)


@given(shown())
@SOME
def test_counts_are_ones_through_the_layer(resolved: ResolvedLayer) -> None:
    """At every position; in the end a cell that is never reached says 0."""
    plane, story = flat(resolved), tell(resolved, "overlap")
    transposed = resolved.kind == "transposed"
    positions = type(story).growing_scenes(plane)
    inner = where(plane)
    for shown_so_far in range(positions):
        frame = story.frame(2 + shown_so_far)
        shown_grid, wanted = grid(frame, "counts"), counted(plane, shown_so_far + 1)
        assert np.array_equal(shown_grid.texts[inner], count_texts(wanted))
        assert int((shown_grid.texts != "").sum()) == int((wanted > 0).sum())
        grown = np.argwhere(wanted > counted(plane, shown_so_far))
        offset = [part.start for part in inner]
        assert lit(shown_grid) == {(int(r) + offset[0], int(c) + offset[1]) for r, c in grown}
        (window,) = marks(shown_grid, "window")
        assert (window.rows, window.columns) == plane.kernel_extent
        new = int((wanted[tuple(grown.T)] == 1).sum())
        told_ = re.search(
            r"(\d+) cells?(?:: (\d+) for the first time, (\d+) again)?", frame.sentence
        )
        assert told_ is not None and int(told_[1]) == len(grown)
        if told_[2]:
            assert (int(told_[2]), int(told_[3])) == (new, len(grown) - new)
        else:
            assert ("not for the first time" in frame.sentence) == (new == 0)
            assert new in (0, len(grown))
        giver = grid(frame, "giver")
        cell = np.unravel_index(shown_so_far, giver.roles.shape)
        role, is_lit, _ = giver.at(int(cell[0]), int(cell[1]))
        assert (role, is_lit) == ((CellRole.INPUT, True) if transposed else (CellRole.NOW, False))
    complete = grid(story.frame(2 + positions), "counts")
    assert np.array_equal(complete.texts[inner], counted(plane, positions).astype(str))
    assert np.array_equal(plain(complete)[inner] == CellRole.ZERO, counted(plane, positions) == 0)


@given(shown())
@SOME
def test_what_is_framed_repeats_the_period(resolved: ResolvedLayer) -> None:
    plane, story = flat(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    inside = next(f for f in story.frames() if f.step == 1)
    shown_grid, inner = grid(inside, "counts"), where(plane)
    windows = marks(shown_grid, "window")
    assert bool(windows) == has_whole_period(plane)
    for frame in marks(shown_grid, "now"):
        for row, column in cells_in(frame):
            phases = (
                (row - inner[0].start) % tile.shape[0],
                (column - inner[1].start) % tile.shape[1],
            )
            assert shown_grid.texts[row, column] == str(tile[phases])
    for window in windows:
        texts = shown_grid.texts[window.row :, window.column :]
        assert np.array_equal(texts[: window.rows, : window.columns], tile.astype(str))


@given(shown())
@SOME
def test_the_weights_that_make_a_count_are_lit(resolved: ResolvedLayer) -> None:
    plane, story = flat(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    frames = [f for f in story.frames() if f.step == 1][1:]
    counts = [tile.max(), tile.min()][: 1 + (tile.max() > tile.min())] if frames else []
    assert len(frames) == len(counts)
    for frame, count in zip(frames, counts, strict=True):
        kernel = grid(frame, "kernel")
        assert int((kernel.roles == (CellRole.KERNEL | LIT)).sum()) == count
        told_ = re.search(r"by (all|none|the one|\d+)\b|never", frame.sentence)
        assert told_ is not None
        said_ = {"all": tile.sum(), "none": 0, "the one": 1, None: 0}
        assert said_.get(told_[1], told_[1] and told_[1].isdigit() and int(told_[1])) == count
        shown_grid = grid(frame, "counts")
        kept = (plain(shown_grid) != CellRole.TODO) & (plain(shown_grid) != CellRole.NONE)
        assert set(shown_grid.texts[kept]) <= {str(count)}


@given(shown())
@SOME
def test_the_crop_leaves_the_counts_of_the_output(resolved: ResolvedLayer) -> None:
    """Of a convolution those of the input: how often its cells take part."""
    plane, story = flat(resolved), tell(resolved, "overlap")
    last = grid(story.frame(len(story) - 1), "counts")
    if resolved.kind == "transposed":
        wanted = [
            len(cell_taps(plane.layer, plane.input_size, c)) for c in np.ndindex(*plane.output_size)
        ]
    else:
        wanted = [
            len(cell_targets(plane.layer, plane.input_size, c))
            for c in np.ndindex(*plane.input_size)
        ]
    assert [number(text) for text in last.texts.flat] == wanted
    never = (plain(last) == CellRole.ZERO) | (plain(last) == CellRole.OP)
    assert np.array_equal(never.ravel(), np.array(wanted) == 0)


@given(shown())
@SOME
def test_the_verdict_is_that_of_the_period(resolved: ResolvedLayer) -> None:
    plane, story = flat(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    last = story.frame(len(story) - 1).sentence
    verdict = "Even" if tile.min() == tile.max() else "Uneven" if tile.min() else "Holes"
    assert last.startswith(verdict)
    kinds = [
        line.text.split(": ")[-1]
        for row in story.storyboard.formulas
        for line in row
        if "gcd(" in line.text
    ][1:]
    assert (set(kinds) == {"even"}) == (verdict == "Even") and ("holes" in kinds) == (
        verdict == "Holes"
    )
    twin = re.search(r"same size: (.+?)(?:;|\.$)", last)
    if twin is None:
        return
    told_ = dict(part.split(" = ") for part in twin[1].split(", "))
    axes = len(resolved.axes)

    def sizes(name: str, otherwise: list[Any]) -> Any:
        if name not in told_:
            return tuple(otherwise)
        told = told_[name].replace("−", "-")
        parts = told.split("×") * (axes if "×" not in told else 1)
        pairs = tuple((int(p.split(":")[0]), int(p.split(":")[-1])) for p in parts)
        return pairs if name in ("p", "crop") else tuple(begin for begin, _ in pairs)

    own = resolved.axes
    other = Layer(
        resolved.kind,
        kernel_size=sizes("k", [a.k for a in own]),
        stride=tuple(a.s for a in own),
        dilation=sizes("d", [a.d for a in own]),
        **(
            {"crop": sizes("crop", [])}
            if "crop" in told_
            else {
                "padding": sizes("p", [(a.pad_begin, a.pad_end) for a in own]),
                "output_padding": sizes("op", [a.op for a in own]),
            }
        ),
    )
    posed_ = resolve_layer(other, resolved.input_size)
    assert posed_.output_size == resolved.output_size
    products = period_of(flat(posed_))
    assert products.min() == products.max() > 0


@given(shown())
@SOME
def test_the_remedy_stands_beside_a_layer_of_uneven_overlap(resolved: ResolvedLayer) -> None:
    """Of the same output size, even, and stamped in step; what it comes to is said below."""
    plane, story = flat(resolved), tell(resolved, "overlap")
    tile, last = period_of(plane), story.frame(len(story) - 1)
    sections = story.storyboard.sections
    verdicts = list(last.verdicts.values())
    assert [verdict.good for verdict in verdicts[:1]] == [tile.min() == tile.max()]
    assert list(last.verdicts) == [section.name for section in sections]
    words = [PRINTED.text(verdict.text) for verdict in verdicts]
    counts = sorted(set(tile.ravel().tolist()))
    if len(counts) > 1:
        assert f": {', '.join(map(str, counts))} times" in words[0]
    uneven = [len(set(taps)) > 1 for taps in taps_of(plane)]
    assert ("checkerboard" in words[0]) == (all(uneven) and tile.min() > 0)
    assert ("Checkerboard" in story.storyboard.title) == ("checkerboard" in words[0])
    if len(sections) == 1:
        return
    assert verdicts[1].good and words[1].startswith("even: ")
    own, other = grid(last, "counts"), grid(last, "even counts")
    assert own.roles.shape == other.roles.shape
    twin = even_spec(resolved)
    assert twin is not None
    even = flat(resolve(twin, ndim=len(resolved.axes)))
    assert period_of(even).min() == period_of(even).max()
    for done in range(1, math.prod(plane.positions) + 1):
        beside = grid(story.frame(1 + done), "even counts")
        shown_counts = count_texts(counted(even, done))
        assert np.array_equal(beside.texts[where(even)], shown_counts)


def test_interior_counts_never_share_a_step_of_the_scale() -> None:
    from tconv_anim.story.grids.count_scale import roles_of_counts

    for kernel, stride in itertools.product(range(1, 40), range(1, 9)):
        counts = {kernel // stride, -(-kernel // stride)}
        inside = {a * b for a in counts for b in counts}
        roles = roles_of_counts(max(inside), inside)
        assert (np.diff(roles.astype(int)) >= 0).all() and roles[0] == CellRole.TODO
        assert len({int(roles[n]) for n in inside}) == len(inside)
        assert min(roles[1:], default=CellRole.COUNT_1) >= CellRole.COUNT_1


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (
            CHEQUERED,
            "Uneven. Remedy at the same size: k = 4, p = 2, op = 1; or resize, then convolve;",
        ),
        (
            LayerSpec(kernel_size=(4,)),
            "Even: gcd(s, d) = 1 and s divides k. Cells of the output are"
            " reached 4 times, less often at its border.",
        ),
        (
            LayerSpec(kernel_size=(2,), padding=((0, 0),)),
            "Every cell of the output is reached once.",
        ),
        (LayerSpec(kernel_size=(4,), dilation=(2,)), "Holes. "),
        (
            LayerSpec(input_size=(1,), kernel_size=(4,)),
            "With a larger input, interior cells are reached",
        ),
        (
            LayerSpec(kind="conv", input_size=(5,)),
            "Uneven. Remedy at the same size: k = 4, p = 2.",
        ),
        (
            LayerSpec(kind="conv", stride=(1,)),
            "Cells of the input are read 9 times, less often",
        ),
    ],
)
def test_the_overlap_view_ends_with_what_to_do(spec: LayerSpec, words: str) -> None:
    story = tell(spec, "overlap")
    assert words in story.frame(len(story) - 1).sentence


# -- a view of one's own ---------------------------------------------------------------------------

PROBE = '''
"""A view of a single frame."""

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ..frame import CellRole, Fact, FormulaLine, Section, Storyboard
from ..grids.base import full_grid, panel_for
from ..view import Scene, View


class ProbeView(View):
    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return plane.input_size

    def prepare(self) -> None:
        self.grid = full_grid(self.example, "probe", self.example.xs, CellRole.INPUT)

    def __len__(self) -> int:
        return 1

    def scene(self, number: int) -> Scene:
        return Scene(step=0, caption="Here it is.", grids={"probe": self.grid})

    def make_storyboard(self) -> Storyboard:
        return Storyboard(
            title="A probe",
            facts=(Fact("i", "input", "3"), Fact("o", "output", "5")),
            steps=(),
            sections=(Section(columns=((panel_for("probe", [self.grid]),),)),),
            formulas=((FormulaLine("o = 5"),),),
            roles=frozenset({int(CellRole.INPUT)}),
        )
'''

RUN = """
import sys
import tconv_anim.story.views as views
views.__path__.append(sys.argv.pop(1))
assert views.view_names()[3:] == ("all", "ambiguity", "overlap", "pair", "probe", "roundtrip")
from tconv_anim.cli import main
main()
"""


@pytest.mark.parametrize("name", ["probe.gif", "probe.png"])
def test_a_new_view_is_a_new_file_and_nothing_else(name: str, tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text(PROBE, encoding="utf-8")
    (tmp_path / "_private.py").write_text("raise AssertionError\n", encoding="utf-8")
    target = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", RUN, tmp_path, "render", "--view", "probe", "-o", target],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert target.read_bytes()[:4] in (b"GIF8", b"\x89PNG")
    assert b"--view probe" in target.read_bytes()
