"""From sizes to parameters: every solution is found, and each is one."""

from __future__ import annotations

import json
import random
from itertools import product
from typing import Any

import pytest

from tconv_anim.layers.frameworks import NAMES
from tconv_anim.layers.operations import operation_named
from tconv_anim.layers.overlap import Overlap
from tconv_anim.layers.solver.choices import choices_of_axis
from tconv_anim.layers.solver.nearest import NoSolution
from tconv_anim.layers.solver.query import Query
from tconv_anim.layers.solver.solutions import Solutions, solve
from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run

# -- parameters from sizes -----------------------------------------------------------------


def reaches(query: Query, size: int, max_k: int) -> bool:
    (axis,) = query._replace(max_k=max_k, output_size=(size,)).axes
    return bool(choices_of_axis(axis))


def test_solutions_do_it_and_what_is_missed_cannot_be_done() -> None:
    """Every one against the layer's own size; the nearest sizes by trying them all."""
    rng = random.Random(3)
    for _ in range(60):
        most = rng.randint(1, 5)
        query = Query(
            rng.choice(("conv", "transposed")),
            (rng.randint(1, 9),),
            (rng.randint(1, 40),),
            (rng.choice((1, 1, 1, 2, 3)),),
            rng.choice((None, *NAMES)),
            most,
        )
        found = solve(query)
        (o,) = query.output_size
        assert reaches(query, o, most) == isinstance(found, Solutions), query
        if isinstance(found, Solutions):
            resolved_layers = found.resolved_layers(10_000)
            assert all(resolved.output_size == (o,) for resolved in resolved_layers), query
            assert len({resolved.layer for resolved in resolved_layers}) == len(resolved_layers), (
                query
            )
        else:
            below = next((n for n in range(o - 1, 0, -1) if reaches(query, n, most)), None)
            above = next((n for n in range(o + 1, 120) if reaches(query, n, most)), None)
            assert (found.below, found.above) == (below, above), query
            needed = next((k for k in range(most + 1, 9) if reaches(query, o, k)), None)
            if needed or (found.needed_k or 99) < 9:
                assert found.needed_k == needed, query


def test_every_solution_is_found() -> None:
    """Against trying every layer within the bounds."""
    query = Query("transposed", (5,), (10,), (1,), None, 5)
    found = solve(query)
    assert isinstance(found, Solutions)
    said = {(s.kernel_size, s.stride, s.padding, s.output_padding) for s in found.specs(1000)}
    tried = set()
    for k in range(1, 6):
        for s in range(1, 6):
            for p in range(k):
                for op in range(s):
                    if 4 * s + k - 2 * p + op == 10:
                        tried.add(((k,), (s,), ((p, p),), (op,)))
    assert said == tried


@pytest.mark.parametrize(("o", "d"), [(1, 1), (3, 1), (5, 1), (8, 1), (4, 3)])
def test_one_input_cell_has_every_layer_once(o: int, d: int) -> None:
    """Its stride says nothing but how large the output padding may be."""
    found = solve(Query("transposed", (1,), (o,), (d,), None, 7))
    assert isinstance(found, Solutions)
    said = [(*s.kernel_size, *s.padding, *(s.output_padding or ())) for s in found.specs(10_000)]
    transposed = operation_named("transposed")
    tried = {
        (k, (p, p), op)
        for k, s in product(range(1, 8), repeat=2)
        for p in range(d * (k - 1) + 1)
        for op in range(max(s, d))
        if transposed.axis(k=k, s=s, d=d, op=op, pad=(p, p)).output_size(1) == o
    }
    assert set(said) == tried and len(said) == len(tried)


def test_the_best_come_first() -> None:
    found = solve(Query("transposed", (16, 16), (32, 32), (1, 1)))
    assert isinstance(found, Solutions)
    order = []
    for resolved in found.resolved_layers(10_000):
        (axis, _) = resolved.axes
        overlap = Overlap(axis.k, axis.s, axis.d)
        level = 0 if overlap.even else 2 if overlap.holes else 1
        order.append((3 if axis.op > axis.crop_end + axis.op else level, axis.k, axis.op))
    assert order == sorted(order)
    assert [p.kernel_size for p in found.resolved_layers(2)] == [(2, 2), (4, 4)]
    assert found.resolved_layers(2)[1].macs == 16 * 16 * 4 * 4


