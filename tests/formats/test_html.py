"""The page that plays: read back without a browser, then tried out in one."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from tconv_anim.formats.html import WHOLE_EVERY, write
from tconv_anim.formats.media import Metadata, PaletteAnimation, TimedImage
from tconv_anim.formats.readers import html as read
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.colours import contrast
from tconv_anim.rendering.composer import Composer
from tconv_anim.story.captions.alt_text import frame_words
from tests.helpers.browser import page_at, wait_for
from tests.helpers.daily import every
from tests.helpers.figures import planned

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SMALL: dict[str, Any] = {"size": (480, 270)}


def figure_of(spec: LayerSpec | None = None, *, ndim: int = 2, **options: Any) -> Figure:
    return planned(spec or LayerSpec(), dims=ndim, **SMALL | options)


def page_of(figure: Figure) -> str:
    file = io.BytesIO()
    figure.write(file, FORMATS["html"])
    return file.getvalue().decode()


def frames_of(figure: Figure) -> list[npt.NDArray[np.uint8]]:
    """Every frame composed by itself, from an empty canvas."""
    composed, palette = [], figure.page.palette()
    for frame in figure.view.frames():
        composer = Composer(figure.page.size, palette)
        composer.put(figure.page.draw(frame))  # without the bar of progress: pages have a slider
        composed.append(composer.rgb())
    return composed


class Piece(NamedTuple):
    ms: int
    at: tuple[int, int]
    whole: bool
    png: bytes
    words: str
    motion: tuple[Piece, ...] = ()


class Reader(HTMLParser):
    """What a browser would make of a page, as far as the tests ask."""

    def __init__(self, page: str, *, dark: bool = False) -> None:
        super().__init__()
        self.dark = dark
        self.pieces: list[Piece] = []
        self.meta: dict[str, str] = {}
        self.canvas: dict[str, str] = {}
        self.open, self.title = "", ""
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.open = tag
        self.addresses += [given[name] for name in ("src", "href", "srcset") if name in given]
        if tag == "li":
            x, y = map(int, given["data-at"].split(","))
            png = self.picture(given["data-png"], given.get("data-dark", ""))
            moves = [part.split(",") for part in given.get("data-motion", "").split()]
            motion = tuple(
                Piece(int(ms), (int(x), int(y)), whole=False, png=self.picture(*part), words="")
                for ms, x, y, *part in moves
            )
            whole = "data-whole" in given
            self.pieces.append(Piece(int(given["data-ms"]), (x, y), whole, png, "", motion))
        elif tag == "canvas":
            self.canvas = given
        elif tag == "meta" and "name" in given:
            self.meta[given["name"]] = given["content"]

    def picture(self, png: str, other: str = "") -> bytes:
        """The PNG, where it is *dark* with its chunk PLTE replaced."""
        found = base64.b64decode(png, validate=True)
        if not (self.dark and other):
            return found
        chunk = base64.b64decode(other, validate=True)
        assert found[37:41] == chunk[4:8] == b"PLTE"
        return found[:33] + chunk + found[33 + len(chunk) :]

    def handle_data(self, data: str) -> None:
        if self.open == "li" and data.strip():
            self.pieces[-1] = self.pieces[-1]._replace(words=data)
        if self.open == "title":
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def frames(self, *, moving: bool = False) -> Iterator[npt.NDArray[np.uint8]]:
        """The pictures, put together from their pieces; those between only where it is *moving*."""
        canvas: Image.Image | None = None
        for piece in (
            part for frame in self.pieces for part in (*(frame.motion if moving else ()), frame)
        ):
            with Image.open(io.BytesIO(piece.png)) as opened:
                image = opened.convert("RGBA")
            if piece.whole or canvas is None:
                canvas = Image.new("RGBA", image.size, "red")  # nothing of it may be left
            canvas.alpha_composite(image, piece.at)
            yield np.array(canvas.convert("RGB"))


# -- without a browser -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    every(
        2,
        [
            {"spec": LayerSpec(input_size=(4,)), "ndim": 1, "letters": True, "theme": "print"},
            {},
            {
                "spec": LayerSpec(kind="conv", input_size=(4,)),
                "theme": "dark",
                "view": "scatter",
            },
            {
                "spec": LayerSpec(kernel_size=(1,), input_size=(1,), padding=((0, 0),)),
                "view": "matrix",
            },
        ],
    ),
    ids=str,
)
def test_a_page_holds_every_frame_its_time_and_its_words(options: dict[str, Any]) -> None:
    figure = figure_of(**options)
    page = page_of(figure)
    told, reader = list(figure.view.frames()), Reader(page)
    assert [piece.ms for piece in reader.pieces] == [frame.ms for frame in told]
    assert [piece.words for piece in reader.pieces] == [frame_words(frame) for frame in told]
    assert all(piece.words for piece in reader.pieces)
    wholes = [n for n, piece in enumerate(reader.pieces) if piece.whole]
    assert wholes == list(range(0, len(told), WHOLE_EVERY))
    for read_back, composed in zip(reader.frames(), frames_of(figure), strict=True):
        assert np.array_equal(read_back, composed)
    assert reader.canvas["aria-label"] == reader.meta["description"] == figure.alt(moving=True)
    assert reader.title == figure.view.storyboard.title
    assert read(io.BytesIO(page.encode())) == figure.command
    assert page == page_of(figure), "the same parameters, the same bytes"


@pytest.mark.slow
@pytest.mark.parametrize("view", every(2, ["scatter", "gather"]))
def test_a_page_for_both_holds_the_frames_of_light_and_of_dark(view: str) -> None:
    page = page_of(figure_of(theme="auto", view=view))
    for theme in ("light", "dark"):
        reader, one = Reader(page, dark=theme == "dark"), figure_of(theme=theme, view=view)
        for read_back, composed in zip(reader.frames(), frames_of(one), strict=True):
            assert np.array_equal(read_back, composed)
    assert len(page) < 1.2 * len(page_of(figure_of(view=view)))


def film(images: list[npt.NDArray[np.uint8]], **about: str) -> PaletteAnimation:
    high, wide = images[0].shape
    return PaletteAnimation(
        size=(wide, high),
        colours=np.arange(3 * 256, dtype=np.uint16).astype(np.uint8).reshape(256, 3),
        unchanged=0,
        frames=iter([TimedImage(image, 100, f"frame {n}") for n, image in enumerate(images)]),
        count=len(images),
        tick_ms=100,
        loop=0,
        metadata=Metadata(**{"command": "", "software": ""} | about),
    )


def test_pages_of_noise_of_nothing_new_and_of_one_pixel() -> None:
    rng = np.random.default_rng(0)
    noise = [rng.integers(1, 256, (20, 30), np.uint8) for _ in range(3)]
    dot = noise[2].copy()
    dot[7, 9] = dot[7, 9] % 255 + 1
    images = [noise[0], noise[1], noise[1].copy(), noise[2], dot, np.full_like(dot, 5)]
    file = io.BytesIO()
    write(file, film(images))
    colours = film(images).colours
    for read_back, image in zip(Reader(file.getvalue().decode()).frames(), images, strict=True):
        assert np.array_equal(read_back, colours[image])


def test_what_is_between_two_frames_may_be_left_out() -> None:
    """Each frame is the same whoever saw the motion to it, and its time is that of both."""
    rng = np.random.default_rng(1)
    images = [rng.integers(1, 256, (12, 15), np.uint8) for _ in range(9)]
    images[4] = images[3].copy()
    between = [False, True, True, False, False, True, False, True, False]
    shots = [
        TimedImage(image, 50, "" if way else f"frame {n}", way)
        for n, (image, way) in enumerate(zip(images, between, strict=True))
    ]
    file = io.BytesIO()
    write(file, replace(film(images), frames=iter(shots), count=between.count(False)))
    reader, colours = Reader(file.getvalue().decode()), film(images).colours
    assert [piece.ms for piece in reader.pieces] == [50, 150, 50, 100, 100]
    for read_back, shot in zip(reader.frames(moving=True), shots, strict=True):
        assert np.array_equal(read_back, colours[shot.image])
    scenes = [shot for shot in shots if not shot.between]
    for read_back, shot in zip(reader.frames(), scenes, strict=True):
        assert np.array_equal(read_back, colours[shot.image])


def test_frames_are_written_as_they_come_and_may_be_one_buffer() -> None:
    buffer, written = np.ones((8, 8), np.uint8), []
    file = io.BytesIO()

    def made() -> Iterator[TimedImage]:
        for colour in range(1, 40):
            written.append(file.tell())
            buffer[colour % 8] = colour
            yield TimedImage(buffer, 50)

    write(file, replace(film([buffer]), frames=made(), count=39))
    assert all(before < after for before, after in pairwise(written))
    frames = list(Reader(file.getvalue().decode()).frames())
    assert len(frames) == 39
    assert np.array_equal(frames[-1], film([buffer]).colours[buffer])


def test_texts_are_escaped_and_nothing_is_fetched() -> None:
    nasty = "</title><script>$x \"'&amp; <!-- frames -->\n$count"
    file = io.BytesIO()
    write(file, film([np.ones((4, 4), np.uint8)], title=nasty, alt=nasty, command=nasty))
    page = file.getvalue().decode()
    reader = Reader(page)
    assert reader.title == reader.canvas["aria-label"] == reader.meta["command"] == nasty
    assert read(io.BytesIO(file.getvalue())) == nasty
    assert read(io.BytesIO(b"<!doctype html><p>another page")) is None
    assert reader.addresses == ["data:,"]
    assert "http:" not in page and "https:" not in page and "url(" not in page
    assert "default-src 'none'" in page, "and it may not"


# -- in a browser ----------------------------------------------------------------------------


class Shown:
    """A figure's page in a tab, and what is to be seen there."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab

    @property
    def frame(self) -> int:
        """The frame on the canvas, from 1, once nothing is being drawn."""
        wait_for(self.tab, "String(+slider.value) === canvas.dataset.frame")
        return int(self.tab.evaluate("slider.value"))

    @property
    def playing(self) -> bool:
        return bool(self.tab.evaluate("toggle.getAttribute('aria-label') === 'Pause'"))

    @property
    def words(self) -> str:
        return str(self.tab.evaluate("words.textContent"))

    def pixels(self) -> npt.NDArray[np.uint8]:
        data = self.tab.evaluate("canvas.toDataURL()").partition(",")[2]
        with Image.open(io.BytesIO(base64.b64decode(data))) as image:
            return np.array(image.convert("RGB"))


