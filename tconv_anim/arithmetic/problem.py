"""From what was typed to what is meant: every rule that needs more than one parameter.

:class:`LayerSpec` is the parsed form (values as given, number of axes open);
:func:`resolve` turns it into a :class:`Problem`, a layer with its input size and
one value per axis. Nothing past this point asks again whether the sizes fit.
"""

from __future__ import annotations

from typing import Final, NamedTuple, cast

from .axis import Axis, Kind
from .checks import MAX_AXES
from .errors import Asked, LayerError
from .layer import Layer
from .notation import Pairs, Sizes

__all__ = ["DEFAULTS", "LayerSpec", "Problem", "pose", "resolve"]


class LayerSpec(NamedTuple):
    """A layer as typed. A tuple of one value stands for every axis."""

    kind: Kind = "transposed"
    input_size: Sizes = (3,)
    kernel: Sizes = (3,)
    stride: Sizes = (2,)
    padding: Pairs = ((1, 1),)
    dilation: Sizes = (1,)
    output_padding: Sizes = (0,)


DEFAULTS: Final = LayerSpec()
"""What the commands use where nothing is said: the case of the best-known article."""


class Problem(NamedTuple):
    """A layer and an input that fit each other, with one value per axis throughout."""

    layer: Layer
    input_size: Sizes
    output_size: Sizes
    axes: tuple[Axis, ...]

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
    def kernel_size(self) -> Sizes:
        return tuple(axis.k for axis in self.axes)

    @property
    def kernel_extent(self) -> Sizes:
        """k_eff per axis."""
        return tuple(axis.k_eff for axis in self.axes)


def resolve(
    spec: LayerSpec, *, ndim: int | None = None, because: str | Asked | None = None
) -> Problem:
    """The problem that *spec* poses, on *ndim* axes (default: as many as it names, else 2).

    *because* says in an error who decided on *ndim*.

    Raises
    ------
    LayerError
        Parameters that disagree, or a layer that cannot be.
    """
    given: list[tuple[str, Sizes | Pairs]] = [
        ("input_size", spec.input_size),
        ("kernel", spec.kernel),
        ("stride", spec.stride),
        ("padding", spec.padding),
        ("dilation", spec.dilation),
        ("output_padding", spec.output_padding),
    ]
    axes = ndim
    decided_by = because or Asked("dims", ndim)
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

    def spread(value: tuple[object, ...]) -> object:
        return value * count if len(value) == 1 else value

    layer = Layer(
        spec.kind,
        kernel=cast(Sizes, spread(spec.kernel)),
        stride=cast(Sizes, spread(spec.stride)),
        padding=cast(Pairs, spread(spec.padding)),
        dilation=cast(Sizes, spread(spec.dilation)),
        output_padding=cast(Sizes, spread(spec.output_padding)),
    )
    return pose(layer, cast(Sizes, spread(spec.input_size)))


def _typed(name: str, value: Sizes | Pairs) -> Asked:
    """A parameter with its value on every axis, as no message about axes may shorten it."""
    parts = (part if isinstance(part, tuple) else (part, part) for part in value)
    return Asked(name, "x".join(str(b) if b == e else f"{b}:{e}" for b, e in parts))


def pose(layer: Layer, input_size: int | Sizes, *, ndim: int | None = None) -> Problem:
    """The problem of *layer* on an input of *input_size* cells (an int: every axis alike)."""
    sizes = layer.checked_input_size(input_size)
    if ndim is not None and layer.ndim is None and len(sizes) == 1:
        sizes *= ndim
    return Problem(
        layer=layer,
        input_size=sizes,
        output_size=layer.output_size(sizes),
        axes=layer.axes(len(sizes)),
    )
