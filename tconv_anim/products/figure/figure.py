"""A figure that can be drawn: as a film, a still, a filmstrip, or numbered frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from ...formats.media import (
    IndexImage,
    Metadata,
    PaletteAnimation,
    RasterImage,
    TimedImage,
    VectorImage,
)
from ...formats.registry import Format, StoredText
from ...rendering.composer import Composer
from ...rendering.page import Page
from ...rendering.palettes import stand_ins
from ...rendering.raster import UNCHANGED
from ...rendering.strip import Strip
from ...rendering.theme import Theme
from ...story.captions.alt_text import alt_text, frame_words
from ...story.film import film_frames
from ...story.frame import Frame
from ...story.motion import FEW_MOVES, MOTION_MS, MOVES, with_motion
from ...story.view import View
from ...version import __version__
from .spec import FigureSpec
from .stills import strip_columns

if TYPE_CHECKING:
    from ...rendering.figure import MatplotlibFigure

__all__ = ["SOFTWARE", "Figure", "Progress", "silent"]

Progress = Callable[[int, int], None]
"""Called with (frames done, frames in all)."""
FAST_CAPTION: Final = "The other positions follow in the same way."
_SILENT: Final[Mapping[str, Any]] = {
    "equation": None,
    "asides": {},
    "verdicts": {},
    "caption": FAST_CAPTION,
}
"""What frames say that are too short to read; players can be stopped, so theirs say all."""
LEGIBLE_MS: Final = 200
"""Products that change faster flicker."""
SOFTWARE: Final = f"tconv-anim {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that is known to be possible: everything checked, nothing drawn."""

    view: View
    page: Page
    spec: FigureSpec
    command: str
    frame_numbers: tuple[int, ...]
    """The frames of a still, from 0: one, or those of a filmstrip."""

    def write(self, file: BinaryIO, form: Format, progress: Progress | None = None) -> None:
        """Draw the figure into *file*."""
        if form.medium == "animation":
            form.write(file, self.film(progress, tells=form.text, motion=True))
        elif form.medium == "raster":
            form.write(file, self.still())
        else:
            from ...rendering.figure import drawing_settings

            with drawing_settings(self.command):
                form.write(file, self.drawing(paper=form.paper))

    @property
    def title(self) -> str:
        return self.view.storyboard.title

    def alt(self, *, moving: bool) -> str:
        """The figure in words."""
        return alt_text(self.view, moving=moving, shown=self.frame_numbers)

    def frames(self, *, whole: bool = False) -> Iterator[Frame]:
        """The frames, and what is between them, unless the figure is to have no motion.

        As many as a film has that nobody stops, or the *whole* of them.
        """
        frames = self.view.frames() if whole else film_frames(self.view)
        if self.spec.motion != "full":
            return frames
        return with_motion(frames, MOVES if self.spec.style == "flat" else FEW_MOVES)

    def film(
        self,
        progress: Progress | None = None,
        *,
        tells: StoredText = "alt",
        motion: bool = False,
    ) -> PaletteAnimation:
        """All frames, composed as they are asked for; of words only what is told.

        A player has a slider: there the figure's own bar of progress would be a second one.
        With *motion* it has what is between them, too, unless the figure is to have none.
        """
        palette = self.page.palette()
        hidden = self.hidden_panels

        def frames() -> Iterator[TimedImage]:
            composer, before = Composer(self.page.size, palette), None
            whole = tells == "frames"
            for frame in self.frames(whole=whole) if motion else self.view.frames():
                shown = silent(frame, hidden) if frame.fast and tells != "frames" else frame
                drawn = self.page.draw(shown, before)
                if tells != "frames":
                    drawn += self.page.progress(shown)
                image: IndexImage = composer.put(drawn)
                words = frame_words(frame) if tells == "frames" and not frame.between else ""
                yield TimedImage(image, frame.ms, words, frame.between)
                before = shown
                if progress and not frame.between:
                    progress(frame.index + 1, frame.total)

        return PaletteAnimation(
            size=self.page.size,
            colours=palette.rgb,
            dark=palette.dark,
            unchanged=UNCHANGED,
            frames=frames(),
            count=len(self.view),
            tick_ms=math.gcd(self.view.tick_ms, *([MOTION_MS] * motion)),
            loop=self.spec.loop,
            metadata=self._about("" if tells == "command" else self.alt(moving=True)),
        )

    @property
    def hidden_panels(self) -> Set[str]:
        """The panels that frames which go by are without: their numbers would only flicker."""
        flickers = self.view.fast_ms < LEGIBLE_MS
        return {p.name for p in self.view.storyboard.panels if p.spare and flickers}

    def frame(self, index: int) -> Figure:
        """The same with one frame as its still."""
        return replace(self, frame_numbers=(index,))

    def still(self) -> RasterImage:
        """The still in pixels; a filmstrip has its frames side by side."""
        from ...rendering.figure import drawing_settings, pixels

        with drawing_settings():
            image = pixels(
                self._matplotlib_figure(self.page.theme), transparent=self.spec.transparent
            )
        return RasterImage(image=image, metadata=self._about(self.alt(moving=False)))

    def drawing(self, *, paper: bool = False) -> VectorImage:
        """The still as shapes and texts; on *paper* without the bar of progress."""
        theme, schemes = stand_ins(self.page.theme)
        figure = self._matplotlib_figure(theme, vector=True, progress=not paper)
        about = self._about(self.alt(moving=False))
        return VectorImage(figure=figure, schemes=schemes, metadata=about)

    def _matplotlib_figure(
        self, theme: Theme, *, vector: bool = False, progress: bool = True
    ) -> MatplotlibFigure:
        """The shown frames as Matplotlib's artists, which animations do without."""
        from ...rendering.figure import PlacedPage, make_figure

        page, frames = self.page, [self.view.frame(index) for index in self.frame_numbers]
        if len(frames) == 1:
            bar = page.progress(frames[0]) if progress else ()
            pages, size = [PlacedPage([*page.draw(frames[0]), *bar])], page.size
        else:
            columns = strip_columns(len(frames), page.size)
            strip = Strip(self.view.storyboard, page, frames, columns)
            pages = [PlacedPage(strip.around()), *map(PlacedPage, strip.pages(), strip.corners)]
            size = strip.size
        return make_figure(pages, size, theme, transparent=self.spec.transparent, vector=vector)

    def _about(self, alt: str) -> Metadata:
        return Metadata(
            command=self.command,
            software=SOFTWARE,
            title=self.title,
            alt=alt,
        )


def silent(frame: Frame, hidden: Set[str]) -> Frame:
    """*frame* as it goes by: it says nothing, and panels are *hidden*."""
    grids = {**frame.grids, **dict.fromkeys(hidden & frame.grids.keys())}
    return replace(frame, **_SILENT, grids=grids)
