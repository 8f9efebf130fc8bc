"""A row for each channel: its sum, and the outputs beside all of them."""

from __future__ import annotations

import pytest

from tests.helpers.channels import LAYERS, figure


@pytest.mark.parametrize("name", ["course", "transposed", "pointwise", "grouped"])
@pytest.mark.parametrize("size", [(1080, 1080), (960, 540), (540, 960)])
def test_the_box_of_a_sum_is_no_louder_than_the_window(name: str, size: tuple[int, int]) -> None:
    """It is as large as a cell and a half, at most, and so is that of the bias."""
    places = figure(LAYERS[name], input_size=5 if name == "course" else 3, size=size).page.places
    cell = max(places[part].cells.pitch for part in ("input 0", "kernel 0"))
    boxes = [places[part] for part in ("sum 0", "sum 1", "bias") if part in places]
    assert len({box.cells.pitch for box in boxes}) == 1
    assert boxes[0].cells.pitch <= 1.5 * cell


def test_outputs_on_a_square_are_larger_than_inputs() -> None:
    places = figure(LAYERS["course"], input_size=5, size=(1080, 1080)).page.places
    assert places["output 0"].cells.pitch >= 1.2 * places["input 0"].cells.pitch
