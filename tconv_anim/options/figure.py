"""How a figure, or a sheet, looks and moves: each option a field."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Final

from . import limits
from .option import Kind, Option

__all__ = ["FigureOptions", "SheetOptions", "options_of"]

_THEME: Final = Option(
    ("--theme",),
    "choice",
    "Colours; print is made for paper and photocopies.",
    "light",
    choices=limits.THEME_NAMES,
)
_SEED: Final = Option(
    ("--seed",), "whole", "Seed of the sample numbers in the cells.", 0, metavar="N"
)
_TITLE: Final = Option(
    ("--title",), "text", "Title in place of the operation's name; one line.", metavar="TEXT"
)


def _shared(option: Option) -> Any:
    return field(default=option.default, metadata={"option": option})


def _declared(flag: str, kind: Kind, help_text: str, default: Any = None, **more: Any) -> Any:
    return _shared(Option((flag,), kind, help_text, default, **more))


def options_of(declared: type) -> tuple[Option, ...]:
    """The options that the fields of a class are, in their order."""
    return tuple(one.metadata["option"] for one in fields(declared) if "option" in one.metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOptions:
    """How a figure looks and moves; what it shows is the layer's business."""

    view: str = _declared(
        "--view",
        "choice",
        "How the layer is explained; overlap starts from --i 5 --op 1.",
        "gather",
    )
    style: str = _declared(
        "--style",
        "choice",
        "Panels beside each other, or the output above the input as slanted planes.",
        "flat",
        choices=limits.STYLE_NAMES,
    )
    letters: bool = _declared(
        "--letters",
        "switch",
        "Letters instead of numbers: a, b, c, ... and w1, w2, ...",
        False,
    )
    values: str | None = _declared(
        "--values",
        "choice",
        "Numbers in all cells, in those being read and in results, or in none.",
        default_words="all; read where cells are many or planes slanted",
        choices=limits.VALUES_NAMES,
        example="read",
    )
    rgb: bool = _declared(
        "--rgb",
        "switch",
        "Read a colour picture of --x as three channels, and show three channels red, green and"
        " blue.",
        False,
    )
    theme: str = _shared(
        _THEME._replace(
            help="Colours; print is made for paper and photocopies, auto follows the reader's"
            " preference for light or dark (html and svg).",
            choices=(*limits.THEME_NAMES, limits.AUTO_THEME),
        )
    )
    minimal: bool = _declared(
        "--minimal",
        "switch",
        "The panels alone: no title, steps, labels, signs, equation, kernel or progress.",
        False,
    )
    size: tuple[int, int] | None = _declared(
        "--size",
        "picture size",
        "Picture size in pixels, 320x180 to 25 megapixels. A larger one takes longer.",
        default_words=f"{limits.DEFAULT_SIZE[0]}x{limits.DEFAULT_SIZE[1]}; with --minimal as"
        " large as the panels",
        metavar="WxH",
        example="1280x720",
    )
    seed: int = _shared(_SEED)
    step_ms: int | None = _declared(
        "--step-ms",
        "whole",
        "Time for a position of the kernel, in milliseconds: multiples of 10 from"
        f" {limits.LEAST_MS}.",
        default_words="by the terms to read, fast after the first row of long animations",
        metavar="MS",
        example="200",
    )
    hold_ms: int | None = _declared(
        "--hold-ms",
        "whole",
        "Time for the first frame of a step, in milliseconds: multiples of 10 from"
        f" {limits.LEAST_MS}; the last frame stays {limits.LAST_HOLDS} times as long.",
        default_words=f"by the words to read, at least {limits.HOLD_MS}",
        metavar="MS",
        example="1000",
    )
    motion: str = _declared(
        "--motion",
        "choice",
        "Whether cells and windows are seen to move, or stand in their new places at once.",
        "full",
        choices=limits.MOTIONS,
    )
    loop: int = _declared(
        "--loop",
        "whole",
        "Play N times; 0 loops forever.",
        0,
        metavar="N",
        least=0,
        most=limits.MOST_LOOPS,
    )
    title: str | None = _shared(_TITLE)
    max_frames: int = _declared(
        "--max-frames",
        "whole",
        "Refuse animations of more frames than N.",
        limits.MAX_FRAMES,
        metavar="N",
        least=1,
    )
    frame: int | None = _declared(
        "--frame",
        "whole",
        "Stills only: the frame to draw, counted from 1; -1 is the last.",
        default_words="the one with the most products",
        metavar="N",
        example="1",
    )
    at: int | tuple[int, ...] | None = _declared(
        "--at",
        "cell",
        "Stills only: the frame that computes this output cell, counted from 0,0. With --dims 1"
        " one number; with channels FILTER,ROW,COL.",
        metavar="ROW,COL",
        example="1,2",
    )
    filmstrip: int | None = _declared(
        "--filmstrip",
        "whole",
        "A still of N key frames side by side, at least one of every step; --size is one frame's.",
        metavar="N",
        example="6",
    )
    transparent: bool = _declared(
        "--transparent", "switch", "Stills only (PNG, SVG, PDF): no background.", False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOptions:
    """How a cheat-sheet looks."""

    topic: str | None = _declared(
        "--topic",
        "choice",
        "One section as a figure of its own, in type for a slide.",
        default_words="the whole sheet",
        choices=limits.TOPICS,
    )
    paper: str | None = _declared(
        "--paper",
        "choice",
        "Size of the page.",
        default_words="a4, and 16:9 with --topic",
        choices=limits.PAPER_NAMES,
    )
    orientation: str | None = _declared(
        "--orientation",
        "choice",
        "Orientation of the page.",
        default_words="portrait; landscape for 16:9 and for networks",
        choices=limits.ORIENTATIONS,
    )
    theme: str = _shared(_THEME)
    seed: int = _shared(_SEED)
    title: str | None = _shared(_TITLE)