def test_axes_of_their_own() -> None:
    found = solve(Query("transposed", (16, 8), (32, 24), (1, 1)))
    assert isinstance(found, Solutions)
    assert all(resolved.output_size == (32, 24) for resolved in found.resolved_layers(40))
    assert found.resolved_layers(1)[0].kernel_size == (2, 3)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ("--from 16 --to 1000", 1, "the nearest is 118. Try --max-k 59 or --to 118 or --kind any."),
        ("--from 16 --to 8 --kind transposed", 1, "--kind conv or --max-k 9 or --to 10"),
        ("--from 5 --to 10 --framework keras --d 2", 1, "the nearest are 9 and 11"),
        ("--from 16x3 --to 1000x6", 1, "leads from 16 to 1000 (height)"),
        ("--from 16", 2, "--to is missing"),
        ("--to 16", 2, "--from is missing"),
        ("--from 16 --to 32 --output-shape 4", 2, "--output-shape means nothing beside --from"),
        ("--from 16 --i 16 --to 32", 2, "--from and --i cannot be combined"),
        (
            "--from 16 --to 34 --k 3 --s 2 --op 0",
            1,
            "k = 3, s = 2, p below k, op = 0 leads from 16",
        ),
        ("--from 16x3 --to 1000x6", 1, "Try --max-k 59 or --to 118x6 or --kind any."),
        ("--from 16 --to 32 --max-k 600", 2, "Try --max-k 256."),
        ("--from 16 --to 32 --framework pytorch --p same", 2, "is refused by PyTorch"),
        ("--from 16 --to 32 --p same", 2, "say whose word it is. Try --framework keras."),
        ("--from 16 --to 32 --compare", 2, "--compare means nothing"),
        ("--from 16 --to 32 --max-k 0", 2, "--max-k 0 must be between 1 and 256"),
        ("--from 16 --to 32 --limit -1", 2, "--limit -1 must be at least 0"),
        ("--from 0 --to 32", 2, "--from 0 must be at least 1"),
        ("--from 3x3 --to 5x5x5", 2, "--from 3x3 has 2 axes, where 3 are asked for"),
        ("--compare --code keras", 2, "Give one."),
    ],
)
def test_impossible_wishes(args: str, code: int, words: str) -> None:
    check_refusal(run(*args.split()), words, code)


def test_a_missed_wish_says_everything() -> None:
    assert solve(Query("transposed", (16,), (1000,), (1,))) == NoSolution(
        0, 1000, 118, None, 59, (118,)
    )


# -- what is given is kept ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("transposed", {"output_padding": (1,)}),
        *product(
            ["conv", "transposed"],
            [
                {"kernel_size": (3,)},
                {"stride": (2,)},
                {"kernel_size": (3,), "stride": (2,)},
                {"padding": ((1, 1),)},
                {"padding": ((0, 1),), "kernel_size": (4,)},
                {"kernel_size": (9,)},
            ],
        ),
    ],
)
def test_what_is_given_is_kept_and_the_rest_is_tried(kind: str, kept: dict[str, Any]) -> None:
    """Against the size of every layer within the bounds."""
    operation = operation_named(kind)
    for i, o, d in ((5, 10, 1), (7, 4, 1), (6, 11, 2), (4, 4, 3)):
        found = solve(Query(kind, (i,), (o,), (d,), None, 5, **kept))
        said = set()
        if isinstance(found, Solutions):
            said = {
                (*s.kernel_size, *s.stride, *s.padding, *(s.output_padding or ()))
                for s in found.specs(10_000)
            }
            assert len(said) == found.count
        tried = set()
        for k, s in product(kept.get("kernel_size", range(1, 6)), kept.get("stride", range(1, 6))):
            k_eff = d * (k - 1) + 1
            pads = kept.get("padding", [(p, p) for p in range(k_eff)])
            ops = range(max(s, d)) if operation.crops else [0]
            for pad, op in product(pads, kept.get("output_padding", ops)):
                if op not in ops:
                    continue
                axis = operation.axis(k=k, s=s, d=d, op=op, pad=pad)
                if not operation.crops and i + sum(pad) < k_eff:
                    continue
                smaller = operation.axis(k=k, s=max(s - 1, 1), d=d, op=op, pad=pad)
                same = not operation.crops and o == 1 == smaller.output_size(i) and s > 1
                if axis.output_size(i) == o and not ("stride" not in kept and same):
                    tried.add((k, s, pad, op))
        assert said == tried, (i, o, d)


