"""From the state of a frame to its pixels: theme, layout, and two ways to draw.

A page turns a frame into primitives: rectangles and texts at whole pixels. Stills are those
as the artists of a Matplotlib figure (:mod:`~tconv_anim.rendering.figure`); animations are
composed from glyphs that Matplotlib drew once (:mod:`~tconv_anim.rendering.raster`). Both show
the same but for the edges of letters.
"""
