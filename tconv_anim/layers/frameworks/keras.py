"""Keras: padding is a word, and output padding means another size than leaving it out.

Whatever the size, the crop in all is F - o: the smaller half at the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes
from ..axis import Axis, Kind, axis_name
from ..layer import Layer
from ..sizes import (
    effective_kernel,
    full_size,
    halves,
    largest_kernel,
    same_conv_padding,
    same_transposed_size_with_op,
)
from .base import (
    REQUIRED,
    Code,
    Framework,
    FrameworkLayer,
    cropped_layer,
    crops,
    pads,
    refuse_output_padding,
    remaining_crop,
    size_code,
    word,
)
from .channels import channel_words, check_appended, check_groups
from .pytorch import slice_code
from .word_sizes import AxisSizes, axis_sizes, crops_to, word_sizes

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = ["FRAMEWORK"]

_SHARED = {"kernel_size": REQUIRED, "strides": 1, "padding": "valid"}


class _Keras(Framework):
    name, title = "keras", "Keras"
    names = {
        "kernel_size": "kernel_size",
        "stride": "strides",
        "padding": "padding",
        "dilation": "dilation_rate",
    }
    channel_names = {
        "in_channels": "in_channels",
        "out_channels": "filters",
        "groups": "groups",
        "bias": "use_bias",
    }
    words = {"conv": ("valid", "same", "causal"), "transposed": ("valid", "same")}
    defaults = {
        "conv": {**_SHARED, "dilation_rate": 1},
        "transposed": {**_SHARED, "output_padding": None, "dilation_rate": 1},
    }

    grouped_kinds = ("conv",)

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        ndim = len(input_size)
        k, s, d = self.of_kernel(kind, given, ndim)
        padding = self._word(kind, given["padding"], ndim)
        if max(s) > 1 and max(d) > 1:
            raise LayerError(
                "{dilation_rate} together with {strides} is refused by Keras, on whatever axes:"
                " one of the two has to be 1.",
                dilation_rate=Argument("dilation_rate", given["dilation_rate"]),
                strides=Argument("strides", given["strides"]),
                advice=Argument("dilation_rate", 1),
            )
        spans = [effective_kernel(a, b) for a, b in zip(k, d, strict=True)]
        axes = list(zip(input_size, spans, s, strict=True))
        if kind == "conv":
            return FrameworkLayer(
                Layer("conv", kernel_size=k, stride=s, dilation=d, padding=_pads(padding, axes)),
                "" if padding == "valid" else "ceil",
            )
        op = given["output_padding"]
        if op is not None:
            op = self.sizes("output_padding", op, 0, ndim)
            refuse_output_padding(op, s, "strides")
        crop = crops_to(_transposed_sizes(padding, axes, op), axes)
        rule = padding if op is None else f"{padding} with op"
        return FrameworkLayer(cropped_layer(k, s, d, crop), rule, op)

    def output_size(self, kind: Kind, layer: Layer, sizes: Sizes) -> Sizes:
        axes = layer.axes(len(sizes))
        if kind == "conv":
            for index, (axis, i) in enumerate(zip(axes, sizes, strict=True)):
                if not axis.output_size(i):  # which "same" and "causal" never come to
                    fits = tuple(
                        min(a.k, largest_kernel(n, a.d)) for a, n in zip(axes, sizes, strict=True)
                    )
                    which = "" if len(set(sizes)) == 1 else f" ({axis_name(index, len(sizes))})"
                    raise LayerError(
                        "{kernel_size} covers {k_eff} cells, more than the input's {i}{which}:"
                        " with valid it fits nowhere.",
                        kernel_size=Argument("kernel_size", tuple(a.k for a in axes)),
                        k_eff=axis.k_eff,
                        i=i,
                        which=which,
                        advice=Message(
                            "Try {kernel_size} or {padding}.",
                            kernel_size=Argument("kernel_size", fits),
                            padding=Argument("padding", "same"),
                        ),
                    )
        return super().output_size(kind, layer, sizes)

    def _word(self, kind: Kind, padding: object, ndim: int) -> str:
        padding_word = word(padding)
        known = self.words[kind][: 3 if ndim == 1 else 2]
        if padding_word is None or padding_word.lower() not in known:
            raise LayerError(
                "{padding} is not a padding of Keras, which takes a word here: {names}.",
                padding=Argument("padding", padding),
                names=" or ".join(known),
                advice=Argument("padding", "same"),
            )
        return padding_word.lower()

    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        given: dict[str, Any] = {
            "kernel_size": spec.kernel_size,
            "strides": spec.stride,
            "padding": spec.padding,
            "dilation_rate": spec.dilation,
        }
        if spec.kind == "transposed":
            given["output_padding"] = spec.output_padding
        return given

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        return {"padding": "valid"}, {"padding": "same"}

    def remark(self, resolved: ResolvedLayer) -> str:
        spec = resolved.framework_spec
        if spec is None or spec.framework != self.name or not resolved.operation.crops:
            return ""
        op = spec.output_padding
        if spec.padding != "same" or op is None or not _fails_on_cpu(resolved.axes, op):
            return ""
        return (
            "TensorFlow on the CPU fails on padding same with an even kernel and output padding"
            " 0; the other backends of Keras answer."
        )

    def code(self, resolved: ResolvedLayer) -> Code:
        axes, ndim = resolved.axes, len(resolved.axes)
        if any(a.s > 1 for a in axes) and any(a.d > 1 for a in axes):
            raise LayerError(
                "Keras cannot express this layer: it refuses strides > 1 together with"
                " dilation_rate > 1. A kernel with the zeros written out ({kernel} cells) does the"
                " same.",
                kernel=size_code([a.k_eff for a in axes]),
            )
        words = [f"kernel_size={size_code([a.k for a in axes])}"]
        if any(a.s > 1 for a in axes):
            words.append(f"strides={size_code([a.s for a in axes])}")
        before = after = note = ""
        if resolved.kind == "conv":
            name, found = f"Conv{ndim}D", pads(axes)
            if any(map(any, found)) and found == _pads(
                "same", axis_sizes(axes, resolved.input_size)
            ):
                words.append('padding="same"')
            elif any(map(any, found)):
                before = f"keras.layers.ZeroPadding{ndim}D({_ends(found)})(x)"
        else:
            name, found = f"Conv{ndim}DTranspose", crops(axes)
            arguments, done = _nearest(resolved, found)
            words += arguments
            rest = remaining_crop(found, done)
            check_appended(self, resolved.layer, rest)
            after = _crop_code(rest, ndim)
            if not resolved.layer.rotate_kernel:
                note = (
                    "the kernel is not rotated here: give Keras the kernel rotated by 180 degrees"
                )
        if any(a.d > 1 for a in axes):
            words.append(f"dilation_rate={size_code([a.d for a in axes])}")
        check_groups(self, resolved.layer)
        words += channel_words(resolved, "groups={}", "use_bias=False")
        inputs, filters = resolved.layer.in_channels, resolved.layer.out_channels
        layer = f"keras.layers.{name}({filters}, {', '.join(words)})"
        shape = ", ".join(str(n) for n in (1, *resolved.input_size, inputs))
        lines = [f"layer = {layer}", f"x = keras.ops.zeros(({shape}))"]
        lines += [f"x = {before}"] * bool(before)
        lines += ["y = layer(x)"]
        lines += [f"y = {after}"] * bool(after)
        lines[-1] += f"  # {' x '.join(str(n) for n in (1, *resolved.output_size, filters))}"
        return Code(("import keras",), layer, before, after, tuple(lines), note)


def _pads(padding: str, axes: list[AxisSizes]) -> Pairs:
    """What a convolution's word pads, for (i, k_eff, s) of every axis."""
    if padding == "causal":  # nothing is read that comes later
        return tuple((span - 1, 0) for _, span, _ in axes)
    if padding == "same":
        return tuple(halves(same_conv_padding(*axis)) for axis in axes)
    return ((0, 0),) * len(axes)


