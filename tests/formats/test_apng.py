"""APNG read back by ffmpeg."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tconv_anim.layers.spec import LayerSpec
from tests.helpers.animations import (
    LAYERS,
    ODD,
    ffmpeg_frames,
    figure_of,
    frames_of,
    needs_ffmpeg,
    written,
)
from tests.helpers.daily import every


@needs_ffmpeg
@pytest.mark.parametrize("spec", every(2, LAYERS[:2]), ids=str)
def test_ffmpeg_reads_apng_back(spec: LayerSpec, tmp_path: Path) -> None:
    figure, path = figure_of(spec), tmp_path / "figure.apng"
    path.write_bytes(written(figure, "apng"))
    read = ffmpeg_frames(path, ODD)
    for pixels, composed in zip(read, frames_of(figure), strict=True):
        assert np.array_equal(pixels, composed)
