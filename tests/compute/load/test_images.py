"""Pictures of users: luminance, depth, transparency, size."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from tconv_anim import FigureError
from tconv_anim.compute import Array
from tconv_anim.compute.load.arrays import load_numbers
from tests.helpers.user_files import PHOTO, encoded, picture, refused, save, write

pytestmark = pytest.mark.usefixtures("folder")


def pixels(given: str, **options: Any) -> Array:
    loaded = load_numbers("x", given, **options)
    assert loaded.picture
    assert loaded.numbers.dtype == np.int64
    assert 0 <= loaded.numbers.min() <= loaded.numbers.max() <= 255
    return loaded.numbers


def reference(name: str) -> Array:
    """Pillow's own grey of the first frame, over white, upright."""
    with Path(name).open("rb") as file, Image.open(file) as image:  # by name, TIFFs turn wrong
        image.load()  # right ones turn here, and must not be turned again
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(white, upright).convert("L")).astype(int)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.png", "1"),
        ("a.png", "L"),
        ("a.png", "LA"),
        ("a.png", "P"),
        ("a.png", "RGB"),
        ("a.png", "RGBA"),
        ("a.jpg", "L"),
        ("a.jpeg", "RGB"),
        ("a.JPG", "CMYK"),
        ("a.gif", "P"),
        ("a.gif", "L"),
        ("a.gif", "RGBA"),
        ("a.bmp", "1"),
        ("a.bmp", "RGB"),
        ("a.webp", "RGBA"),
        ("a.tif", "1"),
        ("a.tif", "RGBA"),
        ("a.tif", "CMYK"),
        ("a.tiff", "YCbCr"),
        ("a.tiff", "LAB"),
        ("a.tiff", "P"),
        ("a.ppm", "RGB"),
        ("a.tga", "RGBA"),
        ("a.ico", "RGBA"),
    ],
)
def test_pictures_are_read_as_their_luminance(name: str, mode: str) -> None:
    picture(name, mode)
    try:
        told = reference(name)
    except OSError:
        pytest.skip("this Pillow does not read what it has written, as 11.0 some TIFFs and ICOs")
    read = pixels(name)
    assert read.shape == told.shape
    assert abs(read - told).max() <= 1
    assert read.std() > 20


def test_a_grey_picture_is_read_as_it_is() -> None:
    Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16)).save("a.png")
    assert np.array_equal(pixels("a.png").ravel(), np.arange(256))


def test_luminance_by_its_weights() -> None:
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255] * 3]], np.uint8)
    Image.fromarray(colours).save("a.png")
    assert pixels("a.png").tolist() == [[76, 150, 29, 255]]


def test_what_is_transparent_lies_on_white() -> None:
    Image.fromarray(np.array([[[0, 0], [0, 255], [100, 51]]], np.uint8), "LA").save("a.png")
    assert pixels("a.png").tolist() == [[255, 0, 224]]
    palette = Image.new("P", (2, 1))
    palette.putpalette([255, 0, 0, 0, 0, 0])
    palette.putpixel((1, 0), 1)
    palette.save("b.png", transparency=0)
    assert pixels("b.png").tolist() == [[255, 0]]
    palette.save("b.gif", transparency=1)
    assert pixels("b.gif").tolist() == [[76, 255]]


DEEP = np.array([[0, 257, 32768], [65535, 128, 65534]])


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.pgm"])
def test_16_bits_are_scaled(name: str) -> None:
    Image.fromarray(DEEP.astype(np.uint16)).save(name)
    assert pixels(name).tolist() == [[0, 1, 128], [255, 0, 255]]


