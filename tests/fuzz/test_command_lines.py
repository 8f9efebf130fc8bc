"""Thousands of command lines: each does what it says, or says in one line why it does not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.command_lines import command_line
from tests.fuzz.trial import problems_of
from tests.fuzz.user_files import make_files


@pytest.fixture(autouse=True)
def _in_a_folder_with_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TCONV_ANIM_TRACEBACK", "1")
    make_files()


def found_in(seeds: range) -> Iterator[str]:
    for seed in seeds:
        line = command_line(random.Random(seed))
        yield from (f"{seed}: {line.args}: {problem}" for problem in problems_of(line))


def test_a_few_lines() -> None:
    assert not list(found_in(range(120)))


@pytest.mark.slow
def test_more_lines() -> None:
    assert not list(found_in(range(120, 1000)))


@pytest.mark.long
@pytest.mark.parametrize("thousand", range(1, 101))
def test_a_hundred_thousand_lines(thousand: int) -> None:
    assert not list(found_in(range(1000 * thousand, 1000 * (thousand + 1))))
