"""The command line, in this process and in one of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from click.testing import CliRunner, Result

from tconv_anim.cli import main


def run(*args: str, **options: Any) -> Result:
    result = CliRunner().invoke(main, args, prog_name="tconv-anim", **options)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def check_refusal(result: Result, words: str, exit_code: int = 2) -> None:
    """Nothing was answered, and one line of error holds *words*."""
    assert (result.exit_code, result.stdout) == (exit_code, ""), result.output
    assert result.stderr.startswith("Error: ") and result.stderr.count("\n") == 1, result.stderr
    assert words in result.stderr


def start(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The real program, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tconv_anim", *args],
        capture_output=True,
        timeout=120,
        check=False,
        **options,
    )
