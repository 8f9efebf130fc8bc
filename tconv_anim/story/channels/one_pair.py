"""Views that show one input and one output channel of a layer that has more."""

from __future__ import annotations

from dataclasses import replace

from ...layers.formula_text import FormulaText
from ...layers.layer import Layer
from ..frame import Fact, FormulaLine, Storyboard
from ..notation import counted

__all__ = ["named_one_pair", "others_of_a_pair"]


def named_one_pair(
    storyboard: Storyboard, layer: Layer, *, titled: bool, alike: bool
) -> Storyboard:
    """*storyboard* with words on what the other channels of *layer* do.

    *titled*: whether the user gave a title; *alike*: whether every pair looks like this one.
    """
    formulas = (
        *storyboard.formulas,
        (FormulaLine(FormulaText.of(others_of_a_pair(layer, alike=alike))),),
    )
    if layer.in_channels == layer.out_channels == 1:
        return replace(storyboard, formulas=formulas)
    title = storyboard.title
    if not titled:
        title += ", in every channel" if alike else ", for one pair of channels"
    channels = Fact("", "", f"{layer.in_channels} → {layer.out_channels} channels")
    facts = (channels, *storyboard.facts)
    return replace(storyboard, title=title, facts=facts, formulas=formulas)


def others_of_a_pair(layer: Layer, *, alike: bool = False) -> str:
    """What is not shown.

    >>> others_of_a_pair(Layer("conv", kernel_size=3, in_channels=3, out_channels=2))
    'One of 6 pairs of channels: an output channel adds up 3 of them.'
    >>> others_of_a_pair(Layer("conv", kernel_size=3, in_channels=4, out_channels=4, groups=4))
    'One of 4 pairs of channels: no two of them are added.'
    """
    read = layer.in_channels // layer.groups
    pairs = read * layer.out_channels
    bias = " and its bias" * layer.bias
    if pairs == 1:
        return "The bias, which is added to every cell, is not shown."
    if alike:
        return f"The same for each of the {pairs} pairs of channels."
    one = f"One of {counted(pairs, 'pair')} of channels"
    if read > 1:
        return f"{one}: an output channel adds up {read} of them{bias}."
    return f"{one}: no two of them are added{', only a bias to each' * layer.bias}."
