"""Frameworks by the names that people type."""

from __future__ import annotations

import json

import pytest

import tconv_anim as ta
from tests.helpers.size_command import run


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("torch", "pytorch"),
        ("Paddle", "pytorch"),
        ("tensorflow", "keras"),
        ("tf", "keras"),
        ("tflite", "keras"),
    ],
)
def test_other_names_of_the_same_rule(typed: str, name: str) -> None:
    layers = json.loads(run("--framework", typed, "--json").stdout)["layers"]
    assert {row["framework"] for row in layers} == {name}
    assert run("--code", typed, "--i", "4").stdout == run("--code", name, "--i", "4").stdout
    own = {"stride": 2} if name == "pytorch" else {"strides": 2}
    layer = ta.from_framework(typed, "transposed", 4, kernel_size=3, **own)
    assert layer == ta.from_framework(name, "transposed", 4, kernel_size=3, **own)


@pytest.mark.parametrize(("typed", "near"), [("mxnet", "pytorch"), ("flax", "jax")])
def test_names_that_are_near(typed: str, near: str) -> None:
    result = run("--framework", typed)
    assert result.exit_code == 2
    assert f"--framework {typed} is not known." in result.stderr
    assert f"Did you mean {near}?" in result.stderr
