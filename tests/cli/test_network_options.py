"""Options of networks that cannot be combined, and files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run

NO_SENSE = [
    ("--layers k4 --k 3", "--k means nothing beside --layers, which says its layers itself."),
    ("--layers k4 --output-shape 3", "--output-shape means nothing beside --layers"),
    (
        "--layers k4 --compare",
        "--compare is of one layer, and --layers has several. Try --layer 1 besides.",
    ),
    ("--layers k4 --from 3 --to 4", "--from means nothing beside --layers"),
    ("--layers k4 --preset dcgan", "--layers and --preset cannot be combined."),
    ("--preset dcgan net.toml", "--preset and net.toml cannot be combined."),
    ("--layers k4 --kind both", "--kind both: a word of --layers is one kind of layer."),
    ("--layers k4 --dims 4", "--dims 4: a layer has 1, 2 or 3 axes."),
    ("--layers k4 --channels 0", "--channels 0 must be at least 1."),
    ("--preset dcgan --framework keras", "--framework means nothing beside --preset"),
    ("--preset dcgan --kind conv", "--kind means nothing beside --preset"),
    ("--preset dcgn", "--preset dcgn is not known. Choose from"),
    ("--preset dcgn", "Did you mean dcgan?"),
    ("--preset dcgan --i 1x2x3 --dims 2", "--i 1x2x3 has 3 axes, but the network has 2."),
    ("--preset unet --i 20", "unet.toml, layer"),
    ("--list-presets --i 3", "--i means nothing beside --list-presets. Leave it out."),
    ("--channels 3", "--channels 3 are those of a network's input. Name one, as in --layers"),
    ("nowhere.toml", "nowhere.toml cannot be read: no such file or directory."),
    ("nowhere.onnx", "nowhere.onnx cannot be read: no such file or directory."),
    (
        "net.json",
        "'net.json' is not a network: give a .toml file, an .onnx file, a preset, or --layers",
    ),
    ("7", "The input size of one layer is --i."),
]


@pytest.mark.parametrize(("args", "told"), NO_SENSE, ids=[args for args, _ in NO_SENSE])
def test_what_makes_no_sense_together_is_one_clear_line(args: str, told: str) -> None:
    check_refusal(run(*args.split()), told)


def test_files_that_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "a.toml"
    folder.mkdir()
    assert "is a directory. Give a file in it." in run(str(folder)).stderr
    path = tmp_path / "b.toml"
    path.write_bytes(b"\xff\xfe")
    assert "is not text in UTF-8, as TOML is." in run(str(path)).stderr
