"""The overlap view: counts, periods, verdicts."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given

from tconv_anim.compute import (
    Array,
)
from tconv_anim.layers.even_kernel import even_spec
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, plane_layer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.story.frame import CellRole, Frame
from tconv_anim.story.label import label_text
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.view import View
from tests.helpers.frames import (
    SOME,
    cells_in,
    counted,
    has_dead_ends,
    has_whole_period,
    lit,
    marks,
    number,
    period_of,
    plain,
    taps_of,
)
from tests.helpers.stories import cell_taps, cell_targets, grid, tell
from tests.helpers.strategies import shown

# -- overlap -------------------------------------------------------------------------------------

CHEQUERED = LayerSpec()
"""k = 3 and stride 2: the checkerboard."""
DEAD = LayerSpec(kernel_size=(2,), padding=((0, 0),), output_padding=(1,))
"""Even inside; the last row and column are appended where no stamp comes."""
DEAD_AND_UNEVEN = DEAD._replace(kernel_size=(2, 3), output_padding=(1, 0))
"""Even inside from row to row, uneven from column to column."""


def where(plane: ResolvedLayer) -> tuple[slice, ...]:
    """The counted cells in the panel, which also has room for those that are appended."""
    begins = [max(-a.crop_begin, 0) for a in plane.axes]
    sizes = counted(plane, 0).shape
    return tuple(slice(begin, begin + n) for begin, n in zip(begins, sizes, strict=True))


def count_texts(counts: Array) -> Array:
    return np.where(counts > 0, counts.astype(str), "").astype(object)


@given(shown())
@SOME
def test_counts_are_ones_through_the_layer(resolved: ResolvedLayer) -> None:
    """At every position; in the end a cell that is never reached says 0."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    transposed = resolved.kind == "transposed"
    positions = type(story).growing_scenes(plane)
    inner = where(plane)
    for shown_so_far in range(positions):
        frame = story.frame(1 + shown_so_far)
        shown_grid, wanted = grid(frame, "counts"), counted(plane, shown_so_far + 1)
        assert np.array_equal(shown_grid.texts[inner], count_texts(wanted))
        assert int((shown_grid.texts != "").sum()) == int((wanted > 0).sum())
        grown = np.argwhere(wanted > counted(plane, shown_so_far))
        offset = [part.start for part in inner]
        assert lit(shown_grid) == {(int(r) + offset[0], int(c) + offset[1]) for r, c in grown}
        (window,) = marks(shown_grid, "window")
        assert (window.rows, window.columns) == plane.kernel_extent
        assert told_counts(said_of(frame)[0]) == new_and_again(plane, shown_so_far)
        giver = grid(frame, "giver")
        cell = np.unravel_index(shown_so_far, giver.roles.shape)
        role, is_lit, _ = giver.at(int(cell[0]), int(cell[1]))
        assert (role, is_lit) == ((CellRole.INPUT, True) if transposed else (CellRole.NOW, False))
        for name, at in zip(axes_of(resolved), cell[-len(resolved.axes) :], strict=True):
            assert {max(place) for place in lit(grid(frame, name))} == {int(at)}
    complete = grid(story.frame(1 + positions), "counts")
    assert np.array_equal(complete.texts[inner], counted(plane, positions).astype(str))
    assert np.array_equal(plain(complete)[inner] == CellRole.ZERO, counted(plane, positions) == 0)


def said_of(frame: Frame) -> list[str]:
    """What is said of the layer, and of the one beside."""
    return [PRINTED.text(verdict.text) for verdict in frame.verdicts.values()] or [frame.sentence]


def told_counts(sentence: str) -> tuple[int, int]:
    told_ = re.search(r": (\d+) new cells?(?:, (\d+) again)?", sentence)
    assert told_ is not None
    return int(told_[1]), int(told_[2] or 0)


def new_and_again(plane: ResolvedLayer, done: int) -> tuple[int, int]:
    """Cells of one more position that are reached for the first time, and the others."""
    before, after = counted(plane, done), counted(plane, done + 1)
    grown = after > before
    return int((grown & (after == 1)).sum()), int((grown & (after > 1)).sum())


