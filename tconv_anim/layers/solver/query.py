"""What is asked of the search: two sizes, bounds, and the parameters that are to stay."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from ...errors import Argument, LayerError
from ...notation import Pairs, Sizes
from ...options import MAX_K, MOST_MAX_K
from ..axis import Kind
from ..operations import operation_named
from ..operations.base import Operation

__all__ = ["AxisQuery", "Query"]


class Query(NamedTuple):
    """A layer of a kind from one size to another, one value an axis throughout.

    A parameter that is given is kept; None leaves it open.
    """

    kind: Kind
    input_size: Sizes
    output_size: Sizes
    dilation: Sizes
    framework: str | None = None
    max_k: int = MAX_K
    """Largest kernel and stride that are tried, where they are open."""
    kernel_size: Sizes | None = None
    stride: Sizes | None = None
    padding: Pairs | str | None = None
    output_padding: Sizes | None = None

    @property
    def operation(self) -> Operation:
        return operation_named(self.kind)

    @property
    def axes(self) -> tuple[AxisQuery, ...]:
        """The same, axis by axis."""
        ndim = len(self.input_size)
        nothing = (None,) * ndim
        padding = self.padding
        return tuple(
            AxisQuery(self.operation, self.framework, self.max_k, *values)
            for values in zip(
                self.input_size,
                self.output_size,
                self.dilation,
                self.kernel_size or nothing,
                self.stride or nothing,
                (padding,) * ndim if isinstance(padding, str) else padding or nothing,
                self.output_padding or nothing,
                strict=True,
            )
        )

    def check(self) -> None:
        """Raise LayerError for a bound that the search does not take."""
        if not 1 <= self.max_k <= MOST_MAX_K:
            raise LayerError(
                "{max_k} must be between 1 and {limit}, the largest kernel looked for.",
                max_k=Argument("max_k", self.max_k),
                limit=MOST_MAX_K,
                advice=Argument("max_k", MOST_MAX_K if self.max_k > MOST_MAX_K else MAX_K),
            )


class AxisQuery(NamedTuple):
    """One axis of a query."""

    operation: Operation
    framework: str | None
    max_k: int
    i: int
    o: int
    d: int
    k: int | None = None
    s: int | None = None
    padding: tuple[int, int] | str | None = None
    op: int | None = None

    def kernels_and_strides(self) -> Iterator[tuple[int, int]]:
        """(k, s) of every layer that is tried."""
        known = range(1, self.max_k + 1)
        for k, s in product(
            known if self.k is None else (self.k,), known if self.s is None else (self.s,)
        ):
            if not self.refused(s) and not self.stride_moves_nothing(s):
                yield k, s

    def refused(self, s: int) -> bool:
        """Whether the framework has no layer with this stride and dilation."""
        return self.framework == "keras" and s > 1 and self.d > 1

    def stride_moves_nothing(self, s: int) -> bool:
        """Whether a smaller stride has the same layers, as one input cell stamps once."""
        return self._stamps_once and s > 1 and not self.output_paddings(s)

    @property
    def _stamps_once(self) -> bool:
        """Whether a stride that is open means nothing but which output paddings there are.

        Words of padding mean other crops with another stride.
        """
        words = self.framework == "keras" or isinstance(self.padding, str)
        return self.s is None and self.operation.crops and self.i == 1 and not words

    def output_paddings(self, s: int) -> range:
        """Those that the framework allows with this stride, or the one that is kept.

        Where strides mean nothing else, those that a smaller one does not allow.
        """
        first = self._most_output_paddings(s - 1) if self._stamps_once and s > 1 else 0
        allowed = range(first, self._most_output_paddings(s))
        if self.op is None:
            return allowed
        return range(self.op, self.op + 1) if self.op in allowed else range(0)

    def _most_output_paddings(self, s: int) -> int:
        if self.framework in ("caffe", "jax"):
            return 1
        return s if self.framework in ("onnx", "keras") else max(s, self.d)
