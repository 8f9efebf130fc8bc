"""The page that shows the figures of a batch, read and tried out in a browser."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tconv_anim.products.batch.batch_figure import BatchFigure
from tconv_anim.products.batch.gallery import write_gallery
from tests.helpers.browser import page_at, wait_for
from tests.helpers.shown_batch import batch

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def page(shown: Path) -> Path:
    done = batch(shown, "--gallery", str(shown / "page"))
    assert f"{shown / 'page' / 'index.html'}\n" in done.stderr
    return shown / "page" / "index.html"


# -- the page -------------------------------------------------------------------------------


def test_the_page_has_every_figure_its_numbers_and_its_command(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert re.findall(r'<article id="(\w+)"', html) == ["up", "conv", "sheet", "i1", "i2", "i4"]
    assert html.count('<img loading="lazy"') == 5  # a sheet is a PDF, and linked
    assert 'href="../out/sheet.pdf"' in html
    assert "<h1>My course</h1>" in html
    titles = re.findall(r"<h2>([^<]+)</h2>", html)
    assert len(titles) == 6 and not {"up", "conv", "sheet", "i1"} & set(titles), "no file names"
    assert "<p>input 1 × 1, kernel 4 × 4, stride 2, padding 1 → output 2 × 2</p>" in html
    assert html.count(' width="320" height="180"') == 5
    assert "<code>tconv-anim render --i 1 --k 4 --size 320x180 --motion none</code>" in html
    assert "o = (i−1)·s + k − 2·p = 6" in html
    assert "50% &amp; &lt;more&gt; &quot;up&quot; [x]" in html
    for source in re.findall(r' src="([^"]+)"', html):
        assert (page.parent / source).exists()


def test_the_page_is_the_same_for_the_same_figures(page: Path) -> None:
    before = page.read_bytes()
    batch(page.parents[1], "--gallery", str(page.parent))
    assert page.read_bytes() == before


def test_pictures_load_when_they_are_scrolled_to(browser: Browser, page: Path) -> None:
    loaded = "[...document.images].filter(i => i.complete && i.naturalWidth).length"
    with page_at(browser, page.as_uri(), size=(800, 300)) as tab:
        assert tab.evaluate(loaded) < 5
        tab.evaluate("scrollTo(0, document.body.scrollHeight)")
        wait_for(tab, "document.images[4].complete && document.images[4].naturalWidth === 320")


def test_keys_step_through_the_figures(browser: Browser, page: Path) -> None:
    with page_at(browser, page.as_uri()) as tab:
        present = "document.activeElement.id"
        for key, name in (("j", "up"), ("j", "conv"), ("ArrowRight", "sheet"), ("k", "conv")):
            tab.keyboard.press(key)
            assert tab.evaluate(present) == name
        for _ in range(9):
            tab.keyboard.press("ArrowLeft")
        assert tab.evaluate(present) == "up"


def test_a_command_is_copied_or_selected(browser: Browser, page: Path) -> None:
    with page_at(browser, page.as_uri()) as tab:
        tab.keyboard.press("j")
        tab.keyboard.press("c")
        wait_for(tab, "document.getElementById('said').textContent")
        selected = tab.evaluate("getSelection().toString()")
        said = tab.evaluate("document.getElementById('said').textContent")
        assert said == "Copied" or selected.startswith("tconv-anim render --k 4")


def test_figures_are_found_by_their_words(browser: Browser, page: Path) -> None:
    with page_at(browser, page.as_uri()) as tab:
        tab.fill("#find", "OUTPUT 8")
        shown = (
            "[...document.querySelectorAll('article')].filter(a => a.offsetHeight).map(a => a.id)"
        )
        assert tab.evaluate(shown) == ["i4"]
        assert tab.evaluate("document.getElementById('count').textContent") == "1 of 6 figures"
        tab.keyboard.press("j")
        assert tab.evaluate("document.getElementById('find').value").endswith("j"), "it is typed"
        tab.fill("#find", "")
        assert len(tab.evaluate(shown)) == 6


@pytest.mark.parametrize("number", [15, 200])
def test_many_figures_stand_in_columns(browser: Browser, tmp_path: Path, number: int) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (960, 540), "white").save(picture, "PNG")
    for n in range(number):  # of one file, all would be there at once
        (tmp_path / f"{n}.png").write_bytes(picture.getvalue())
    command = "tconv-anim render --kind conv --i 5 --k 3 --theme dark --size 1280x720"
    figures = [
        BatchFigure(f"figure_{n}", f"Convolution {n}", "In words", command, {"png": f"{n}.png"})
        for n in range(number)
    ]
    write_gallery(figures, tmp_path, tmp_path / "index.html", "Many")
    columns = "getComputedStyle(document.querySelector('main')).gridTemplateColumns.split(' ')"
    wide = "document.documentElement.scrollWidth <= innerWidth"
    loaded = "[...document.images].filter(i => i.complete && i.naturalWidth).length"
    with page_at(browser, (tmp_path / "index.html").as_uri(), size=(400, 700)) as tab:
        assert tab.evaluate(loaded) < 12
        for size, count in (((400, 700), 1), ((1280, 800), 3), ((1920, 1080), 4)):
            tab.set_viewport_size({"width": size[0], "height": size[1]})
            assert len(tab.evaluate(columns)) == count
            assert tab.evaluate(wide)


def test_who_wants_less_motion_gets_a_still(browser: Browser, tmp_path: Path) -> None:
    for form in ("gif", "png"):
        Image.new("RGB", (320, 180), "white").save(tmp_path / f"up.{form}")
    figure = BatchFigure("up", "Up", "In words", "", {"gif": "up.gif", "png": "up.png"})
    write_gallery([figure], tmp_path, tmp_path / "index.html", "One")
    for motion, form in (("reduce", "png"), ("no-preference", "gif")):
        with page_at(browser, (tmp_path / "index.html").as_uri(), reduced_motion=motion) as tab:
            wait_for(tab, f"document.images[0].currentSrc.endsWith('up.{form}')")


def test_the_page_is_dark_where_the_reader_wants_it(browser: Browser, page: Path) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with page_at(browser, page.as_uri(), color_scheme="dark") as tab:
        assert tab.evaluate(ground) == "rgb(17, 22, 28)"
    with page_at(browser, page.as_uri(), color_scheme="light") as tab:
        assert tab.evaluate(ground) == "rgb(244, 246, 248)"
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert tab.evaluate(wide)
    with page_at(browser, page.as_uri(), size=(320, 640)) as tab:
        assert tab.evaluate(wide)
