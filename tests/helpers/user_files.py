"""Files of users, made here."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image

from tconv_anim import FigureError
from tconv_anim.compute import Array
from tconv_anim.compute.load.arrays import load_numbers
from tconv_anim.errors import Argument

Name = Literal["x", "w"]
RNG = np.random.default_rng(20)
PHOTO = RNG.integers(0, 256, (12, 18, 4), np.uint8)
"""Four channels of noise, 12 high and 18 wide."""


def refused(name: Name, given: str, **options: Any) -> str:
    """The refusal as the command line prints it; in both languages it is one short line."""
    with pytest.raises(FigureError) as caught:
        load_numbers(name, given, **options)
    error = caught.value
    first = error.arguments()[0]
    assert isinstance(first, Argument)
    assert first.name == name
    assert len(str(first.value)) < 200
    for line in (str(error), error.in_flags()):
        assert line.isprintable()
        assert len(line) < 420
        assert line.endswith(".")
    assert error.in_flags().startswith(f"--{name} ")
    assert error.__cause__ is None
    return error.in_flags()


def numbers(given: str, **options: Any) -> Array:
    """The numbers of x, where they are no picture."""
    loaded = load_numbers("x", given, **options)
    assert not loaded.picture
    return loaded.numbers


def save(name: str, array: Any, **options: Any) -> str:
    np.save(name, array, **options)
    return name


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def header(shape: str, dtype: str = "<i8") -> bytes:
    """The begin of a .npy file that says what it likes."""
    told = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + (len(told) + 1).to_bytes(2, "little") + told + b"\n"


# -- Pictures ----------------------------------------------------------------------------


def picture(name: str, mode: str, **options: Any) -> str:
    """A picture of noise in Pillow's *mode*, in a file."""
    image = Image.fromarray(PHOTO)
    converted = image.convert("L").convert(mode) if mode in "1L" else image.convert(mode)
    converted.save(name, **options)
    return name


def encoded(form: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(PHOTO).convert("RGB").save(file, form, **options)
    return file.getvalue()
