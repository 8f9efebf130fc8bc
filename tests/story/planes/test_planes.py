"""What planes show of matrix, all and ambiguity, computed a second way from the layer's answers."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim.compute import apply
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.planes import plane_view
from tconv_anim.story.views import view_called, view_names
from tests.helpers.frames import lit, marks, matrix_of, number, numbers, plain
from tests.helpers.stories import cell_taps, grid, tell

LAYERS = [LayerSpec(), LayerSpec(kind="conv", input_size=(5,)), LayerSpec(output_padding=(1,))]
each_layer = pytest.mark.parametrize("spec", LAYERS, ids=["transposed", "conv", "op"])


def test_planes_tell_the_same_story() -> None:
    """Scene by scene: as many of them, each with the step and the time of its flat one."""
    for name in view_names():
        flat_one, slanted = tell(LayerSpec(), name), tell(LayerSpec(), name, planes=True)
        assert issubclass(plane_view(name), view_called(name))
        assert len(flat_one) == len(slanted)
        for one, other in zip(flat_one.frames(), slanted.frames(), strict=True):
            assert (one.step, one.equation) == (other.step, other.equation)
            assert one.caption == other.caption or one.verdicts
            for panel in slanted.storyboard.panels:
                shown = other.grids.get(panel.name)
                assert shown is None or shown.roles.shape <= (panel.rows, panel.columns)


@each_layer
def test_both_pairs_and_the_row_come_to_the_same_cell(spec: LayerSpec) -> None:
    story = tell(spec, "all", planes=True)
    layer = story.plane.layer
    ys = apply(layer, story.example.xs.numbers, story.example.ws.numbers)
    for cell in np.ndindex(*ys.shape):
        frame = story.frame_of(cell)
        taps = cell_taps(layer, story.plane.input_size, cell)
        row = grid(frame, "row")
        weights, x = numbers(row.texts[:, :1]), numbers(row.texts[:, 1:])
        assert (weights * x).sum() == ys[cell]
        assert {at for at, column in lit(row) if column == 1} == {
            int(np.ravel_multi_index(tap.input_cell, story.plane.input_size)) for tap in taps
        }
        giver = grid(frame, "giver")
        assert lit(giver) == {tap.input_cell for tap in taps}
        for name in ("output", "sum of stamps"):
            shown = grid(frame, name)
            (now,) = np.argwhere(plain(shown) == CellRole.NOW).tolist()
            assert number(shown.texts[tuple(now)]) == ys[cell]
    last = story.finale()
    assert last is not None
    made = grid(last.frame(0, 1, 0), "sum of stamps")
    told = [number(text) for text in made.texts.flat if text]
    assert told == [int(y) for y in ys.flat]


@each_layer
def test_rows_of_the_matrix_stand_over_x(spec: LayerSpec) -> None:
    story = tell(spec, "matrix", planes=True)
    matrix = matrix_of(story.example.resolved, story.example.ws.numbers)
    xs = story.example.xs.numbers
    for number_of_row, cell in enumerate(np.ndindex(*story.plane.output_size)):
        frame = story.frame_of(cell)
        weights, x = numbers(grid(frame, "row"))
        assert weights.tolist() == matrix[number_of_row].tolist() and (x == xs.ravel()).all()
        assert lit(grid(frame, "input")) == {
            divmod(int(n), xs.shape[1]) for n in np.flatnonzero(weights)
        }
        (mark,) = marks(grid(frame, "output"), "now")
        assert (mark.row, mark.column) == cell


def test_a_row_of_c_is_framed_where_it_comes_from_and_where_it_folds_to() -> None:
    """For a transposed layer the direct convolution's output is its input."""
    story = tell(LayerSpec(), "matrix", planes=True)
    for row, cell in enumerate(np.ndindex(*story.plane.input_size)):
        frame = story.frame(1 + row)
        assert lit(grid(frame, "input")) == {cell}
        targets = story.plane.operation.targets(story.plane, cell)
        assert lit(grid(frame, "output")) == {target.output_cell for target in targets}


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_each_size_has_a_pair_of_planes(kind: str, stride: int) -> None:
    """There all become one size; back each is what its op gives, the last cells lit one by one."""
    spec = LayerSpec(kind=kind, input_size=(5,), stride=(stride,))
    story = tell(spec, "ambiguity", planes=True)
    plane = story.plane
    small = plane.output_size if kind == "conv" else plane.input_size
    first = max(plane.input_size if kind == "conv" else plane.output_size)
    least = next(n for n in range(1, first + 1) if (n + 2 - 3) // stride + 1 == small[0])
    opening = story.frame(0)
    sizes = [least + op for op in sorted({0, min(1, stride - 1), stride - 1})]
    for number_of_pair, size in enumerate(sizes):
        large = grid(opening, f"large {number_of_pair}")
        assert grid(opening, f"small {number_of_pair}").roles.shape == small
        read = {n * stride + tap for n in range(small[0]) for tap in range(3)}
        left_over = (size + 2) ** 2 - sum(n < size + 2 for n in read) ** 2
        assert (large.roles == CellRole.DROPPED).sum() == left_over
    last = story.frame(len(story) - 1)
    for number_of_pair, size in enumerate(sizes):
        shown = grid(last, f"large {number_of_pair}")
        assert sum(map(bool, shown.texts.flat)) == size * size
    for frame in story.frames():
        if frame.equation is not None:
            givers = [grid(frame, f"small {n}") for n in range(len(sizes))]
            (giver,) = (shown for shown in givers if (shown.roles & LIT).any())
            assert len(lit(giver)) == len(frame.equation.terms)


def test_one_axis_has_a_plane_for_each_result() -> None:
    story = tell(resolve(LayerSpec(input_size=(4,)), ndim=1), "ambiguity", planes=True)
    last = story.frame(len(story) - 1)
    assert [grid(last, f"large {n}").roles.shape[0] for n in range(2)] == [1, 1]
