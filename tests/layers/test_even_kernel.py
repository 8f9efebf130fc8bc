"""A layer of the same size that overlaps evenly."""

from __future__ import annotations

import json
import random
import shlex

import pytest

from tconv_anim.layers.frameworks import NAMES
from tconv_anim.layers.operations import operation_named
from tconv_anim.layers.overlap import Overlap, even_axis
from tests.helpers.size_command import run


def test_a_layer_has_an_even_twin_of_the_same_size() -> None:
    for k in range(1, 8):
        for s in range(1, 6):
            for d in range(1, 4):
                axis = operation_named("transposed").axis(k=k, s=s, d=d, pad=(1, 1))
                twin = even_axis(axis)
                assert Overlap(twin.k, s, twin.d).even
                other = operation_named("transposed").axis(k=twin.k, s=s, d=twin.d, crop=twin[2:])
                assert other.output_size(9) == axis.output_size(9)
                assert twin.op in (0, 1)


FRAMEWORKS = (None, None, *NAMES)


@pytest.mark.slow
def test_every_remedy_is_even_and_of_the_same_size() -> None:
    """As typed: the flags of the remedy put into the command."""
    rng = random.Random(5)
    told = 0
    while told < 60:
        framework = rng.choice(FRAMEWORKS)
        words = {"keras": ("same", "valid"), "jax": ("same", "1", "0:2"), "onnx": ("same_upper",)}
        flags = {
            "--i": rng.randint(1, 6),
            "--k": rng.choice(("1", "2", "3", "5", "3x2")),
            "--s": rng.choice((2, 3, "2x3")),
            "--p": rng.choice((*words.get(framework or "", ()), "1"))
            if framework != "keras"
            else rng.choice(words["keras"]),
            "--d": rng.choice((1, 1, 2)),
        }
        flags |= {"--op": rng.choice((0, 1))} if framework not in ("jax", "caffe") else {}
        flags |= {"--framework": framework} if framework else {}
        args = ["--kind", "transposed", "--json"]
        before = run(*args, *(str(part) for pair in flags.items() for part in pair))
        if before.exit_code:
            continue
        (old,) = json.loads(before.stdout)["layers"]
        remedies = [line for line in old.get("remedies", []) if "--kind transposed" in line]
        if not remedies:
            continue
        told += 1
        after = run(*shlex.split(remedies[0])[2:], "--json")
        assert after.exit_code == 0, (flags, remedies, after.stderr)
        (new,) = json.loads(after.stdout)["layers"]
        assert new["output_size"] == old["output_size"] and new["overlap"]["even"], flags


def test_remedies_name_the_output_padding_too() -> None:
    result = run(
        "--framework", "keras", "--kind", "transposed", "--i", "6", "--p", "same", "--op", "0"
    )
    assert "Try tconv-anim size --kind transposed --i 6 --k 4 --p same --op 1" in result.stderr
