"""The functions of the package: what the commands do, for programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from .errors import FigureError
from .formats.atomic import replace_file
from .formats.registry import checked_path
from .layers.layer import Layer
from .layers.resolved_layer import resolve_layer, spec_of
from .notation import Sizes
from .options import SHEET_FORMATS
from .products.figure.plan import plan_figure
from .products.figure.spec import FigureSpec, describe_options, spec_with_view_options

if TYPE_CHECKING:
    from .products.batch.runner import Outcome

__all__ = ["cheatsheet", "render", "render_batch"]

_Options = ParamSpec("_Options")


def _render(
    _declared: Callable[Concatenate[Layer, _Options], FigureSpec],
) -> Callable[Concatenate[Layer, str | PathLike[str], _Options], Path]:
    """:func:`render`, with the options that a FigureSpec takes."""

    def render(
        layer: Layer,
        path: str | PathLike[str],
        *args: _Options.args,
        **options: _Options.kwargs,
    ) -> Path:
        """Draw a layer with one axis or two to *path*, as ``tconv-anim render`` does.

        Parameters
        ----------
        layer : Layer
        path : path
            The suffix decides the format: ``.gif``, ``.mp4``, ``.webm``, ``.webp``,
            ``.apng`` and ``.html`` the animation; ``.png``, ``.svg`` and ``.pdf`` one frame.
            An existing file is replaced once the new one is complete.
        input_size : int, (height, width) or (length,), in cells
            3 unless *x* says otherwise.
        dims : int
            Number of axes where nothing else has it: 1 or 2, which is the default.
        x, w, bias : arrays
            Your own numbers, in the shapes that :func:`tconv_anim.apply` takes, on one axis or
            two. Integers stay exact, everything else is computed in double precision.
        {options}

        Returns
        -------
        Path
            *path*.

        Raises
        ------
        LayerError
            The layer and the input do not fit each other.
        FigureError
            The figure cannot be drawn as asked; nothing was written.
        OutputError
            The file cannot be written; what was there is still there.

        Examples
        --------
        >>> import tempfile
        >>> folder = tempfile.mkdtemp()
        >>> layer = Layer("transposed", kernel_size=2, stride=2)
        >>> render(layer, f"{folder}/up.gif", input_size=2, size=(480, 270)).name
        'up.gif'
        """
        target = Path(path)
        form = checked_path(target)
        form.check()
        spec = spec_with_view_options(layer, *args, **options)
        figure = plan_figure(spec, moving=form.moving, schemes=form.schemes)
        with replace_file(target) as file:
            figure.write(file, form)
        return target

    describe_options(render)
    return render  # type: ignore[return-value]  # layer and path may be named, too


render = _render(FigureSpec)


def cheatsheet(
    layer: Layer,
    path: str | PathLike[str],
    *,
    input_size: int | Sizes = 3,
    topic: str | None = None,
    paper: str | None = None,
    orientation: str | None = None,
    theme: str = "light",
    seed: int = 0,
    title: str | None = None,
) -> Path:
    """Put a layer on one page at *path*, as ``tconv-anim cheatsheet --kind`` does.

    Parameters
    ----------
    layer : Layer
        Of one axis or two, with padding: a page has no words for a crop.
    path : path
        Its suffix decides the format: ``.pdf``, ``.png`` or ``.svg``.
    input_size : int or tuple of int
        Cells.
    topic, paper, orientation, theme, seed, title
        As of the command.

    Returns
    -------
    Path
        *path*.

    Raises
    ------
    LayerError
        The layer and the input do not fit each other.
    FigureError
        The page cannot be laid out as asked; nothing was written.
    OutputError
        The file cannot be written; what was there is still there.

    Examples
    --------
    >>> import tempfile
    >>> layer = Layer("transposed", kernel_size=2, stride=2)
    >>> cheatsheet(layer, f"{tempfile.mkdtemp()}/page.svg", topic="sizes").name
    'page.svg'
    """
    from .products.sheet.spec import SheetSpec, plan_sheet

    target = Path(path)
    form = checked_path(target, SHEET_FORMATS, SHEET_FORMATS[0])
    form.check()
    if layer.crop is not None or not layer.rotate_kernel:
        raise FigureError(
            "a cheat-sheet's layer is given by its padding, with its kernel rotated."
            " Try the command with --framework."
        )
    ndim = layer.ndim or (2 if isinstance(input_size, int) else None)
    sheet = plan_sheet(
        SheetSpec(
            layer=spec_of(resolve_layer(layer, input_size, ndim=ndim)),
            kind=layer.kind,
            topic=topic,
            paper=paper,
            orientation=orientation,
            theme=theme,
            seed=seed,
            title=title,
        )
    )
    with replace_file(target) as file:
        sheet.write(file, form)
    return target


def render_batch(
    file: str | PathLike[str],
    output_dir: str | PathLike[str] = "figures",
    *,
    only: str | Sequence[str] = (),
    formats: str | Sequence[str] = (),
    force: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int, int], None] | None = None,
) -> Outcome:
    """Draw all figures of a TOML file, as ``tconv-anim batch`` does.

    Parameters
    ----------
    file : path
        The figures, as ``examples/REFERENCE.md`` describes them.
    output_dir : path
        Their folder, which is made if it is missing.
    only : sequence of str
        Names of figures; the others are left as they are.
    formats : sequence of str
        Such as ``("gif", "mp4")``; by default each figure's usual one.
    force : bool
        Draw also what is there and unchanged.
    executor : concurrent.futures.Executor, optional
        What draws them: processes of this machine, or of a cluster that sees the same
        folder. By default this process draws one figure after another.
    progress : callable, optional
        Called with (files done, failed, all).

    Returns
    -------
    Outcome
        ``drawn``, ``there`` (and unchanged) and ``failed``, which has pairs of a task and
        why it failed.

    Raises
    ------
    FigureError
        With every error of the file, a line each; nothing is drawn then.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "two.toml").write_text("[[sweep]]\\nk = [2, 3]\\nsize = '480x270'")
    >>> outcome = render_batch(folder / "two.toml", folder / "figures")
    >>> [task.name for task in outcome.drawn]
    ['tconv_i3_k2_s2_p1.gif', 'tconv_i3_k3_s2_p1.gif']
    """
    from .products.batch.plan import checked_formats, checked_output_folder, plan_batch
    from .products.batch.runner import run

    names = [formats] if isinstance(formats, str) else formats
    folder = checked_output_folder(str(output_dir))
    tasks = plan_batch(
        str(file),
        folder,
        formats=checked_formats(",".join(names) or None),
        only=[only] if isinstance(only, str) else only,
        force=force,
    )
    return run(tasks, folder, executor=executor, force=force, progress=progress)
