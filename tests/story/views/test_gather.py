"""The gather view, tested as data: no pixels, no Matplotlib."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tconv_anim.compute import apply
from tconv_anim.compute.sample_values import input_numbers, kernel_numbers
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, one_channel, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.example import Example
from tconv_anim.story.frame import LIT, CellRole, Frame, label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.values import CellName
from tconv_anim.story.view import View
from tests.helpers.daily import examples
from tests.helpers.stories import grid, sliding, tell
from tests.helpers.strategies import resolved_layers


def opening(story: View) -> list[Frame]:
    """The frames before the kernel's first position."""
    return [frame for frame in story.frames() if frame.equation is None]


# -- the four steps ------------------------------------------------------------------


def test_the_default_story_takes_four_steps() -> None:
    story = tell(LayerSpec())
    assert story.storyboard.steps == ("parameters", "insert zeros", "pad", "convolve, stride 1")
    assert [frame.step for frame in story.frames()] == sorted(f.step for f in story.frames())
    assert {frame.step for frame in story.frames()} == {0, 1, 2, 3}
    assert tuple(str(fact.formula()) for fact in story.storyboard.facts) == (
        "i = 3",
        "k = 3",
        "s = 2",
        "p = 1",
        "o = 5",
    )
    assert [str(line.text) for row in story.storyboard.formulas for line in row] == [
        "z = s − 1 = 2 − 1 = 1",
        "p′ = k − 1 − p = 3 − 1 − 1 = 1",
        "o = (i−1)·s + k − 2·p = (3−1)·2 + 3 − 2·1 = 5",
    ]


@given(resolved_layers())
@examples(8)
def test_every_step_is_told(resolved: ResolvedLayer) -> None:
    """Before the kernel slides, even with nothing to do; a convolution without padding has none."""
    story = tell(resolved)
    before = opening(story)
    pads = resolved.operation.inserts_zeros or any(
        axis.pad_begin or axis.pad_end for axis in resolved.axes
    )
    assert len({(f.step, f.sentence) for f in before}) >= 2 + bool(pads)
    assert {f.step for f in story.frames()} == set(range(len(story.storyboard.steps)))
    assert all(f.sentence.endswith(".") for f in before)


@pytest.mark.parametrize(
    ("spec", "step", "words"),
    [
        (LayerSpec(stride=(1,)), 1, "there are no zeros to insert"),
        (
            LayerSpec(),
            1,
            "Insert z = 1 zero between cells.",
        ),
        (LayerSpec(input_size=(1,)), 1, "zeros go between cells, and there is only one"),
        (LayerSpec(stride=(3, 1)), 1, "Insert 2 zeros between rows and 0 zeros between columns"),
        (LayerSpec(padding=((2, 2),)), 2, "p′ = 0: there is nothing to pad"),
        (LayerSpec(), 2, "Pad p′ = 1 on every side."),
        (
            LayerSpec(kernel_size=(1,), stride=(3,)),
            2,
            "Crop, as p′ is negative: p′ = −1 on every side",
        ),
        (LayerSpec(output_padding=(1,)), 2, "and op = 1 more at the end"),
        (LayerSpec(padding=((0, 1),)), 2, "Pad p′ = 2:1 (begin:end)"),
        (LayerSpec(), 3, "Turn the kernel by 180° and slide it."),
        (LayerSpec(kind="conv", padding=((0, 0),)), 0, "p = 0, so nothing is padded first"),
        (LayerSpec(kind="conv", input_size=(6,)), 1, "15 cells are never read"),
    ],
)
def test_captions_say_what_happens(spec: LayerSpec, step: int, words: str) -> None:
    assert any(words in frame.sentence for frame in opening(tell(spec)) if frame.step == step)


