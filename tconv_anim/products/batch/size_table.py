"""The sizes of a figure's layers as rows of text, for pages and slides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ...layers.operations import operation_named

__all__ = ["HEADS", "size_rows"]

HEADS: Final = ("kind", "input", "kernel", "stride", "padding", "formula", "output")


def size_rows(layers: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """A row for each layer that can be, as the size command tells it."""
    return [
        (
            operation_named(layer["kind"]).adjective,
            _by(layer["input_size"]),
            _by(layer["kernel_size"]),
            _by(layer["stride"]),
            _by([b if b == e else f"{b}:{e}" for b, e in layer["padding"]]),
            f"o = {_signs(layer['formula'])} = {layer['output_size'][0]}",
            _by(layer["output_size"]),
        )
        for layer in layers
        if "output_size" in layer
    ]


def _signs(formula: str) -> str:
    """The formula of a row of JSON with the signs of a figure."""
    text = re.sub(r"ceil\((\w+/\w+)\)", r"⌈\1⌉", re.sub(r"floor\((.*?/\w+)\)", r"⌊\1⌋", formula))
    signs = {"-": "−", "*": "·", "'": "′", "%": " mod "}
    return "".join(signs.get(char, char) for char in text.replace("output_shape", "output shape"))


def _by(sizes: Sequence[object]) -> str:
    return " × ".join(map(str, sizes))
