"""The page that shows the figures of a batch, read and tried out in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.browser import page_at, wait_for
from tests.helpers.shown_batch import batch

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    done = batch(folder, "--gallery", str(folder / "page"))
    assert f"{folder / 'page' / 'index.html'}\n" in done.stderr
    return folder / "page" / "index.html"


# -- the page -------------------------------------------------------------------------------


def test_the_page_has_every_figure_its_table_and_its_command(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert re.findall(r'<article id="(\w+)"', html) == ["up", "conv", "sheet", "i1", "i2", "i4"]
    assert html.count('<img loading="lazy"') == 5  # a sheet is a PDF, and linked
    assert 'href="../out/sheet.pdf"' in html
    assert html.count(' width="320" height="180"') == 5
    assert "<code>tconv-anim render --i 1 --k 4 --size 320x180</code>" in html
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


def test_the_page_is_dark_where_the_reader_wants_it(browser: Browser, page: Path) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with page_at(browser, page.as_uri(), color_scheme="dark") as tab:
        assert tab.evaluate(ground) == "rgb(17, 22, 28)"
    with page_at(browser, page.as_uri(), color_scheme="light") as tab:
        assert tab.evaluate(ground) == "rgb(255, 255, 255)"
        wide = "document.documentElement.scrollWidth <= innerWidth"
        assert tab.evaluate(wide)
    with page_at(browser, page.as_uri(), size=(320, 640)) as tab:
        assert tab.evaluate(wide)
