"""From sizes to parameters: every solution is found, and each is one."""

from __future__ import annotations

import random

import pytest

from tconv_anim.layers import solver
from tconv_anim.layers.frameworks import NAMES
from tconv_anim.layers.overlap import Overlap
from tconv_anim.layers.solver import NoSolution, Query, Solutions, solve
from tests.helpers.size_command import run

# -- parameters from sizes -----------------------------------------------------------------


def reaches(query: Query, size: int, max_k: int) -> bool:
    (i,), (d,) = query.input_size, query.dilation
    return any(True for _ in solver._choices(query._replace(max_k=max_k), i, size, d))


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
            resolved_layers = found.resolved_layers(0)
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
    said = {(s.kernel_size, s.stride, s.padding, s.output_padding) for s in found.specs}
    tried = set()
    for k in range(1, 6):
        for s in range(1, 6):
            for p in range(k):
                for op in range(s):
                    if 4 * s + k - 2 * p + op == 10:
                        tried.add(((k,), (s,), ((p, p),), (op,)))
    assert said == tried


def test_the_best_come_first() -> None:
    found = solve(Query("transposed", (16, 16), (32, 32), (1, 1)))
    assert isinstance(found, Solutions)
    order = []
    for resolved in found.resolved_layers(0):
        (axis, _) = resolved.axes
        overlap = Overlap(axis.k, axis.s, axis.d)
        order.append((0 if overlap.even else 2 if overlap.holes else 1, axis.k, axis.op))
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
        ("--from 16 --to 1000", 1, "the nearest is 118. Try --max-k 59 or --to 118."),
        ("--from 16 --to 8 --kind transposed", 1, "--kind conv or --max-k 9 or --to 10"),
        ("--from 5 --to 10 --framework keras --d 2", 1, "the nearest are 9 and 11"),
        ("--from 16x3 --to 1000x6", 1, "leads from 16 to 1000 (height)"),
        ("--from 16", 2, "--to is missing"),
        ("--to 16", 2, "--from is missing"),
        ("--from 16 --to 32 --k 4", 2, "--k means nothing beside --from and --to"),
        ("--from 16 --to 32 --compare", 2, "--compare means nothing"),
        ("--from 16 --to 32 --max-k 0", 2, "--max-k 0 must be between 1 and 256"),
        ("--from 16 --to 32 --limit -1", 2, "--limit -1 must be at least 0"),
        ("--from 0 --to 32", 2, "--from 0 must be at least 1"),
        ("--from 3x3 --to 5x5x5", 2, "--from 3x3 has 2 axes, where 3 are asked for"),
        ("--compare --code keras", 2, "Give one."),
    ],
)
def test_impossible_wishes(args: str, code: int, words: str) -> None:
    result = run(*args.split())
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr and result.stderr.count("\n") == 1


def test_a_missed_wish_says_everything() -> None:
    assert solve(Query("transposed", (16,), (1000,), (1,))) == NoSolution(0, 1000, 118, None, 59)
