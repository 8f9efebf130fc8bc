"""The network in an ONNX file."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from ....errors import LayerError, Message
from ....notation import Sizes
from ..network import Network
from ..receptive_field import INPUT
from .inputs import FedInput, fed_inputs, input_dims
from .model_file import load_model, printable
from .reader import GraphReader
from .runtime import measured_dims, runtime_is_installed
from .shapes import Dims

__all__ = ["INSTALL", "load_network"]

INSTALL: Final = 'python3 -m pip install ".[onnx]"'
_FARTHEST: Final = 64
"""Cells that an input may differ from the one asked for, on the search for one that fits."""
_MOST_TRIED: Final = 6_000
"""Nodes that are read on that search."""
_MOST_SECONDS: Final = 1.5
"""Of the processor, for it."""
_SHOWN: Final = 3


def load_network(path: Path, input_size: Sizes | None = None) -> Network:
    """The network of the convolutions, pools, resizes and shuffles in an ONNX file, in its order.

    Parameters
    ----------
    path : Path
        The file; weights kept outside of it are not needed.
    input_size : tuple of int, optional
        Cells per spatial axis of the file's input, where they are open or should be others:
        of the axes that the first layer reads as spatial, wherever they are in the input.

    Returns
    -------
    Network
        Sizes are those that ONNX infers, node by node, else those that ONNX Runtime makes where
        it is installed, else empty. ``notes`` name what has no row, every layer whose size is
        another by the rules of ONNX Runtime, or which it refuses. Receptive field and reach
        are known as long as only rows and cell by cell operators come before.

    Raises
    ------
    LayerError
        No ONNX file, one without such layers or beyond a limit, sizes that are missing or
        cannot be.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError:
        raise LayerError(
            "{file}: reading it needs the package onnx.",
            file=path.name,
            advice=Message("Install it with {command}.", command=INSTALL),
        ) from None
    try:
        return _network(onnx, path, input_size)
    except (LayerError, MemoryError):
        raise
    except Exception as error:  # a file can be broken in more ways than there are words for
        reason = " ".join(f"{type(error).__name__} {error}".split())
        raise LayerError(
            "{file} cannot be read as an ONNX model: {reason}.",
            file=path.name,
            reason=printable(reason),
            advice="Export it again.",
        ) from error


def _network(onnx: Any, path: Path, input_size: Sizes | None) -> Network:
    name = path.name
    model = load_model(onnx, path)
    try:
        return _network_of(onnx, path, model, input_size)
    except LayerError as error:
        if name in str(error):
            raise
        reason = Message("{file}: {reason}", file=name, reason=error.reason)
        raise LayerError("{reason}", reason=reason, advice=error.advice) from None


def _network_of(onnx: Any, path: Path, model: Any, input_size: Sizes | None) -> Network:
    name = path.name
    inputs = fed_inputs(onnx, model)
    dims = input_dims(name, inputs, input_size)

    def read(
        sizes: Mapping[str, tuple[int, ...]],
        known: Mapping[str, Dims],
        earlier: GraphReader | None = None,
    ) -> GraphReader:
        shapes = None if earlier is None else earlier.shapes
        found = GraphReader(name, onnx, model, inputs, sizes, known, shapes)
        found.read()
        return found

    declared = {} if input_size is not None else _declared(model)
    reader = read(dims, declared)
    if not reader.rows:
        raise _without_rows(reader)
    unknown = _unknown(reader)
    if unknown and runtime_is_installed():
        wanted = {tensor for node in model.graph.node for tensor in node.output if tensor}
        measured = measured_dims(onnx, model, path, inputs, dims, wanted)
        if measured:
            reader = read(dims, {**declared, **measured}, reader)
    steps = reader.steps_with_fields()
    first = next((step for step in steps if step.input_size), steps[0])
    spatial = next((fed for fed in inputs if fed.spatial), None)
    size = first.input_size
    if spatial is not None:
        size = tuple(dims[spatial.name][axis] for axis in spatial.spatial)
    channels = next((step.in_channels for step in steps if step.in_channels), 1)
    network = Network(
        steps=steps,
        input_size=size,
        channels=channels,
        name=printable(model.graph.name) or path.stem,
        title=name,
        framework="onnx",
        chains=reader.chains,
        last_stage=reader.own[-1] if reader.own else INPUT,
        notes=(*reader.notes, *_notes(reader)),
    )
    if all(skip.fits for _, skip in network.skips):
        return network

    def fits(other: Sizes) -> bool:
        tried = read(input_dims(name, inputs, other), {}, reader)
        return all(skip.fits for step in tried.rows for skip in step.skips)

    return network._replace(fitting=_fitting(inputs, size, fits, len(model.graph.node)))


