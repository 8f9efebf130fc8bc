"""Which input sizes one output size can come from, and which of them each op picks."""

from .line import ChoiceLine, lines_of
from .returned import ADDED, Returned, computed_cells
from .sentences import Sentences
from .sizes import Framed, size_rows, told_lines

__all__ = [
    "ADDED",
    "ChoiceLine",
    "Framed",
    "Returned",
    "Sentences",
    "computed_cells",
    "lines_of",
    "size_rows",
    "told_lines",
]
