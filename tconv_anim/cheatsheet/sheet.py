"""The cheat-sheet of a layer: which parts stand where, and how it is written to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from .. import __version__
from ..arithmetic.summary import Row
from ..output.film import About, Drawing, Still
from ..output.formats import Format
from ..picture.primitives import Primitive
from ..picture.theme import theme_named
from ..settings import SheetOptions
from ..story.words import facts, padding_words
from .blocks import Beside, Block
from .kit import DPI, Kit, paper_size
from .layout import Column, Page, largest_kit
from .parts import confusions, frameworks, networks, overlap, sizes, steps, views
from .parts.part import Part
from .subject import Subject

__all__ = ["Sheet", "layer_sheet"]

SOFTWARE: Final = f"tconv-anim {__version__}"
_TOPICS: Final[dict[str, Callable[[Subject], Part]]] = {
    "sizes": sizes.part,
    "steps": steps.part,
    "views": views.part,
    "overlap": overlap.part,
    "frameworks": frameworks.part,
}


@dataclass(frozen=True)
class Sheet:
    """A page that is known to fit its paper; nothing of it is drawn yet."""

    page: Page
    kit: Kit
    alt: str

    def primitives(self) -> list[Primitive]:
        return list(self.page.draw(self.kit))

    def write(self, file: BinaryIO, form: Format) -> None:
        """Draw the sheet into *file*."""
        about = About(
            command=self.page.command, software=SOFTWARE, title=self.page.title, alt=self.alt
        )
        if form.kind == "still":
            from ..picture.paint import paint

            image = paint(self.primitives(), self.kit.paper, self.kit.theme)
            form.write(file, Still(image=image, about=about, dpi=DPI))
            return
        from ..picture.draw import make_drawing, vector_settings

        with vector_settings(self.page.command):
            pages = [(self.primitives(), (0, 0))]
            figure = make_drawing(pages, self.kit.paper, self.kit.theme, dpi=DPI)
            form.write(file, Drawing(figure=figure, about=about))


def layer_sheet(rows: Sequence[Row], options: SheetOptions, command: str) -> Sheet:
    """The sheet of a summary's rows: a layer, or a convolution beside its transpose.

    Raises
    ------
    FigureError
        There is no such paper, theme or topic, or the sheet does not fit.
    """
    subject, paper = Subject(rows, options.seed), paper_size(options)
    if options.topic:
        body: Block = _TOPICS[options.topic](subject)
    else:
        body = _whole(subject, upright=paper[1] > paper[0])
    page = Page(
        title=options.title or _title(subject),
        facts=tuple(_facts(subject)),
        body=body,
        command=command,
        software=SOFTWARE,
    )
    kit = largest_kit(page, theme_named(options.theme), paper, alone=bool(options.topic))
    return Sheet(page, kit, _alt(page, options))


def _whole(subject: Subject, *, upright: bool) -> Block:
    """All parts: the drawn ones across, the others in columns below or beside."""
    drawn = Column((steps.part(subject), views.part(subject)))
    told, used = overlap.part(subject), networks.part(subject)
    coded, confused = frameworks.part(subject), confusions.part(subject)
    if upright:
        return Column(
            (
                Beside((sizes.part(subject), confused)),
                *drawn.blocks,
                Beside((Column((told, used)), Column((coded,)))),
            )
        )
    left = Column((sizes.part(subject), *drawn.blocks))
    return Beside((left, Column((told, used)), Column((coded, confused))), (2, 1, 1))


def _title(subject: Subject) -> str:
    kinds = {row.kind for row in subject.rows}
    if len(kinds) > 1:
        return "Convolution and its transpose"
    return "Transposed convolution" if "transposed" in kinds else "Standard convolution"


def _facts(subject: Subject) -> list[str]:
    """The layer's numbers, and what each kind makes of them."""
    *given, _ = facts(subject.main)
    both = [row.problem for row in subject.rows if row.problem]
    sizes_of = [padding_words(problem.output_size) for problem in both]
    return [*given, f"→ o = {' and '.join(sizes_of)}"]


def _alt(page: Page, options: SheetOptions) -> str:
    what = f"{options.topic} of a layer" if options.topic else "cheat-sheet"
    return f"{page.title}, {what}: {', '.join(page.facts)}."
