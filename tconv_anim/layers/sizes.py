"""Every size formula, once, as plain integers.

``i`` input size, ``k`` kernel size, ``s`` stride, ``p`` padding, ``d`` dilation,
``op`` output padding, ``o`` output size; ``k_eff`` = d(k-1)+1.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning"
(2016), with dilation and output padding as in the PyTorch documentation.
"""

from __future__ import annotations

import math

__all__ = [
    "conv_size",
    "effective_kernel",
    "equivalent_padding",
    "expanded_size",
    "full_size",
    "halves",
    "largest_kernel",
    "onnx_same_size",
    "output_padding_back",
    "same_conv_padding",
    "same_conv_size",
    "same_transposed_size",
    "same_transposed_size_with_op",
    "shared_crop",
    "transposed_size",
    "valid_transposed_size",
    "weights",
    "zeros_inserted",
]


def effective_kernel(k: int, d: int) -> int:
    """Cells from the first to the last tap of a kernel."""
    return d * (k - 1) + 1


def largest_kernel(cells: int, d: int) -> int:
    """The largest k whose effective size fits *cells*."""
    return max((cells - 1) // d + 1, 1)


def zeros_inserted(s: int) -> int:
    """z, zeros between neighbouring input cells."""
    return s - 1


def expanded_size(i: int, s: int) -> int:
    """Input size after zero insertion. (Not 2i-1, which holds for s = 2 alone.)"""
    return (i - 1) * s + 1


def full_size(i: int, s: int, k_eff: int) -> int:
    """F, the size of a transposed layer's result before anything is cropped."""
    return (i - 1) * s + k_eff


def equivalent_padding(k_eff: int, crop: int) -> int:
    """p' on one side: the padding of the convolution a transposed layer equals."""
    return k_eff - 1 - crop


def transposed_size(i: int, k_eff: int, s: int, crop_begin: int, crop_end: int) -> int:
    """Output size of a transposed layer on one axis."""
    return full_size(i, s, k_eff) - crop_begin - crop_end


def conv_size(i: int, k_eff: int, s: int, pad_begin: int, pad_end: int) -> int:
    """Output size of a standard convolution on one axis; 0 where the kernel does not fit."""
    room = i + pad_begin + pad_end - k_eff
    return room // s + 1 if room >= 0 else 0


def same_conv_size(i: int, s: int) -> int:
    """Output size of a standard convolution whose framework pads for "same"."""
    return -(-i // s)


def same_conv_padding(i: int, k_eff: int, s: int) -> int:
    """What "same" pads in all on one axis: just as much as the last position needs."""
    return max((same_conv_size(i, s) - 1) * s + k_eff - i, 0)


def same_transposed_size(i: int, s: int) -> int:
    """Output size of a transposed layer with "same", in Keras (no output padding) and JAX."""
    return i * s


def valid_transposed_size(i: int, k_eff: int, s: int) -> int:
    """Output size of a transposed layer with "valid", in Keras (no output padding) and JAX."""
    return i * s + max(k_eff - s, 0)


def same_transposed_size_with_op(i: int, k_eff: int, s: int, op: int) -> int:
    """Output size of Keras' transposed layer with "same" and an output padding."""
    return (i - 1) * s + k_eff % 2 + op


def onnx_same_size(i: int, k_eff: int, s: int, op: int) -> int:
    """Output size of ONNX' transposed layer with SAME_UPPER or SAME_LOWER.

    The specification says i*s; its shape inference and ONNX Runtime append nothing,
    so where the kernel is smaller than the stride the size is that of the full result.
    """
    return min(i * s, full_size(i, s, k_eff) + op)


def halves(total: int) -> tuple[int, int]:
    """A total shared out to begin and end, an odd cell to the end."""
    return total // 2, total - total // 2


def shared_crop(total: int) -> tuple[int, int]:
    """(crop_begin, crop_end) of a total, as Keras and JAX share it; less than 0 is appended."""
    return halves(total) if total >= 0 else (0, total)


def output_padding_back(i: int, k_eff: int, s: int, pad_begin: int, pad_end: int) -> int:
    """op of the transposed layer that leads from a convolution's output back to size *i*."""
    return (i + pad_begin + pad_end - k_eff) % s


def weights(
    kernel: tuple[int, ...], in_channels: int = 1, out_channels: int = 1, groups: int = 1
) -> int:
    """Weights of a layer: prod(k)*C_in*C_out/groups, as PyTorch's Conv and ConvTranspose have.

    >>> weights((4, 4), 512, 256)
    2097152
    """
    return math.prod(kernel) * in_channels * out_channels // groups
