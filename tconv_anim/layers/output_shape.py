"""The padding and output padding, or the crop, with which a transposed layer has a size.

Of ONNX it is a parameter. Elsewhere it is worked out here: the padding that was given is kept
where some output padding does, else the framework's words and the smallest number of cells are
tried, and what no parameter reaches is cropped from a larger result, at its end first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from ..errors import Argument, LayerError
from ..notation import Pairs, Sizes
from .resolved_layer import ResolvedLayer
from .sizes import effective_kernel, full_size, halves, shared_crop
from .spec import LayerSpec
from .validation import checked_sizes

__all__ = ["OutputShape"]


def _most_appended(framework: str | None, s: int, d: int) -> int:
    """Cells that a framework adds to the full result at most."""
    if framework == "caffe":
        return 0
    return s - 1 if framework in ("keras", "jax") else max(s, d) - 1


def _by(sizes: Sizes) -> str:
    """A size for all axes, or one for each."""
    return " x ".join(map(str, sizes[:1] if len(set(sizes)) == 1 else sizes))


class OutputShape:
    """What a framework (None: this package itself) makes of an output size that is asked for.

    *spec* has one value an axis and an ``output_shape``.

    Raises
    ------
    LayerError
        No layer with this kernel, stride and dilation has as many cells.
    """

    def __init__(self, spec: LayerSpec) -> None:
        self.output_size = cast(Sizes, checked_sizes("output_shape", spec.output_shape, 1))
        sizes = cast(Sizes, checked_sizes("input_size", spec.input_size, 1))
        for name in ("kernel_size", "stride", "dilation"):
            checked_sizes(name, getattr(spec, name), 1)
        self.spans = tuple(map(effective_kernel, spec.kernel_size, spec.dilation))
        full = tuple(map(full_size, sizes, spec.stride, self.spans))
        self.totals = tuple(f - o for f, o in zip(full, self.output_size, strict=True))
        self.spec = spec._replace(output_shape=None)
        more = tuple(
            _most_appended(spec.framework, s, d)
            for s, d in zip(spec.stride, spec.dilation, strict=True)
        )
        if any(-total > most for total, most in zip(self.totals, more, strict=True)):
            raise LayerError(
                "{output_shape} is more than this layer can have: its full result is {full}"
                " {cells}, and its output padding adds at most {more}.",
                output_shape=Argument("output_shape", self.output_size),
                full=_by(full),
                cells="cells" if len(set(full)) == 1 else "in all",
                more=_by(more),
                advice=Argument(
                    "output_shape",
                    tuple(
                        min(o, f + most)
                        for o, f, most in zip(self.output_size, full, more, strict=True)
                    ),
                ),
            )

    def layer(self, resolve: Callable[[LayerSpec], ResolvedLayer]) -> ResolvedLayer | None:
        """The first layer that has the size by its parameters; None where none has."""
        for candidate in self._candidates(resolve):
            try:
                found = resolve(candidate)
            except LayerError:
                continue
            if found.output_size == self.output_size:
                return found
        return None

    @property
    def crop(self) -> Pairs:
        """What is cropped from the full result where no parameter says it."""
        if self.spec.framework in ("keras", "jax"):
            return tuple(map(shared_crop, self.totals))
        return tuple(halves(total) if total >= 0 else (0, total) for total in self.totals)

    def _candidates(self, resolve: Callable[[LayerSpec], ResolvedLayer]) -> Iterator[LayerSpec]:
        zero = (0,) * len(self.totals)
        for padding in self._paddings():
            without = self.spec._replace(padding=padding)
            if self.spec.framework == "keras":
                yield without._replace(output_padding=None)
            try:
                least = resolve(without._replace(output_padding=zero)).output_size
            except LayerError:  # nothing is left yet
                if isinstance(padding, str):
                    continue
                least = tuple(
                    o + total - begin - end
                    for o, total, (begin, end) in zip(
                        self.output_size, self.totals, padding, strict=True
                    )
                )
            op = tuple(o - size for o, size in zip(self.output_size, least, strict=True))
            if min(op) >= 0:
                yield without._replace(output_padding=op)

    def _paddings(self) -> Iterator[Any]:
        from .frameworks import framework_named

        yield self.spec.padding
        name = self.spec.framework
        if name is not None:
            yield from map(str.lower, framework_named(name).words["transposed"])
        if name == "jax":  # whose pairs are pads of the dilated input
            yield tuple(
                (span - 1 - begin, span - 1 - end)
                for span, (begin, end) in zip(self.spans, self.crop, strict=True)
            )
        elif name != "keras":
            half = tuple((max(total, 0) + 1) // 2 for total in self.totals)
            yield tuple((cells, cells) for cells in half)
            if name is None:
                yield tuple(map(halves, (max(total, 0) for total in self.totals)))