# Elements by their ids are not variables in the page's strict scripts, but they are here.
FIGURE = figure_of(step_ms=100, hold_ms=200)
TOLD = [frame_words(frame) for frame in FIGURE.view.frames()]
COUNT = len(TOLD)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("player") / "figure.html"
    path.write_text(page_of(FIGURE), "utf-8")
    return path.as_uri()


def test_any_frame_is_shown_pixel_by_pixel(browser: Browser, address: str) -> None:
    composed = frames_of(FIGURE)
    with page_at(browser, f"{address}#frame=12") as tab:
        page = Shown(tab)
        for number in (12, 13, COUNT, COUNT - 1, 2, 1, 16, 18, 17):
            tab.evaluate(f"location.hash = 'frame={number}'")
            wait_for(tab, f"canvas.dataset.frame === '{number}'")
            assert page.frame == number and not page.playing
            assert page.words == TOLD[number - 1]
            assert np.array_equal(page.pixels(), composed[number - 1])
        tab.evaluate("location.hash = 'frame=-1'")
        wait_for(tab, f"canvas.dataset.frame === '{COUNT}'")
        tab.evaluate("location.hash = 'elsewhere'")
        assert page.frame == COUNT
        # Pulled about faster than it can draw, it ends where it was let go.
        tab.evaluate(
            "for (let n = 1; n <= 21; n++) { slider.value = n;"
            " slider.dispatchEvent(new Event('input')); }"
        )
        assert page.frame == 21
        assert np.array_equal(page.pixels(), composed[20])


