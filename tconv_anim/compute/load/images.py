"""Pictures as numbers: grey or three colours, from 0 (black) to 255 (white)."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO, cast

import numpy as np

from ...errors import Argument, FigureError
from ...notation import Sizes
from .. import Array
from .checks import check_cells, too_many

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
            pixels, turn = _decoded(argument, file)
    except FigureError:
        raise
    except Exception as error:  # decoders raise errors of every kind for a broken file
        if Image.DecompressionBombError in (type(error), type(error.__cause__)):
            raise too_many(argument) from None
        raise FigureError(
            "{numbers} is no picture that can be read, or a damaged one."
            " Numbers are read from .npy, .csv and .txt files.",
            numbers=argument,
        ) from None
    if pixels.ndim == 2:
        planes = [_deep_grey(argument, pixels)] * (3 if rgb else 1)
    else:
        planes = list(_colours(pixels)) if rgb else [_grey(pixels)]
    found = []
    for plane in planes:
        image = Image.fromarray(plane)
        if turn in _ORIENTATIONS:
            image = image.transpose(Image.Transpose[_ORIENTATIONS[turn]])
        if shrink is not None:
            high, wide = _shrunk(argument, shrink, (image.height, image.width))
            image = image.resize((wide, high), Image.Resampling.BOX)
        found.append(np.rint(np.asarray(image)).astype(np.int64))
    return np.stack(found) if rgb else found[0]


def _decoded(argument: Argument, file: BinaryIO) -> tuple[Array, object]:
    """The first frame's pixels, and how EXIF says they are turned.

    They are RGBA of 8 bits, or grey where that would cut off what has more bits.
    """
    import imageio.v3 as iio

    with cast(Any, iio.imopen(file, "r", plugin="pillow")) as source:
        check_cells(argument, source.properties(index=0).shape[:2])
        mode = source.metadata(index=0)["mode"]
        deep = mode in ("I", "F") or mode.startswith("I;16")
        pixels = source.read(index=0, mode=None if deep else "RGBA")
        # imageio would turn pixels itself, but grey ones read as RGBA the wrong way. Pillow
        # turns a TIFF as it reads it, and forgets the mark: so that is asked for last.
        return pixels, source.metadata(index=0, exclude_applied=False).get("Orientation")


@contextmanager
def _silenced(file: BinaryIO) -> Iterator[None]:
    """Nothing that decoders have to say about *file* gets to the user's terminal."""
    logging.getLogger("PIL").addHandler(_NOWHERE)  # without one, Python writes to stderr
    tiff = file.read(2) in (b"II", b"MM") and file.fileno() > 2
    file.seek(0)
    with warnings.catch_warnings(), ExitStack() as stack:
        warnings.simplefilter("ignore")
        if tiff:  # libtiff, which is not written in Python, writes to stderr itself
            stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
            stack.callback(os.close, nowhere)
            stack.callback(os.close, stderr)
            stack.callback(os.dup2, stderr, 2)
            os.dup2(nowhere, 2)
        yield


def _grey(pixels: Array) -> Array:
    """The luminance (ITU-R 601) of 8-bit RGBA pixels over white, unrounded."""
    red, green, blue, alpha = (pixels[..., band].astype(np.float32) for band in range(4))
    luminance = (299 * red + 587 * green + 114 * blue) / 1000  # greys stay exactly what they are
    return 255 + (luminance - 255) * alpha / 255


def _colours(pixels: Array) -> Array:
    """Red, green and blue of 8-bit RGBA pixels over white, unrounded."""
    bands = np.moveaxis(pixels.astype(np.float32), -1, 0)
    return np.ascontiguousarray(255 + (bands[:3] - 255) * bands[3] / 255)


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
