"""Colours: contrast, and kinds that differ without colour."""

from __future__ import annotations

import itertools
import pickle

import pytest

from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.colours import contrast
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.primitives import TextLine, flattened
from tconv_anim.rendering.theme import CellStyle, Theme, with_lights
from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.roles import SHADES, SIGNED
from tests.helpers.figures import planned
from tests.helpers.pictures import check_following

# -- colours -----------------------------------------------------------------------------


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_kinds_of_zero_differ_without_colour(theme: Theme) -> None:
    """In grey, too: by border, or else by a clear step of lightness."""
    roles = [CellRole.INPUT, CellRole.ZERO, CellRole.PAD, CellRole.OP, CellRole.DROPPED]
    for one, other in itertools.combinations(roles, 2):
        a, b = theme.cells[one], theme.cells[other]
        lightness = contrast(theme.colours[a.ground], theme.colours[b.ground])
        same_border = a.border == b.border
        assert not same_border or lightness > 1.05, (theme.name, one, other)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_shades_lead_from_dark_to_light(theme: Theme) -> None:
    """Those that take part say the same as others: a tint would be another number."""

    def parts(style: CellStyle) -> list[int]:
        colour = theme.colours[style.ground]
        return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]

    for role in (CellRole.INPUT, CellRole.OUTPUT, CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN):
        plain, lit = (theme.shades[look][:SHADES] for look in (role, role | LIT))
        assert len(plain) == len(lit) == SHADES
        assert parts(plain[0])[0] < 30 and parts(plain[-1])[0] > 225
        lightness = [sum(parts(style)) for style in plain]
        assert lightness == sorted(lightness) and len(set(lightness)) == SHADES
        assert plain == lit


# -- which numbers are shown ---------------------------------------------------------------

LARGE = LayerSpec(kind="conv", input_size=(12,), stride=(1,))


@pytest.mark.parametrize("style", ["flat", "isometric"])
@pytest.mark.parametrize("values", [None, "all", "read", "none"])
@pytest.mark.parametrize("layer", [LayerSpec(), LARGE], ids=["few", "many"])
def test_values_rule_which_cells_show_their_numbers(
    layer: LayerSpec, values: str | None, style: str
) -> None:
    """By rule, what is not read is silent where cells are many or planes slanted."""
    figure = planned(layer, minimal=True, values=values, style=style, size=(1920, 1080))

    def drawn(index: int) -> int:
        shapes = flattened(figure.page.draw(figure.view.frame(index)))
        return sum(isinstance(item, TextLine) for item in shapes)

    inputs = 9 if layer is not LARGE else 144
    number = figure.view.scene_of((1, 1)) or 0
    grid = figure.view.frame(number).grids["input"]
    assert grid is not None
    computed = 1 + figure.view.plane.output_size[1] + 1
    read = [int(role) & ~LIT for role in grid.roles.flat if role & LIT]
    of_inputs, of_zeros = read.count(CellRole.INPUT), len(read) - read.count(CellRole.INPUT)
    rule = "read" if style == "isometric" or layer is LARGE else "all"
    shown = {"all": inputs, "read": of_inputs, "none": 0}[values or rule]
    assert drawn(number) == shown + (0 if values == "none" else of_zeros + computed)
    assert drawn(0) == (0 if values == "none" else inputs), "nothing is read yet"


@pytest.mark.parametrize(("values", "style"), [("read", "flat"), ("all", "isometric")])
def test_numbers_that_come_and_go_leave_nothing_behind(values: str, style: str) -> None:
    figure = planned(LayerSpec(), values=values, style=style, size=(480, 270))
    check_following(figure.view, figure.page)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_larger_numbers_are_further_from_the_paper(theme: Theme) -> None:
    """On either side of 0, in every hue, through whatever colours they lead."""
    for styles in theme.shades.values():
        grounds = [theme.colours[style.ground] for style in styles[SHADES:]]
        from_paper = [contrast(ground, theme.colours["paper"]) for ground in grounds]
        middle = len(grounds) // 2
        for side in (from_paper[middle:], from_paper[middle::-1]):
            assert side == sorted(side), theme.name


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_outputs_of_a_picture_are_as_light_as_they_are_large(theme: Theme) -> None:
    shown = with_lights(theme)
    black = [
        contrast(theme.colours[style.ground], "#000000")
        for style in shown.shades[CellRole.OUTPUT][SHADES:]
    ]
    zero = SIGNED // 2
    assert len(black) == SIGNED and min(black) == black[zero]
    assert (
        black[zero:] == sorted(black[zero:])
        and black[: zero + 1] == sorted(black[: zero + 1])[::-1]
    )
    first = slice(SHADES)
    assert shown.shades[CellRole.INPUT][first] == theme.shades[CellRole.INPUT][first]
    assert pickle.loads(pickle.dumps(shown)) == shown
