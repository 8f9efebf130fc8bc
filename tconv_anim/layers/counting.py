"""How operations are counted: counters differ in what they count, and where.

PyTorch's ``torch.utils.flop_counter`` counts two operations for each multiply-accumulate, and
a transposed layer on its input; fvcore counts one for each, and calls them flops; ptflops and
thop count a transposed layer on its output.
"""

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .parameters import WeighedLayer

__all__ = ["MACS", "Counting"]


class Counting(NamedTuple):
    """What is counted.

    >>> Counting(flops=True).title, Counting(on_output=True).key
    ('FLOPs', 'macs_on_output')
    """

    flops: bool = False
    """Floating-point operations, two for each multiply-accumulate."""
    on_output: bool = False
    """Whether a transposed layer has one for each output cell, not for each input cell."""

    @property
    def title(self) -> str:
        return "FLOPs" if self.flops else "MACs"

    @property
    def key(self) -> str:
        """In JSON."""
        return self.title.lower() + ("_on_output" if self.on_output else "")

    def of(self, layer: "WeighedLayer") -> int:
        """The operations of a layer, without its biases; 0 where its sizes are not known.

        Every weight is multiplied at every position of the kernel: a convolution has one for
        each output cell; a transposed layer one for each **input** cell, what it crops included.
        """
        sizes = layer.output_size if self.on_output else layer.positions
        return (2 if self.flops else 1) * math.prod(sizes) * layer.weights if sizes else 0


MACS = Counting()
"""Multiply-accumulates, a transposed layer's on its input."""
