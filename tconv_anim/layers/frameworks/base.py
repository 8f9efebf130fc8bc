"""What every framework answers, and what their front ends share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes
from ..axis import Axis, Kind, axis_name
from ..layer import Layer
from ..operations import operation_named
from ..validation import MAX_AXES, axes_words, checked_sizes

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = [
    "REQUIRED",
    "Code",
    "Framework",
    "FrameworkLayer",
    "cropped_layer",
    "crops",
    "pads",
    "refuse_output_padding",
    "remaining_crop",
    "size_code",
    "word",
]

REQUIRED: Final = object()
"""Default of a parameter that has none."""


class FrameworkLayer(NamedTuple):
    """A framework's layer, and how the framework says its size."""

    layer: Layer
    rule: str = ""
    """Of formulas.output_formula; empty: as the layer itself says it."""
    output_padding: Sizes | None = None
    """op, where the crop already holds it."""


class Code(NamedTuple):
    """A layer as one types it, from the imports to the output of an input of zeros."""

    imports: tuple[str, ...]
    layer: str
    """The expression that makes the layer, or the node of it."""
    before: str = ""
    """What is done to the input first (an expression of x)."""
    after: str = ""
    """What is done to the output then (an expression of y)."""
    lines: tuple[str, ...] = ()
    """The whole program, without the imports."""
    note: str = ""

    @property
    def program(self) -> str:
        """Lines that run where the framework is installed."""
        note = [f"# {self.note}"] if self.note else []
        return "\n".join([*self.imports, "", *note, *self.lines])

    @property
    def short(self) -> str:
        """The layer on one line, and what goes with it."""
        parts = [f"x = {self.before}"] * bool(self.before) + [self.layer]
        parts += [f"y = {self.after}"] * bool(self.after)
        return "; ".join(parts) + (f"  ({self.note})" if self.note else "")


