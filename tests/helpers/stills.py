"""Stills, and what other programs read in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import tconv_anim as ta
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering import glyphs
from tests.helpers.figures import planned

SMALL: dict[str, Any] = {"input_size": 2, "size": (480, 270)}
LAYER = ta.Layer("transposed", kernel_size=2, stride=2)
NARROW_DIGITS = glyphs.width("sans", 10, "188") <= 18
"""Whether Matplotlib hints digits as it does from 3.11 on: before, some are a pixel wider."""


def figure_of(spec: LayerSpec, *, moving: bool = False, **options: Any) -> Figure:
    return planned(spec, moving=moving, **options)


def pixels(path: Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    with Image.open(path) as image:
        return np.array(image)