def test_keys_buttons_and_the_slider_step(browser: Browser, address: str) -> None:
    with page_at(browser, f"{address}#paused") as tab:
        page = Shown(tab)
        assert page.frame == 1 and not page.playing

        def after(key: str) -> int:
            tab.keyboard.press(key)
            return page.frame

        assert [after("ArrowRight"), after("ArrowRight"), after("ArrowLeft")] == [2, 3, 2]
        assert [after("End"), after("ArrowRight"), after("Home")] == [COUNT, COUNT, 1]
        assert after("ArrowLeft") == 1
        tab.evaluate("next.focus()")
        assert after(" ") == 2 and not page.playing, "space presses the button it is on"
        tab.evaluate("slider.focus()")
        tab.keyboard.press("Home")
        assert [after("ArrowRight"), after("End"), after("Home")] == [2, COUNT, 1]
        for button, number in (("next", 2), ("last", COUNT), ("previous", COUNT - 1), ("first", 1)):
            tab.click(f"#{button}")
            assert page.frame == number
        box = tab.locator("#slider").bounding_box()
        assert box
        tab.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert abs(page.frame - COUNT / 2) < 2
        assert tab.evaluate("slider.getAttribute('aria-valuetext')") == f"{page.frame} of {COUNT}"
        assert tab.evaluate("words.getAttribute('aria-live')") == "polite"


