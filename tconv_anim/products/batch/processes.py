"""Processes of this machine that draw, and end when whoever started them is gone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Final

from .. import quiet_matplotlib

__all__ = ["drawing_processes"]


@contextmanager
def drawing_processes(count: int) -> Iterator[Executor]:
    """*count* processes, started as this Python starts them: fork, forkserver or spawn.

    Interrupted, they finish what they draw and begin nothing new.
    """
    with ProcessPoolExecutor(count, initializer=_begin) as executor:
        try:
            with _signals_waiting():
                for _ in range(count):
                    executor.submit(os.getpid)  # starts a process, if no other is idle
            yield executor
        except BaseException:
            executor.shutdown(wait=True, cancel_futures=True)
            raise


_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM, also in processes that start meanwhile.

    In a process that is starting they would show a traceback; in this one, Python ignores an
    exception during a fork. Windows cannot hold signals back.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """In a process that draws: Ctrl-C is the business of the one that hands out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    Thread(target=_end_with_parent, daemon=True).start()
    quiet_matplotlib()


def _end_with_parent() -> None:
    """Killed, the parent cannot say that there is no more work."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
