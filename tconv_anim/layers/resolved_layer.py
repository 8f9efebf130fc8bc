"""A layer with its input size: the sizes that follow, one value per axis."""

from typing import Any, NamedTuple

from ..notation import Sizes
from . import formulas
from .axis import Axis, Kind
from .counting import MACS
from .layer import Layer
from .operations.base import Operation
from .sizes import weights
from .spec import LayerSpec

__all__ = [
    "ResolvedLayer",
    "channels_of",
    "one_channel",
    "plane_layer",
    "resolve_layer",
    "spec_of",
    "usual_rule",
]


class ResolvedLayer(NamedTuple):
    """A layer and an input that fit each other, with one value per axis throughout."""

    layer: Layer
    input_size: Sizes
    output_size: Sizes
    axes: tuple[Axis, ...]
    framework_spec: LayerSpec | None = None
    """Its parameters as a framework has them, one value an axis; None: without a framework."""
    rule: str = "padding"
    """How the size was given, see formulas.output_formula."""

    @property
    def kind(self) -> Kind:
        return self.layer.kind

    @property
    def operation(self) -> Operation:
        return self.layer.operation

    @property
    def positions(self) -> Sizes:
        """Positions of the kernel: input cells that stamp, or output cells that read."""
        return self.input_size if self.operation.driven_by == "input" else self.output_size

    @property
    def cropped(self) -> bool:
        """Whether the layer was given its crop directly."""
        return self.layer.crop is not None

    @property
    def expanded_size(self) -> Sizes:
        """Input size after the zeros are inserted."""
        return tuple(a.expanded_size(i) for a, i in zip(self.axes, self.input_size, strict=True))

    @property
    def calculations(self) -> tuple[formulas.Calculation, ...]:
        """The output size of every axis, as formula and with numbers."""
        return formulas.output_calculations(
            self.axes,
            self.input_size,
            rule=self.rule,
            output_padding=self.framework_spec.output_padding if self.framework_spec else None,
        )

    @property
    def macs(self) -> int:
        """Multiply-accumulates, without biases."""
        return MACS.of(self)

    @property
    def weights(self) -> int:
        layer = self.layer
        return weights(self.kernel_size, layer.in_channels, layer.out_channels, layer.groups)

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.layer.out_channels * self.layer.bias

    @property
    def kernel_size(self) -> Sizes:
        return tuple(axis.k for axis in self.axes)

    @property
    def kernel_extent(self) -> Sizes:
        """k_eff per axis."""
        return tuple(axis.k_eff for axis in self.axes)


def resolve_layer(
    layer: Layer, input_size: int | Sizes, *, ndim: int | None = None
) -> ResolvedLayer:
    """*layer* on an input of *input_size* cells (an int: every axis alike)."""
    sizes = layer.checked_input_size(input_size)
    if ndim is not None and layer.ndim is None and len(sizes) == 1:
        sizes *= ndim
    return ResolvedLayer(
        layer=layer,
        input_size=sizes,
        output_size=layer.output_size(sizes),
        axes=layer.axes(len(sizes)),
        rule=usual_rule(layer),
    )


def one_channel(resolved: ResolvedLayer) -> ResolvedLayer:
    """The same layer from one channel to one, without a bias: what a picture of a kernel shows."""
    layer = resolved.layer.replaced(in_channels=1, out_channels=1, groups=1, bias=False)
    return resolved._replace(layer=layer)


def usual_rule(layer: Layer) -> str:
    """How the size of a layer without a framework is given: by padding, or by its crop."""
    return "padding" if layer.crop is None else "crop"


def spec_of(resolved: ResolvedLayer) -> LayerSpec:
    """The parameters as they were typed, or as one would type them; a value for every axis."""
    if resolved.framework_spec is not None:
        return resolved.framework_spec
    axes = resolved.axes
    return LayerSpec(
        kind=resolved.kind,
        input_size=resolved.input_size,
        kernel_size=tuple(a.k for a in axes),
        stride=tuple(a.s for a in axes),
        padding=tuple((a.pad_begin, a.pad_end) for a in axes),
        dilation=tuple(a.d for a in axes),
        output_padding=tuple(a.op for a in axes),
        **channels_of(resolved.layer),
    )


def channels_of(layer: Layer | LayerSpec) -> dict[str, Any]:
    """Channels, groups and bias, as another layer takes them."""
    return {
        "in_channels": layer.in_channels,
        "out_channels": layer.out_channels,
        "groups": layer.groups,
        "bias": layer.bias,
    }


def plane_layer(resolved: ResolvedLayer) -> ResolvedLayer:
    """*resolved* on two axes: one of one axis gets a first axis of a single cell.

    >>> from .resolve import resolve
    >>> from .spec import LayerSpec
    >>> plane_layer(resolve(LayerSpec(), ndim=1)).output_size
    (1, 5)
    """
    if len(resolved.axes) == 2:
        return resolved
    layer, (axis,), (i,) = resolved.layer, resolved.axes, resolved.input_size
    crop = None if layer.crop is None else ((0, 0), *layer.crop)
    pads = None if crop else ((0, 0), (axis.pad_begin, axis.pad_end))
    widened = Layer(
        layer.kind,
        kernel_size=(1, axis.k),
        stride=(1, axis.s),
        padding=pads or 0,
        dilation=(1, axis.d),
        output_padding=(0, axis.op) if pads else 0,
        crop=crop,
        rotate_kernel=layer.rotate_kernel,
        **channels_of(layer),
    )
    return resolve_layer(widened, (1, i))
