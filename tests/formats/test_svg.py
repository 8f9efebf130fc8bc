"""SVG: its text is text."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

import tconv_anim as ta
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.primitives import TextLine, flattened
from tests.helpers.stills import LAYER, SMALL, figure_of

# -- vectors -------------------------------------------------------------------------------


def words_of(figure: Figure) -> set[str]:
    """Every text that the frame shows."""
    shown = figure.page.draw(figure.view.frame(figure.frame_numbers[0]))
    return {item.text for item in flattened(shown) if isinstance(item, TextLine)}


def test_svg_has_its_text_as_text_and_says_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    ta.render(LAYER, path, title="Ω <b> & co", **SMALL)
    root = ElementTree.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert (root.get("width"), root.get("viewBox")) == ("480pt", "0 0 480 270")
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == "Ω <b> & co"
    alt = root.findtext(f"{space}desc") or ""
    assert alt.startswith("Ω <b> & co. Transposed convolution: input size 2 by 2,")
    assert "Kernel" in alt
    texts = {text.text for text in root.iter(f"{space}text")}
    spec = LayerSpec(input_size=(2,), kernel_size=(2,), padding=((0, 0),))
    figure = figure_of(spec, size=(480, 270), title="Ω <b> & co")
    assert texts == words_of(figure)
    assert not list(root.iter(f"{space}image"))


# -- light and dark ------------------------------------------------------------------------


def fills(text: str, *, dark: bool = False) -> list[str]:
    """The colours of shapes and texts one after another, as who knows the rules sees them.

    Neighbours of one colour count once: they may be one shape.
    """
    rules = dict(re.findall(r"\.([\w-]+)\{fill:(#\w+)!important\}", text)) if dark else {}
    elements = re.findall(r'(?:class="([\w-]+)" )?style="[^"]*(#[0-9a-f]{6})', text)
    return [fill for fill, _ in groupby(rules.get(name, fill) for name, fill in elements)]


def test_a_picture_for_both_is_as_light_and_as_dark_ones(tmp_path: Path) -> None:
    texts = {}
    for theme in ("light", "dark", "auto"):
        path = tmp_path / f"{theme}.svg"
        ta.render(LAYER, path, theme=theme, style="isometric", **SMALL)
        texts[theme] = path.read_text("utf-8")
        ElementTree.parse(path)
    both = texts["auto"]
    assert fills(both) == fills(texts["light"]) != fills(texts["dark"])
    assert fills(both, dark=True) == fills(texts["dark"])
    assert both.count("@media (prefers-color-scheme: dark)") == 1
    assert "@media" not in texts["light"]
