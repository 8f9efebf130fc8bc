"""What gets mixed up, a line each, with this layer's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ...arithmetic import formulas
from ...arithmetic.axis import Axis
from ...arithmetic.problem import Problem
from ...story.words import by, counted, padding_words
from ..blocks import Entries, Paragraph
from ..subject import Subject
from ..wrapping import Span, marked
from .part import Part

__all__ = ["part"]

HEADING: Final = "Easily confused"
_LEAST: Final = 3


def part(subject: Subject) -> Part:
    transposed, conv = subject.problem("transposed"), subject.problem("conv")
    lines: list[tuple[str, str]] = []
    if transposed:
        lines += _of_transposed(transposed)
    if conv:
        lines += _of_convolutions(conv, alone=transposed is None)
    if transposed:
        lines += _more(transposed)
    return Part(HEADING, Entries([_line(*one) for one in lines], _LEAST))


def _line(lead: str, told: str) -> Paragraph:
    return Paragraph([Span(f"{lead}:", "bold"), *marked(told)], "small", hang=1)


def _values(pairs: list[tuple[int, int]]) -> str:
    return padding_words(pairs)


def _of_transposed(problem: Problem) -> Iterator[tuple[str, str]]:
    axes = problem.axes
    inner = _values([axis.equivalent_padding for axis in axes])
    if problem.cropped:
        crop = _values([(axis.crop_begin, axis.crop_end) for axis in axes])
        said = f"{crop} cells are cropped from the result"
    else:
        p = _values([(axis.pad_begin, axis.pad_end) for axis in axes])
        said = f"the layer takes `p = {p}`, and crops that much of its result"
    yield (
        "p and p′",
        (f"{said}; the convolution it equals pads by `p′ = {inner}`, as the steps show."),
    )
    yield "op is not zeros", _op(problem)
    if any(min(axis.equivalent_padding) < 0 for axis in axes):
        yield (
            "Negative p′",
            f"here `p′ = {inner}`: less than 0 crops the input with its zeros. Pad first, then"
            " crop.",
        )
    else:
        most = padding_words([axis.k_eff - 1 for axis in axes])
        yield (
            "Negative p′",
            f"a crop of more than `k_eff − 1 = {most}` makes `p′` negative, which crops the input"
            " with its zeros. That is legal.",
        )


def _op(problem: Problem) -> str:
    """Which sizes op chooses from, and what the cells are that it adds."""
    axis, i, o = problem.axes[0], problem.input_size[0], problem.output_size[0]
    kept = "the cells it adds are cut out of the same result, and hold values where kernels reach"
    if axis.s == 1:
        return f"with `s = 1` one size leads back, so `op = 0`. Else {kept}."
    sizes = _leading_to(axis, i, o)
    if len(sizes) < 2:
        return f"it picks one of up to `s` sizes that a convolution makes equal; {kept}."
    *first, last = map(str, sizes)
    told = f"{first[0]} to {last}" if len(first) > 3 else f"{', '.join(first)} and {last}"
    return (
        f"a convolution with `s = {axis.s}` takes {told} cells to {i} alike;"
        f" op picks the one to go back to, here {o}; {kept}."
    )


def _leading_to(axis: Axis, i: int, o: int) -> list[int]:
    """The input sizes that a convolution of the same k, s, p and d takes to *i*; with *o*."""
    pads = axis.crop_begin, axis.crop_end + axis.op
    if min(pads) < 0:
        return []
    around = range(max(1, o - axis.s), o + axis.s + 1)
    found = [n for n in around if formulas.conv_size(n, axis.k_eff, axis.s, *pads) == i]
    return found if o in found else []


def _of_convolutions(problem: Problem, *, alone: bool) -> Iterator[tuple[str, str]]:
    left = [
        (i + axis.pad_begin + axis.pad_end - axis.k_eff) % axis.s
        for axis, i in zip(problem.axes, problem.input_size, strict=True)
    ]
    if any(left):
        told = f"here {by(left)} at the end of the padded input are read by no position"
        told = (
            told
            if len(set(left)) > 1
            else (
                f"here the last {counted(left[0], 'cell')} of the padded input"
                f" {'is' if left[0] == 1 else 'are'} read by no position"
            )
        )
    elif all(axis.s == 1 for axis in problem.axes):
        told = "with `s = 1` nothing is left over"
    else:
        told = "here nothing is left over; one cell more would be read by no position"
    yield "The floor of a convolution", f"{told}."
    if alone:
        yield (
            "Padding",
            "`p` is added at both ends, so the size grows by `2p` before the kernel slides.",
        )
        yield (
            "Convolution",
            "frameworks do not rotate the kernel; the mathematicians' convolution does. What is"
            " computed is a cross-correlation.",
        )
        yield (
            "Same",
            "an odd cell of padding goes to the end in Keras and JAX; PyTorch pads `p` at both"
            " ends, and its “same” wants `s = 1`.",
        )


def _more(problem: Problem) -> Iterator[tuple[str, str]]:
    axis, i = problem.axes[0], problem.input_size[0]
    yield (
        "“Deconvolution”",
        "it undoes a convolution's size, not its values: `Cᵀ` is not the inverse of `C`.",
    )
    yield (
        "The kernel",
        "gather slides it rotated by 180°, scatter stamps it as it is; JAX rotates it only with"
        " transpose_kernel=True.",
    )
    spread = formulas.expanded_size(i, axis.s)
    yield (
        "With zeros inserted",
        f"the input has `(i−1)·s + 1 = {spread}` cells; `2i − 1` is right for `s = 2` alone.",
    )
    yield (
        "Cost",
        f"{problem.macs:,} products a channel pair, `i·k` on every axis: nobody multiplies by the"
        " zeros.",
    )
