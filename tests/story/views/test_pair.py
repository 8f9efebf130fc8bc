"""A convolution and the layer that goes back, in step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given

from tconv_anim.compute import (
    gather,
)
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import CellRole, Grid
from tconv_anim.story.label import label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.views import view_called
from tests.helpers.frames import (
    SOME,
    Case,
    lit,
    marks,
    named,
    number,
    numbers,
    on_plane,
    pairs,
    plain,
    said,
    worked,
)
from tests.helpers.stories import VIEWS, grid, tell
from tests.helpers.strategies import shown


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
    read = np.where(seen, numbers(window.texts[inside]).astype(np.int64), 0)
    others = set(window.roles[inside][~seen].tolist())
    assert others <= {CellRole.UNREAD, CellRole.NONE, CellRole.PAD}, "no position reads them"
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


def reached(result: Grid) -> set[tuple[int, int]]:
    """The cells under the stamp, the one that is spoken of included."""
    now = {(int(r), int(c)) for r, c in np.argwhere(result.roles == CellRole.NOW)}
    return lit(result) | now


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
            (r - crops[0], c - crops[1]) for r, c in reached(result)
        }
        assert lit(window) == set(window.notes) and reached(result) >= set(result.notes)
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
        if stamping.target is None:  # what grows will be cropped
            lead, _ = stamping.lead
            assert PRINTED.text(lead.text) == name
        else:
            (grown,) = marks(result, "now")
            at = (grown.row - crops[0], grown.column - crops[1])
            symbol = "y" if resolved.kind == "transposed" else "z"
            assert PRINTED.value(stamping.target) == named(resolved, symbol, at)
        told = {number(result.texts[at]): note for at, note in result.notes.items()}
        if stamping.value in told and len(stamping.terms) > 1:
            assert len(marks(result, "now")) == 1
            before, _ = stamping.terms
            assert before == stamping.value - number(told[stamping.value].removeprefix("+"))
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
    plane = plane_layer(resolved)
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


@pytest.mark.parametrize("kind", ["transposed", "conv"])
@pytest.mark.parametrize("dims", [1, 2])
def test_each_half_has_the_formula_of_its_own_size(kind: str, dims: int) -> None:
    """One, of one axis as well, which has no height."""
    story = tell(resolve(LayerSpec(kind=kind, input_size=(5,)), ndim=dims), "pair")
    halves = story.storyboard.formulas
    assert [len(row) for row in halves] == [1, 1]
    ends = ["= 5", "= 9"] if kind == "transposed" else ["= 3", "= 5"]
    assert [str(row[0].text)[-3:] for row in halves] == ends


@pytest.mark.parametrize(("kind", "role"), [("conv", "OUTPUT"), ("transposed", "INPUT")])
def test_what_one_half_makes_and_the_other_stamps_is_green_in_both(kind: str, role: str) -> None:
    """An input of its own is blue; so are the factors of its sums."""
    story = tell(LayerSpec(kind=kind, input_size=(5,)), "pair")
    for frame in story.frames():
        shown = plain(grid(frame, "giver"))
        assert set(shown.ravel().tolist()) <= {CellRole[role], CellRole.TODO}
        for name, equation in frame.asides.items():
            green = kind == "conv" and name.startswith("transposed")
            assert equation.factors == ("y" if green else "x", "w")


@pytest.mark.parametrize(("padding", "label"), [(1, "input x, padded"), (0, "input x")])
def test_an_input_with_padding_says_so(padding: int, label: str) -> None:
    spec = LayerSpec(kind="conv", input_size=(5,), padding=((padding, padding),))
    for frame in tell(spec, "pair").frames():
        window = grid(frame, "window")
        assert label_text(window.label) == label
        assert PRINTED.text(window.size_label) == f"{5 + 2 * padding} × {5 + 2 * padding}"
