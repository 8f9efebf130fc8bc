"""Animations in a notebook: drawn once, when they are shown or saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from html import escape
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Concatenate, Final, ParamSpec

from .formats.atomic import replace_file
from .formats.registry import FORMATS, checked_path
from .layers.layer import Layer
from .products.figure.figure import Figure
from .products.figure.plan import plan_figure
from .products.figure.spec import FigureSpec, describe_options, spec_with_view_options

__all__ = ["Animation", "animate"]

_Options = ParamSpec("_Options")
_EDGE: Final = 4
"""Pixels around the player, as its style has them."""
_CONTROLS: Final = 64
"""Pixels under the picture, until the page says itself how high it is."""


class Animation:
    """An animation that shows itself in a notebook, as a player with controls."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def __repr__(self) -> str:
        view, (wide, high) = self._figure.view, self._figure.page.size
        command = self._figure.command
        if len(command) > 100:
            command = f"{command[:60]}...{command[-30:]}"
        return f"<Animation of {len(view)} frames, {wide}x{high}: {command}>"

    def save(self, path: str | PathLike[str]) -> Path:
        """Write it to *path*, whose suffix decides the format; of a still the fullest frame.

        Returns *path*. Raises FigureError where nothing can be written there, OutputError
        where that fails; what was there is then still there.
        """
        target = Path(path)
        form = checked_path(target)
        with replace_file(target) as file:
            self._figure.write(file, form)
        return target

    @cached_property
    def _page(self) -> str:
        return self._file_bytes("html").decode()

    @cached_property
    def _still(self) -> bytes:
        return self._file_bytes("png")

    def _file_bytes(self, name: str) -> bytes:
        file = BytesIO()
        self._figure.write(file, FORMATS[name])
        return file.getvalue()

    def _repr_html_(self) -> str:
        """The player, in a frame of its own: styles and ids of two of them never meet."""
        title, (wide, high) = self._figure.view.storyboard.title, self._figure.page.size
        wide += 2 * _EDGE
        return (
            f'<iframe srcdoc="{escape(self._page)}" title="{escape(title)}"'
            f' width="{wide}" height="{high + _CONTROLS}" data-fit'
            f' style="display: block; width: 100%; max-width: {wide}px; border: 0"></iframe>'
        )

    def _repr_png_(self) -> bytes:
        """The fullest frame, for what shows no pages: paper, and most converters."""
        return self._still


def _animate(
    _declared: Callable[Concatenate[Layer, _Options], FigureSpec],
) -> Callable[Concatenate[Layer, _Options], Animation]:
    """:func:`animate`, with the options that a FigureSpec takes."""

    def animate(layer: Layer, *args: _Options.args, **options: _Options.kwargs) -> Animation:
        """An animation of a layer with one axis or two, for notebooks.

        It shows itself as a player: play, pause, step. Nothing is drawn before that.

        Parameters
        ----------
        layer : Layer
        input_size, dims, x, w, bias
            As of :func:`tconv_anim.render`, whose options are taken, too; those that pick
            a still are refused.
        {options}

        Returns
        -------
        Animation
            ``animation.save(path)`` writes it in any format that :func:`tconv_anim.render`
            writes.

        Raises
        ------
        LayerError
            The layer and the input do not fit each other.
        FigureError
            It cannot be drawn as asked. Both are raised at once, not when it is shown.

        Examples
        --------
        >>> layer = Layer("transposed", kernel_size=4, stride=2, padding=1)
        >>> animate(layer, size=(640, 360))
        <Animation of 40 frames, 640x360: tconv-anim render --k 4 --size 640x360>
        """
        spec = spec_with_view_options(layer, *args, **options)
        return Animation(plan_figure(spec, moving=True))

    describe_options(animate)
    return animate  # type: ignore[return-value]  # layer may be named, too


animate = _animate(FigureSpec)
