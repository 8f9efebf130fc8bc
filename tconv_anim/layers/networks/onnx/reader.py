"""Goes through the nodes of an ONNX graph, and makes rows of its layers."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from ....errors import LayerError
from .axes import axis_origins
from .branches import branch_label, carried_inputs, node_outputs
from .crops import crop_step, kept_offsets
from .features import (
    JOINING,
    Feature,
    channel_axis,
    mended_dims,
    skip_of,
    with_remedies,
    with_skips,
)
from .graph_rows import GraphRows
from .inputs import plain_attributes
from .layer_node import LayerNode, UnreadError, sizes_at
from .model_file import printable, subgraphs
from .operators import BY_CELL, DENSE, LAYERS, SAME_SHAPE, STANDARD, joined_inputs, standard_form
from .rows import layer_row
from .shapes import MOST_AXES, UNKNOWN, Tensor

__all__ = ["GraphReader"]

_SAME_CELLS: Final = ("Transpose", "Unsqueeze", "Squeeze", "Split")


class GraphReader(GraphRows):
    """Reads a graph, node by node."""

    def read(self) -> None:
        self._graph(self.model.graph)

    def _graph(self, graph: Any) -> None:
        self.shapes.take_weights(graph)
        self.stored_names.update(tensor.name for tensor in graph.initializer)
        for node in graph.node:
            self._take(node)

    def _take(self, node: Any) -> None:
        domain = "" if node.domain in STANDARD else node.domain
        operator = LAYERS.get((domain, node.op_type))
        given = plain_attributes(self.onnx, node)
        label = printable(node.name or next(iter(node.output), "") or node.op_type)
        if operator is not None:
            channels = self.channels.get(node.output[0]) if node.output else None
            feature = self.features.get(node.input[0]) if node.input else None
            layer = LayerNode(
                node,
                given,
                operator,
                label,
                f"{self.file}, {printable(node.op_type)} {label}",
                feature.layout if feature else None,
                channels,
                bool(node.output) and node.output[0] in self.added_biases,
            )
            try:
                self._layer(layer, feature)
                return
            except UnreadError as error:
                self.count_unread(node, f"{label}: {error}")
        if any(attribute.HasField("g") or attribute.graphs for attribute in node.attribute):
            self._nested(node, given, label)
        else:
            self._read_other(node, given, label)

    # -- layers -----------------------------------------------------------------------------

    def _layer(self, layer: LayerNode, feature: Feature | None) -> None:
        node = layer.node
        row = layer_row(layer, self.shapes)
        output = node.output[0]
        element = node.input[7 if layer.operator.weights == 3 else 0 :][:1]
        self.shapes.types[output] = row.output._replace(
            element=self.shapes.types.get(next(iter(element), ""), UNKNOWN).element
        )
        self.settle(node, layer.label)
        dims = self.shapes.dims(output) or ()
        own = tuple(range(1, len(dims) - 1)) if layer.channels_last else tuple(range(2, len(dims)))
        layout = layer.layout if layer.operator.like in ("Resize", "Upsample") else own
        layout = layout or own
        step = row.step
        if not step.output_size:
            step = step._replace(output_size=sizes_at(dims, layout))
        if layer.operator.weights:
            weights = node.input[layer.operator.weights]
            step = step._replace(shared=weights in self.used_weights)
            self.used_weights.add(weights)
        self.notes += row.notes
        known = row.axes is not None and feature is not None and feature.layout == layout
        stage = self.add_stage([(feature, ())] if feature else [], row.axes, known=known)
        step = self.add_row(step, output, stage)
        self.features[output] = Feature(stage, step.number, step.name, layout)
        added = layer.operator.addend
        if 0 < added < len(node.input) and node.input[added] in self.features:
            self._join("Add", [output, node.input[added]], output)

    # -- other nodes ------------------------------------------------------------------------

    def _pass(self, source: str, output: str) -> None:
        """What is known of a tensor, for another that is just like it."""
        if source in self.features:
            self.features[output] = self.features[source]
        if source in self.causes:
            self.causes[output] = self.causes[source]
        if source in self.stored_names:
            self.stored_names.add(output)

    def _read_other(self, node: Any, given: dict[str, Any], label: str) -> None:
        operator = standard_form(node.domain, node.op_type)
        self.shapes.infer(node)
        if operator in SAME_SHAPE and len(node.input) == len(node.output) == 1:
            self._pass(node.input[0], node.output[0])
            return
        if all(name in self.stored_names for name in node.input if name):
            self.stored_names.update(node.output)
        if (numbers := self.shapes.axes_asked(node, operator)) > MOST_AXES:
            raise LayerError(
                "{file}, {operator} {label}: its shape has {numbers} axes, and at most {limit}"
                " are read.",
                file=self.file,
                operator=operator,
                label=label,
                numbers=numbers,
                limit=MOST_AXES,
            )
        picked = joined_inputs(node.domain, node.op_type, len(node.input))
        inputs = [node.input[n] for n in picked if n < len(node.input)]
        if not node.output:
            return
        output = node.output[0]
        cuts: dict[str, tuple[int, ...]] = {}
        if operator in JOINING and sum(name in self.features for name in inputs) > 1:
            axis = given.get("axis", 0) if operator == "Concat" else None
            cuts = self._join(operator, inputs, output, axis)
        if output in self.channels or node.op_type == "ReorderOutput":
            self._set_channels(output, given.get("channels") or self.channels.get(output))
        self.settle(node, label)
        if node.op_type in DENSE:
            if any(name in self.stored_names for name in node.input if name):
                self.dense[node.op_type] = self.dense.get(node.op_type, 0) + 1
        elif not operator or not self.onnx.defs.has(operator, ""):
            self.count_unread(node, label)
        self._follow(node, given, operator, inputs, cuts, label)

    def _set_channels(self, output: str, channels: int | None) -> None:
        here = self.shapes.types.get(output, UNKNOWN)
        if here.dims is not None and len(here.dims) > 2 and channels:
            dims = (here.dims[0], channels, *here.dims[2:])
            self.shapes.types[output] = here._replace(dims=dims)

    def _follow(
        self,
        node: Any,
        given: dict[str, Any],
        operator: str,
        inputs: Sequence[str],
        cuts: Mapping[str, tuple[int, ...]],
        label: str,
    ) -> None:
        """The feature map that comes out of a node. *cuts*: where skips are cut to fit."""
        if operator in ("Shape", "Size"):
            return
        output = node.output[0]
        after = self.shapes.dims(output)
        sources: list[tuple[Feature, tuple[int, ...]]] = []
        layouts: set[tuple[int, ...]] = set()
        sizes = set()
        offsets: tuple[int, ...] | None = ()
        for number, name in enumerate(node.input):
            feature = self.features.get(name)
            if feature is None or name not in inputs or name in self.shapes.values:
                continue
            if operator in ("Slice", "Pad", "Gather"):
                offsets = kept_offsets(node, given, self.shapes, feature.layout)
            sources.append((feature, cuts.get(name, offsets or ())))
            origins = axis_origins(node, given, number, self.shapes)
            if name not in cuts:
                sizes.add(sizes_at(self.shapes.dims(name), feature.layout))
            if origins is not None and all(axis in origins for axis in feature.layout):
                layouts.add(tuple(origins.index(axis) for axis in feature.layout))
        if not sources or (not layouts and after is not None and len(after) < 3):
            return
        last = max((feature for feature, _ in sources), key=lambda feature: feature.row)
        if len(layouts) != 1:
            layout = tuple(range(2, len(after))) if after else last.layout
            stage = self.add_stage(sources, known=False)
            self.features[output] = last._replace(stage=stage, layout=layout)
            return
        (layout,) = layouts
        size = sizes_at(after, layout)
        before = next(iter(sizes), ())
        moves = operator in ("Slice", "Pad", "Gather")
        known = operator in BY_CELL or operator in _SAME_CELLS or (moves and offsets is not None)
        known = known and len(sizes) == 1 and bool(size) and (moves or size == before)
        stage = last.stage
        if len({feature.stage for feature, _ in sources}) > 1 or not known or any(offsets or ()):
            stage = self.add_stage(sources, known=known)
        for name in node.output:
            if name:
                self.features[name] = last._replace(stage=stage, layout=layout)
        if operator == "Slice" and before and size and size != before and min(size) > 0:
            step = crop_step(before, size, offsets)
            dims = after or ()
            channels = dims[channel_axis(layout, len(dims))] if len(dims) > 2 else 0
            step = step._replace(in_channels=channels or 0, out_channels=channels or 0)
            self.add_crop(node.input[0], output, step._replace(name=label), stage)

    def _join(
        self, operator: str, inputs: Sequence[str], output: str, axis: object = None
    ) -> dict[str, tuple[int, ...]]:
        """Note the skip connections where *inputs* join, and mend the shape of *output*.

        Returned are the inputs that were cut for that, with the cell from which on they are read.
        """
        maps = {name: self.features[name] for name in inputs if name in self.features}
        own = max(maps, key=lambda name: maps[name].row)
        feature, dims = maps[own], self.shapes.dims(own)
        size = sizes_at(dims, feature.layout)
        if feature.row == 0 or not size or dims is None:
            return {}
        concat = operator == "Concat"
        channel = channel_axis(feature.layout, len(dims))
        if concat and axis not in (channel, channel - len(dims)):
            return {}
        found = {}
        for name, other in maps.items():
            shape = self.shapes.dims(name) or ()
            there = sizes_at(shape, other.layout)
            if other.row == feature.row or other.layout != feature.layout:
                continue  # of one row, or one of them are the tokens of a transformer
            if len(there) != len(size):
                continue
            pairs = [{a, b} for a, b in zip(there, size, strict=True) if a != b]
            if pairs and not concat and all(1 in pair for pair in pairs):
                continue  # repeated along these axes
            if pairs or concat or operator in ("Add", "Sum"):
                channels = shape[channel_axis(other.layout, len(shape))]
                skip = skip_of(JOINING[operator], size, there, other)
                found[name] = skip._replace(channels=channels or 0)
        if any(not skip.fits for skip in found.values()):
            every = [dims, *(d for n in maps if n != own and (d := self.shapes.dims(n)))]
            mended = mended_dims(every, feature.layout, concat=concat)
            self.shapes.types[output] = Tensor(self.shapes.types[own].element, mended)
        step = self.rows[feature.row - 1]
        skips = [s if s.fits else with_remedies(s, step) for s in found.values()]
        if skips:
            self.rows[feature.row - 1] = with_skips(step, skips)
        cuts = {name: skip.crop for name, skip in found.items() if not skip.fits}
        return {name: tuple(begin for begin, _ in crop) for name, crop in cuts.items()}

    # -- graphs inside nodes ----------------------------------------------------------------

    def _nested(self, node: Any, given: dict[str, Any], label: str) -> None:
        outside, outcomes = self.within, []
        sources = [self.features[name] for name in node.input if name in self.features]
        for attribute, graph in subgraphs(node):
            self.shapes.enter()
            self.features = ChainMap({}, self.features)
            mark = branch_label(printable(node.op_type), label, attribute)
            self.within = f"{outside}, {mark}" if outside else mark
            carried = carried_inputs(node.op_type, given, list(node.input))
            for value, (name, own, sliced) in zip(graph.input, carried, strict=False):
                here = own or self.shapes.types.get(name, UNKNOWN)
                if sliced and here.dims is not None:
                    here = here._replace(dims=here.dims[1:])
                self.shapes.types[value.name] = here
                if name in self.features and not sliced:
                    self.features[value.name] = self.features[name]
            self._graph(graph)
            names = [value.name for value in graph.output]
            outcomes.append([self.shapes.types.get(name, UNKNOWN) for name in names])
            sources += [self.features[name] for name in names if name in self.features]
            self.within = outside
            self.shapes.leave()
            assert isinstance(self.features, ChainMap)
            self.features = self.features.maps[1]
        found = node_outputs(node.op_type, given, len(node.input), outcomes)
        for number, name in enumerate(node.output):
            self.shapes.types[name] = found[number] if number < len(found) else UNKNOWN
        self.settle(node, label)
        for name in node.output:
            dims = self.shapes.dims(name)
            if sources and dims and len(dims) > 2:
                last = max(sources, key=lambda feature: feature.row)
                stage = self.add_stage([(source, ()) for source in sources], known=False)
                self.features[name] = last._replace(stage=stage)
