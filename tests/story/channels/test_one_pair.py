"""Views that show one pair of channels: which one, and what is said of the others."""

from __future__ import annotations

import numpy as np
import pytest

from tconv_anim import FigureError, Layer
from tconv_anim.story.notation import PRINTED
from tests.helpers.channels import LAYERS, figure

PAIR_VIEWS = ("all", "ambiguity", "overlap", "pair")


@pytest.mark.parametrize("name", PAIR_VIEWS)
def test_title_numbers_and_foot_say_that_there_are_more(name: str) -> None:
    story = figure(LAYERS["course"], view=name, input_size=5).view.storyboard
    suffix = ", in every channel" if name == "overlap" else ", for one pair of channels"
    assert story.title.endswith(suffix)
    assert story.facts[0].value == "3 → 2 channels"
    foot = str(story.formulas[-1][0].text)
    if name == "overlap":
        assert foot == "The same for each of the 6 pairs of channels."
    else:
        assert (
            foot == "One of 6 pairs of channels: an output channel adds up 3 of them and its bias."
        )


@pytest.mark.parametrize("name", PAIR_VIEWS)
def test_it_is_the_plain_layers_figure_of_the_first_slice(name: str) -> None:
    """With x[0] and w[0, 0] of one's own, the plain layer has the same frames."""
    rng = np.random.default_rng(1)
    x, w = rng.integers(1, 9, (3, 5, 5)), rng.integers(1, 9, (2, 3, 3, 3))
    plain = Layer("conv", kernel_size=3, stride=2, padding=1)
    deep = figure(LAYERS["course"], view=name, input_size=5, x=x, w=w).view
    flat = figure(plain, view=name, input_size=5, x=x[0], w=w[0, 0]).view
    assert len(deep) == len(flat)
    for one, other in zip(deep.frames(), flat.frames(), strict=True):
        assert PRINTED.text(one.caption) == PRINTED.text(other.caption)
        assert one.ms == other.ms
        for part, grid in one.grids.items():
            twin = other.grids[part]
            assert (grid is None) == (twin is None)
            if grid is not None and twin is not None:
                np.testing.assert_array_equal(grid.texts, twin.texts)
                np.testing.assert_array_equal(grid.roles, twin.roles)


def test_the_numbers_are_those_of_the_first_channel_in_gather() -> None:
    deep = figure(LAYERS["course"], view="all", input_size=5).view.example
    gather = figure(LAYERS["course"], input_size=5).view.example
    np.testing.assert_array_equal(deep.x[0], gather.x[0])
    np.testing.assert_array_equal(deep.w[0, 0], gather.w[0, 0])


@pytest.mark.parametrize(
    ("name", "foot"),
    [
        ("depthwise", "One of 4 pairs of channels: no two of them are added."),
        (
            "grouped",
            "One of 8 pairs of channels: an output channel adds up 2 of them and its bias.",
        ),
        ("bias alone", "The bias, which is added to every cell, is not shown."),
    ],
)
def test_the_foot_follows_groups_and_bias(name: str, foot: str) -> None:
    story = figure(LAYERS[name], view="pair").view.storyboard
    assert str(story.formulas[-1][0].text) == foot
    assert ("channels" in story.title) == (name != "bias alone")


def test_a_title_of_ones_own_stays() -> None:
    story = figure(LAYERS["3 to 2"], view="overlap", title="Mine").view.storyboard
    assert story.title == "Mine" and story.facts[0].value == "3 → 2 channels"


def test_a_colour_picture_is_for_views_of_its_planes() -> None:
    with pytest.raises(FigureError, match="rgb=True shows three channels, and view='all' one pair"):
        figure(LAYERS["3 to 2"], view="all", rgb=True)
