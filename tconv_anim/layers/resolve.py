"""From a spec to a layer: every rule that needs more than one parameter.

:class:`~tconv_anim.layers.spec.LayerSpec` is the parsed form (values as given, number of
axes open); :func:`resolve` turns it into a
:class:`~tconv_anim.layers.resolved_layer.ResolvedLayer`, a layer with its input size and
one value per axis. Nothing past this point asks again whether the sizes fit.
"""

from __future__ import annotations

from typing import Any, Final, cast

from ..errors import Argument, LayerError, Message
from ..notation import Pairs, Sizes
from .frameworks import framework_named
from .frameworks.channels import check_groups
from .layer import Layer
from .operations import operation_named
from .resolved_layer import ResolvedLayer, channels_of, resolve_layer, usual_rule
from .spec import LayerSpec
from .validation import MAX_AXES, checked_sizes

__all__ = ["resolve", "with_input_size"]


def resolve(
    spec: LayerSpec, *, ndim: int | None = None, because: str | Argument | None = None
) -> ResolvedLayer:
    """The layer and input of *spec*, on *ndim* axes (default: as many as it names, else 2).

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
            raise LayerError(
                "{parameter} has {count} axes: a layer has 1, 2 or 3.",
                parameter=_typed(name, value),
                count=len(value),
            )
        if len(value) == 1:
            continue
        if axes is None:
            axes, decided_by = len(value), _typed(name, value)
        elif axes != len(value):
            raise LayerError(
                "{parameter} has {count} axes, but {other} has {axes}.",
                parameter=_typed(name, value),
                count=len(value),
                other=decided_by,
                axes=axes,
                advice="Give one value for every axis, or one for each.",
            )
    count = axes or 2

    per_axis: dict[str, Any] = {
        name: value * count if len(value) == 1 else value for name, value in given
    }
    spread = spec._replace(**per_axis)
    return _resolved(spread)


def _resolved(spread: LayerSpec) -> ResolvedLayer:
    """The layer of a spec with one value an axis."""
    if spread.output_shape is not None and spread.framework != "onnx":
        return _of_output_shape(spread)
    if spread.framework is not None:
        return _in_framework(spread.framework, spread)
    layer = Layer(
        spread.kind,
        kernel_size=spread.kernel_size,
        stride=spread.stride,
        padding=cast(Pairs, spread.padding),
        dilation=spread.dilation,
        output_padding=cast(Sizes, spread.output_padding),
        **channels_of(spread),
    )
    return resolve_layer(layer, spread.input_size)


def _of_output_shape(spread: LayerSpec) -> ResolvedLayer:
    """The layer of an output size, whose padding follows."""
    if not operation_named(spread.kind).crops:
        raise LayerError(
            "{output_shape} belongs to transposed layers.",
            output_shape=Argument("output_shape", spread.output_shape),
            advice="Leave it out.",
        )
    from .output_shape import OutputShape

    shape = OutputShape(spread)
    if (found := shape.layer(_resolved)) is not None:
        return found
    layer = Layer(
        spread.kind,
        kernel_size=spread.kernel_size,
        stride=spread.stride,
        dilation=spread.dilation,
        crop=shape.crop,
        rotate_kernel=spread.framework != "jax" or spread.transpose_kernel,
        **channels_of(spread),
    )
    if spread.framework is not None:
        check_groups(framework_named(spread.framework), layer)
    spread = spread._replace(output_padding=None)  # which the crop holds
    found = resolve_layer(layer, spread.input_size)
    return found._replace(framework_spec=spread, rule="output shape")


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
            "{padding} means other pixels in PyTorch, Keras, JAX and ONNX: say whose word it is.",
            padding=Argument("padding", spec.padding),
            advice=Argument("framework", "keras"),
        )
    if spec.output_padding is None:
        raise LayerError(
            "{output_padding} is Keras' own.",
            output_padding=Argument("output_padding", "none"),
            advice=Argument("framework", "keras"),
        )
    if spec.transpose_kernel:
        raise LayerError(
            "{parameter} is understood by one framework.",
            parameter=Argument("transpose_kernel", True),
            advice=Argument("framework", "jax"),
        )


def _in_framework(name: str, spec: LayerSpec) -> ResolvedLayer:
    """The layer that a framework makes; one value per axis in *spec*."""
    framework = framework_named(name)
    for only, owner in (("output_shape", "onnx"), ("transpose_kernel", "jax")):
        if not getattr(spec, only):
            continue
        parameter = Argument(only, getattr(spec, only))
        if not operation_named(spec.kind).crops:
            raise LayerError(
                "{parameter} belongs to transposed layers.",
                parameter=parameter,
                advice="Leave it out.",
            )
        if name != owner:
            raise LayerError(
                "{parameter} is not known to {framework}.",
                parameter=parameter,
                framework=framework.title,
                advice=Message(
                    "Leave it out, or try {framework}.", framework=Argument("framework", owner)
                ),
            )
    if spec.output_padding is None and name != "keras":
        raise LayerError(
            "{output_padding} is Keras' own: {framework} takes a number of cells.",
            output_padding=Argument("output_padding", "none"),
            framework=framework.title,
            advice=Argument("output_padding", 0),
        )
    given = framework.parameters_of(spec)
    sizes = cast(Sizes, checked_sizes("input_size", spec.input_size, 1))
    theirs = framework.layer_of(spec.kind, sizes, given)
    layer = theirs.layer.replaced(**channels_of(spec))
    check_groups(framework, layer)
    return ResolvedLayer(
        layer=layer,
        input_size=sizes,
        output_size=framework.output_size(spec.kind, layer, sizes),
        axes=layer.axes(len(sizes)),
        framework_spec=spec._replace(output_padding=theirs.output_padding or spec.output_padding),
        rule=theirs.rule or usual_rule(layer),
    )


def with_input_size(resolved: ResolvedLayer, input_size: Sizes) -> ResolvedLayer:
    """The same layer, given the same way, on another input."""
    if resolved.framework_spec is not None and resolved.framework_spec.framework is not None:
        return _resolved(resolved.framework_spec._replace(input_size=input_size))
    return resolve_layer(resolved.layer, input_size)


def _typed(name: str, value: Sizes | Pairs) -> Argument:
    """A parameter with its value on every axis, as no message about axes may shorten it."""
    parts = (part if isinstance(part, tuple) else (part, part) for part in value)
    return Argument(name, "x".join(str(b) if b == e else f"{b}:{e}" for b, e in parts))
