"""Resizing, pixel shuffle and pools between two sizes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.layers.networks.compact_notation import read_words
from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.resampling.search import resamplings_between
from tconv_anim.layers.resampling.spec import write_resampling
from tconv_anim.layers.solver.query import Query
from tests.helpers.commands import check_refusal
from tests.helpers.daily import examples
from tests.helpers.size_command import run

SIZES = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=2)


@examples(60)
@given(SIZES)
def test_the_word_of_each_answer_leads_there(pairs: list[tuple[int, int]]) -> None:
    i, o = (tuple(sizes) for sizes in zip(*pairs, strict=True))
    found = resamplings_between(Query("conv", i, o, (1,) * len(i)))
    kinds = [spec.kind for spec in found]
    assert ("shuffle" in kinds) == (i != o and all(b % a == 0 for a, b in pairs))
    assert ("resize" in kinds) >= ("shuffle" in kinds)
    for spec in found:
        word = write_resampling(spec)
        channels = 300**2 if spec.kind == "shuffle" else 1
        if spec.kind == "shuffle":
            channels = 1
            for scale in spec.scale:
                channels *= int(scale)
        network = network_of(read_words(word), input_size=i, channels=channels, dims=len(i))
        assert network.output_size == o, word


def answers(*args: str) -> list[dict[str, Any]]:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)["resampling"]
    return found


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("16 32", "resize:x2 bilinear:x2 bicubic:x2 shuffle:x2"),
        ("16x8 32x24", "resize:x2x3 bilinear:x2x3 bicubic:x2x3 shuffle:x2x3"),
        ("16 31", "resize:x1.94 bilinear:x1.94 bicubic:x1.94"),
        (
            "112 56",
            "resize:x0.5 bilinear:x0.5 bicubic:x0.5 pool:k2s2p0 pool:k3s2p1 pool:k4s2p1",
        ),
        ("112 56 --k 3", "pool:k3s2p1"),
        ("16 32 --framework keras", "resize:x2 bilinear:x2 bicubic:x2 shuffle:x2"),
        ("16 32 --mode bilinear", "bilinear:x2"),
        ("16 32 --k 3", ""),
        ("7 7", "pool:k3s1p1 pool:k5s1p2 pool:k7s1p3"),
    ],
)
def test_they_are_among_the_answers_of_any_kind(args: str, words: str) -> None:
    i, o, *more = args.split()
    found = answers("--from", i, "--to", o, "--kind", "any", *more)
    assert [row["word"] for row in found] == words.split()


def test_any_tells_layers_with_weights_first_and_misses_are_warnings() -> None:
    told = run("--from", "16", "--to", "32", "--kind", "any").stdout
    assert told.index("7 transposed layers") < told.index("without weights")
    missed = run("--from", "16", "--to", "1000", "--kind", "any")
    assert missed.exit_code == 0 and "resize:x62.5" in missed.stdout
    assert "Warning: no transposed layer" in missed.stderr
    assert "--kind any" not in missed.stderr  # which was asked already


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ("--from 16 --to 100 --kind shuffle", 1, "no shuffle leads from 16 to 100. Try --kind any"),
        ("--from 16 --to 1000", 1, "or --kind any."),
        ("--kind any", 2, "is asked with two sizes, --from and --to. Try --kind both."),
        ("--from 16 --to 32 --kind resize --scale 2", 2, "--scale means nothing beside --from"),
        ("--from 16 --to 32 --mode max", 2, "--mode means nothing beside --from"),
    ],
)
def test_what_is_missed(args: str, code: int, words: str) -> None:
    check_refusal(run(*args.split()), words, code)
