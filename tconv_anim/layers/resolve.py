"""From what was typed to what is meant: every rule that needs more than one parameter.

:class:`LayerSpec` is the parsed form (values as given, number of axes open);
:func:`resolve` turns it into a :class:`ResolvedLayer`, a layer with its input size and
one value per axis. Nothing past this point asks again whether the sizes fit.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, cast

from ..errors import Argument, LayerError
from ..notation import Pairs, Sizes
from . import formulas
from .axis import Axis, Kind
from .layer import Layer
from .spec import LayerSpec
from .validation import MAX_AXES, checked_sizes

__all__ = [
    "ResolvedLayer",
    "again",
    "as_typed",
    "pose",
    "resolve",
]


class ResolvedLayer(NamedTuple):
    """A layer and an input that fit each other, with one value per axis throughout."""

    layer: Layer
    input_size: Sizes
    output_size: Sizes
    axes: tuple[Axis, ...]
    asked: LayerSpec | None = None
    """As it was typed, where a framework's rules were asked for; one value an axis."""
    rule: str = "padding"
    """How the size was said, see formulas.output_formula."""

    @property
    def kind(self) -> Kind:
        return self.layer.kind

    @property
    def cropped(self) -> bool:
        """Whether the layer was given its crop directly."""
        return self.layer.crop is not None

    @property
    def expanded_size(self) -> Sizes:
        """Input size after the zeros are inserted."""
        return tuple(a.expanded_size(i) for a, i in zip(self.axes, self.input_size, strict=True))

    @property
    def worked(self) -> tuple[formulas.Worked, ...]:
        """The output size of every axis, as formula and with numbers."""
        return formulas.output_worked(
            self.axes,
            self.input_size,
            rule=self.rule,
            output_padding=self.asked.output_padding if self.asked else None,
        )

    @property
    def macs(self) -> int:
        """Multiply-accumulates for one channel in and one out, see formulas.macs."""
        return formulas.macs(self.kind, self.kernel_size, self.input_size, self.output_size)

    @property
    def kernel_size(self) -> Sizes:
        return tuple(axis.k for axis in self.axes)

    @property
    def kernel_extent(self) -> Sizes:
        """k_eff per axis."""
        return tuple(axis.k_eff for axis in self.axes)


def resolve(
    spec: LayerSpec, *, ndim: int | None = None, because: str | Argument | None = None
) -> ResolvedLayer:
    """The problem that *spec* poses, on *ndim* axes (default: as many as it names, else 2).

    *because* says in an error who decided on *ndim*.

    Raises
    ------
    LayerError
        Parameters that disagree, or a layer that cannot be.
    """
    if spec.framework is None:
        _refuse_words(spec)
    given: list[tuple[str, Sizes | Pairs]] = [
        (name, value) for name in _PER_AXIS if isinstance(value := getattr(spec, name), tuple)
    ]
    axes = ndim
    decided_by = because or Argument("dims", ndim)
    for name, value in given:
        if len(value) > MAX_AXES:
            raise LayerError(_typed(name, value), f" has {len(value)} axes: a layer has 1, 2 or 3.")
        if len(value) == 1:
            continue
        if axes is None:
            axes, decided_by = len(value), _typed(name, value)
        elif axes != len(value):
            raise LayerError(
                _typed(name, value),
                f" has {len(value)} axes, but ",
                decided_by,
                f" has {axes}. Give one value for every axis, or one for each.",
            )
    count = axes or 2

    per_axis: dict[str, Any] = {
        name: value * count if len(value) == 1 else value for name, value in given
    }
    spread = spec._replace(**per_axis)
    if spec.framework is not None:
        return _in_framework(spec.framework, spread)
    layer = Layer(
        spread.kind,
        kernel_size=spread.kernel_size,
        stride=spread.stride,
        padding=cast(Pairs, spread.padding),
        dilation=spread.dilation,
        output_padding=cast(Sizes, spread.output_padding),
    )
    return pose(layer, spread.input_size)


_PER_AXIS: Final = (
    "input_size",
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "output_padding",
    "output_shape",
)


