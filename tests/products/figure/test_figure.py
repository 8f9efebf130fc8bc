"""Stills for print and slides: vectors, transparent ones, filmstrips."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text

import tconv_anim as ta
from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.products.figure.stills import strip_columns
from tconv_anim.story.key_frames import key_frames
from tconv_anim.story.notation import PRINTED
from tconv_anim.story.views import view_names
from tests.helpers.commands import run
from tests.helpers.daily import every
from tests.helpers.stills import LAYER, SMALL, figure_of, pixels


@pytest.mark.parametrize("form", every(3, ["svg", "pdf", "png"]))
def test_the_same_parameters_give_the_same_bytes(form: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        ta.render(LAYER, tmp_path / f"{name}.{form}", **SMALL)
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


# -- transparent paper ---------------------------------------------------------------------


def test_transparent_paper_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    """Laid on the paper's colour the picture is the opaque one."""
    for name, clear in (("a.png", False), ("b.png", True)):
        ta.render(LAYER, tmp_path / name, transparent=clear, theme="dark", **SMALL)
    opaque, clear_one = pixels(tmp_path / "a.png"), pixels(tmp_path / "b.png")
    paper = opaque[1, 1]
    assert clear_one.shape[2] == 4 and clear_one[1, 1, 3] == 0
    alpha = clear_one[..., 3:] / 255
    laid = clear_one[..., :3] * alpha + paper * (1 - alpha)
    assert abs(laid - opaque).max() <= 2
    assert 0 < (clear_one[..., 3] == 255).mean() < 0.9


def test_transparent_vectors_have_no_paper(tmp_path: Path) -> None:
    for clear in (False, True):
        ta.render(LAYER, tmp_path / f"{clear}.svg", transparent=clear, **SMALL)
    paper = 'style="fill: #ffffff"/>'  # of a shape; texts can be white
    assert paper in (tmp_path / "False.svg").read_text("utf-8")
    assert paper not in (tmp_path / "True.svg").read_text("utf-8")


@pytest.mark.parametrize("option", ["--transparent", "--filmstrip 4", "--frame 2", "--at 0,0"])
def test_what_is_for_stills_is_refused_for_films(option: str, tmp_path: Path) -> None:
    result = run("render", *option.split(), "-o", str(tmp_path / "a.gif"))
    assert result.exit_code == 2 and "is for stills" in result.stderr
    assert not list(tmp_path.iterdir())


# -- filmstrips ----------------------------------------------------------------------------


@pytest.mark.parametrize("view", every(3, view_names()))
def test_a_filmstrip_shows_every_step(view: str) -> None:
    story = figure_of(LayerSpec(input_size=(2,)), view=view).view
    steps = {story.scene(index).step for index in range(len(story))}
    for count in (1, len(steps) - 1, len(steps), len(steps) + 2, len(story) - 1, len(story)):
        if count < len(steps):
            with pytest.raises(ta.FigureError, match=f"filmstrip={count} must be at least"):
                key_frames(story, count)
            continue
        chosen = key_frames(story, count)
        assert len(chosen) == len(set(chosen)) == count and chosen == sorted(chosen)
        assert {story.scene(index).step for index in chosen} == steps
        assert story.fullest_scene() in chosen
        assert chosen[-1] == len(story) - 1 or count == len(steps)
    with pytest.raises(ta.FigureError, match="must be at most"):
        key_frames(story, len(story) + 1)


def drawn_texts(figure: Figure) -> list[Text]:
    found: list[Text] = figure.drawing().figure.findobj(Text)
    return found


def texts_of(figure: Figure) -> list[str]:
    return [text.get_text() for text in drawn_texts(figure)]


def test_a_filmstrip_says_title_and_numbers_once_and_letters_its_frames() -> None:
    figure = figure_of(LayerSpec(input_size=(2,)), filmstrip=6, size=(480, 270))
    drawn, story = drawn_texts(figure), figure.view.storyboard
    texts = [text.get_text() for text in drawn]
    steps = [story.steps[figure.view.scene(n).step] for n in figure.frame_numbers]
    for once in (story.title, "→"):  # before the output size
        assert texts.count(once) == 1
    frames = [figure.view.frame(n) for n in figure.frame_numbers]
    cells = [PRINTED.value(f.equation.target) if f.equation else "" for f in frames]
    names = []
    for letter, before, step, cell in zip("abcdef", ["", *steps], steps, cells, strict=False):
        told = [PRINTED.text(step)] * (step != before) + [cell] * bool(cell)
        names.append(f"({letter}) {': '.join(told)}".strip())
    assert names[-1] == "(f) y[2,2]"
    assert [text for text in texts if text.startswith("(") and text[2:3] == ")"] == names
    formulas = [text for text in texts if "′" in text and "=" in text]
    assert len(formulas) == 1, "once too"
    places = [text.get_position() for text in drawn]
    image = figure.still().image
    assert all(0 <= x < image.shape[1] and 0 <= y < image.shape[0] for x, y in places)
    bare = figure_of(LayerSpec(input_size=(2,)), filmstrip=6, minimal=True)
    assert not [text for text in texts_of(bare) if any(map(str.isalpha, text))]


