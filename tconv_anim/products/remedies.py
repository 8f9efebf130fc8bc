"""What to ask for instead of a layer that overlaps unevenly, as commands to try.

Source: Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts" (2016): a kernel
that the stride divides, resizing before a convolution, or pixel shuffle.
"""

from __future__ import annotations

import math
import shlex
from functools import lru_cache

from ..layers.even_kernel import even_spec
from ..layers.resolve import resolve
from ..layers.resolved_layer import ResolvedLayer
from ..layers.sizes import halves
from ..notation import format_padding, format_sizes
from .layer_flags import layer_flags

__all__ = ["remedies"]

_KERNELS = (3, 5, 7, 2, 4)


@lru_cache(maxsize=16)  # a report tells them twice
def remedies(resolved: ResolvedLayer) -> tuple[str, ...]:
    """Commands of layers with the same output size and even overlap, the nearest first.

    >>> from ..layers.spec import LayerSpec
    >>> remedies(resolve(LayerSpec(input_size=(4,), output_padding=(1,))))[1:]
    ('tconv-anim size --i 4 --layers "resize:x2 conv:k3p1"', \
'tconv-anim size --i 4 --channels 1 --layers "conv:k3p1c4 shuffle:x2"')
    """
    spec = even_spec(resolved)
    found: list[str] = []
    if spec is not None:
        flags = layer_flags(resolve(spec, ndim=len(resolved.axes)), without=["kind"])
        found.append(shlex.join(["tconv-anim", "size", "--kind", resolved.kind, *flags]))
    strides = [axis.s for axis in resolved.axes]
    if max(strides) == 1:
        return tuple(found)
    pairs = list(zip(resolved.input_size, resolved.output_size, strides, strict=True))
    dims = "" if len(pairs) == 2 else f" --dims {len(pairs)}"
    start = f"tconv-anim size --i {format_sizes(resolved.input_size)}{dims}"
    scale = f"x{format_sizes(strides)}"
    into, out = resolved.layer.in_channels, resolved.layer.out_channels
    grouped = f"g{groups}" if (groups := resolved.layer.groups) > 1 else ""
    channels = f"c{out}{grouped}" if (into, out) != (1, 1) else ""
    given = f" --channels {into}" if channels else ""
    if word := _convolution([(i * s, o) for i, o, s in pairs]):
        found.append(f'{start}{given} --layers "resize:{scale} {word}{channels}"')
    whole = all(o % s == 0 for _, o, s in pairs)
    word = _convolution([(i, o // s) for i, o, s in pairs]) if whole else ""
    if word:
        cells = f"c{out * math.prod(strides)}{grouped}"
        found.append(f'{start} --channels {into} --layers "{word}{cells} shuffle:{scale}"')
    return tuple(found)


def _convolution(sizes: list[tuple[int, int]]) -> str:
    """The word of a small convolution of stride 1 between these sizes; empty where none is."""
    for k in _KERNELS:
        totals = [o - i + k - 1 for i, o in sizes]
        if all(0 <= total <= 2 * (k - 1) for total in totals):
            return f"conv:k{k}p{format_padding([halves(total) for total in totals])}"
    return ""