def _transposed_sizes(padding: str, axes: list[AxisSizes], op: Sizes | None) -> Sizes:
    if op is None:
        return word_sizes(padding, axes)
    if padding == "same":
        return tuple(
            same_transposed_size_with_op(*axis, more) for axis, more in zip(axes, op, strict=True)
        )
    return tuple(full_size(i, s, span) + more for (i, span, s), more in zip(axes, op, strict=True))


def _nearest(resolved: ResolvedLayer, wanted: Pairs) -> tuple[list[str], Pairs]:
    """The words that crop as *wanted*, else those of the whole result, and what they crop."""
    axes = axis_sizes(resolved.axes, resolved.input_size)

    def crop_of(padding: str, op: Sizes | None) -> Pairs:
        return crops_to(_transposed_sizes(padding, axes, op), axes)

    for padding, given in product(("valid", "same"), (False, True)):
        op = _op_for(padding, axes, resolved) if given else None
        if given and op is None:
            continue
        if padding == "same" and given and _fails_on_cpu(resolved.axes, op):
            continue
        if crop_of(padding, op) == wanted:
            words = [f'padding="{padding}"'] * (padding == "same")
            return words + [f"output_padding={size_code(op)}" for _ in (op,) if op], wanted
    return [], crop_of("valid", None)


def _op_for(padding: str, axes: list[AxisSizes], resolved: ResolvedLayer) -> Sizes | None:
    """The output padding that gives the size, where Keras takes it."""
    none = _transposed_sizes(padding, axes, (0,) * len(axes))
    op = tuple(o - base for o, base in zip(resolved.output_size, none, strict=True))
    return op if all(0 <= n < a.s for n, a in zip(op, resolved.axes, strict=True)) else None


def _fails_on_cpu(axes: tuple[Axis, ...], op: Sizes | None) -> bool:
    """TensorFlow on the CPU does not compute "same" of an even kernel with output padding 0."""
    return any(a.k_eff % 2 == 0 and not more for a, more in zip(axes, op or (), strict=True))


def _ends(ends: Pairs) -> str:
    inner = ", ".join(str(pair) for pair in ends)
    return f"({inner})" if len(ends) > 1 else inner


def _crop_code(crop: Pairs, ndim: int) -> str:
    """The expression that crops and appends what is left; empty for nothing."""
    cuts = tuple((max(b, 0), max(e, 0)) for b, e in crop)
    more = tuple((max(-b, 0), max(-e, 0)) for b, e in crop)
    result = "y"
    if any(map(any, cuts)):
        result = f"y[:, {', '.join(slice_code(*pair) for pair in cuts)}, :]"
    if any(map(any, more)):
        result = f"keras.layers.ZeroPadding{ndim}D({_ends(more)})({result})"
    return result if result != "y" else ""


FRAMEWORK = _Keras()
