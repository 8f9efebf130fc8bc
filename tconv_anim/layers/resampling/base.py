"""What pools, resizing and pixel shuffle have in common: values an axis, and sizes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from ...errors import Argument, LayerError
from ...notation import Sizes
from ..validation import MAX_AXES, MAX_SIZE, axes_words, checked_sizes, short_number, shortest

__all__ = ["Resampling", "spread_axes"]


class Resampling(ABC):
    """A layer that combines or copies cells without weights, channel by channel or between them."""

    kind: ClassVar[str]
    """As ``--kind`` and networks call it."""
    title: ClassVar[str]

    @property
    @abstractmethod
    def ndim(self) -> int | None:
        """Number of axes where a parameter fixes it, else None: any number will do."""

    @abstractmethod
    def axis_size(self, index: int, i: int) -> int:
        """Output cells of axis *index* for *i* input cells; 0 or less where there is none."""

    def no_output(self, sizes: Sizes, index: int) -> LayerError:
        """Why axis *index* has no output."""
        return LayerError(
            "{input_size} leaves no cell of the output. Try a larger {parameter}.",
            input_size=Argument("input_size", shortest(sizes)),
            parameter=Argument("input_size"),
        )

    def output_size(self, input_size: int | Sequence[int]) -> Sizes:
        """Size of the output, one int per axis, for an input of *input_size* cells.

        An int is one axis, or every axis of a layer that has its own number of axes.

        Raises
        ------
        LayerError
            A size below 1, another number of axes, or no cell is left.
        """
        value = checked_sizes("input_size", input_size, 1)
        sizes = value if isinstance(value, tuple) else (value,) * (self.ndim or 1)
        if self.ndim not in (None, len(sizes)):
            raise LayerError(
                "{input_size} has {axes}, but the layer has {ndim}. Give one value per axis.",
                input_size=Argument("input_size", value),
                axes=axes_words(len(sizes)),
                ndim=self.ndim,
            )
        if not 1 <= len(sizes) <= MAX_AXES:
            raise LayerError("a layer has 1, 2 or 3 axes, not {ndim}.", ndim=len(sizes))
        outputs = tuple(self.axis_size(index, i) for index, i in enumerate(sizes))
        for index, o in enumerate(outputs):
            if o < 1:
                raise self.no_output(sizes, index)
            if o > MAX_SIZE:
                raise LayerError(
                    "{input_size} gives an output of {cells} cells, more than a tensor's axis can"
                    " have ({limit}). Try a smaller {parameter}.",
                    input_size=Argument("input_size", shortest(sizes)),
                    cells=short_number(o),
                    limit=MAX_SIZE,
                    parameter=Argument("input_size"),
                )
        return outputs


def spread_axes(value: Any, index: int) -> Any:
    """What *value* is on axis *index*: one value stands for every axis."""
    return value[index] if isinstance(value, tuple) else value
