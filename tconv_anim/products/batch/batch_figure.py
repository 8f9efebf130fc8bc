"""A figure of a batch with all its files, as pages, decks and lines to paste show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from ...formats.registry import suffix_of
from ...layers.expressions import SIGNS
from ...layers.resolved_layer import ResolvedLayer
from ...layers.summary import Row
from ...story.values import all_equal

__all__ = ["SIZE_HEADS", "BatchFigure", "batch_figures"]

SIZE_HEADS: Final = ("kind", "input", "kernel", "stride", "padding", "formula", "output")


class BatchFigure(NamedTuple):
    """One figure."""

    name: str
    title: str
    alt: str
    command: str
    files: Mapping[str, str]
    """Their names in the folder, by format."""
    rows: Sequence[Row] = ()
    """Its layers; none where it is a network's."""

    def best(self, formats: Iterable[str]) -> str:
        """The file of the first of *formats* that there is; empty: none."""
        return next((self.files[one] for one in formats if one in self.files), "")

    def size_rows(self) -> list[tuple[str, ...]]:
        """The sizes of each layer that can be, under :data:`SIZE_HEADS`."""
        return [_sizes(row.resolved) for row in self.rows if row.resolved]


def batch_figures(
    files: Iterable[tuple[str, Mapping[str, str], Sequence[Row]]],
) -> list[BatchFigure]:
    """The figures of (file name, title, alt and command, layers), files of one together."""
    figures: dict[str, BatchFigure] = {}
    for file, texts, rows in files:
        path = PurePath(file)
        known = figures.get(path.stem) or BatchFigure(
            path.stem, texts["title"], texts["alt"], texts["command"], {}, rows
        )
        files_by_format = {**known.files, suffix_of(path): file}
        figures[path.stem] = known._replace(files=files_by_format)
    return list(figures.values())


def _sizes(resolved: ResolvedLayer) -> tuple[str, ...]:
    axes, first = resolved.axes, resolved.calculations[0]
    ends = [(axis.pad_begin, axis.pad_end) for axis in axes]
    return (
        resolved.operation.adjective,
        _by(resolved.input_size),
        _by(resolved.kernel_size),
        _each([axis.s for axis in axes]),
        _each([begin if begin == end else f"{begin}:{end}" for begin, end in ends]),
        f"{first.formula(SIGNS)} = {first.value}",
        _by(resolved.output_size),
    )


def _by(sizes: Sequence[object]) -> str:
    return " × ".join(map(str, sizes))


def _each(values: Sequence[object]) -> str:
    """A value for all axes, or one for each."""
    return str(values[0]) if all_equal(values) else _by(values)
