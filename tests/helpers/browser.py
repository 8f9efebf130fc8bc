"""Pages in the system's Chromium, driven by Playwright.

Every error of a page, and every request that leaves it, fails the test.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["CHROMIUM", "FLAGS", "page_at", "wait_for"]

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM: Final = next(filter(None, map(shutil.which, _NAMES)), None)
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)
PATIENCE_MS: Final = 20_000


@contextmanager
def page_at(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = (1100, 800),
    density: float = 1,
    **preferences: Any,
) -> Iterator[Page]:
    """The page at *address*; *preferences* are the reader's, such as ``color_scheme="dark"``."""
    viewport: Any = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, device_scale_factor=density, **preferences)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("data:", "file:", "about:", "blob:"))
            else faults.append(f"fetched {request.url}")
        ),
    )
    try:
        page.goto(address)
        yield page
        page.evaluate("0")  # errors that are still on their way
    finally:
        context.close()
    assert not faults, faults


def wait_for(page: Page, expression: str) -> None:
    """Until an expression is true, asked every 10 ms.

    Playwright's ``wait_for_function`` evaluates inside the page, where its security policy
    may forbid it.
    """
    for _ in range(PATIENCE_MS // 10):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(10)
    raise AssertionError(expression)
