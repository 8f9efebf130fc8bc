"""The moving formats besides GIF, read by programs that did not write them."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageSequence

from tconv_anim import FigureError, Layer, OutputError, render
from tconv_anim.formats.media import Metadata, PaletteAnimation, TimedImage
from tconv_anim.formats.registry import FORMATS
from tconv_anim.formats.video import frame_rate
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.options import FORMAT_NAMES
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.raster import Composer
from tests.helpers.browser import page_at
from tests.helpers.figures import planned

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")

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
    for frame in figure.view.frames():
        composer = Composer(figure.page.size, palette)
        composer.put(figure.page.draw(frame))
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


def pillow_frames(data: bytes) -> list[tuple[RGB, int]]:
    """(pixels, milliseconds) of every frame."""
    with Image.open(io.BytesIO(data)) as image:
        read = []
        for frame in ImageSequence.Iterator(image):
            pixels = np.array(frame.convert("RGB"))  # which loads it, and with it its time
            read.append((pixels, round(frame.info.get("duration", 0))))
        return read


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


def test_the_help_knows_every_format() -> None:
    assert set(FORMAT_NAMES) == set(FORMATS)


@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_files_know_their_command_and_begin_as_the_table_says(name: str) -> None:
    figure = figure_of(title=TITLE, loop=3, **BRISK)
    data = written(figure, name)
    assert FORMATS[name].read(io.BytesIO(data)) == figure.command
    assert TITLE in figure.command
    assert data.startswith(FORMATS[name].signatures)
    assert written(figure, name) == data, "the same command, the same bytes"


@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_long_commands_fit_in(name: str) -> None:
    """Longer than the system takes as an argument."""
    film = film_of([np.ones((180, 320), np.uint8)])
    command = "tconv-anim render --x " + "1,-2;" * 40_000
    film = replace(film, metadata=replace(film.metadata, command=command))
    assert FORMATS[name].read(io.BytesIO(written(film, name))) == command


@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_files_of_others_tell_no_command(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"other.{name}"
    if name in LOSSLESS:
        Image.new("RGB", (8, 8)).save(path, "PNG" if name == "apng" else "WEBP")
    else:
        film = film_of([np.ones((180, 320), np.uint8)])
        path.write_bytes(written(replace(film, metadata=Metadata(command="", software="")), name))
    with path.open("rb") as file:
        assert FORMATS[name].read(file) is None


# -- lossless --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOSSLESS)
@pytest.mark.parametrize("spec", LAYERS, ids=str)
def test_pillow_reads_every_frame_back(name: str, spec: LayerSpec) -> None:
    figure = figure_of(spec)
    read = pillow_frames(written(figure, name))
    assert [ms for _, ms in read] == [frame.ms for frame in figure.view.frames()]
    for (pixels, _), composed in zip(read, frames_of(figure), strict=True):
        assert np.array_equal(pixels, composed)


@needs_ffmpeg
@pytest.mark.parametrize("spec", LAYERS[:2], ids=str)
def test_ffmpeg_reads_apng_back(spec: LayerSpec, tmp_path: Path) -> None:
    figure, path = figure_of(spec), tmp_path / "figure.apng"
    path.write_bytes(written(figure, "apng"))
    read = ffmpeg_frames(path, ODD)
    for pixels, composed in zip(read, frames_of(figure), strict=True):
        assert np.array_equal(pixels, composed)


@pytest.mark.skipif(not shutil.which("webpinfo"), reason="needs webpinfo to look into a WebP")
def test_webpinfo_finds_nothing_wrong(tmp_path: Path) -> None:
    figure, path = figure_of(loop=3), tmp_path / "figure.webp"
    path.write_bytes(written(figure, "webp"))
    told = subprocess.run(
        ["webpinfo", path], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert "No error detected." in told and "Warning" not in told
    lines = [line.strip() for line in told.splitlines()]
    assert "Loop count      : 3" in lines
    assert f"Canvas size {ODD[0]} x {ODD[1]}" in lines
    assert lines.count("Format: Lossless (2)") == len(figure.view)
    assert [line for line in lines if line.startswith("Duration")] == [
        f"Duration: {frame.ms}" for frame in figure.view.frames()
    ]


@pytest.mark.parametrize("name", LOSSLESS)
@pytest.mark.parametrize("loop", [0, 1, 3])
def test_a_film_plays_as_often_as_asked(name: str, loop: int) -> None:
    images = [np.full((4, 4), colour, np.uint8) for colour in (1, 2)]
    with Image.open(io.BytesIO(written(film_of(images, loop=loop), name))) as image:
        assert image.info["loop"] == loop


@pytest.mark.parametrize("name", LOSSLESS)
def test_more_plays_than_fit_are_the_most_that_do(name: str) -> None:
    data = written(film_of([np.ones((4, 4), np.uint8)] * 2, loop=65_536), name)
    with Image.open(io.BytesIO(data)) as image:
        assert image.info["loop"] in (65_535, 65_536)


@pytest.mark.parametrize("name", LOSSLESS)
@pytest.mark.parametrize("ms", [20, 10_000, 649_990])
def test_noise_equal_neighbours_and_one_pixel(name: str, ms: int) -> None:
    """Cases the stories do not make, at odd places, in one buffer that is drawn over."""
    rng = np.random.default_rng(0)
    noise = [rng.integers(0, 199, (33, 47), np.uint8) for _ in range(2)]
    dot = noise[1].copy()
    dot[7, 9] = (dot[7, 9] + 1) % 199
    corner = dot.copy()
    corner[-1, -1] = (corner[-1, -1] + 1) % 199
    images = [noise[0], noise[0], noise[1], dot, dot, corner, np.full_like(dot, 5)]
    film, buffer = film_of(images, ms=ms), np.empty_like(dot)

    def frames() -> Iterator[TimedImage]:
        for image in images:
            np.copyto(buffer, image)
            yield TimedImage(buffer, ms)

    read = pillow_frames(written(replace(film, frames=frames()), name))
    assert [time for _, time in read] == [ms] * len(images)
    for (pixels, _), indices in zip(read, images, strict=True):
        assert np.array_equal(pixels, film.colours[indices])


@pytest.mark.parametrize("name", LOSSLESS)
def test_one_frame_is_a_film_too(name: str) -> None:
    film = film_of([np.ones((5, 3), np.uint8)])
    with Image.open(io.BytesIO(written(film, name))) as image:
        assert image.size == (3, 5)
        assert getattr(image, "n_frames", 1) == 1
        assert np.array_equal(np.array(image.convert("RGB"))[0, 0], film.colours[1])


@pytest.mark.parametrize("name", LOSSLESS)
def test_what_is_lossless_is_smaller_than_the_gif(name: str) -> None:
    figure = figure_of(size=(960, 540))
    assert len(written(figure, name)) < 0.8 * len(written(figure, "gif"))


def test_a_webp_has_a_largest_side(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="more than a WebP holds, 16383 pixels"):
        render(Layer("conv", kernel_size=2), tmp_path / "a.webp", size=(16_400, 400))
    assert list(tmp_path.iterdir()) == []


# -- videos ----------------------------------------------------------------------------------


def probed(path: Path) -> dict[str, Any]:
    told = subprocess.run(
        [
            *("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format"),
            *("-of", "json", str(path)),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout
    facts: dict[str, Any] = json.loads(told)
    (stream,) = facts["streams"]  # and no sound
    return {**facts["format"], **stream, "tags": facts["format"].get("tags", {})}


@needs_ffmpeg
@pytest.mark.parametrize(("name", "codec"), [("mp4", "h264"), ("webm", "vp9")])
def test_videos_have_the_form_that_players_take(name: str, codec: str, tmp_path: Path) -> None:
    figure, path = figure_of(title=TITLE, **BRISK), tmp_path / f"figure.{name}"
    path.write_bytes(written(figure, name))
    facts = probed(path)
    assert (facts["codec_name"], facts["pix_fmt"]) == (codec, "yuv420p")
    assert (facts["width"], facts["height"]) == (322, 182)
    assert facts["profile"] in ("High", "Profile 0")
    for key in ("color_space", "color_transfer", "color_primaries"):
        assert facts[key] == "bt709"
    assert facts["color_range"] == "tv"
    total_ms, tick_ms = sum(frame.ms for frame in figure.view.frames()), figure.view.tick_ms
    assert abs(1000 * float(facts["duration"]) - total_ms) <= tick_ms
    rate = Fraction(facts["avg_frame_rate"])
    assert rate == Fraction(facts["r_frame_rate"]) == frame_rate(tick_ms), "it is constant"
    assert abs(int(facts["nb_read_frames"]) / rate * 1000 - total_ms) <= tick_ms
    tags = {key.lower(): text for key, text in facts["tags"].items()}
    assert (tags["title"], tags["comment"]) == (TITLE, figure.command)
    if name == "mp4":
        data = path.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat"), "a browser can begin at once"
        assert float(facts["start_time"]) == 0


@needs_ffmpeg
@pytest.mark.parametrize("name", VIDEOS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_videos_show_the_story_without_noise(name: str, theme: str, tmp_path: Path) -> None:
    figure, path = figure_of(theme=theme, **BRISK), tmp_path / f"figure.{name}"
    path.write_bytes(written(figure, name))
    upsample = "scale=in_color_matrix=bt709:in_range=tv:flags=neighbor+accurate_rnd+full_chroma_int"
    read = ffmpeg_frames(path, (322, 182), "-vf", upsample).astype(np.int16)
    rate, told_ms, sent = frame_rate(figure.view.tick_ms), 0, 0
    for frame, composed in zip(figure.view.frames(), frames_of(figure), strict=True):
        told_ms += frame.ms
        until = round(told_ms * rate / 1000)
        away = abs(read[sent:until, :181, :321] - composed).max(axis=0).max(axis=2)
        assert until > sent and away[is_flat(composed)].max() <= 3
        assert away.mean() < 3
        light = composed.mean(axis=2)  # text keeps its edges: only colour is coarser
        assert abs(read[until - 1, :181, :321].mean(axis=2) - light).max() < 60
        assert abs(read[sent:until, :, 321:] - read[sent:until, :, 320:321]).max() <= 3
        assert abs(read[sent:until, 181:] - read[sent:until, 180:181]).max() <= 3
        sent = until
    assert sent == len(read)


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


@pytest.mark.parametrize("tick_ms", [10, 20, 30, 50, 70, 110, 350, 2500])
def test_frame_rates_are_neither_hectic_nor_sleepy(tick_ms: int) -> None:
    rate = frame_rate(tick_ms)
    assert 10 <= rate <= 50
    assert tick_ms < 20 or (tick_ms * rate / 1000).denominator == 1


@needs_ffmpeg
@pytest.mark.parametrize("name", VIDEOS)
@pytest.mark.parametrize("times", [(30, 20, 50, 20), (30,) * 9, (70,), (350, 700)])
def test_times_add_up(name: str, times: tuple[int, ...], tmp_path: Path) -> None:
    """Also where they are no whole frames: the error never adds up."""
    images = [np.full((180, 320), 20 * n, np.uint8) for n in range(len(times))]
    tick = int(np.gcd.reduce(times))
    film = replace(film_of(images, ms=tick), frames=iter(map(TimedImage, images, times)))
    path = tmp_path / f"figure.{name}"
    path.write_bytes(written(film, name))
    assert abs(1000 * float(probed(path)["duration"]) - sum(times)) <= tick


# -- memory ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_memory_does_not_grow_with_the_film(name: str, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        buffer = np.zeros((180, 320), np.uint8)

        def frames() -> Iterator[TimedImage]:
            for number in range(count):
                buffer[number % 180] = number % 190
                yield TimedImage(buffer, 20)

        film = replace(film_of([buffer], ms=20), frames=frames(), count=count)
        with (tmp_path / "film").open("wb") as file:
            tracemalloc.start()
            FORMATS[name].write(file, film)
            highest = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return highest

    peak(2)  # loads what it needs
    assert peak(300) < 1.1 * peak(20)


@pytest.mark.long
@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_a_whole_process_stays_small(name: str, tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from tconv_anim.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(*(resource.getrusage(who).ru_maxrss for who in"
        " (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )

    def peaks(i: int) -> tuple[int, ...]:
        args = ["render", "-q", "--i", str(i), "-o", str(tmp_path / f"figure.{name}")]
        done = subprocess.run(
            [sys.executable, "-c", script, *args], check=True, capture_output=True, text=True
        )
        return tuple(map(int, done.stdout.split()))

    for few, many in zip(peaks(3), peaks(16), strict=True):  # 34 and 970 frames
        assert many <= 1.3 * few


# -- what can go wrong -----------------------------------------------------------------------


def tool(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tconv_anim", "render", *args],
        env=os.environ | environment,
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", VIDEOS)
def test_without_the_extra_one_command_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from tconv_anim.cli import main

    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    query = (
        "Error: videos need the video extra, which is not installed."
        ' Run: python3 -m pip install ".[video]"\n'
    )
    for output in (["-o", str(tmp_path / f"a.{name}")], ["-o", "-", "--format", name]):
        result = CliRunner().invoke(main, ["render", *output])
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", query)
    with pytest.raises(FigureError, match="pip install"):
        render(Layer("conv", kernel_size=2), tmp_path / f"a.{name}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [*LOSSLESS, *VIDEOS])
def test_a_folder_that_cannot_be_written(name: str) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("needs /proc")
    with pytest.raises(OutputError, match=f"cannot write /proc/a.{name}"):
        render(Layer("conv", kernel_size=2), f"/proc/a.{name}")


def stand_in(folder: Path, script: str) -> str:
    """A program that takes the place of ffmpeg."""
    path = folder / "ffmpeg.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@needs_posix
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo no such codec >&2; echo Conversion failed! >&2; exit 1", "no such codec"),
        ("cat > /dev/null; echo No space left on device >&2; exit 1", "No space left on device"),
        ("exec head -c 1000 > /dev/null", "it ended with code 0."),
        ("exit 3", "it ended with code 3."),
    ],
)
def test_ffmpeg_that_fails_is_one_line(
    script: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, temporary = tmp_path / "folder", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    target = folder / "a.mp4"
    target.write_bytes(b"good")
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", stand_in(tmp_path, script))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with pytest.raises(OutputError) as caught:
        render(Layer("conv", kernel_size=2), target, size=(320, 180))
    assert str(caught.value) == f"ffmpeg failed: {reason}"
    assert target.read_bytes() == b"good"
    assert [*folder.iterdir(), *temporary.iterdir()] == [target]


def test_ffmpeg_that_is_not_there(tmp_path: Path) -> None:
    done = tool("-o", str(tmp_path / "a.mp4"), IMAGEIO_FFMPEG_EXE=str(tmp_path / "nothing"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: cannot start ") and done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def interrupted(tmp_path: Path, number: int, after_s: float, **environment: str) -> None:
    """Start a long run, stop it, and look at what is left."""
    folder, temporary = tmp_path / "folder", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    target = folder / "a.mp4"
    target.write_bytes(b"good")
    process = subprocess.Popen(
        [sys.executable, "-m", "tconv_anim", "render", "--i", "16", "-o", target],
        env=os.environ | {"TMPDIR": str(temporary)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(temporary.rglob("log.txt")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(after_s)
    assert process.poll() is None, process.communicate()
    process.send_signal(number)
    assert process.communicate(timeout=60) == ("", "Error: interrupted.\n")
    assert process.returncode == 1
    assert target.read_bytes() == b"good"
    assert [*folder.iterdir(), *temporary.iterdir()] == [target]


@pytest.mark.slow
@needs_posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_leaves_no_litter_and_no_ffmpeg(tmp_path: Path, number: int) -> None:
    script = stand_in(tmp_path, f"echo $$ > {tmp_path}/pid; exec sleep 50")
    interrupted(tmp_path, number, 0.3, IMAGEIO_FFMPEG_EXE=script)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.long
@needs_posix
@pytest.mark.parametrize("tenth", range(20))
def test_interrupted_at_any_moment(tmp_path: Path, tenth: int) -> None:
    interrupted(tmp_path, signal.SIGINT if tenth % 2 else signal.SIGTERM, tenth / 10)


# -- in a browser ----------------------------------------------------------------------------

DECODE = """(async () => {
  const data = Uint8Array.from(atob("%s"), (c) => c.charCodeAt(0));
  const decoder = new ImageDecoder({ data, type: "%s" });
  await decoder.tracks.ready;
  await decoder.completed;
  const track = decoder.tracks.selectedTrack, frames = [];
  for (let frameIndex = 0; frameIndex < track.frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    const canvas = new OffscreenCanvas(image.displayWidth, image.displayHeight);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    let text = "";
    for (let at = 0; at < pixels.length; at += 8192)
      text += String.fromCharCode(...pixels.subarray(at, at + 8192));
    frames.push([image.duration / 1000, btoa(text)]);
    image.close();
  }
  return [track.repetitionCount, frames];
})()"""

PLAY = """(async () => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = "data:video/%s;base64,%s";
  await new Promise((done, fail) => { video.oncanplaythrough = done; video.onerror = fail; });
  video.currentTime = video.duration;
  await new Promise((done) => { video.onseeked = done; });
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let pixels;
  for (let tries = 0; tries < 100; tries++) {  // a frame may arrive after its seek has ended
    context.drawImage(video, 0, 0);
    pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
    if (pixels[0] > 128) break;  // the paper is there: not black, not empty
    await new Promise((done) => setTimeout(done, 50));
  }
  let text = "";
  for (let at = 0; at < pixels.length; at += 8192)
    text += String.fromCharCode(...pixels.subarray(at, at + 8192));
  return [video.duration, canvas.width, canvas.height, btoa(text)];
})()"""


def test_a_browser_shows_every_format(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><meta charset=utf-8><title>formats</title>")
    figure = figure_of(loop=3, **BRISK)
    composed, told = frames_of(figure), list(figure.view.frames())
    with page_at(browser, page.as_uri()) as tab:
        for name, kind in (("webp", "image/webp"), ("apng", "image/apng")):
            data = base64.b64encode(written(figure, name)).decode()
            repeats, frames = tab.evaluate(DECODE % (data, kind))
            assert repeats == 2, "after the first time"
            assert [ms for ms, _ in frames] == [frame.ms for frame in told]
            for (_, text), image in zip(frames, composed, strict=True):
                pixels = np.frombuffer(base64.b64decode(text), np.uint8)
                assert np.array_equal(pixels.reshape(ODD[1], ODD[0], 4)[..., :3], image)
        for name in VIDEOS:
            data = base64.b64encode(written(figure, name)).decode()
            seconds, wide, high, text = tab.evaluate(PLAY % (name, data))
            values = np.frombuffer(base64.b64decode(text), np.uint8).astype(np.int16)
            assert abs(1000 * seconds - sum(frame.ms for frame in told)) <= figure.view.tick_ms
            shown = values.reshape(high, wide, 4)[: ODD[1], : ODD[0], :3]
            assert abs(shown - composed[-1])[is_flat(composed[-1])].max() <= 8
