"""The Python API against the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tconv_anim
from tconv_anim.layers.spec import LayerSpec
from tests.helpers.commands import run
from tests.helpers.figures import planned

pytestmark = pytest.mark.usefixtures("folder")


def test_python_api_and_command_line_make_the_same_bytes(tmp_path: Path) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=4, stride=2, padding=1)
    path = tconv_anim.render(layer, tmp_path / "api.gif", input_size=2, size=(480, 270))
    run("render", "--i", "2", "--k", "4", "--size", "480x270", "-o", "cli.gif")
    assert path.read_bytes() == Path("cli.gif").read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"theme": "blue"}, "theme='blue' is not a theme"),
        ({"view": "side"}, "view='side' is not a view"),
        ({"size": (1, 2, 3)}, "must be two whole numbers"),
        ({"seed": 1.5}, "seed=1.5 must be a whole number"),
        ({"input_size": 3, "x": [[1, 2]]}, "does not fit x"),
        ({"w": [[1, 2]]}, "w has shape (1, 2)"),
        ({"x": [[[1]]]}, "a picture shows one or two"),
        ({"x": [1, 2], "input_size": 3}, "does not fit x"),
        ({"x": [[float("nan")]]}, "not finite"),
        ({"x": [[1, 2]], "letters": True}, "letters=True and x both say"),
        ({"letters": True, "values": "none"}, "letters=True and values='none' both say"),
        ({"values": "some"}, "values='some' is not known. Choose from all, read, none."),
        ({"view": "zoom"}, "view='zoom' is not a view. Choose from gather, scatter, matrix, all,"),
        ({"x": [["a"]]}, "not numbers"),
        ({"x": [[1j, 2]]}, "complex numbers"),
        ({"title": "a\nb"}, "a title is one line"),
        ({"hold_ms": 20.5}, "must be a whole number of milliseconds"),
    ],
)
def test_the_api_refuses_what_the_command_line_refuses(
    options: dict[str, Any], words: str, tmp_path: Path
) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=3, stride=2)
    with pytest.raises((tconv_anim.FigureError, tconv_anim.LayerError)) as caught:
        tconv_anim.render(layer, tmp_path / "a.gif", **options)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_of_another_number_of_axes_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(tconv_anim.FigureError, match="a picture shows one or two"):
        tconv_anim.render(tconv_anim.Layer("conv", kernel_size=(3, 3, 3)), tmp_path / "a.gif")
    with pytest.raises(tconv_anim.FigureError, match="dims=3: a picture shows 1 or 2 axes"):
        planned(LayerSpec(), dims=3)