def axes_of(resolved: ResolvedLayer) -> tuple[str, ...]:
    return ("rows", "columns")[-len(resolved.axes) :]


@given(shown())
@SOME
def test_fans_join_what_the_matrix_of_ones_joins(resolved: ResolvedLayer) -> None:
    """A count is the lines to its row times those to its column; cells stand in the middle."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    final = grid(story.frame(1 + type(story).growing_scenes(plane)), "counts")
    (block,) = story.storyboard.sections[0].fanned_panels
    lines = {fan.down: Counter(end for ends in fan.links for end in ends) for fan in block.fans}
    for row, column in np.argwhere(plain(final) != CellRole.NONE):
        down = lines[True][row] if True in lines else 1
        assert number(final.texts[row, column]) == down * lines[False][column]
    for fan in block.fans:
        leader = grid(story.frame(0), fan.leader.name)
        places = leader.row_at if fan.down else leader.column_at
        assert [2 * at for at in places] == [min(ends) + max(ends) for ends in fan.links]
        assert "".join(leader.texts.flat) == "".join(map(str, range(len(fan.links))))


@given(shown())
@example(resolve(DEAD))
@SOME
def test_what_is_framed_repeats_the_period(resolved: ResolvedLayer) -> None:
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    inside = story.frame(1 + type(story).growing_scenes(plane))
    shown_grid, inner = grid(inside, "counts"), where(plane)
    windows = marks(shown_grid, "window")
    assert bool(windows) == (has_whole_period(plane) and tile.min() < tile.max())
    own = said_of(inside)[0]
    assert ("A larger input" in own) != has_whole_period(plane)
    for frame in marks(shown_grid, "now"):
        for row, column in cells_in(frame):
            phases = (
                (row - inner[0].start) % tile.shape[0],
                (column - inner[1].start) % tile.shape[1],
            )
            assert shown_grid.texts[row, column] == str(tile[phases])
    for window in windows:
        texts = shown_grid.texts[window.row :, window.column :]
        assert np.array_equal(texts[: window.rows, : window.columns], tile.astype(str))
        assert own.startswith(PRINTED.by(tile.shape[-len(resolved.axes) :]))
        dead = re.search(r", (\d+) of (\d+) never", own)
        counts = counted(plane, type(story).growing_scenes(plane))
        zeros = int((counts == 0).sum()) if tile.min() else 0
        assert (dead and (int(dead[1]), int(dead[2]))) == ((zeros, counts.size) if zeros else None)


@given(shown())
@SOME
def test_what_meets_in_a_cell_is_lit(resolved: ResolvedLayer) -> None:
    """The stamps of a cell of the largest count, then of one of the smallest."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    positions = type(story).growing_scenes(plane)
    frames = [f for f in list(story.frames())[1 + positions : -1] if lit(grid(f, "counts"))]
    counts = [tile.max(), tile.min()][: 1 + (tile.max() > tile.min())]
    assert len(frames) == (len(counts) if has_whole_period(plane) else 0)
    counts = counts[: len(frames)]
    for frame, count in zip(frames, counts, strict=True):
        shown_grid = grid(frame, "counts")
        (cell,) = lit(shown_grid)
        (mark,) = shown_grid.marks
        assert cells_in(mark) == {cell} and shown_grid.texts[cell] == str(count)
        at = tuple(n - part.start for n, part in zip(cell, where(plane), strict=True))
        assert counted(plane, positions)[at] == count
        factors = [len(lit(grid(frame, name))) for name in axes_of(resolved)]
        assert math.prod(factors) == count
        words = " × ".join(map(str, factors))
        alone = "No " if not count else "One " if count == 1 else words
        own, *beside = said_of(frame)
        for said in beside:  # the layer beside shows one of its cells, all of one count
            other = grid(frame, "even counts")
            (even,) = lit(other)
            assert other.texts[even] == str(math.prod(map(int, re.findall(r"\d+", said))))
        assert own.startswith(alone)


