"""One word for one thing, in all views of channels."""

from __future__ import annotations

import pytest

from tconv_anim.layers.layer import Layer
from tests.helpers.channels import LAYERS, view


def _heads(layer: Layer, name: str) -> list[str]:
    """The first words over the columns of a view."""
    rows = [section.channels for section in view(layer, view=name).storyboard.sections]
    return [head.first for found in rows if found for head in found.heads]


def test_slices_sums_and_outputs_are_called_so() -> None:
    assert _heads(LAYERS["course"], "gather")[1:] == ["slices", "sums", "output"]
    assert _heads(LAYERS["course"], "matrix")[1:] == ["the framed row over x", "sums", "output"]


def test_one_is_no_several() -> None:
    single = Layer("conv", kernel_size=3, out_channels=3)
    assert _heads(single, "gather")[1:3] == ["slice", "sum"]


@pytest.mark.parametrize("name", ["transposed", "many"])
def test_what_is_turned_is_named_first(name: str) -> None:
    layer = LAYERS[name].replaced(kind="transposed")
    (rows,) = [one.channels for one in view(layer).storyboard.sections if one.channels]
    wordings = rows.heads[1].wordings
    assert wordings[1] == "slices, turned 180°" and "slices, turned" in wordings
    assert wordings.index("slices, turned") < wordings.index("turned 180°")