def test_cells_move_apart_and_zeros_fill_the_gaps() -> None:
    frames = [frame for frame in tell(LayerSpec()).frames() if frame.step < 2]
    first = grid(frames[0], "input")
    assert first.row_at == (2.0, 3.0, 4.0), "close together, in the middle of the panel"
    last = grid(frames[-1], "input")
    assert last.row_at == (1.0, 2.0, 3.0, 4.0, 5.0)
    assert [role for role, _, _ in (last.at(1, c) for c in range(5))] == [CellRole.ZERO] * 5
    assert [text for _, _, text in (last.at(0, c) for c in range(5))][1::2] == ["0", "0"]


def test_padding_op_and_cropping_are_told_apart() -> None:
    roles = grid(opening(tell(LayerSpec(output_padding=(1,))))[-1], "input").roles
    assert roles.shape == (8, 8)
    assert (roles[-1] == CellRole.OP).all() and (roles[:, -1] == CellRole.OP).all()
    assert (roles[0, :-1] == CellRole.PAD).all() and (roles[-2, :-1] == CellRole.PAD).all()

    cropped = [grid(f, "input") for f in opening(tell(LayerSpec(kernel_size=(1,), stride=(3,))))]
    assert (cropped[-1].roles[0] == CellRole.DROPPED).all()
    assert PRINTED.text(cropped[-1].size_label) == "5 × 5"
    assert (cropped[-3].roles != CellRole.DROPPED).all(), "first all cells are there, then some go"


def test_crop_given_directly_and_an_unrotated_kernel() -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, crop=((0, 1), (0, 1)), rotate_kernel=False)
    story = tell(resolve_layer(layer, (3, 3)))
    assert str(story.storyboard.facts[3].formula()) == "cropped: 0 before, 1 after"
    assert [panel.name for panel in story.storyboard.panels] == [
        "input",
        "kernel",
        "products",
        "output",
    ]
    assert grid(story.frame(len(story) - 1), "kernel").label == "kernel"


# -- the kernel slides -----------------------------------------------------------------


@given(resolved_layers())
@examples(8)
def test_every_output_cell_gets_its_frame_and_its_value(resolved: ResolvedLayer) -> None:
    story = tell(resolved)
    x, w = (
        input_numbers(resolved.input_size, 0),
        kernel_numbers(resolved.kernel_size, 0),
    )
    y = apply(resolved.layer, x, w)
    frames = sliding(story)
    assert len(frames) == y.size
    for cell in [(0, 0), tuple(n - 1 for n in y.shape)]:
        frame = story.frame_of(cell)
        assert frame.equation is not None
        assert frame.equation.target == CellName("y", cell)
        assert frame.equation.value == y[cell]
        output = grid(frame, "output")
        assert output.at(*cell) == (CellRole.NOW, False, str(y[cell]))
        done = cell[0] * y.shape[1] + cell[1] + 1
        assert int((output.roles != CellRole.TODO).sum()) == done