@given(shown())
@SOME
def test_the_crop_leaves_the_counts_of_the_output(resolved: ResolvedLayer) -> None:
    """Of a convolution those of the input: how often its cells take part."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    frame = story.frame(len(story) - 1)
    last = grid(frame, "counts")
    if resolved.kind == "transposed":
        wanted = [
            len(cell_taps(plane.layer, plane.input_size, c)) for c in np.ndindex(*plane.output_size)
        ]
    else:
        wanted = [
            len(cell_targets(plane.layer, plane.input_size, c))
            for c in np.ndindex(*plane.input_size)
        ]
    kept = (plain(last) != CellRole.PAD) & (plain(last) != CellRole.NONE)
    assert [number(text) for text in last.texts[kept]] == wanted
    assert not any(last.texts[~kept])
    never = (plain(last) == CellRole.ZERO) | (plain(last) == CellRole.OP)
    assert np.array_equal(never[kept], np.array(wanted) == 0)
    words = PRINTED.text(next(iter(frame.verdicts.values())).text)
    if words.startswith("holes"):
        assert words.split(": ")[1].startswith(f"{wanted.count(0)} of {len(wanted)} cell")


def remedy_of(story: View) -> str | None:
    return next((f.sentence for f in story.frames() if f.sentence.startswith("Remedy")), None)


@given(shown())
@example(resolve(DEAD))
@SOME
def test_the_verdict_is_that_of_the_period(resolved: ResolvedLayer) -> None:
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    tile = period_of(plane)
    verdict = "even" if tile.min() == tile.max() else "uneven" if tile.min() else "holes"
    kinds = [
        str(line.text).split(": ")[-1]
        for row in story.storyboard.formulas
        for line in row
        if "gcd(" in str(line.text)
    ][1:]
    assert (set(kinds) == {"even"}) == (verdict == "even") and ("holes" in kinds) == (
        verdict == "holes"
    )
    remedy = remedy_of(story)
    assert (remedy is None) == (verdict == "even" and not has_dead_ends(plane))
    if remedy is None:
        return
    found = re.match(r"Remedy: (.+?)(?: \(.*\))?(?:;|\.$)", remedy)
    assert found is not None
    told_ = dict(part.split(" = ") for part in found[1].split(", "))
    axes = len(resolved.axes)

    def sizes(name: str, otherwise: list[Any]) -> Any:
        if name not in told_:
            return tuple(otherwise)
        told = told_[name].replace("−", "-")
        parts = told.split("×") * (axes if "×" not in told else 1)
        pairs = tuple((int(p.split(":")[0]), int(p.split(":")[-1])) for p in parts)
        return pairs if name in ("p", "crop") else tuple(begin for begin, _ in pairs)

    own = resolved.axes
    other = Layer(
        resolved.kind,
        kernel_size=sizes("k", [a.k for a in own]),
        stride=tuple(a.s for a in own),
        dilation=sizes("d", [a.d for a in own]),
        **(
            {"crop": sizes("crop", [])}
            if "crop" in told_
            else {
                "padding": sizes("p", [(a.pad_begin, a.pad_end) for a in own]),
                "output_padding": sizes("op", [a.op for a in own]),
            }
        ),
    )
    posed_ = resolve_layer(other, resolved.input_size)
    assert posed_.output_size == resolved.output_size
    products = period_of(plane_layer(posed_))
    assert products.min() == products.max() > 0


@given(shown())
@example(resolve(DEAD))
@example(resolve(DEAD_AND_UNEVEN))
@SOME
def test_the_remedy_stands_beside_a_layer_of_uneven_overlap(resolved: ResolvedLayer) -> None:
    """Of the same output size, even, and stamped in step; what it comes to is said below."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    tile, last = period_of(plane), story.frame(len(story) - 1)
    sections = story.storyboard.sections
    verdicts = list(last.verdicts.values())
    even_inside, dead = bool(tile.min() == tile.max()), has_dead_ends(plane)
    assert verdicts[0].good == (even_inside and not dead)
    assert list(last.verdicts) == [section.name for section in sections]
    words = [PRINTED.text(verdict.text) for verdict in verdicts]
    counts = sorted(set(tile.ravel().tolist()))
    if 1 < len(counts) <= 3 and tile.min():
        assert f": {', '.join(map(str, counts))} times" in words[0]
    uneven = [len(set(taps)) > 1 for taps in taps_of(plane)]
    assert ("checkerboard" in words[0]) == (all(uneven) and tile.min() > 0)
    assert ("Checkerboard" in story.storyboard.title) == ("checkerboard" in words[0])
    assert words[0].startswith("dead: ") == (even_inside and dead)
    assert story.storyboard.title.startswith("Dead cells") == words[0].startswith("dead: ")
    if len(sections) == 1:
        return
    assert verdicts[1].good and words[1].startswith("even: ")
    own, other = (grid(last, name) for name in ("counts", "even counts"))
    assert own.size_label == other.size_label
    twin = even_spec(resolved)
    assert twin is not None
    even = plane_layer(resolve(twin, ndim=len(resolved.axes)))
    assert period_of(even).min() == period_of(even).max()
    for done in range(1, math.prod(plane.positions) + 1):
        beside = grid(story.frame(done), "even counts")
        shown_counts = count_texts(counted(even, done))
        assert np.array_equal(beside.texts[where(even)], shown_counts)
        assert told_counts(said_of(story.frame(done))[1]) == new_and_again(even, done - 1)
    for posed, section in zip(
        (resolved, resolve(twin, ndim=len(resolved.axes))), sections, strict=True
    ):
        assert layer_named(label_text(section.heading), resolved) == [
            (axis.k, axis.s, axis.d, *axis.ends) for axis in posed.axes
        ]
    assert [fact.symbol for fact in story.storyboard.facts] == ["i", "o"]


