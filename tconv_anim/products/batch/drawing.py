"""What a row can ask for, a figure or a sheet: its command, its layout, and its file."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, TypeAlias

from ...formats.atomic import replace_file
from ...formats.registry import FORMATS, Format, suffix_of
from ...layers.summary import Row as LayerRow
from .. import quiet_matplotlib
from ..command import figure_command, figure_stem, own_command_in_advice
from ..figure.spec import FigureSpec, figure_spec
from ..network import chosen_network
from ..sheet.spec import SheetSpec, layer_rows, plan_sheet, sheet_spec
from ..tables import layers, networks

__all__ = ["Picture", "Product", "Spec", "draw", "product_of", "rows_of"]

Spec: TypeAlias = FigureSpec | SheetSpec


class Picture(Protocol):
    """A figure or a sheet, laid out."""

    @property
    def title(self) -> str: ...

    def alt(self, *, moving: bool) -> str: ...

    def write(self, file: BinaryIO, form: Format) -> None: ...


class LaidOut(NamedTuple):
    """A picture that is known to be possible."""

    texts: Mapping[str, str]
    """Title and alt text."""
    data: bytes
    """The picture pickled: a process that draws need not lay it out again."""


def _layout_of(picture: Picture, form: Format) -> LaidOut:
    texts = {"title": picture.title, "alt": picture.alt(moving=form.moving)}
    return LaidOut(texts, pickle.dumps(picture))


class Product(Protocol):
    """What a row asks for. Everything raises LayerError or FigureError where it cannot be."""

    @property
    def spec(self) -> Spec: ...

    @property
    def formats(self) -> tuple[str, ...]: ...

    @property
    def stem(self) -> str:
        """The file's name, without suffix, where the row gives none."""

    def command(self, form: Format) -> str:
        """The canonical command; options are checked, nothing is laid out."""

    def lay_out(self, form: Format) -> LaidOut: ...

    @property
    def repeatable(self) -> bool:
        """Whether the command alone says what is drawn: no file can change meanwhile."""

    def parameters(self) -> Mapping[str, Any]:
        """What the size command tells of the layer or network, as data."""


class _Figure:
    def __init__(self, said: Mapping[str, Any]) -> None:
        self.spec, self._shrinkable = figure_spec(said)
        self._values, self.repeatable = said, True
        self.formats = self.spec.formats
        self._plans: dict[bool, LaidOut] = {}

    @property
    def stem(self) -> str:
        return figure_stem(self.spec, self.spec.resolved())

    def command(self, form: Format) -> str:
        from ..figure.validation import checked_figure

        return figure_command(*checked_figure(self.spec, moving=form.moving))

    def lay_out(self, form: Format) -> LaidOut:
        from ..figure.plan import plan_figure

        if form.moving not in self._plans:
            with own_command_in_advice(self._values, self.spec):
                figure = plan_figure(
                    self.spec,
                    moving=form.moving,
                    shrinkable=self._shrinkable,
                    schemes=form.schemes,
                )
            self._plans[form.moving] = _layout_of(figure, form)
        return self._plans[form.moving]

    def parameters(self) -> Mapping[str, Any]:
        return layers.report(rows_of(self.spec)).data


class _Sheet:
    def __init__(self, said: Mapping[str, Any]) -> None:
        self.spec = sheet_spec(said)
        self.formats, self.stem = self.spec.formats, self.spec.stem
        network = self.spec.network
        self.repeatable = network is None or network.network is None

    def command(self, form: Format) -> str:
        return self.spec.command

    def lay_out(self, form: Format) -> LaidOut:
        return _layout_of(plan_sheet(self.spec), form)

    def parameters(self) -> Mapping[str, Any]:
        spec = self.spec
        if spec.network is not None:
            return networks.report(chosen_network(spec.network)).data
        return layers.report(rows_of(spec)).data


def product_of(command: str, said: Mapping[str, Any]) -> Product:
    """What the options of a command, render or cheatsheet, ask for."""
    return _Figure(said) if command == "render" else _Sheet(said)


def rows_of(spec: Spec) -> list[LayerRow]:
    """The layers that are shown, a row each; none of a network."""
    if isinstance(spec, FigureSpec):
        resolved = spec.resolved()
        return [LayerRow(resolved.kind, resolved=resolved)]
    return [] if spec.network else layer_rows(spec.layer, spec.kind, spec.dims)


def draw(planned: Spec | bytes, path: str) -> None:
    """Draw what is asked for, or has been laid out, to *path*; perhaps in another process."""
    quiet_matplotlib()
    form = FORMATS[suffix_of(Path(path))]
    picture: Picture
    if isinstance(planned, bytes):
        picture = pickle.loads(planned)
    elif isinstance(planned, SheetSpec):
        picture = plan_sheet(planned)
    else:
        from ..figure.plan import plan_figure

        picture = plan_figure(planned, moving=form.moving)
    with replace_file(Path(path)) as file:
        picture.write(file, form)
