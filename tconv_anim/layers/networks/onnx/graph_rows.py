"""What is found on the way through an ONNX graph: rows, feature maps, and what has no row."""

from __future__ import annotations

import math
from collections import ChainMap, Counter
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, Final, TypeAlias

from ...axis import Axis
from ..network import Step
from ..receptive_field import INPUT, Stage
from ..row_fields import with_receptive_fields
from .crops import joined_crops
from .features import Feature
from .inputs import FedInput
from .model_file import printable
from .operators import STANDARD
from .shapes import UNKNOWN, Dims, Shapes, Tensor

__all__ = ["GraphRows"]

_Stage: TypeAlias = tuple[tuple[tuple[int, tuple[int, ...]], ...], tuple[Axis, ...] | None, bool]
"""Earlier stages with the offsets at which they are read, a kernel's axes, and whether how
cells are mixed is known."""


_MOST_FOLLOWED: Final = 1 << 19
"""Stages that are passed on the ways from all rows back to the input."""


class GraphRows:
    """The rows of a graph, and all that there is to say of it."""

    def __init__(
        self,
        file: str,
        onnx: Any,
        model: Any,
        inputs: Sequence[FedInput],
        dims: Mapping[str, tuple[int, ...]],
        known: Mapping[str, Dims],
        earlier: Shapes | None = None,
    ) -> None:
        self.file, self.onnx, self.model = file, onnx, model
        self.known_shapes = known
        """Shapes that are known beforehand, of tensors whose shape cannot be inferred."""
        self.shapes = Shapes(onnx, model, earlier)
        self.rows: list[Step] = []
        self.ends: list[str] = []
        """The tensor that comes out of every row."""
        self.notes: list[str] = []
        self.unread: dict[str, list[str]] = {}
        """Operators that may be layers and have no row, with the names of their nodes."""
        self.dense: dict[str, int] = {}
        self.causes: dict[str, str] = {}
        """Of tensors with unknown shapes: the node they are unknown from."""
        self.stages: list[_Stage] = []
        self.own: list[int] = []
        self.features: MutableMapping[str, Feature] = ChainMap()
        self.stored_names: set[str] = set()
        """Tensors that follow from no input."""
        self.used_weights: set[str] = set()
        """Weights that a row has."""
        self.within = ""
        for fed in inputs:
            self.shapes.types[fed.name] = Tensor(fed.element, dims[fed.name])
            if fed.spatial:
                self.features[fed.name] = Feature(INPUT, 0, printable(fed.name), fed.spatial)
        self.channels = {
            node.input[0]: a.i
            for node in model.graph.node
            if node.op_type == "ReorderOutput" and node.input
            for a in node.attribute
            if a.name == "channels" and a.i > 0
        }
        self.reads = Counter(name for node in model.graph.node for name in node.input)
        self.chains: tuple[tuple[Stage, ...], ...] = ()
        self.added_biases = _convolutions_with_added_biases(model.graph)

    def steps_with_fields(self) -> tuple[Step, ...]:
        """The rows with receptive field and reach, where all have the same axes."""
        counts = [len(axes) for _, axes, _ in self.stages if axes]
        counts += [
            len(offsets) for sources, _, _ in self.stages for _, offsets in sources if offsets
        ]
        if not counts or len(set(counts)) > 1 or len(self.rows) * len(self.stages) > _MOST_FOLLOWED:
            return tuple(self.rows)
        chains = tuple(
            [
                Stage(
                    tuple((n, offsets[axis] if offsets else 0) for n, offsets in sources),
                    axes[axis] if axes else None,
                    known and bool(sources),
                )
                for sources, axes, known in self.stages
            ]
            for axis in range(counts[0])
        )
        self.chains = tuple(map(tuple, chains))
        return with_receptive_fields(self.rows, chains, self.own)

    def add_stage(
        self,
        sources: Sequence[tuple[Feature, tuple[int, ...]]],
        axes: tuple[Axis, ...] | None = None,
        *,
        known: bool,
    ) -> int:
        """Put in what mixes the cells of *sources*, each from an offset on (empty: from 0)."""
        stages = tuple((feature.stage, offsets) for feature, offsets in sources)
        self.stages.append((stages, axes, known))
        return len(self.stages) - 1

    def add_row(self, step: Step, output: str, stage: int) -> Step:
        """Put in a row whose output is the tensor *output*; returned as it is there."""
        numbered = step._replace(number=len(self.rows) + 1, within=self.within)
        self.rows.append(numbered)
        self.ends.append(output)
        self.own.append(stage)
        return numbered

    def add_crop(self, source: str, output: str, step: Step, stage: int) -> None:
        """Put in a crop; with the one before where nothing else reads what lies between."""
        last = self.rows[-1] if self.rows else None
        between = self.ends[-1:] == [source] and self.reads[source] == 1
        if last is not None and between and last.kind == step.kind:
            self.rows[-1] = joined_crops(last, step)
            self.ends[-1], self.own[-1] = output, stage
            return
        self.add_row(step, output, stage)

    def settle(self, node: Any, label: str) -> None:
        """Put in the shapes that are known beforehand, and remember what is not known."""
        for name in node.output:
            here = self.shapes.types.get(name, UNKNOWN)
            if here.dims is None or None in here.dims[1:]:
                before = self.known_shapes.get(name)
                if before is not None and (here.dims is None or len(here.dims) == len(before)):
                    self.shapes.types[name] = here._replace(dims=before)
                else:
                    earlier = (self.causes.get(source) for source in node.input)
                    cause = next(filter(None, earlier), f"{printable(node.op_type)} {label}")
                    self.causes[name] = cause

    def count_unread(self, node: Any, label: str) -> None:
        domain = "" if node.domain in STANDARD else f"{node.domain}."
        name = printable(f"{domain}{node.op_type}")
        self.unread.setdefault(name, []).append(label)


_SCALED: Final = ("Cast", "Mul")
"""What stands between a convolution of integers and its bias."""
_MOVED: Final = ("Squeeze", "Unsqueeze", "Transpose", "Reshape", "Slice", "Pad")
"""What stands between a convolution of TensorFlow's and its bias, where axes are put in for it."""


def _convolutions_with_added_biases(graph: Any) -> set[str]:
    """Outputs of convolutions without a bias that a stored one is added to later."""
    stored = {tensor.name: math.prod(tensor.dims) for tensor in graph.initializer}
    weights = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    waiting: dict[str, tuple[str, tuple[str, ...], int]] = {}
    found = set()
    for node in graph.node:
        if not node.output:
            continue
        if all(name in stored for name in node.input):
            stored.update(dict.fromkeys(node.output, 0))
        if node.op_type == "ConvInteger":
            waiting[node.output[0]] = (node.output[0], _SCALED, 0)
        elif node.op_type in ("Conv", "ConvTranspose") and len(node.input) == 2:
            whole = weights.get(node.input[1], ())
            if len(whole) > 2:
                out = whole[0]
                if node.op_type == "ConvTranspose":
                    out = whole[1] * next((a.i for a in node.attribute if a.name == "group"), 1)
                waiting[node.output[0]] = (node.output[0], _MOVED, out)
        sources = [waiting[name] for name in node.input if name in waiting]
        if not sources:
            continue
        source, through, channels = sources[0]
        if node.op_type in through:
            waiting[node.output[0]] = sources[0]
        elif node.op_type == "Add":
            added = [stored[name] for name in node.input if name in stored]
            if added and channels in (0, *added):
                found.add(source)
    return found
