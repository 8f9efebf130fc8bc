"""GIFs read back by other programs: size, times, loop, pixels."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tconv_anim.formats.gif import write as write_gif
from tconv_anim.formats.media import Metadata, PaletteAnimation, TimedImage
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure, silent
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.raster import RGBImage
from tests.helpers.daily import every
from tests.helpers.figures import planned

SIZE = (480, 270)
LAYERS = [
    LayerSpec(),
    LayerSpec(kind="conv", input_size=(6,)),
    LayerSpec(kernel_size=(3, 5), stride=(2, 1), output_padding=(1, 0)),
    LayerSpec(input_size=(1,), kernel_size=(1,), stride=(1,), padding=((0, 0),)),
    LayerSpec(kernel_size=(1,), stride=(3,)),
]


def figure_of(spec: LayerSpec, size: tuple[int, int] = SIZE, **options: Any) -> Figure:
    return planned(spec, size=size, **options)


def written(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.write(file, FORMATS["gif"])
    return file.getvalue()


def composed_frames(figure: Figure) -> Iterator[RGBImage]:
    """Every frame composed by itself, from an empty canvas."""
    page: Page = figure.page
    palette = page.palette()
    for frame in figure.frames():
        composer = Composer(page.size, palette)
        # What passes too fast to be read has a standing caption in place of its equation.
        shown = silent(frame, figure.hidden_panels) if frame.fast else frame
        composer.put([*page.draw(shown), *page.progress(shown)])
        yield composer.rgb()


# -- GIF: three decoders -----------------------------------------------------------------


@pytest.mark.parametrize("spec", every(5, LAYERS[::-1]), ids=str)
def test_pillow_reads_every_frame_back(spec: LayerSpec) -> None:
    figure = figure_of(spec)
    with Image.open(io.BytesIO(written(figure))) as image:
        assert image.size == SIZE
        assert image.info["loop"] == 0
        assert image.info["comment"].decode() == figure.command
        read = [
            (np.array(f.convert("RGB")), f.info["duration"]) for f in ImageSequence.Iterator(image)
        ]
    told = list(figure.frames())
    assert [ms for _, ms in read] == [frame.ms for frame in told]
    for (pixels, _), composed in zip(read, composed_frames(figure), strict=True):
        assert np.array_equal(pixels, composed)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg, a second decoder")
@pytest.mark.parametrize("spec", [LAYERS[4], *LAYERS[:3]], ids=str)
def test_ffmpeg_reads_every_frame_back(spec: LayerSpec, tmp_path: Path) -> None:
    figure = figure_of(spec)
    path = tmp_path / "figure.gif"
    path.write_bytes(written(figure))
    raw = subprocess.run(
        f"ffmpeg -v error -i {path} -fps_mode passthrough -f rawvideo -pix_fmt rgb24 -".split(),
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    frames = np.frombuffer(raw, np.uint8).reshape(-1, *SIZE[::-1], 3)
    assert len(frames) == len(list(figure.frames()))
    for pixels, composed in zip(frames, composed_frames(figure), strict=True):
        assert np.array_equal(pixels, composed)


@pytest.mark.skipif(not shutil.which("gifsicle"), reason="needs gifsicle, a second decoder")
def test_gifsicle_finds_nothing_wrong(tmp_path: Path) -> None:
    path, unpacked = tmp_path / "figure.gif", tmp_path / "unpacked.gif"
    figure = figure_of(LAYERS[4], loop=3)
    path.write_bytes(written(figure))
    info = subprocess.run(
        ["gifsicle", "--info", path], capture_output=True, text=True, check=True, timeout=60
    )
    assert info.stderr == ""
    assert f"{len(list(figure.frames()))} images" in info.stdout
    assert "logical screen 480x270" in info.stdout
    assert "loop count 2" in info.stdout
    subprocess.run(["gifsicle", "--unoptimize", path, "-o", unpacked], check=True, timeout=60)
    with Image.open(unpacked) as image:
        for frame, composed in zip(
            ImageSequence.Iterator(image), composed_frames(figure), strict=True
        ):
            assert np.array_equal(np.array(frame.convert("RGB")), composed)


@pytest.mark.skipif(not shutil.which("gifsicle"), reason="needs gifsicle, the measure of small")
@pytest.mark.parametrize(
    ("i", "view"),
    [
        (3, "gather"),
        pytest.param(6, "gather", marks=pytest.mark.slow),
        pytest.param(16, "gather", marks=pytest.mark.long),
        *(pytest.param(3, v, marks=pytest.mark.slow) for v in ("matrix", "scatter", "all")),
        *(pytest.param(3, v, marks=pytest.mark.long) for v in ("pair", "roundtrip", "overlap")),
    ],
)
def test_gifs_are_nearly_as_small_as_an_optimiser_makes_them(
    i: int, view: str, tmp_path: Path
) -> None:
    path, smaller = tmp_path / "figure.gif", tmp_path / "smaller.gif"
    path.write_bytes(written(figure_of(LayerSpec(input_size=(i,)), (960, 540), view=view)))
    subprocess.run(["gifsicle", "-O3", path, "-o", smaller], check=True, timeout=120)
    assert path.stat().st_size <= 1.05 * smaller.stat().st_size


@pytest.mark.parametrize(("loop", "repeats"), [(0, 0), (1, None), (2, 1), (5, 4)])
def test_a_film_plays_as_often_as_asked(loop: int, repeats: int | None) -> None:
    """Players repeat as often as the file says after the first time; without a word, never."""
    with Image.open(io.BytesIO(written(figure_of(LAYERS[3], loop=loop)))) as image:
        assert image.info.get("loop") == repeats


def test_the_same_parameters_give_the_same_bytes() -> None:
    assert written(figure_of(LAYERS[3])) == written(figure_of(LAYERS[3]))
    assert written(figure_of(LAYERS[3])) != written(figure_of(LAYERS[3], seed=1))


def film(
    images: list[np.ndarray[tuple[int, int], np.dtype[np.uint8]]], comment: str = ""
) -> PaletteAnimation:
    high, wide = images[0].shape
    colours = np.arange(3 * 200, dtype=np.uint8).reshape(200, 3)
    return PaletteAnimation(
        size=(wide, high),
        colours=colours,
        unchanged=0,
        frames=iter([TimedImage(image, 100) for image in images]),
        count=len(images),
        tick_ms=100,
        loop=0,
        metadata=Metadata(command=comment, software=""),
    )


def test_gif_writer_on_noise_on_nothing_new_and_on_one_pixel() -> None:
    """Cases the stories do not make: equal neighbours, all pixels new, full code tables."""
    rng = np.random.default_rng(0)
    noise = [rng.integers(1, 200, (120, 160), np.uint8) for _ in range(3)]
    dot = noise[2].copy()
    dot[7, 9] = dot[7, 9] % 199 + 1
    images = [noise[0], noise[1], noise[1].copy(), noise[2], dot, np.full_like(dot, 5)]
    file = io.BytesIO()
    write_gif(file, film(images))
    colours = film(images).colours
    with Image.open(file) as image:
        read = [np.array(f.convert("RGB")) for f in ImageSequence.Iterator(image)]
    told = [image for n, image in enumerate(images) if n != 2]  # Pillow may merge equals
    kept = [r for n, r in enumerate(read) if n == 0 or not np.array_equal(r, read[n - 1])]
    assert len(kept) == len(told)
    for pixels, indices in zip(kept, told, strict=True):
        assert np.array_equal(pixels, colours[indices])


def test_long_comments_are_split_into_blocks() -> None:
    file = io.BytesIO()
    comment = "tconv-anim render --title " + "x" * 700
    write_gif(file, film([np.ones((4, 4), np.uint8)], comment))
    with Image.open(file) as image:
        assert image.info["comment"].decode() == comment


def test_frames_may_be_one_buffer_drawn_over() -> None:
    buffer = np.ones((8, 8), np.uint8)

    def frames() -> Iterator[TimedImage]:
        for colour in (1, 2, 3):
            buffer[colour] = colour
            yield TimedImage(buffer, 50)

    still = film([buffer])
    file = io.BytesIO()
    write_gif(
        file,
        replace(still, frames=frames(), count=3, tick_ms=50),
    )
    with Image.open(file) as image:
        assert image.n_frames == 3  # type: ignore[attr-defined]
        image.seek(2)
        assert np.array_equal(np.array(image.convert("RGB")), still.colours[buffer])


def test_gif_header_is_that_of_the_standard() -> None:
    data = written(figure_of(LAYERS[3]))
    assert data[:6] == b"GIF89a" and data[-1:] == b";"
    wide, high, flags = struct.unpack("<HHB", data[6:11])
    assert (wide, high) == SIZE and flags & 0x80
