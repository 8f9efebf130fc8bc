"""A layer as data, as the size command gives it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from tconv_anim import LayerError
from tconv_anim.layers.axis import Kind
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tconv_anim.layers.spec import DEFAULTS
from tconv_anim.layers.summary import Row, row_data, summarise
from tests.helpers.formulas import worth
from tests.helpers.size_command import DEFAULT_ROW
from tests.helpers.strategies import EXAMPLES, KINDS, posed

# -- the size command's data -------------------------------------------------------------------


def test_the_data_of_the_default_layer() -> None:
    (row,) = summarise(DEFAULTS, ("transposed",))
    assert row_data(row) == DEFAULT_ROW
    assert json.dumps(row_data(row)) == json.dumps(DEFAULT_ROW)  # in this order, as plain data


def test_the_data_of_a_standard_convolution() -> None:
    (row,) = summarise(DEFAULTS._replace(kind="conv", dilation=(1, 1)), ("conv",), ndim=2)
    data = row_data(row)
    assert data["output_size"] == [2, 2]
    assert data["formula"] == "floor((i + 2*p - k)/s) + 1"
    assert data["worked"] == ["floor((3 + 2*1 - 3)/2) + 1 = 2"] * 2
    assert (data["zeros_inserted"], data["crop"]) == ([0, 0], [[0, 0], [0, 0]])
    assert data["equivalent_padding"] == data["padding"] == [[1, 1], [1, 1]]


def test_output_padding_touches_the_transposed_row_alone() -> None:
    spec = DEFAULTS._replace(output_padding=(1,))
    conv, transposed = summarise(spec, ("conv", "transposed"))
    assert row_data(conv)["output_padding"] == [0, 0]
    assert row_data(transposed)["output_padding"] == [1, 1]
    assert row_data(transposed)["output_size"] == [6, 6]
    with pytest.raises(LayerError, match="belongs to transposed layers"):
        summarise(spec, ("conv",))


@pytest.mark.parametrize(
    ("change", "refused"),
    [({"kernel_size": (6,)}, "conv"), ({"input_size": (1,), "padding": ((2, 2),)}, "transposed")],
)
def test_a_row_that_cannot_be_says_why(change: dict[str, Any], refused: Kind) -> None:
    rows = {row.kind: row for row in summarise(DEFAULTS._replace(**change), KINDS)}
    assert [kind for kind, row in rows.items() if row.resolved is None] == [refused]
    data = row_data(rows[refused])
    assert set(data) == {"kind", "error"}
    assert " Try --" in data["error"]


def test_one_reason_for_both_rows_is_told_once() -> None:
    with pytest.raises(LayerError) as caught:
        summarise(DEFAULTS._replace(stride=(0,)), KINDS)
    assert caught.value.in_flags() == (
        "--s 0 must be at least 1: the kernel has to move on. Try --s 1."
    )


def test_two_reasons_are_both_told() -> None:
    spec = DEFAULTS._replace(output_padding=(2,), kernel_size=(6,))
    with pytest.raises(LayerError) as caught:
        summarise(spec, ("conv", "transposed"))
    text = caught.value.in_flags()
    assert text.startswith("standard: --k 6 covers 6 cells")
    assert " Also transposed: --op 2 must be smaller" in text


@given(posed())
@EXAMPLES
def test_the_data_of_any_layer_agrees_with_itself(resolved: ResolvedLayer) -> None:
    data = json.loads(json.dumps(row_data(Row(resolved.kind, resolved=resolved))))
    for axis, text in enumerate(data["worked"]):
        numbers, _, value = text.rpartition(" = ")
        assert worth(numbers) == int(value) == data["output_size"][axis]
    if resolved.kind == "transposed":
        pairs = zip(data["crop"], data["equivalent_padding"], data["effective_kernel"], strict=True)
        for crop, padding, extent in pairs:
            assert [c + p for c, p in zip(crop, padding, strict=True)] == [extent - 1] * 2
