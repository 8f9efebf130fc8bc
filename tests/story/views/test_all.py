"""The view of all three ways: they come to the same value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tconv_anim.compute import (
    Array,
    apply,
)
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import CellRole, Equation, Section
from tconv_anim.story.label import label_text
from tconv_anim.story.notation import PRINTED
from tests.helpers.frames import (
    SOME,
    Case,
    lit,
    marks,
    named,
    number,
    numbers,
    on_plane,
    product,
    said,
    worked,
)
from tests.helpers.stories import cell_taps, grid, tell
from tests.helpers.strategies import numbered

# -- all ---------------------------------------------------------------------------------------


@given(numbered())
@SOME
def test_three_ways_come_to_the_same_value(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "all", x=x, w=w)
    y = apply(plane.layer, x, w)
    for row, cell in enumerate(np.ndindex(*y.shape)):
        frame = story.frame_of(cell)
        terms = cell_taps(plane.layer, plane.input_size, cell)
        for way in ("gather", "scatter", "matrix"):
            sum_, _, value = frame.asides[way].text(10**6).partition("   ")[0].rpartition(" = ")
            assert number(value) == y[cell], way
            if way == "scatter" and len(terms) == 1:  # the sum is what the one stamp adds
                assert sum_ == PRINTED.value(story.example.cell("y", cell))
                continue
            assert sum(map(product, sum_.split(" + ") if sum_ else ())) == y[cell], way
            assert len(frame.asides[way].terms) == len(terms), way
        # What they come to is said once, beside what is given, or the output.
        summary = frame.asides["output" if resolved.kind == "conv" else "given"]
        assert worked(summary) == (named(resolved, "y", cell), y[cell], y[cell])
        assert not summary.terms
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
        reached = grid(frame, "scatter")
        if resolved.kind == "conv":
            assert grid(frame, "output").at(*cell) == (CellRole.NOW, False, said(y[cell]))
            assert len(lit(reached)) == len(terms)
            assert numbers(reached).sum() == y[cell]
            assert {term.input_cell for term in terms} == lit(reached)
        else:
            (now,) = marks(reached, "now")
            at = (now.row, now.column)
            assert at == tuple(
                n + max(a.crop_begin, 0) for n, a in zip(cell, plane.axes, strict=True)
            )
            assert reached.at(*at)[0] is CellRole.NOW
            assert number(reached.texts[at] or "0") == y[cell]
            # It fills up as the output does.
            first = [max(axis.crop_begin, 0) for axis in plane.axes]
            for number_of, other in enumerate(np.ndindex(*y.shape)):
                place = tuple(a + b for a, b in zip(other, first, strict=True))
                text = reached.texts[place]
                assert number(text or "0") == y[other] if number_of <= row else not text


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
        said_last = story.example.ys.texts[cell]
        assert grid(frame, "scatter").texts[now.row, now.column] == said_last


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


@pytest.mark.parametrize("padding", [0, 1])
def test_what_the_sum_loses_is_crossed_out_and_its_size_is_that_of_the_rest(padding: int) -> None:
    for frame in tell(LayerSpec(padding=((padding, padding),)), "all").frames():
        total = grid(frame, "scatter")
        lost = total.roles == CellRole.DROPPED
        assert int(lost.sum()) == 7**2 - (7 - 2 * padding) ** 2
        assert PRINTED.text(total.size_label) == f"{7 - 2 * padding} × {7 - 2 * padding}"
        assert label_text(total.label) == "sum of the stamps" + ", cropped" * padding


def test_a_sum_of_one_stamp_is_named_not_added_up() -> None:
    story = tell(LayerSpec(), "all")
    last = story.frame(len(story) - 1).asides["scatter"]
    assert isinstance(last, Equation)
    assert last.text(40) == f"y[4,4] = {story.example.ys.texts[4, 4]}"


@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_the_kernel_stands_under_a_heading_that_names_it(kind: str) -> None:
    """It is no output: that has its name, too, or it is given with the input."""
    resolved = resolve(LayerSpec(kind=kind, kernel_size=(3,), input_size=(4,)))
    sections = tell(resolved, "all").storyboard.sections
    (section,) = [one for one in sections if "kernel" in _panels(one)]
    heading = label_text(section.heading)
    assert heading == ("output, kernel" if kind == "conv" else "given")


def _panels(section: Section) -> list[str]:
    stacks = (column for column in section.columns if not isinstance(column, str))
    return [panel.name for stack in stacks for panel in stack]