def test_it_plays_by_itself_and_stops_when_asked(browser: Browser, address: str) -> None:
    with page_at(browser, address) as tab:
        page = Shown(tab)
        assert page.playing
        assert tab.evaluate("words.getAttribute('aria-live')") == "off", "no chatter"
        wait_for(tab, "+canvas.dataset.frame >= 2")
        tab.keyboard.press(" ")
        assert not page.playing
        at = page.frame
        tab.evaluate("new Promise(done => setTimeout(done, 300))")
        assert page.frame == at and page.words == TOLD[at - 1]
        tab.click("#toggle")
        assert page.playing
        tab.keyboard.press(" ")  # on the button itself: once, not twice
        assert not page.playing
        tab.click("#canvas")
        assert page.playing
        tab.keyboard.press("ArrowRight")
        assert not page.playing, "who steps wants to look"


RECORD = """
new Promise((done) => {
  const seen = [];
  const look = () => seen.push([+canvas.dataset.frame, performance.now()]);
  look();
  new MutationObserver(look).observe(canvas, { attributeFilter: ["data-frame"] });
  toggle.click();
  new MutationObserver(() => {
    if (toggle.getAttribute("aria-label") === "Play") {
      look();
      done(seen);
    }
  }).observe(toggle, { attributeFilter: ["aria-label"] });
})
"""
"""Play to the end: [frame, when] whenever another one is shown, and at the end."""


def test_every_frame_stays_its_time_and_plays_are_counted(browser: Browser, tmp_path: Path) -> None:
    figure = figure_of(
        LayerSpec(input_size=(1,), kernel_size=(2,), padding=((0, 0),)),
        step_ms=60,
        hold_ms=80,
        loop=2,
    )
    path = tmp_path / "twice.html"
    path.write_text(page_of(figure), "utf-8")
    with page_at(browser, f"{path.as_uri()}#paused") as tab:
        page = Shown(tab)
        assert page.frame == 1
        seen = tab.evaluate(RECORD)
        times = [frame.ms for frame in figure.view.frames()]
        numbers, due = [number for number, _ in seen[:-1]], iter([*range(1, len(times) + 1)] * 2)
        # A machine with much else to do may leave one out, but never the order or the end.
        assert all(number in due for number in numbers)
        assert len(numbers) > len(times) and numbers.count(len(times)) == 2
        took = seen[-1][1] - seen[0][1]
        assert sum(times) * 2 - 20 <= took <= sum(times) * 2 + 1000
        assert not page.playing and page.frame == len(times)


