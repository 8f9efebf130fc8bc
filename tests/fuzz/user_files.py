"""Files that command lines name: figures, numbers, pictures, and what is none of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

import tconv_anim as ta

__all__ = ["FORMATS", "make_figures", "make_files"]

FORMATS = ("gif", "png", "svg", "html", "apng", "webp", "pdf", "mp4", "webm")
_LAYER = ta.Layer("transposed", kernel_size=2, stride=2)


def make_figures(formats: tuple[str, ...] = FORMATS) -> None:
    """A small figure in each of *formats*, called a, in the current folder."""
    for form in formats:
        ta.render(_LAYER, f"a.{form}", input_size=1, size=(320, 180))


def make_files() -> None:
    """Everything that :mod:`.command_lines` names, in the current folder."""
    make_figures(("gif", "png", "svg", "html"))
    np.save("x.npy", np.arange(12).reshape(3, 4))
    Path("x.csv").write_text("1,2,3\n4,5,6\n", encoding="ascii")
    Image.fromarray(np.arange(35, dtype=np.uint8).reshape(5, 7)).save("photo.png")
    Path("file.txt").write_text("hello", encoding="ascii")
    Path("net.onnx").write_bytes(b"\x08\x07nothing")
    Path("folder").mkdir()
