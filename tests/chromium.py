"""A headless Chromium, spoken to over a pipe (the DevTools protocol), for tests of pages.

Every error of a page, and every request that leaves it, fails the test.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

__all__ = ["CHROMIUM", "Browser", "Tab"]

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM: Final = (
    None if sys.platform == "win32" else next(filter(None, map(shutil.which, _NAMES)), None)
)
PATIENCE_S: Final = 20


class Browser:
    """One process, closed at the end of a ``with``."""

    def __enter__(self) -> Browser:
        import fcntl  # which Windows has not

        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ours, theirs = os.pipe(), os.pipe()
        # Chromium reads from 3 and writes to 4, so neither end may be there already.
        child_in = fcntl.fcntl(ours[0], fcntl.F_DUPFD_CLOEXEC, 10)
        child_out = fcntl.fcntl(theirs[1], fcntl.F_DUPFD_CLOEXEC, 10)
        os.close(ours[0])
        os.close(theirs[1])
        self._write, self._read = ours[1], theirs[0]
        null = os.open(os.devnull, os.O_RDWR)
        assert CHROMIUM
        self._pid = os.posix_spawn(
            CHROMIUM,
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--remote-debugging-pipe",
                f"--user-data-dir={self._folder.name}",
            ],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_DUP2, child_in, 3),
                (os.POSIX_SPAWN_DUP2, child_out, 4),
            ],
        )
        for descriptor in (child_in, child_out, null):
            os.close(descriptor)
        self._number, self._buffer = 0, b""
        self.complaints: list[str] = []
        return self

    def __exit__(self, *_: object) -> None:
        self.call("Browser.close")
        os.waitpid(self._pid, 0)
        os.close(self._write)
        os.close(self._read)
        self._folder.cleanup()

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """The result of one command; what happens meanwhile is looked through for errors."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (told := self._next()).get("id") != self._number:
            self._watch(told)
        assert "error" not in told, (method, told)
        result: dict[str, Any] = told["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], PATIENCE_S)
            assert ready, "the browser says nothing"
            self._buffer += os.read(self._read, 1 << 20)
        message, _, self._buffer = self._buffer.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told

    def _watch(self, told: dict[str, Any]) -> None:
        method, params = told.get("method"), told.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.complaints.append(str(params["entry"]))
        elif method == "Network.requestWillBeSent":
            url = params["request"]["url"]
            if not url.startswith(("data:", "file:", "about:")):
                self.complaints.append(f"fetched {url}")


class Tab:
    """A page in the browser, opened at *address* with the reader's wishes as given."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        size: tuple[int, int] = (1100, 800),
        density: float = 1,
        **wishes: str,
    ) -> None:
        self._browser = browser
        self._target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Runtime", "Log", "Network", "Page"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=density,
            mobile=False,
        )
        features = [
            {"name": name.replace("_", "-"), "value": value} for name, value in wishes.items()
        ]
        self.call("Emulation.setEmulatedMedia", features=features)
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.run("0")  # errors that are still on their way
        self._browser.call("Target.closeTarget", targetId=self._target)
        complaints, self._browser.complaints = self._browser.complaints, []
        if kind is None:
            assert not complaints, complaints

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def run(self, storyboard: str) -> Any:
        """The value of an expression; a promise is waited for."""
        result = self.call(
            "Runtime.evaluate", expression=storyboard, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, storyboard: str) -> None:
        """Until an expression is true."""
        deadline = time.monotonic() + PATIENCE_S
        while not self.run(storyboard):
            assert time.monotonic() < deadline, storyboard
            time.sleep(0.01)

    def press(self, key: str) -> None:
        """A key, as if typed."""
        codes = {" ": 32, "End": 35, "Home": 36, "ArrowLeft": 37, "ArrowRight": 39, "Tab": 9}
        text = {"text": key} if len(key) == 1 else {}
        number = codes[key] if key in codes else ord(key.upper())
        named = {"key": key, "windowsVirtualKeyCode": number, "code": key.strip() or "Space"}
        self.call("Input.dispatchKeyEvent", type="keyDown", **named, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **named)

    def click(self, selector: str, *, across: float = 0.5) -> None:
        """The left button, *across* the element from its left (0) to its right (1)."""
        box = self.run(f"document.querySelector('{selector}').getBoundingClientRect().toJSON()")
        place = {"x": box["x"] + across * box["width"], "y": box["y"] + box["height"] / 2}
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def screenshot(self, path: Path) -> None:
        """For looking at it."""
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))