@pytest.mark.parametrize("preference", ["no-preference", "reduce"])
def test_motion_is_played_to_those_who_want_it(
    browser: Browser, tmp_path: Path, preference: str
) -> None:
    """Who steps, or wants less motion, sees frames alone, after the same time."""
    images = [np.full((8, 8), colour, np.uint8) for colour in (10, 60, 70, 20)]
    shots = [TimedImage(image, 300, "", n in (1, 2)) for n, image in enumerate(images)]
    path = tmp_path / "moves.html"
    with path.open("wb") as file:
        write(file, replace(film(images), frames=iter(shots), count=2, loop=1))
    record = """
    new Promise((done) => {
      const seen = new Set(), brush = canvas.getContext("2d"), begin = performance.now();
      const look = () => {
        seen.add(brush.getImageData(4, 4, 1, 1).data[0]);
        if (toggle.getAttribute("aria-label") === "Pause") return requestAnimationFrame(look);
        done([[...seen], performance.now() - begin]);
      };
      toggle.click();
      look();
    })
    """
    with page_at(browser, f"{path.as_uri()}#paused", reduced_motion=preference) as tab:
        page = Shown(tab)
        assert page.frame == 1
        tab.keyboard.press("ArrowRight")
        assert page.frame == 2 and page.pixels()[4, 4, 0] == 60
        tab.keyboard.press("ArrowLeft")
        assert page.frame == 1 and page.pixels()[4, 4, 0] == 30
        seen, took = tab.evaluate(record)
        assert seen == ([30, 180, 210, 60] if preference == "no-preference" else [30, 60])
        assert took >= 1180
        assert page.frame == 2 and page.pixels()[4, 4, 0] == 60


def test_who_wants_less_motion_is_not_played_to(browser: Browser, address: str) -> None:
    with page_at(browser, address, reduced_motion="reduce") as tab:
        page = Shown(tab)
        assert page.frame == 1 and not page.playing
        tab.keyboard.press("ArrowRight")
        assert page.frame == 2 and not page.playing
        tab.keyboard.press(" ")
        assert page.playing, "asked is asked"


def test_keys_elsewhere_are_left_alone(browser: Browser, address: str) -> None:
    with page_at(browser, f"{address}#frame=5") as tab:
        page = Shown(tab)
        tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=other value=ab>')")
        tab.evaluate("other.focus()")
        for key in (" ", "ArrowLeft", "Home", "End"):
            tab.keyboard.press(key)
        assert page.frame == 5 and not page.playing
        assert tab.evaluate("other.value") == " ab"
        tab.evaluate("other.remove()")
        tab.click("#open")
        tab.keyboard.press("End")
        assert page.frame == 5 and not page.playing
        tab.keyboard.press("Escape")
        assert not tab.evaluate("about.open")
        tab.keyboard.press("End")
        assert page.frame == COUNT


def test_a_hidden_page_rests(browser: Browser, address: str) -> None:
    with page_at(browser, address) as tab:
        page = Shown(tab)
        hide = "Object.defineProperty(document, 'hidden', { value: %s, configurable: true });"
        tell = "document.dispatchEvent(new Event('visibilitychange'))"
        tab.evaluate(hide % "true" + tell)
        at = page.frame
        tab.evaluate("new Promise(done => setTimeout(done, 400))")
        assert page.frame == at
        tab.evaluate(hide % "false" + tell)
        wait_for(tab, f"+canvas.dataset.frame !== {at}")


def colours_of(tab: Page, selector: str) -> tuple[str, str]:
    """(background of the page, colour of an element) as #rrggbb."""
    script = (
        f"[getComputedStyle(document.documentElement).backgroundColor,"
        f" getComputedStyle(document.querySelector('{selector}')).color]"
    )
    page, text = (
        "#" + "".join(f"{int(n):02x}" for n in colour[4:-1].split(","))
        for colour in tab.evaluate(script)
    )
    return page, text


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
@pytest.mark.parametrize("query", ["light", "dark"])
def test_light_and_dark(browser: Browser, tmp_path: Path, theme: str, query: str) -> None:
    figure = figure_of(LayerSpec(input_size=(1,)), theme=theme)
    path = tmp_path / "figure.html"
    path.write_text(page_of(figure), "utf-8")
    with page_at(browser, f"{path.as_uri()}#paused", color_scheme=query) as tab:
        for selector in ("#words", "#number", "button", "dialog", "code"):
            page, text = colours_of(tab, selector)
            assert contrast(page, text) >= 4.5, selector
        assert (contrast(page, "#000000") < 2) == (theme == "dark" or query == "dark")
        assert Shown(tab).frame == 1
        seen = figure_of(LayerSpec(input_size=(1,)), theme=query) if theme == "auto" else figure
        assert np.array_equal(Shown(tab).pixels(), frames_of(seen)[0])
        if theme == "auto":
            other = {"light": "dark", "dark": "light"}[query]
            tab.emulate_media(color_scheme=other)  # type: ignore[arg-type]
            changed = frames_of(figure_of(LayerSpec(input_size=(1,)), theme=other))[0]
            wait_for(tab, "canvas.dataset.frame === '1'")
            tab.wait_for_timeout(300)
            assert np.array_equal(Shown(tab).pixels(), changed)


