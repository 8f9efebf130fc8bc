"""``tconv-anim render``: a layer to an animation, a page that plays, or a still."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import click
from click.core import ParameterSource

from ..errors import Argument, flag_name
from ..layers.operations import operation_names
from ..layers.resolve import resolve
from ..layers.resolved_layer import ResolvedLayer
from ..notation import Sizes, format_sizes
from ..options import (
    FORMAT_NAMES,
    HOLD_MS,
    LAST_HOLDS,
    LEAST_MS,
    MAX_FRAMES,
    STEP_MS,
    STYLE_NAMES,
    RenderOptions,
)
from ..story.views import view_names
from .options import (
    CELL,
    PICTURE_SIZE,
    SIZES,
    OneOf,
    Option,
    layer_options,
    layer_spec,
    quiet_option,
    seed_option,
    theme_option,
    title_option,
    whole_number,
)
from .output import Wanted, output_options, quiet_matplotlib, target, write_out
from .terminal import Console, stop_on_terminate, write

if TYPE_CHECKING:
    from ..formats.registry import Format
    from ..products.figure.figure import Figure

__all__ = ["render", "wanted_figure"]

_PLAIN = RenderOptions()


@click.command()
@layer_options(kinds=operation_names(), default_kind="transposed")
@click.option(
    "--dims",
    type=whole_number("2"),
    default=2,
    show_default=True,
    metavar="1|2",
    help="Number of axes; a layer of one is drawn as strips.",
)
@click.option(
    "--x",
    metavar="NUMBERS|FILE",
    show_default="small numbers, see --seed",
    help="Your own input: numbers (1,2;3,4), a .npy, .csv or .txt file, or a picture. The input"
    " size follows.",
    cls=Option,
)
@click.option(
    "--w",
    metavar="NUMBERS|FILE",
    show_default="small numbers, see --seed",
    help="Your own kernel: numbers, or a .npy, .csv or .txt file. The kernel size follows.",
    cls=Option,
)
@click.option(
    "--x-size",
    type=SIZES,
    metavar="N|HxW",
    help="Shrink the picture of --x: its longer side to N cells, or to height x width.",
)
@click.option(
    "--view",
    type=OneOf(view_names()),
    default=_PLAIN.view,
    show_default=True,
    help="How the layer is explained.",
)
@click.option(
    "--style",
    type=OneOf(STYLE_NAMES),
    default=_PLAIN.style,
    show_default=True,
    help="Panels beside each other, or the output above the input as slanted planes (gather).",
)
@click.option(
    "--letters", is_flag=True, help="Letters instead of numbers: a, b, c, ... and w1, w2, ..."
)
@click.option("--no-values", is_flag=True, help="Leave the cells blank: structure alone.")
@theme_option
@click.option(
    "--size",
    type=PICTURE_SIZE,
    default="{}x{}".format(*_PLAIN.size),
    show_default=True,
    metavar="WxH",
    help="Picture size in pixels, 320x180 to 25 megapixels. A larger one takes longer.",
)
@seed_option
@click.option(
    "--step-ms",
    type=whole_number("200"),
    metavar="MS",
    show_default=f"{STEP_MS}, less for long stories",
    help=f"Time for a position of the kernel, in milliseconds: multiples of 10 from {LEAST_MS}.",
    cls=Option,
)
@click.option(
    "--hold-ms",
    type=whole_number("1000"),
    metavar="MS",
    show_default=str(HOLD_MS),
    help="Time for the first frame of a step, in milliseconds: multiples of 10 from"
    f" {LEAST_MS}; the last frame stays {LAST_HOLDS} times as long.",
    cls=Option,
)
@click.option(
    "--loop",
    type=whole_number("0"),
    default=_PLAIN.loop,
    show_default=True,
    metavar="N",
    help="Play N times; 0 plays for ever.",
)
@title_option
@click.option(
    "--max-frames",
    type=whole_number("2000"),
    default=MAX_FRAMES,
    show_default=True,
    metavar="N",
    help="Refuse animations of more frames than N.",
)
@click.option(
    "--frame",
    type=whole_number("1"),
    metavar="N",
    show_default="the last",
    help="Of a still: which frame, counted from 1; -1 is the last.",
    cls=Option,
)
@click.option(
    "--frames",
    metavar="DIR",
    help="Every frame as a numbered PNG (--format pdf, svg) in a folder of its own, with the"
    " lines for LaTeX.",
)
@click.option(
    "--filmstrip",
    type=whole_number("6"),
    metavar="N",
    help="A still of N telling frames side by side, every step among them; --size is one frame's.",
)
@click.option("--transparent", is_flag=True, help="Of a still (PNG, SVG, PDF): no paper behind it.")
@click.option(
    "--at",
    type=CELL,
    metavar="ROW,COL",
    help="Of a still: the frame that computes this output cell, counted from 0,0. With --dims 1"
    " one number.",
)
@output_options(FORMAT_NAMES)
@click.option(
    "--alt",
    is_flag=True,
    help="Print the figure's alt text, for those who cannot see it, and draw nothing.",
)
@quiet_option
def render(**values: Any) -> None:
    """Draw a layer: its steps as an animation (.gif, .webp, .mp4, .html, ...), or as a still.

    An existing file is replaced once the new one is complete. The path written goes
    to stderr.

    \b
    tconv-anim render
    tconv-anim render --kind conv --i 5 --k 3 --s 2 --p 1
    tconv-anim render --k 3x5 --s 2x1 --theme dark -o figure.gif
    tconv-anim render --at 1,2 -o cell.png
    tconv-anim render --view all --x "1,2;3,4" --w "1,2,1;2,4,2;1,2,1"
    """
    output, format_name = values.pop("output"), values.pop("format_name")
    console, folder, alt = (
        Console(quiet=values.pop("quiet")),
        values.pop("frames"),
        values.pop("alt"),
    )
    asked = _asked(values)
    quiet_matplotlib()
    if folder is not None and alt:
        raise click.UsageError(f"--alt draws nothing: leave out --frames {folder}.")
    if folder is not None:
        _numbered(folder, output, format_name, asked, console)
        return
    wanted = _wanted(asked)
    path, form = target(
        output, format_name, suffix=wanted.formats[0], stem=wanted.stem, among=FORMAT_NAMES
    )
    figure = asked.figure(form)
    if alt:
        write(figure.alt(moving=form.moving))
        return
    stop_on_terminate()
    with console.progress("Drawing") as progress:
        write_out(path, lambda file: figure.write(file, form, progress), console)


class _Asked(NamedTuple):
    """What the options ask for."""

    resolved: ResolvedLayer
    options: RenderOptions
    given: dict[str, Any]
    """The user's own numbers, x and w."""
    picture: bool
    """Whether x was read from one."""

    @property
    def still(self) -> bool:
        """Whether it is one frame or a few, and no film."""
        options = self.options
        picked = options.frame is not None or options.at is not None
        return picked or bool(options.filmstrip or options.transparent)

    def figure(self, form: Format) -> Figure:
        from ..products.figure.plan import prepare

        moving, picture = form.moving, self.picture
        return prepare(self.resolved, self.options, moving=moving, picture=picture, **self.given)


