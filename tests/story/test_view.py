"""What holds for every view, frame by frame."""

from __future__ import annotations

import itertools
import math
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tconv_anim.compute import (
    apply,
    as_numbers,
)
from tconv_anim.layers.even_kernel import even_spec
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.example import Writing
from tconv_anim.story.frame import CellRole, Equation, Frame, Grid, Mark, label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.roles import SHADES, SIGNED, UNSHADED
from tconv_anim.story.values import Product
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called, view_names
from tests.helpers.daily import every, examples
from tests.helpers.frames import (
    SOME,
    Case,
    choice,
    has_whole_period,
    marks,
    matrix_of,
    number,
    on_plane,
    period_of,
    product,
    said,
    told,
    worked,
)
from tests.helpers.stories import VIEWS, cell_taps, every_view, grid, tell
from tests.helpers.strategies import numbered, shown

FEW = examples(2)


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
@example(resolve_layer(Layer("conv", kernel_size=1, stride=2, padding=1), (1,)))
@SOME
def test_the_length_of_a_story_is_known(view: str, resolved: ResolvedLayer) -> None:
    story = told(view, resolved)
    frames = list(story.frames())
    inputs, outputs = math.prod(resolved.input_size), math.prod(resolved.output_size)
    transposed = resolved.kind == "transposed"
    expected = {
        "gather": len([f for f in frames if f.equation is None]) + outputs,
        "scatter": 1 + inputs + 2 + bool(marks_of_crop(frames)),
        "matrix": 2 + (inputs if transposed else outputs) + 1 + transposed + outputs,
        "all": 1 + outputs,
        "ambiguity": ambiguity_length(resolved) if view == "ambiguity" else 0,
        "overlap": 1 + (inputs if transposed else outputs) + overlap_ending(resolved),
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
    return 3 + min(sizes, 2) + min(sizes, 3) + cells + (sizes > 1)


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
        spoken += [bool(frame.verdicts)]
        compared = view == "roundtrip" and frame.step == steps[-1]  # a sum, and what it is not
        assert sum(spoken) == 1 or (compared and spoken[:2] == [True, True] and sum(spoken) == 2)
        assert not frame.sentence or frame.sentence[-1] in ".?"


SHRINKING = (
    resolve_layer(Layer("transposed", kernel_size=(1, 3)), (1, 3)),
    np.array([[6, 5, 4]]),
    np.array([[1, -1, -1]]),
)
"""A sum that is −11 on its way, and −7 in the end."""


def weight(text: str) -> float:
    """How wide a text is, in digits, as near as the story can know."""
    wide = {"−": 1.35, ".": 0.5, **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", 0.78)}
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
    roles = story.storyboard.roles | {0}
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
            assert {int(role) for role in np.unique(cells.roles)} <= roles
            assert all(weight(t) <= weight(panel.widest_text) for t in cells.texts.flat), name
            assert all(weight(t) <= weight(panel.widest_note) for t in cells.notes.values()), name
            assert all(0 <= r < rows and 0 <= c < columns for r, c in cells.notes)
            assert any(
                weight(label_text(cells.label)) <= weight(label_text(label))
                and weight(PRINTED.text(cells.size_label)) <= weight(PRINTED.text(size))
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
    story, plane = told(view, resolved), plane_layer(resolved)
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
    "gather": "output",
    "matrix": "y",
    "all": "output",
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
            row = int(np.flatnonzero(result.roles.max(axis=1))[-1])
        shown_text = result.texts[row, column]
    elif view == "scatter" or (view in ("all", "pair", "overlap") and resolved.kind != "conv"):
        result = grid(frame, {"overlap": "counts", "all": "scatter"}.get(view, "result"))
        at = tuple(n + max(a.crop_begin, 0) for n, a in zip(cell, plane.axes, strict=True))
        shown_text = result.texts[at]
        if not cell_taps(plane.layer, plane.input_size, cell):
            assert shown_text in ("", "0") and y[cell] == 0
            return
    elif view == "overlap":  # of a convolution, which counts and has no values
        giver = grid(frame, "giver")
        assert not any(giver.texts.flat)
        assert giver.roles.reshape(y.shape)[cell] == CellRole.NOW
        return
    else:
        texts = grid(frame, RESULTS[view]).texts
        shown_text = texts.reshape(y.shape)[cell]
    assert shown_text == said(y[cell])


INDICES = "counts", "rows", "columns", "sizes", "ends"
"""Ends of the names of panels whose numbers are no values."""


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
            if name == "even kernel":  # which has weights of its own
                continue
            if one and other and one.label != other.label:  # a conv's shares, of numbers alone
                assert view == "all" and name == "scatter"
                continue
            if one is None or other is None:
                assert one is other
                continue
            assert np.array_equal(one.roles, other.roles)
            if name.endswith(INDICES):  # which letters do not change
                assert np.array_equal(one.texts, other.texts)
                continue
            own = one.roles != CellRole.GHOST  # not what stands before a row
            for text, digit in zip(one.texts[own], other.texts[own], strict=True):
                assert text == "0" or not re.fullmatch(r"[−\d.]+", text)
                if text == "0":
                    assert digit == "0"
                elif text == "…":  # a sum that has more to come
                    assert name == "result"
                elif "·" in text:
                    assert math.prod(values[part] for part in text.split("·")) == product(digit)
                elif text and name != "result":
                    meet(text, number(digit))
            for cell, note in one.notes.items():
                factors = [values[part] for part in note.lstrip("+×").split("·") if part]
                assert not note or math.prod(factors) == number(other.notes[cell].lstrip("+×"))
            if end and name == "result":  # a sum is called as what it grows to
                for (row, column), text in np.ndenumerate(one.texts):
                    if text not in ("", "0", "…") and "·" not in text:
                        shift = [
                            round(there[0] - here[0])
                            for there, here in (
                                (end.row_at, one.row_at),
                                (end.column_at, one.column_at),
                            )
                        ]
                        meet(text, number(end.texts[row - shift[0], column - shift[1]]))
        pairs = [(letters.equation, digits.equation)]
        beside = digits.asides.keys() - {"given", "output"}  # which name their cell alone
        pairs += [(letters.asides[name], digits.asides[name]) for name in beside]
        for equation, other_equation in pairs:
            if equation is None or other_equation is None:
                assert equation is other_equation
            elif isinstance(other_equation.target, Product):  # a stamp, no sum
                assert isinstance(equation.target, Product) and not equation.terms
            else:
                if equation.target is None:  # a sum on its way; letters tell all its terms
                    shares = [
                        math.prod(values[PRINTED.value(f)] for f in t.factors)
                        for t in equation.terms
                    ]
                    assert sum(shares) == other_equation.value
                    continue
                target, total, value = worked(other_equation)
                parts = equation.text(10**6).partition("   ")[0].split(" = ")
                meet(parts[0], value)
                lettered_terms, numbered_terms = (
                    len(e.terms) + e.zeros for e in (equation, other_equation)
                )
                grows = other_equation.terms[:1] and not isinstance(
                    other_equation.terms[0], Product
                )  # from a number, which letters tell by its terms
                assert grows or lettered_terms - numbered_terms in (0, len(equation.terms) == 1)
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
        said_beside = frame.asides.keys() - {"given", "output"}
        for equation in (frame.equation, *map(frame.asides.get, said_beside)):
            if equation is not None:
                assert not equation.terms and not equation.value
                assert equation.remark or equation.lead


@every_view
@given(numbered(ndim=1))
@SOME
def test_strips_say_what_a_layer_of_height_one_says(view: str, case: Case) -> None:
    resolved, x, w = case
    strip, plane = told(view, resolved, x=x, w=w), told(view, plane_layer(resolved), x=x, w=w)
    assert len(strip) == len(plane)
    for one, other in zip(strip.frames(), plane.frames(), strict=True):
        assert set(other.grids) - set(one.grids) <= {
            "input",
            "output",
            "rows",
            "even rows",
        } and one.grids.keys() <= (other.grids.keys())
        for name, shown_grid in one.grids.items():
            wanted = other.grids[name]
            if shown_grid is None or wanted is None:
                assert shown_grid is wanted
                continue
            assert np.array_equal(shown_grid.texts, wanted.texts)
            assert np.array_equal(shown_grid.roles, wanted.roles)
            assert (shown_grid.notes, shown_grid.marks) == (wanted.notes, wanted.marks)
        for a, b in zip(equations(one), equations(other), strict=True):
            said, whole = (e.text(999).partition("   ")[0] for e in (a, b))
            assert said == whole.replace("[0,", "[")
        assert "[0," not in one.sentence


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
                assert level < SHADES + SIGNED or level == UNSHADED
                if role not in CAN_BE_SHADED:
                    continue  # such a cell is drawn plain
                if level != UNSHADED:
                    assert text, (name, cell)
                    of_panel = ordered.setdefault((name, label_text(cells.label)), {})
                    of_panel.setdefault(number(text), set()).add(level)
    if view not in ("gather", "overlap") and shaded:  # counts have no shades
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


OUTPUTS = {
    "gather": "output",
    "all": "output",
    "scatter": "result",
    "pair": "result",
    "ambiguity": "back",
}


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
                _, terms, *rest = re.split(" [=≈] ", equation.text(999).partition("   ")[0])
                value = rest[0] if rest else terms
                factors = [[near(f) for f in t.split("·")] for t in terms.split(" + ")]
                products = [math.prod(of_term) for of_term in factors]
                assert abs(sum(products) - near(value)) <= 0.02 * sum(map(abs, products))
    last = story.frame(len(story) - 1)
    panels = {OUTPUTS.get(view, "y"): y}
    if view == "overlap":  # which shows counts alone
        panels = {}
    if view == "all" and kind == "transposed":  # whose sum is the output
        panels = {"scatter": y}
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
    if view == "overlap":
        assert [text for text in grid(last, "counts").texts.flat if text] == ["1"]
        return
    shown_value = 2**69
    result = grid(last, "scatter" if view == "all" else OUTPUTS.get(view, "y"))
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
    layer = Layer("transposed", kernel_size=(1, 2))
    resolved = resolve_layer(layer, (1, 2))
    for frame in tell(resolved, view, x=[x], w=[w]).frames():
        for equation in equations(frame):
            text = equation.text(999).partition("   ")[0].replace("−", "-")
            if " = " not in text or "·w" in text:
                continue
            _, first, terms, *rest = re.split(" ([=≈]) ", text)
            if first == "≈":
                assert rest[0] == "≈", text
                continue
            shown = [[float(f.strip("()")) for f in t.split("·")] for t in terms.split(" + ")]
            total = sum(map(math.prod, shown))
            assert not rest or rest[0] == "≈" or total == float(rest[1]), text
            if view == "gather" and equation.target:  # the terms themselves are exact
                y = apply(layer, np.array([x]), np.array([w]))
                assert total == pytest.approx(float(y[equation.target.at])), text


# -- times ---------------------------------------------------------------------------------


PACED = [
    {},
    {"kernel_size": (4,), "stride": (3,)},
    {"dilation": (2,)},
    {"kernel_size": (4,), "padding": ((0, 0),)},
    {"stride": (1,)},
    {"input_size": (4,), "stride": (4,)},
]


@every_view
@pytest.mark.parametrize(
    ("kind", "dims", "changes"), every(17, itertools.product(("transposed", "conv"), (1, 2), PACED))
)
def test_what_is_to_be_read_stays_and_all_passes_in_28_seconds_or_is_fast(
    view: str, kind: Any, dims: int, changes: dict[str, Any]
) -> None:
    spec = LayerSpec(**{"kind": kind, "input_size": (5,), **changes})
    story = tell(resolve(spec, ndim=dims), view)
    check_total(story)
    frames = list(story.frames())
    for frame in frames:
        assert frame.equation or frame.sentence or frame.asides or frame.verdicts
        said = [frame.sentence, *(PRINTED.text(one.text) for one in frame.verdicts.values())]
        words, read = 0, set[str]()
        for text in said:  # words that stand beside each other are read once
            own = [word.strip(".,:;()") for word in text.split()]
            words += sum(any(map(str.isalnum, word)) and word not in read for word in own)
            read |= {*own}
        equations = [frame.equation] if frame.equation else [*frame.asides.values()]
        if frame is frames[-1]:
            assert frame.ms == max(2500, 300 * words)
        elif equations and not frame.fast:
            terms = max(len(equation.terms) for equation in equations)
            worth = max(min(400 + 250 * terms, 1600), 900)
            assert frame.ms in (worth, max(worth, 1500)) if terms else frame.ms >= 350
        elif not frame.fast:
            assert frame.ms >= max(350, 300 * words)


@every_view
@pytest.mark.parametrize(
    ("i", "kind"), every(3, itertools.product([1, 4, 8], ["transposed", "conv"]))
)
def test_stories_take_28_seconds_or_are_fast(view: str, kind: Any, i: int) -> None:
    check_total(tell(LayerSpec(kind=kind, input_size=(i,)), view))


@pytest.mark.slow
@pytest.mark.parametrize("view", ["gather", "scatter", "overlap", "pair", "roundtrip"])
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_stories_of_long_strips_are_as_fast_as_can_be(view: str, kind: Any) -> None:
    resolved = resolve(LayerSpec(kind=kind, input_size=(700,), stride=(1,)), ndim=1)
    check_total(tell(resolved, view))


def check_total(story: View) -> None:
    frames = list(story.frames())
    assert all(frame.ms % 10 == 0 and frame.ms >= 50 for frame in frames)
    fast = [frame.ms for frame in frames if frame.fast]
    total = sum(frame.ms for frame in frames)
    assert max(fast, default=0) <= 1200 and len(set(fast) - {350, 1200}) <= 1
    # Where there is so much to read, what is passed fast takes as little as can be.
    assert total <= 28_000 or min(fast) == 50


@pytest.mark.slow
@every_view
def test_times_given_by_hand_are_kept_in_every_view(view: str) -> None:
    frames = list(tell(LayerSpec(input_size=(6,)), view, step_ms=500, hold_ms=30).frames())
    assert frames[0].ms == 30 and frames[-1].ms == 80
    assert {frame.ms for frame in frames[1:-1]} - {60} == {30, 500}


def overlap_ending(resolved: ResolvedLayer) -> int:
    """Scenes after the last position of the overlap view."""
    plane = plane_layer(resolved)
    products = period_of(plane)
    why = len({products.min(), products.max()}) if has_whole_period(plane) else 0
    if why == 2 and (spec := even_spec(resolved)) is not None:  # which stands beside it
        beside = plane_layer(resolve(spec, ndim=len(resolved.axes)))
        why -= beside.output_size == plane.output_size and has_whole_period(beside)
    changes = any(
        axis.crop_begin or axis.crop_end
        if plane.kind == "transposed"
        else axis.pad_begin or axis.pad_end
        for axis in plane.axes
    )
    return 2 + why + changes + bool(products.min() < products.max())


# -- a view of one's own ---------------------------------------------------------------------------

PROBE = '''
"""A view of a single frame."""

from ...layers.resolved_layer import ResolvedLayer
from ...notation import Sizes
from ...layers.formula_text import FormulaText
from ..frame import CellRole, Fact, FormulaLine, Section, Storyboard
from ..grids.base import full_grid, panel_for
from ...options import Option
from ..view import Scene, View


class ProbeView(View):
    options = (
        Option(("--scenes",), "whole", "Number of scenes.", 1, metavar="N", least=1, most=9),
        Option(("--loud",), "switch", "Capitals.", False),
    )

    @classmethod
    def extent(cls, plane: ResolvedLayer) -> Sizes:
        return plane.input_size

    def prepare(self) -> None:
        self.grid = full_grid(self.example, "probe", self.example.xs, CellRole.INPUT)

    def __len__(self) -> int:
        return self.settings["scenes"]

    def scene(self, number: int) -> Scene:
        caption = "HERE IT IS." if self.settings["loud"] else "Here it is."
        return Scene(step=0, caption=caption, grids={"probe": self.grid})

    def make_storyboard(self) -> Storyboard:
        return Storyboard(
            title="A probe",
            facts=(Fact("i", "input", "3"), Fact("o", "output", "5")),
            steps=(),
            sections=(Section(columns=((panel_for("probe", [self.grid]),),)),),
            formulas=((FormulaLine(FormulaText.of("o = 5")),),),
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
OPTIONS = """
import sys
import tconv_anim.story.views as views
views.__path__.append(".")
from tconv_anim.cli import main

def run(words):
    try:
        main(words.split())
    except SystemExit as end:
        print("exit", end.code, flush=True)

run("render --help")
run("batch rows.toml --list")
run("render --view probe --scenes 3 --loud -o a.gif")
run("explain a.gif")
run("render --view probe --loud --alt")
run("render --view probe --scenes 0")
run("render --scenes 2")

import tconv_anim as ta
layer = ta.Layer("conv", kernel_size=3)
print(ta.animate(layer, view="probe", scenes=3, loud=True))
for wrong in ({"scenes": 10}, {"scenes": 2.5}, {"loud": 1}, {"view": "gather", "scenes": 2}):
    try:
        ta.animate(layer, **{"view": "probe", **wrong})
    except ta.FigureError as error:
        print(error)
print("scenes : int, 1 by default" in ta.render.__doc__)
"""
ROWS = """
[figures.a]
view = "probe"
scenes = 3
loud = true
"""


def test_a_view_has_options_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text(PROBE, encoding="utf-8")
    (tmp_path / "rows.toml").write_text(ROWS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", OPTIONS],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=60,
        check=True,
        cwd=tmp_path,
        text=True,
    )
    shown, listed, drawn, told, alt, *refused, called = done.stdout.split("exit ")
    shown = " ".join(shown.split())
    assert "--scenes N Of --view probe: Number of scenes. [default: 1]" in shown
    command = "tconv-anim render --view probe --scenes 3 --loud"
    assert f"a.gif: {command}" in listed and command in told
    assert drawn.endswith("a.gif\n") and alt.count("HERE IT IS.") == 1
    assert [one.splitlines()[-1] for one in refused] == [
        "Error: --scenes 0 must be between 1 and 9. Try --scenes 1.",
        "Error: --scenes 2 is not an option of --view gather, which has none of its own.",
    ]
    assert called.splitlines()[1:] == [
        "<Animation of 3 frames, 960x540: tconv-anim render --kind conv --s 1 --p 0 --view probe"
        " --scenes 3 --loud>",
        "scenes=10 must be between 1 and 9. Try scenes=1.",
        "scenes=2.5 must be a whole number.",
        "loud=1 must be true or false.",
        "scenes=2 is not an option of view='gather', which has none of its own.",
        "True",
    ]


def test_the_help_reads_options_of_views_without_numpy(tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text(PROBE, encoding="utf-8")
    script = (
        "import sys, tconv_anim.story.views as views; views.__path__.append('.');"
        "print(views.view_options()['probe'][0].flags, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, cwd=tmp_path, check=True, text=True
    )
    assert done.stdout == "('--scenes',) False\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", every(2, ["probe.gif", "probe.png"]))
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