def test_frames_of_a_filmstrip_show_no_panel_that_is_empty() -> None:
    figure = figure_of(LayerSpec(), filmstrip=6)
    drawn = drawn_texts(figure)
    texts = [text.get_text() for text in drawn]
    assert texts.count("output") == 1 + 2, "in the head, and once something is computed"
    assert texts.count("kernel, turned 180°") == 3
    matrix = texts_of(figure_of(LayerSpec(), view="matrix", filmstrip=6))
    assert sum(text.startswith("output ") and "…" in text for text in matrix) <= 1
    stamps = texts_of(figure_of(LayerSpec(), view="scatter", filmstrip=6))
    assert {"(b) x[1,1]", "(d) all stamps", "(e) crop p = 1", "(f) output"} <= set(stamps)


def test_a_filmstrip_has_the_pictures_of_its_frames() -> None:
    figure = figure_of(LayerSpec(input_size=(2,)), filmstrip=4, minimal=True)
    strip, (wide, high) = figure.still().image, figure.page.size
    for number, index in enumerate(figure.frame_numbers):
        x, y = 24 + number % 2 * (wide + 24), 24 + number // 2 * (high + 24)
        tile = figure.frame(index).still().image
        assert np.array_equal(strip[y : y + high, x : x + wide], tile)


@pytest.mark.parametrize(
    ("options", "bars"), [({}, 1), ({"filmstrip": 6}, 0), ({"theme": "print"}, 0)]
)
def test_paper_has_no_bar_of_progress(options: dict[str, Any], bars: int) -> None:
    figure = figure_of(LayerSpec(input_size=(2,)), **options)
    tracks = [figure.page.theme.colours["track"]] * bars
    for paper, found in ((False, tracks), (True, [])):
        colours = figure.drawing(paper=paper).figure.artists[0].get_facecolor()
        assert [to_hex(c) for c in colours].count(figure.page.theme.colours["track"]) == len(found)
    assert FORMATS["pdf"].paper and not FORMATS["svg"].paper


@pytest.mark.parametrize("count", range(1, 25))
def test_filmstrips_are_full_rows_near_the_shape_of_a_slide(count: int) -> None:
    columns = strip_columns(count, (480, 270))
    assert 1 <= columns <= count
    if count in (4, 6, 8, 9, 12):
        assert count % columns == 0 and 0.5 < columns * 480 / (count // columns * 270) < 5


@pytest.mark.slow
def test_filmstrips_too_large_or_too_short_are_refused() -> None:
    large = run("render", "--filmstrip", "12", "--size", "1920x1080", "-o", "a.png")
    assert large.exit_code == 2 and "more than 25 megapixels" in large.stderr
    again = re.search(r"Try (--size \d+x\d+)", large.stderr)
    assert again
    assert "a.png" not in [p.name for p in Path().iterdir()]
    for advised in (again[1], "--filmstrip 10"):
        assert advised in large.stderr
    for args, advice in (
        ("--filmstrip 99999999999", "Try --filmstrip 29."),  # as many as there are
        ("--filmstrip 44", "Try --filmstrip 29."),
        ("--filmstrip 5 --size 3000x2000", "Try --size 1500x1000 or --filmstrip 4."),
        ("--filmstrip 999 --size 5000x5000", "Fewer frames, or smaller ones, fit."),
    ):
        assert advice in run("render", *args.split(), "--alt").stderr
    few = run("render", "--filmstrip", "2", "-o", "a.png")
    assert few.exit_code == 2 and "--filmstrip 2 must be at least 4" in few.stderr
    both = run("render", "--filmstrip", "4", "--frame", "1", "-o", "a.png")
    assert both.exit_code == 2 and "both pick frames" in both.stderr


@pytest.mark.slow
@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_a_users_matplotlib_does_not_change_vectors(form: str, tmp_path: Path) -> None:
    ta.render(LAYER, tmp_path / f"a.{form}", **SMALL)
    settings: dict[Any, Any] = {
        "savefig.bbox": "tight",
        "svg.fonttype": "path",
        "font.sans-serif": ["Arial"],
    }
    with matplotlib.rc_context({**settings, "figure.facecolor": "red", "pdf.fonttype": 3}):
        ta.render(LAYER, tmp_path / f"b.{form}", **SMALL)
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()
