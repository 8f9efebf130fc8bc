"""Pages in the isometric style."""

from __future__ import annotations

from hypothesis import strategies as st

from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.rendering.isometric.plane import Plane
from tconv_anim.rendering.page import Page
from tconv_anim.rendering.palettes import THEMES
from tconv_anim.story.view import View

CONV = LayerSpec(kind="conv", input_size=(5,))
OP = LayerSpec(output_padding=(1,))
CROPPED = LayerSpec(kernel_size=(1,), stride=(3,))
FLOOR = LayerSpec(kind="conv", input_size=(6,))
STRIP = resolve(LayerSpec(input_size=(4,), kernel_size=(4,)), ndim=1)


def page_of(story: View, size: tuple[int, int] = (960, 540), theme: str = "light") -> Page:
    return Page(story.storyboard, size, THEMES[theme], "isometric")


def plane_of(page: Page, name: str) -> Plane:
    plane = page.places[name]
    assert isinstance(plane, Plane)
    return plane


# -- coverage --------------------------------------------------------------------------


corners = st.tuples(st.floats(0, 40), st.floats(0, 40))
