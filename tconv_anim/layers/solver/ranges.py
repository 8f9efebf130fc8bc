"""Numbers in equal steps, of any size: counted and cut without being listed."""

from __future__ import annotations

__all__ = ["length", "without"]


def without(numbers: range, some: list[int]) -> list[range]:
    """*numbers*, cut where one of *some* is."""
    parts, begin = [], numbers.start
    for number in sorted(n for n in set(some) if n in numbers):
        parts.append(range(begin, number))
        begin = number + 1
    return [part for part in (*parts, range(begin, numbers.stop)) if part]


def length(numbers: range) -> int:
    """How many they are; ``len`` refuses more than a machine word holds."""
    return max((numbers.stop - numbers.start + numbers.step - 1) // numbers.step, 0)
