"""The command that is stored in a figure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import tconv_anim
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.command import figure_command, read_command
from tconv_anim.products.figure.spec import FigureSpec, figure_spec
from tests.helpers.daily import examples
from tests.helpers.strategies import resolved_layers

pytestmark = pytest.mark.usefixtures("folder")


@given(
    resolved_layers(),
    st.sampled_from(["light", "dark", "print"]),
    st.sampled_from([None, "all", "read", "none"]),
    st.integers(0, 5),
)
@examples(8)
def test_the_stored_command_makes_the_same_figure_again(
    resolved: Any, theme: str, values: str | None, seed: int
) -> None:
    """Parsed back, the canonical command asks for the same problem and options."""

    looks: dict[str, Any] = {"theme": theme, "values": values, "seed": seed, "loop": seed}
    looks |= {"title": "a 'quoted' title", "at": (0, 0)}
    spec = FigureSpec(resolved.layer, input_size=resolved.input_size, **looks)
    line = figure_command(spec, resolved)
    assert "\n" not in line
    name, said = read_command(line)
    again, _ = figure_spec(said)
    assert name == "render"
    assert again.resolved()[1:] == resolved[1:]
    assert again == FigureSpec(again.layer, dims=2, **looks)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theme", "dark", "--theme dark"),
        ("size", (640, 640), "--size 640x640"),
        ("seed", 3, "--seed 3"),
        ("step_ms", 40, "--step-ms 40"),
        ("hold_ms", 500, "--hold-ms 500"),
        ("loop", 2, "--loop 2"),
        ("values", "none", "--values none"),
        ("values", "read", "--values read"),
        ("title", "It's", "--title 'It'\"'\"'s'"),
        ("max_frames", 50, "--max-frames 50"),
        ("frame", 2, "--frame 2"),
        ("at", (1, 2), "--at 1,2"),
    ],
)
def test_every_option_is_in_the_stored_command(name: str, value: Any, words: str) -> None:
    spec = FigureSpec(**{name: value})
    assert figure_command(spec, spec.resolved()) == f"tconv-anim render {words}"


def test_the_stored_command_names_only_what_differs() -> None:
    assert figure_command(FigureSpec(), FigureSpec().resolved()) == "tconv-anim render"
    layer = LayerSpec(kernel_size=(4, 4), padding=((1, 1), (0, 1)), kind="conv", input_size=(6,))
    spec = FigureSpec(layer, size=(1280, 720), step_ms=200, frame=-1, values="none")
    assert figure_command(spec, spec.resolved()) == (
        "tconv-anim render --kind conv --i 6 --k 4 --p 1x0:1 --values none --size 1280x720"
        " --step-ms 200"
    )


def test_figures_that_no_command_can_say_store_their_call(tmp_path: Path) -> None:
    layer = tconv_anim.Layer("transposed", kernel_size=2, stride=2, crop=((0, 1), (0, 1)))
    path = tconv_anim.render(layer, tmp_path / "a.png", input_size=2, w=[[1, 2], [3, 4]])
    with Image.open(path) as image:
        call = image.info["Comment"]
    again = eval(call.replace("tconv_anim.render(", "dict(layer=", 1), {"tconv_anim": tconv_anim})
    assert again == {"layer": layer, "input_size": (2, 2), "w": [[1, 2], [3, 4]]}
