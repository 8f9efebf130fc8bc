"""Files that cannot be read are refused in one line."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tconv_anim import FigureError
from tconv_anim.compute.load.arrays import load_numbers
from tests.helpers.daily import every
from tests.helpers.user_files import encoded, header, numbers, picture, refused, write

pytestmark = pytest.mark.usefixtures("folder")


# -- Files that cannot be read -----------------------------------------------------------


def test_a_kernel_is_no_picture() -> None:
    told = '--w a.png: a kernel is numbers. Give a .npy, .csv or .txt file, or --w "1,2;3,4".'
    assert refused("w", "a.png") == told
    assert refused("w", picture("a.png", "RGB")) == told
    assert "a kernel is numbers" in refused("w", write("a.dat", "1,2"))


@pytest.mark.parametrize("name", ["a.png", "a.npy", "a.csv", "no/a.TXT", "a.csv/b.txt"])
def test_missing_files(name: str) -> None:
    if "/b" in name:
        write("a.csv", "1")
    reason = "not a directory" if "/b" in name else "no such file or directory"
    assert refused("x", name) == f"--x {name} cannot be read: {reason}. Try another file."


def test_names_that_no_file_can_have() -> None:
    assert "cannot be read: file name too long" in refused("x", "a" * 5000 + ".png")
    assert "'a\\x00.npy' is neither numbers nor a file" in refused("x", "a\0.npy")
    Path("a.csv").symlink_to("a.csv")
    assert "cannot be read: too many levels" in refused("x", "a.csv")


@pytest.mark.parametrize("suffix", ["", ".png", ".npy", ".csv"])
def test_what_is_no_regular_file(suffix: str) -> None:
    Path(f"folder{suffix}").mkdir()
    os.mkfifo(f"pipe{suffix}")
    assert f"--x folder{suffix} is a directory" in refused("x", f"folder{suffix}")
    assert f"--x pipe{suffix} is a device or a pipe" in refused("x", f"pipe{suffix}")
    assert "is a device or a pipe" in refused("x", "/dev/null")


@pytest.mark.parametrize("name", ["a.png", "a.npy", "a.csv", "a"])
def test_files_without_permission(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of a stand-in, as the superuser may read everything."""
    write(name, "1,2")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for way in ("open", "stat"):
        with monkeypatch.context() as patch:
            patch.setattr(Path, way, denied)
            told = refused("x", name)
        assert told == f"--x {name} cannot be read: permission denied. Try another file."


def test_spaces_in_names_are_in_quotes() -> None:
    assert refused("x", "my photo.png").startswith("--x 'my photo.png' cannot be read")
    assert numbers(write("my numbers.csv", "1,2")).tolist() == [[1, 2]]


def test_a_name_that_reads_as_a_number_needs_its_folder() -> None:
    write("2024", "1,2")
    assert numbers("2024").tolist() == [[2024]]
    assert "is not a picture that can be read" in refused("x", "./2024")


SEEDS: dict[str, Callable[[], bytes]] = {
    "png": lambda: encoded("PNG"),
    "jpg": lambda: encoded("JPEG"),
    "gif": lambda: encoded("GIF"),
    "bmp": lambda: encoded("BMP"),
    "webp": lambda: encoded("WEBP"),
    "tif": lambda: encoded("TIFF", compression="tiff_lzw"),
    "tiff": lambda: encoded("TIFF", compression="jpeg"),
    "jp2": lambda: encoded("JPEG2000"),
    "npy": lambda: header("(2, 3)") + bytes(48),
    "csv": lambda: b"1,2,3\n4,5,6\n",
    "txt": lambda: b"# words\n1 2 3\n\n4 5 6\n",
    "": lambda: b"GIF89a",
}


@pytest.mark.parametrize("suffix", every(3, SEEDS))
def test_junk_is_refused_in_one_line(suffix: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Random bytes, and whole files with a few bytes changed: nothing escapes, nothing leaks."""
    rng = np.random.default_rng(len(suffix))
    whole = SEEDS[suffix]()
    for trial in range(60):
        if trial % 3 == 0:
            content = rng.bytes(int(rng.integers(0, 200)))
        else:
            changed = bytearray(whole)
            for place in rng.integers(0, min(len(whole), 150 if trial % 3 == 1 else 10**6), 4):
                changed[place] = int(rng.integers(0, 256))
            content = bytes(changed)
        name = write(f"junk.{suffix}" if suffix else "junk", content)
        try:
            load_numbers("x", name, shrink=None)
        except FigureError:
            refused("x", name)
    assert capfd.readouterr() == ("", "")
