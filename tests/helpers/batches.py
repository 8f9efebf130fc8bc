"""A batch of a few small figures."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from tconv_anim.cli import main

COURSE = """
[defaults]
theme = "dark"
size = "320x180"
motion = "none"

[figures.first]
[figures.up]
kernel_size = 4
i = "1x2"
[figures.sheet]
command = "cheatsheet"
topic = "sizes"
format = "svg"
[figures.cell]
at = "1,2"
letters = true

[[sweep]]
k = [1, 2]
step-ms = [20, 30]
i = 1
p = 0
name = "k{k}_{step_ms}"
"""


def batch(folder: Path, text: str = COURSE, *args: str) -> Result:
    (folder / "course.toml").write_text(text, encoding="utf-8")
    where = ["--output-dir", str(folder / "out"), "--jobs", "1"]
    return CliRunner().invoke(main, ["batch", str(folder / "course.toml"), *where, *args])