def layer_named(name: str, resolved: ResolvedLayer) -> list[tuple[int, ...]]:
    """(k, s, d, crop or padding before and after) of each axis, as a section's name says them."""
    told_: dict[str, list[tuple[int, ...]]] = {"d": [(1, 1)], "op": [(0, 0)]}
    for part in name.replace("−", "-").split(", "):
        letter, value = part.split(" = ")
        told_[letter] = [
            (int(ends.split(":")[0]), int(ends.split(":")[-1])) for ends in value.split("×")
        ]
    found = {
        letter: pairs * (len(resolved.axes) if len(pairs) == 1 else 1)
        for letter, pairs in told_.items()
    }
    ends = found.get("crop") or [
        (begin, end - op[0]) for (begin, end), op in zip(found["p"], found["op"], strict=True)
    ]
    return [
        (k[0], s_[0], d[0], *end)
        for k, s_, d, end in zip(found["k"], found["s"], found["d"], ends, strict=True)
    ]


def test_each_half_says_its_own() -> None:
    """Parameters, what repeats, and the crop, which differ."""
    story = tell(LayerSpec(input_size=(5,), output_padding=(1,)), "overlap")
    assert [label_text(one.heading) for one in story.storyboard.sections] == [
        "k = 3, s = 2, p = 1, op = 1",
        "k = 4, s = 2, p = 1, op = 0",
    ]
    said = [said_of(frame) for frame in list(story.frames())[26:]]
    assert said[:3] == [
        ["2 × 2 cells repeat inside: 4, 2 or 1 times.", "All cells inside are reached 4 times."],
        ["One stamp is here.", "2 × 2 stamps meet here."],
        [
            "Crop 1 before and 0 after: 11 × 11 becomes 10 × 10.",
            "Crop p = 1: 12 × 12 becomes 10 × 10.",
        ],
    ]
    conv = tell(LayerSpec(kind="conv", input_size=(5,)), "overlap")
    assert [label_text(one.heading) for one in conv.storyboard.sections] == [
        "k = 3, s = 2, p = 1",
        "k = 4, s = 2, p = 2",
    ]


