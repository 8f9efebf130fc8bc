"""A pool, resize or shuffle as typed: the number of axes is open, padding may be a word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes, format_padding, format_sizes
from ..frameworks import framework_named
from ..sizes import effective_kernel, halves, same_conv_padding
from ..spec import LayerSpec
from .base import Resampling
from .pool import Pool
from .resize import Resize, Scale
from .shuffle import PixelShuffle

__all__ = ["RESAMPLINGS", "ResamplingSpec", "resampling_spec", "write_resampling"]

RESAMPLINGS: Final = {"pool": Pool, "resize": Resize, "shuffle": PixelShuffle}
"""The class of each kind."""


class ResamplingSpec(NamedTuple):
    """What is said of it. A tuple of one value stands for every axis."""

    kind: str
    kernel_size: Sizes = (2,)
    stride: Sizes | None = None
    """None: that of the kernel."""
    padding: Pairs | str = ((0, 0),)
    dilation: Sizes = (1,)
    ceil: bool | None = None
    """None: as the framework has it; Caffe's pools round up."""
    count_padding: bool = True
    mode: str = ""
    """Empty: ``max`` of a pool, ``nearest`` of a resize."""
    scale: tuple[Scale, ...] = (2,)
    align_corners: bool = False
    framework: str | None = None

    def per_axis(self) -> list[tuple[Any, ...]]:
        """Every value that is said axis by axis."""
        values = (self.kernel_size, self.stride, self.padding, self.dilation, self.scale)
        return [value for value in values if isinstance(value, tuple)]

    def scales(self, ndim: int) -> tuple[Scale, ...]:
        """The scale of every axis."""
        return self.scale * ndim if len(self.scale) == 1 else self.scale

    def layer(self, input_size: Sizes) -> Resampling:
        """The layer for an input of *input_size*, one value an axis.

        Raises
        ------
        LayerError
            A value that cannot be, or a word that the framework does not know.
        """
        ndim = len(input_size)

        def each(name: str, value: tuple[Any, ...]) -> tuple[Any, ...]:
            if len(value) not in (1, ndim):
                raise LayerError(
                    "{parameter} has {given} axes, where the input has {ndim}. Give one value for"
                    " every axis, or one for each.",
                    parameter=Argument(name, value),
                    given=len(value),
                    ndim=ndim,
                )
            return value * ndim if len(value) == 1 else value

        if self.kind == "pool":
            kernel = each("kernel_size", self.kernel_size)
            stride = kernel if self.stride is None else each("stride", self.stride)
            dilation = each("dilation", self.dilation)
            padding: Pairs
            if isinstance(self.padding, str):
                k_eff = tuple(map(effective_kernel, kernel, dilation))
                padding = self._padding_of_word(self.padding.lower(), input_size, k_eff, stride)
            else:
                padding = each("padding", self.padding)
            counted = self.count_padding and not isinstance(self.padding, str)
            mode: Any = self.mode or "max"
            return Pool(
                kernel_size=kernel,
                stride=stride,
                padding=padding,
                dilation=dilation,
                mode=mode,
                ceil=self.framework == "caffe" if self.ceil is None else self.ceil,
                count_padding=mode == "max" or counted,
            )
        if self.kind == "resize":
            how: Any = self.mode or "nearest"
            scale = each("scale", self.scale)
            return Resize(scale=scale, mode=how, align_corners=self.align_corners)
        whole = each("scale", self.scale)
        return PixelShuffle(scale=tuple(int(r) if r == int(r) else r for r in whole))

    def _padding_of_word(self, word: str, i: Sizes, k_eff: Sizes, s: Sizes) -> Pairs:
        known = _WORDS.get(self.framework or "", ())
        if word not in known:
            if self.framework is None:
                raise LayerError(
                    "{padding} means other pixels in Keras, JAX and ONNX: say whose word it is.",
                    padding=Argument("padding", self.padding),
                    advice=Argument("framework", "keras"),
                )
            raise LayerError(
                "{padding}: a pool of {framework} takes {known}.",
                padding=Argument("padding", self.padding),
                framework=framework_named(self.framework).title,
                known=" or ".join(known) or "numbers of cells",
                advice=Argument("padding", known[0] if known else 0),
            )
        if word == "valid":
            return ((0, 0),) * len(i)
        pads = [halves(same_conv_padding(*axis)) for axis in zip(i, k_eff, s, strict=True)]
        return tuple((end, begin) if word == "same_lower" else (begin, end) for begin, end in pads)


_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "keras": ("valid", "same"),
    "jax": ("valid", "same"),
    "onnx": ("valid", "same_upper", "same_lower"),
}


_FIELDS: Final = {
    "pool": (
        *("kernel_size", "stride", "padding", "dilation", "ceil", "count_padding"),
        *("mode", "framework"),
    ),
    "resize": ("scale", "mode", "align_corners", "framework"),
    "shuffle": ("scale", "framework"),
}
_OPTIONS: Final = (
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "ceil",
    "scale",
    "mode",
    "align_corners",
)
"""Those that are flags."""


def resampling_spec(kind: str, said: Mapping[str, Any]) -> ResamplingSpec:
    """What options say of a layer without weights, by their names.

    Raises
    ------
    LayerError
        An option that this kind does not have.
    """
    for name in (*LayerSpec._fields, *ResamplingSpec._fields):
        if name in said and name not in (*_FIELDS[kind], "kind", "input_size"):
            raise LayerError(
                "{option} means nothing for {kind}: it has {known}. Leave it out.",
                option=Argument(name),
                kind=Argument("kind", kind),
                known=Message.joined([Argument(n) for n in _FIELDS[kind] if n in _OPTIONS], ", "),
            )
    return ResamplingSpec(kind, **{name: said[name] for name in _FIELDS[kind] if name in said})


def write_resampling(spec: ResamplingSpec) -> str:
    """Its word in a line of layers.

    >>> write_resampling(ResamplingSpec("pool", kernel_size=(3,), stride=(2,), ceil=True))
    'pool:k3s2p0ceil'
    >>> write_resampling(ResamplingSpec("resize", scale=(2, 1.5), mode="bilinear"))
    'bilinear:x2x1.5'
    """
    return _WRITERS[spec.kind](spec)


def _pool_word(spec: ResamplingSpec) -> str:
    padding = spec.padding if isinstance(spec.padding, str) else format_padding(spec.padding)
    stride = spec.kernel_size if spec.stride is None else spec.stride
    word = f"k{format_sizes(spec.kernel_size)}s{format_sizes(stride)}p{padding}"
    if any(d != 1 for d in spec.dilation):
        word += f"d{format_sizes(spec.dilation)}"
    kind = "avgpool" if spec.mode == "average" else "pool"
    return f"{kind}:{word}" + ("ceil" if spec.ceil else "")


def _resize_word(spec: ResamplingSpec) -> str:
    kind = "resize" if spec.mode in ("", "nearest") else spec.mode
    return f"{kind}:x{_scale(spec)}" + ("corners" if spec.align_corners else "")


def _shuffle_word(spec: ResamplingSpec) -> str:
    return f"shuffle:x{_scale(spec)}"


def _scale(spec: ResamplingSpec) -> str:
    alike = len(set(spec.scale)) == 1
    return "x".join(f"{scale:g}" for scale in (spec.scale[:1] if alike else spec.scale))


_WRITERS: Final[dict[str, Callable[[ResamplingSpec], str]]] = {
    "pool": _pool_word,
    "resize": _resize_word,
    "shuffle": _shuffle_word,
}
