"""Your own numbers in a figure, and the same layer as an array and as a matrix.

Makes your_numbers.gif beside this file, or in the folder given:

    python examples/your_numbers.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import tconv_anim as ta


def make(folder: Path) -> Path:
    """Draw the layer on our numbers; check the two ways to compute it against each other."""
    layer = ta.Layer("transposed", kernel_size=3, stride=2, padding=1)
    x = np.array([[1, 2], [3, 4]])
    w = np.array([[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]])  # bilinear upsampling

    y = ta.apply(layer, x, w)
    matrix = ta.convolution_matrix(layer, x.shape, w)
    assert np.array_equal(matrix @ x.ravel(), y.ravel())
    print(y)  # noqa: T201
    return ta.render(layer, folder / "your_numbers.gif", x=x, w=w, size=(640, 360))


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
