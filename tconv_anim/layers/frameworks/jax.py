"""JAX: explicit pads stand around the zero-inserted input, and the kernel is not rotated.

``lax.conv_transpose`` slides the kernel as given unless ``transpose_kernel=True``, and its
pairs are p', not p, unless ``use_consistent_padding=True``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes
from ..axis import Kind
from ..layer import Layer
from ..sizes import effective_kernel, equivalent_padding, halves, same_conv_padding
from ..validation import checked_padding
from .base import (
    REQUIRED,
    Code,
    Framework,
    FrameworkLayer,
    cropped_layer,
    crops,
    pads,
    word,
)
from .word_sizes import axis_sizes, crops_to, word_sizes

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = ["FRAMEWORK"]

_SHARED = {"kernel_shape": REQUIRED, "padding": REQUIRED, "rhs_dilation": None}


class _JAX(Framework):
    name, title = "jax", "JAX"
    names = {
        "kernel_size": "kernel_shape",
        "stride": "strides",
        "padding": "padding",
        "dilation": "rhs_dilation",
    }
    channel_names = {
        "in_channels": "in_channels",
        "out_channels": "out_channels",
        "groups": "feature_group_count",
    }
    biased = False
    other_names = {"window_strides": "stride"}
    words = {"conv": ("SAME", "SAME_LOWER", "VALID"), "transposed": ("SAME", "VALID")}
    defaults = {
        "conv": {**_SHARED, "window_strides": REQUIRED},
        "transposed": {
            **_SHARED,
            "strides": REQUIRED,
            "transpose_kernel": False,
            "use_consistent_padding": False,
        },
    }

    grouped_kinds = ("conv",)

    def stride_name(self, kind: Kind) -> str:
        return "window_strides" if kind == "conv" else "strides"

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        ndim = len(input_size)
        self._refuse_plain_numbers(kind, given)
        k, s, d = self.of_kernel(kind, given, ndim)
        spans = [effective_kernel(a, b) for a, b in zip(k, d, strict=True)]
        axes = list(zip(input_size, spans, s, strict=True))
        padding_word = word(given["padding"])
        if kind == "conv":
            if padding_word is not None:
                padding_word = self._checked_padding(kind, padding_word.upper(), given["padding"])
                ends = tuple(_conv_pads(padding_word, *axis) for axis in axes)
                rule = "ceil" if padding_word != "VALID" else ""
            else:
                ends, rule = self._pairs(given["padding"], ndim, least=0), ""
            return FrameworkLayer(
                Layer("conv", kernel_size=k, stride=s, dilation=d, padding=ends), rule
            )
        rotate = _switch("transpose_kernel", given["transpose_kernel"])
        consistent = _switch("use_consistent_padding", given["use_consistent_padding"])
        if padding_word is not None:
            if max(s) == 1 and not consistent and padding_word not in self.words[kind]:
                # JAX hands other words on to the plain convolution, which takes no stride then.
                padding_word = self._checked_padding("conv", padding_word.upper(), given["padding"])
                ends = tuple(_conv_pads(padding_word, *axis) for axis in axes)
                return FrameworkLayer(
                    cropped_layer(k, s, d, _crops(ends, spans), rotate_kernel=rotate), ""
                )
            padding_word = self._checked_padding(kind, padding_word, given["padding"])
            crop = crops_to(word_sizes(padding_word.lower(), axes), axes)
            return FrameworkLayer(
                cropped_layer(k, s, d, crop, rotate_kernel=rotate), padding_word.lower()
            )
        crop = ends = self._pairs(given["padding"], ndim, least=None)
        if not consistent:
            crop = _crops(ends, spans)
        if consistent and all(n >= 0 for pair in crop for n in pair):
            layer = Layer(
                "transposed",
                kernel_size=k,
                stride=s,
                dilation=d,
                padding=crop,
                rotate_kernel=rotate,
            )
            return FrameworkLayer(layer)
        return FrameworkLayer(
            cropped_layer(k, s, d, crop, rotate_kernel=rotate),
            "crop" if consistent else "dilated input",
        )

    def _refuse_plain_numbers(self, kind: Kind, given: Mapping[str, Any]) -> None:
        for name in (self.stride_name(kind), "rhs_dilation"):
            if isinstance(value := given[name], int):
                raise LayerError(
                    "{parameter} must be a tuple, one number an axis: JAX takes no single number"
                    " for all.",
                    parameter=Argument(name, value),
                )

    def _checked_padding(self, kind: Kind, padding_word: str, padding: object) -> str:
        if isinstance(padding, str) and padding_word in self.words[kind]:
            return padding_word
        function = "lax.conv_general_dilated" if kind == "conv" else "lax.conv_transpose"
        raise LayerError(
            "{padding} is not a padding of {function}: it takes {names} or a (begin, end)"
            " pair an axis.",
            padding=Argument("padding", padding),
            function=function,
            names=", ".join(self.words[kind]),
            advice=Argument("padding", "SAME"),
        )

    def _pairs(self, padding: object, ndim: int, *, least: int | None) -> Pairs:
        if padding is None or not isinstance(padding, Sequence):
            raise LayerError(
                "{padding} must be a word or a (begin, end) pair of whole numbers an axis.",
                padding=Argument("padding", padding),
            )
        found = checked_padding("padding", padding, None)
        if isinstance(found, int) or len(found) != ndim or isinstance(found[0], int):
            raise LayerError(
                "{padding} must be a (begin, end) pair for each of the {ndim} axes.",
                padding=Argument("padding", padding),
                ndim=ndim,
            )
        pairs: Pairs = found
        if least is not None and any(n < least for pair in pairs for n in pair):
            raise LayerError(
                "{padding} is below 0: JAX then cuts cells off a convolution's input, which no"
                " layer here says.",
                padding=Argument("padding", padding),
                advice=Message(
                    "Cut the input first, and try {padding}.",
                    padding=Argument("padding", tuple((max(b, 0), max(e, 0)) for b, e in pairs)),
                ),
            )
        return pairs

    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        if any(spec.output_padding or ()):
            advice = Message("Leave it out, or give the pads in numbers.")
            if not isinstance(spec.padding, str):
                more = zip(spec.padding, spec.output_padding or (), strict=True)
                pads = tuple((begin, end + op) for (begin, end), op in more)
                advice = Message(
                    "Leave it out: its pads have an end of their own, as in {padding}.",
                    padding=Argument("padding", pads),
                )
            raise LayerError(
                "{output_padding} is not known to JAX.",
                output_padding=Argument("output_padding", spec.output_padding),
                advice=advice,
            )
        padding: object = spec.padding
        if isinstance(padding, str):
            padding = padding.upper()
        given = {
            "kernel_shape": spec.kernel_size,
            self.stride_name(spec.kind): spec.stride,
            "padding": padding,
            "rhs_dilation": spec.dilation,
        }
        if spec.kind == "transposed":
            given["transpose_kernel"] = spec.transpose_kernel
        return given

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        more = {"transpose_kernel": resolved.layer.rotate_kernel}
        for padding in ("VALID", "SAME"):
            yield {"padding": padding} | (more if resolved.operation.crops else {})

    def code(self, resolved: ResolvedLayer) -> Code:
        axes, layer, note = resolved.axes, resolved.layer, ""
        strides = tuple(a.s for a in axes)
        i_and_k = axis_sizes(axes, resolved.input_size)
        if resolved.kind == "conv":
            name = "conv_general_dilated"
            ends = pads(axes)
            padding_code = str(list(ends))
            for padding_word in ("VALID", "SAME", "SAME_LOWER"):
                if ends == tuple(_conv_pads(padding_word, *axis) for axis in i_and_k):
                    padding_code = f'"{padding_word}"'
                    break
            words = [f"window_strides={strides}", f"padding={padding_code}"]
        elif layer.groups > 1:  # lax.conv_transpose has no groups; what it calls has
            name = "conv_general_dilated"
            ends = tuple(axis.equivalent_padding for axis in axes)
            words = [f"window_strides={(1,) * len(axes)}", f"padding={list(ends)}"]
            words.append(f"lhs_dilation={strides}")
            note = "w: channels swapped within each group" + (
                ", the kernel rotated by 180 degrees" if layer.rotate_kernel else ""
            )
        else:
            name = "conv_transpose"
            crop = crops(axes)
            padding_code = str(list(_crops(crop, resolved.kernel_extent)))
            for padding_word in ("VALID", "SAME"):
                if crop == crops_to(word_sizes(padding_word.lower(), i_and_k), i_and_k):
                    padding_code = f'"{padding_word}"'
                    break
            words = [f"strides={strides}", f"padding={padding_code}"]
        if any(a.d > 1 for a in axes):
            words.append(f"rhs_dilation={tuple(a.d for a in axes)}")
        if name == "conv_transpose" and layer.rotate_kernel:
            words.append("transpose_kernel=True")
        words += [f"feature_group_count={layer.groups}"] * (layer.groups > 1)
        x, w, y = _shapes(resolved, channels_last=name == "conv_transpose")
        expression = f"lax.{name}(x, w, {', '.join(words)})"
        size, lines = " x ".join(str(n) for n in y), [f"y = {expression}"]
        after = "y + b"
        if layer.bias:
            if name != "conv_transpose":
                after += f".reshape(-1{', 1' * len(axes)})"
            lines = [f"b = jnp.zeros({layer.out_channels})", *lines, f"y = {after}"]
        return Code(
            ("import jax.numpy as jnp", "from jax import lax"),
            expression,
            after=after if layer.bias else "",
            lines=(
                f"x = jnp.zeros({x})",
                f"w = jnp.zeros({w})",
                *lines[:-1],
                f"{lines[-1]}  # {size}",
            ),
            note=note,
        )


def _shapes(resolved: ResolvedLayer, *, channels_last: bool) -> tuple[Sizes, Sizes, Sizes]:
    """Of input, weights and output, as the function takes them."""
    layer = resolved.layer
    inputs, outputs = layer.in_channels, layer.out_channels
    if not channels_last:
        return (
            (1, inputs, *resolved.input_size),
            (outputs, inputs // layer.groups, *resolved.kernel_size),
            (1, outputs, *resolved.output_size),
        )
    pair = (outputs, inputs) if layer.rotate_kernel else (inputs, outputs)
    return (
        (1, *resolved.input_size, inputs),
        (*resolved.kernel_size, *pair),
        (1, *resolved.output_size, outputs),
    )


def _conv_pads(padding_word: str, i: int, span: int, s: int) -> tuple[int, int]:
    if padding_word == "VALID":
        return 0, 0
    begin, end = halves(same_conv_padding(i, span, s))
    return (begin, end) if padding_word == "SAME" else (end, begin)


def _crops(ends: Pairs, spans: Sequence[int]) -> Pairs:
    """The crop that pads p' around the zero-inserted input leave; and p' of a crop."""
    return tuple(
        (equivalent_padding(span, begin), equivalent_padding(span, end))
        for (begin, end), span in zip(ends, spans, strict=True)
    )


def _switch(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise LayerError("{parameter} must be True or False.", parameter=Argument(name, value))
    return value


FRAMEWORK = _JAX()
