"""Networks: rows of layers, written in words, in TOML or known by name, and what they come to.

``words``, ``document`` and ``presets`` read; ``spec`` is what they read into; ``walk`` works
it out into the ``rows``; ``phases`` knows receptive fields and reaches, ``joins`` the skips.
"""