@given(resolved_layers())
@examples(8)
def test_what_the_window_shows_adds_up_to_the_equation(resolved: ResolvedLayer) -> None:
    """Cells under the window times the kernel: read off the frame's products, not computed."""
    story = tell(resolved)
    for frame in sliding(story)[:: max(1, len(sliding(story)) // 5)]:
        left, equation = grid(frame, "input"), frame.equation
        assert equation is not None
        mark, *_ = left.marks
        products, kernel = grid(frame, "products"), grid(frame, "kernel")
        steps = [axis.d for axis in resolved.axes]
        total, real, nonzero = 0, 0, 0
        for tap in np.ndindex(*products.roles.shape):
            down, across = (n * step for n, step in zip(tap, steps, strict=True))
            role, lit, text = left.at(mark.row + down, mark.column + across)
            assert lit
            if role is CellRole.INPUT:
                product: Any = products.texts[tap]
                left_factor, right_factor = product.value.factors
                assert (str(left_factor), str(right_factor)) == (text, kernel.texts[down, across])
                total += left_factor * right_factor
                real += 1
                nonzero += 0 not in product.value.factors
            else:
                assert products.at(*tap) == (CellRole.GHOST, False, "0")
        assert total == equation.value
        shown = nonzero or real  # products with a zero are counted, unless there are no others
        assert len(equation.terms) == shown
        assert equation.zeros == (products.roles.size - shown if real else 0)
        assert sum(a * b for a, b in (term.factors for term in equation.terms)) == total
        assert (mark.rows, mark.columns) == resolved.kernel_extent


@given(resolved_layers())
@examples(8)
def test_all_that_is_dropped_is_never_under_a_tap(resolved: ResolvedLayer) -> None:
    story = tell(resolved)
    frames = sliding(story)
    lit = np.zeros(grid(frames[0], "input").roles.shape, bool)
    for frame in frames:
        lit |= (grid(frame, "input").roles & LIT) > 0
    ready = grid(opening(story)[-1], "input").roles
    assert not (lit & np.isin(ready, (CellRole.DROPPED, CellRole.UNREAD))).any()
    if resolved.kind == "conv":
        unread = ready[~lit]
        assert np.isin(unread, (CellRole.PAD, CellRole.UNREAD)).all(), "the rest is marked"


@pytest.mark.parametrize("view", ["gather", "matrix", "pair"])
def test_a_finished_cell_looks_finished_whatever_its_value(view: str) -> None:
    story = tell(LayerSpec(kernel_size=(1,), padding=((0, 0),)), view)
    name = {"pair": "small"}.get(view, "output")
    frames = [frame for frame in story.frames() if frame.equation or frame.asides]
    for number, frame in enumerate(frames):
        done = grid(frame, name).roles.ravel()
        assert (done[:number] == CellRole.OUTPUT).all() and done[number] == CellRole.NOW
        assert (done[number + 1 :] == CellRole.TODO).all()
    assert view == "pair" or (grid(frames[-1], name).texts == "0").any()


def test_what_is_never_read_keeps_its_number() -> None:
    story = tell(LayerSpec(kind="conv", input_size=(7,), dilation=(2,)))
    ready = grid(opening(story)[-1], "input")
    unread = ready.roles == CellRole.UNREAD
    assert unread.any() and (ready.texts[unread] != "").all()


def test_kernel_is_shown_as_given_and_rotated_where_it_is_used_rotated() -> None:
    story = tell(LayerSpec())
    w = kernel_numbers((3, 3), 0).astype(str)
    last = story.frame(len(story) - 1)
    assert (grid(story.frame(0), "kernel").texts == w).all()
    assert (grid(last, "kernel").texts == np.flip(w)).all()
    assert label_text(grid(last, "kernel").label) == "kernel, turned 180°"
    assert not np.array_equal(w, np.flip(w)), "else the rotation cannot be seen"


def test_dilated_kernels_have_gaps() -> None:
    kernel = grid(tell(LayerSpec(dilation=(2, 1))).frame(0), "kernel")
    assert kernel.roles.shape == (5, 3)
    assert (kernel.roles[1] == CellRole.GAP).all() and (kernel.roles[2] == CellRole.KERNEL).all()
    assert PRINTED.text(kernel.size_label) == "3 × 3, d = 2×1"


def test_blank_values_leave_structure_and_count_the_terms() -> None:
    story = tell(LayerSpec(), writing="none")
    frame = story.frame_of((1, 1))
    assert not any(str(t) for g in frame.grids.values() if g for t in g.texts.flat)
    assert frame.equation is not None
    assert frame.equation.text(80) == "y[1,1]   adds up 4 products"


def test_frames_can_be_asked_for_in_any_order() -> None:
    story = tell(LayerSpec())
    for index in (20, 3, len(story) - 1, 0):
        assert story.frame(index).index == index
    with pytest.raises(IndexError):
        story.frame(len(story))


# -- channels ----------------------------------------------------------------------------


def test_an_example_adds_its_channels() -> None:
    resolved = resolve(LayerSpec(in_channels=2))
    x = np.arange(18).reshape(2, 3, 3)
    w = np.ones((2, 1, 3, 3), int)
    example = Example(resolved=resolved, x=x, w=w)
    single = one_channel(resolved).layer
    first, second = (apply(single, x[c], w[c, 0]) for c in range(2))
    assert np.array_equal(example.y[0], first + second)
