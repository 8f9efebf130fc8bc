"""The matrix view: rows of C, and C times x."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given

from tconv_anim.compute import (
    apply,
    convolution_matrix,
    gather,
)
from tconv_anim.compute.arrays import Array
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import LIT, CellRole, Grid, Mark, label_text
from tconv_anim.story.notation import PRINTED
from tests.helpers.frames import (
    SOME,
    Case,
    by_caption,
    lit,
    matrix_of,
    named,
    number,
    numbers,
    on_plane,
    plain,
    said,
    worked,
)
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import numbered


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
    panel = "built" if resolved.kind == "transposed" else "matrix"
    assert not any(grid(story.frame(0), panel).texts.flat)
    for row in range(len(direct)):
        frame = story.frame(row + 1)
        shown_grid = grid(frame, panel)
        assert label_text(shown_grid.label) == "C, one row for each position of the kernel"
        assert PRINTED.text(shown_grid.size_label) == "{} × {}".format(*direct.shape)
        assert np.array_equal(entries(shown_grid)[: row + 1], direct[: row + 1])
        assert (shown_grid.roles[row + 1 :] == CellRole.TODO).all()
        assert not any(shown_grid.texts[row + 1 :].flat)
        assert {r for r, _ in lit(shown_grid)} <= {row}
        assert shown_grid.marks == (Mark(row, 0, 1, direct.shape[1], "window"),)
        weights = int((plain(shown_grid)[row] == CellRole.ENTRY).sum())
        assert re.search(rf"\b[Rr]ow {row} of C\b", frame.sentence)
        assert f": {weights} weight" in frame.sentence
        missing = re.search(r"(\d+) outside", frame.sentence)
        assert int(missing[1] if missing else 0) == w.size - weights
        if "output" in frame.grids and resolved.kind == "transposed":
            folded = grid(frame, "output")
            assert np.array_equal(folded.texts.ravel(), shown_grid.texts[row])
            assert label_text(folded.label) == f"row {row} of C, folded"
        elif "input" in frame.grids:
            read = {np.ravel_multi_index(cell, x.shape) for cell in lit(grid(frame, "input"))}
            weights_at = plain(shown_grid)[row] == CellRole.ENTRY
            assert read == set(np.flatnonzero(weights_at).tolist())


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
        assert label_text(lens.label) == f"row {row} of {name}, for {target}"
        if "block" in frame.grids:
            block, wide = grid(frame, "block"), y.shape[1]
            begin = row - cell[1]
            assert np.array_equal(block.texts, shown_matrix.texts[begin : begin + wide])
            assert np.array_equal(block.roles, shown_matrix.roles[begin : begin + wide])
            line = f"rows {begin} to {begin + wide - 1} of {name}, row {cell[0]} of y"
            assert label_text(block.label) == line
        lead = [PRINTED.text(phrase.text) for phrase in frame.equation.lead]
        assert lead == ([f"row {row} of {name}", "·", "x"] if frame.equation.terms else [])
        # The cells of x that are lit, times the weights of the row, in their order.
        column = grid(frame, "x")
        weighed = sorted(at for at, _ in lit(column))
        assert weighed == np.flatnonzero(lens.roles[0] == (CellRole.ENTRY | LIT)).tolist()
        terms = [(number(lens.texts[0, at]), number(column.texts[at, 0])) for at in weighed]
        shown_terms = [term.factors for term in frame.equation.terms]
        assert shown_terms == terms
        if terms:
            weights, cells = grid(frame, "weighed").texts
            assert [(number(a), number(b)) for a, b in zip(weights, cells, strict=True)] == terms
        else:
            assert frame.grids["weighed"] is None
        result = grid(frame, "y")
        assert result.at(row, 0) == (CellRole.NOW, False, said(y[cell]))
        assert (result.roles[row + 1 :] == CellRole.TODO).all()
        assert grid(frame, "product").texts.tolist() == [[said(y[cell])]]
        if "line" in frame.grids:
            part = slice(row - cell[1], row - cell[1] + y.shape[1])
            assert np.array_equal(grid(frame, "line").texts, result.texts[part])
            assert np.array_equal(grid(frame, "line").roles, result.roles[part])
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
        turned = by_caption(story, "Transpose: C, 9 × ")
        built = grid(story.frame(turned.index - 1), "built")
        assert np.array_equal(grid(turned, "matrix").texts, built.texts.T)
        rows, columns = built.texts.shape
        assert turned.sentence == (
            f"Transpose: C, {rows} × {columns}, becomes Cᵀ, {columns} × {rows}."
        )


@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_nothing_stands_in_the_product_before_its_turn(kind: Any) -> None:
    """While C is built there is no x, no y and no row to multiply; signs wait for both sides."""
    story = tell(LayerSpec(kind=kind), "matrix")
    for frame in story.frames():
        step = str(story.storyboard.steps[frame.step])
        there = {name for name, shown in frame.grids.items() if shown is not None}
        assert ("x" in there) == (step.startswith(("flatten", "multiply")))
        assert ("y" in there) == step.startswith("multiply")
        if step == "build C" and "output" in there:
            assert "folded" in label_text(grid(frame, "output").label)


def test_no_row_blinks() -> None:
    story = tell(LayerSpec(), "matrix")
    frames = list(story.frames())
    assert min(frame.ms for frame in frames) >= 150
    assert sum(frame.ms for frame in frames) <= 28_000
