"""Which sections stand where on a sheet, and how it is written to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO, Final

from ...errors import Argument, FigureError
from ...formats.media import Metadata, RasterImage, VectorImage
from ...formats.registry import Format
from ...layers.expressions import O
from ...layers.formula_text import FormulaText
from ...layers.layer import Layer
from ...layers.networks.network import Network
from ...layers.networks.spec import titled
from ...layers.summary import Row
from ...options import AUTO_THEME, TOPICS
from ...options.figure import SheetOptions
from ...rendering.glyphs import check_title
from ...rendering.palettes import theme_named
from ...rendering.primitives import Primitive
from ...story.layer_facts import facts
from ...story.notation import PRINTED, counted
from ...version import __version__
from ..figure.figure import Progress
from .blocks import Block, SideBySide
from .measures import DPI, Measures, paper_size
from .page import Column, Page, PageFullError, largest_measures
from .sections import confusions, frameworks, layers, networks, overlap, sizes, steps, views
from .sections.section import Section
from .stories import SheetContent

__all__ = ["Sheet", "layer_sheet", "network_sheet"]

SOFTWARE: Final = f"tconv-anim {__version__}"
_TOPICS: Final[dict[str, Callable[[SheetContent], Section]]] = {
    "sizes": sizes.section,
    "steps": steps.section,
    "views": views.section,
    "overlap": overlap.section,
    "frameworks": partial(frameworks.section, whole=True),
}


_SPLITS: Final = ((7, 4, 4), (2, 1, 1), (5, 3, 3))
"""Widths of the three columns of a page on its side, tried in this order."""


@dataclass(frozen=True)
class Sheet:
    """A page that is known to fit its paper; nothing of it is drawn yet."""

    page: Page
    measures: Measures

    def primitives(self) -> list[Primitive]:
        """All that is on the page."""
        return list(self.page.draw(self.measures))

    @property
    def title(self) -> str:
        return self.page.title

    def alt(self, *, moving: bool = False) -> str:
        """The sheet in words."""
        facts = ", ".join(map(str, self.page.facts))
        return f"{self.page.title}: {facts}. A cheat-sheet with {self.page.contents}."

    @property
    def command(self) -> str:
        return self.page.command

    def write(
        self,
        file: BinaryIO,
        form: Format,
        progress: Progress | None = None,
    ) -> None:
        """Draw the sheet into *file*."""
        about = Metadata(
            command=self.page.command, software=SOFTWARE, title=self.page.title, alt=self.alt()
        )
        from ...rendering.figure import PlacedPage, drawing_settings, make_figure, pixels

        vector = form.medium == "vector"
        with drawing_settings(self.page.command):
            page = PlacedPage(self.primitives())
            figure = make_figure(
                [page], self.measures.paper, self.measures.theme, vector=vector, dpi=DPI
            )
            if vector:
                form.write(file, VectorImage(figure=figure, metadata=about))
            else:
                form.write(file, RasterImage(image=pixels(figure), metadata=about, dpi=DPI))


def layer_sheet(rows: Sequence[Row], options: SheetOptions, command: str) -> Sheet:
    """The sheet of a summary's rows: a layer, or a convolution beside its transpose.

    Raises
    ------
    FigureError
        There is no such paper, theme or topic, or the sheet does not fit.
    """
    content = SheetContent(rows, options.seed)
    if options.topic:
        if options.topic not in _TOPICS:
            raise FigureError(
                "{topic} is not a section. Choose from {known}.",
                topic=Argument("topic", options.topic),
                known=", ".join(TOPICS),
            )
        shown: Sequence[Section] = [_TOPICS[options.topic](content)]
        bodies: Sequence[Block] = shown
    else:
        shown, bodies = _all_sections(content, upright=_upright(options))
    main = content.main
    title = main.operation.layer_title(main.axes)
    if len([row for row in rows if row.resolved]) > 1:
        title = "Convolution and its transpose"
    return _sheet(title, _facts(content), shown, bodies, options, command)


def network_sheet(network: Network, options: SheetOptions, command: str) -> Sheet:
    """The sheet of a network: its layers, how the map grows, what joins.

    Raises
    ------
    FigureError
        There is no such paper or theme, or the network has more layers than fit.
    """
    if options.orientation is None:  # rows are long: on its side where that fits
        turned = replace(options, orientation="landscape")
        with suppress(PageFullError):
            return network_sheet(network, turned, command)
        options = replace(options, orientation="portrait")
    shown = layers.sections(network, upright=_upright(options))
    size = f"{PRINTED.padding(network.input_size)} → {PRINTED.padding(network.output_size)}"
    layer_count = counted(len(network.steps), "layer")
    facts = [layer_count, size]
    if network.channels is not None:
        facts.insert(1, f"{counted(network.channels, 'channel')} in")
    title = titled(network.title, network.about) or "A network, layer by layer"
    try:
        texts = [FormulaText.of(fact) for fact in facts]
        return _sheet(title, texts, shown, [Column(shown)], options, command)
    except PageFullError:
        raise PageFullError(
            f"the network has {layer_count}, more than fit a page of this paper. The size command"
            " takes any number.",
        ) from None


def _sheet(
    title: str,
    facts: Sequence[FormulaText],
    shown: Sequence[Section],
    bodies: Sequence[Block],
    options: SheetOptions,
    command: str,
) -> Sheet:
    """The sheet with the first of *bodies* that fits."""
    if options.title is not None:
        check_title(options.title)
    if options.theme == AUTO_THEME:
        raise FigureError("{theme} is for figures alone.", theme=Argument("theme", options.theme))
    theme, paper = theme_named(options.theme), paper_size(options)
    refused: PageFullError | None = None
    for body in bodies:
        page = Page(
            title=options.title or title,
            facts=tuple(facts),
            body=body,
            contents=", ".join(f"“{part.heading}”" for part in shown),
            command=command,
            software=SOFTWARE,
        )
        try:
            return Sheet(page, largest_measures(page, theme, paper, alone=bool(options.topic)))
        except PageFullError as error:
            refused = error
    raise refused or ValueError("a sheet has a body")


def _upright(options: SheetOptions) -> bool:
    wide, high = paper_size(options)
    return high > wide


def _all_sections(
    content: SheetContent, *, upright: bool
) -> tuple[Sequence[Section], Sequence[Block]]:
    """All sections, and ways to place them: what is drawn across the page, the rest in columns.

    The last way leaves out the largest drawing, for papers that are too small for all.
    """
    top, strip, ways = sizes.section(content), steps.section(content), views.section(content)
    overlapping, used = overlap.section(content), networks.section(content)
    middle = Column((overlapping, used))
    coded, confused = frameworks.section(content), confusions.section(content)
    shown = [top, strip, ways, overlapping, used, coded, confused]
    placed: list[Block] = []
    for drawn in (ways, views.left_out()):
        if upright:
            above, below = SideBySide((top, confused)), SideBySide((middle, Column((coded,))))
            placed.append(Column((above, strip, drawn, below)))
            continue
        columns = (Column((top, drawn)), middle, Column((coded, confused)))
        placed += [Column((strip, SideBySide(columns, weights))) for weights in _SPLITS]
    return shown, placed


def _facts(content: SheetContent) -> list[FormulaText]:
    """The layer's numbers, and what each kind makes of them."""
    *given, _ = facts(content.main)
    outputs = [PRINTED.padding(row.resolved.output_size) for row in content.rows if row.resolved]
    made = FormulaText.of("→ ", O, f" = {' and '.join(outputs)}")
    return [*_channels(content.main.layer), *(fact.formula() for fact in given), made]


def _channels(layer: Layer) -> list[FormulaText]:
    """Channels, groups and bias, where there is more than one channel without."""
    if layer.single_channel:
        return []
    words = [f"{layer.in_channels} → {layer.out_channels} channels"]
    words += [f"{layer.groups} groups"] * (layer.groups > 1) + ["bias"] * layer.bias
    return [FormulaText.of(word) for word in words]
