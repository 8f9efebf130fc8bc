"""Which command has which options, in the order of its help."""

from __future__ import annotations

from functools import cache
from typing import Final

from . import limits
from .layer import (
    CHANNELS,
    DIMS,
    LAYER,
    LAYER_OF_NETWORK,
    LIST_PRESETS,
    NETWORK_FILE,
    NUMBERS,
    PRESET,
    RESAMPLING,
    SIZES,
    WORDS,
)
from .option import Option

__all__ = ["COMMAND_NAMES", "option_named", "options_of_command"]


def _output(formats: tuple[str, ...], alt: str) -> tuple[Option, ...]:
    return (
        Option(
            ("-o", "--output"),
            "text",
            "File to write; its suffix decides the format, and an existing file is replaced. -"
            " writes to stdout.",
            default_words="named after the layer",
            metavar="FILE",
            aliases=("path",),
        ),
        Option(
            ("--format",),
            "choice",
            "Format, where the output's name has no suffix, as with -o -.",
            choices=formats,
        ),
        Option(("--alt",), "switch", alt, False),
        _QUIET,
    )


_QUIET: Final = Option(("-q", "--quiet"), "switch", "Only print errors.", False)
_FORMS: Final = (
    Option(
        ("--format",),
        "choice",
        "Output format.",
        default_words="table",
        choices=limits.TABLE_FORMATS,
    ),
    Option(("--json",), "switch", "Short for --format json.", False),
)
_FRAMES: Final = Option(
    ("--frames",),
    "text",
    "Every frame as a numbered PNG (--format pdf, svg) in a folder of its own, with the lines for"
    " LaTeX.",
    metavar="DIR",
)
_NO_VALUES: Final = Option(("--no-values",), "switch", "Short for --values none.", False)
_SIZE: Final = (
    Option(
        ("--compare",), "switch", "The same layer in every framework: sizes, crops, pixels.", False
    ),
    Option(("--code",), "choice", "The layer as code that runs in this framework."),
    Option(
        ("--from",),
        "sizes",
        "With --to: find the parameters that lead from this input size in cells.",
        metavar=SIZES,
        example="32",
    ),
    Option(("--to",), "sizes", "The output size in cells.", metavar=SIZES, example="32"),
    Option(
        ("--max-k",),
        "whole",
        f"With --from and --to: largest kernel and stride to try, 1 to {limits.MOST_MAX_K}.",
        limits.MAX_K,
        example="7",
        metavar="N",
    ),
    Option(
        ("--limit",),
        "whole",
        "With --from and --to: number of solutions to list, best first; 0 lists all.",
        limits.SOLUTIONS,
        metavar="N",
    ),
    Option(
        ("--reach",),
        "cell",
        "Of a network: which input cells this output cell depends on, counted from 0.",
        metavar="ROW,COL",
        example="17,4",
    ),
    Option(
        ("--count",),
        "choice",
        "Count multiply-accumulates, or floating-point operations: two for each, as PyTorch's"
        " counter has them (fvcore calls the first ones flops).",
        "macs",
        choices=("macs", "flops"),
    ),
    Option(
        ("--count-on",),
        "choice",
        "Count a transposed layer on its input, where it stamps, or on its output, as ptflops and"
        " thop do.",
        "input",
        choices=("input", "output"),
    ),
    Option(
        ("--fail-on",),
        "choice",
        "End with exit code 1 where a transposed layer leaves a checkerboard.",
        choices=("uneven",),
    ),
)

_BATCH: Final = (
    Option(
        ("--output-dir",),
        "text",
        "Folder for the figures; created if it is missing.",
        "figures",
        metavar="DIR",
    ),
    Option(
        ("--only",),
        "text",
        "Draw only this figure; repeatable.",
        (),
        metavar="NAME",
        multiple=True,
    ),
    Option(
        ("--formats",),
        "text",
        "Write every figure in these formats, where it can be: gif,mp4,png.",
        default_words="each row's usual one: gif, png of stills, pdf of sheets",
        metavar="F,F,...",
    ),
    Option(
        ("--jobs",),
        "whole",
        f"Number of figures drawn at a time, 1 to {limits.MOST_JOBS}.",
        default_words="all cores",
        metavar="N",
        example="2",
    ),
    Option(
        ("--dask",),
        "text",
        "Draw on the Dask cluster of this scheduler, whose workers see the same folder (extra"
        " dask).",
        metavar="ADDRESS",
    ),
    Option(("--list",), "switch", "List the figures and their commands.", False),
    Option(("--dry-run",), "switch", "Check everything and list what would be drawn.", False),
    Option(
        ("--deck",),
        "text",
        "Write a deck with a slide for every figure (extra slides).",
        metavar="FILE.pptx",
    ),
    Option(
        ("--gallery",),
        "text",
        "Write a page into this folder that shows every figure, its numbers and its command.",
        metavar="DIR",
    ),
    Option(
        ("--snippets",),
        "switch",
        "Print the lines to paste for Markdown, Quarto, reveal.js and Beamer.",
        False,
    ),
    Option(("--force",), "switch", "Draw all figures, even those that are unchanged.", False),
    _QUIET,
)

_NETWORK: Final = (WORDS, PRESET, NETWORK_FILE, LAYER_OF_NETWORK, CHANNELS)
_KIND, *_REST = LAYER
_BOTH: Final = (_KIND._replace(default="both"), *_REST)
_OF_SIZE: Final = (
    _KIND._replace(
        default="both",
        help="Kind of layer; conv is the standard convolution, pool, resize and shuffle have no"
        " weights; any, with --from and --to, looks for all of them.",
    ),
    *_REST,
)

COMMAND_NAMES: Final = ("render", "cheatsheet", "batch", "size", "explain")


@cache
def options_of_command(command: str) -> tuple[Option, ...]:
    """The options of a command, in the order of its help; none where there is no such command."""
    if command == "render":
        return _render()
    if command == "cheatsheet":
        return _cheatsheet()
    others = {
        "batch": _BATCH,
        "size": (*_NETWORK, LIST_PRESETS, *_OF_SIZE, *RESAMPLING, DIMS, *_SIZE, *_FORMS, _QUIET),
        "explain": _FORMS,
    }
    return others.get(command, ())


@cache
def option_named(parameter: str) -> Option | None:
    """The option of that name, or one that is also called so; None where there is none."""
    options = (option for command in COMMAND_NAMES for option in options_of_command(command))
    return next((one for one in options if parameter in (one.name, *one.aliases)), None)


# Figures and sheets are loaded only where they are asked for: the size command starts at once.


def _render() -> tuple[Option, ...]:
    from .figure import FigureOptions, options_of

    *looks, frame, at, filmstrip, transparent = options_of(FigureOptions)
    names = [option.name for option in looks]
    looks.insert(names.index("values") + 1, _NO_VALUES)
    return (
        *LAYER,
        DIMS._replace(
            help="Number of axes; a layer of one is drawn as strips.",
            default=2,
            default_words="",
            metavar="1|2",
        ),
        *_NETWORK,
        *NUMBERS,
        *looks,
        *(frame, _FRAMES, filmstrip, transparent, at),
        *_output(
            limits.FORMAT_NAMES,
            "Print the figure's alt text and draw nothing.",
        ),
    )


def _cheatsheet() -> tuple[Option, ...]:
    from .figure import SheetOptions, options_of

    return (
        *_NETWORK,
        *_BOTH,
        DIMS._replace(help="Number of axes; with 3 there are tables but no drawings."),
        *options_of(SheetOptions),
        *_output(limits.SHEET_FORMATS, "Print the sheet's alt text and draw nothing."),
    )
