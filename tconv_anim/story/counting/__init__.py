"""How often cells are reached: the counts of a kernel's positions, one position after another.

A transposed layer stamps, and the counts lie on its uncropped result. A convolution
reads, and the same counts lie on its padded input.
"""

from .line import CountLine
from .map import CountMap
from .rule import rule_rows
from .sentences import Sentences

__all__ = ["CountLine", "CountMap", "Sentences", "rule_rows"]