@pytest.mark.parametrize(
    ("args", "best"),
    [
        ("--from 16 --to 31 --k 3 --s 2", "kernel_size=3, stride=2, padding=1)"),
        ("--i 16 --to 32 --k 3", "kernel_size=3, stride=2, padding=1, output_padding=1)"),
        (
            "--from 4x4 --to 8x7 --framework keras --max-k 3",
            'kernel_size=3, strides=2, padding="same", output_padding=(1, 0))',
        ),
        (
            "--from 2x2 --to 4x3 --framework jax --max-k 2",
            "strides=(2, 2), padding=[(1, 1), (1, 0)], transpose_kernel=True)",
        ),
        (
            "--from 8 --to 8 --kind conv --dims 1 --framework keras --p causal --k 3",
            "ZeroPadding1D((2, 0))(x); keras.layers.Conv1D(1, kernel_size=3)",
        ),
        (
            "--from 4 --to 10 --framework pytorch --k 3 --p 3 --s 4",
            "stride=4, padding=3, output_pad",
        ),
        ("--from 16 --to 100", "kernel_size=7, stride=7, padding=6)"),
        (
            "--from 7 --to 4 --framework onnx --p same_upper",
            "kernel_shape=[2, 2], strides=[2, 2], pads=[0, 0, 1, 1])",
        ),
        ("--from 9 --to 3 --kind conv --d 1000000000", "padding=499999997, dilation=1000000000)"),
    ],
)
def test_the_best_of_what_people_asked_for(args: str, best: str) -> None:
    data = json.loads(run(*args.split(), "--json").stdout)
    assert best in data["solutions"][0]["code"]


def test_dead_cells_come_last_and_are_told() -> None:
    data = json.loads(run("--from", "16", "--to", "100", "--json").stdout)
    dead = [solution["overlap"].get("dead") for solution in data["solutions"]]
    assert dead == [None, [5, 5], [4, 4], [3, 3], [4, 4]]
    assert data["solutions"][1]["overlap"]["empty_phases"] == [1, 1]
    assert "last 4 dead" in run("--from", "16", "--to", "100").stdout


@pytest.mark.slow
def test_axes_that_differ_are_combined_in_order_and_counted() -> None:
    """Against all pairs of choices; three axes of 256 kernels are counted at once."""
    query = Query("transposed", (3, 4), (6, 9), (1, 1), None, 4)
    found = solve(query)
    one, other = (
        solve(query._replace(input_size=(i,), output_size=(o,), dilation=(1,)))
        for i, o in ((3, 6), (4, 9))
    )
    assert isinstance(found, Solutions)
    assert isinstance(one, Solutions) and isinstance(other, Solutions)
    pairs = {
        (*a.kernel_size, *b.kernel_size, *a.stride, *b.stride, *a.padding, *b.padding)
        for a, b in product(one.specs(999), other.specs(999))
    }
    told = [(*s.kernel_size, *s.stride, *s.padding) for s in found.specs(9999)]
    assert set(told) == pairs and len(told) == found.count == one.count * other.count
    huge = solve(Query("transposed", (16, 15, 14), (32, 30, 28), (1, 1, 1), None, 256))
    assert isinstance(huge, Solutions) and huge.count == 800_081_174_160
    assert huge.specs(1)[0].kernel_size == (2, 2, 2)


@pytest.mark.parametrize(
    "args",
    [
        "--from 16 --to 1000",
        "--from 16 --to 8 --kind transposed",
        "--from 16x3 --to 1000x6",
        "--from 5 --to 10 --framework keras --d 2",
        "--from 5x9 --to 5x7 --framework keras --kind conv --k 3 --s 1",
        "--from 16 --to 34 --k 3 --s 2 --op 0",
        "--from 9 --to 20 --kind conv",
        "--from 3x3 --to 7x100 --framework jax --k 2",
    ],
)
def test_every_remedy_works(args: str) -> None:
    result = run(*args.split())
    if result.exit_code == 0:
        return
    assert "Try " in result.stderr, result.stderr
    for remedy in result.stderr.rsplit("Try ", 1)[1].strip(".\n").split(" or "):
        flag, value = remedy.split(" ", 1)
        assert run(*args.split(), flag, value).exit_code == 0, remedy
