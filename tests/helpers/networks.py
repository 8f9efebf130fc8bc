"""The size command on networks."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from tconv_anim.cli import main


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, ("size", *args), prog_name="tconv-anim")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answer(*args: str) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["network"]
