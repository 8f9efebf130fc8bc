"""Caffe: PyTorch's padding without output padding; from its formula, it cannot be installed.

Source: Caffe's ConvolutionLayer and DeconvolutionLayer compute_output_shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Sizes
from ..axis import Kind
from ..layer import Layer
from .base import (
    REQUIRED,
    Code,
    Framework,
    FrameworkLayer,
    crops,
    pads,
    remaining_crop,
)
from .channels import channel_words
from .pytorch import symmetric_padding

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = ["FRAMEWORK"]

_PARAMETERS = {"kernel_size": REQUIRED, "stride": 1, "pad": 0, "dilation": 1}


class _Caffe(Framework):
    name, title = "caffe", "Caffe"
    names = {
        "kernel_size": "kernel_size",
        "stride": "stride",
        "padding": "pad",
        "dilation": "dilation",
    }
    channel_names = {
        "in_channels": "in_channels",
        "out_channels": "num_output",
        "groups": "group",
        "bias": "bias_term",
    }
    words = {"conv": (), "transposed": ()}
    defaults = {"conv": _PARAMETERS, "transposed": _PARAMETERS}

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        k, s, d = self.of_kernel(kind, given, len(input_size))
        pad = self.sizes("pad", given["pad"], 0, len(input_size))
        return FrameworkLayer(Layer(kind, kernel_size=k, stride=s, dilation=d, padding=pad))

    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        if isinstance(spec.padding, str):
            raise LayerError(
                "{padding} is a word, and Caffe's pad is a number of cells.",
                padding=Argument("padding", spec.padding),
            )
        if any(spec.output_padding or ()):
            raise LayerError(
                "{output_padding} is not known to Caffe: a crop layer follows its deconvolution"
                " where a size has to be met.",
                output_padding=Argument("output_padding", spec.output_padding),
                advice=Message(
                    "Leave it out, or ask another {framework}.", framework=Argument("framework")
                ),
            )
        return {
            "kernel_size": spec.kernel_size,
            "stride": spec.stride,
            "pad": symmetric_padding(self.title, spec.padding),
            "dilation": spec.dilation,
        }

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        yield {"pad": p}

    def code(self, resolved: ResolvedLayer) -> Code:
        axes, conv = resolved.axes, resolved.kind == "conv"
        found = pads(axes) if conv else crops(axes)
        done = tuple((max(min(pair), 0),) * 2 for pair in found)
        words = [
            f"{name}: {value}"
            for name, values, default in (
                ("kernel_size", [a.k for a in axes], None),
                ("stride", [a.s for a in axes], 1),
                ("pad", [begin for begin, _ in done], 0),
                ("dilation", [a.d for a in axes], 1),
            )
            for value in (values[:1] if len(set(values)) == 1 else values)
            if len(set(values)) > 1 or value != default
        ]
        if not resolved.layer.single_channel:
            words.insert(0, f"num_output: {resolved.layer.out_channels}")
        words += channel_words(resolved, "group: {}", "bias_term: false")
        name = "Convolution" if conv else "Deconvolution"
        rest, after, note = remaining_crop(found, done), "", ""
        if conv and any(any(pair) for pair in rest):
            note = "Caffe pads both ends alike: pad the input by hand"
        elif any(n < 0 for pair in rest for n in pair):
            note = f"Caffe appends nothing: {_cells(rest)} are missing"
        elif any(any(pair) for pair in rest):
            offsets = ", ".join(str(begin) for begin, _ in rest)
            after = f"Crop(y, offset {offsets}, to {' x '.join(map(str, resolved.output_size))})"
        if not resolved.layer.rotate_kernel:
            note = "; ".join([note] * bool(note) + ["the kernel has to be rotated by 180 degrees"])
        layer = f'type: "{name}" convolution_param {{ {" ".join(words)} }}'
        return Code((), layer, after=after, lines=(layer,), note=note)


def _cells(rest: tuple[tuple[int, int], ...]) -> str:
    return " x ".join(f"{max(-b, 0)} cells before and {max(-e, 0)} after" for b, e in rest[:1])


FRAMEWORK = _Caffe()
