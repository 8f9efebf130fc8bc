"""PNGs: one frame in full, with its command and its title."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tconv_anim import Layer, render

# -- PNG -----------------------------------------------------------------------------------


def test_png_holds_one_frame_in_full_and_its_command(tmp_path: Path) -> None:
    layer = Layer("transposed", kernel_size=3, stride=2, padding=1)
    path = render(layer, tmp_path / "figure.png", at=(1, 2), theme="dark", size=(640, 360))
    with Image.open(path) as image:
        assert image.size == (640, 360) and image.mode == "RGB"
        assert image.info["Comment"] == ("tconv-anim render --theme dark --size 640x360 --at 1,2")
        assert image.info["Software"].startswith("tconv-anim ")
        colours = np.unique(np.array(image).reshape(-1, 3), axis=0)
        assert len(colours) > 300, "text is antialiased in full"


def test_png_of_each_frame_is_the_one_asked_for(tmp_path: Path) -> None:
    layer = Layer("transposed", kernel_size=2, stride=2)

    def pixels(**options: Any) -> bytes:
        return render(
            layer, tmp_path / "a.png", input_size=2, size=(320, 180), **options
        ).read_bytes()[-4000:]

    last = pixels(frame=-1)
    assert last == pixels(at=(3, 3))
    assert pixels(frame=1) != last
    assert pixels(at=(0, 0)) != pixels(at=(0, 1))


def test_titles_beyond_ascii_are_kept(tmp_path: Path) -> None:
    layer = Layer("conv", kernel_size=2)
    for name in ("a.png", "a.gif"):
        with Image.open(render(layer, tmp_path / name, title="Größe 3′ → 5′")) as image:
            comment = image.info.get("Comment") or image.info["comment"].decode()
            assert "--title 'Größe 3′ → 5′'" in comment
