"""Networks in TOML: a table of the network's own keys and one for every layer.

::

    name = "decoder"
    source = "where it comes from"
    input_size = 16
    channels = 64

    [[layers]]
    name = "up"
    kernel = 4
    stride = 2
    padding = 1
    channels = 32
    skip = { from = "input", channels = 8 }

Values are written as on the command line: 4, "3x5", "0:1", "same".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from ..errors import Asked, LayerError
from ..frameworks import NAMES
from ..notation import NotationError, Sizes, read_padding, read_sizes
from .spec import (
    OPERATIONS,
    CropSpec,
    NetworkSpec,
    Operation,
    Place,
    SkipSpec,
    StepSpec,
    bare_layer,
)
from .words import near, read_output_padding, read_padding_or_word

__all__ = ["read_document"]

_NETWORK: Final = (
    *("name", "title", "source", "framework", "dims", "input_size", "channels", "bias", "layers"),
)
_OF_ALL: Final = ("name", "kind", "skip")
_KERNEL: Final = ("kernel", "stride", "padding", "dilation")
_COUNTS: Final = ("channels", "groups", "bias")
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "transposed": (*_OF_ALL, *_KERNEL, "output_padding", "output_shape", *_COUNTS),
    "conv": (*_OF_ALL, *_KERNEL, *_COUNTS),
    "pool": (*_OF_ALL, *_KERNEL),
    "crop": (*_OF_ALL, "size", "offset", "crop"),
}
_SKIP: Final = ("from", "size", "channels", "join", "offset")
_MOST_SHOWN: Final = 3
"""Mistakes of one file that are told."""


def read_document(text: str, name: str) -> NetworkSpec:
    """The network that *text*, the TOML of a file called *name*, describes.

    Raises
    ------
    LayerError
        What is wrong, with file, layer, key and value; of several mistakes the first ones.
    """
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        raise LayerError(f"{name} is no TOML: {reason[:1].lower()}{reason[1:]}.") from None
    reader = _Reader(name)
    spec = reader.network(data)
    if reader.mistakes:
        told = [*reader.mistakes[:_MOST_SHOWN]]
        more = len(reader.mistakes) - len(told)
        parts: list[str | Asked] = []
        for mistake in told:
            parts += [*([" Also " if parts else ""]), *mistake.parts]
        raise LayerError(*parts, f" And {more} more." if more else "")
    return spec


class _Reader:
    """Reads one document, and notes every mistake on the way."""

    def __init__(self, name: str) -> None:
        self.file = name
        self.mistakes: list[LayerError] = []
        self.place = Place((name,), keys=True)

    def network(self, data: Mapping[str, Any]) -> NetworkSpec:
        self._known("", data, _NETWORK, "a network")
        framework = self._word(data, "framework", NAMES, None)
        bias = self._switch(data, "bias", True)
        tables = data.get("layers")
        given = isinstance(tables, list) and all(isinstance(table, dict) for table in tables)
        if not given or not tables:
            self._wrong("there is no layer. Add a table [[layers]] with a kernel.")
            tables = []
        spec = NetworkSpec(
            steps=(),
            name=self._text(data, "name"),
            title=self._text(data, "title"),
            source=self._text(data, "source"),
            framework=framework,
            input_size=self._value(data, "input_size", read_sizes, "64", None),
            channels=self._count(data, "channels", None),
            dims=self._count(data, "dims", None),
        )
        if spec.dims is not None and spec.dims not in (1, 2, 3):
            self._wrong(f"dims = {spec.dims}: a layer has 1, 2 or 3 axes. Try dims = 2.")
        steps = []
        for number, table in enumerate(cast("list[dict[str, Any]]", tables), 1):
            label = table.get("name")
            shown = f" ({label})" if isinstance(label, str) and label else ""
            self.place = Place((f"{self.file}, layer {number}{shown}",), keys=True)
            steps.append(self._step(table, framework, bias))
        return spec._replace(steps=tuple(step for step in steps if step))

    def _step(self, table: Mapping[str, Any], framework: str | None, bias: bool) -> StepSpec | None:
        before = len(self.mistakes)
        kind = cast(Operation, self._word(table, "kind", OPERATIONS, "transposed"))
        self._known("", table, _KEYS[kind], f"a {kind} layer" if kind[0] != "c" else f"a {kind}")
        step = StepSpec(kind, self.place, name=self._text(table, "name"), skip=self._skip(table))
        if step.name == "input":
            self._wrong('name = "input" is what the network\'s own input is called. Take another.')
        if kind == "crop":
            return step._replace(crop=self._crop(table))
        said = {
            key: self._value(table, key, read, example, None)
            for key, read, example in _LAYER_VALUES
            if key in table and key in _KEYS[kind]
        }
        if "kernel" not in table:
            self._wrong("kernel is missing. Try kernel = 4.")
        step = step._replace(
            channels=self._count(table, "channels", None) if "channels" in _KEYS[kind] else None,
            groups=self._count(table, "groups", 1) or 1,
            bias=self._switch(table, "bias", bias),
        )
        if len(self.mistakes) > before:
            return None
        return step._replace(layer=bare_layer(kind, framework, **said))

    def _crop(self, table: Mapping[str, Any]) -> CropSpec:
        size = self._value(table, "size", read_sizes, "500", None)
        ends = self._value(table, "crop", read_padding, "0:1", None)
        if (size is None) is (ends is None) and ("size" in table) is ("crop" in table):
            self._wrong("a crop has either a size (and an offset), or crop. Try size = 500.")
        if ends is not None and "offset" in table:
            self._wrong("offset belongs to a size: crop = begin:end says both. Leave it out.")
        return CropSpec(size, self._value(table, "offset", read_sizes, "5", (0,)), ends)

    def _skip(self, table: Mapping[str, Any]) -> SkipSpec | None:
        if "skip" not in table:
            return None
        skip = table["skip"]
        if not isinstance(skip, dict):
            self._wrong(
                f'skip = {_shown(skip)} is no table. Try skip = {{ from = "name" }}, or'
                " skip = { size = 64, channels = 8 }."
            )
            return None
        self._known("skip.", skip, _SKIP, "a skip connection")
        source = self._text(skip, "from", "skip.")
        size = self._value(skip, "size", read_sizes, "64", None, "skip.")
        if bool(source) is ("size" in skip):
            self._wrong(
                "a skip connection has either from, the name of an earlier layer, or a size."
                " Give one."
            )
        if source and "channels" in skip:
            self._wrong("skip.channels are those of the layer it is from. Leave them out.")
        offset: Any = skip.get("offset")
        if isinstance(offset, str) and offset.lower() in ("center", "centre"):
            offset = "center"
        else:
            offset = self._value(skip, "offset", read_sizes, "5", None, "skip.")
        return SkipSpec(
            join=cast(Any, self._word(skip, "join", ("concat", "add"), "concat", "skip.")),
            source=source or None,
            size=size,
            channels=self._count(skip, "channels", None, "skip."),
            offset=offset,
        )

    # -- one key -------------------------------------------------------------------------

    def _wrong(self, text: str) -> None:
        self.mistakes.append(self.place.error(text))

    def _known(
        self, prefix: str, table: Mapping[str, Any], known: tuple[str, ...], of: str
    ) -> None:
        for key, value in table.items():
            if key in known:
                continue
            asked = f"{prefix}{key} = {_shown(value)}"
            hint = near(key, known) or f" There are {', '.join(known)}."
            self._wrong(f"{asked}: {of} has no {key}.{hint}")

    def _value(
        self,
        table: Mapping[str, Any],
        key: str,
        read: Callable[[str], Any],
        example: str,
        default: Any,
        prefix: str = "",
    ) -> Any:
        """A value in the notation of the command line, given as a number or as text."""
        if key not in table:
            return default
        value = table[key]
        asked = f"{prefix}{key} = {_shown(value)}"
        if isinstance(value, bool) or not isinstance(value, int | str):
            self._wrong(f'{asked} is neither a whole number nor text such as "3x5". Try {example}.')
            return default
        try:
            return read(str(value).strip().lower())
        except NotationError as error:
            self._wrong(f"{asked}: {error}. Try {example}.")
        except ValueError:  # more digits than Python prints
            self._wrong(f"{prefix}{key} is a number too long to print. Try {example}.")
        return default

    def _count(
        self, table: Mapping[str, Any], key: str, default: int | None, prefix: str = ""
    ) -> int | None:
        sizes: Sizes | None = self._value(table, key, read_sizes, "64", None, prefix)
        if sizes is None:
            return default
        if len(sizes) == 1 and 1 <= sizes[0] < 2**63:
            return sizes[0]
        self._wrong(f"{prefix}{key} = {_shown(table[key])} must be one number, at least 1.")
        return default

    def _switch(self, table: Mapping[str, Any], key: str, default: bool) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(f"{key} = {_shown(value)} must be true or false.")
        return default

    def _text(self, table: Mapping[str, Any], key: str, prefix: str = "") -> str:
        value = table.get(key, "")
        if isinstance(value, str) and value.isprintable():
            return value
        self._wrong(f"{prefix}{key} = {_shown(value)} must be one line of text.")
        return ""

    def _word(
        self,
        table: Mapping[str, Any],
        key: str,
        known: tuple[str, ...],
        default: str | None,
        prefix: str = "",
    ) -> str | None:
        value = table.get(key, default)
        if value == default or value in known:
            return cast("str | None", value)
        hint = near(str(value), known)
        self._wrong(
            f"{prefix}{key} = {_shown(value)} is not known. There are {', '.join(known)}.{hint}"
        )
        return default


_LAYER_VALUES: Final[tuple[tuple[str, Callable[[str], Any], str], ...]] = (
    ("kernel", read_sizes, "4"),
    ("stride", read_sizes, "2"),
    ("padding", read_padding_or_word, "1"),
    ("dilation", read_sizes, "1"),
    ("output_padding", read_output_padding, "1"),
    ("output_shape", read_sizes, "8"),
)


def _shown(value: object) -> str:
    """A value as TOML writes it, more or less, and short."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    except ValueError:
        return "a number too long to print"
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:57]}..."
