"""PyTorch: padding the same on both sides, output padding at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Pairs, Sizes
from ..axis import Kind
from ..layer import Layer
from ..sizes import halves
from .base import (
    REQUIRED,
    Code,
    Framework,
    FrameworkLayer,
    crops,
    pads,
    remaining_crop,
    size_code,
    word,
)
from .channels import channel_words, check_appended

if TYPE_CHECKING:
    from ..resolved_layer import ResolvedLayer
    from ..spec import LayerSpec

__all__ = ["FRAMEWORK"]

_SHARED = {"kernel_size": REQUIRED, "stride": 1, "padding": 0}


class _PyTorch(Framework):
    name, title = "pytorch", "PyTorch"
    names = {
        "kernel_size": "kernel_size",
        "stride": "stride",
        "padding": "padding",
        "dilation": "dilation",
    }
    channel_names = {
        "in_channels": "in_channels",
        "out_channels": "out_channels",
        "groups": "groups",
        "bias": "bias",
    }
    words = {"conv": ("same", "valid"), "transposed": ()}
    defaults = {
        "conv": {**_SHARED, "dilation": 1},
        "transposed": {**_SHARED, "output_padding": 0, "dilation": 1},
    }

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> FrameworkLayer:
        ndim = len(input_size)
        k, s, d = self.of_kernel(kind, given, ndim)
        padding, rule = given["padding"], ""
        if (padding_word := word(padding)) is not None:
            padding, rule = self._padding_of_word(kind, padding_word, k, s, d), padding_word
        else:
            both = self.sizes("padding", padding, 0, ndim)
            padding = tuple((p, p) for p in both)
        if kind == "conv":
            rules = {"same": "ceil", "valid": ""}
            layer = Layer("conv", kernel_size=k, stride=s, dilation=d, padding=padding)
            return FrameworkLayer(layer, rules.get(rule, ""))
        op = self.sizes("output_padding", given["output_padding"], 0, ndim)
        layer = Layer(
            "transposed", kernel_size=k, stride=s, dilation=d, padding=padding, output_padding=op
        )
        return FrameworkLayer(layer)

    def _padding_of_word(
        self, kind: Kind, padding_word: str, k: Sizes, s: Sizes, d: Sizes
    ) -> Pairs:
        if kind == "transposed":
            raise LayerError(
                "{padding} is refused by PyTorch's transposed convolutions, whose padding is a"
                " number of cells: Keras and JAX know the word.",
                padding=Argument("padding", padding_word),
                advice=Argument("padding", max((max(k) - max(s) + 1) // 2, 0)),
            )
        if padding_word not in self.words[kind]:
            raise LayerError(
                "{padding} is not a padding of PyTorch: it takes numbers of cells, 'same' or"
                " 'valid'.",
                padding=Argument("padding", padding_word),
            )
        if padding_word == "valid":
            return ((0, 0),) * len(k)
        if max(s) > 1:
            raise LayerError(
                "{padding} with a stride of {stride} is refused by PyTorch, which pads for 'same'"
                " only where the stride is 1.",
                padding=Argument("padding", padding_word),
                stride=size_code(s),
                advice=Argument(
                    "padding",
                    max(dilation * (size - 1) // 2 for size, dilation in zip(k, d, strict=True)),
                ),
            )
        return tuple(halves(dilation * (size - 1)) for size, dilation in zip(k, d, strict=True))

    def parameters_of(self, spec: LayerSpec) -> dict[str, Any]:
        given: dict[str, Any] = {
            "kernel_size": spec.kernel_size,
            "stride": spec.stride,
            "padding": spec.padding
            if isinstance(spec.padding, str)
            else symmetric_padding(self.title, spec.padding),
            "dilation": spec.dilation,
        }
        if spec.kind == "transposed":
            given["output_padding"] = spec.output_padding
        return given

    def paddings(self, resolved: ResolvedLayer, p: Sizes, op: Sizes) -> Iterable[dict[str, Any]]:
        yield {"padding": p} | ({"output_padding": op} if op else {})

    def code(self, resolved: ResolvedLayer) -> Code:
        axes, ndim = resolved.axes, len(resolved.axes)
        words = [f"kernel_size={size_code([a.k for a in axes])}"]
        if any(a.s > 1 for a in axes):
            words.append(f"stride={size_code([a.s for a in axes])}")
        before = after = note = ""
        imports = ("import torch",)
        if resolved.kind == "conv":
            name, found = f"Conv{ndim}d", pads(axes)
            if all(begin == end for begin, end in found):
                if any(begin for begin, _ in found):
                    words.append(f"padding={size_code([begin for begin, _ in found])}")
            elif all(a.s == 1 for a in axes) and found == tuple(halves(a.k_eff - 1) for a in axes):
                words.append('padding="same"')
            else:
                before = _pad_code("x", found)
        else:
            name, found = f"ConvTranspose{ndim}d", crops(axes)
            says = all(
                b >= 0 and 0 <= b - e < max(a.s, a.d) for a, (b, e) in zip(axes, found, strict=True)
            )
            done = found if says else tuple((max(min(pair), 0),) * 2 for pair in found)
            if any(begin for begin, _ in done):
                words.append(f"padding={size_code([begin for begin, _ in done])}")
            if any(begin != end for begin, end in done):
                words.append(f"output_padding={size_code([begin - end for begin, end in done])}")
            rest = remaining_crop(found, done)
            check_appended(self, resolved.layer, rest)
            after = _crop_code(rest)
            if not resolved.layer.rotate_kernel:
                note = "the kernel is not rotated here: give PyTorch w.flip of all its axes"
        if any(a.d > 1 for a in axes):
            words.append(f"dilation={size_code([a.d for a in axes])}")
        words += channel_words(resolved, "groups={}", "bias=False")
        inputs, outputs = resolved.layer.in_channels, resolved.layer.out_channels
        layer = f"torch.nn.{name}({inputs}, {outputs}, {', '.join(words)})"
        shape = ", ".join(str(n) for n in (1, inputs, *resolved.input_size))
        lines = [f"layer = {layer}", f"x = torch.zeros({shape})"]
        lines += [f"x = {before}"] * bool(before)
        lines += ["y = layer(x)"]
        lines += [f"y = {after}"] * bool(after)
        lines[-1] += f"  # {' x '.join(str(n) for n in (1, outputs, *resolved.output_size))}"
        return Code(imports, layer, before, after, tuple(lines), note)


def symmetric_padding(title: str, padding: Pairs) -> Sizes:
    """A padding whose two ends are the same; LayerError for one whose ends are not."""
    if any(begin != end for begin, end in padding):
        raise LayerError(
            "{padding} pads begin and end differently, and {framework_title} pads them alike.",
            padding=Argument("padding", padding),
            framework_title=title,
            advice=Message(
                "Try {padding}, or leave out {framework}.",
                padding=Argument("padding", max(max(pair) for pair in padding)),
                framework=Argument("framework"),
            ),
        )
    return tuple(begin for begin, _ in padding)


def _pad_code(name: str, ends: Pairs) -> str:
    """F.pad counts from the last axis."""
    flat = ", ".join(str(n) for pair in reversed(ends) for n in pair)
    return f"torch.nn.functional.pad({name}, ({flat}))"


def _crop_code(crop: Pairs) -> str:
    """The expression that crops and appends what is left; empty for nothing."""
    if not any(any(pair) for pair in crop):
        return ""
    if all(n >= 0 for pair in crop for n in pair):
        return f"y[..., {', '.join(slice_code(*pair) for pair in crop)}]"
    return _pad_code("y", tuple((-begin, -end) for begin, end in crop))  # negative pads crop


def slice_code(begin: int, end: int) -> str:
    """A slice that leaves out the first and the last cells."""
    return f"{begin or ''}:{-end if end else ''}"


FRAMEWORK = _PyTorch()
