"""``size --kind pool``, ``resize`` and ``shuffle``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run


def first(args: str) -> dict[str, Any]:
    result = run(*args.split(), "--json")
    assert result.exit_code == 0, result.stderr
    row: dict[str, Any] = json.loads(result.stdout)["layers"][0]
    return row


@pytest.mark.parametrize(
    ("args", "size"),
    [
        ("--kind pool --i 112 --k 3 --s 2 --p 1", [56, 56]),
        ("--kind pool --i 5", [2, 2]),
        ("--kind pool --i 4 --k 3 --s 2", [1, 1]),
        ("--kind pool --i 4 --k 3 --s 2 --ceil", [2, 2]),
        ("--kind pool --i 4 --k 3 --s 2 --framework caffe", [2, 2]),
        ("--kind pool --i 7 --k 3 --s 2 --p same --framework keras", [4, 4]),
        ("--kind pool --i 7x9 --k 3x1 --s 2x3 --mode average", [3, 3]),
        ("--kind pool --dims 3 --i 8", [4, 4, 4]),
        ("--kind pool --i 4 --p 0:1", [2, 2]),
        ("--kind resize --i 5", [10, 10]),
        ("--kind resize --i 5 --scale 1.5x0.5 --mode bilinear --align-corners", [7, 2]),
        ("--kind shuffle --i 6x4 --scale 3", [18, 12]),
    ],
)
def test_sizes(args: str, size: list[int]) -> None:
    row = first(args)
    assert row["output_size"] == size
    assert all(text.endswith(f"= {o}") for text, o in zip(row["worked"], size, strict=True))


def test_the_formula_is_that_of_the_rounding() -> None:
    assert first("--kind pool --i 4 --k 3 --s 2 --ceil")["formula"] == "ceil((i + 2*p - k)/s) + 1"
    assert first("--kind pool --i 9 --k 3 --d 2")["formula"] == (
        "floor((i + 2*p - d*(k-1) - 1)/s) + 1"
    )
    assert first("--kind resize --i 4 --scale 1.5")["formula"] == "floor(i*scale)"


@pytest.mark.parametrize(
    ("args", "worked"),
    [
        ("--i 3 --p 0:1", "floor((3 + 0 + 1 - 2)/2) + 1 = 2"),
        ("--p same --framework keras", "floor((3 + 0 + 1 - 2)/2) + 1 = 2"),
        ("--i 3 --k 1 --s 4 --ceil", "ceil((3 + 2*0 - 1)/4) = 1"),  # the last begins outside
    ],
)
def test_pads_that_differ_and_windows_that_are_left_out(args: str, worked: str) -> None:
    assert first(f"--kind pool {args}")["worked"][0] == worked


def test_code_and_table() -> None:
    assert "torch.nn.PixelShuffle(2)" in run("--kind", "shuffle", "--code", "pytorch").stdout
    assert "max pool" in run("--kind", "pool").stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--kind shuffle --k 2", "--k means nothing for --kind shuffle: it has --scale."),
        ("--kind pool --p same", "say whose word it is. Try --framework keras."),
        ("--kind pool --p same --framework pytorch", "a pool of PyTorch takes numbers of cells"),
        ("--kind pool --k 2 --p 2", "--p 2 must be at most half of --k 2"),
        ("--kind resize --mode max", "--mode max is not a way to resize"),
        ("--kind resize --scale 0", "--scale 0 must be above 0"),
        ("--kind resize --scale a", "--scale a: 'a' is not a scale"),
        ("--kind resize --compare", "--compare means nothing beside --kind resize"),
        ("--kind conv --ceil", "--ceil means nothing beside --kind conv"),
        ("--kind pool --i 3x3 --k 2x2x2", "has 3 axes, where the input has 2"),
    ],
)
def test_what_cannot_be(args: str, words: str) -> None:
    check_refusal(run(*args.split()), words)


@pytest.mark.parametrize("command", ["render", "cheatsheet"])
def test_figures_say_that_they_come_later(command: str) -> None:
    from click.testing import CliRunner

    from tconv_anim.cli import main

    result = CliRunner().invoke(main, [command, "--kind", "pool", "-o", "x.pdf"])
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: --kind pool has sizes, but no figure yet. Try tconv-anim size --kind pool.\n"
    )
