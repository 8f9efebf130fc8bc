"""An ONNX file: its model, refused where reading it would take more than it can be worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeAlias

from ....errors import LayerError

__all__ = ["MOST_NODES", "load_model", "printable", "subgraphs"]

MOST_BYTES: Final = 512 << 20
MOST_NODES: Final = 200_000
"""Nodes, those of every call of a function counted."""
_DEEPEST: Final = 100
"""Functions that call each other."""
_LONGEST: Final = 80
"""Characters of a stranger's name."""

_FunctionName: TypeAlias = tuple[str, str, str]


def printable(name: str) -> str:
    """A name out of a file as it may be shown: no control characters, and not too long.

    >>> printable("up1/conv"), printable("a\\x1b[31m")
    ('up1/conv', 'a\\\\x1b[31m')
    """
    shown = "".join(
        char if char.isprintable() else char.encode("unicode_escape", "replace").decode()
        for char in name[: _LONGEST + 1]
    )
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def subgraphs(node: Any) -> Iterator[tuple[str, Any]]:
    """The graphs in a node's attributes, with the attributes' names."""
    for attribute in node.attribute:
        if attribute.HasField("g"):
            yield attribute.name, attribute.g
        for graph in attribute.graphs:
            yield attribute.name, graph


def load_model(onnx: Any, path: Path) -> Any:
    """The model of a file, its functions put in where they are called.

    Raises
    ------
    LayerError
        No ONNX model, or one beyond a limit: bytes, nodes, or functions without end.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise LayerError(
                "{file} has {size} MB, and {limit} MB are read at most.",
                file=path.name,
                size=size >> 20,
                limit=MOST_BYTES >> 20,
                advice="Export it with its weights in a file beside it: they are not needed.",
            )
        # Weights outside of the file have their shapes in it.
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise LayerError(
            "{file} cannot be read: {reason}.",
            file=path.name,
            reason=(error.strerror or str(error)).lower(),
        ) from None
    except LayerError:
        raise
    except Exception:  # protobuf's own, which may not be imported by name
        model = None
    if model is None or not model.HasField("graph"):
        raise LayerError(
            "{file} is no ONNX model, or not a whole one.",
            file=path.name,
            advice="Export it again.",
        )
    functions = {(f.domain, f.name, f.overload): f for f in model.functions}
    nodes = _NodeCount(path.name, functions).of(model.graph.node)
    if nodes > MOST_NODES:
        raise LayerError(
            "{file} has {nodes} nodes{calls}, and {limit} are read at most.",
            file=path.name,
            nodes=nodes if nodes < 10**12 else "more than 10^12",
            calls=" with those of its functions, call by call" if functions else "",
            limit=MOST_NODES,
        )
    if functions:
        try:
            model = import_module("onnx.inliner").inline_local_functions(model)
        except Exception as error:
            reason = " ".join(str(error).split())
            raise LayerError(
                "{file}: ONNX cannot put its functions in: {reason}",
                file=path.name,
                reason=printable(reason),
            ) from None
    return model


class _NodeCount:
    """Counts nodes as if functions were put in, without doing so."""

    def __init__(self, file: str, functions: Mapping[_FunctionName, Any]) -> None:
        self.file, self.functions = file, functions
        self._counts: dict[_FunctionName, int] = {}
        self.open: list[_FunctionName] = []

    def of(self, nodes: Any) -> int:
        total = 0
        for node in nodes:
            called = (node.domain, node.op_type, node.overload)
            total += self._function(called) if called in self.functions else 1
            total += sum(self.of(graph.node) for _, graph in subgraphs(node))
        return total

    def _function(self, name: _FunctionName) -> int:
        if name not in self._counts:
            if name in self.open or len(self.open) >= _DEEPEST:
                raise LayerError(
                    "{file}: the function {name} {why}.",
                    file=self.file,
                    name=printable(name[1]),
                    why="calls itself, without end"
                    if name in self.open
                    else f"is called more than {_DEEPEST} functions deep",
                )
            self.open.append(name)
            self._counts[name] = self.of(self.functions[name].node)
            self.open.pop()
        return self._counts[name]
