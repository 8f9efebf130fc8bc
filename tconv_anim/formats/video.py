"""What the videos share: an animation streamed, frame by frame, through imageio's ffmpeg.

imageio's own writer asks for pixels in RGB, lets ffmpeg talk to the terminal and does not
notice when it fails, so only its ffmpeg is used.

Times are whole frames of one rate, and every picture is sent for as long as it stays; ffmpeg
leaves out those that repeat the one before, since each of them would have its bytes. Colours
become those of HDTV (BT.709, limited range) with half as many for each axis (4:2:0),
which is what every player takes; where a width or height is odd its last line is doubled.
"""

from __future__ import annotations

import math
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Final

import numpy as np

from ..errors import FigureError, OutputError
from .media import IndexImage, Metadata, PaletteAnimation, RGBImage

__all__ = ["check", "frame_rate", "write_video"]

FASTEST_MS: Final = 20
"""A frame of a video is never shorter: 50 a second is what viewers show."""
SLOWEST_MS: Final = 100
"""Nor longer, as some players stumble over videos of few frames."""
STILL_MS: Final = 500
"""A picture that stays is there again after so long at the latest, for players that jump."""
KEY_FRAME_S: Final = 30
"""Players can jump to a frame of its own; those between are quickly made from it. It has as many
bytes as a still: more often, they would be half of the file."""
_COLOURS: Final = (
    *("-color_range", "tv", "-colorspace", "bt709"),
    *("-color_primaries", "bt709", "-color_trc", "bt709"),
)


def check() -> None:
    """Raise FigureError where the extra that makes videos is not installed."""
    try:
        import imageio_ffmpeg
    except ImportError:
        raise FigureError(
            "videos need the video extra, which is not installed."
            ' Run: python3 -m pip install ".[video]"'
        ) from None
    try:
        imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        raise FigureError(
            "videos need ffmpeg, and imageio-ffmpeg has none for this machine. Install ffmpeg, or"
            " name its file in the environment variable IMAGEIO_FFMPEG_EXE."
        ) from None


def write_video(file: BinaryIO, animation: PaletteAnimation, arguments: Sequence[str]) -> None:
    """Write *animation* to *file* as ffmpeg's *arguments* say; neither holds all frames.

    Raises
    ------
    OutputError
        ffmpeg failed.
    """
    check()
    # ffmpeg goes back to the beginning when it has finished, so it needs a file of its own.
    with tempfile.TemporaryDirectory(prefix="tconv-") as folder:
        metadata, output, log = (
            Path(folder, name) for name in ("metadata.txt", "output", "log.txt")
        )
        metadata.write_text(_metadata(animation.metadata), encoding="utf-8", newline="\n")
        with log.open("wb") as errors:
            _run(
                [*_input(animation), *_output(animation, str(metadata)), *arguments, str(output)],
                animation,
                errors,
            )
        with output.open("rb") as video:
            copyfileobj(video, file)


