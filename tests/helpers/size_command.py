"""The size command and its JSON."""

from __future__ import annotations

from typing import Any, Final

from click.testing import Result

from tests.helpers import commands

DEFAULT_ROW: Final[dict[str, Any]] = {
    "kind": "transposed",
    "input_size": [3, 3],
    "kernel_size": [3, 3],
    "stride": [2, 2],
    "padding": [[1, 1], [1, 1]],
    "dilation": [1, 1],
    "output_padding": [0, 0],
    "effective_kernel": [3, 3],
    "zeros_inserted": [1, 1],
    "equivalent_padding": [[1, 1], [1, 1]],
    "crop": [[1, 1], [1, 1]],
    "output_size": [5, 5],
    "in_channels": 1,
    "out_channels": 1,
    "groups": 1,
    "bias": False,
    "parameters": 9,
    "macs": 81,
    "formula": "(i-1)*s + k - 2*p",
    "worked": ["(3-1)*2 + 3 - 2*1 = 5", "(3-1)*2 + 3 - 2*1 = 5"],
    "overlap": {"even": False, "holes": False, "counts": [[2, 1], [2, 1]]},
}
"""What is told of the default layer, in this order."""


def run(*args: str) -> Result:
    return commands.run("size", *args)
