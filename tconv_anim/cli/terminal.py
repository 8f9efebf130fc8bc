"""Talking to terminals: plain ASCII where they know no more, progress on stderr."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import click

from ..errors import OutputError

__all__ = [
    "Console",
    "abandon_stdout",
    "complain",
    "error_line",
    "escaped",
    "ignore_interrupts",
    "prepare_streams",
    "stop_on_terminate",
    "was_stopped",
    "write",
    "writing_to_stdout",
]

MOST_ERROR: Final = 300
"""Characters of an error."""
_PLAIN: Final = str.maketrans(
    {
        "′": "'",
        "×": "x",
        "ᵀ": "T",
        "−": "-",
        "·": "*",
        "→": ">",
        "…": ".",
        "⌊": "[",
        "⌋": "]",
        "⌈": "[",
        "⌉": "]",
        "≥": ">",
        "≤": "<",
        "─": "-",
        "│": "|",
        **dict.fromkeys("┌┬┐├┼┤└┴┘", "+"),
    }
)
"""One character for one, so that tables stay aligned."""


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(char if char.isascii() else "?" for char in text), error.end


def prepare_streams() -> None:
    """Let stdout and stderr write what they cannot encode in plain ASCII instead of failing."""
    codecs.register_error("tconv-anim.plain", _plainly)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us: talk to nobody
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="tconv-anim.plain")


def abandon_stdout() -> None:
    """The reader of stdout has gone: throw away what is left, so that exiting stays quiet."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no real file behind it
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  (lives as long as the process)


def stop_on_terminate() -> None:
    """Treat a request to end (SIGTERM, SIGHUP) like Ctrl-C, so that temporary files go."""
    import signal

    def stop(number: int, _frame: object) -> None:
        _stopped_by.append(number)
        raise KeyboardInterrupt

    _stopped_by.clear()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        untouched = (signal.SIG_DFL, signal.default_int_handler)
        if number is not None and signal.getsignal(number) in untouched:
            signal.signal(number, stop)


_stopped_by: Final[list[int]] = []


def was_stopped() -> bool:
    """Whether a request to end came, though C code may have made another error of it."""
    return bool(_stopped_by)


def ignore_interrupts() -> None:
    """From here to the end of the process: what is left takes no time, and is not to be undone."""
    import _signal as signal  # type: ignore[import-not-found]  # the other takes time to load

    with suppress(ValueError):  # not in the main thread, which has no signals
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


_UNSEEN: Final = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
"""Control characters but tab and line break, and those that turn the direction or have no width."""


def escaped(text: str) -> str:
    """*text* as a terminal may have it: nothing in it moves the cursor, or hides.

    >>> escaped("up\x1b[2J")
    'up\\\\x1b[2J'
    """
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(f"[{_UNSEEN}]", _escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def error_line(message: str) -> str:
    """A message as one line of at most :data:`MOST_ERROR` characters, its middle cut out."""
    line = escaped(" ".join(message.split()))
    if len(line) > MOST_ERROR:
        half = (MOST_ERROR - 5) // 2
        line = f"{line[:half]} ... {line[-half:]}"
    return line


def write(text: str, *, own: bool = False) -> None:
    """Print data, which may hold a stranger's names, unless it is the user's *own*.

    (Click's own choice of stream would force UTF-8 on an ASCII terminal.)
    """
    with writing_to_stdout():
        click.echo(text if own else escaped(text), file=sys.stdout)


@contextmanager
def writing_to_stdout() -> Iterator[None]:
    """Say of what fails inside that it is stdout which cannot be written."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:
            raise BrokenPipeError from error  # what Windows calls it
        raise OutputError(
            "cannot write to stdout: {reason}.", reason=error.strerror or error
        ) from error


def complain(text: str) -> None:
    """Print to stderr, if anybody listens there."""
    with suppress(OSError):
        click.echo(escaped(text), file=sys.stderr)


class Console:
    """What a command says besides its data: to stderr, and not at all with ``--quiet``."""

    PROGRESS_AFTER_S: Final = 1.0

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def say(self, message: str) -> None:
        if not self._quiet:
            complain(message)

    @contextmanager
    def progress(self, label: str) -> Iterator[Any]:
        """A callback (done, total) that shows a bar once the work has taken a second."""
        with self.tally(label) as show:
            yield show and (lambda done, total: show(done, 0, total))

    @contextmanager
    def tally(self, label: str) -> Iterator[Any]:
        """The same for work of which some may fail: (done, failed, total)."""
        if self._quiet or not sys.stderr.isatty():
            yield None
            return
        start = time.monotonic()
        bar: Any = None

        def show(done: int, failed: int, total: int) -> None:
            nonlocal bar
            if bar is None and time.monotonic() - start > self.PROGRESS_AFTER_S:
                bar = click.progressbar(
                    length=total,
                    label=label,
                    file=sys.stderr,
                    show_pos=True,
                    show_percent=True,
                    item_show_func=lambda failed: f"{failed} failed" if failed else "",
                )
                bar.__enter__()
            if bar is not None:
                bar.update(done - bar.pos, failed)

        try:
            yield show
        finally:
            if bar is not None:
                bar.__exit__(None, None, None)
