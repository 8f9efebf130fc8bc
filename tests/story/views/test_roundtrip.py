"""There and back: the shape returns, the values do not."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from hypothesis import given

from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import CellRole, label_text
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
    said,
    worked,
)
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import numbered, shown

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
    assert [*map(PRINTED.text, story.storyboard.steps)] == [
        "input x",
        f"there: {names[0]}",
        f"back: {names[1]}",
        "compare",
    ]
    assert story.fullest_scene() == len(story) - 1
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
    assert story.storyboard.remarks == bool((back != x).any())
    assert [entry.text for entry in story.storyboard.legend] == ["as before"] * bool(
        (back == x).any()
    )
    differing = np.argwhere(back != x)
    if not len(differing):
        assert last.sentence.startswith("The shape is back, and so are the values")
        assert last.equation is None
        return
    first = tuple(int(n) for n in differing[0])
    changed = f"{len(differing)} of {x.size} values changed"
    assert last.sentence == (
        f"The shape is back. {changed if (back == x).any() else 'No value is'}:"
        f" {named(resolved, 'x', first)} = {said(x[first])} came back as {said(back[first])}."
    )
    assert last.equation is not None
    name = "CCᵀx" if resolved.kind == "transposed" else "CᵀCx"
    assert worked(last.equation) == (named(resolved, name, first), back[first], back[first])
    assert lit(grid(last, "x")) == {first}
    assert grid(last, "back").at(*first)[0] is CellRole.NOW
    between = grid(last, "y")
    weighed = {at: number(note.removeprefix("×")) for at, note in between.notes.items()}
    assert lit(between) == set(weighed)
    assert sum(number(between.texts[at]) * weight for at, weight in weighed.items()) == back[first]
    assert [mark.kind for mark in grid(last, "back").marks] == ["now"]


def test_no_zeros_are_inserted_so_none_are_calculated() -> None:
    for view in ("roundtrip", "pair"):
        written = str(tell(LayerSpec(), view).storyboard.formulas)
        assert "p′" not in written, written


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
        assert "No value is: x[0,0] = " in last_caption(spec, [[2]])
        one_zero = [[1, 0, 2], [3, 4, 5], [6, 7, 8]]
        assert "8 of 9 values changed: x[0,0] = 1" in last_caption(spec, [[2]], one_zero)


def last_caption(spec: LayerSpec, w: Any, x: Any = None) -> str:
    story = tell(spec, "roundtrip", x=x, w=w)
    return story.frame(len(story) - 1).sentence
