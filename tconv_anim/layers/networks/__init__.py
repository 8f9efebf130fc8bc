"""Networks: rows of layers, written in words, in TOML or known by name, and what they come to.

``words``, ``document`` (with ``keys``) and ``presets`` read; ``spec`` is what they read into;
``walk`` works it out into ``rows``. ``phases`` knows receptive fields and reaches, ``crops``
and ``joins`` what is cut, ``fitting`` the inputs with which nothing has to be.
"""
