"""Figures laid out, as the commands lay them out."""

from __future__ import annotations

from typing import Any

from tconv_anim.layers.layer import Layer
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.products.figure.plan import plan_figure
from tconv_anim.products.figure.spec import FigureSpec


def planned(layer: Layer | LayerSpec, *, moving: bool = True, **options: Any) -> Figure:
    """The figure of a layer with options, nothing of it drawn."""
    return plan_figure(FigureSpec(layer, **options), moving=moving)
