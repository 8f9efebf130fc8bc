"""ONNX, as ONNX Runtime answers where the specification's text leaves something open.

Output padding is part of the total that SAME_UPPER and SAME_LOWER crop; ``output_shape``
wins over pads, and what it crops goes to the start first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes
from ..axis import Kind
from ..layer import Layer
from ..sizes import (
    effective_kernel,
    full_size,
    halves,
    onnx_same_size,
    same_conv_padding,
    same_transposed_size,
)
from ..validation import checked_sizes
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
    word,
)
from .channels import channel_words, check_appended, weight_shape

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = ["FRAMEWORK"]

_AUTO_PADS = ("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")
_SHARED = {
    "kernel_shape": REQUIRED,
    "strides": None,
    "pads": None,
    "dilations": None,
    "auto_pad": "NOTSET",
}


class _ONNX(Framework):
    name, title = "onnx", "ONNX"
    names = {
        "kernel_size": "kernel_shape",
        "stride": "strides",
        "padding": "pads",
        "dilation": "dilations",
    }
    channel_names = {
        "in_channels": "in_channels",
        "out_channels": "out_channels",
        "groups": "group",
        "bias": "bias",
    }
    biased = False
    other_names = {"auto_pad": "padding"}
    words = {"conv": _AUTO_PADS[1:], "transposed": _AUTO_PADS[1:]}
    defaults = {
        "conv": _SHARED,
        "transposed": {**_SHARED, "output_padding": None, "output_shape": None},
    }

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        ndim = len(input_size)
        k, s, d = self.of_kernel(kind, given, ndim)
        auto_pad = self._auto_pad(kind, given)
        ends = self._pads(given["pads"], ndim)
        same = auto_pad in ("SAME_UPPER", "SAME_LOWER")
        spans = [effective_kernel(a, b) for a, b in zip(k, d, strict=True)]
        if kind == "conv":
            if same:
                if max(d) > 1:
                    raise LayerError(
                        "{dilations} together with {auto_pad} is refused by ONNX Runtime.",
                        dilations=Argument("dilations", d),
                        auto_pad=Argument("auto_pad", auto_pad),
                        advice=Message("Give {pads} in numbers.", pads=Argument("pads")),
                    )
                totals = map(same_conv_padding, input_size, spans, s)
                ends = tuple(_shared(total, auto_pad) for total in totals)
            layer = Layer("conv", kernel_size=k, stride=s, dilation=d, padding=ends)
            return FrameworkLayer(layer, "ceil" if same else "")
        op = self.sizes("output_padding", given["output_padding"] or 0, 0, ndim)
        refuse_output_padding(op, s, "strides (in ONNX Runtime)")
        full = [full_size(*axis) for axis in zip(input_size, s, spans, strict=True)]
        wanted, rule = None, "output shape"
        if given["output_shape"] is not None:
            wanted = self._output_shape(given["output_shape"], full, s, ndim)
        elif same:
            rule = "same"
            wanted = tuple(map(onnx_same_size, input_size, spans, s, op))
            if wanted != tuple(map(same_transposed_size, input_size, s)):
                rule = "same of onnx"
        if wanted is None:
            return FrameworkLayer(
                Layer(
                    "transposed",
                    kernel_size=k,
                    stride=s,
                    dilation=d,
                    padding=ends,
                    output_padding=op,
                )
            )
        crop = tuple(
            _crop(total, o, more, auto_pad) for total, o, more in zip(full, wanted, op, strict=True)
        )
        return FrameworkLayer(cropped_layer(k, s, d, crop), rule, op)

    def own_argument(self, part: Argument) -> Argument:
        if part.name == "padding" and isinstance(part.value, tuple):  # all begins, all ends
            pairs = [entry if isinstance(entry, tuple) else (entry,) * 2 for entry in part.value]
            return Argument("pads", tuple(b for b, _ in pairs) + tuple(e for _, e in pairs))
        return super().own_argument(part)

    def _auto_pad(self, kind: Kind, given: Mapping[str, Any]) -> str:
        padding_word = word(given["auto_pad"])
        if padding_word == "" and (kind == "conv" or given["pads"] is None):
            padding_word = "NOTSET"  # to ONNX Runtime
        if padding_word is None or padding_word not in ("", *_AUTO_PADS):
            raise LayerError(
                "{auto_pad} is not known to ONNX: there are {names}.",
                auto_pad=Argument("auto_pad", given["auto_pad"]),
                names=", ".join(_AUTO_PADS[1:]),
                advice=Argument("auto_pad", "SAME_UPPER"),
            )
        if padding_word != "NOTSET" and given["pads"] is not None:
            raise LayerError(
                "{auto_pad} and {pads} both say the padding.",
                auto_pad=Argument("auto_pad", padding_word),
                pads=Argument("pads", given["pads"]),
                advice="Give one.",
            )
        return padding_word

    def _pads(self, given: object, ndim: int) -> Pairs:
        """ONNX lists all begins, then all ends."""
        if given is None:
            return ((0, 0),) * ndim
        found = checked_sizes("pads", given, 0)
        flat = (found,) * (2 * ndim) if isinstance(found, int) else found
        if len(flat) != 2 * ndim:
            raise LayerError(
                "{pads} has {count} numbers, but {ndim} axes have {ndim} begins and then {ndim}"
                " ends.",
                pads=Argument("pads", given),
                count=len(flat),
                ndim=ndim,
            )
        return tuple(zip(flat[:ndim], flat[ndim:], strict=True))

    def _output_shape(self, given: object, full: list[int], s: Sizes, ndim: int) -> Sizes:
        wanted = self.sizes("output_shape", given, 1, ndim)
        for o, most, stride in zip(wanted, full, s, strict=True):
            if o >= most + stride:
                raise LayerError(
                    "{output_shape} is more than ONNX Runtime makes of this layer: up to {limit},"
                    " the full result of {full} and strides - 1 = {appended} more.",
                    output_shape=Argument("output_shape", wanted),
                    limit=most + stride - 1,
                    full=most,
                    appended=stride - 1,
                    advice=Argument(
                        "output_shape",
                        tuple(min(a, b + c - 1) for a, b, c in zip(wanted, full, s, strict=True)),
                    ),
                )
        return wanted

    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        given: dict[str, Any] = {
            "kernel_shape": spec.kernel_size,
            "strides": spec.stride,
            "dilations": spec.dilation,
        }
        if isinstance(spec.padding, str):
            given["auto_pad"] = spec.padding.upper()
        elif spec.output_shape is None:  # which wins over pads
            begins, ends = zip(*spec.padding, strict=True)
            given["pads"] = (*begins, *ends)
        if spec.kind == "transposed":
            given["output_padding"] = spec.output_padding
            given["output_shape"] = spec.output_shape
        return given

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        axes, ends, more = resolved.axes, pads(resolved.axes), (0,) * len(resolved.axes)
        if resolved.operation.crops:
            ends = crops(axes)
            more = tuple(min(max(-e, 0), a.s - 1) for a, (_, e) in zip(axes, ends, strict=True))
        begins, last = zip(*((b, e + n) for (b, e), n in zip(ends, more, strict=True)), strict=True)
        if min(*begins, *last) >= 0 or not resolved.operation.crops:
            yield {"pads": begins + last} | ({"output_padding": more} if any(more) else {})
        yield from ({"auto_pad": word} for word in ("SAME_UPPER", "SAME_LOWER"))

    def code(self, resolved: ResolvedLayer) -> Code:
        axes = resolved.axes
        words = [f"kernel_shape={list(resolved.kernel_size)}"]
        if any(a.s > 1 for a in axes):
            words.append(f"strides={[a.s for a in axes]}")
        note = ""
        rest: Pairs = ()
        if resolved.kind == "conv":
            name, ends, op = "Conv", pads(axes), [0] * len(axes)
        else:
            name, found = "ConvTranspose", crops(axes)
            op = [min(max(-e, 0), a.s - 1) for a, (_, e) in zip(axes, found, strict=True)]
            if all(b >= 0 and e < 0 <= b - e < a.s for a, (b, e) in zip(axes, found, strict=True)):
                op = [-e for _, e in found]
            ends = tuple(
                (max(b, 0), max(e + more, 0)) for (b, e), more in zip(found, op, strict=True)
            )
            done = [(b, e - more) for (b, e), more in zip(ends, op, strict=True)]
            rest = remaining_crop(found, done)
            check_appended(self, resolved.layer, rest)
            if not resolved.layer.rotate_kernel:
                note = "the kernel is not rotated here: give ONNX the kernel rotated by 180 degrees"
        if any(a.d > 1 for a in axes):
            words.append(f"dilations={[a.d for a in axes]}")
        if any(map(any, ends)):
            words.append(f"pads={[b for b, _ in ends] + [e for _, e in ends]}")
        if any(op):
            words.append(f"output_padding={op}")
        words += channel_words(resolved, "group={}")
        inputs = '["x", "w", "b"]' if resolved.layer.bias else '["x", "w"]'
        more = [max(-b, 0) for b, _ in rest] + [max(-e, 0) for _, e in rest]
        result = "full" if any(more) else "y"
        layer = f'helper.make_node("{name}", {inputs}, ["{result}"], {", ".join(words)})'
        after = (
            f"Pad, pads {[0, 0, *more[: len(axes)], 0, 0, *more[len(axes) :]]}" if any(more) else ""
        )
        return Code(
            ("import onnx", "from onnx import TensorProto, helper"),
            layer,
            after=after,
            lines=_program(resolved, layer, more if any(more) else []),
            note=note,
        )


def _shared(total: int, auto_pad: str) -> tuple[int, int]:
    begin, end = halves(total)
    return (begin, end) if auto_pad == "SAME_UPPER" else (end, begin)


def _crop(full: int, o: int, op: int, auto_pad: str) -> tuple[int, int]:
    """A wanted size, cropped from the full result and its output padding."""
    begin, _ = _shared(max(full + op - o, 0), auto_pad)
    return begin, full - o - begin


def _program(resolved: ResolvedLayer, layer: str, more: list[int]) -> tuple[str, ...]:
    def tensor(name: str, shape: tuple[int, ...] | None) -> str:
        cells = None if shape is None else list(shape)
        return f'helper.make_tensor_value_info("{name}", TensorProto.FLOAT, {cells})'

    nodes = [f"layer = {layer}"]
    inside, extra = "[layer]", []
    if more:
        ends = [0, 0, *more[: len(more) // 2], 0, 0, *more[len(more) // 2 :]]
        nodes.append('pad = helper.make_node("Pad", ["full", "pads"], ["y"])')
        nodes.append(f'pads = helper.make_tensor("pads", TensorProto.INT64, [{len(ends)}], {ends})')
        inside, extra = "[layer, pad]", ["    initializer=[pads],"]
    channels = resolved.layer
    size = " x ".join(str(n) for n in (1, channels.out_channels, *resolved.output_size))
    bias = [f"     {tensor('b', (channels.out_channels,))}],"] if channels.bias else []
    return (
        *nodes,
        "graph = helper.make_graph(",
        f'    {inside}, "layer",',
        f"    [{tensor('x', (1, channels.in_channels, *resolved.input_size))},",
        f"     {tensor('w', weight_shape(resolved))}{',' if bias else '],'}",
        *bias,
        f"    [{tensor('y', None)}],",
        *extra,
        ")",
        "model = onnx.shape_inference.infer_shapes(helper.make_model(graph))",
        f"y = model.graph.output[0].type.tensor_type.shape  # {size}",
    )


FRAMEWORK = _ONNX()
