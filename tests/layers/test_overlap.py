"""How often cells are reached, against real stamps; the warning and the check."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tconv_anim import Layer, apply
from tconv_anim.layers.overlap import Overlap
from tests.helpers.size_command import run

# -- overlap -------------------------------------------------------------------------------


def test_the_overlap_is_that_of_real_stamps() -> None:
    """Counted in the middle of a long line, phase by phase, and by the definition."""
    for k in range(1, 9):
        for s in range(1, 7):
            for d in range(1, 6):
                found = Overlap(k, s, d)
                layer = Layer("transposed", kernel_size=k, stride=s, dilation=d)
                cells = 2 * d * k + 3 * s
                reached = apply(layer, np.ones(cells, int), np.ones(k, int))
                middle = len(reached) // 2 // s * s
                assert found.counts == tuple(reached[middle : middle + s]), (k, s, d)
                assert found.even == (len(set(found.counts)) == 1)
                assert (found.most, found.least) == (max(found.counts), min(found.counts))
                assert found.holes == found.counts.count(0)


@pytest.mark.parametrize(
    ("k", "s", "d", "counts"),
    [(4, 2, 2, (4, 0)), (2, 3, 1, (1, 1, 0)), (9, 4, 1, (3, 2, 2, 2)), (25, 4, 1, (7, 6, 6, 6))],
)
def test_the_overlaps_people_get_wrong(k: int, s: int, d: int, counts: tuple[int, ...]) -> None:
    assert Overlap(k, s, d).counts == counts


def test_huge_strides_are_counted_by_arithmetic() -> None:
    huge = Overlap(2**40, 2**41, 3)
    assert (huge.even, huge.most, huge.least, huge.holes) == (False, 1, 0, 2**40)
    assert len(huge.counts) == 4096 and Overlap(2**60, 2**59, 1).even


def test_an_uneven_layer_is_warned_of_with_a_remedy_that_is_even() -> None:
    result = run("--kind", "transposed", "--i", "4")
    assert result.exit_code == 0 and result.stderr.startswith("Warning: uneven overlap")
    remedy = "--k 4 --p 2 --op 1"
    assert remedy in result.stderr
    again = run("--kind", "transposed", "--i", "4", *remedy.split(), "--json")
    (before,) = json.loads(run("--kind", "transposed", "--i", "4", "--json").stdout)["layers"]
    (after,) = json.loads(again.stdout)["layers"]
    assert after["overlap"]["even"] and after["output_size"] == before["output_size"]
    assert again.stderr == ""
    assert run("--kind", "transposed", "-q").stderr == ""
    assert run("--kind", "conv").stderr == ""


def test_fail_on_uneven_is_a_check() -> None:
    failed = run("--fail-on", "uneven", "-q", "--json")
    assert failed.exit_code == 1 and json.loads(failed.stdout)["layers"]
    assert failed.stderr.count("\n") == 1 and "uneven 2,1" in failed.stderr
    assert run("--fail-on", "uneven", "--k", "4").exit_code == 0
    assert run("--fail-on", "uneven", "--kind", "conv").exit_code == 0
    cannot = run("--fail-on", "uneven", "--k", "5", "--p", "3", "--i", "1")
    assert cannot.exit_code == 2 and cannot.stdout == ""
    assert run("--fail-on", "uneven", "--from", "3", "--to", "8").exit_code == 2
    assert run("--fail-on", "uneven", "--k", "4", "--s", "2x3").exit_code == 1
    assert run("--fail-on", "holes").exit_code == 2
