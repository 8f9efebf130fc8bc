"""The scatter view: stamps, sums and hits worked out again."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given

from tconv_anim.compute import (
    gather,
)
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.film import film_frames
from tconv_anim.story.frame import CellRole, Grid, Mark
from tconv_anim.story.motion import with_motion
from tconv_anim.story.notation import PRINTED
from tests.helpers.frames import (
    SOME,
    Case,
    cells_in,
    lit,
    marks,
    named,
    number,
    numbers,
    on_plane,
    plain,
    said,
    stamps,
)
from tests.helpers.stories import cell_taps, cell_targets, grid, tell
from tests.helpers.strategies import numbered

FLOORED = LayerSpec(kind="conv", input_size=(6,), padding=((0, 0),))
"""A stride that does not come out even: its last row and column are never read."""


# -- scatter ---------------------------------------------------------------------------------


def uncropped(resolved: ResolvedLayer) -> tuple[Layer, tuple[int, ...]]:
    """The layer with nothing cropped or appended, and where its result begins in the panel."""
    if resolved.kind == "conv":
        return resolved.layer, (0, 0)
    bare = resolved.layer.replaced(padding=0, output_padding=0, crop=((0, 0), (0, 0)))
    return bare, tuple(max(-axis.crop_begin, 0) for axis in resolved.axes)


def remains(result: Grid, plane: ResolvedLayer) -> np.ndarray:
    """The cells that the crop leaves; all of a convolution's output."""
    inside = np.zeros(result.roles.shape, bool)
    begins = [max(axis.crop_begin, 0) if plane.kind != "conv" else 0 for axis in plane.axes]
    inside[tuple(slice(at, at + o) for at, o in zip(begins, plane.output_size, strict=True))] = True
    return inside


def reached(result: Grid) -> set[tuple[int, int]]:
    """The cells that the present input cell gives to; one of them is told in the equation."""
    told_of = {(mark.row, mark.column) for mark in marks(result, "now")}
    assert len(told_of) == bool(lit(result)) and told_of <= lit(result)
    return lit(result)


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
        roles[~remains(result, plane) & (roles > 0)] = CellRole.GHOST
        for cell in lit(result):
            roles[cell] = (CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN)[
                int(hits[cell[0] - corner[0], cell[1] - corner[1]].clip(1, 3)) - 1
            ]
        assert np.array_equal(plain(result), roles), "a legend says what each look means"
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
    before = grid(story.frame(0), "result")
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
        assert landed(stamp) == added, "where they stand in the card, they are added"
        before = result