def wanted_figure(context: click.Context) -> Wanted:
    """The figure that parsed options ask for, but for where it goes."""
    own = {name: value for name, value in context.params.items() if name not in _PLACES}
    return _wanted(_asked(own))


_PLACES: Final = ("output", "format_name", "quiet", "frames", "alt")


def _wanted(asked: _Asked) -> Wanted:
    from ..formats.registry import FORMATS
    from ..products.command import default_stem

    stills = tuple(form.name for form in FORMATS.values() if not form.moving)
    formats = stills if asked.still else FORMAT_NAMES
    return Wanted(default_stem(asked.resolved, asked.options), formats, asked.figure)


def _asked(values: dict[str, Any]) -> _Asked:
    """Take what is to be drawn out of *values*."""
    resolved, given, picture = _posed(values)
    values["values"] = not values.pop("no_values")
    return _Asked(resolved, RenderOptions(**values), given, picture)


def _numbered(
    folder: str, output: str | None, format_name: str | None, asked: _Asked, console: Console
) -> None:
    """Write every frame as a file of its own."""
    from ..formats.registry import FORMATS, format_named
    from ..products.figure.numbered_frames import checked_folder, frame_format, write_frames

    if output is not None:
        raise click.UsageError(
            f"--frames {folder} and --output {output} are two places. Give one; the suffix of the"
            " frames is said with --format."
        )
    path = checked_folder(Path(folder))
    form = frame_format(format_named(format_name) if format_name else None)
    clear = asked.options.transparent  # which only a film that stays one cannot be
    opaque = replace(asked.options, transparent=False)
    figure = asked._replace(options=opaque).figure(FORMATS["gif"])
    figure = replace(figure, options=replace(opaque, transparent=clear))
    stop_on_terminate()
    with console.progress("Drawing") as progress:
        write_frames(figure, path, form, progress)
    console.say(str(path))


def _posed(values: dict[str, Any]) -> tuple[ResolvedLayer, dict[str, Any], bool]:
    """Take layer and numbers out of *values*: the problem, x and w, whether x is a picture.

    Sizes follow from the numbers; sizes that were typed must agree with them.
    """
    kind, dims, shrink = values.pop("kind"), values.pop("dims"), values.pop("x_size")
    names: tuple[Literal["x", "w"], ...] = ("x", "w")
    texts = {name: text for name in names if (text := values.pop(name)) is not None}
    if dims not in (1, 2):
        raise click.UsageError(f"--dims {dims}: a picture shows 1 or 2 axes. Try --dims 2.")
    if shrink is not None and "x" not in texts:
        raise click.UsageError("--x-size shrinks a picture: give one. Try --x photo.png.")
    spec = layer_spec(values)._replace(kind=kind)
    given: dict[str, Any] = {}
    picture = False
    for name, text in texts.items():
        from ..compute.load.arrays import load_numbers

        loaded = load_numbers(name, text, dims=dims, shrink=shrink if name == "x" else None)
        given[name], picture = loaded.numbers, picture or loaded.picture
        shape = loaded.numbers.shape
        if name == "x":
            _refuse_clash("x", "input_size", spec.input_size, shape)
            spec = spec._replace(input_size=shape)
        else:
            _refuse_clash("w", "kernel_size", spec.kernel_size, shape)
            spec = spec._replace(kernel_size=shape)
    because = Argument("dims", 1) if dims == 1 else "a picture"
    return resolve(spec, ndim=dims, because=because), given, picture


def _refuse_clash(array: str, size: str, typed: Sizes, shape: Sizes) -> None:
    """UsageError where a size was typed that is not the array's."""
    source = click.get_current_context().get_parameter_source(size)
    if source is not ParameterSource.COMMANDLINE or typed in (
        shape,
        shape[:1] if len(set(shape)) == 1 else (),
    ):
        return
    flag, cells = flag_name(size), " x ".join(str(n) for n in shape)
    raise click.UsageError(
        f"{flag} {format_sizes(typed)} does not fit --{array}, which has {cells} cells:"
        f" sizes follow from the numbers. Leave out {flag}."
    )
