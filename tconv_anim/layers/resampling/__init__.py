"""Layers without weights that change a size: pools, resizing and pixel shuffle; one file each."""
