"""``size --count``, ``--count-on`` and ``--reach``."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from tconv_anim.layers.networks.compact_notation import read_words
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.receptive_field import seen_cells
from tests.helpers.commands import check_refusal
from tests.helpers.networks import by_applying, pushed
from tests.helpers.size_command import run


def answer(*args: str) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("args", "key", "count"),
    [  # DCGAN's second layer, as PyTorch's counter, fvcore and ptflops have it
        ((), "macs", 33_554_432),
        (("--count", "flops"), "flops", 67_108_864),
        (("--count-on", "output"), "macs_on_output", 134_217_728),
        (("--count", "flops", "--count-on", "output"), "flops_on_output", 268_435_456),
    ],
)
def test_counters_count_in_their_ways(args: tuple[str, ...], key: str, count: int) -> None:
    assert answer("--preset", "dcgan", *args)["network"]["layers"][1][key] == count
    layer = ("--kind", "transposed", "--i", "4", "--k", "4", "--in-channels", "512")
    rows = answer(*layer, "--out-channels", "256", *args)["layers"]
    assert rows[0][key] == count


def test_a_convolution_is_counted_on_its_output_anyway() -> None:
    row = answer("--kind", "conv", "--i", "7", "--count-on", "output")["layers"][0]
    assert row["macs_on_output"] == row["macs"] == 4 * 4 * 9


@pytest.mark.parametrize(
    "words", ["k4s2p1 k4s2p1", "conv:k3s2p1 pool:k2 k4s2p1", "bilinear:x2 conv:k3p1d2", "k2s3"]
)
def test_reach_is_what_an_output_cell_depends_on(words: str) -> None:
    network = network_of(read_words(words), input_size=(40,), dims=1)
    if all(step.axes for step in network.steps):
        (*_, touched) = pushed(network, by_applying)
        for cell in range(len(touched) // 2 - 3, len(touched) // 2 + 3):
            found = np.flatnonzero(touched[cell])
            seen = seen_cells(network.chains[0], network.last_stage, cell)
            if seen is None:
                assert not len(found)
            else:
                assert (seen.start, seen.size) == (found[0], found[-1] - found[0] + 1)


def test_reach_of_a_known_network() -> None:
    seen = answer("--i", "64", "--layers", "conv:k3s2p1 conv:k3s2p1", "--reach", "5,0")["network"]
    assert seen["reach_of"] == {
        "cell": [5, 0],
        "axes": [{"start": 17, "size": 7, "jump": 4}, {"start": -3, "size": 7, "jump": 4}],
    }
    up = answer("--preset", "dcgan", "--reach", "17,4")["network"]["reach_of"]["axes"]
    assert up[0] == {"start": -3, "size": 6, "jump": str(Fraction(1, 16))}
    assert "-3 to 2" in run("--preset", "dcgan", "--reach", "17,4").stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--preset dcgan --reach 64,1", "is not an output cell: the output is 64 x 64"),
        ("--preset dcgan --reach 1", "Try --reach 32,32."),
        ("--reach 1,1", "--reach means nothing beside a single layer"),
        ("--from 16 --to 32 --count flops", "--count means nothing beside --from and --to"),
    ],
)
def test_what_cannot_be(args: str, words: str) -> None:
    check_refusal(run(*args.split()), words)
