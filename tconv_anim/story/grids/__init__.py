"""The grids of cells that views show."""
