"""One cheat-sheet as it is asked for: of a layer, or of a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...layers.resolved_layer import ResolvedLayer, spec_of
from ...layers.spec import DEFAULTS, LayerSpec, layer_spec
from ...layers.summary import Row, summarise
from ...options import SHEET_FORMATS
from ...options.figure import SheetOptions, options_of
from ..command import layer_sheet_command, network_sheet_command, sheet_stem
from ..command_options import kinds_of
from ..network import NetworkChoice, check_dims, chosen_network, network_choice

if TYPE_CHECKING:
    from .sheet import Sheet

__all__ = ["SheetSpec", "layer_rows", "plan_sheet", "sheet_spec"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSpec(SheetOptions):
    """A sheet as it is asked for: a layer or a network, and options."""

    layer: LayerSpec = DEFAULTS
    kind: str = "both"
    """Which kinds of the layer: one of them, or both."""
    dims: int | None = None
    network: NetworkChoice | None = None
    """Instead of a layer."""

    @property
    def formats(self) -> tuple[str, ...]:
        """It can be written in these; the first is the usual one."""
        return SHEET_FORMATS

    @property
    def command(self) -> str:
        """The canonical command; raises LayerError where the layer cannot be."""
        if self.network is not None:
            return network_sheet_command(self, self.network)
        return layer_sheet_command(self, self.kind, self._as_asked())

    @property
    def stem(self) -> str:
        """The file name, without suffix, where nobody gives it another."""
        if self.network is not None:
            return sheet_stem(self, chosen_network(self.network).name or "layers", None)
        return sheet_stem(self, self.kind, self._as_asked())

    def _as_asked(self) -> ResolvedLayer:
        """The layer with all that was asked for: a convolution alone would lose some of it."""
        rows = layer_rows(self.layer, self.kind, self.dims)
        resolved = next(row.resolved for row in reversed(rows) if row.resolved)
        if rows[-1].resolved is None:
            own = spec_of(resolved)._replace(
                output_padding=self.layer.output_padding,
                output_shape=self.layer.output_shape,
                transpose_kernel=self.layer.transpose_kernel,
            )
            resolved = resolved._replace(framework_spec=own)
        return resolved


def layer_rows(layer: LayerSpec, kind: str, dims: int | None) -> list[Row]:
    """The layer's summary, a row for each kind asked for."""
    check_dims(dims)
    return summarise(layer, kinds_of(kind), ndim=dims)


def sheet_spec(said: Mapping[str, Any]) -> SheetSpec:
    """The sheet that options ask for, by their names."""
    names = {option.name for option in options_of(SheetOptions)}
    if "layer" in said:
        from ..network_layer import with_network_layer

        said = with_network_layer(said)
    looks = {name: value for name, value in said.items() if name in names}
    if (network := network_choice(said, ("topic", "seed"))) is not None:
        return SheetSpec(network=network, **looks)
    kind, layer = said.get("kind", "both"), {**said}
    layer.pop("kind", None)
    return SheetSpec(layer=layer_spec(layer), kind=kind, dims=said.get("dims"), **looks)


def plan_sheet(spec: SheetSpec) -> Sheet:
    """The sheet that *spec* asks for, laid out; nothing is drawn.

    Raises
    ------
    LayerError
        The layer or the network cannot be.
    FigureError
        The sheet does not fit its paper.
    """
    from ...rendering.glyphs import check_title
    from .sheet import layer_sheet, network_sheet

    if spec.title is not None:
        check_title(spec.title)  # before a page is laid out with it
    if spec.network is not None:
        return network_sheet(chosen_network(spec.network), spec, spec.command)
    return layer_sheet(layer_rows(spec.layer, spec.kind, spec.dims), spec, spec.command)
