"""Moving figures in every format."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from tconv_anim.formats.media import Metadata, PaletteAnimation, TimedImage
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.composer import Composer
from tests.helpers.figures import planned

LOSSLESS = ("webp", "apng")
VIDEOS = ("mp4", "webm")
ODD = (321, 181)
BRISK: dict[str, Any] = {"step_ms": 40, "hold_ms": 200}
LAYERS = [
    LayerSpec(input_size=(2,), kernel_size=(2,)),
    LayerSpec(kind="conv", input_size=(3,), kernel_size=(2,)),
    LayerSpec(input_size=(1,), kernel_size=(1,), stride=(1,), padding=((0, 0),)),
]
TITLE = "Größe = 3′; # \\ → 5"

needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="needs ffmpeg to read"
)

RGB = npt.NDArray[np.uint8]


def figure_of(spec: LayerSpec = LAYERS[0], **options: Any) -> Figure:
    return planned(spec, **{"size": ODD} | options)


def written(picture: Figure | PaletteAnimation, name: str) -> bytes:
    file = io.BytesIO()
    if isinstance(picture, PaletteAnimation):
        FORMATS[name].write(file, picture)
    else:
        picture.write(file, FORMATS[name])
    return file.getvalue()


def frames_of(figure: Figure) -> list[RGB]:
    """Every frame composed by itself, from an empty canvas."""
    composed, palette = [], figure.page.palette()
    for frame in figure.frames():
        composer = Composer(figure.page.size, palette)
        composer.put([*figure.page.draw(frame), *figure.page.progress(frame)])
        composed.append(composer.rgb())
    return composed


def film_of(images: list[RGB], *, ms: int = 100, loop: int = 0) -> PaletteAnimation:
    """A film of palette images made up for a test; 199 is the index that none uses."""
    high, wide = images[0].shape
    return PaletteAnimation(
        size=(wide, high),
        colours=np.arange(3 * 200, dtype=np.uint8).reshape(200, 3),
        unchanged=199,
        frames=iter([TimedImage(image, ms) for image in images]),
        count=len(images),
        tick_ms=ms,
        loop=loop,
        metadata=Metadata(command="tconv-anim render", software="tconv-anim"),
    )


def ffmpeg_frames(path: Path, size: tuple[int, int], *options: str) -> RGB:
    raw = subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-i", str(path), "-fps_mode", "passthrough", *options),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-"),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def is_flat(image: RGB) -> npt.NDArray[np.bool_]:
    """Pixels that have their own colour alone two pixels around."""
    code = image.astype(np.int32) @ np.array([65536, 256, 1])
    flat = np.zeros(code.shape, np.bool_)
    inner = flat[2:-2, 2:-2]
    inner[:] = True
    for y in range(5):
        for x in range(5):
            shifted = code[y : y + inner.shape[0], x : x + inner.shape[1]]
            inner &= shifted == code[2:-2, 2:-2]
    return flat
