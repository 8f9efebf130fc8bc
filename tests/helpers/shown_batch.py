"""A batch for those who show its figures."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from tconv_anim.cli import main

COURSE = """
[defaults]
size = "320x180"
motion = "none"

[figures.up]
k = 4
title = "50% & <more> \\"up\\" [x]"
[figures.conv]
kind = "conv"
no-values = true
[figures.sheet]
command = "cheatsheet"
topic = "sizes"
[[sweep]]
i = [1, 2, 4]
k = 4
name = "i{i}"
"""


def batch(folder: Path, *args: str) -> Result:
    (folder / "my course.toml").write_text(COURSE, encoding="utf-8")
    words = ["batch", str(folder / "my course.toml"), "--output-dir", str(folder / "out"), *args]
    done = CliRunner().invoke(main, [*words, "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return done
