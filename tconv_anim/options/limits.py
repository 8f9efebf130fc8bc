"""Limits, defaults and the words that options know."""

from typing import Final

DEFAULT_SIZE: Final = (960, 540)
"""Width and height in pixels."""
LEAST_SIZE: Final = (320, 180)
MOST_PIXELS: Final = 25_000_000
"""What slide programs take as a picture."""
MOST_SIDE: Final = 65_535
"""What a GIF can hold."""
MOST_TITLE: Final = 200
"""Characters."""
MAX_FRAMES: Final = 2000

STEP_MS: Final = 350
"""One position of the kernel, where the story need not hurry."""
HOLD_MS: Final = 1000
"""The first frame of a step."""
LAST_HOLDS: Final = 2.5
"""The last frame stays this many times longer than the first frame of a step."""
TICK_MS: Final = 10
"""The unit a GIF counts in."""
LEAST_MS: Final = 20
"""Viewers slow anything shorter down to 100 ms."""
MOST_MS: Final = 260_000
"""2.5 times that is the longest delay a GIF can hold."""
MOST_LOOPS: Final = 65_536
"""A GIF counts its repeats in 16 bits."""

FORMAT_NAMES: Final = ("gif", "mp4", "webm", "webp", "apng", "png", "svg", "pdf", "html")
STYLE_NAMES: Final = ("flat", "isometric")
MOTIONS: Final = ("full", "none")
THEME_NAMES: Final = ("light", "dark", "print")
AUTO_THEME: Final = "auto"
"""Light and dark in one file, for formats that hold both."""
VALUES_NAMES: Final = ("all", "read", "none")
"""Which cells show their numbers."""
PAPER_NAMES: Final = ("a4", "letter", "16:9")
ORIENTATIONS: Final = ("portrait", "landscape")
SHEET_FORMATS: Final = ("pdf", "png", "svg")
TOPICS: Final = ("sizes", "steps", "views", "overlap", "frameworks")
"""Parts of a cheat-sheet that can stand alone."""
TABLE_FORMATS: Final = ("table", "markdown", "latex", "csv", "json")

MAX_K: Final = 7
"""The largest kernel that the search from sizes tries, unless told otherwise."""
MOST_MAX_K: Final = 256
SOLUTIONS: Final = 20
"""So many of the best are listed."""
MOST_SOLUTIONS: Final = 1000
"""So many are listed where all are asked for; the others are counted."""

MOST_JOBS: Final = 256
"""Figures of a batch that are drawn at a time."""
