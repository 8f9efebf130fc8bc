"""A small grey picture to try --x with: moon.png, a lit ball, beside this file.

python examples/moon.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

import imageio.v3 as imageio
import numpy as np

SIDE = 80


def make(folder: Path) -> Path:
    """Shade a ball that is lit from the upper left, with three craters."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j] / 0.8
    height = np.sqrt(np.clip(1 - x**2 - y**2, 0, None))
    for row, column, radius in ((-0.3, 0.2, 0.22), (0.35, -0.25, 0.3), (0.3, 0.5, 0.15)):
        height -= 0.5 * np.clip(radius**2 - (x - column) ** 2 - (y - row) ** 2, 0, None)
    slope_y, slope_x = np.gradient(height, 2.5 / SIDE)
    light = (slope_x + slope_y + 1.2) / np.sqrt(slope_x**2 + slope_y**2 + 1) / 1.9
    grey = np.where(x**2 + y**2 < 1, 40 + 215 * np.clip(light, 0, 1), 16)
    path = folder / "moon.png"
    imageio.imwrite(path, np.rint(grey).astype(np.uint8))
    return path


if __name__ == "__main__":
    print(make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent))  # noqa: T201
