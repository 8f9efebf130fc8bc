"""Videos: their form, their times, ffmpeg that fails, and no litter."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tconv_anim import FigureError, Layer, OutputError, render
from tconv_anim.formats.media import TimedImage
from tconv_anim.formats.registry import FORMATS
from tconv_anim.formats.video import STILL_MS, frame_rate
from tconv_anim.products.figure.figure import Figure
from tests.helpers.animations import (
    BRISK,
    LOSSLESS,
    TITLE,
    VIDEOS,
    ffmpeg_frames,
    figure_of,
    film_of,
    frames_of,
    is_flat,
    needs_ffmpeg,
    written,
)
from tests.helpers.daily import every

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


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


def film_tick(figure: Figure) -> int:
    return figure.film(motion=True).tick_ms


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
    total_ms, tick_ms = sum(frame.ms for frame in figure.frames()), film_tick(figure)
    assert abs(1000 * float(facts["duration"]) - total_ms) <= tick_ms
    whole = total_ms / 1000 * frame_rate(tick_ms)
    assert total_ms / STILL_MS <= int(facts["nb_read_frames"]) < whole / 2, "repeats are left out"
    tags = {key.lower(): text for key, text in facts["tags"].items()}
    assert (tags["title"], tags["comment"]) == (TITLE, figure.command)
    if name == "mp4":
        data = path.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat"), "a browser can begin at once"
        assert float(facts["start_time"]) == 0


@pytest.mark.slow
@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "theme"),
    every(3, [("mp4", "light"), ("mp4", "dark"), ("webm", "light"), ("webm", "dark")]),
)
def test_videos_show_the_story_without_noise(name: str, theme: str, tmp_path: Path) -> None:
    figure, path = figure_of(theme=theme, **BRISK), tmp_path / f"figure.{name}"
    path.write_bytes(written(figure, name))
    upsample = "scale=in_color_matrix=bt709:in_range=tv:flags=neighbor+accurate_rnd+full_chroma_int"
    rate, told_ms, sent = frame_rate(film_tick(figure)), 0, 0
    every_tick = f"fps={rate},{upsample}"  # what is left out as it repeats comes again
    read = ffmpeg_frames(path, (322, 182), "-vf", every_tick).astype(np.int16)
    for frame, composed in zip(figure.frames(), frames_of(figure), strict=True):
        told_ms += frame.ms
        until = round(told_ms * rate / 1000)
        away = abs(read[sent:until, :181, :321] - composed).max(axis=0).max(axis=2)
        noise = away[is_flat(composed)]
        assert until > sent and noise.max() <= (6 if name == "mp4" else 3)
        assert (noise > 3).mean() < 0.0005
        assert away.mean() < 4  # chroma at the edges of bold cells
        light = composed.mean(axis=2)  # text keeps its edges: only colour is coarser
        assert abs(read[until - 1, :181, :321].mean(axis=2) - light).max() < 60
        assert abs(read[sent:until, :, 321:] - read[sent:until, :, 320:321]).max() <= 3
        assert abs(read[sent:until, 181:] - read[sent:until, 180:181]).max() <= 3
        sent = until
    assert sent == len(read)


@pytest.mark.parametrize("tick_ms", [10, 20, 30, 50, 70, 110, 350, 2500])
def test_frame_rates_are_neither_hectic_nor_sleepy(tick_ms: int) -> None:
    rate = frame_rate(tick_ms)
    assert 10 <= rate <= 50
    assert tick_ms < 20 or (tick_ms * rate / 1000).denominator == 1


@needs_ffmpeg
@pytest.mark.parametrize(
    ("times", "name"),
    every(7, itertools.product([(30, 20, 50, 20), (30,) * 9, (70,), (350, 700)], VIDEOS)),
)
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


@pytest.mark.slow
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
    assert process.returncode == 130
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
