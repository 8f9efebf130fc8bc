"""What gets mixed up, a line each, with this layer's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from ....layers.axis import Axis, axis_name
from ....layers.overlap import Overlap
from ....layers.resolved_layer import ResolvedLayer
from ....layers.sizes import conv_size, expanded_size
from ....story.labels import alike, by, padding_words
from ..blocks import Entries, Paragraph
from ..stories import SheetContent, turned_words
from ..text_lines import Span, marked
from .section import Section

__all__ = ["section"]

HEADING: Final = "Easily confused"
_LEAST: Final = 2
_MANY: Final = 100_000
"""Taps that are still counted one by one."""
_LISTED: Final = 4
"""Sizes that are still told one by one."""


def section(content: SheetContent) -> Section:
    transposed, conv = content.resolved("transposed"), content.resolved("conv")
    lines: list[tuple[str, str]] = []
    if transposed:
        lines += _of_transposed(transposed)
    if conv:
        lines += _of_convolutions(conv, alone=transposed is None)
    if transposed:
        lines += _more(transposed)
    return Section(HEADING, Entries([_line(*one) for one in lines], _LEAST))


def _line(lead: str, told: str) -> Paragraph:
    return Paragraph([Span(f"{lead}:", "bold"), *marked(told)], "small", hang=1)


def _by_axis(resolved: ResolvedLayer, told: Callable[[Axis, int, int], str]) -> str:
    """What *told* says of (axis, i, o); where axes differ, of each of them by its name."""
    axes = resolved.axes
    said = [
        told(*each) for each in zip(axes, resolved.input_size, resolved.output_size, strict=True)
    ]
    if alike(said):
        return said[0]
    return "; ".join(f"{axis_name(n, len(axes))}: {one}" for n, one in enumerate(said))


# -- transposed layers ----------------------------------------------------------------------


def _of_transposed(resolved: ResolvedLayer) -> Iterator[tuple[str, str]]:
    axes = resolved.axes
    inner = padding_words([axis.equivalent_padding for axis in axes])
    ends = [(axis.crop_begin, axis.crop_end) for axis in axes]
    if resolved.cropped:
        said = f"the result is cropped by {padding_words(ends)}"
    else:
        p = padding_words([(axis.pad_begin, axis.pad_end) for axis in axes])
        said = f"the layer takes `p = {p}`, and crops that much of its result"
    if resolved.cropped and min(min(pair) for pair in ends) < 0:
        said += " (less than 0 appends cells that no kernel reaches)"
    yield "p and p′", f"{said}; the convolution it equals pads by `p′ = {inner}`."
    yield "op is not zeros", _op(resolved)
    if any(min(axis.equivalent_padding) < 0 for axis in axes):
        told = f"here `p′ = {inner}`: less than 0 crops. The input is padded first, then cropped."
    else:
        most = padding_words([axis.k_eff - 1 for axis in axes])
        told = (
            f"a crop of more than `k_eff − 1 = {most}` makes `p′` negative. That is legal, and"
            " crops the input after its zeros are inserted."
        )
    yield "Negative p′", told


def _op(resolved: ResolvedLayer) -> str:
    """Which sizes op chooses from, and what the cells are that it adds."""
    kept = "The cells it adds are part of the uncropped result: where a kernel reaches, no zeros."
    return f"{_by_axis(resolved, _op_of)}. {kept}"


def _op_of(axis: Axis, i: int, o: int) -> str:
    if axis.s == 1:
        return "with `s = 1` one size alone leads back, so op has nothing to pick"
    sizes = _leading_to(axis, i, o)
    if len(sizes) < 2:
        return f"with `s = {axis.s}` it picks among sizes that a convolution makes equal"
    return (
        f"a convolution with `s = {axis.s}` takes {_listed(sizes)} cells to {i} alike, and op"
        f" picks the one to go back to, here {o}"
    )


def _listed(sizes: list[int]) -> str:
    *first, last = map(str, sizes)
    return f"{first[0]} to {last}" if len(sizes) > _LISTED else f"{', '.join(first)} and {last}"


def _leading_to(axis: Axis, i: int, o: int) -> list[int]:
    """The input sizes that a convolution of the same k, s, p and d takes to *i*; with *o*."""
    pads = axis.crop_begin, axis.crop_end + axis.op
    if min(pads) < 0:
        return []
    around = range(max(1, o - axis.s), o + axis.s + 1)
    found = [n for n in around if conv_size(n, axis.k_eff, axis.s, *pads) == i]
    return found if o in found else []


def _more(resolved: ResolvedLayer) -> Iterator[tuple[str, str]]:
    axes = resolved.axes
    yield (
        "“Deconvolution”",
        "a name that misleads: the layer brings back the size that a convolution had, not its"
        " values. `Cᵀ` is not the inverse of `C`.",
    )
    turned = turned_words(len(axes))
    if resolved.layer.rotate_kernel:
        told = (
            f"gather slides it {turned}, scatter stamps it as it is; JAX does so only with"
            " transpose_kernel=True."
        )
    else:
        told = (
            f"in JAX gather slides it as it is, so scatter stamps it {turned}; with"
            " transpose_kernel=True, and elsewhere, it is the other way round."
        )
    yield "The kernel", told
    spread = by(
        [expanded_size(i, axis.s) for axis, i in zip(axes, resolved.input_size, strict=True)]
    )
    cells = "cells" if len(axes) == 1 else "in all"
    yield (
        "With zeros inserted",
        f"the input has `(i−1)·s + 1` cells on an axis, {spread} {cells}; `2i − 1` is right for"
        " `s = 2` alone.",
    )
    yield (
        "Cost",
        f"{resolved.macs:,} {'product' if resolved.macs == 1 else 'products'} a channel pair, `i·k`"
        " on every axis: nobody multiplies by the zeros.",
    )


# -- convolutions -----------------------------------------------------------------------------


def _of_convolutions(resolved: ResolvedLayer, *, alone: bool) -> Iterator[tuple[str, str]]:
    yield "The floor of a convolution", f"{_by_axis(resolved, _floor_of)}."
    if not alone:
        return
    uneven = any(axis.pad_begin != axis.pad_end for axis in resolved.axes)
    yield (
        "Padding",
        "`p_b` goes before and `p_e` after the input, so it grows by `p_b + p_e`."
        if uneven
        else "`p` is added at both ends, so the input grows by `2p` before the kernel slides.",
    )
    yield (
        "Convolution",
        "frameworks do not rotate the kernel; the mathematicians' convolution does. What is"
        " computed is a cross-correlation.",
    )
    yield (
        "Same",
        "an odd cell of padding goes to the end in Keras and JAX; PyTorch pads `p` at both ends,"
        " and its “same” wants `s = 1`.",
    )


def _floor_of(axis: Axis, i: int, o: int) -> str:
    """Which cells of the padded input no position reads, at its end and before."""
    padded = i + axis.pad_begin + axis.pad_end
    end = (o - 1) * axis.s + axis.k_eff
    left = padded - end
    if left:
        what = "cell" if left == 1 else f"{left} cells"
        told = f"the last {what} of the padded input {'is' if left == 1 else 'are'} read by no"
        told += " position"
    elif axis.s == 1:
        told = "with `s = 1` nothing is left over at the end"
    else:
        told = "nothing is left over at the end; one cell more would be read by no position"
    if _skips(axis, o):
        told += ", and some cells before are skipped"
    return told


def _skips(axis: Axis, o: int) -> bool:
    """Whether cells before the last position's end are read by no position.

    The first cells and one period tell it all: the last ones are their mirror.
    """
    overlap = Overlap(axis.k, axis.s, axis.d)
    few = min(o, axis.k_eff // axis.s + 2)
    if few * axis.k > _MANY:
        return overlap.holes > 0
    read = {n * axis.s + tap for n in range(few) for tap in range(0, axis.k_eff, axis.d)}
    end = (o - 1) * axis.s + axis.k_eff
    return any(cell not in read for cell in range(min(end, few * axis.s)))
