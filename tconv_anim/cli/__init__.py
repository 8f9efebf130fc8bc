"""The command line: parse, call, print. ``main`` is the ``tconv-anim`` program.

While modules load, Ctrl-C ends the process at once: Python's way would show a traceback.
What they define is in use until the process ends. It is frozen, so that Python does not search
it for garbage, which would take milliseconds at the start and at the end.
"""

import _signal  # type: ignore[import-not-found]  # signal itself takes milliseconds to load
import atexit
import gc
import os

__all__ = ["main"]


def _quit(_number: int, _frame: object) -> None:
    os._exit(130)


def _answer_interrupts(handler: object, *, instead_of: object) -> None:
    if _signal.getsignal(_signal.SIGINT) is instead_of:
        try:  # noqa: SIM105  (contextlib takes time to load, too)
            _signal.signal(_signal.SIGINT, handler)
        except ValueError:  # loaded by another thread than the main one, which has no signals
            pass


_answer_interrupts(_quit, instead_of=_signal.default_int_handler)
_collects = gc.isenabled()
gc.disable()
try:
    from .main import main
finally:
    gc.freeze()  # before collecting is enabled: the first search would be of all that is new
    atexit.register(gc.freeze)
    if _collects:
        gc.enable()
    _answer_interrupts(_signal.default_int_handler, instead_of=_quit)
