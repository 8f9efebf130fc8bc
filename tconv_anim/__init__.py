"""tconv-anim: pictures of standard and transposed convolutions, and their sizes.

>>> import tconv_anim as ta
>>> ta.Layer("transposed", kernel_size=3, stride=2, padding=1).output_size((3, 3))
(5, 5)

Names load on first use: importing this package loads neither NumPy nor Matplotlib.
"""

from __future__ import annotations

from importlib import import_module

from .version import __version__

TYPE_CHECKING = False  # as typing has it, which takes milliseconds to load
if TYPE_CHECKING:
    from typing import Any

    from .api import cheatsheet, render, render_batch
    from .compute import apply, convolution_matrix
    from .errors import FigureError, LayerError, OutputError, TconvError
    from .layers.frameworks import from_framework
    from .layers.layer import Layer
    from .layers.resampling.pool import Pool
    from .layers.resampling.resize import Resize
    from .layers.resampling.shuffle import PixelShuffle
    from .notebook import animate
    from .products.answers import compare, network, sizes, solve

__all__ = [
    "FigureError",
    "Layer",
    "LayerError",
    "OutputError",
    "PixelShuffle",
    "Pool",
    "Resize",
    "TconvError",
    "__version__",
    "animate",
    "apply",
    "cheatsheet",
    "compare",
    "convolution_matrix",
    "from_framework",
    "network",
    "render",
    "render_batch",
    "sizes",
    "solve",
]

_HOMES = {
    "FigureError": "errors",
    "Layer": "layers.layer",
    "LayerError": "errors",
    "OutputError": "errors",
    "PixelShuffle": "layers.resampling.shuffle",
    "Pool": "layers.resampling.pool",
    "Resize": "layers.resampling.resize",
    "TconvError": "errors",
    "animate": "notebook",
    "apply": "compute",
    "cheatsheet": "api",
    "compare": "products.answers",
    "convolution_matrix": "compute",
    "from_framework": "layers.frameworks",
    "network": "products.answers",
    "render": "api",
    "render_batch": "api",
    "sizes": "products.answers",
    "solve": "products.answers",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