@given(numbered(kind="transposed"))
@SOME
def test_a_stamp_is_the_whole_kernel_at_stride_s(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    kernel = w if plane.layer.rotate_kernel else np.flip(w)
    before = grid(story.frame(0), "result")
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
        lands = w.ravel() if resolved.axes[-1].rotated else w.ravel()[::-1]
        assert [number(t) for t in kernel.texts[of_kernel]] == lands.tolist()
        assert [number(t) for t in stamp.texts[of_kernel]] == (value * lands).tolist()
        assert not any(stamp.texts[~of_kernel]) and (kernel.roles[~of_kernel] == CellRole.GAP).all()


@given(numbered())
@SOME
def test_at_the_end_the_crop_leaves_the_output(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    y = gather(plane.layer, x, w)
    last = grid(story.frame(len(story) - 1), "result")
    assert np.array_equal(numbers(last), y)
    assert PRINTED.text(last.size_label) == " × ".join(map(str, resolved.output_size))
    complete = grid(story.frame(stamps(story)[-1].index + 1), "result")
    if resolved.kind == "conv":
        assert np.array_equal(last.roles, complete.roles), "how often each was reached stays"
        return
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
            assert role == (complete.at(*cell)[0] if stamped else CellRole.OP)
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
def test_an_equation_says_how_a_sum_grows(case: Case) -> None:
    resolved, plane, x, w = on_plane(case)
    story = tell(resolved, "scatter", x=x, w=w)
    before = grid(story.frame(0), "result")
    hits = np.zeros(before.roles.shape, int)
    for cell, frame in zip(np.ndindex(*x.shape), stamps(story), strict=True):
        result, equation, name = grid(frame, "result"), frame.equation, named(resolved, "x", cell)
        for place in reached(result):
            hits[place] += 1
        if equation is None:
            assert not reached(result)
            assert frame.sentence == f"The kernel never covers {name}, so it contributes nothing."
            continue
        (mark,) = marks(result, "now")
        at = mark.row, mark.column
        begins = (max(axis.crop_begin, 0) if story.example.stamps else 0 for axis in plane.axes)
        grown = tuple(place - begin for place, begin in zip(at, begins, strict=True))
        if equation.target is not None:
            assert PRINTED.value(equation.target) == named(resolved, "y", grown)
        else:
            assert not all(0 <= n < o for n, o in zip(grown, plane.output_size, strict=True))
            first, gives = (PRINTED.text(phrase.text) for phrase in equation.lead)
            assert (first, gives) == (name, "stamps here")
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
    there = plain(before) != CellRole.NONE
    assert int(found[1].replace("none", "0")) == int((hits > 1).sum())
    assert int(found[2]) == int(there.sum())
    missed = re.search(r"(\d+) (?:was|were) never reached", after_all)
    assert int(missed[1] if missed else 0) == int((hits[there] == 0).sum())


@pytest.mark.parametrize(
    ("resolved", "words"),
    [
        (LayerSpec(), "Crop p = 1: 7 × 7 becomes 5 × 5."),
        (
            LayerSpec(output_padding=(1,)),
            "Crop 1 before and 0 after (p = 1, at the end less op = 1): 7 × 7 becomes 6 × 6.",
        ),
        (LayerSpec(padding=((0, 0),), output_padding=(1,)), "Append 0:1 that no stamp reaches: 7"),
        (
            LayerSpec(padding=((1, 0),), output_padding=(1,)),
            "Crop 1 before and 0 after (p, less op at the end), append 0:1 that no stamp reaches:",
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


def test_the_card_is_empty_before_the_first_stamp_alone() -> None:
    """Signs have both of their sides, and after all stamps the last one stays there."""
    story = tell(LayerSpec(), "scatter")
    frames = list(story.frames())
    for frame in frames:
        card = grid(frame, "stamp")
        assert all(card.texts.flat) == any(card.texts.flat) == (frame is not frames[0])
    assert grid(frames[0], "stamp").label == "stamp"
    last = grid(frames[-1], "stamp")
    assert last.label == "last stamp" and (last.roles == CellRole.STAMP).all()
    product = story.example.xs.numbers.flat[-1] * story.example.ws.numbers
    assert last.texts.tolist() == [[str(number) for number in row] for row in product]


def test_little_is_said_before_the_first_stamp_and_the_first_row_can_be_followed() -> None:
    """One short sentence; the rest stands beside the sums while the stamps glide along."""
    for i in range(3, 9):
        film = list(film_frames(tell(LayerSpec(input_size=(i,)), "scatter")))
        assert film[0].ms == 2100 and film[0].sentence.count(" ") == 6
        first = film[1 : 1 + min(i, 5)]
        assert all(frame.ms >= 900 and not frame.fast for frame in first)
        said = [frame.equation.remark for frame in first[:3] if frame.equation]
        assert [PRINTED.text(remark) for remark in said] == [
            "stamps stand 2 apart",
            "overlaps add up",
            "",
        ]
        assert sum(frame.ms for frame in film) <= 28_000


def test_the_crop_has_the_label_of_the_sum_until_it_is_done() -> None:
    film = list(with_motion(tell(LayerSpec(), "scatter").frames()))
    labels = [grid(frame, "result").label for frame in film if frame.between][-2:]
    assert labels == ["sum of the stamps"] * 2 and grid(film[-1], "result").label == "output"


@pytest.mark.parametrize("kind", ["transposed", "conv"])
def test_a_sum_has_its_name_once_its_last_term_is_in(kind: str) -> None:
    """Until then its only term, or an ellipsis; the same names as gather and matrix have."""
    spec = LayerSpec(kind=kind, input_size=(4,), padding=((0, 0),))
    story = tell(spec, "scatter", writing="letters")
    names, plane = story.example.ys.texts, story.plane
    last = {
        cell: max(tap.input_cell for tap in cell_taps(plane.layer, plane.input_size, cell))
        for cell in np.ndindex(*plane.output_size)
        if cell_taps(plane.layer, plane.input_size, cell)
    }
    for giver, frame in zip(np.ndindex(*plane.input_size), stamps(story), strict=True):
        texts = grid(frame, "result").texts
        for cell, number_ in last.items():
            assert (texts[cell] == names[cell]) == (number_ <= giver)
        told = frame.equation and frame.equation.target
        assert told is None or PRINTED.value(told) in {
            names[cell] for cell, number_ in last.items() if number_ == giver
        }


def test_without_numbers_a_kernel_and_its_stamps_are_shades_of_theirs() -> None:
    """A larger weight has a higher level, in the stamp as well, which grows with its input cell."""
    spec = LayerSpec()
    story, written = tell(spec, view="scatter", writing="none"), tell(spec, view="scatter")
    cells = list(np.ndindex(3, 3))
    kernel = numbers(grid(written.frame(0), "kernel"))
    shades = {}
    for cell in cells:
        frame = story.frame(1 + cells.index(cell))
        shown = [grid(frame, name).shades for name in ("kernel", "stamp")]
        for levels in shown:
            assert levels is not None
            in_order = np.asarray(levels).ravel()[np.argsort(kernel, axis=None)].astype(int)
            assert (np.diff(in_order) >= 0).all() and in_order[0] < in_order[-1]
        shades[cell] = np.asarray(shown[1])
    x = numbers(grid(written.frame(0), "input"))
    for one, other in itertools.pairwise(sorted(cells, key=lambda cell: x[cell])):
        assert (shades[one] <= shades[other]).all()
