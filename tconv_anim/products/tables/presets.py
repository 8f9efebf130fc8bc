"""The built-in networks in a table."""

from __future__ import annotations

from ...layers.networks.network import Network
from ...layers.networks.spec import NetworkSpec, titled
from .networks import ends_cell
from .table import Cell, Concatenation, PerAxis, Report, Table

__all__ = ["presets_report"]


def presets_report(specs: list[tuple[NetworkSpec, Network]]) -> Report:
    """The presets there are."""
    data = [
        {
            "name": spec.name,
            "title": spec.title,
            "about": spec.about,
            "source": spec.source,
            "framework": spec.framework,
            "input_size": list(network.input_size),
            "output_size": list(network.output_size),
            "layers": len(network.steps),
        }
        for spec, network in specs
    ]
    columns: dict[str, list[Cell]] = {
        "preset": [spec.name for spec, _ in specs],
        "network": [titled(spec.title, spec.about) for spec, _ in specs],
        "sizes": [_path(network) for _, network in specs],
        "source": [spec.source for spec, _ in specs],
    }
    ends: list[Cell] = [ends_cell(network.input_size, network.output_size) for _, network in specs]
    narrow = {"preset": columns["preset"], "network": columns["network"], "sizes": ends}
    table = Table.of_columns(columns)._replace(
        widths=({}, {"network": 50, "sizes": 40, "source": 50}),
        narrow=Table.of_columns(narrow)._replace(widths=({}, {"network": 40}, {"network": 24})),
    )
    return Report(blocks=[table], data={"presets": data})


def _path(network: Network) -> Cell:
    """The sizes on the way, those of layers that keep them left out."""
    sizes = [network.input_size, *(step.output_size for step in network.steps)]
    changes = [size for n, size in enumerate(sizes) if n == 0 or size != sizes[n - 1]]
    return Concatenation([cell for size in changes for cell in (" ", PerAxis(size))][1:])
