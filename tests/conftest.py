"""Fixtures of several test modules."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.helpers.browser import CHROMIUM, FLAGS
from tests.helpers.daily import MORE, is_left_out, leave_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell does that to what it starts in the background, and so would the programs inherit
    # it that tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# Compiled files are kept, those of the tests and of the programs that tests start: to compile
# all of them again takes longer than many of the tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(autouse=True)
def _signals_as_they_were() -> Iterator[None]:
    """The command line ignores Ctrl-C in its last moments, and a test is not its last."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the test stands, so that names are as short as users'.

    Programs that it starts find the package, too.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    return tmp_path


def asked(config: pytest.Config) -> str:
    """The marks that tests are chosen by."""
    return str(config.option.markexpr)


def asks_for_long_tests(config: pytest.Config) -> bool:
    return asked(config) == "long"


def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried on few examples daily, and on more with `-m long`."""
    settings.load_profile(MORE if asks_for_long_tests(config) else "daily")
    leave_out(
        *{"not slow and not long": ("slow", "long"), "slow": ("long",)}.get(asked(config), ())
    )


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(obj: object) -> list[pytest.Item] | None:
    """The cases of a test that this run will not choose are not even made."""
    return [] if isinstance(obj, FunctionType) and is_left_out(obj) else None


def pytest_collection_finish() -> None:
    """What lies in memory now stays there, and tests make much that lives shortly.

    So the collector looks at less, and less often: a tenth of all processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def pytest_unconfigure() -> None:
    """Nothing is looked at once more only to end."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)  # without xdist there is no such hook
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Neighbours stay together, so that figures which they share are drawn by one process."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever starts a browser is slow; a property tried on more examples is long."""
    more = asks_for_long_tests(config)
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)
        if more and getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window; one for every test of a process."""
    if not CHROMIUM:
        pytest.skip("needs Chromium, which is not on the PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=list(FLAGS), timeout=60_000
        )
        yield opened
        opened.close()
