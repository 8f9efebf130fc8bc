"""JAX: explicit pads stand around the zero-inserted input, and the kernel is not rotated.

``lax.conv_transpose`` slides the kernel as given unless ``transpose_kernel=True``, and its
pairs are p', not p, unless ``use_consistent_padding=True``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import formulas
from ..axis import Kind
from ..checks import checked_padding
from ..errors import Asked, LayerError
from ..layer import Layer
from ..notation import Pairs, Sizes
from .base import (
    REQUIRED,
    Code,
    Framework,
    Made,
    bare,
    crops,
    crops_to,
    pads,
    stretches,
    word,
    word_sizes,
)

if TYPE_CHECKING:
    from ..problem import LayerSpec, Problem

__all__ = ["FRAMEWORK"]

_SHARED = {"kernel_shape": REQUIRED, "padding": REQUIRED, "rhs_dilation": None}


class _JAX(Framework):
    name, title = "jax", "JAX"
    names = {
        "kernel": "kernel_shape",
        "stride": "strides",
        "padding": "padding",
        "dilation": "rhs_dilation",
    }
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

    def stride_name(self, kind: Kind) -> str:
        return "window_strides" if kind == "conv" else "strides"

    def make(self, kind: Kind, input_size: Sizes, given: Mapping[str, Any]) -> Made:
        ndim = len(input_size)
        self._refuse_plain_numbers(kind, given)
        k, s, d = self.of_kernel(kind, given, ndim)
        spans = [formulas.effective_kernel(a, b) for a, b in zip(k, d, strict=True)]
        axes = list(zip(input_size, spans, s, strict=True))
        asked = word(given["padding"])
        if kind == "conv":
            if asked is not None:
                asked = self._checked(kind, asked.upper(), given["padding"])
                ends = tuple(_conv_pads(asked, *axis) for axis in axes)
                rule = "ceil" if asked != "VALID" else ""
            else:
                ends, rule = self._pairs(given["padding"], ndim, least=0), ""
            return Made(Layer("conv", kernel=k, stride=s, dilation=d, padding=ends), rule)
        rotate = _switch("transpose_kernel", given["transpose_kernel"])
        consistent = _switch("use_consistent_padding", given["use_consistent_padding"])
        if asked is not None:
            if max(s) == 1 and not consistent and asked not in self.words[kind]:
                # JAX hands other words on to the plain convolution, which takes no stride then.
                asked = self._checked("conv", asked.upper(), given["padding"])
                ends = tuple(_conv_pads(asked, *axis) for axis in axes)
                return Made(bare(k, s, d, _crops(ends, spans), rotate_kernel=rotate), "")
            asked = self._checked(kind, asked, given["padding"])
            crop = crops_to(word_sizes(asked.lower(), axes), axes)
            return Made(bare(k, s, d, crop, rotate_kernel=rotate), asked.lower())
        crop = ends = self._pairs(given["padding"], ndim, least=None)
        if not consistent:
            crop = _crops(ends, spans)
        if consistent and all(n >= 0 for pair in crop for n in pair):
            layer = Layer(
                "transposed", kernel=k, stride=s, dilation=d, padding=crop, rotate_kernel=rotate
            )
            return Made(layer)
        return Made(
            bare(k, s, d, crop, rotate_kernel=rotate), "crop" if consistent else "dilated input"
        )

    def _refuse_plain_numbers(self, kind: Kind, given: Mapping[str, Any]) -> None:
        for name in (self.stride_name(kind), "rhs_dilation"):
            if isinstance(value := given[name], int):
                raise LayerError(
                    Asked(name, value),
                    " must be a tuple, one number an axis: JAX takes no single number for all.",
                )

    def _checked(self, kind: Kind, asked: str, padding: object) -> str:
        if isinstance(padding, str) and asked in self.words[kind]:
            return asked
        takes = "lax.conv_general_dilated" if kind == "conv" else "lax.conv_transpose"
        raise LayerError(
            Asked("padding", padding),
            f" is no padding of {takes}: it takes {', '.join(self.words[kind])} or a (begin, end)"
            " pair an axis. Try ",
            Asked("padding", "SAME"),
            ".",
        )

    def _pairs(self, padding: object, ndim: int, *, least: int | None) -> Pairs:
        if padding is None or not isinstance(padding, Sequence):
            raise LayerError(
                Asked("padding", padding),
                " must be a word or a (begin, end) pair of whole numbers an axis.",
            )
        found = checked_padding("padding", padding, None)
        if isinstance(found, int) or len(found) != ndim or isinstance(found[0], int):
            raise LayerError(
                Asked("padding", padding),
                f" must be a (begin, end) pair for each of the {ndim} axes.",
            )
        pairs: Pairs = found
        if least is not None and any(n < least for pair in pairs for n in pair):
            raise LayerError(
                Asked("padding", padding),
                " is below 0: JAX then cuts cells off a convolution's input, which no layer here"
                " says. Cut the input first, and try ",
                Asked("padding", tuple((max(b, 0), max(e, 0)) for b, e in pairs)),
                ".",
            )
        return pairs

    def given_by(self, spec: LayerSpec) -> dict[str, Any]:
        if any(spec.output_padding or ()):
            parts: list[str | Asked] = [
                Asked("output_padding", spec.output_padding),
                " is not known to JAX. ",
            ]
            if isinstance(spec.padding, str):
                parts += ["Leave it out, or give the pads in numbers."]
            else:
                more = zip(spec.padding, spec.output_padding or (), strict=True)
                pads = tuple((begin, end + op) for (begin, end), op in more)
                parts += ["Its pads have an end of their own: try ", Asked("padding", pads), "."]
            raise LayerError(*parts)
        padding: object = spec.padding
        if isinstance(padding, str):
            padding = padding.upper()
        given = {
            "kernel_shape": spec.kernel,
            self.stride_name(spec.kind): spec.stride,
            "padding": padding,
            "rhs_dilation": spec.dilation,
        }
        if spec.kind == "transposed":
            given["transpose_kernel"] = spec.transpose_kernel
        return given

    def code(self, problem: Problem) -> Code:
        axes = problem.axes
        strides = tuple(a.s for a in axes)
        i_and_k = stretches(axes, problem.input_size)
        if problem.kind == "conv":
            name = "conv_general_dilated"
            ends = pads(axes)
            said = str(list(ends))
            for asked in ("VALID", "SAME", "SAME_LOWER"):
                if ends == tuple(_conv_pads(asked, *axis) for axis in i_and_k):
                    said = f'"{asked}"'
                    break
            words = [f"window_strides={strides}", f"padding={said}"]
            shapes = ((1, 1, *problem.input_size), (1, 1, *problem.kernel_size))
            output = (1, 1, *problem.output_size)
        else:
            name = "conv_transpose"
            crop = crops(axes)
            said = str(list(_crops(crop, problem.kernel_extent)))
            for asked in ("VALID", "SAME"):
                if crop == crops_to(word_sizes(asked.lower(), i_and_k), i_and_k):
                    said = f'"{asked}"'
                    break
            words = [f"strides={strides}", f"padding={said}"]
            shapes = ((1, *problem.input_size, 1), (*problem.kernel_size, 1, 1))
            output = (1, *problem.output_size, 1)
        if any(a.d > 1 for a in axes):
            words.append(f"rhs_dilation={tuple(a.d for a in axes)}")
        if problem.kind == "transposed" and problem.layer.rotate_kernel:
            words.append("transpose_kernel=True")
        layer = f"lax.{name}(x, w, {', '.join(words)})"
        return Code(
            ("import jax.numpy as jnp", "from jax import lax"),
            layer,
            lines=(
                f"x = jnp.zeros({shapes[0]})",
                f"w = jnp.zeros({shapes[1]})",
                f"y = {layer}  # {' x '.join(str(n) for n in output)}",
            ),
        )


def _conv_pads(asked: str, i: int, span: int, s: int) -> tuple[int, int]:
    if asked == "VALID":
        return 0, 0
    begin, end = formulas.halves(formulas.same_conv_padding(i, span, s))
    return (begin, end) if asked == "SAME" else (end, begin)


def _crops(ends: Pairs, spans: Sequence[int]) -> Pairs:
    """The crop that pads p' around the zero-inserted input leave; and p' of a crop."""
    return tuple(
        (formulas.equivalent_padding(span, begin), formulas.equivalent_padding(span, end))
        for (begin, end), span in zip(ends, spans, strict=True)
    )


def _switch(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise LayerError(Asked(name, value), " must be True or False.")
    return value


FRAMEWORK = _JAX()
