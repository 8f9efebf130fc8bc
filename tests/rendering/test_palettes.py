"""The themes' colours, measured: in colour, in grey, and as colour-blind eyes see them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from tconv_anim.rendering.colours import contrast, rgb_of
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.rendering.theme import CellStyle, Theme
from tconv_anim.story.frame import LIT, CellRole
from tconv_anim.story.roles import COUNTS, SHADES, SIGNED

every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)

SEEN = {
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
    # Machado, Oliveira, Fernandes 2009: no cones of one kind, on linear RGB
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def as_seen(colour: str, sight: str) -> str:
    """*colour* as these eyes see it."""
    rgb = np.array(rgb_of(colour)) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SEEN[sight]) @ linear, 0, 1)
    coded = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(part * 255):02x}" for part in coded)


def styles(theme: Theme) -> dict[str, CellStyle]:
    return {
        CellRole(role & ~LIT).name + " lit" * bool(role & LIT): style
        for role, style in theme.cells.items()
    }


@every_theme
def test_every_role_has_a_style(theme: Theme) -> None:
    missing = {role for role in CellRole if role and role not in theme.cells}
    assert not missing
    for style in theme.cells.values():
        assert {style.ground, style.ink or "ink", style.line or "ink"} <= set(theme.colours)


@every_theme
def test_text_can_be_read(theme: Theme) -> None:
    pairs = [("paper", ink) for ink in ("ink", "muted", "x", "w", "y", "bad")]
    pairs += [(style.ground, style.ink) for style in theme.cells.values() if style.ink]
    for ground, ink in pairs:
        ratio = contrast(theme.colours[ground], theme.colours[ink])
        assert ratio >= 4.5, f"{ink} on {ground} has {ratio:.2f}"


@every_theme
def test_every_cell_stands_out_from_the_paper(theme: Theme) -> None:
    """By its fill or its outline. What dilation leaves between weights is no cell."""
    paper = theme.colours["paper"]
    for name, style in styles(theme).items():
        if name != "GAP":
            drawn = [theme.colours[colour] for colour in (style.ground, style.line) if colour]
            assert max(contrast(colour, paper) for colour in drawn) >= 3, name


@every_theme
def test_the_accent_is_seen_on_paper_and_on_what_it_frames(theme: Theme) -> None:
    for ground in ("paper", "input-lit", "now"):
        ratio = contrast(theme.colours["accent"], theme.colours[ground])
        assert ratio >= (3 if ground == "paper" or theme.name != "dark" else 1.5), ground


@every_theme
def test_what_is_read_or_made_now_is_farthest_from_the_paper(theme: Theme) -> None:
    def away(role: int) -> float:
        return contrast(theme.colours[theme.cells[role].ground], theme.colours["paper"])

    assert away(CellRole.INPUT | LIT) > 1.5 * away(CellRole.INPUT)
    assert away(CellRole.NOW) > 1.5 * away(CellRole.OUTPUT)
    assert away(CellRole.KERNEL) < away(CellRole.INPUT), "so that the window leads"
    loud = {name for name, style in styles(theme).items() if style.voice == "loud"}
    assert {"INPUT lit", "NOW", "KERNEL"} <= loud
    silent = {name for name, style in styles(theme).items() if style.voice == "silent"}
    assert silent == {"ZERO", "PAD", "OP", "GAP", "TODO", "EMPTY", "EMPTY lit"}


@every_theme
@pytest.mark.parametrize("sight", SEEN)
def test_idle_channels_keep_input_and_inserted_zeros_apart(theme: Theme, sight: str) -> None:
    idle, zero = (
        as_seen(theme.colours[theme.cells[role].ground], sight)
        for role in (CellRole.OTHER, CellRole.ZERO)
    )
    assert contrast(idle, zero) >= 1.2


@every_theme
@pytest.mark.parametrize("sight", SEEN)
def test_input_kernel_output_and_zeros_differ_for_all_eyes(theme: Theme, sight: str) -> None:
    """By their luminance, or by their outline."""
    roles: list[int] = [
        CellRole.INPUT,
        CellRole.KERNEL,
        CellRole.OUTPUT,
        CellRole.ZERO,
        CellRole.PAD,
    ]
    roles += [CellRole.TODO, CellRole.NOW, CellRole.INPUT | LIT]

    def seen(role: int) -> tuple[str, str]:
        style = theme.cells[role]
        return as_seen(theme.colours[style.ground], sight), style.border

    for one, other in itertools.combinations(roles[:5], 2):
        (fill, border), (other_fill, other_border) = seen(one), seen(other)
        apart = contrast(fill, other_fill) >= 1.15
        assert apart or border != other_border, (one, other)
    for calm, loud in ((roles[0], roles[7]), (roles[2], roles[6]), (roles[2], roles[5])):
        assert contrast(seen(calm)[0], seen(loud)[0]) >= 1.5


@every_theme
def test_what_stands_beside_each_other_has_its_own_grey(theme: Theme) -> None:
    """Input and output, the steps of a sum, and the kernel and the zeros that it meets."""
    steps = (CellRole.ONCE, CellRole.TWICE, CellRole.OFTEN)
    pairs: list[tuple[int, int, float]] = [(CellRole.INPUT, CellRole.OUTPUT, 1.5)]
    pairs += [(one, other, 1.5) for one, other in itertools.pairwise(steps)]
    pairs += [(CellRole.KERNEL, CellRole.ZERO | LIT, 2 if theme.name == "dark" else 1.15)]
    for one, other, least in pairs:
        grounds = [theme.colours[theme.cells[role].ground] for role in (one, other)]
        assert contrast(*(as_seen(ground, "grey") for ground in grounds)) >= least, (one, other)


@every_theme
@pytest.mark.parametrize("sight", SEEN)
def test_counts_grow_deeper_step_by_step(theme: Theme, sight: str) -> None:
    paper: Any = as_seen(theme.colours["paper"], sight)
    depths = [
        contrast(as_seen(theme.colours[theme.cells[role].ground], sight), paper) for role in COUNTS
    ]
    assert all(1.1 * low < high for low, high in itertools.pairwise(depths)), depths


@every_theme
@pytest.mark.parametrize("sight", SEEN)
def test_shades_of_either_sign_differ_at_their_ends_and_from_zero(theme: Theme, sight: str) -> None:
    for role in (CellRole.INPUT, CellRole.OUTPUT, CellRole.KERNEL):
        signed = theme.shades[role][SHADES:]
        least, zero, most = (
            as_seen(theme.colours[signed[n].ground], sight) for n in (0, SIGNED // 2, -1)
        )
        assert len(signed) == SIGNED
        assert contrast(least, zero) >= 2 and contrast(most, zero) >= 2
        assert contrast(least, most) >= 1.2, (role, least, most)
