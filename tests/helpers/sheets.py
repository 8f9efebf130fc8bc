"""Cheat-sheets made from flags, and what they say."""

from __future__ import annotations

from typing import Any

from tconv_anim.layers.summary import Row
from tconv_anim.options.figure import SheetOptions
from tconv_anim.products.command import read_command
from tconv_anim.products.sheet.sheet import Sheet, layer_sheet
from tconv_anim.products.sheet.spec import SheetSpec, layer_rows, sheet_spec
from tconv_anim.products.sheet.stories import SheetContent
from tconv_anim.rendering.primitives import TextLine, flattened

LAYERS = [
    "",
    "--i 1",
    "--k 1",
    "--i 1 --k 1 --s 1 --p 0",
    "--k 2 --s 3 --p 0",
    "--k 1 --s 3",
    "--p 3 --i 5",
    "--k 3x5 --s 2x1",
    "--d 2",
    "--op 1 --i 4",
    "--op 2",
    "--i 6 --k 4",
    "--i 1 --k 4 --s 1 --p 0",
    "--i 16 --k 64 --s 32 --p 0",
    "--i 224 --k 7 --s 2 --p 3",
    "--i 1000000 --k 99 --s 50",
    "--i 2x5 --k 3x2 --s 3x2 --p 0:1x1 --d 1x2",
    "--dims 1 --i 4",
    "--dims 1 --i 16 --k 25 --s 4 --p 11 --op 1",
    "--dims 1 --i 63 --k 1024 --s 256 --p 0",
    "--i 2x3x4",
    "--kind conv --i 6",
    "--kind transposed --i 2 --k 4",
    "--framework keras --p same --i 4",
    "--framework keras --kind transposed --p valid --k 2 --s 3 --i 4",
    "--framework onnx --p same_lower --i 4",
    "--framework jax --p same --i 3",
    "--framework caffe --i 4",
]
"""The usual one, degenerate ones, large ones, all frameworks."""


def spec_of(flags: str) -> SheetSpec:
    return sheet_spec(read_command(f"tconv-anim cheatsheet {flags}")[1])


def rows_of(flags: str) -> list[Row]:
    spec = spec_of(flags)
    return layer_rows(spec.layer, spec.kind, spec.dims)


def subject_of(flags: str) -> SheetContent:
    return SheetContent(rows_of(flags))


def sheet_of(flags: str, **options: Any) -> Sheet:
    return layer_sheet(
        rows_of(flags), SheetOptions(**options), f"tconv-anim cheatsheet {flags}".strip()
    )


def words_of(sheet: Sheet) -> list[TextLine]:
    return [item for item in flattened(sheet.primitives()) if isinstance(item, TextLine)]


def told(sheet: Sheet) -> str:
    """Everything that the sheet says, on one line."""
    return " ".join(words.text for words in words_of(sheet))
