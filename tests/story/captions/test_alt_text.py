"""Figures in words: plain sentences without signs, true for every view, and what --alt prints."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from click.testing import CliRunner

from tconv_anim import apply
from tconv_anim.cli import main
from tconv_anim.compute.sample_values import channel_kernels, input_numbers
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.story.captions.alt_text import frame_words
from tconv_anim.story.frame import Equation, Frame
from tconv_anim.story.values import CellName, Name, Product
from tconv_anim.story.views import view_names
from tests.helpers.daily import every
from tests.helpers.figures import planned

LAYERS = {
    "default": (LayerSpec(), 2),
    "conv": (LayerSpec(kind="conv", input_size=(6,)), 2),
    "per axis": (LayerSpec(kernel_size=(2, 3), stride=(2, 1), output_padding=(1, 0)), 2),
    "crops": (LayerSpec(kernel_size=(1,), stride=(3,)), 2),
    "uneven padding": (LayerSpec(padding=((0, 1), (1, 0))), 2),
    "keras": (LayerSpec(framework="keras", padding="same", output_padding=None), 2),
    "strip": (LayerSpec(input_size=(4,), dilation=(2,)), 1),
}


def figure_of(spec: LayerSpec, ndim: int = 2, *, moving: bool = True, **options: object) -> Figure:
    return planned(spec, moving=moving, dims=ndim, **options)


@pytest.mark.parametrize(
    ("name", "view", "writing"),
    every(23, [*itertools.product(LAYERS, view_names(), ["numbers", "letters", "none"])]),
)
def test_words_have_no_signs_that_are_passed_over(name: str, view: str, writing: str) -> None:
    spec, ndim = LAYERS[name]
    options = {"letters": writing == "letters", "values": writing != "none"}
    figure = figure_of(spec, ndim, view=view, size=(1600, 900), **options)
    texts = [frame_words(frame) for frame in figure.view.frames()]
    for text in [*texts, figure.alt(moving=True), figure.alt(moving=False)]:
        assert text and text.isascii(), text
        assert not set(text) & set("=*+[]{}<>_^|"), text
        assert text.endswith((".", "?", "!")) and ".." not in text
        assert "  " not in text and " ," not in text and " ." not in text
    last, fullest = figure.view.frame(len(texts) - 1), texts[figure.view.fullest_scene()]
    told = figure.alt(moving=True)
    assert told.endswith((frame_words(last, terms=4), fullest)) or " and so on, " in told
    assert last.equation is not None or last.asides or told.endswith(texts[-1])
    assert len(told) < 1500


def test_alt_text_says_what_layer_it_is_and_how_it_ends() -> None:
    assert figure_of(LayerSpec()).alt(moving=True) == (
        "Transposed convolution: input size 3 by 3, kernel size 3 by 3, stride 2, padding 1,"
        " output size 5 by 5. An animation of 29 frames in 4 steps: parameters; insert zeros; pad;"
        " convolve, stride 1. The cells, row by row. Input: 3 2 2; 3 2 1; 1 2 2."
        " Kernel: 1 2 1; 3 2 2; 2 1 3. Kernel, turned 180 degrees: 3 1 2; 2 2 3; 1 2 1."
        " Output: 6 12 4 10 4; 9 18 6 13 4; 6 12 4 7 2; 5 16 6 12 5; 2 8 4 10 4."
        " For example: y at row 1, column 1 is 3 times 3 plus 2 times 2 plus 3 times 1 plus"
        " 2 times 1, which is 18."
    )


def test_what_is_cropped_of_sums_is_no_number_of_the_output() -> None:
    spec = LayerSpec(input_size=(2,), in_channels=2)
    figure = figure_of(spec, view="scatter")
    x, w = input_numbers((2, 2, 2), 0), channel_kernels((2, 1, 3, 3), 0)
    y = apply(figure.view.example.resolved.layer, x, w)[0]
    rows = "; ".join(" ".join(map(str, row)) for row in y).replace("-", "minus ")
    assert f"y 0: {rows}." in figure.alt(moving=True)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("per axis", "stride 2 in height and 1 in width, padding 1, output padding 1 in height"),
        ("uneven padding", "padding 0 before and 1 after in height and 1 before and 0 after in"),
        ("keras", "Transposed convolution in Keras: input size 3 by 3, kernel size 3 by 3, stride"),
        ("keras", "padding same, cropped by 0 before and 1 after, output size 6 by 6."),
        ("strip", "input size 4, kernel size 3, stride 2, padding 1, dilation 2, output size 9."),
    ],
)
def test_parameters_in_words(name: str, words: str) -> None:
    assert words in figure_of(*LAYERS[name]).alt(moving=True)


def test_stills_are_told_apart_from_films() -> None:
    one = figure_of(LayerSpec(), moving=False, at=(1, 2)).alt(moving=False)
    assert ". Frame 12 of 29, in the step: convolve, stride 1. " in one
    assert one.endswith("It says: y at row 1, column 2 is 2 times 1 plus 2 times 2, which is 6.")
    assert "Output:" not in one, "it is not whole yet"
    assert " Input: 3 2 2; 3 2 1; 1 2 2. " in one, "spread out, it has too many cells"
    strip = figure_of(LayerSpec(), moving=False, filmstrip=6).alt(moving=False)
    assert " 6 of 29 frames, side by side in 4 steps: parameters; " in strip


@pytest.mark.parametrize(
    ("view", "example", "end"),
    [
        ("scatter", "y at row 1, column 1 is 16 plus", "What remains is the output"),
        ("overlap", "", "Checkerboard: 1, 2, 4 times. With k equals 4, s equals 2, "),
        ("roundtrip", "", "The shape is back"),
    ],
)
def test_an_animation_has_an_example_and_an_end(view: str, example: str, end: str) -> None:
    told = figure_of(LayerSpec(), view=view).alt(moving=True)
    assert (f" For example: {example}" in told) == bool(example)
    assert end in told.partition(" At the end: ")[2]


def test_parts_are_counted_and_named() -> None:
    told = figure_of(LayerSpec(), view="pair").alt(moving=True)
    assert " with 2 parts: standard convolution; transposed convolution. " in told
    assert " Transposed convolution, input x: 3 2 2; 3 2 1; 1 2 2. " in told
    told = figure_of(LayerSpec(), view="overlap").alt(moving=True)
    assert " With k equals 4, s equals 2, p equals 2, op equals 1: even: 4 times" in told


def test_a_title_is_left_as_it_was_given() -> None:
    told = figure_of(LayerSpec(), title="Größe 3 → 5!").alt(moving=True)
    assert told.startswith("Größe 3 → 5! Transposed convolution: input size 3 by 3, ")


def test_numbers_of_every_kind_are_spoken() -> None:
    terms = (Product((-1, 2)), Product((1e-9, Name("x", 12))))
    one = Equation(target=CellName("y", (0, 0)), terms=terms, value=-3.5, rounded=True)
    assert one.text(80) == "y[0,0] = (−1)·2 + 1e−9·x₁₂ ≈ −3.5"
    assert frame_words(Frame(index=0, total=1, step=0, grids={}, equation=one)) == (
        "y at row 0, column 0 is minus 1 times 2 plus 1 times 10 to the minus 9 times x12,"
        " which is about minus 3.5."
    )


def test_long_sums_are_cut_short() -> None:
    long = Equation(
        target=CellName("y", (3,)), terms=(Product((1, 2)),) * 49, value=98, rounded=True
    )
    assert frame_words(Frame(index=0, total=1, step=0, grids={}, equation=long)) == (
        "y at 3 is 1 times 2 plus 1 times 2 plus 1 times 2 and so on, 49 terms in all,"
        " which is about 98."
    )


@pytest.mark.parametrize(
    ("args", "start"),
    [
        ("", "An animation of 29 frames"),
        ("--frame 2", "Frame 2 of 29"),
        ("-o figure.png", "Frame 11 of 29"),
        ("--format html", "An animation of 29 frames"),
        ("--filmstrip 4", "4 of 29 frames"),
    ],
)
def test_alt_is_printed_and_nothing_is_drawn(
    args: str, start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["render", "--alt", *args.split()])
    assert done.exit_code == 0 and done.stderr == ""
    assert f" {start}" in done.stdout and done.stdout.count("\n") == 1
    assert not list(tmp_path.iterdir())
    refused = CliRunner().invoke(main, ["render", "--alt", "--frames", "folder"])
    assert refused.exit_code == 2 and "--alt draws nothing" in refused.stderr
