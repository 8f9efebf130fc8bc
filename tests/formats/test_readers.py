"""Commands are found in files as other programs may have saved them anew."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tconv_anim.formats import readers

COMMAND = "tconv-anim render --title 'Größe 3′'"


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("text", [COMMAND, "tconv-anim render"])
def test_a_png_may_compress_its_texts_and_have_others(text: str, compressed: bool) -> None:
    info, file = PngInfo(), io.BytesIO()
    info.add_text("Software", "other", zip=True)
    if text.isascii():
        info.add_text("Comment", text, zip=compressed)
    else:
        info.add_itxt("Comment", text, zip=compressed)
    Image.new("RGB", (4, 4)).save(file, "PNG", pnginfo=info)
    file.seek(0)
    assert readers.png(file) == text


@pytest.mark.parametrize("frames", [1, 3])
def test_a_gif_may_have_its_comment_anywhere(frames: int) -> None:
    file = io.BytesIO()
    images = [Image.new("L", (9, 9), 40 * n) for n in range(frames)]
    images[0].save(file, "GIF", save_all=True, append_images=images[1:])
    data = file.getvalue()
    text = COMMAND.encode()
    comment = b"!\xfe" + bytes([len(text)]) + text + b"\0"
    assert data.endswith(b";")
    assert readers.gif(io.BytesIO(data[:-1] + comment + b";")) == COMMAND
    assert readers.gif(io.BytesIO(data)) is None


def test_readers_load_no_library() -> None:
    code = "import sys, tconv_anim.formats.registry; print({'numpy', 'PIL'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "set()\n"
