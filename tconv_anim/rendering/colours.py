"""Colours as #rrggbb: mixtures of two, their contrast, and shades of signed numbers."""

from __future__ import annotations

from typing import Final

__all__ = ["contrast", "mixture", "mixture_through", "rgb_of", "signed_shade"]

_CLEAR: Final = {"kernel": "#f3a03c", "output": "#3aa57c"}
"""Half way to the largest number, where a mixture of the ends was muddy."""


def mixture(colour: str, other: str, share: float) -> str:
    """*colour* with a share of the *other*, from 0 to 1."""
    one, two = rgb_of(colour), rgb_of(other)
    return "#" + "".join(
        f"{round(a * (1 - share) + b * share):02x}" for a, b in zip(one, two, strict=True)
    )


def mixture_through(colour: str, middle: str, other: str, share: float) -> str:
    """The same by way of a *middle* colour, at half of the way."""
    twice = 2 * share
    return mixture(colour, middle, twice) if twice < 1 else mixture(middle, other, twice - 1)


def signed_shade(hue: str, place: float, zero: str, ends: tuple[str, str]) -> str:
    """From *zero* to either of *ends*, at -1 and 1: of some hues through a clear colour."""
    end, size = ends[place > 0], abs(place)
    if place <= 0 or hue not in _CLEAR:
        return mixture(zero, end, size)
    return mixture_through(zero, _CLEAR[hue], end, size)


def rgb_of(colour: str) -> tuple[int, int, int]:
    """A colour's red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        linear = [
            c / 12.92 if (c := part / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for part in rgb_of(colour)
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
