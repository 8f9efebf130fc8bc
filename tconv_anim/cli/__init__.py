"""The command line: parse, call, print. ``main`` is the ``tconv-anim`` program."""

from .main import main

__all__ = ["main"]
