"""Pictures as numbers: grey or three colours, from 0 (black) to 255 (white)."""

from __future__ import annotations

import logging
import math
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, BinaryIO, Final, cast

import numpy as np

from ...errors import Argument, FigureError
from ...notation import Sizes
from .. import Array
from .checks import MAX_WRITTEN_CELLS, by, check_cells, too_many

__all__ = ["from_picture"]

_ORIENTATIONS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""How a picture that EXIF says is turned gets upright, in Pillow's words."""
_STRIP: Final = 1 << 20
"""Pixels that are worked on at once: floats of a large picture are hundreds of megabytes."""
_NOWHERE = logging.NullHandler()


def from_picture(
    argument: Argument, file: BinaryIO, shrink: Sizes | None, *, rgb: bool = False
) -> Array:
    """A picture's first frame, upright and grey, or with *rgb* its three colours, (3, H, W).

    *shrink* makes it smaller by averages: of the pixels whose middles lie in a cell.
    """
    from PIL import Image

    try:
        with _silenced(file):
            pixels, turn = _decoded(argument, file, shrink)
    except FigureError:
        raise
    except Exception as error:  # decoders raise errors of every kind for a broken file
        if Image.DecompressionBombError in (type(error), type(error.__cause__)):
            raise too_many(argument) from None
        raise FigureError(
            "{numbers} is not a picture that can be read, or is damaged."
            " Numbers are read from .npy, .csv and .txt files.",
            numbers=argument,
        ) from None
    deep = pixels.ndim == 2 and pixels.dtype != np.uint8
    colours = rgb and pixels.ndim == 3
    found: list[Array] = []
    for band in range(3) if colours else (None,):  # one plane at a time
        plane = _deep_grey(argument, pixels) if deep else _band(pixels, band)
        image = Image.fromarray(plane)
        if turn in _ORIENTATIONS:
            image = image.transpose(Image.Transpose[_ORIENTATIONS[turn]])
        if shrink is not None:
            high, wide = _shrunk(argument, shrink, (image.height, image.width))
            image = image.resize((wide, high), Image.Resampling.BOX)
        found.append(np.rint(np.asarray(image)).astype(np.int64))
    if rgb:
        return np.stack(found if colours else found * 3)
    return found[0]


def _decoded(argument: Argument, file: BinaryIO, shrink: Sizes | None) -> tuple[Array, object]:
    """The first frame's pixels, and how EXIF says they are turned.

    They are grey, RGB or RGBA of 8 bits, or grey of more bits, which would be cut off.
    """
    import imageio.v3 as iio

    with cast(Any, iio.imopen(file, "r", plugin="pillow")) as source:
        shape = source.properties(index=0).shape[:2]
        check_cells(argument, shape)
        if shrink is None and math.prod(shape) > MAX_WRITTEN_CELLS:
            raise FigureError(
                "{numbers} has {size} pixels (height x width), more than the {most} that a figure"
                " can have as cells.",
                numbers=argument,
                size=by(shape),
                most=f"{MAX_WRITTEN_CELLS:,}",
                advice=Argument("x_size", (32,)),
            )
        about = source.metadata(index=0)
        mode = about["mode"]
        deep = mode in ("I", "F") or mode.startswith("I;16")
        plain = mode in ("L", "RGB", "RGBA") and "transparency" not in about
        # Not all as RGBA: 25 megapixels of it, as Pillow has them and as an array, are 200 MB.
        pixels = source.read(index=0, mode=None if deep or plain else "RGBA")
        # imageio would turn pixels itself, but grey ones read as RGBA the wrong way. Pillow
        # turns a TIFF as it reads it, and forgets the mark: so that is asked for last.
        return pixels, source.metadata(index=0, exclude_applied=False).get("Orientation")


@contextmanager
def _silenced(file: BinaryIO) -> Iterator[None]:
    """Nothing that decoders have to say about *file* gets to the user's terminal."""
    logging.getLogger("PIL").addHandler(_NOWHERE)  # without one, Python writes to stderr
    tiff = file.read(2) in (b"II", b"MM") and file.fileno() > 2
    file.seek(0)
    alone = threading.active_count() == 1  # other threads may have something to say meanwhile
    with warnings.catch_warnings(), ExitStack() as stack:
        warnings.simplefilter("ignore")
        if tiff and alone:  # libtiff, which is not written in Python, writes to stderr itself
            with suppress(OSError):  # there is no stderr: a program with windows has none
                stderr = os.dup(2)
                stack.callback(os.close, stderr)
                nowhere = os.open(os.devnull, os.O_WRONLY)
                stack.callback(os.close, nowhere)
                stack.callback(os.dup2, stderr, 2)
                os.dup2(nowhere, 2)
        yield


def _band(pixels: Array, band: int | None) -> Array:
    """Red, green or blue of 8-bit pixels over white, or their luminance (ITU-R 601): unrounded."""
    plane = np.empty(pixels.shape[:2], np.float32)
    rows = max(1, _STRIP // pixels.shape[1])
    for top in range(0, len(pixels), rows):
        strip = pixels[top : top + rows].astype(np.float32)
        colour: Array
        if strip.ndim == 2:
            colour = strip
        elif band is None:  # in thousandths, so that greys stay exactly what they are
            red, green, blue = (strip[..., n] for n in range(3))
            colour = (299 * red + 587 * green + 114 * blue) / 1000
        else:
            colour = strip[..., band]
        if strip.shape[2:] == (4,):
            colour = 255 + (colour - 255) * strip[..., 3] / 255
        plane[top : top + rows] = colour
    return plane


def _deep_grey(argument: Argument, pixels: Array) -> Array:
    """Grey pixels of 16 bits or of floats, scaled to 0 ... 255, unrounded."""
    low, high = float(pixels.min()), float(pixels.max())
    if pixels.dtype.kind == "f":
        white = 1 if high <= 1 else 255
        known = "a picture of floats goes from 0 to 1, or to 255"
    else:
        white = 65535
        known = "a picture of integers goes from 0 to 255, or to 65535"
    if not 0 <= low <= high <= white:  # nan is not either
        raise FigureError(
            "{numbers} has pixels from {low} to {high}, and {known}."
            " Save the numbers themselves as .npy.",
            numbers=argument,
            low=f"{low:g}",
            high=f"{high:g}",
            known=known,
        )
    return pixels.astype(np.float32) * np.float32(255) / np.float32(white)


def _shrunk(argument: Argument, shrink: Sizes, size: tuple[int, int]) -> tuple[int, int]:
    """The size to shrink a picture of *size* to, both (height, width)."""
    longer = max(size)
    if len(shrink) not in (1, 2) or min(shrink) < 1:
        raise FigureError(
            "{numbers} cannot have {shrink}: give height x width, or the longer side. Try {some}.",
            numbers=argument,
            shrink=Argument("x_size", shrink),
            some=Argument("x_size", (32,)),
        )
    most = size if len(shrink) == 2 else (longer,)
    if any(n > limit for n, limit in zip(shrink, most, strict=True)):
        raise FigureError(
            "{numbers} has {high}x{wide} pixels (height x width), and {shrink} would enlarge it."
            " Try {most}.",
            numbers=argument,
            high=size[0],
            wide=size[1],
            shrink=Argument("x_size", shrink),
            most=Argument("x_size", tuple(map(min, shrink, most))),
        )
    if len(shrink) == 2:
        return shrink[0], shrink[1]
    high, wide = (max(1, round(shrink[0] * side / longer)) for side in size)
    return high, wide
