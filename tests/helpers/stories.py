"""Stories of a layer, and their grids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.compute.sample_values import input_numbers, kernel_numbers
from tconv_anim.layers.layer import Layer
from tconv_anim.layers.operations.base import Tap, Target
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.notation import Sizes
from tconv_anim.story.example import Example, Writing
from tconv_anim.story.frame import Frame, Grid
from tconv_anim.story.planes import plane_view
from tconv_anim.story.view import View
from tconv_anim.story.views import view_called

VIEWS = ("gather", "scatter", "matrix", "all", "ambiguity", "overlap", "pair", "roundtrip")
every_view = pytest.mark.parametrize("view", VIEWS)


def tell(
    resolved: ResolvedLayer | LayerSpec,
    view: str = "gather",
    *,
    x: Any = None,
    w: Any = None,
    writing: Writing = "numbers",
    planes: bool = False,
    **options: Any,
) -> View:
    """A story of *resolved*, on the default numbers unless others are given.

    *planes*: as slanted planes show it.
    """
    if isinstance(resolved, LayerSpec):
        resolved = resolve(resolved)
    x = input_numbers(resolved.input_size, 0) if x is None else np.array(x)
    w = kernel_numbers(resolved.kernel_size, 0) if w is None else np.array(w)
    example = Example.single_channel(
        resolved,
        x,
        w,
        writing=writing,
        **options,
    )
    return (plane_view if planes else view_called)(view)(example)


def grid(frame: Frame, name: str) -> Grid:
    found = frame.grids[name]
    assert found is not None
    return found


def cell_taps(layer: Layer, input_size: Sizes, cell: tuple[int, ...]) -> list[Tap]:
    """What an output cell is made of, as the layer's operation answers."""
    resolved = resolve_layer(layer, input_size)
    return resolved.operation.taps(resolved, cell)


def cell_targets(layer: Layer, input_size: Sizes, cell: tuple[int, ...]) -> list[Target]:
    """Where an input cell goes, as the layer's operation answers."""
    resolved = resolve_layer(layer, input_size)
    return resolved.operation.targets(resolved, cell)


def sliding(story: View) -> list[Frame]:
    return [frame for frame in story.frames() if frame.equation is not None]
