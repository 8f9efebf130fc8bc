"""Films: every frame drawn over the one before is that frame drawn on an empty page."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tconv_anim.errors import FigureError
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.rendering.composer import Composer
from tconv_anim.rendering.raster import UNCHANGED
from tests.helpers.daily import every
from tests.helpers.figures import planned
from tests.helpers.pictures import ODD_LAYERS
from tests.helpers.stories import VIEWS

FILMS: list[tuple[LayerSpec, dict[str, Any]]] = [
    (LayerSpec(input_size=(2,)), {"size": (480, 270)}),
    (LayerSpec(), {"size": (960, 540)}),
    (LayerSpec(kind="conv"), {"size": (640, 360)}),
    (LayerSpec(), {"style": "isometric"}),
    (LayerSpec(), {"minimal": True, "size": (400, 400)}),
    (LayerSpec(in_channels=3, out_channels=2), {}),
    *((layer, {"size": (321, 181)}) for layer in ODD_LAYERS[:16:4]),
]
ODD_FILMS = [(layer, {"size": size}) for layer in ODD_LAYERS for size in ((960, 540), (321, 181))]


def check_film(figure: Figure) -> None:
    """Frames between those of the story included."""
    page, palette = figure.page, figure.page.palette()
    running, before = Composer(page.size, palette), None
    for number, frame in enumerate(figure.frames()):
        image = running.put([*page.draw(frame, before), *page.progress(frame)])
        whole = Composer(page.size, palette)
        whole.put([*page.draw(frame), *page.progress(frame)])
        rows, columns = np.nonzero(image != whole.canvas)
        at = [(int(n.min()), int(n.max())) for n in (columns, rows) if len(n)]
        assert not at, f"frame {number}: pixels of the frame before at x, y of {at}"
        assert not (image == UNCHANGED).any()
        before = frame


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("layer", "options"), every(len(FILMS), FILMS))
def test_films_are_their_frames(layer: LayerSpec, options: dict[str, Any], view: str) -> None:
    try:
        figure = planned(layer, view=view, **options)
    except FigureError as error:  # a large matrix in a small picture
        assert "leaves less than" in str(error)
    else:
        check_film(figure)


@pytest.mark.long
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("layer", "options"), ODD_FILMS)
def test_films_of_odd_layers_are_their_frames(
    layer: LayerSpec, options: dict[str, Any], view: str
) -> None:
    test_films_are_their_frames(layer, options, view)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "size", "view"),
    [
        (16, (960, 540), "scatter"),  # cells without gaps have a border
        (16, (960, 540), "ambiguity"),  # names are higher than their rows
        (14, (321, 181), "all"),  # a sum without room beside its heading
        (8, (960, 540), "all"),  # a lens close to its rows
    ],
)
def test_films_of_small_cells_are_their_frames(
    layer: int, size: tuple[int, int], view: str
) -> None:
    check_film(planned(ODD_LAYERS[layer], view=view, size=size))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layer", "options"),
    [
        (  # a key stands beside sums
            LayerSpec(
                input_size=(5, 4),
                kernel_size=(4,),
                stride=(3,),
                padding=((2, 2),),
                in_channels=5,
                out_channels=1,
            ),
            {"view": "all", "size": (1080, 1080)},
        ),
        (  # frames of rows of C stand close to x
            LayerSpec(
                kind="conv",
                input_size=(4,),
                kernel_size=(2,),
                stride=(3,),
                in_channels=4,
                out_channels=3,
            ),
            {"view": "matrix", "size": (1280, 720)},
        ),
        (  # numbers of slanted cells go while something is read
            LayerSpec(input_size=(4, 2), kernel_size=(2,), stride=(3,), padding=((2, 2),)),
            {"view": "ambiguity", "size": (2000, 300), "style": "isometric"},
        ),
    ],
)
def test_nothing_that_stays_is_cleared(layer: LayerSpec, options: dict[str, Any]) -> None:
    check_film(planned(layer, **options))


@pytest.mark.slow
def test_nothing_of_the_matrix_that_turns_and_of_the_labels_at_its_rows_is_left_or_lost() -> None:
    """Turned cells leave their panel; the numbers of rows stand close to its label."""
    check_film(planned(LayerSpec(), view="matrix", size=(480, 270)))


def test_a_legend_has_no_range_of_cells_that_a_figure_does_not_have() -> None:
    """Of overlap's strips with small cells; the palette has no such colours."""
    figure = planned(ODD_LAYERS[11], view="overlap", size=(960, 540))
    Composer(figure.page.size, figure.page.palette()).put(
        figure.page.draw(next(iter(figure.frames())))
    )