class Framework(ABC):
    """One framework: its parameters, its rules, its refusals, its code."""

    name: ClassVar[str]
    title: ClassVar[str]
    """Its name as it writes itself."""
    names: ClassVar[Mapping[str, str]]
    """Its word for each of Layer's parameters: kernel, stride, padding, dilation."""
    other_names: ClassVar[Mapping[str, str]] = {}
    """Layer's words for further ones."""
    words: ClassVar[Mapping[str, tuple[str, ...]]]
    """Words that its padding knows, kind by kind."""
    channel_names: ClassVar[Mapping[str, str]]
    """Its word for channels in and out, groups and bias; none where it has no such thing."""
    biased: ClassVar[bool] = True
    """Whether a layer has a bias where nothing is said."""
    defaults: ClassVar[Mapping[str, Mapping[str, object]]]
    """Parameters and their defaults, kind by kind."""
    grouped_kinds: ClassVar[tuple[str, ...]] = ("conv", "transposed")
    """The kinds that it divides into groups of channels."""

    @abstractmethod
    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        """The layer of *given*, its parameters, complete, as :meth:`complete` leaves them."""

    @abstractmethod
    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        """Its parameters from what was typed on the command line."""

    @abstractmethod
    def code(self, resolved: ResolvedLayer) -> Code:
        """How one types exactly that layer; LayerError where the framework cannot say it."""

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        """Parameters that a comparison tries: words, and numbers next to PyTorch's *p* and *op*."""
        return ()

    def remark(self, resolved: ResolvedLayer) -> str:
        """What there is to know of a layer that it makes, as a sentence; empty: nothing."""
        return ""

    def complete(self, kind: Kind, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """*parameters* with the defaults; LayerError for names it does not have."""
        if kind not in self.defaults:
            operation_named(kind)  # refuses what is none
            raise LayerError(
                "{kind} is not known to {framework}: it has {kinds}.",
                kind=Argument("kind", kind),
                framework=self.title,
                kinds=" and ".join(self.defaults),
            )
        known = self.defaults[kind]
        for name, value in parameters.items():
            if name not in known:
                raise LayerError(
                    "{parameter} is not a parameter of {framework}'s {layer}: there are {names}.",
                    parameter=Argument(name, value),
                    framework=self.title,
                    layer=_KIND_NAMES[kind],
                    names=", ".join((*known, *self.channel_names.values())),
                )
        given = {**known, **parameters}
        for name, value in given.items():
            if value is REQUIRED:
                raise LayerError(
                    "{parameter} is missing: {framework}'s {layer} needs it.",
                    parameter=Argument(name),
                    framework=self.title,
                    layer=_KIND_NAMES[kind],
                )
        return given

    def layer_of(
        self, kind: Kind, input_size: Sizes, parameters: Mapping[str, Any]
    ) -> FrameworkLayer:
        """The layer of its *parameters*; LayerError for what it refuses."""
        try:
            return self.make(kind, input_size, self.complete(kind, parameters))
        except LayerError as error:
            raise error.replaced(self._with_own_name) from None

    def _with_own_name(self, part: Argument) -> Argument:
        """Its parameter, with what Layer and the command line call it."""
        named = {**self.names, **self.channel_names}
        names = {name: own for own, name in named.items()} | {**self.other_names}
        own = names.get(part.name, part.name)
        return part._replace(own=own) if own != part.name else part

    def output_size(self, kind: Kind, layer: Layer, sizes: Sizes) -> Sizes:
        """The layer's output; what has none is refused in the framework's terms."""
        try:
            return layer.output_size(sizes)
        except LayerError as error:
            if layer.crop is not None and (larger := _large_enough(layer, sizes)) != sizes:
                raise self._nothing_left(layer, sizes, larger) from None
            raise error.replaced(self.own_argument) from None

    def own_argument(self, part: Argument) -> Argument:
        """A parameter of Layer in a message, as the framework calls and writes it."""
        names = {**self.names, **self.channel_names}
        name = names.get(part.name, part.name)
        return part._replace(name=name, own=part.name) if name != part.name else part

    def _nothing_left(self, layer: Layer, sizes: Sizes, larger: Sizes) -> LayerError:
        """Why a layer said with a framework's own padding has no output."""
        found = [axis.output_size(i) for axis, i in zip(layer.axes(len(sizes)), sizes, strict=True)]
        o = min(found)
        alike = len(set(sizes)) == len(set(found)) == 1
        which = "" if alike else f" ({axis_name(found.index(o), len(sizes))})"
        return LayerError(
            "{input_size} gives an output of {o} cells with this kernel, stride and"
            " padding{which}, and at least 1 must be left.",
            input_size=Argument("input_size", sizes),
            o=o,
            which=which,
            advice=Argument("input_size", larger),
        )

    # -- for its make ------------------------------------------------------------------

    def sizes(self, name: str, value: object, least: int | None, ndim: int) -> Sizes:
        """A parameter as one number an axis."""
        found = checked_sizes(name, value, least)
        if isinstance(found, int):
            return (found,) * ndim
        if len(found) != ndim:
            raise LayerError(
                "{parameter} has {axes}, but the input has {ndim}.",
                parameter=Argument(name, found),
                axes=axes_words(len(found)),
                ndim=ndim,
                advice="Give one value for every axis, or one for each.",
            )
        return found

    def of_kernel(
        self, kind: Kind, given: Mapping[str, Any], ndim: int
    ) -> tuple[Sizes, Sizes, Sizes]:
        """Kernel size, stride and dilation, one number an axis."""
        if not 1 <= ndim <= MAX_AXES:
            raise LayerError("a layer has 1, 2 or 3 axes, not {ndim}.", ndim=ndim)
        stride, unsaid = self.stride_name(kind), self.defaults[kind]
        k, s, d = (
            self.sizes(name, 1 if given[name] is None is unsaid[name] else given[name], 1, ndim)
            for name in (self.names["kernel_size"], stride, self.names["dilation"])
        )
        return k, s, d

    def stride_name(self, kind: Kind) -> str:
        return self.names["stride"]


_KIND_NAMES: Final = {"conv": "convolution", "transposed": "transposed convolution"}


def _large_enough(layer: Layer, sizes: Sizes) -> Sizes:
    """The smallest input with an output on every axis; each cell of it adds s of them."""
    return tuple(
        max(i, i - (axis.output_size(i) - 1) // axis.s)
        for axis, i in zip(layer.axes(len(sizes)), sizes, strict=True)
    )


def cropped_layer(
    k: Sizes, s: Sizes, d: Sizes, crop: Pairs, *, rotate_kernel: bool = True
) -> Layer:
    """The transposed layer of a crop, said as a crop."""
    return Layer(
        "transposed", kernel_size=k, stride=s, dilation=d, crop=crop, rotate_kernel=rotate_kernel
    )


def word(value: object) -> str | None:
    """*value* where it is text; ONNX' is often bytes."""
    if isinstance(value, bytes):
        return value.decode("ascii", "replace")
    return value if isinstance(value, str) else None


def refuse_output_padding(op: Sizes, limits: Sizes, why: str) -> None:
    """Raise LayerError where an output padding is not below its limit."""
    for value, limit in zip(op, limits, strict=True):
        if value >= limit:
            raise LayerError(
                "{output_padding} must be smaller than {why} = {limit}.",
                output_padding=Argument("output_padding", op[0] if len(set(op)) == 1 else op),
                why=why,
                limit=limit,
                advice=Argument(
                    "output_padding",
                    min(limits) - 1 if len(set(op)) == 1 else _below_limits(op, limits),
                ),
            )


def _below_limits(op: Sizes, limits: Sizes) -> Sizes:
    return tuple(min(value, limit - 1) for value, limit in zip(op, limits, strict=True))


def remaining_crop(crop: Sequence[tuple[int, int]], done: Sequence[tuple[int, int]]) -> Pairs:
    """What is left of a crop where some of it is done."""
    return tuple((b - e, c - f) for (b, c), (e, f) in zip(crop, done, strict=True))


def crops(axes: Sequence[Axis]) -> Pairs:
    return tuple((axis.crop_begin, axis.crop_end) for axis in axes)


def pads(axes: Sequence[Axis]) -> Pairs:
    return tuple((axis.pad_begin, axis.pad_end) for axis in axes)


def size_code(values: Sequence[int]) -> str:
    """One number where all are alike, else a tuple, as Python writes it."""
    return str(values[0]) if len(set(values)) == 1 else str(tuple(values))
