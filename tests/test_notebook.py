"""Animations in a notebook: what Jupyter shows, what is saved, and the notebook in examples/."""

from __future__ import annotations

import io
import json
import re
import runpy
from html import unescape
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

import tconv_anim as ta
from tconv_anim.formats.readers import html as read
from tconv_anim.formats.registry import Format
from tconv_anim.notebook import Animation
from tconv_anim.options.figure import FigureOptions
from tests.helpers.browser import page_at, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXAMPLES = Path(__file__).parents[1] / "examples"
LAYER = ta.Layer("transposed", kernel_size=2, stride=2)


def animation(**keywords: Any) -> Animation:
    asked: dict[str, Any] = {"input_size": 2, "size": (320, 180)} | keywords
    return ta.animate(LAYER, **asked)


def pages_in(html: str) -> list[str]:
    return [unescape(page) for page in re.findall(r'srcdoc="([^"]*)"', html)]


def test_it_shows_itself_as_a_player_and_as_its_fullest_frame(tmp_path: Path) -> None:
    shown = animation(title='"A" & <b>')
    (page,) = pages_in(shown._repr_html_())
    assert page.startswith("<!doctype html>")
    command = "tconv-anim render --i 2 --k 2 --p 0 --size 320x180 --title '\"A\" & <b>'"
    assert read(io.BytesIO(page.encode())) == command
    assert page.encode() == shown.save(tmp_path / "a.html").read_bytes()
    assert shown._repr_png_() == shown.save(tmp_path / "a.png").read_bytes()
    with Image.open(io.BytesIO(shown._repr_png_())) as image:
        assert image.size == (320, 180)
    count = page.count("<li ")
    assert repr(shown) == f"<Animation of {count} frames, 320x180: {command}>"


def test_it_is_what_render_draws(tmp_path: Path) -> None:
    x, w = [[1, 2], [3, 4]], [[1, 0], [0, -1]]
    shown = animation(input_size=None, x=x, w=w, view="scatter", loop=2, motion="none")
    for form in ("gif", "html", "png", "svg"):
        saved = shown.save(str(tmp_path / f"saved.{form}"))
        assert saved == tmp_path / f"saved.{form}"
        asked = {"x": x, "w": w, "view": "scatter", "loop": 2, "size": (320, 180), "motion": "none"}
        rendered = ta.render(LAYER, tmp_path / f"rendered.{form}", **asked)  # type: ignore[arg-type]
        assert saved.read_bytes() == rendered.read_bytes()


def test_it_takes_what_render_takes() -> None:
    taken, model = signature(ta.animate).parameters, signature(ta.render).parameters
    assert list(taken) == [name for name in model if name != "path"]
    assert all(taken[name] == model[name] for name in taken)
    assert set(FigureOptions.__dataclass_fields__) <= set(taken)
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        animation(colour="red")


@pytest.mark.parametrize(
    ("keywords", "error"),
    [
        ({"input_size": 0}, ta.LayerError),
        ({"view": "gathr"}, ta.FigureError),
        ({"at": (1, 1)}, ta.FigureError),
        ({"x": "1,2"}, ta.FigureError),
        ({"max_frames": 3}, ta.FigureError),
    ],
)
def test_what_cannot_be_is_said_at_once(
    keywords: dict[str, Any], error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        animation(**keywords)
    with pytest.raises(ta.FigureError, match="unknown suffix"):
        animation().save(tmp_path / "a.bmp")


def test_it_is_drawn_when_shown_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    whole = Format.write

    def write(form: Format, *args: Any) -> None:
        written.append(form.name)
        whole(form, *args)

    monkeypatch.setattr(Format, "write", write)
    shown = animation()
    assert repr(shown) and not written
    assert shown._repr_html_() == shown._repr_html_()
    assert shown._repr_png_() == shown._repr_png_()
    assert written == ["html", "png"]


@pytest.mark.slow
def test_the_example_shows_what_it_stores() -> None:
    notebook = json.loads((EXAMPLES / "notebook.ipynb").read_text("utf-8"))
    assert (EXAMPLES / "notebook.ipynb").stat().st_size < 600_000
    assert notebook["nbformat"] == 4
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    today = runpy.run_path(str(EXAMPLES / "run_notebook.py"))["run"](notebook)
    assert len(cells) == len(today) >= 5
    for number, (cell, outputs) in enumerate(zip(cells, today, strict=True), start=1):
        assert cell["execution_count"] == number
        assert [told(output) for output in cell["outputs"]] == [told(one) for one in outputs]


def told(output: dict[str, Any]) -> list[object]:
    """What an output says, pictures aside: these may change with a font."""
    data = output["data"]
    said: list[object] = [output["output_type"], sorted(data), data["text/plain"]]
    for page in pages_in("".join(data.get("text/html", []))):
        said += [read(io.BytesIO(page.encode())), re.findall(r'data-png="[^"]*">([^<]*)', page)]
    return said


def test_two_of_them_live_in_one_page(browser: Browser, tmp_path: Path) -> None:
    one, two = animation(), animation(view="scatter", theme="dark", size=(640, 360))
    count = unescape(one._repr_html_()).count("<li ")
    path = tmp_path / "notebook.html"
    # A page with styles of its own, and ids that are also the player's.
    style = "<style>button, canvas { display: none !important } p { color: red }</style>"
    page = f"<!doctype html><meta charset=utf-8>{style}<p id=words>mine"
    path.write_text(page + one._repr_html_() + two._repr_html_(), "utf-8")
    with page_at(browser, path.as_uri(), size=(600, 900)) as tab:
        part = "document.querySelectorAll('iframe')[{}].contentDocument.getElementById('{}')"
        first, second = part.format(0, "canvas"), part.format(1, "canvas")
        wait_for(tab, f"+({first}?.dataset.frame) > 1 && +({second}?.dataset.frame) > 1")
        tab.evaluate(part.format(0, "last") + ".click()")
        wait_for(tab, f"{first}.dataset.frame === '{count}'")
        assert tab.evaluate(part.format(1, "toggle") + ".getAttribute('aria-label')") == "Pause"
        assert tab.evaluate("words.textContent").startswith("mine")
        assert tab.evaluate(f"{first}.clientWidth") == 320, "as large as it is"
        assert tab.evaluate(f"{second}.clientWidth") == 600 - 16 - 8, "or as there is room for"
        for number in (0, 1):
            inner = f"document.querySelectorAll('iframe')[{number}]"
            page_height = f"{inner}.contentDocument.documentElement.scrollHeight"
            wait_for(tab, f"{inner}.clientHeight === {page_height}")