def test_16_bits_in_32_and_of_the_other_order() -> None:
    Image.fromarray(DEEP.astype(np.int32)).save("a.tif")
    assert pixels("a.tif").tolist() == [[0, 1, 128], [255, 0, 255]]
    Image.frombytes("I;16B", (3, 2), DEEP.astype(">u2").tobytes()).save("b.tif")
    assert pixels("b.tif").tolist() == [[0, 1, 128], [255, 0, 255]]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([[0.0, 0.25, 1.0]], [[0, 64, 255]]),
        ([[0.0, 99.6, 255.0]], [[0, 100, 255]]),
    ],
)
def test_floats_from_0_to_1_or_to_255(values: list[list[float]], told: list[list[int]]) -> None:
    Image.fromarray(np.array(values, np.float32)).save("a.tif")
    assert pixels("a.tif").tolist() == told


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (np.array([[0, 256]], np.float32), "has pixels from 0 to 256, and a picture of floats"),
        (np.array([[-0.5, 1]], np.float32), "has pixels from -0.5 to 1,"),
        (np.array([[np.nan, 1]], np.float32), "has pixels from nan to nan"),
        (np.array([[0, 65536]], np.int32), "has pixels from 0 to 65536"),
        (np.array([[-1, 5]], np.int32), "has pixels from -1 to 5"),
    ],
)
def test_measurements_are_no_picture(values: Array, told: str) -> None:
    Image.fromarray(values).save("a.tif")
    assert told in refused("x", "a.tif")


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.tif", "a.webp"])
def test_the_first_frame_of_a_film(name: str) -> None:
    frames = [Image.new("RGB", (3, 2), (n, n, n)) for n in (40, 200, 90)]
    frames[0].save(name, save_all=True, append_images=frames[1:], lossless=True)
    assert pixels(name).tolist() == [[40] * 3] * 2


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize(("name", "mode"), [("a.png", "RGB"), ("a.png", "L"), ("a.tif", "L")])
def test_pictures_stand_upright(name: str, mode: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    told = reference(picture(name, mode, exif=exif))
    assert told.shape == ((18, 12) if orientation in (5, 6, 7, 8) else (12, 18))
    assert abs(pixels(name) - told).max() <= 1


@pytest.mark.parametrize("mode", ["L", "I;16"])
def test_deep_pictures_stand_upright_too(mode: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.fromarray(np.array([[0, 60, 120], [180, 200, 255]], np.uint8))
    image.convert(mode).save("a.png", exif=exif)
    if mode == "L":
        assert pixels("a.png").tolist() == [[180, 0], [200, 60], [255, 120]]
    assert pixels("a.png").shape == (3, 2)


# -- Pictures made smaller ---------------------------------------------------------------


def averaged(grey: Array, high: int, wide: int) -> Array:
    """Means of the pixels whose middles lie in the same cell of a coarser grid."""
    rows, columns = (
        np.ceil((2 * np.arange(old) + 1) * new / (2 * old)).astype(int) - 1
        for old, new in zip(grey.shape, (high, wide), strict=True)
    )
    total, count = np.zeros((high, wide)), np.zeros((high, wide))
    where = rows[:, None], columns[None, :]
    np.add.at(total, where, grey)
    np.add.at(count, where, 1)
    mean: Array = total / count
    return mean


@pytest.mark.parametrize(
    ("shrink", "size"),
    [
        ((6, 9), (6, 9)),
        ((5, 7), (5, 7)),
        ((12, 18), (12, 18)),
        ((1, 18), (1, 18)),
        ((1, 1), (1, 1)),
        ((4, 4), (4, 4)),
        ((18,), (12, 18)),
        ((9,), (6, 9)),
        ((4,), (3, 4)),
        ((1,), (1, 1)),
    ],
)
def test_smaller_pictures_are_averages(shrink: tuple[int, ...], size: tuple[int, int]) -> None:
    picture("a.png", "L")
    small = pixels("a.png", shrink=shrink)
    assert small.shape == size
    assert abs(small - averaged(pixels("a.png"), *size)).max() <= 0.501


def test_colours_and_transparency_are_averaged_before_they_are_rounded() -> None:
    rgba = PHOTO.astype(float)
    grey = rgba[..., :3] @ (0.299, 0.587, 0.114)
    alpha = rgba[..., 3] / 255
    Image.fromarray(PHOTO).save("a.png")
    small = pixels("a.png", shrink=(4, 6))
    assert abs(small - averaged(grey * alpha + 255 * (1 - alpha), 4, 6)).max() <= 0.501


def test_the_longer_side_of_a_long_picture() -> None:
    Image.new("L", (300, 2)).save("a.png")
    assert pixels("a.png", shrink=(10,)).shape == (1, 10)
    Image.new("L", (2, 300)).save("a.png")
    assert pixels("a.png", shrink=(10,)).shape == (10, 1)
    assert pixels("a.png", shrink=(10, 1), dims=1).shape == (10,)


def test_sizes_are_of_the_upright_picture() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture("a.jpg", "RGB", exif=exif)
    assert pixels("a.jpg", shrink=(18, 12)).shape == (18, 12)
    assert "has 18x12 pixels" in refused("x", "a.jpg", shrink=(12, 18))


@pytest.mark.parametrize(
    ("shrink", "told"),
    [
        (
            (19,),
            "has 12x18 pixels (height x width), and --x-size 19 would enlarge it. Try --x-size 18.",
        ),
        ((13, 4), "and --x-size 13x4 would enlarge it. Try --x-size 12x4."),
        ((20, 20), "and --x-size 20x20 would enlarge it. Try --x-size 12x18."),
        ((10**5000,), "would enlarge it. Try --x-size 18."),
        ((0,), "cannot have --x-size 0: give height x width, or the longer side. Try --x-size 32."),
        ((3, -1), "cannot have --x-size 3x-1"),
        ((3, 3, 3), "cannot have --x-size 3x3x3"),
        ((), "cannot have --x-size"),
    ],
)
def test_sizes_that_cannot_be(shrink: tuple[int, ...], told: str) -> None:
    assert told in refused("x", picture("a.png", "RGB"), shrink=shrink)


def test_only_a_picture_is_shrunk() -> None:
    for source in ("1,2", write("a.csv", "1,2"), save("a.npy", np.eye(2))):
        assert "is not a picture, and --x-size 2 shrinks one" in refused("x", source, shrink=(2,))


def test_a_picture_of_one_axis() -> None:
    picture("a.png", "RGB")
    assert pixels("a.png", dims=1, shrink=(1, 9)).shape == (9,)
    assert "is 12x18, and --dims 1 takes one row or one column" in refused("x", "a.png", dims=1)


def header_of_png(wide: int, high: int) -> bytes:
    """A picture of any size, without its pixels."""
    told = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    pixels = b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + told + struct.pack(">I", zlib.crc32(told)) + pixels


def test_pictures_have_a_limit() -> None:
    """Their size is looked at before their pixels: above, where Pillow warns, where it stops."""
    large = write("a.png", header_of_png(5000, 5000))
    assert "or is damaged" in refused("x", large, shrink=(8,))
    assert "more than the 3,000,000 that a figure can have as cells. Try --x-size 32" in refused(
        "x", large
    )
    for wide, high in ((5000, 5001), (8000, 7500), (10_000, 9_000)):
        told = refused("x", write("a.png", header_of_png(wide, high)), shrink=(8,))
        assert f"has {high}x{wide} cells, more than the 25,000,000 cells that are read" in told
    told = refused("x", write("a.png", header_of_png(20_000, 20_000)))
    assert "has more than the 25,000,000 cells that are read" in told


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF"])
def test_truncated_pictures(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    whole = encoded(form)
    for kept in (0, 1, 10, len(whole) // 2):
        told = refused("x", write("a.png", whole[:kept]))
        assert "is not a picture that can be read, or is damaged" in told
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "error", [SyntaxError, struct.error, IndexError, MemoryError, RecursionError, EOFError]
)
def test_whatever_a_decoder_raises(error: type, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error("line\nby line")

    picture("a.png", "P")
    monkeypatch.setattr(Image.Image, "convert", broken)
    assert "is not a picture that can be read, or is damaged" in refused("x", "a.png")


def test_decoders_keep_quiet_and_nothing_stays_redirected(
    capfd: pytest.CaptureFixture[str],
) -> None:
    broken = bytearray(encoded("TIFF", compression="tiff_lzw"))
    broken[8:40] = bytes(range(128, 160))
    write("a.tif", bytes(broken))

    def free_numbers() -> list[int]:
        numbers = [os.open(os.devnull, os.O_RDONLY) for _ in range(8)]
        for number in numbers:
            os.close(number)
        return numbers

    before = free_numbers()
    for name in ("a.tif", picture("b.tif", "RGB")):
        with contextlib.suppress(FigureError):
            load_numbers("x", name)
    assert free_numbers() == before
    assert capfd.readouterr().err == ""
    os.write(2, b"still there")
    assert capfd.readouterr().err == "still there"


def in_a_shell(script: str, redirection: str = "") -> str:
    """What a fresh Python prints for *script*, with what it complains about."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" {redirection}', sys.executable, script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout + done.stderr


SAY = """
from tconv_anim.compute.load.arrays import load_numbers
try: print(load_numbers('x', 'a.tif').numbers.shape)
except ValueError as error: print(error)
"""


@pytest.mark.slow
def test_what_pillow_logs_is_not_on_the_terminal() -> None:
    """Asked of a fresh Python, as pytest listens to every logger itself, and of its sys.stderr,
    which in a notebook is no file.
    """
    whole = encoded("TIFF")
    samples = struct.pack("<HHI", 277, 3, 1)
    assert samples in whole
    write("a.tif", whole.replace(samples + b"\3\0", samples + b"\xff\xff"))
    said = in_a_shell(
        "import io, sys; sys.stderr = io.StringIO()" + SAY + "print(sys.stderr.getvalue(), end='')"
    )
    assert "is not a picture that can be read" in said
    assert said.count("\n") == 1


@pytest.mark.slow
def test_a_tiff_is_read_with_stderr_closed() -> None:
    picture("a.tif", "RGB")
    assert in_a_shell(SAY, "2>&-") == "(12, 18)\n"


def test_stderr_is_left_to_other_threads(capfd: pytest.CaptureFixture[str]) -> None:
    def talk() -> None:
        while not done.is_set():
            os.write(2, b"x")
            written.append(1)

    name, written, done = picture("a.tif", "RGB"), list[int](), threading.Event()
    other = threading.Thread(target=talk)
    other.start()
    try:
        for _ in range(20):
            load_numbers("x", name)
    finally:
        done.set()
        other.join()
    assert len(capfd.readouterr().err) == len(written) > 0


def test_libraries_for_pictures_are_loaded_for_pictures() -> None:
    script = (
        "import sys; from tconv_anim.compute.load.arrays import load_numbers;"
        "load_numbers('x', '1,2');"
        "print({'PIL', 'imageio'} & set(sys.modules))"
    )
    assert in_a_shell(script) == "set()\n"


def test_rgb_reads_red_green_and_blue_over_white() -> None:
    colours = np.array([[[255, 0, 0, 255], [0, 128, 0, 0], [0, 0, 255, 51]]], np.uint8)
    Image.fromarray(colours).save("c.png")
    planes = load_numbers("x", "c.png", rgb=True).numbers
    assert planes.tolist() == [[[255, 255, 204]], [[0, 255, 204]], [[0, 255, 255]]]
    small = load_numbers("x", picture("p.png", "RGB"), rgb=True, shrink=(6,)).numbers
    assert small.shape == (3, 4, 6)
    whole = PHOTO[..., :3].astype(float)
    np.testing.assert_allclose(
        small[1], whole[..., 1].reshape(4, 3, 6, 3).mean(axis=(1, 3)), atol=1
    )
