"""Files read back by other programs: size, times, loop, pixels; and never half a file."""

from __future__ import annotations

import io
import os
import shutil
import signal
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tconv_anim import FigureError, Layer, OutputError, render
from tconv_anim.formats.atomic import replace_file
from tconv_anim.formats.gif import write as write_gif
from tconv_anim.formats.media import Metadata, PaletteAnimation, TimedImage
from tconv_anim.formats.registry import FORMATS, checked_path
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.raster import Composer, RGBImage
from tests.helpers.figures import planned

LAYERS = [
    LayerSpec(),
    LayerSpec(kind="conv", input_size=(6,)),
    LayerSpec(kernel_size=(3, 5), stride=(2, 1), output_padding=(1, 0)),
    LayerSpec(input_size=(1,), kernel_size=(1,), stride=(1,), padding=((0, 0),)),
    LayerSpec(kernel_size=(1,), stride=(3,)),
]


def figure_of(spec: LayerSpec, **options: Any) -> Figure:
    return planned(spec, **options)


def written(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.write(file, FORMATS["gif"])
    return file.getvalue()


def composed_frames(figure: Figure) -> Iterator[RGBImage]:
    """Every frame composed by itself, from an empty canvas."""
    page: Page = figure.page
    palette = page.palette()
    for frame in figure.view.frames():
        composer = Composer(page.size, palette)
        composer.put(page.draw(frame))
        yield composer.rgb()


# -- GIF: three decoders -----------------------------------------------------------------


@pytest.mark.parametrize("spec", LAYERS, ids=str)
def test_pillow_reads_every_frame_back(spec: LayerSpec) -> None:
    figure = figure_of(spec)
    with Image.open(io.BytesIO(written(figure))) as image:
        assert image.size == (960, 540)
        assert image.info["loop"] == 0
        assert image.info["comment"].decode() == figure.command
        read = [
            (np.array(f.convert("RGB")), f.info["duration"]) for f in ImageSequence.Iterator(image)
        ]
    told = list(figure.view.frames())
    assert [ms for _, ms in read] == [frame.ms for frame in told]
    for (pixels, _), composed in zip(read, composed_frames(figure), strict=True):
        assert np.array_equal(pixels, composed)


@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="needs ffmpeg, a second decoder")
@pytest.mark.parametrize("spec", LAYERS[:3], ids=str)
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
    frames = np.frombuffer(raw, np.uint8).reshape(-1, 540, 960, 3)
    assert len(frames) == len(figure.view)
    for pixels, composed in zip(frames, composed_frames(figure), strict=True):
        assert np.array_equal(pixels, composed)


@pytest.mark.skipif(not shutil.which("gifsicle"), reason="needs gifsicle, a second decoder")
def test_gifsicle_finds_nothing_wrong(tmp_path: Path) -> None:
    path, unpacked = tmp_path / "figure.gif", tmp_path / "unpacked.gif"
    figure = figure_of(LAYERS[0], loop=3)
    path.write_bytes(written(figure))
    info = subprocess.run(
        ["gifsicle", "--info", path], capture_output=True, text=True, check=True, timeout=60
    )
    assert info.stderr == ""
    assert f"{len(figure.view)} images" in info.stdout
    assert "logical screen 960x540" in info.stdout
    assert "loop count 2" in info.stdout
    subprocess.run(["gifsicle", "--unoptimize", path, "-o", unpacked], check=True, timeout=60)
    with Image.open(unpacked) as image:
        for frame, composed in zip(
            ImageSequence.Iterator(image), composed_frames(figure), strict=True
        ):
            assert np.array_equal(np.array(frame.convert("RGB")), composed)


@pytest.mark.skipif(not shutil.which("gifsicle"), reason="needs gifsicle, the measure of small")
@pytest.mark.parametrize("i", [3, 6, pytest.param(16, marks=pytest.mark.long)])
def test_gifs_are_nearly_as_small_as_an_optimiser_makes_them(i: int, tmp_path: Path) -> None:
    path, smaller = tmp_path / "figure.gif", tmp_path / "smaller.gif"
    path.write_bytes(written(figure_of(LayerSpec(input_size=(i,)))))
    subprocess.run(["gifsicle", "-O3", path, "-o", smaller], check=True, timeout=120)
    assert path.stat().st_size <= 1.05 * smaller.stat().st_size


@pytest.mark.parametrize(("loop", "repeats"), [(0, 0), (1, None), (2, 1), (5, 4)])
def test_a_film_plays_as_often_as_asked(loop: int, repeats: int | None) -> None:
    """Players repeat as often as the file says after the first time; without a word, never."""
    with Image.open(io.BytesIO(written(figure_of(LAYERS[3], loop=loop)))) as image:
        assert image.info.get("loop") == repeats


