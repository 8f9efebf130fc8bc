"""What the size command answers, for programs and notebooks."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from ..layers.layer import Layer
from ..layers.resolved_layer import resolve_layer
from ..layers.summary import Row
from ..notation import Pairs, Sizes
from ..options import MAX_K, SOLUTIONS
from .network import NetworkChoice, check_dims, chosen_network
from .tables.table import Report
from .tables.writers import report_text

__all__ = ["Answer", "compare", "network", "sizes", "solve"]


class Answer:
    """An answer of the size command: ``str()`` is its table, and a notebook shows one, too.

    >>> sizes(Layer("conv", kernel_size=3, padding=1), 5).data["layers"][0]["output_size"]
    [5, 5]
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    @property
    def data(self) -> Mapping[str, Any]:
        """The same as plain data, with the keys of ``--json``."""
        return self._report.data

    def __str__(self) -> str:
        return report_text(self._report, "table") or self._report.failure

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return report_text(self._report, "html") or self._report.failure


def sizes(layer: Layer, input_size: int | Sizes = 3) -> Answer:
    """Sizes, formula and overlap of a layer, as ``tconv-anim size`` tells them.

    Parameters
    ----------
    layer : Layer
    input_size : int or tuple of int
        Cells. An int holds for every axis: those of the layer, or two.

    Raises
    ------
    LayerError
        The layer and the input do not fit each other.

    Examples
    --------
    >>> answer = sizes(Layer("transposed", kernel_size=3, stride=2, padding=1), 3)
    >>> answer.data["layers"][0]["worked"]
    ['(3-1)*2 + 3 - 2*1 = 5', '(3-1)*2 + 3 - 2*1 = 5']
    """
    from .tables import layers

    return Answer(layers.report(_rows(layer, input_size)))


def compare(layer: Layer, input_size: int | Sizes = 3) -> Answer:
    """The layer in every framework, as ``tconv-anim size --compare`` tells it.

    Parameters and errors are those of :func:`sizes`.

    Examples
    --------
    >>> answer = compare(Layer("transposed", kernel_size=3, stride=2, padding=1), 3)
    >>> first = answer.data["layers"][0]["compare"]["frameworks"][0]
    >>> first["framework"], first["output_size"]
    ('pytorch', [5, 5])
    """
    from .tables import frameworks

    return Answer(frameworks.report(_rows(layer, input_size)))


def _rows(layer: Layer, input_size: int | Sizes) -> list[Row]:
    ndim = layer.ndim or (2 if isinstance(input_size, int) else None)
    return [Row(layer.kind, resolved=resolve_layer(layer, input_size, ndim=ndim))]


def solve(
    from_size: int | Sizes,
    to_size: int | Sizes,
    *,
    kind: str = "both",
    dims: int | None = None,
    kernel_size: int | Sizes | None = None,
    stride: int | Sizes | None = None,
    padding: int | Sizes | Pairs | str | None = None,
    dilation: int | Sizes = 1,
    output_padding: int | Sizes | None = None,
    framework: str | None = None,
    max_k: int = MAX_K,
    limit: int = SOLUTIONS,
) -> Answer:
    """The layers that lead from one size to another, as ``size --from --to`` finds them.

    Parameters
    ----------
    from_size, to_size : int or tuple of int
        Cells, one number for every axis or one each.
    kind : str
        ``"conv"``, ``"transposed"``; ``"both"``: the one that goes that way; ``"pool"``,
        ``"resize"``, ``"shuffle"``; ``"any"``: all of them.
    dims : int
        Number of axes; 2, or as many as a size has.
    kernel_size, stride, padding, output_padding
        Only layers that have these; None leaves them open.
    dilation, framework, max_k
        As of the command.
    limit : int
        How many of the best; 0: all, up to 1000.

    Raises
    ------
    LayerError
        A size is out of range. That no layer does it is no error: ``count`` is 0 then.

    Examples
    --------
    >>> best = solve(16, 32, stride=2).data["solutions"][0]
    >>> best["kernel_size"], best["stride"], best["code"]
    ([2, 2], [2, 2], 'torch.nn.ConvTranspose2d(1, 1, kernel_size=2, stride=2)')
    """
    from .tables import solutions

    check_dims(dims)
    kept = {"kernel_size": kernel_size, "stride": stride, "output_padding": output_padding}
    query = solutions.query_of(
        _sizes(from_size),
        _sizes(to_size),
        kind=kind,
        ndim=dims,
        framework=framework,
        max_k=max_k,
        dilation=_sizes(dilation),
        padding=None if padding is None else _pads(padding),
        **{name: _sizes(value) for name, value in kept.items() if value is not None},
    )
    return Answer(solutions.report(query, limit, kind))


def network(
    model: str | os.PathLike[str],
    *,
    input_size: int | Sizes | None = None,
    channels: int | None = None,
    dims: int | None = None,
    kind: str | None = None,
    framework: str | None = None,
) -> Answer:
    """The sizes of a network, layer by layer, as ``tconv-anim size`` tells them.

    Parameters
    ----------
    model : str or path
        A preset's name, words such as ``"k4s1p0c512 k4s2p1c3"``, or a .toml or .onnx file.
    input_size, channels, dims
        Of its input; by default the network's own.
    kind, framework
        Of words that do not say it.

    Raises
    ------
    LayerError
        There is no such network, or a layer cannot be.

    Examples
    --------
    >>> network("unet", input_size=572).data["network"]["output_size"]
    [388, 388]
    """
    from .tables import networks

    name = os.fspath(model)
    if name.lower().endswith((".toml", ".onnx")):
        source = NetworkChoice(network=name)
    elif re.search(r"k\d|:", name):  # a word names its kernel, or its kind
        source = NetworkChoice(layers=name, kind=kind, framework=framework)
    else:
        source = NetworkChoice(preset=name)
    check_dims(dims)
    size = None if input_size is None else _sizes(input_size)
    choice = source._replace(input_size=size, channels=channels, dims=dims)
    return Answer(networks.report(chosen_network(choice)))


def _pads(value: int | Sizes | Pairs | str) -> Pairs | str:
    if isinstance(value, str):
        return value
    entries = value if isinstance(value, tuple) else (value,)
    return tuple(entry if isinstance(entry, tuple) else (entry, entry) for entry in entries)


def _sizes(value: int | Sizes) -> Sizes:
    return (value,) if isinstance(value, int) else tuple(value)
