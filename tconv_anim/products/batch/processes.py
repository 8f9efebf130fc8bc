"""Processes of this machine that draw, and end when whoever started them is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread

from .. import quiet_matplotlib

__all__ = ["drawing_processes"]


@contextmanager
def drawing_processes(count: int) -> Iterator[Executor]:
    """*count* processes, started as this Python starts them: fork, forkserver or spawn.

    Interrupted, they finish what they draw and begin nothing new.
    """
    with ProcessPoolExecutor(count, initializer=_begin) as executor:
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


def _begin() -> None:
    """In a process that draws: Ctrl-C is the business of the one that hands out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    quiet_matplotlib()


def _end_with_parent() -> None:
    """Killed, the parent cannot say that there is no more work."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