@given(shown())
@SOME
def test_the_still_lights_what_one_position_reaches(resolved: ResolvedLayer) -> None:
    """The middle one, in the map, and as a row and a column of the fans; values are nowhere."""
    plane, story = plane_layer(resolved), tell(resolved, "overlap")
    last = story.frame(story.fullest_scene())
    middle = tuple(count // 2 for count in plane.positions)
    number_ = int(np.ravel_multi_index(middle, plane.positions))
    step = counted(plane, number_ + 1) - (counted(plane, number_) if number_ else 0)
    shown_grid, inner = grid(last, "counts"), where(plane)
    reached = {(int(r) + inner[0].start, int(c) + inner[1].start) for r, c in np.argwhere(step)}
    left = {at for at in reached if shown_grid.texts[at]}
    assert lit(shown_grid) == left
    for name, at in zip(axes_of(resolved)[::-1], middle[::-1], strict=False):
        assert {max(cell) for cell in lit(grid(last, name))} == {at}
    giver = grid(last, "giver")
    assert not any(giver.texts.flat)
    (mark,) = giver.marks
    assert (mark.row, mark.column) == middle


def test_the_still_shows_the_whole_map() -> None:
    story = tell(CHEQUERED, "overlap")
    assert story.fullest_scene() == len(story) - 1


def test_interior_counts_never_share_a_step_of_the_scale() -> None:
    from tconv_anim.story.grids.count_scale import roles_of_counts

    for kernel, stride in itertools.product(range(1, 40), range(1, 9)):
        counts = {kernel // stride, -(-kernel // stride)}
        inside = {a * b for a in counts for b in counts}
        roles = roles_of_counts(max(inside), inside)
        assert (np.diff(roles.astype(int)) >= 0).all() and roles[0] == CellRole.TODO
        assert len({int(roles[n]) for n in inside}) == len(inside)
        assert min(roles[1:], default=CellRole.COUNT_1) >= CellRole.COUNT_1


@pytest.mark.parametrize(
    ("spec", "remedy", "verdict"),
    [
        (
            CHEQUERED,
            "Remedy: k = 4, p = 2, op = 1 (cropped 2:1); or resize, then convolve.",
            "checkerboard: 1, 2, 4 times",
        ),
        (LayerSpec(kernel_size=(4,)), None, "even: 4 times everywhere inside"),
        (
            LayerSpec(kernel_size=(4,), padding=((2, 2),), output_padding=(1,)),
            None,
            "even: 4 times inside, less at one end",
        ),
        (
            LayerSpec(input_size=(1,)),
            "Remedy: k = 4",
            "checkerboard: 1, 2, 4 times in a larger map",
        ),
        (
            LayerSpec(kind="conv", stride=(1,), padding=((0, 0),)),
            None,
            "even: 9 times everywhere inside a larger map",
        ),
        (LayerSpec(kernel_size=(2,), padding=((0, 0),)), None, "even: once everywhere inside"),
        (DEAD, "Remedy: k = 4, p = 1 (cropped 1:0)", "dead: 13 of 49 cells"),
        (LayerSpec(kernel_size=(3,), dilation=(2,)), "Remedy: k = 6", "holes: 40 of 49 cells"),
        (LayerSpec(kernel_size=(3,), stride=(2, 1)), "Remedy: k = 4×3", "uneven: 3, 6 times"),
        (
            LayerSpec(kind="conv", input_size=(5,)),
            "Remedy: k = 4, p = 2.",
            "checkerboard: 1, 2, 4 times",
        ),
        (LayerSpec(kind="conv", stride=(1,)), None, "even: 9 times everywhere inside"),
    ],
)
def test_the_overlap_view_ends_with_what_to_do(
    spec: LayerSpec, remedy: str | None, verdict: str
) -> None:
    story = tell(spec, "overlap")
    told_ = remedy_of(story)
    assert told_ is remedy or (told_ and remedy and told_.startswith(remedy))
    first = next(iter(story.frame(len(story) - 1).verdicts.values()))
    assert PRINTED.text(first.text) == verdict
