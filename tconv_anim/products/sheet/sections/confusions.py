"""What gets mixed up, a line each, with this layer's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ....layers.axis import Axis, axis_name
from ....layers.overlap import Overlap
from ....layers.resolved_layer import ResolvedLayer
from ....layers.sizes import conv_size, expanded_size
from ....story.labels import alike, by, padding_words
from ..blocks import Entries, Paragraph
from ..stories import SheetContent, turned_words
from ..text_lines import Span, math, sentence
from .section import Section

__all__ = ["section"]

_Parts: TypeAlias = "tuple[str | Span, ...]"
_Entry: TypeAlias = "tuple[str, _Parts]"
"""What is confused, and the words of the explanation."""
HEADING: Final = "Easily confused"
_LEAST: Final = 2
_MANY: Final = 100_000
"""Taps that are still counted one by one."""
_LISTED: Final = 4
"""Sizes that are still told one by one."""


def section(content: SheetContent) -> Section:
    transposed, conv = content.resolved("transposed"), content.resolved("conv")
    entries: list[_Entry] = []
    if transposed:
        entries += _of_transposed(transposed)
    if conv:
        entries += _of_convolutions(conv, alone=transposed is None)
    if transposed:
        entries += _more(transposed)
    paragraphs = [
        Paragraph([Span(f"{lead}:", "bold"), *sentence(*parts)], "small", hang=1)
        for lead, parts in entries
    ]
    return Section(HEADING, Entries(paragraphs, _LEAST))


def _by_axis(resolved: ResolvedLayer, parts_of: Callable[[Axis, int, int], _Parts]) -> _Parts:
    """The words for (axis, i, o); where axes differ, of each of them by its name."""
    axes = resolved.axes
    each = [
        parts_of(*one) for one in zip(axes, resolved.input_size, resolved.output_size, strict=True)
    ]
    if alike(each):
        return each[0]
    named = [
        (f"{'; ' if n else ''}{axis_name(n, len(axes))}: ", *parts) for n, parts in enumerate(each)
    ]
    return tuple(part for parts in named for part in parts)


# -- transposed layers ----------------------------------------------------------------------


def _of_transposed(resolved: ResolvedLayer) -> Iterator[_Entry]:
    axes = resolved.axes
    inner = math(f"p′ = {padding_words([axis.equivalent_padding for axis in axes])}")
    ends = [(axis.crop_begin, axis.crop_end) for axis in axes]
    given: _Parts
    if not resolved.cropped:
        p = padding_words([(axis.pad_begin, axis.pad_end) for axis in axes])
        given = ("the layer takes ", math(f"p = {p}"), ", and crops that much of its result")
    elif min(min(pair) for pair in ends) < 0:
        appends = " (less than 0 appends cells that no kernel reaches)"
        given = (f"the result is cropped by {padding_words(ends)}{appends}",)
    else:
        given = (f"the result is cropped by {padding_words(ends)}",)
    yield "p and p′", (*given, "; the convolution it equals pads by ", inner, ".")
    kept = ". The cells it adds are part of the uncropped result: where a kernel reaches, no zeros."
    yield "op is not zeros", (*_by_axis(resolved, _op_of), kept)
    if any(min(axis.equivalent_padding) < 0 for axis in axes):
        crops = ": less than 0 crops. The input is padded first, then cropped."
        yield "Negative p′", ("here ", inner, crops)
        return
    most = padding_words([axis.k_eff - 1 for axis in axes])
    yield (
        "Negative p′",
        (
            "a crop of more than ",
            math(f"k_eff − 1 = {most}"),
            " makes ",
            math("p′"),
            " negative. That is legal, and crops the input after its zeros are inserted.",
        ),
    )


def _op_of(axis: Axis, i: int, o: int) -> _Parts:
    """Which sizes op chooses from."""
    stride = math(f"s = {axis.s}")
    if axis.s == 1:
        return "with ", stride, " one size alone leads back, so op has nothing to pick"
    sizes = _leading_to(axis, i, o)
    if len(sizes) < 2:
        return "with ", stride, " it picks among sizes that a convolution makes equal"
    return (
        "a convolution with ",
        stride,
        f" takes {_listed(sizes)} cells to {i} alike, and op picks the one to go back to, here {o}",
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


def _more(resolved: ResolvedLayer) -> Iterator[_Entry]:
    axes = resolved.axes
    yield (
        "“Deconvolution”",
        (
            "a name that misleads: the layer brings back the size that a convolution had, not its"
            " values. ",
            math("Cᵀ"),
            " is not the inverse of ",
            math("C"),
            ".",
        ),
    )
    turned = turned_words(len(axes))
    if resolved.layer.rotate_kernel:
        kernel = (
            f"gather slides it {turned}, scatter stamps it as it is; JAX does so only with"
            " transpose_kernel=True."
        )
    else:
        kernel = (
            f"in JAX gather slides it as it is, so scatter stamps it {turned}; with"
            " transpose_kernel=True, and elsewhere, it is the other way round."
        )
    yield "The kernel", (kernel,)
    spread = by(
        [expanded_size(i, axis.s) for axis, i in zip(axes, resolved.input_size, strict=True)]
    )
    cells = "cells" if len(axes) == 1 else "in all"
    yield (
        "With zeros inserted",
        (
            "the input has ",
            math("(i−1)·s + 1"),
            f" cells on an axis, {spread} {cells}; ",
            math("2i − 1"),
            " is right for ",
            math("s = 2"),
            " alone.",
        ),
    )
    products = f"{resolved.macs:,} {'product' if resolved.macs == 1 else 'products'}"
    yield (
        "Cost",
        (
            f"{products} a channel pair, ",
            math("i·k"),
            " on every axis: nobody multiplies by the zeros.",
        ),
    )


# -- convolutions -----------------------------------------------------------------------------


def _of_convolutions(resolved: ResolvedLayer, *, alone: bool) -> Iterator[_Entry]:
    yield "The floor of a convolution", (*_by_axis(resolved, _floor_of), ".")
    if not alone:
        return
    p, begin, end = math("p"), math("p_b"), math("p_e")
    if any(axis.pad_begin != axis.pad_end for axis in resolved.axes):
        sum_of_ends = math("p_b + p_e")
        grows: _Parts = " after the input, so it grows by ", sum_of_ends, "."
        yield "Padding", (begin, " goes before and ", end, *grows)
    else:
        grows = ", so the input grows by ", math("2p"), " before the kernel slides."
        yield "Padding", (p, " is added at both ends", *grows)
    yield (
        "Convolution",
        (
            "frameworks do not rotate the kernel; the mathematicians' convolution does. What is"
            " computed is a cross-correlation.",
        ),
    )
    yield (
        "Same",
        (
            "an odd cell of padding goes to the end in Keras and JAX; PyTorch pads ",
            p,
            " at both ends, and its “same” wants ",
            math("s = 1"),
            ".",
        ),
    )


def _floor_of(axis: Axis, i: int, o: int) -> _Parts:
    """Which cells of the padded input no position reads, at its end and before."""
    padded = i + axis.pad_begin + axis.pad_end
    left = padded - (o - 1) * axis.s - axis.k_eff
    skips = ", and some cells before are skipped" if _skips(axis, o) else ""
    if left:
        cells = "cell" if left == 1 else f"{left} cells"
        is_read = "is read" if left == 1 else "are read"
        return (f"the last {cells} of the padded input {is_read} by no position{skips}",)
    if axis.s == 1:
        return "with ", math("s = 1"), f" nothing is left over at the end{skips}"
    more = "one cell more would be read by no position"
    return (f"nothing is left over at the end; {more}{skips}",)


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
