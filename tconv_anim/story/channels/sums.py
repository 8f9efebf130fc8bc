"""What views share that add up a sum of each input channel, and the bias, to an output cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...notation import Sizes
from ..cell_text import widest
from ..frame import CellRole, ChannelRows, Grid, Panel
from ..label import ColumnHead
from ..notation import CellText
from ..shades import shade_levels
from . import sentences
from .shown_channels import is_apart
from .view import ChannelView, channel_label, one_cell, small_panel

__all__ = ["SummingView"]


class SummingView(ChannelView):
    """A row for each input channel, which ends in a sum; sums, rest and bias make an output."""

    def prepare(self) -> None:
        self._inputs = range(self.shown_channels.inputs)
        self._apart = is_apart(self.layer)

    @property
    def _has_rest(self) -> bool:
        """Whether filters read channels that are not shown: all do, or none."""
        return bool(self.hidden_channels(self.filters[0])) and not self._apart

    def _sums_of(self, filter_: int, cell: Sizes | None) -> dict[str, Grid | None]:
        """Sums, rest and bias of a filter; no sums where there is no *cell* yet."""
        read, numbers = self.layer.channels_read(filter_), self.numbers
        grids: dict[str, Grid | None] = {}
        for channel in self._inputs:
            summed = cell is not None and channel in read
            grids[f"sum {channel}"] = (
                self._sum(numbers.sums(filter_, channel)[cell]) if summed else None
            )
        if self._has_rest:
            rest = self.hidden_channels(filter_)
            grid = one_cell("", "", CellRole.GHOST)
            if cell is not None and rest:
                grid = self._sum(numbers.partial(filter_, rest)[cell])
            grids["rest"] = replace(grid, label=sentences.left_out(len(rest)))
        if (bias := numbers.bias(filter_)) is not None:
            label = channel_label("bias b", filter_)
            grids["bias"] = one_cell(label, bias.texts[0], CellRole.BIAS)
        return grids

    @property
    def _no_sums(self) -> dict[str, Grid | None]:
        """Nothing in the places of sums, rest and bias, once all is done."""
        return dict.fromkeys((*(f"sum {c}" for c in self._inputs), "rest", "bias"))

    def _sum(self, value: object) -> Grid:
        if self.example.writing != "none":
            return one_cell("", CellText.of(value), CellRole.SUM)
        levels = shade_levels(np.array([[value]]), self.example.y, signed=True)
        return replace(one_cell("", "", CellRole.SUM), shades=levels)

    def _sum_panels(self) -> dict[str, Panel]:
        """The places of sums, rest and bias."""
        longest = self.widest_sum()
        found = {f"sum {c}": small_panel(f"sum {c}", "", longest) for c in self._inputs}
        if self._has_rest:
            label = sentences.left_out(len(self.hidden_channels(self.filters[0])))
            found["rest"] = small_panel("rest", label, longest)
        if self.example.bias is not None:
            found["bias"] = self._bias_panel(found["sum 0"])
        return found

    def _bias_panel(self, like: Panel) -> Panel:
        """The place of what each filter adds, one after another."""
        found = [bias for f in self.filters if (bias := self.numbers.bias(f))]
        text = widest(bias.texts[0] for bias in found)
        labels = tuple((channel_label("bias b", f), "") for f in self.filters)
        return replace(like, name="bias", labels=labels, widest_text=text)

    def part(self, name: str) -> str:
        """What stands over the slices, or the sums: one where one channel is shown."""
        return name if len(self._inputs) == 1 and not self._has_rest else f"{name}s"

    def _channel_rows(
        self,
        first: str,
        second: str,
        heads: tuple[ColumnHead, ...],
        *,
        matrix: str = "",
        ring: int = 0,
    ) -> ChannelRows:
        """Rows of panels called *first* and *second*, and their sums."""
        layer, hidden = self.layer, self.layer.out_channels - len(self.filters)
        biased, group = self.example.bias is not None, sentences.group_sizes(layer)
        shown = len(self._inputs) // max(group[0], 1) * (group[0] > 1)
        return ChannelRows(
            rows=tuple((f"{first} {c}", f"{second} {c}", f"sum {c}") for c in self._inputs),
            outputs=tuple(f"output {f}" for f in self.filters),
            filters=tuple(map(sentences.filter_name, self.filters)),
            rest="rest" if self._has_rest else "",
            bias="bias" if biased else "",
            heads=heads,
            more=sentences.left_out(hidden) if hidden else "",
            matrix=matrix,
            hidden=layer.in_channels - len(self._inputs),
            group=group,
            groups=tuple(map(sentences.group_name, range(shown))),
            ring=ring,
        )
