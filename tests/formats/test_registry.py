"""The moving formats besides GIF, read by programs that did not write them."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageSequence

from tconv_anim.formats.media import Metadata, TimedImage
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.options import FORMAT_NAMES
from tests.helpers.animations import (
    BRISK,
    LAYERS,
    LOSSLESS,
    ODD,
    RGB,
    TITLE,
    VIDEOS,
    figure_of,
    film_of,
    frames_of,
    is_flat,
    written,
)
from tests.helpers.browser import page_at
from tests.helpers.daily import every

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pillow_frames(data: bytes) -> list[tuple[RGB, int]]:
    """(pixels, milliseconds) of every frame."""
    with Image.open(io.BytesIO(data)) as image:
        read = []
        for frame in ImageSequence.Iterator(image):
            pixels = np.array(frame.convert("RGB"))  # which loads it, and with it its time
            read.append((pixels, round(frame.info.get("duration", 0))))
        return read


def test_the_help_knows_every_format() -> None:
    assert set(FORMAT_NAMES) == set(FORMATS)


@pytest.mark.parametrize("name", every(2, [*LOSSLESS, *VIDEOS]))
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


@pytest.mark.parametrize(("spec", "name"), every(2, itertools.product(LAYERS, LOSSLESS)), ids=str)
def test_pillow_reads_every_frame_back(name: str, spec: LayerSpec) -> None:
    figure = figure_of(spec)
    read = pillow_frames(written(figure, name))
    assert [ms for _, ms in read] == [frame.ms for frame in figure.frames()]
    for (pixels, _), composed in zip(read, frames_of(figure), strict=True):
        assert np.array_equal(pixels, composed)


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


@pytest.mark.parametrize("name", every(2, LOSSLESS))
def test_what_is_lossless_is_smaller_than_the_gif(name: str) -> None:
    figure = figure_of(size=(960, 540))
    assert len(written(figure, name)) < 0.8 * len(written(figure, "gif"))


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
    composed, told = frames_of(figure), list(figure.frames())
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
