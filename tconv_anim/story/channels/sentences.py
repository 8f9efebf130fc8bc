"""What is said of channels: titles, labels, and what a layer mixes."""

from __future__ import annotations

import math

from ...layers.layer import Layer
from ...layers.resolved_layer import ResolvedLayer
from ..notation import Notation, Text, counted
from ..values import CellName, Factor

__all__ = [
    "all_given",
    "block",
    "block_count",
    "blocks",
    "coloured",
    "filter_name",
    "filter_step",
    "gives_nothing",
    "giving",
    "group_name",
    "group_sizes",
    "indexed",
    "is_depthwise",
    "is_pointwise",
    "last_sentence",
    "left_out",
    "made_of",
    "mixing",
    "part_size",
    "remark",
    "some_filters",
    "title",
    "turned_word",
    "unmet",
    "unread_channels",
]


def indexed(n: Notation, symbol: str, *numbers: int) -> str:
    """A letter with its channels.

    >>> from ..notation import PRINTED, SPOKEN
    >>> indexed(PRINTED, "w", 0, 2), indexed(PRINTED, "w", 10, 2), indexed(SPOKEN, "w", 0, 2)
    ('w₀,₂', 'w₁₀,₂', 'w 0 2')
    """
    if n.digits[1] == "1":  # not lowered
        return " ".join([symbol, *map(str, numbers)])
    written = ["".join(n.digits[int(digit)] for digit in str(number)) for number in numbers]
    return symbol + ",".join(written)


def coloured(n: Notation, label: Text, channel: int) -> str:
    """The label of a channel of a colour picture, with its colour.

    >>> from ..notation import PRINTED
    >>> coloured(PRINTED, "x", 1)
    'x green'
    """
    return f"{n.text(label)} {('red', 'green', 'blue')[channel]}"


def title(name: str, resolved: ResolvedLayer) -> str:
    """The layer with what it does to channels.

    >>> from ...layers.layer import Layer
    >>> from ...layers.resolved_layer import resolve_layer
    >>> deep = Layer("conv", kernel_size=3, in_channels=3, out_channels=2)
    >>> title("Convolution", resolve_layer(deep, 5))
    'Convolution, 3 channels to 2'
    """
    layer = resolved.layer
    lower = name[0].lower() + name[1:]
    if is_depthwise(layer):
        many = layer.out_channels > layer.in_channels
        to = f" to {layer.out_channels}" if many else ""
        return f"Depthwise {lower}, {layer.in_channels} channels{to}"
    channels = f"{counted(layer.in_channels, 'channel')} to {layer.out_channels}"
    if layer.groups > 1:
        return f"Grouped {lower}, {channels} in {layer.groups} groups"
    if is_pointwise(resolved):
        return f"Pointwise {lower}, {channels}"
    return f"{name}, {channels}"


def is_depthwise(layer: Layer) -> bool:
    """Whether each filter reads one of several channels."""
    return layer.groups == layer.in_channels > 1


def is_pointwise(resolved: ResolvedLayer) -> bool:
    """Whether the kernel is one cell, so that only channels are mixed."""
    return max(resolved.kernel_size) == 1


def group_sizes(layer: Layer) -> tuple[int, int]:
    """(input channels, output channels) of a group; zeros where there are no groups."""
    if layer.groups == 1:
        return 0, 0
    return layer.in_channels // layer.groups, layer.out_channels // layer.groups


def mixing(n: Notation, resolved: ResolvedLayer) -> str:
    """What the layer mixes, and what not."""
    layer = resolved.layer
    if is_depthwise(layer):
        if is_pointwise(resolved):
            return (
                "Each filter scales one channel: nothing is mixed, no channels and no neighbours."
            )
        return "Depthwise: each filter reads one channel, so no channels are mixed."
    ones = n.by([1] * len(resolved.axes)) if len(resolved.axes) > 1 else "one cell"
    if is_pointwise(resolved):
        return f"Pointwise: the kernel is {ones}, so channels are mixed and nothing else."
    if layer.groups > 1:
        read = layer.in_channels // layer.groups
        return (
            f"{layer.groups} groups: each filter reads the {counted(read, 'channel')} of its"
            " group, and groups never meet."
        )
    if layer.in_channels == 1:
        return f"{counted(layer.out_channels, 'filter')}: each makes one output channel."
    filters = "the filter makes" if layer.out_channels == 1 else "each filter makes"
    return (
        f"A filter has a slice for each of the {layer.in_channels} input channels;"
        f" {filters} one output channel."
    )


def last_sentence(n: Notation, resolved: ResolvedLayer, shown: int) -> str:
    """The last sentence: what all filters made, or that only so many of them are *shown*."""
    filters = resolved.layer.out_channels
    sizes = n.by((filters, *resolved.output_size))
    mixed = ""
    if is_depthwise(resolved.layer):
        mixed = "; no channels were mixed"
    elif is_pointwise(resolved):
        mixed = "; nothing but channels was mixed"
    if filters == 1:
        return f"Done: the filter has made the output, {sizes}{mixed}."
    if shown < filters:
        return f"Done: {some_filters(shown, filters)}. Output {sizes}{mixed}."
    return f"Done: {filters} filters have made {filters} output channels, {sizes}{mixed}."


