"""A layer on one page: tables, steps, views, overlap, frameworks, networks, to print and pin up.

``sections/`` says what is on the page, a section a file; ``blocks.py``, ``table_block.py``
and ``grid_block.py`` are what sections are made of; ``page.py`` puts them on paper, with the
measures of ``measures.py``.
"""
