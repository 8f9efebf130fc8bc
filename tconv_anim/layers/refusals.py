"""Why a layer cannot be, and the nearest parameters with which it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import Argument, LayerError
from ..notation import Sizes
from . import formulas
from .axis import Axis, axis_name

if TYPE_CHECKING:
    from .layer import Layer

__all__ = ["no_output", "plain", "too_much_output_padding"]


def too_much_output_padding(layer: Layer, index: int) -> LayerError:
    """Why output padding is limited, and the most that every axis takes."""
    ndim = layer.ndim or 1
    axis, which = layer.axes(ndim)[index], _which(index, layer.axes(ndim))
    limit = max(axis.s, axis.d)
    if axis.d > axis.s:
        why = "frameworks take output padding up to the larger of the two, less one"
    elif axis.s > 1:
        why = f"it only picks one of the {axis.s} output sizes that stride {axis.s} makes ambiguous"
    else:
        why = (
            "with stride 1 each output size comes from one input size, so there is nothing to pick"
        )
    asked = layer.output_padding
    fits = [min(a.op, max(a.s, a.d) - 1) for a in layer.axes(layer.ndim or 1)]
    remedy = tuple(fits) if isinstance(asked, tuple) else min(fits)
    return LayerError(
        Argument("output_padding", asked),
        f" must be smaller than max(stride, dilation) = {limit}{which}: {why}. Try ",
        Argument("output_padding", remedy),
        ".",
    )


def no_output(layer: Layer, sizes: Sizes, index: int) -> LayerError:
    """Why axis *index* has no output, and the nearest parameters that give one on every axis."""
    axes = layer.axes(len(sizes))
    axis, i = axes[index], sizes[index]
    which = _which(index, tuple(zip(axes, sizes, strict=True)))
    if axis.kind == "conv":
        span = f"k_eff = {axis.d}*({axis.k}-1)+1 = {axis.k_eff}" if axis.d > 1 else str(axis.k)
        padded = [n + a.pad_begin + a.pad_end for a, n in zip(axes, sizes, strict=True)]
        kernel = tuple(
            min(a.k, formulas.largest_kernel(cells, a.d))
            for a, cells in zip(axes, padded, strict=True)
        )
        padding = tuple(
            _widened(a, max(a.k_eff - cells, 0)) for a, cells in zip(axes, padded, strict=True)
        )
        return LayerError(
            Argument("kernel_size", layer.kernel_size),
            f" covers {span} cells{which}, more than the padded input has"
            f" ({i} + {axis.pad_begin} + {axis.pad_end} = {padded[index]}): it fits nowhere. Try ",
            Argument("kernel_size", plain(kernel)),
            " or ",
            Argument("padding", plain(padding)),
            ".",
        )
    full = [formulas.full_size(n, a.s, a.k_eff) for a, n in zip(axes, sizes, strict=True)]
    left = axis.output_size(i)
    if layer.crop is not None:
        return LayerError(
            Argument("crop", layer.crop),
            f" leaves {left} of the {full[index]} cells of the uncropped output{which}: at least 1"
            " must remain. Crop less.",
        )
    padding = tuple(_narrowed(a, cells) for a, cells in zip(axes, full, strict=True))
    return LayerError(
        Argument("padding", layer.padding),
        f" crops {axis.pad_begin} + {axis.pad_end} of the {full[index]} cells of the uncropped"
        f" output{which}" + (f", op adds {axis.op}" if axis.op else "") + f": {left} would be"
        " left, and at least 1 must remain. Try ",
        Argument("padding", plain(padding)),
        ".",
    )


def _widened(axis: Axis, missing: int) -> tuple[int, int]:
    more = (missing + 1) // 2
    return axis.pad_begin + more, axis.pad_end + more


def _narrowed(axis: Axis, full: int) -> tuple[int, int]:
    most = (full + axis.op - 1) // 2
    if axis.pad_begin + axis.pad_end <= full + axis.op - 1:
        return axis.pad_begin, axis.pad_end
    return min(axis.pad_begin, most), min(axis.pad_end, most)


def plain(value: tuple[Any, ...]) -> Any:
    """A value per axis as someone would type it: once where it is the same everywhere."""
    if value and isinstance(value[0], tuple) and all(begin == end for begin, end in value):
        value = tuple(begin for begin, _ in value)
    return value[0] if len(set(value)) == 1 and not isinstance(value[0], tuple) else value


def _which(index: int, axes: tuple[Any, ...]) -> str:
    """The name of an axis as a message adds it; nothing where every axis is alike."""
    return "" if len(set(axes)) == 1 else f" ({axis_name(index, len(axes))})"
