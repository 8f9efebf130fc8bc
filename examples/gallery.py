"""The figures of the gallery, each with the command that makes it.

    python examples/gallery.py           # into examples/gallery
    python examples/gallery.py FOLDER    # somewhere else

Every line below can be typed as it stands, from the folder above this one.
"""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from tconv_anim.cli import main

HERE = Path(__file__).parent

GALLERY = {
    "transposed.gif": "tconv-anim render",
    "scatter.gif": "tconv-anim render --view scatter",
    "matrix.gif": "tconv-anim render --kind conv --s 1 --p 0 --x '1,2,3;4,5,6;7,8,9' --w '1,2;2,1'"
    " --view matrix",
    "matrix_transposed.gif": "tconv-anim render --s 1 --p 0 --x '18,24;36,42' --w '1,2;2,1'"
    " --view matrix",
    "all.gif": "tconv-anim render --view all",
    "ambiguity.gif": "tconv-anim render --i 4 --s 3 --dims 1 --view ambiguity",
    "overlap.gif": "tconv-anim render --i 5 --op 1 --view overlap",
    "roundtrip.gif": "tconv-anim render --kind conv --i 6 --view roundtrip",
    "pair.gif": "tconv-anim render --kind conv --i 5 --view pair",
    "isometric.gif": "tconv-anim render --style isometric --size 640x360",
    "channels.gif": "tconv-anim render --kind conv --i 5 --in-channels 3 --out-channels 2 --bias",
    "depthwise.gif": "tconv-anim render --kind conv --i 4 --s 1 --p 0 --in-channels 3"
    " --out-channels 3 --groups 3 --style isometric --size 640x360",
    "picture.gif": "tconv-anim render --kind conv --s 1 --x examples/moon.png --x-size 20"
    " --w '-1,0,1;-2,0,2;-1,0,1' --size 640x360",
    "letters.gif": "tconv-anim render --i 2 --k 2 --p 0 --view all --letters --size 640x360",
    "strip.gif": "tconv-anim render --i 4 --k 4 --dims 1 --view scatter --size 640x360",
    "standard.gif": "tconv-anim render --kind conv --i 5 --size 640x360",
    "floor.gif": "tconv-anim render --kind conv --i 6 --size 640x360",
    "upsample.gif": "tconv-anim render --i 2 --k 4 --size 640x360",
    "output_padding.gif": "tconv-anim render --op 1 --size 640x360",
    "dilated.gif": "tconv-anim render --i 2 --d 2 --theme dark --size 640x360",
    "cropped.gif": "tconv-anim render --k 1 --s 3 --size 640x360",
    "per_axis.gif": "tconv-anim render --k 3x5 --s 2x1 --theme print --size 640x360",
    "network.png": "tconv-anim cheatsheet --preset dcgan",
    "frameworks.png": "tconv-anim cheatsheet --framework keras --p same --i 4 --topic frameworks",
    "cheatsheet.png": "tconv-anim cheatsheet",
    "still.png": "tconv-anim render --i 2x4 --k 2x3 --at 1,4 --theme print",
}


def make(folder: Path) -> None:
    """Run every command of the gallery into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, command in GALLERY.items():
        # From whatever folder this is run, the picture is the one beside this file.
        args = [word.replace("examples/", f"{HERE}/") for word in shlex.split(command)[1:]]
        main([*args, "-o", str(folder / name)], standalone_mode=False)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "gallery")