def some_filters(shown: int, filters: int) -> str:
    """That the first of the filters are shown, and stand for all.

    >>> some_filters(2, 32)
    'filters 0 and 1 of 32 are shown, and the others work alike'
    """
    last = "and" if shown == 2 else "to"
    those = f"filters 0 {last} {shown - 1}" if shown > 1 else filter_name(0)
    return f"{those} of {filters} {'are' if shown > 1 else 'is'} shown, and the others work alike"


def remark(resolved: ResolvedLayer, filter_: int) -> str:
    """What an output cell is made of, where that is special."""
    if is_depthwise(resolved.layer):
        (read,) = resolved.layer.channels_read(filter_)
        return f"channel {read} alone, none mixed"
    return "one cell of each channel" if is_pointwise(resolved) else ""


def made_of(channels: int, bias: object | None) -> str:
    """What an output cell without numbers adds up.

    >>> made_of(3, None), made_of(1, 2)
    ('adds up 3 channels', 'adds up 1 channel and the bias')
    """
    return f"adds up {counted(channels, 'channel')}{'' if bias is None else ' and the bias'}"


def unread_channels(resolved: ResolvedLayer) -> str:
    """What pale channels are, where some are: none that the present filter reads."""
    if is_depthwise(resolved.layer):
        return "not read: one channel a filter"
    return "not read: of another group" if resolved.layer.groups > 1 else ""


def filter_name(filter_: int) -> str:
    return f"filter {filter_}"


def group_name(group: int) -> str:
    return f"group {group}"


def filter_step(filter_: int, *, several: bool) -> str:
    """The name of the step in which a filter slides, or one after another."""
    return "slide each filter in turn" if several else f"slide {filter_name(filter_)}"


def blocks(n: Notation, resolved: ResolvedLayer, block: tuple[int, int]) -> str:
    """What the matrix is made of."""
    layer = resolved.layer
    pairs = n.by((layer.out_channels, layer.in_channels))
    zeros = " Pairs of different groups have a block of zeros." if layer.groups > 1 else ""
    return (
        f"A block for each pair of channels: {pairs} blocks, each the {n.by(block)} matrix of one"
        f" slice.{zeros}"
    )


def block(n: Notation, name: Factor, filter_: int, channel: int) -> str:
    """One of a matrix's blocks.

    >>> from ..notation import PRINTED, SPOKEN
    >>> from ..values import Transpose
    >>> block(PRINTED, "C", 0, 2), block(PRINTED, Transpose("C"), 0, 2)
    ('C₀,₂', 'Cᵀ₀,₂')
    >>> block(SPOKEN, Transpose("C"), 0, 2)
    'C transposed 0 2'
    """
    return indexed(n, n.matrix(name), filter_, channel)


def block_count(n: Notation, shown: tuple[int, int], whole: tuple[int, int]) -> str:
    """How many of a matrix's blocks there are."""
    if shown == whole:
        return f"{n.by(whole)} blocks"
    return f"{math.prod(shown)} of {math.prod(whole)} blocks"


def part_size(n: Notation, shown: tuple[int, int], whole: tuple[int, int]) -> str:
    """The size of the part of a matrix that is shown, and of all of it."""
    return n.by(whole) if shown == whole else f"{n.by(shown)} of {n.by(whole)}"


def giving(_: Notation, resolved: ResolvedLayer) -> str:
    """Where an input cell's value goes."""
    layer = resolved.layer
    reached = layer.out_channels // layer.groups
    where = "" if layer.groups == 1 else " of its group"
    if reached == 1:
        return "Each input cell times its slice is added to one output channel; no other gets any."
    start = " Sums begin with the bias." if layer.bias else ""
    return (
        f"Each input cell is multiplied by {reached} slices; each product is added to an output"
        f" channel{where}.{start}"
    )


def unmet(met: int, shares: int, stride: int) -> str:
    """How many shares of the present input cell have an output cell, in each channel."""
    meet = "meets" if met == 1 else "meet"
    return f"stride {stride}: here {met} of {shares} shares {meet} an output cell"


def gives_nothing(n: Notation, name: CellName) -> str:
    return f"The kernel never covers {n.cell_name(name)}, so it adds nothing."


def all_given(n: Notation, resolved: ResolvedLayer, hidden: int, shown: int) -> str:
    """The end: every channel has given; *hidden* ones, too, and to filters that are not *shown*."""
    channels = resolved.layer.in_channels
    more = f", {hidden} of them not shown" if hidden else ""
    sizes = n.by((resolved.layer.out_channels, *resolved.output_size))
    every = {1: "The channel is", 2: "Both channels are"}.get(
        channels, f"All {channels} channels are"
    )
    filters = resolved.layer.out_channels
    some = f" ({shown} shown)" if shown < filters else ""
    return f"{every} added{more}: the output, {sizes}{some}."


def left_out(count: int) -> str:
    """How many more there are."""
    return f"… {count} more"


def turned_word(*, strip: bool, brief: bool = False) -> str:
    """What slices are that are used the other way round; *brief*: without the angle."""
    if strip:
        return "mirrored"
    return "turned" if brief else "turned 180°"
