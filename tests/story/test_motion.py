"""What is between two scenes, as data: on the way from one to the other, in its time."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import LIT, CellRole, Frame, Grid, Mark
from tconv_anim.story.motion import with_motion
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called, view_names
from tests.helpers.stories import grid, tell
from tests.helpers.strategies import resolved_layers

STRIP = LayerSpec(input_size=(3,))
CONV = LayerSpec(kind="conv", input_size=(5,), stride=(2,))
DILATED = LayerSpec(kind="conv", input_size=(7,), dilation=(2,))
FOCUS = ("window", "extent", "now")


def journeys(story: View) -> list[tuple[Frame, list[Frame], Frame]]:
    """(scene, what is between, scene) wherever something moves."""
    found, before, between = [], None, list[Frame]()
    for frame in with_motion(story.frames()):
        if frame.between:
            between.append(frame)
            continue
        if between:
            assert before is not None
            found.append((before, between, frame))
        before, between = frame, []
    assert not between, "the last frame is a scene"
    return found


def journey(story: View, panel: str, step: int) -> tuple[Grid, list[Grid], Grid]:
    """The first of them in that step, in one panel."""
    before, between, after = next(found for found in journeys(story) if found[2].step == step)
    return grid(before, panel), [grid(frame, panel) for frame in between], grid(after, panel)


def focus(cells: Grid) -> Mark | None:
    return next((mark for mark in cells.marks if mark.kind in FOCUS), None)


@given(resolved_layers(), st.sampled_from(view_names()), st.sampled_from([None, 200, 1000]))
@settings(max_examples=12, deadline=None)
def test_scenes_stay_as_they_are_and_so_does_the_time(
    resolved: ResolvedLayer, view: str, step_ms: int | None
) -> None:
    if view_called(view).refusal(plane_layer(resolved)):
        return
    story = tell(resolved, view, step_ms=step_ms)
    moving, scenes = list(with_motion(story.frames())), list(story.frames())
    kept = [frame for frame in moving if not frame.between]
    assert [(f.index, f.step, f.caption) for f in kept] == [
        (f.index, f.step, f.caption) for f in scenes
    ]
    assert sum(frame.ms for frame in moving) == sum(frame.ms for frame in scenes)
    assert all(frame.ms >= 20 and frame.ms % 10 == 0 for frame in moving)
    assert not moving[0].between and not moving[-1].between
    for one, other in zip(kept, scenes, strict=True):
        assert other.ms / 2 <= one.ms <= other.ms, "most of its time is for reading"
        assert one.ms == other.ms or other.ms >= 250, "what is fast is cut"
    for frame in moving:
        if frame.between:  # it says what the next scene says, or within a step still the last
            before, after = scenes[frame.index - 1 : frame.index + 1]
            assert frame.step == after.step
            assert frame.caption == after.caption or before.step == after.step
            assert frame.caption in (before.caption, after.caption)


@given(resolved_layers(), st.sampled_from(view_names()))
@settings(max_examples=12, deadline=None)
def test_what_is_between_lies_between(resolved: ResolvedLayer, view: str) -> None:
    """Each cell shows what it shows before or after, and each place is on the way."""
    if view_called(view).refusal(plane_layer(resolved)):
        return
    for before, between, after in journeys(tell(resolved, view, step_ms=1000)):
        for frame in between:
            assert set(frame.grids) == set(before.grids)
            for name, cells in frame.grids.items():
                was, now = before.grids[name], after.grids[name]
                if cells is None or cells is was:
                    continue
                if after.drops and name == after.drops[1]:
                    assert was and (cells.roles == was.roles & ~np.uint8(LIT)).all()
                    assert (cells.texts == was.texts).all() and not focus(cells)
                    continue
                if after.carries and name not in after.carries:  # cells fly over its label
                    assert was and (cells.label, cells.roles is was.roles) == ("", True)
                    continue
                assert was is not None and now is not None
                assert cells.roles.shape in (was.roles.shape, now.roles.shape)
                ends = [(g.row_at, g.column_at) for g in (was, now) if g]
                for lines in zip((cells.row_at, cells.column_at), *ends, strict=True):
                    at, begin, end = lines
                    if cells.pose is not None:  # it turns about its middle
                        at, begin, end = ((sum(ends) / len(ends),) for ends in lines)
                    low, high = min(begin[0], end[0]), max(begin[-1], end[-1])
                    assert all(low - 1e-9 <= place <= high + 1e-9 for place in at)
                if was.roles.shape == now.roles.shape == cells.roles.shape:
                    known = (cells.roles == was.roles) | (cells.roles == now.roles)
                    filled = after.carries is not None and name == after.carries[1]
                    assert (known | (filled & (cells.roles == CellRole.TODO))).all()
                    same = (cells.texts == was.texts) | (cells.texts == now.texts)
                    assert (same | (cells.texts == "")).all(), "or nothing, on the way"


@pytest.mark.parametrize("spec", [LayerSpec(), STRIP, CONV, DILATED], ids=str)
def test_the_window_glides(spec: LayerSpec) -> None:
    story = tell(spec, step_ms=1000)
    glides = [found for found in journeys(story) if found[0].equation]
    shape = grid(glides[0][2], "output").roles.shape
    assert len(glides) == shape[0] * (shape[1] - 1), "but not from the end of a row to the next"
    for before, between, after in glides:
        assert len(between) == 3
        assert all(frame.equation == before.equation for frame in between), "said where it arrives"
        for panel in ("input", "output"):
            marks = [focus(grid(frame, panel)) for frame in (before, *between, after)]
            places = [mark.box for mark in marks if mark]
            assert len(places) == 5
            ways = np.diff(np.array(places), axis=0)
            whole = np.array(places[-1]) - places[0]
            assert (ways * np.sign(whole) >= 0).all(), "never back"
            assert (ways[:, whole == 0] == 0).all()
            assert not ways[:, 2:].any(), "as large as ever"
        values = grid(between[-1], "output").texts
        assert np.array_equal(values, grid(before, "output").texts), "computed where it arrives"


def test_cells_under_the_window_are_lit_on_its_way() -> None:
    """Those are dark whose middle it covers: at three moments, computed by hand."""
    before, between, after = journeys(tell(LayerSpec(), step_ms=1000))[3]
    assert before.equation and before.index == 4
    lit = [(grid(f, "input").roles[0] & LIT > 0).tolist() for f in (before, *between, after)]
    left, right = [True] * 3 + [False] * 4, [False] + [True] * 3 + [False] * 3
    assert lit[0] == lit[1] == left and lit[3] == lit[4] == right


def test_zeros_open_up_from_beneath_the_input() -> None:
    was, between, now = journey(tell(LayerSpec(input_size=(3,), stride=(3,))), "input", 1)
    spans = [cells.row_at[-1] - cells.row_at[0] for cells in (was, *between, now)]
    assert spans == sorted(set(spans)) and len(between) == 6
    for cells in between:
        assert cells.beneath is not None
        zeros = cells.roles == CellRole.ZERO
        assert np.array_equal(cells.beneath, zeros)
        inputs = [at for at, zero in zip(cells.row_at, zeros.all(axis=1), strict=True) if not zero]
        assert np.allclose(np.diff(inputs), inputs[1] - inputs[0]), "evenly"
        gaps = np.diff(cells.row_at)
        assert (gaps > 0).all() and (gaps <= 1).all(), "no paper is seen between them"


def test_padding_grows_outward_and_the_input_stays() -> None:
    was, between, now = journey(tell(LayerSpec(padding=((0, 0),))), "input", 2)
    for cells in between:
        assert cells.row_at[2:-2] == was.row_at == now.row_at[2:-2]
        assert now.row_at[0] < cells.row_at[0] < cells.row_at[1] < was.row_at[0]
    tops = [cells.row_at[0] for cells in between]
    assert tops == sorted(tops, reverse=True)


def test_a_crop_closes_in() -> None:
    was, between, now = journey(tell(LayerSpec(), "scatter"), "result", 1)
    assert was.roles.shape == (7, 7) and now.roles.shape == (5, 5)
    tops = [cells.row_at[0] for cells in (was, *between)]
    assert tops == sorted(tops) and tops[-1] < now.row_at[0]
    for cells in between:
        assert cells.beneath is not None
        assert np.array_equal(cells.beneath, cells.roles == CellRole.DROPPED)


@pytest.mark.parametrize("spec", [LayerSpec(), LayerSpec(kernel_size=(2, 3)), STRIP], ids=str)
def test_the_kernel_turns_inside_its_place(spec: LayerSpec) -> None:
    was, between, now = journey(tell(spec), "kernel", 3)
    rows, columns = was.roles.shape
    assert np.array_equal(now.texts, was.texts[::-1, ::-1])
    angles = []
    for cells in between:
        assert cells.pose is not None
        corners = [
            cells.pose.at(down, across) for down in (-rows, rows) for across in (-columns, columns)
        ]
        downs, acrosses = zip(*corners, strict=True)
        assert max(downs) <= rows + 1e-9 and max(acrosses) <= columns + 1e-9
        angles.append(cells.pose.across_of_across)
    assert angles == sorted(angles, reverse=True) and angles[0] > 0 > angles[-1]
    if rows == 1:
        assert all(cells.pose and cells.pose.down_of_down == 1 for cells in between), "a mirror"


def test_a_kernel_that_turns_into_itself_keeps_still() -> None:
    story = tell(LayerSpec(), w=np.ones((3, 3), int))
    assert all(
        cells is None or cells.pose is None
        for frame in with_motion(story.frames())
        for cells in frame.grids.values()
    )


def test_c_turns_about_its_diagonal() -> None:
    """Where it lies beside planes; flat, each of its weights flies to its place in Cᵀ."""
    was, between, now = journey(tell(LayerSpec(), "matrix", planes=True), "matrix", 1)
    assert np.array_equal(now.texts, was.texts.T)
    for cells in between:
        assert cells.pose is not None
        assert np.allclose(cells.pose.at(1, 1), (1, 1)), "the diagonal stays"
    ends = [cells.pose.at(1, -1)[0] for cells in between if cells.pose]
    assert all(one > other for one, other in pairwise(ends)) and ends[0] > 0 > ends[-1]
    found = journeys(tell(LayerSpec(), "matrix"))
    before, frames, after = next(found for found in found if found[2].step == 1)
    weights = np.argwhere(grid(before, "built").texts != "").tolist()
    for frame in frames:
        assert frame.grids["built"] is frame.grids["matrix"] is after.grids["built"] is None
        assert [flight.begin for flight in frame.flights] == [("built", *at) for at in weights]
        assert all(flight.end == ("matrix", *flight.begin[:0:-1]) for flight in frame.flights)


@pytest.mark.parametrize("spec", [LayerSpec(), STRIP, LayerSpec(dilation=(2,))], ids=str)
def test_stamps_of_the_first_row_fly_to_their_place(spec: LayerSpec) -> None:
    """All cells together, from the stamp's panel to where the input cell times s is."""
    story = tell(spec, "scatter", step_ms=1000)
    found = [(a, between, b) for a, between, b in journeys(story) if any(between[0].flights)]
    width = story.plane.input_size[1]
    assert [after.index for _, _, after in found] == [*range(1, width + 1)]
    s, d = story.plane.axes[1].s, story.plane.axes[1].d
    for number, (_, between, after) in enumerate(found):
        stamp, result = grid(after, "stamp"), grid(after, "result")
        for frame in between:
            assert len(frame.flights) == story.example.ws.numbers.size
            assert len({flight.share for flight in frame.flights}) == 1
            assert frame.grids["stamp"] is stamp and frame.grids["input"] is after.grids["input"]
            for flight in frame.flights:
                row, column = (int(at) for at in flight.end[1:])
                assert flight.begin == (
                    "stamp",
                    stamp.row_at[row],
                    stamp.column_at[column - s * number],
                )
                assert (column - s * number) % d == 0 and result.roles[row, column] & LIT
                assert flight.text == stamp.texts[row, column - s * number]


def test_x_unrolls_to_a_column() -> None:
    """Each cell flies straight from its place in the input to its place in the column."""
    story = tell(LayerSpec(input_size=(2, 3)), "matrix")
    before, between, after = next(found for found in journeys(story) if found[2].step == 2)
    numbers = grid(after, "input").texts.ravel().tolist()
    assert not any(before.flights) and not any(after.flights)
    done = [sum(flight.share for flight in frame.flights) for frame in between]
    assert done == sorted(set(done)) and done[-1] > 5
    for frame in between:
        assert frame.grids["x"] is before.grids["x"] is None, "it is there when they are"
        for number, flight in enumerate(frame.flights):
            assert flight.text == numbers[number]
            assert flight.begin == ("input", *divmod(number, 3))
            assert flight.end == ("x", number, 0)
