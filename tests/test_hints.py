"""No hint leads to another refusal: what errors advise is tried, wherever a test provokes one."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LEFT_OUT = {
    "fuzz": "lines with several faults at once, of which a hint mends one",
    "test_hints.py": "this",
}
ROOMS = (
    *("cli", "formats", "layers", "products", "rendering", "story"),
    *("test_api.py", "test_docs.py"),
)
"""Where tests run the command line, themselves or through helpers."""
LEAST = {"cli": 50, "layers": 75}
"""Hints followed in a room, at the least; in the others there may be none."""
SECONDS = 1500


def imported(path: Path) -> set[str]:
    """Modules that a file names, and what it takes from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def rooms() -> dict[str, list[Path]]:
    """The tests that run the command line, themselves or through helpers, by their folders."""
    uses = {path: imported(path) for path in sorted(TESTS.rglob("*.py"))}
    running = {path for path, names in uses.items() if "click.testing" in names}
    while more := {
        path
        for path, names in uses.items()
        if path not in running
        and names
        & {".".join(("tests", *one.relative_to(TESTS).with_suffix("").parts)) for one in running}
    }:
        running |= more
    found = defaultdict(list)
    for path in sorted(running):
        room = path.relative_to(TESTS).parts[0]
        if path.name.startswith("test_") and room not in LEFT_OUT:
            found[room].append(path)
    return found


@pytest.mark.slow
def test_rooms_are_found() -> None:
    found = rooms()
    assert tuple(found) == ROOMS
    assert TESTS / "cli" / "test_size.py" in found["cli"]
    assert TESTS / "layers" / "test_solver.py" in found["layers"]  # through a helper


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_what_errors_advise_works(room: str) -> None:
    plugin = ("-p", "tests.helpers.hints", "-p", "no:cacheprovider", "-n", "0")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", *plugin, "-m", "not slow and not long"),
            *map(str, rooms()[room]),
        ],
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    followed = re.search(r"hints followed: (\d+)", done.stdout)
    assert followed and int(followed[1]) >= LEAST.get(room, 0)