def _run(command: list[str], animation: PaletteAnimation, errors: BinaryIO) -> None:
    """Send the animation to ffmpeg; whatever happens, ffmpeg has ended when this does."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,  # Ctrl-C is for us, who stop it
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # so on Windows
        )
    except OSError as error:
        raise OutputError(f"cannot start {command[0]}: {error.strerror or error}.") from error
    pipe = process.stdin
    assert pipe is not None
    complete = False
    try:
        for data in _frames(animation):
            try:
                pipe.write(data)
            except OSError:  # it has given up and said why
                break
        else:
            complete = True
        with suppress(OSError):
            pipe.close()
        process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        with suppress(OSError):  # what is still in its buffer has nowhere to go
            pipe.close()
    if process.returncode or not complete:
        raise OutputError(f"ffmpeg failed: {_reason(Path(errors.name), process.returncode)}")


def _reason(log: Path, code: int) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    reasons = [line.strip() for line in lines if line.strip() not in ("", "Conversion failed!")]
    return reasons[-1] if reasons else f"it ended with code {code}."


# -- ffmpeg's arguments ----------------------------------------------------------------------


def frame_rate(tick_ms: int) -> Fraction:
    """Frames a second, such that times that are multiples of *tick_ms* are whole frames.

    Where that would be more than 50, times are rounded as they add up.

    >>> frame_rate(50), frame_rate(10), frame_rate(350)
    (Fraction(20, 1), Fraction(50, 1), Fraction(80, 7))
    """
    if tick_ms < FASTEST_MS:
        return Fraction(1000, FASTEST_MS)
    return Fraction(1000 * math.ceil(tick_ms / SLOWEST_MS), tick_ms)


def _input(animation: PaletteAnimation) -> list[str]:
    import imageio_ffmpeg

    wide, high = _even(animation.size)
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-hide_banner", "-loglevel", "error", "-nostats", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", *_COLOURS),
        *("-video_size", f"{wide}x{high}", "-framerate", str(frame_rate(animation.tick_ms))),
        *("-i", "pipe:0"),
    ]


def _output(animation: PaletteAnimation, metadata: str) -> list[str]:
    rate = frame_rate(animation.tick_ms)
    key, repeats = math.ceil(KEY_FRAME_S * rate), math.ceil(STILL_MS * rate / 1000) - 1
    return [
        # In a file, as a command can be longer than an argument may be.
        *("-f", "ffmetadata", "-i", metadata, "-map", "0:v", "-map_metadata", "1"),
        *("-pix_fmt", "yuv420p", *_COLOURS, "-chroma_sample_location", "center"),
        # The same command makes the same bytes: no versions inside, and how many threads
        # there are, on which some choices depend, is not the machine's to say.
        *("-fflags", "+bitexact", "-flags:v", "+bitexact", "-threads", "4"),
        *("-g", str(key)),
        *("-vf", f"mpdecimate=hi=0:lo=0:frac=0:max={repeats}", "-fps_mode", "vfr"),
    ]


def _metadata(metadata: Metadata) -> str:
    def escaped(text: str) -> str:
        return "".join("\\" + char if char in "=;#\\\n" else char for char in text)

    lines = {
        "title": metadata.title,
        "comment": metadata.command,
        "description": metadata.alt,
        "encoding_tool": metadata.software,
    }
    return ";FFMETADATA1\n" + "".join(
        f"{name}={escaped(text)}\n" for name, text in lines.items() if text
    )


# -- frames ----------------------------------------------------------------------------------


def _even(size: tuple[int, int]) -> tuple[int, int]:
    wide, high = size
    return wide + wide % 2, high + high % 2


def _frames(animation: PaletteAnimation) -> Iterator[bytes]:
    """Every frame of the video: each image as often as it takes, at least once."""
    tables, rate = _tables(animation.colours), frame_rate(animation.tick_ms)
    (wide, high), (even_wide, even_high) = animation.size, _even(animation.size)
    more = ((0, even_high - high), (0, even_wide - wide))
    sent, passed_ms, data = 0, 0, b""
    for image, ms, *_ in animation.frames:
        passed_ms += ms
        if data:
            yield data
        # With paper instead, the line of progress would share its colour with it.
        data = _planes(np.pad(image, more, mode="edge"), tables)
        until = max(round(passed_ms * rate / 1000), sent + 1)
        for _repeat in range(sent, until - 1):
            yield data
        sent = until
    # A repeated end would be left out, and the last picture stay too short: one pixel differs.
    at = 16 * even_wide + 16  # what is nearer to the border is not compared
    yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _tables(colours: RGBImage) -> tuple[bytes, ...]:
    """What each palette index is in luma and in the two chromas (ITU-R BT.709-6, 3.3-3.5)."""
    red, green, blue = np.pad(colours, ((0, 256 - len(colours)), (0, 0))).T / 255
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    values = (
        16 + 219 * luma,
        128 + 224 * (blue - luma) / 1.8556,
        128 + 224 * (red - luma) / 1.5748,
    )
    return tuple(np.rint(value).astype(np.uint8).tobytes() for value in values)


def _planes(image: IndexImage, tables: tuple[bytes, ...]) -> bytes:
    """Luma for every pixel, then each chroma as the mean of four."""
    indices = image.tobytes()
    luma, *chromas = (indices.translate(table) for table in tables)
    planes = [luma]
    for chroma in chromas:
        pixels = np.frombuffer(chroma, np.uint8).reshape(image.shape)
        pairs = pixels[::2].astype(np.uint16) + pixels[1::2]
        fours = pairs[:, ::2] + pairs[:, 1::2] + 2
        planes.append((fours >> 2).astype(np.uint8).tobytes())
    return b"".join(planes)
