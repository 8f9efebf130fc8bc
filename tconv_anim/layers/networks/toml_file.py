"""Networks in TOML: a table of the network's own keys and one for every layer.

::

    name = "decoder"
    source = "where it comes from"
    input_size = 16
    channels = 64

    [[layers]]
    name = "up"
    kernel_size = 4
    stride = 2
    padding = 1
    channels = 32
    skip = { from = "input", channels = 8 }

Values are written as on the command line: 4, "3x5", "0:1", "same".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ...errors import LayerError, Message
from ...notation import (
    FRAMEWORK_ALIASES,
    read_padding,
    read_padding_or_word,
    read_scale,
    read_sizes,
)
from ..frameworks import NAMES
from ..resampling.resize import MODES
from ..resampling.spec import RESAMPLINGS, ResamplingSpec
from .compact_notation import read_output_padding
from .spec import (
    MOST_LAYERS,
    STEP_KINDS,
    CropSpec,
    NetworkSpec,
    Place,
    SkipSpec,
    StepKindName,
    StepSpec,
    bare_layer,
)
from .toml_text import parse_toml
from .toml_values import TableReader, as_toml

__all__ = ["read_document"]

_NETWORK: Final = (
    *("name", "title", "about", "source", "family", "framework", "dims"),
    *("input_size", "channels", "bias", "layers"),
)
_OF_ALL: Final = ("name", "kind", "skip")
_KERNEL: Final = ("kernel_size", "kernel", "stride", "padding", "dilation")
_COUNTS: Final = ("channels", "groups", "bias")
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "transposed": (*_OF_ALL, *_KERNEL, "output_padding", "output_shape", *_COUNTS),
    "conv": (*_OF_ALL, *_KERNEL, *_COUNTS),
    "pool": (*_OF_ALL, *_KERNEL, "mode", "ceil", "count_padding"),
    "resize": (*_OF_ALL, "scale", "mode", "align_corners"),
    "shuffle": (*_OF_ALL, "scale"),
    "crop": (*_OF_ALL, "size", "offset", "crop"),
}
_SKIP: Final = ("from", "size", "channels", "join", "offset")
_MOST_REPORTED: Final = 3
"""Mistakes of one file that are told."""


def read_document(text: str, name: str) -> NetworkSpec:
    """The network that *text*, the TOML of a file called *name*, describes.

    Raises
    ------
    LayerError
        What is wrong, with file, layer, key and value; of several mistakes the first ones.
    """
    try:
        data = parse_toml(text)
    except ValueError as error:
        raise LayerError("{file} is not TOML: {reason}.", file=name, reason=str(error)) from None
    reader = _Reader(name)
    spec = reader.network(data)
    if reader.mistakes:
        first, more = reader.mistakes[:_MOST_REPORTED], len(reader.mistakes) - _MOST_REPORTED
        raise LayerError(
            "{mistakes}{more}",
            mistakes=Message.joined(first, " Also "),
            more=f" And {more} more." if more > 0 else "",
        )
    return spec


class _Reader(TableReader):
    """Reads one document."""

    def __init__(self, name: str) -> None:
        super().__init__(Place(Message(name), keys=True))
        self.file = name

    def network(self, data: Mapping[str, Any]) -> NetworkSpec:
        self.refuse_unknown("", data, _NETWORK, "a network")
        named = data.get("framework")
        alias = FRAMEWORK_ALIASES.get(named) if isinstance(named, str) else None
        framework = alias or self.word(data, "framework", NAMES, None)
        bias = self.switch(data, "bias", True)
        tables = data.get("layers")
        given = isinstance(tables, list) and all(isinstance(table, dict) for table in tables)
        if not given or not tables:
            self.wrong("there is no layer. Add a table [[layers]] with a kernel_size.")
            tables = []
        if len(tables) > MOST_LAYERS:
            self.wrong(f"{len(tables):,} layers are more than {MOST_LAYERS:,}, the most there are.")
            tables = []
        spec = NetworkSpec(
            steps=(),
            name=self.text(data, "name"),
            title=self.text(data, "title"),
            about=self.text(data, "about"),
            source=self.text(data, "source"),
            family=self.text(data, "family"),
            framework=framework,
            input_size=self.value(data, "input_size", read_sizes, "64", None),
            channels=self.count(data, "channels", None),
            dims=self.count(data, "dims", None),
        )
        if spec.dims is not None and spec.dims not in (1, 2, 3):
            self.wrong(
                "dims = {dims}: a layer has 1, 2 or 3 axes.", dims=spec.dims, advice="Try dims = 2."
            )
        steps = []
        for number, table in enumerate(cast("list[dict[str, Any]]", tables), 1):
            label = table.get("name")
            label_note = f" ({label})" if isinstance(label, str) and label else ""
            self.place = Place(Message(f"{self.file}, layer {number}{label_note}"), keys=True)
            steps.append(self._step(table, framework, bias))
        return spec._replace(steps=tuple(step for step in steps if step))

    def _step(self, table: Mapping[str, Any], framework: str | None, bias: bool) -> StepSpec | None:
        before = len(self.mistakes)
        kind = cast(StepKindName, self.word(table, "kind", tuple(STEP_KINDS), "transposed"))
        self.refuse_unknown(
            "", table, _KEYS[kind], f"a {kind} layer" if kind[0] != "c" else f"a {kind}"
        )
        step = StepSpec(kind, self.place, name=self.text(table, "name"), skip=self._skip(table))
        if step.name == "input":
            self.wrong('name = "input" is what the network\'s own input is called. Take another.')
        if kind == "crop":
            return step._replace(crop=self._crop(table))
        values = {
            key: self.value(table, key, read, example, None)
            for key, read, example in _LAYER_VALUES
            if key in table and key in _KEYS[kind]
        }
        if "scale" in _KEYS[kind]:
            if "scale" not in table:
                self.wrong("scale is missing. Try scale = 2.")
        elif "kernel" in table:  # the short spelling
            if "kernel_size" in table:
                self.wrong("kernel and kernel_size are the same. Leave one out.")
            values["kernel_size"] = values.pop("kernel")
        elif "kernel_size" not in table:
            self.wrong("kernel_size is missing. Try kernel_size = 4.")
        if kind in RESAMPLINGS:
            values |= self._resampling_values(kind, table)
            if len(self.mistakes) > before:
                return None
            return step._replace(resampling=ResamplingSpec(kind, **values, framework=framework))
        step = step._replace(
            channels=self.count(table, "channels", None) if "channels" in _KEYS[kind] else None,
            groups=self.count(table, "groups", 1) or 1,
            bias=self.switch(table, "bias", bias),
        )
        if len(self.mistakes) > before:
            return None
        return step._replace(layer=bare_layer(kind, framework, **values))

    def _resampling_values(self, kind: str, table: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        modes = {"pool": ("max", "average"), "resize": MODES}
        if "mode" in table and kind in modes:
            values["mode"] = self.word(table, "mode", modes[kind], "")
        for key in ("ceil", "count_padding", "align_corners"):
            if key in table and key in _KEYS[kind]:
                values[key] = self.switch(table, key, False)
        return values

    def _crop(self, table: Mapping[str, Any]) -> CropSpec:
        size = self.value(table, "size", read_sizes, "500", None)
        ends = self.value(table, "crop", read_padding, "0:1", None)
        if (size is None) is (ends is None) and ("size" in table) is ("crop" in table):
            self.wrong("a crop has either a size (and an offset), or crop. Try size = 500.")
        if ends is not None and "offset" in table:
            self.wrong("offset belongs to a size: crop = begin:end says both. Leave it out.")
        return CropSpec(size, self.value(table, "offset", read_sizes, "5", (0,)), ends)

    def _skip(self, table: Mapping[str, Any]) -> SkipSpec | None:
        if "skip" not in table:
            return None
        skip = table["skip"]
        if not isinstance(skip, dict):
            self.wrong(
                "skip = {value} is not a table.",
                value=as_toml(skip),
                advice='Try skip = { from = "name" }, or skip = { size = 64, channels = 8 }.',
            )
            return None
        self.refuse_unknown("skip.", skip, _SKIP, "a skip connection")
        source = self.text(skip, "from", "skip.")
        size = self.value(skip, "size", read_sizes, "64", None, "skip.")
        if bool(source) is ("size" in skip):
            self.wrong(
                "a skip connection has either from, the name of an earlier layer, or a size."
                " Give one."
            )
        if source and "channels" in skip:
            self.wrong("skip.channels are those of the layer it is from. Leave them out.")
        offset: Any = skip.get("offset")
        if isinstance(offset, str) and offset.lower() in ("center", "centre"):
            offset = "center"
        else:
            offset = self.value(skip, "offset", read_sizes, "5", None, "skip.")
        return SkipSpec(
            join=cast(Any, self.word(skip, "join", ("concat", "add"), "concat", "skip.")),
            source=source or None,
            size=size,
            channels=self.count(skip, "channels", None, "skip."),
            offset=offset,
        )


_LAYER_VALUES: Final[tuple[tuple[str, Callable[[str], Any], str], ...]] = (
    ("kernel_size", read_sizes, "4"),
    ("kernel", read_sizes, "4"),
    ("stride", read_sizes, "2"),
    ("padding", read_padding_or_word, "1"),
    ("dilation", read_sizes, "1"),
    ("output_padding", read_output_padding, "1"),
    ("output_shape", read_sizes, "8"),
    ("scale", read_scale, "2"),
)
