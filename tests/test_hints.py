"""No hint leads to another refusal: what errors advise is tried, wherever a test provokes one."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

PROVOKING = (
    "tests/cli",
    "tests/layers/frameworks/test_base.py",
    "tests/layers/resampling",
    "tests/layers/test_output_shape.py",
    "tests/layers/test_solver.py",
    "tests/layers/test_validation.py",
    "tests/products/test_network_layer.py",
)
"""Tests that run the command line on what it refuses; they pass without the plug-in."""


@pytest.mark.slow
def test_what_errors_advise_works() -> None:
    plugin = ("-p", "tests.helpers.hints", "-p", "no:cacheprovider")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            *plugin,
            "-m",
            "not slow and not long",
            *PROVOKING,
        ],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    followed = re.search(r"hints followed: (\d+)", done.stdout)
    assert followed and int(followed[1]) > 100
