"""From the state of a frame to its pixels: theme, layout, and two ways to draw.

A layout turns a frame into primitives (rectangles and texts at whole pixels).
:mod:`~tconv_anim.rendering.figure` hands them to Matplotlib, :mod:`~tconv_anim.rendering.raster`
puts them together from glyphs drawn once; both make the same picture.
"""