@pytest.mark.parametrize(
    ("size", "density", "rendering"),
    [((1100, 800), 1, "pixelated"), ((1100, 800), 2, "pixelated"), ((320, 600), 1, "auto")],
)
def test_it_fits_and_is_sharp(
    browser: Browser, address: str, size: tuple[int, int], density: float, rendering: str
) -> None:
    with page_at(browser, f"{address}#paused", size=size, density=density) as tab:
        assert Shown(tab).frame == 1
        assert tab.evaluate("getComputedStyle(canvas).imageRendering") == rendering
        box = tab.evaluate("canvas.getBoundingClientRect().toJSON()")
        assert box["width"] == min(480, size[0] - 24)
        assert abs(box["height"] / box["width"] - 270 / 480) < 0.01
        seen = tab.evaluate("words.clientHeight > 1")
        assert seen == (size[1] > size[0]), "the figure says the same, where it is not small"
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.id") == "first"
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert tab.evaluate(outline) == "solid"


OUTSIDE = """
[...document.querySelectorAll("#player *")].map((e) => e.getBoundingClientRect()).filter(
  (box) => box.right > innerWidth || box.bottom > innerHeight || box.left < 0 || box.top < 0
).length
"""
"""How many elements reach out of the window."""


WINDOWS = (640, 420), (400, 700), (320, 600), (1280, 800), (1920, 1080)


@pytest.mark.parametrize("picture", [(960, 540), (500, 900), (2000, 300), (320, 180)])
def test_nothing_is_scrolled(browser: Browser, tmp_path: Path, picture: tuple[int, int]) -> None:
    wide, high = picture
    path, file = tmp_path / "figure.html", io.BytesIO()
    images = [np.full((high, wide), colour, np.uint8) for colour in (1, 2)]
    write(file, film(images, command="tconv-anim render", alt="In words. " * 80))
    path.write_bytes(file.getvalue())
    page = "document.documentElement"
    scrolled = f"[{page}.scrollHeight - {page}.clientHeight, {page}.scrollWidth - innerWidth]"
    sides = "[...document.querySelectorAll('#controls button')].filter(b => b.offsetWidth)"
    sides += ".flatMap(b => [b.offsetWidth, b.offsetHeight])"
    with page_at(browser, f"{path.as_uri()}#paused") as tab:
        for window in WINDOWS:
            tab.set_viewport_size({"width": window[0], "height": window[1]})
            assert Shown(tab).frame == 1
            assert tab.evaluate(scrolled) == [0, 0], window
            assert tab.evaluate(OUTSIDE) == 0, window
            assert tab.evaluate(f"Math.min(...{sides})") >= 44, "fingers"
            room = tab.evaluate("[canvas.clientWidth, canvas.clientHeight]")
            full = min(window[0] - 24, wide), min(window[1] - 116, high)
            assert room[0] >= full[0] - 1 or room[1] >= full[1] - 1, "as large as it can be"
            tab.click("#open")
            assert tab.evaluate(scrolled) == [0, 0], window
            tab.click("#close")


@pytest.mark.parametrize("options", [{}, {"style": "isometric"}, {"theme": "dark"}])
def test_a_page_has_one_bar_of_progress(options: dict[str, Any]) -> None:
    figure = figure_of(LayerSpec(input_size=(1,)), **options)
    theme = figure.page.theme
    bar = {tuple(bytes.fromhex(theme.colours[name][1:])) for name in ("accent", "track")}
    *_, last = Reader(page_of(figure)).frames()
    assert not bar & set(map(tuple, last[-1]))
    *_, image = (shot.image for shot in figure.film().frames)
    assert bar & set(map(tuple, figure.film().colours[image][-1])), "which a GIF has"
