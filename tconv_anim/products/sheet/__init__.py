"""A layer on one page: tables, steps, views, overlap, frameworks, networks, to print and pin up.

``parts/`` says what is on the page, a part a file; ``blocks.py`` and ``pictures.py`` are
what parts are made of; ``layout.py`` puts them on paper, with the measures of ``kit.py``.
"""

from .sheet import Sheet, layer_sheet, network_sheet

__all__ = ["Sheet", "layer_sheet", "network_sheet"]