def _declared(model: Any) -> dict[str, Dims]:
    """The shapes that stand in the file, of tensors inside."""
    found: dict[str, Dims] = {}
    for value in (*model.graph.value_info, *model.graph.output):
        kind = value.type.tensor_type
        if value.type.HasField("tensor_type") and kind.HasField("shape"):
            found[value.name] = tuple(
                d.dim_value if d.HasField("dim_value") and d.dim_value > 0 else None
                for d in kind.shape.dim
            )
    return found


def _fitting(
    inputs: list[FedInput], size: Sizes, fits: Callable[[Sizes], bool], nodes: int
) -> tuple[Sizes, ...]:
    """The nearest smaller and larger input with which every skip connection fits."""
    if sum(bool(fed.spatial) for fed in inputs) != 1 or not size:
        return ()
    left = max(_MOST_TRIED // max(nodes, 1), 2)
    started = time.process_time()
    found: dict[int, Sizes] = {}
    for by in range(1, min(_FARTHEST, left // 2) + 1):
        for direction in {-1, 1} - found.keys():
            other = tuple(n + direction * by for n in size)
            late = time.process_time() - started > _MOST_SECONDS
            if late or min(other) < 1:
                continue
            try:
                if fits(other):
                    found[direction] = other
            except LayerError:  # too small for some layer
                continue
    return tuple(found[direction] for direction in sorted(found))


def _unknown(reader: GraphReader) -> list[int]:
    """Numbers of the rows whose sizes are not known, outside of branches."""
    return [
        step.number
        for step in reader.rows
        if not (step.input_size and step.output_size) and not step.within
    ]


def _without_rows(reader: GraphReader) -> LayerError:
    if reader.unread:
        return LayerError(
            "{file} has no layer that is known here. Not known: {unread}.",
            file=reader.file,
            unread=_unread_words(reader.unread),
        )
    return LayerError("{file} has no convolution, pool, resize or shuffle.", file=reader.file)


def _unread_words(unread: Mapping[str, list[str]]) -> str:
    words = []
    for operator, labels in list(unread.items())[:10]:
        shown = ", ".join(labels[:_SHOWN]) + (", ..." if len(labels) > _SHOWN else "")
        words.append(f"{len(labels)} {operator} ({shown})")
    more = len(unread) - len(words)
    return ", ".join(words) + (f", and {more} other operators" if more > 0 else "")


def _notes(reader: GraphReader) -> list[str]:
    """What has no row, or no size, or does not run once."""
    notes = []
    if reader.unread:
        notes.append(f"not known, and not counted: {_unread_words(reader.unread)}.")
    if reader.dense:
        words = ", ".join(f"{count} {name}" for name, count in reader.dense.items())
        notes.append(f"with weights, but no convolutions, and not counted: {words}.")
    lost = [step for step in reader.rows if not (step.input_size and step.output_size)]
    if lost:
        names = ", ".join(step.name for step in lost[:_SHOWN])
        more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        causes = (reader.causes.get(reader.ends[step.number - 1]) for step in lost)
        cause = next(filter(None, causes), "")
        notes.append(
            f"the sizes of {names}{more} are not known"
            + (f", as ONNX cannot infer what {cause} makes" if cause else "")
            + "; their MACs are not counted."
        )
    inside = [step for step in reader.rows if step.within]
    if inside:
        notes.append(
            f"{_rows(len(inside))} in branches or loops: marked, and counted once each in the"
            " total, however often they run."
        )
    if shared := sum(step.shared for step in reader.rows):
        notes.append(f"{_rows(shared)} with the weights of an earlier one: they count once.")
    return notes


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
