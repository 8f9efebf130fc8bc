"""The ambiguity view: sizes found by trying all of them, cells by matrices turned over."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tconv_anim.compute import Array
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import CellRole, Frame, Grid, label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called
from tests.helpers.frames import (
    SOME,
    Case,
    choice,
    lit,
    marks,
    matrix_of,
    named,
    number,
    pads_of,
    plain,
    said,
    sizes_of,
    told,
    worked,
)
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import EXAMPLES, numbered, shown


def size_at(plane: ResolvedLayer, step: int) -> tuple[int, ...]:
    """The size picked at a step; an axis with fewer waits at its last."""
    return tuple(sizes[min(step, len(sizes) - 1)] for sizes in sizes_of(plane))


def matrix_back(plane: ResolvedLayer, w: Array, size: tuple[int, ...]) -> Array:
    """Of the way back to *size*: the matrix of the convolution from there, turned over."""
    layer, w = plane.layer, w.reshape(plane.kernel_size)
    conv = Layer(
        "conv",
        kernel_size=layer.kernel_size,
        stride=layer.stride,
        padding=tuple(pads_of(plane, axis) for axis in plane.axes),
        dilation=layer.dilation,
    )
    return matrix_of(resolve_layer(conv, size), w if layer.rotate_kernel else np.flip(w)).T


def told_of(resolved: ResolvedLayer) -> list[int]:
    """Steps with a scene of their own: the first two, and the last."""
    steps = choice(resolved)[0]
    return sorted({0, min(1, steps - 1), steps - 1})


def ops_of(story: View) -> list[Frame]:
    """The frame of each op that is told, as it comes."""
    begin = 1 + min(choice(story.example.resolved)[0], 2) + 1
    frames = [frame for frame in list(story.frames())[begin:] if not frame.equation]
    return frames[: len(told_of(story.example.resolved))]


def output_of(result: Grid) -> tuple[slice, slice]:
    """Where the output stands that is framed."""
    (mark,) = (mark for mark in result.marks if mark.kind != "now")
    return np.s_[mark.row : mark.row + mark.rows, mark.column : mark.column + mark.columns]


def given_back(story: View) -> Array:
    """What the way back begins with, off the screen."""
    texts = grid(story.frame(len(story) - 1), "giver").texts
    return np.array([number(text) for text in texts.flat], dtype=object)


@given(shown())
@SOME
def test_rows_hold_every_size_that_shares_the_output(resolved: ResolvedLayer) -> None:
    """Crossed is what no window reads, looked at window by window; fans lead to these."""
    story, plane = told("ambiguity", resolved), plane_layer(resolved)
    sizes, found = sizes_of(plane), []
    for name, rows in story.frame(len(story) - 1).grids.items():
        if rows is None or "sizes" not in name:
            continue
        panel = next(p for p in story.storyboard.panels if p.name == name)
        found.append([int(text.partition(" → ")[0]) for text in panel.row_names])
        words = label_text(rows.label), label_text(story.storyboard.sections[0].heading)
        across = any("width" in said for said in words) or len(resolved.axes) == 1
        axis = plane.axes[-1 if across else 0]
        begin, end = pads_of(plane, axis)
        for row, size in enumerate(found[-1]):
            read: set[int] = set()
            windows = range(0, begin + size + end - (axis.k - 1) * axis.d, axis.s)
            assert panel.row_names[row] == f"{size} → {len(windows)}"
            for at in windows:
                read |= {at + tap * axis.d for tap in range(axis.k)}
            indices = rows.texts[row, begin : begin + size]
            assert indices.tolist() == [str(n) for n in range(size)]
            for n, role in enumerate(rows.roles[row]):
                kind = CellRole.INPUT if begin <= n < begin + size else CellRole.PAD
                if n not in read:
                    kind = CellRole.UNREAD if kind is CellRole.INPUT else CellRole.DROPPED
                assert role == (kind if n < begin + size + end else CellRole.NONE)
        fan = next(
            b.fans[0] for b in story.storyboard.sections[0].fanned_panels if b.panel.name == name
        )
        (begin, end), last = pads_of(plane, axis), found[-1][0]
        windows = range(0, begin + last + end - (axis.k - 1) * axis.d, axis.s)
        assert [set(ends) for ends in fan.links] == [
            {at + tap * axis.d for tap in range(axis.k)} for at in windows
        ]
    assert all(len(axis_sizes) == 1 or axis_sizes in found for axis_sizes in sizes)


@given(shown())
@SOME
def test_the_first_and_the_last_size_come_with_their_formula(resolved: ResolvedLayer) -> None:
    story, plane = told("ambiguity", resolved), plane_layer(resolved)
    shared = plane.output_size if plane.kind == "conv" else plane.input_size
    for place, step in enumerate(sorted({0, choice(resolved)[0] - 1})):
        frame = story.frame(1 + place)
        shown_sizes, results = size_at(plane, step), []
        for part in frame.sentence.split(". ")[0].split(", "):
            who, formula = part.split(": ")
            size = next(int(word) for word in who.split() if word.isdigit())
            assert size in shown_sizes and f"({size} +" in formula
            text, value = formula.rstrip(".").split(" = ")
            python = text.replace("⌊", "(").replace("⌋", ")").replace("·", "*").replace("−", "-")
            assert eval(python.replace("/", "//")) == int(value)  # sums and products of digits
            results.append(int(value))
        assert set(results) <= set(shared)
        rows = grid(frame, "sizes")
        (window,) = marks(rows, "window")
        left = int((rows.roles[window.row, window.column + window.columns :] > 0).sum())
        over = re.search(r"(Nothing|\d+ cells?) left over", frame.sentence)
        assert over is None or over[1].split()[0] == (str(left) if left else "Nothing")
        count = int(rows.roles.any(axis=1).sum())
        assert window.row == count - 1 == min(step, len(rows.roles) - 1)
        ends = grid(frame, "ends")
        assert lit(ends) == {(0, ends.roles.size - 1)} and ends.roles.size in shared


@given(numbered())
@SOME
def test_each_op_gives_what_its_matrix_gives(case: Case) -> None:
    """All cells of every op: those that no weight reaches are 0, and look it."""
    resolved, x, w = case
    story, plane = told("ambiguity", resolved, x=x, w=w), plane_layer(resolved)
    giving = given_back(story)
    steps = [*told_of(resolved), choice(resolved)[0]]
    for step, frame in zip(steps, [*ops_of(story), story.frame(len(story) - 1)], strict=True):
        last = step == choice(resolved)[0]
        result = grid(frame, "back")
        inner = output_of(result)
        size = result.texts[inner].shape
        assert size == size_at(plane, step) or last
        m = matrix_back(plane, w, size)
        values = (m @ giving).reshape(size)
        # A weight may be 0: with ones one sees where kernels reach.
        reached = matrix_back(plane, np.ones_like(w), size).sum(axis=1).reshape(size)
        told_before = steps[steps.index(step) - 1]
        before = size_at(plane, told_before) if step and not last else (0, 0)
        for cell in np.ndindex(*size):
            role, text = plain(result)[inner][cell], result.texts[inner][cell]
            if role == CellRole.TODO:  # computed in the frames that follow
                assert step and not all(n < b for n, b in zip(cell, before, strict=True))
            else:
                assert text == said(values[cell])
            assert role != CellRole.ADDED_ZERO or not reached[cell]
            assert role in (CellRole.TODO, CellRole.OUTPUT, CellRole.ADDED, CellRole.ADDED_ZERO)
    if resolved.kind == "transposed":  # in the end the layer's own
        assert size == plane.output_size
        assert (values.ravel() == matrix_of(resolved, w) @ x.ravel()).all()
    else:
        assert size == plane.input_size


@given(numbered())
@SOME
def test_cells_that_an_op_adds_are_computed_one_by_one(case: Case) -> None:
    resolved, x, w = case
    story, plane = told("ambiguity", resolved, x=x, w=w), plane_layer(resolved)
    giving, largest = given_back(story), size_at(plane, 10**6)
    m = matrix_back(plane, w, largest)
    ones = matrix_back(plane, np.ones_like(w), largest)
    symbol = "y" if resolved.kind == "transposed" else "z"
    computed, before = [], size_at(plane, 0)
    for frame in story.frames():
        if frame.equation is None:
            continue
        result = grid(frame, "back")
        (now,), inner = marks(result, "now"), output_of(result)
        cell = now.row - inner[0].start, now.column - inner[1].start
        row = int(np.ravel_multi_index(cell, largest))
        target, total, value = worked(frame.equation)
        assert target == named(resolved, symbol, cell)
        assert total == value == (m @ giving)[row] == number(result.texts[now.row, now.column])
        giver = grid(frame, "giver")
        assert {int(np.ravel_multi_index(c, giver.roles.shape)) for c in lit(giver)} == set(
            ones[row].nonzero()[0].tolist()
        )
        assert (
            len(lit(grid(frame, "kernel"))) == len(lit(giver)) == int(np.count_nonzero(ones[row]))
        )
        computed.append(cell)
    assert len(set(computed)) == len(computed) == choice(resolved)[1]
    assert not any(all(n < b for n, b in zip(c, before, strict=True)) for c in computed)
    reached = ones.sum(axis=1).reshape(largest)
    beyond = {c for c in np.ndindex(*largest) if reached[c]} - set(computed)
    assert all(all(n < b for n, b in zip(c, before, strict=True)) for c in beyond)


@given(shown())
@SOME
def test_captions_count_what_an_op_adds(resolved: ResolvedLayer) -> None:
    story, plane = told("ambiguity", resolved), plane_layer(resolved)
    steps, before = told_of(resolved), 0
    for step, frame in zip(steps, ops_of(story), strict=True):
        roles = plain(grid(frame, "back"))[output_of(grid(frame, "back"))]
        size = " × ".join(map(str, size_at(plane, step)[-len(resolved.axes) :]))
        assert f": {size}" in frame.sentence
        added, zeros = (
            int((roles == CellRole.TODO).sum()),
            int((roles == CellRole.ADDED_ZERO).sum()),
        )
        assert (f"{added} more to compute" in frame.sentence) == bool(added)
        assert (f"{zeros - before} that no kernel" in frame.sentence) == bool(zeros - before)
        before = zeros


ONES = resolve_layer(Layer("transposed", kernel_size=(3,), stride=2, padding=1), (4,))


def test_op_is_not_zeros() -> None:
    """The case that people get wrong: op appends a 3, not a 0."""
    story = tell(ONES, "ambiguity", x=[1, 1, 1, 1], w=[1, 2, 3])
    rows = grid(story.frame(len(story) - 1), "back")
    texts = [[text for text in row if text] for row in rows.texts]
    assert texts == [list("2424242"), list("24242423")]
    (panel,) = (panel for panel in story.storyboard.panels if panel.name == "back")
    assert panel.row_names == ("op = 0", "op = 1")
    (computed,) = (frame for frame in story.frames() if frame.equation)
    assert computed.equation and computed.equation.text(99) == "y[7] = 1·3 = 3"
    assert story.scene_of((0, 6)) == computed.index - 2


@pytest.mark.parametrize(
    ("spec", "dims", "caption"),
    [
        (LayerSpec(), 2, "op adds no zeros: what it adds had been cropped."),
        (LayerSpec(padding=((0, 0),)), 2, "All that is added lies beyond the last stamp: 0."),
        (LayerSpec(stride=(3,)), 1, "op adds what had been cropped; beyond the last stamp, 0."),
        (LayerSpec(kernel_size=(3, 5), stride=(2, 1)), 2, "op adds no zeros"),
    ],
)
def test_where_zeros_are_is_told(spec: LayerSpec, dims: int, caption: str) -> None:
    story = tell(resolve(spec, ndim=dims), "ambiguity")
    assert caption in story.frame(len(story) - 2).sentence


@pytest.mark.parametrize(
    ("resolved", "caption"),
    [
        (resolve(LayerSpec(output_padding=(1,))), "5 and 6 both become 3. op = 1 picks 6 × 6."),
        (
            resolve(LayerSpec(kind="conv", input_size=(6,))),
            "5 and 6 both become 3. op = 1 leads back to 6 × 6.",
        ),
        (
            resolve(LayerSpec(stride=(2, 3), output_padding=(0, 2))),
            "Height 5 and 6 both become 3, width 7 to 9 all become 3. op = 0×2 picks 5 × 9.",
        ),
        (resolve(LayerSpec(stride=(1,))), "One size, one way back: 3 × 3."),
        (
            resolve_layer(Layer("transposed", kernel_size=1, stride=2, crop=((0, -1),)), 4),
            "7 and 8 both become 4. crop = 0:−1 picks 8.",
        ),
    ],
    ids=["op", "conv", "per axis", "stride 1", "crop"],
)
def test_the_layers_own_op_is_framed_at_the_end(resolved: ResolvedLayer, caption: str) -> None:
    story = tell(resolved, "ambiguity")
    frame = story.frame(len(story) - 1)
    answers = [f"{PRINTED.text(verdict.text)}." for verdict in frame.verdicts.values()]
    assert caption == " ".join(answers) or caption in frame.sentence
    brief = [PRINTED.text(verdict.short) for verdict in frame.verdicts.values()][:1]
    assert brief in (["5 … 6 → 3"], ["5 … 6 → 3; 7 … 9 → 3"], ["7 … 8 → 4"], [])
    (mark,) = marks(grid(frame, "back"), "window")
    own = (
        plane_layer(resolved).output_size
        if resolved.kind == "transposed"
        else plane_layer(resolved).input_size
    )
    assert (mark.rows, mark.columns) == own
    (row,) = marks(grid(frame, "sizes"), "window")
    (panel,) = (panel for panel in story.storyboard.panels if panel.name == "sizes")
    assert panel.row_names[row.row].startswith(f"{row.columns} → ")


@pytest.mark.parametrize(
    ("spec", "caption"),
    [
        (LayerSpec(), "5 and 6 both become 3."),
        (LayerSpec(stride=(1,)), "Only 3 becomes 3: nothing is left over."),
        (
            LayerSpec(kernel_size=(3, 4), stride=(2, 3)),
            "Height 5 and 6 both become 3, width 8 to 10 all become 3.",
        ),
        (
            LayerSpec(kind="conv", input_size=(1,), kernel_size=(1,), stride=(4,)),
            "1 and 2 both become 1 (none is below 1).",
        ),
        (
            LayerSpec(kind="conv", input_size=(1,), kernel_size=(1,), stride=(3,)),
            "Only 1 becomes 1: others would be below 1.",
        ),
    ],
)
def test_what_the_sizes_share_is_told(spec: LayerSpec, caption: str) -> None:
    assert caption in [frame.sentence for frame in tell(spec, "ambiguity").frames()]


@given(shown())
@EXAMPLES
def test_only_what_picks_none_of_the_sizes_is_refused(resolved: ResolvedLayer) -> None:
    why = view_called("ambiguity").refusal(plane_layer(resolved))
    if resolved.kind == "conv":
        assert not why
    elif any(axis.crop_begin < 0 for axis in resolved.axes):
        assert "negative padding" in why
    else:
        plane = plane_layer(resolved)
        own = zip(plane.output_size, sizes_of(plane), strict=True)
        assert bool(why) is any(size not in sizes for size, sizes in own)


@pytest.mark.parametrize("word", ["same", "valid"])
@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_a_frameworks_word_is_told_as_the_padding_it_means_here(kind: Any, word: str) -> None:
    spec = LayerSpec(
        kind=kind, input_size=(8,), framework="keras", padding=word, output_padding=None
    )
    first = tell(spec, "ambiguity").frame(0)
    assert f"p = {'0:1' if word == 'same' else '0'} (what {word} means here)" in first.sentence


@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_the_still_shows_both_answers_and_says_what_is_marked(kind: Any) -> None:
    spec = LayerSpec(kind=kind, input_size=(3 if kind == "transposed" else 5,))
    story = tell(spec, "ambiguity")
    last = story.frame(story.fullest_scene())
    assert last.index == len(story) - 1
    result = grid(last, "back")
    assert set(plain(result)[output_of(result)].flat) == {CellRole.OUTPUT}
    more = np.argwhere(plain(result) == CellRole.ADDED).tolist()
    begin, size = pads_of(plane_layer(resolve(spec)), plane_layer(resolve(spec)).axes[0])[0], 6
    assert len(more) == size**2 - (size - 1) ** 2
    m = matrix_back(plane_layer(resolve(spec)), story.example.ws.numbers, (size, size))
    values = (m @ given_back(story)).reshape(size, size)
    for row, column in more:
        assert result.texts[row, column] == said(values[row - begin, column - begin])
    legend = {entry.role: entry.text for entry in story.storyboard.legend}
    assert legend == {
        CellRole.DROPPED: "left over, cropped",
        CellRole.ADDED: "op = 1: 6 × 6",
    }
    names = next(panel.row_names for panel in story.storyboard.panels if panel.name == "back")
    assert {name: row for row, name in enumerate(names) if name} == {"op = 0": 5, "op = 1": 6}
    assert PRINTED.text(result.size_label) == "5 × 5"
    assert [verdict.good for verdict in last.verdicts.values()] == [False, True]


def test_large_strides_have_no_more_scenes() -> None:
    story = tell(resolve(LayerSpec(input_size=(1,), stride=(9,)), ndim=1), "ambiguity")
    rows = [int(grid(frame, "sizes").roles.any(axis=1).sum()) for frame in story.frames()]
    assert rows[:4] == [1, 1, 9, 9] and set(rows[4:]) == {9}
    assert sum(frame.ms for frame in story.frames()) <= 25_000
