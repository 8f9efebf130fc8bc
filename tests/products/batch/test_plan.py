"""Rows are checked without drawing: laid out once, and not at all where nothing changed."""

from __future__ import annotations

import pickle
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tconv_anim.errors import FigureError
from tconv_anim.formats.registry import FORMATS, Format
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.batch.plan import RowsError, plan_batch
from tconv_anim.products.batch.runner import run
from tconv_anim.products.figure import plan
from tconv_anim.products.figure.figure import Figure
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.products.sheet.spec import SheetSpec, plan_sheet
from tconv_anim.story.views import view_names
from tests.helpers.batches import batch
from tests.helpers.daily import every

ROWS = '[defaults]\nsize = "320x180"\ni = 2\np = 0\n[[sweep]]\nk = [1, 2, 3]\nname = "k{k}"\n'


@pytest.fixture
def course(tmp_path: Path) -> str:
    (tmp_path / "course.toml").write_text(ROWS, encoding="utf-8")
    return str(tmp_path / "course.toml")


def written(figure: Figure) -> bytes:
    file = BytesIO()
    figure.write(file, FORMATS["gif"])
    return file.getvalue()


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each figure that is laid out moves."""
    found: list[bool] = []
    whole = plan.plan_figure

    def counted(*args: Any, moving: bool, **keywords: Any) -> Any:
        found.append(moving)
        return whole(*args, moving=moving, **keywords)

    monkeypatch.setattr(plan, "plan_figure", counted)
    return found


def test_rows_are_laid_out_once_and_not_drawn(
    course: str, layouts: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Format, "write", lambda *_: pytest.fail("it is drawn"))
    tasks = plan_batch(course, tmp_path / "out")
    assert layouts == [True] * 3
    plan_batch(course, tmp_path / "out", formats=["gif", "html", "png", "svg"])
    assert layouts[3:] == [True, False] * 3
    assert [task.parameters["title"] for task in tasks] == ["Transposed convolution"] * 3


def test_rows_that_are_there_are_not_laid_out_again(
    course: str, layouts: list[bool], tmp_path: Path
) -> None:
    tasks = plan_batch(course, tmp_path / "out")
    assert layouts == [True] * 3
    run(tasks, tmp_path / "out")
    assert layouts == [True] * 3  # drawing lays nothing out again
    layouts.clear()
    again = plan_batch(course, tmp_path / "out")
    assert [task.parameters for task in again] == [task.parameters for task in tasks]
    assert not layouts
    (tmp_path / "out" / "k2.gif").unlink()
    plan_batch(course, tmp_path / "out")
    assert layouts == [True]
    plan_batch(course, tmp_path / "out", force=True)
    assert len(layouts) == 1 + 3


def test_a_list_lays_nothing_out(layouts: list[bool], tmp_path: Path) -> None:
    done = batch(tmp_path, ROWS, "--list")
    assert done.stdout.count("tconv-anim render") == 3 and not layouts
    assert batch(tmp_path, ROWS, "--dry-run").exit_code == 0 and len(layouts) == 3


@pytest.mark.parametrize("view", every(8, view_names()))
def test_what_is_laid_out_draws_the_same_in_another_process(view: str) -> None:
    spec = FigureSpec(view=view, size=(480, 270), motion="none")
    figure = plan.plan_figure(spec, moving=True)
    same = pickle.loads(pickle.dumps(figure))
    assert written(same) == written(figure)


def test_sheets_and_slanted_figures_can_be_sent_too() -> None:
    slanted = FigureSpec(
        LayerSpec(input_size=(1, 2)), style="isometric", size=(480, 270), motion="none"
    )
    for spec in (slanted, replace(slanted, minimal=True)):
        figure = plan.plan_figure(spec, moving=True)
        assert written(pickle.loads(pickle.dumps(figure))) == written(figure)
    deep = LayerSpec(input_size=(1, 2), in_channels=2, out_channels=2)
    deeper = FigureSpec(deep, view="scatter", size=(480, 270), motion="none")
    figure = plan.plan_figure(deeper, moving=True)
    assert figure.alt(moving=True)  # which remembers scenes
    assert written(pickle.loads(pickle.dumps(figure))) == written(figure)
    sheet = plan_sheet(SheetSpec())
    same = pickle.loads(pickle.dumps(sheet))
    assert repr(same.primitives()) == repr(sheet.primitives())  # arrays are not compared


def test_all_that_is_wrong_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[figures.a]\nk = 0\n[figures.b]\nkk = 1\n", encoding="utf-8")
    with pytest.raises(FigureError) as caught:
        plan_batch(str(tmp_path / "a.toml"), tmp_path / "out")
    assert isinstance(caught.value, RowsError)
    assert [line[:20] for line in caught.value.lines] == [
        "a.toml: [figures.a]:",
        "a.toml: [figures.b] ",
    ]