def test_the_same_parameters_give_the_same_bytes() -> None:
    assert written(figure_of(LAYERS[0])) == written(figure_of(LAYERS[0]))
    assert written(figure_of(LAYERS[0])) != written(figure_of(LAYERS[0], seed=1))


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

    def pixels(**options: int | tuple[int, int]) -> bytes:
        return render(layer, tmp_path / "a.png", input_size=2, **options).read_bytes()[-4000:]  # type: ignore[arg-type]

    last = pixels()
    assert last == pixels(at=(3, 3))
    assert pixels(frame=1) != last
    assert pixels(at=(0, 0)) != pixels(at=(0, 1))


def test_titles_beyond_ascii_are_kept(tmp_path: Path) -> None:
    layer = Layer("conv", kernel_size=2)
    for name in ("a.png", "a.gif"):
        with Image.open(render(layer, tmp_path / name, title="Größe 3′ → 5′")) as image:
            comment = image.info.get("Comment") or image.info["comment"].decode()
            assert "--title 'Größe 3′ → 5′'" in comment


# -- whole or not at all ---------------------------------------------------------------------


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    with replace_file(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_a_failed_run_leaves_what_was_there(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    with pytest.raises(error), replace_file(target) as file:
        file.write(b"bad")
        raise error
    assert target.read_bytes() == b"good"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    with pytest.raises(OutputError, match="No space left on device"), replace_file(target):
        raise OSError(28, "No space left on device")
    assert target.read_bytes() == b"good"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are those of POSIX")
def test_permissions_are_those_of_any_new_file(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        with replace_file(tmp_path / "new.gif") as file:
            file.write(b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new.gif").stat().st_mode) == 0o640
    (tmp_path / "new.gif").chmod(0o604)
    with replace_file(tmp_path / "new.gif") as file:
        file.write(b"y")
    assert stat.S_IMODE((tmp_path / "new.gif").stat().st_mode) == 0o604


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.gif").write_bytes(b"old")
    (tmp_path / "link.gif").symlink_to("real.gif")
    with replace_file(tmp_path / "link.gif") as file:
        file.write(b"new")
    assert (tmp_path / "link.gif").is_symlink()
    assert (tmp_path / "real.gif").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (".", "is a directory"),
        ("figure.bmp", "unknown suffix .bmp"),
        ("figure", "has no suffix"),
        ("missing/figure.gif", "there is no folder"),
        ("file.txt/figure.gif", "is not a folder"),
    ],
)
def test_impossible_targets_are_refused_before_work_starts(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(FigureError, match=words) as caught:
        checked_path(tmp_path / name)
    assert caught.value.in_flags().startswith("--output ")
    assert checked_path(tmp_path / "figure.GIF").name == "gif"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are those of POSIX")
def test_only_files_are_replaced(tmp_path: Path) -> None:
    """A pipe or a device, or a link to one, is not swept away; nor a circle of links."""
    os.mkfifo(tmp_path / "pipe.gif")
    (tmp_path / "link.gif").symlink_to("pipe.gif")
    (tmp_path / "one.gif").symlink_to("other.gif")
    (tmp_path / "other.gif").symlink_to("one.gif")
    for name in ("pipe.gif", "link.gif"):
        with pytest.raises(FigureError, match="is a device or a pipe"):
            checked_path(tmp_path / name)
    with pytest.raises(FigureError, match="cannot be: too many levels of symbolic links"):
        checked_path(tmp_path / "one.gif")
    with pytest.raises(FigureError, match="cannot be: file name too long"):
        checked_path(tmp_path / ("x" * 300 + ".gif"))
    assert stat.S_ISFIFO((tmp_path / "pipe.gif").stat().st_mode)


def interrupted(tmp_path: Path, after_s: float, number: int) -> None:
    """Start a long run, stop it, and look at what is left."""
    target = tmp_path / "figure.gif"
    target.write_bytes(b"good")
    command = [sys.executable, "-m", "tconv_anim", "render", "--i", "20", "--size", "1920x1080"]
    process = subprocess.Popen(
        [*command, "-o", str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)  # until the temporary file is there
    assert process.poll() is None, process.communicate()
    time.sleep(after_s)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (out, err) == ("", "Error: interrupted.\n")
    assert process.returncode == 1
    assert target.read_bytes() == b"good"
    assert [path.name for path in tmp_path.iterdir()] == ["figure.gif"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_litter(tmp_path: Path, number: int) -> None:
    interrupted(tmp_path, 0.2, number)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("tenth", range(20))
def test_interrupted_at_any_moment(tmp_path: Path, tenth: int) -> None:
    interrupted(tmp_path, tenth / 10, signal.SIGINT if tenth % 2 else signal.SIGTERM)


def test_gif_header_is_that_of_the_standard() -> None:
    data = written(figure_of(LAYERS[3]))
    assert data[:6] == b"GIF89a" and data[-1:] == b";"
    wide, high, flags = struct.unpack("<HHB", data[6:11])
    assert (wide, high) == (960, 540) and flags & 0x80