def _refuse_words(spec: LayerSpec) -> None:
    """LayerError for what only a framework understands."""
    if isinstance(spec.padding, str):
        raise LayerError(
            Argument("padding", spec.padding),
            " means other pixels in PyTorch, Keras, JAX and ONNX: say whose word it is. Try ",
            Argument("framework", "keras"),
            ".",
        )
    if spec.output_padding is None:
        raise LayerError(
            Argument("output_padding", "none"),
            " is Keras' own. Try ",
            Argument("framework", "keras"),
            ".",
        )
    for name, owner in (("output_shape", "onnx"), ("transpose_kernel", "jax")):
        if getattr(spec, name):
            raise LayerError(
                Argument(name, getattr(spec, name)),
                " is understood by one framework. Try ",
                Argument("framework", owner),
                ".",
            )


def _in_framework(name: str, spec: LayerSpec) -> ResolvedLayer:
    """The problem that a framework poses; one value per axis in *spec*."""
    from .frameworks import framework_named

    framework = framework_named(name)
    for only, owner in (("output_shape", "onnx"), ("transpose_kernel", "jax")):
        if getattr(spec, only) and (name != owner or spec.kind == "conv"):
            raise LayerError(
                Argument(only, getattr(spec, only)),
                " belongs to transposed layers. Leave it out."
                if name == owner
                else f" is not known to {framework.title}. Leave it out, or try ",
                *(() if name == owner else (Argument("framework", owner), ".")),
            )
    if spec.output_padding is None and name != "keras":
        raise LayerError(
            Argument("output_padding", "none"),
            f" is Keras' own: {framework.title} takes a number of cells. Try ",
            Argument("output_padding", 0),
            ".",
        )
    given = framework.given_by(spec)
    sizes = cast(Sizes, checked_sizes("input_size", spec.input_size, 1))
    made = framework.make(spec.kind, sizes, framework.complete(spec.kind, given))
    return ResolvedLayer(
        layer=made.layer,
        input_size=sizes,
        output_size=framework.output_size(spec.kind, made.layer, sizes),
        axes=made.layer.axes(len(sizes)),
        asked=spec._replace(output_padding=made.output_padding or spec.output_padding),
        rule=made.rule or _rule(made.layer),
    )


def as_typed(resolved: ResolvedLayer) -> LayerSpec:
    """A problem as it was typed, or as one would type it, with a value for every axis."""
    if resolved.asked is not None:
        return resolved.asked
    axes = resolved.axes
    return LayerSpec(
        kind=resolved.kind,
        input_size=resolved.input_size,
        kernel_size=tuple(a.k for a in axes),
        stride=tuple(a.s for a in axes),
        padding=tuple((a.pad_begin, a.pad_end) for a in axes),
        dilation=tuple(a.d for a in axes),
        output_padding=tuple(a.op for a in axes),
    )


def again(resolved: ResolvedLayer, input_size: Sizes) -> ResolvedLayer:
    """The same layer, said the same way, on another input."""
    if resolved.asked is not None and resolved.asked.framework is not None:
        return _in_framework(
            resolved.asked.framework, resolved.asked._replace(input_size=input_size)
        )
    return pose(resolved.layer, input_size)


def _typed(name: str, value: Sizes | Pairs) -> Argument:
    """A parameter with its value on every axis, as no message about axes may shorten it."""
    parts = (part if isinstance(part, tuple) else (part, part) for part in value)
    return Argument(name, "x".join(str(b) if b == e else f"{b}:{e}" for b, e in parts))


def pose(layer: Layer, input_size: int | Sizes, *, ndim: int | None = None) -> ResolvedLayer:
    """The problem of *layer* on an input of *input_size* cells (an int: every axis alike)."""
    sizes = layer.checked_input_size(input_size)
    if ndim is not None and layer.ndim is None and len(sizes) == 1:
        sizes *= ndim
    return ResolvedLayer(
        layer=layer,
        input_size=sizes,
        output_size=layer.output_size(sizes),
        axes=layer.axes(len(sizes)),
        rule=_rule(layer),
    )


def _rule(layer: Layer) -> str:
    return "padding" if layer.crop is None else "crop"
