"""What is made: figures, sheets, tables and batches, and the commands stored in them."""

from __future__ import annotations

__all__ = ["quiet_matplotlib"]


def quiet_matplotlib() -> None:
    """Keep a user's own Matplotlib set-up from speaking, or failing, where none is used."""
    import logging
    import os

    os.environ["MPLBACKEND"] = "agg"
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
