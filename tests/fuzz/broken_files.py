"""Files with a few of their bytes changed."""

from __future__ import annotations

import random
from typing import Final

__all__ = ["damaged"]

_BYTES: Final = (
    b"\0",
    b"\xff",
    b"\x1b",
    b"\n",
    b"'",
    b'"',
    b"[",
    b"{",
    b"\xe2\x80\xae",
    b"\x80",
    b"<",
)


def damaged(choose: random.Random, data: bytes) -> bytes:
    """*data* after one to four changes: other bytes, cuts, repeats, numbers gone wild."""
    for _ in range(choose.randint(1, 4)):
        at = choose.randrange(len(data) + 1)
        match choose.randrange(7):
            case 0:
                data = data[:at] + bytes([choose.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at]
            case 2:
                end = at + choose.choice((1, 4, 40, 4000))
                data = data[:at] + data[end:]
            case 3:
                data = data[:at] + data[at : at + choose.choice((1, 8, 300))] * 2 + data[at:]
            case 4:
                data = data[:at] + choose.choice(_BYTES) * choose.choice((1, 1, 3, 300)) + data[at:]
            case 5:  # a length, perhaps
                data = (
                    data[:at]
                    + choose.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
                    + data[at + 4 :]
                )
            case _:
                data = data[:at] + choose.randbytes(choose.choice((2, 16))) + data[at:]
    return data
