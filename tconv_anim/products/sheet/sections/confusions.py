"""What gets mixed up, a line each, with this layer's numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ....layers import expressions as e
from ....layers.axis import Axis, axis_name
from ....layers.formula_text import FormulaText, Part
from ....layers.overlap import Overlap
from ....layers.resolved_layer import ResolvedLayer
from ....layers.sizes import conv_size, expanded_size
from ....story.notation import PRINTED
from ....story.values import all_equal
from ..blocks import Entries, Paragraph
from ..stories import SheetContent, turned_words
from ..text_lines import Span, sentence
from .section import Section

__all__ = ["section"]

_Words: TypeAlias = "tuple[str, *tuple[FormulaText, ...]]"
"""An explanation, and the formulas in it."""
_Entry: TypeAlias = "tuple[str, str, *tuple[FormulaText, ...]]"
"""What is confused, and its explanation."""
HEADING: Final = "Easily confused"
_LEAST: Final = 2
_MANY: Final = 100_000
"""Taps that are still counted one by one."""
_LISTED: Final = 4
"""Sizes that are still listed one by one."""


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
        Paragraph([Span(f"{lead}:", "bold"), *sentence(words, *formulas)], "small", hang=1)
        for lead, words, *formulas in entries
    ]
    return Section(HEADING, Entries(paragraphs, _LEAST))


def _f(*parts: Part) -> FormulaText:
    return FormulaText.of(*parts)


def _by_axis(resolved: ResolvedLayer, words_of: Callable[[Axis, int, int], _Words]) -> _Words:
    """The words, and their formulas, for (axis, i, o); where axes differ, of each by its name."""
    axes = resolved.axes
    each = [
        words_of(*one) for one in zip(axes, resolved.input_size, resolved.output_size, strict=True)
    ]
    if all_equal(each):
        return each[0]
    named = (f"{axis_name(n, len(axes))}: {words}" for n, (words, *_) in enumerate(each))
    return "; ".join(named), *(formula for _, *formulas in each for formula in formulas)


# -- transposed layers ----------------------------------------------------------------------


def _of_transposed(resolved: ResolvedLayer) -> Iterator[_Entry]:
    axes = resolved.axes
    inner = _f(e.PRIME, f" = {PRINTED.padding([axis.equivalent_padding for axis in axes])}")
    ends = [(axis.crop_begin, axis.crop_end) for axis in axes]
    equals = "; the convolution it equals pads by {}."
    if resolved.cropped:
        appends = " (less than 0 appends cells that no kernel reaches)"
        crop = PRINTED.padding(ends) + appends * (min(min(pair) for pair in ends) < 0)
        yield "p and p′", f"the result is cropped by {crop}{equals}", inner
    else:
        p = _f(e.P, f" = {PRINTED.padding([(axis.pad_begin, axis.pad_end) for axis in axes])}")
        yield (
            "p and p′",
            f"the layer takes {{}}, and crops that much of its result{equals}",
            p,
            inner,
        )
    words, *formulas = _by_axis(resolved, _op_of)
    kept = "The cells it adds are part of the uncropped result: where a kernel reaches, no zeros."
    yield "op is not zeros", f"{words}. {kept}", *formulas
    if any(min(axis.equivalent_padding) < 0 for axis in axes):
        crops = "here {}: less than 0 crops. The input is padded first, then cropped."
        yield "Negative p′", crops, inner
        return
    yield (
        "Negative p′",
        "a crop of more than {} makes {} negative. That is legal, and crops the input after its"
        " zeros are inserted.",
        _f(e.K_EFF - 1, f" = {PRINTED.padding([axis.k_eff - 1 for axis in axes])}"),
        _f(e.PRIME),
    )


def _op_of(axis: Axis, i: int, o: int) -> _Words:
    """Which sizes op chooses from."""
    stride = _f(e.S, f" = {axis.s}")
    if axis.s == 1:
        return "with {} one size alone leads back, so op has nothing to pick", stride
    sizes = _leading_to(axis, i, o)
    if len(sizes) < 2:
        return "with {} it picks among sizes that a convolution makes equal", stride
    return (
        f"a convolution with {{}} takes {_listed(sizes)} cells to {i} alike, and op picks the one"
        f" to go back to, here {o}",
        stride,
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
        "a name that misleads: the layer brings back the size that a convolution had, not its"
        " values. {} is not the inverse of {}.",
        _f(e.letter("C"), "ᵀ"),
        _f(e.letter("C")),
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
    yield "The kernel", kernel
    spread = PRINTED.by(
        [expanded_size(i, axis.s) for axis, i in zip(axes, resolved.input_size, strict=True)]
    )
    cells = "cells" if len(axes) == 1 else "in all"
    words = f"the input has {{}} cells on an axis, {spread} {cells}; {{}} is right for {{}} alone."
    expanded, twice = _f((e.I - 1) * e.S + 1), _f("2", e.I, " − 1")
    yield "With zeros inserted", words, expanded, twice, _f(e.S, " = 2")
    products = f"{resolved.macs:,} {'product' if resolved.macs == 1 else 'products'}"
    pair = " a channel pair" if resolved.layer.single_channel else " over all channels"
    words = f"{products}{pair}, {{}} on every axis: nobody multiplies by the zeros."
    yield "Cost", words, _f(e.I * e.K)


# -- convolutions -----------------------------------------------------------------------------


def _of_convolutions(resolved: ResolvedLayer, *, alone: bool) -> Iterator[_Entry]:
    words, *formulas = _by_axis(resolved, _floor_of)
    yield "The floor of a convolution", f"{words}.", *formulas
    if not alone:
        return
    if any(axis.pad_begin != axis.pad_end for axis in resolved.axes):
        words = "{} goes before and {} after the input, so it grows by {}."
        yield "Padding", words, _f(e.P_BEGIN), _f(e.P_END), _f(e.P_BEGIN + e.P_END)
    else:
        words = "{} is added at both ends, so the input grows by {} before the kernel slides."
        yield "Padding", words, _f(e.P), _f("2", e.P)
    yield (
        "Convolution",
        "frameworks do not rotate the kernel; the mathematicians' convolution does. What is"
        " computed is a cross-correlation.",
    )
    yield (
        "Same",
        "an odd cell of padding goes to the end in Keras and JAX; PyTorch pads {} at both ends,"
        " and its “same” wants {}.",
        _f(e.P),
        _f(e.S, " = 1"),
    )


def _floor_of(axis: Axis, i: int, o: int) -> _Words:
    """Which cells of the padded input no position reads, at its end and before."""
    left = i + axis.pad_begin + axis.pad_end - (o - 1) * axis.s - axis.k_eff
    skips = ", and some cells before are skipped" if _skips(axis, o) else ""
    if left:
        cells = "cell" if left == 1 else f"{left} cells"
        is_read = "is read" if left == 1 else "are read"
        return (f"the last {cells} of the padded input {is_read} by no position{skips}",)
    if axis.s == 1:
        return f"with {{}} nothing is left over at the end{skips}", _f(e.S, " = 1")
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
