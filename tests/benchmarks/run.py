"""How fast and how small: one command, one table, every figure a ratio.

    python tests/benchmarks/run.py            # all three tables
    python tests/benchmarks/run.py --pairs 9  # steadier medians
    python tests/benchmarks/run.py --frames   # one more frame and bytes alone

Each row is printed on stderr when it is measured, and each table when its last row is.

Machines are noisy, so nothing is compared across runs: the two sides of a ratio take
turns in pairs (fewer where a run is long), and the median of the pairs' ratios is
printed; memory is measured once. The peer shows the same frames of the same story as
scripts do with Matplotlib's FuncAnimation and PillowWriter: clear the axes, then a patch
for each cell, slanted ones too, an artist for each text, and collections of thin lines.
Byte sizes need gifsicle; without it those rows say so.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure as MatplotlibFigure
from matplotlib.patches import Polygon
from matplotlib.patches import Rectangle as Patch
from prettytable import PrettyTable

from tconv_anim.formats.registry import FORMATS
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.figure.figure import Figure
from tconv_anim.products.figure.plan import plan_figure
from tconv_anim.products.figure.spec import FigureSpec
from tconv_anim.rendering.figure import DPI
from tconv_anim.rendering.primitives import Polygons, Rectangle, TextLine, flattened
from tconv_anim.story.views import view_names

PYTHON = sys.executable
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # installed programs start from compiled files
FIGURES = [
    ("gather", 3),
    ("gather", 6),
    ("gather", 16),
    ("scatter", 3),
    ("scatter", 31),
    ("matrix", 3),
    ("matrix", 5),
    ("all", 3),
    ("roundtrip", 3),
    ("roundtrip", 16),
    ("pair", 3),
    ("pair", 16),
    ("ambiguity", 3),
    ("ambiguity", 16),
    ("overlap", 3),
    ("overlap", 31),
]
"""A view and an input size: the usual one, and where there is room a large one. The gather
view has 25, 121 and 961 positions of the kernel."""


DEMONSTRATION: Final = LayerSpec("conv", input_size=(5,), in_channels=3, out_channels=2, bias=True)
"""The preset cs231n: three channels of 5 x 5 padded by 1, two filters of 3 x 3, stride 2."""
CHANNELS = [(view, style) for view in ("gather", "scatter") for style in ("flat", "isometric")] + [
    ("matrix", "flat")
]
"""Views and styles in which it is drawn."""


def figure_of(view: str, size: int) -> Figure:
    return plan_figure(FigureSpec(LayerSpec(input_size=(size,)), view=view), moving=True)


def figures() -> Iterator[tuple[str, Figure]]:
    """All figures, named, one after another."""
    for view, size in FIGURES:
        yield f"{view}, i = {size}", figure_of(view, size)
    for view, style in CHANNELS:
        spec = FigureSpec(DEMONSTRATION, view=view, style=style)
        yield f"3 channels to 2, {view}, {style}", plan_figure(spec, moving=True)


class Rows:
    """A table of the output, whose rows are told on stderr one by one."""

    def __init__(self) -> None:
        self.table = PrettyTable(["what", "measured", "must reach"], align="l")

    def add(self, what: str, measured: str, most: str) -> None:
        print(f"{what}: {measured}", file=sys.stderr, flush=True)  # noqa: T201
        self.table.add_row([what, measured, most])


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def paired(ours: Callable[[], float], theirs: Callable[[], float], pairs: int) -> float:
    """The median of ours / theirs, taken in turns."""
    return statistics.median(ours() / theirs() for _ in range(pairs))


def process(*args: str) -> Callable[[], float]:
    """Seconds of processor time of a whole process."""

    quiet = subprocess.DEVNULL

    def timed() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([PYTHON, *args], check=True, stdout=quiet, stderr=quiet)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return timed


# -- one frame ---------------------------------------------------------------------------


def frames_of_ours(figure: Figure) -> float:
    """Seconds for one more picture, compose and encode: a whole film, its first frame composed."""
    marks: list[float] = []
    pictures = sum(1 for _ in figure.frames())  # those between two frames are none for progress
    figure.write(BytesIO(), FORMATS["gif"], lambda _done, _all: marks.append(time.perf_counter()))
    return (time.perf_counter() - marks[0]) / (pictures - 1)


LINE = 2
"""Pixels: rectangles as thin as this are lines, of which scripts draw all of a colour at once."""


def thinnest(quad: Sequence[Sequence[float]]) -> float:
    """Pixels across a polygon: its area along its longest side."""
    corners = np.array(quad, float)
    (x, y), (next_x, next_y) = corners.T, np.roll(corners, -1, axis=0).T
    area = abs((x * next_y - next_x * y).sum()) / 2
    return float(area / np.hypot(next_x - x, next_y - y).max())


def frames_of_the_peer(figure: Figure, count: int) -> float:
    """Seconds for one more frame of the same story, drawn anew as a script does."""
    wide, high = figure.page.size
    colours = figure.page.theme.colours
    canvas = MatplotlibFigure(figsize=(wide / DPI, high / DPI), dpi=DPI)
    axes = canvas.add_axes((0, 0, 1, 1))
    marks: list[float] = []
    middle = len(figure.view) // 2

    def redraw(number: int) -> list[object]:
        marks.append(time.perf_counter())
        axes.clear()
        axes.set(xlim=(0, wide), ylim=(high, 0))
        axes.set_axis_off()
        lines: dict[str, list[list[tuple[float, float]]]] = {}
        for item in flattened(figure.page.draw(figure.view.frame(middle + number))):
            if isinstance(item, TextLine):
                axes.text(
                    *(item.x, item.baseline, item.text),
                    color=colours[item.ink],
                    fontsize=item.px * 72 / DPI,
                    parse_math=False,
                )
            elif isinstance(item, Rectangle):
                x, y, across, down, colour = item
                if min(across, down) > LINE:
                    axes.add_patch(Patch((x, y), across, down, color=colours[colour]))
                else:
                    end = (x + across, y) if across > down else (x, y + down)
                    lines.setdefault(colour, []).append([(x, y), end])
            elif isinstance(item, Polygons):
                colour, strength = colours[item.ink], item.strength
                cells = [quad for quad in item.quads if thinnest(quad) > LINE]
                for quad in cells:
                    axes.add_patch(Polygon(quad, color=colour, alpha=strength, linewidth=0))
                thin = [quad for quad in item.quads if thinnest(quad) <= LINE]
                axes.add_collection(
                    PolyCollection(thin, color=colour, alpha=strength, linewidths=0)
                )
        for colour, segments in lines.items():
            axes.add_collection(LineCollection(segments, colors=colours[colour]))
        return []

    animation = FuncAnimation(canvas, redraw, frames=count, init_func=list)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        animation.save(Path(folder, "peer.gif"), writer=PillowWriter(fps=5), dpi=DPI)
        marks.append(time.perf_counter())
    return (marks[-1] - marks[0]) / count


# -- batches -------------------------------------------------------------------------------

HUNDRED = """
[[sweep]]
i = [2, 3, 4, 5, 6]
k = [2, 3, 4, 5, 6]
s = [1, 2]
p = [0, 1]
name = "i{i}_k{k}_s{s}_p{p}"
"""


def batch_seconds(jobs: int) -> float:
    """Seconds that a hundred figures take with so many jobs, as a clock on the wall has it."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "hundred.toml")
        course.write_text(HUNDRED, encoding="utf-8")
        words = ["-m", "tconv_anim", "batch", "-q", "--jobs", str(jobs), str(course)]
        return seconds(
            lambda: subprocess.run(
                [PYTHON, *words, "--output-dir", str(Path(folder, "out"))], check=True
            )
        )


def separate_seconds(sample: int = 10) -> float:
    """The same for a hundred commands, of which every so many-th is run."""
    from tconv_anim.products.batch.figure_file import read_course
    from tconv_anim.products.batch.rows import check_rows

    tasks = check_rows(read_course(HUNDRED).rows, ()).tasks
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder, "a.gif"))

        def commands() -> None:
            for task in tasks[:: len(tasks) // sample]:
                words = [
                    PYTHON,
                    "-m",
                    "tconv_anim",
                    *shlex.split(task.command)[1:],
                    "-q",
                    "-o",
                    target,
                ]
                subprocess.run(words, check=True)

        return seconds(commands) * len(tasks) / sample


SMALL_PARENT = [
    PYTHON,
    "-S",
    "-c",
    "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)",
]
"""Starts a process whose peak of memory is asked for: a process inherits the peak of what
started it, and this program is larger than most it measures."""


def batch_memory() -> float:
    """Peak memory of a process after a hundred figures, against after ten."""
    script = (
        "import resource, sys, tempfile\n"
        "from tconv_anim.products.batch.drawing import draw\n"
        "from tconv_anim.products.batch.figure_file import read_course\n"
        "from tconv_anim.products.batch.rows import check_rows\n"
        "tasks = check_rows(read_course(sys.argv[1]).rows, ()).tasks\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    for number, task in enumerate(tasks[::-1], start=1):\n"
        "        draw(task.spec, f'{folder}/{task.name}')\n"
        "        if number == 10: tenth = peak()\n"
        "print(peak() / tenth)"
    )
    done = subprocess.run(
        [*SMALL_PARENT, PYTHON, "-c", script, HUNDRED],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


# -- memory and bytes ----------------------------------------------------------------------


def peak_mib(view: str, size: int) -> float:
    """Peak memory of a whole render process."""
    script = (
        "import resource, sys\n"
        "from tconv_anim.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder, "figure.gif"))
        args = ["render", "-q", "--view", view, "--i", str(size), "-o", target]
        done = subprocess.run(
            [*SMALL_PARENT, PYTHON, "-c", script, *args],
            check=True,
            capture_output=True,
            text=True,
        )
    return float(done.stdout.split()[-1])


def size_ratio(figure: Figure) -> tuple[int, float] | None:
    """(bytes, ratio to what gifsicle -O3 makes of the same file)."""
    if not shutil.which("gifsicle"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path, smaller = Path(folder, "a.gif"), Path(folder, "b.gif")
        with path.open("wb") as file:
            figure.write(file, FORMATS["gif"])
        subprocess.run(["gifsicle", "-O3", path, "-o", smaller], check=True)
        return path.stat().st_size, path.stat().st_size / smaller.stat().st_size


def measure_commands(rows: Rows, pairs: int) -> None:
    """Whole processes, against the import of what they need."""
    imports = process("-c", "import matplotlib.figure, matplotlib.backends.backend_agg")
    for view in view_names():
        with tempfile.TemporaryDirectory() as folder:
            target = str(Path(folder, "figure.gif"))
            render = process("-m", "tconv_anim", "render", "-q", "--view", view, "-o", target)
            render(), imports()
            ratio = paired(render, imports, pairs)
        rows.add(f"render --view {view} / import of Matplotlib", f"{ratio:.2f}", "1.35")

    with tempfile.TemporaryDirectory() as folder:
        names = (str(Path(folder, f"figure.{form}")) for form in ("png", "gif"))
        still, moving = (process("-m", "tconv_anim", "render", "-q", "-o", name) for name in names)
        still(), moving()
        ratio = paired(still, moving, pairs)
    rows.add("render: still PNG / GIF", f"{ratio:.2f}", "1.4")

    for form in ("pdf", "png", "svg"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"sheet.{form}")
            sheet = process("-m", "tconv_anim", "cheatsheet", "-q", "-o", str(path))
            sheet(), imports()
            beyond = statistics.median(sheet() - imports() for _ in range(min(pairs, 3)))
            told = f" ({path.stat().st_size / 1000:.0f} kB)"
        name = f"cheatsheet as {form}, beyond the import of Matplotlib"
        rows.add(name, f"{beyond:.1f} s{told}", "3 s, PDF 500 kB")

    click = process("-c", "import click")
    with tempfile.TemporaryDirectory() as folder:
        figure_file = str(Path(folder, "figure.gif"))
        process("-m", "tconv_anim", "render", "-q", "-o", figure_file)()
        for args, most in (
            (["size"], "2.3"),
            (["size", "--json"], "1.5"),
            (["explain", figure_file], "2.2"),
        ):
            ratio = paired(process("-m", "tconv_anim", *args), click, 3 * pairs)
            name = " ".join(args).replace(figure_file, "FILE")
            rows.add(f"{name} / import of click", f"{ratio:.2f}", most)


LONG: Final = 200
"""Frames of a figure that is drawn in fewer turns."""


def measure_figures(rows: Rows, pairs: int) -> None:
    """One more frame, and the bytes of all of them."""
    for named, figure in figures():
        name = f"{named}, {len(figure.view)} frames"
        turns = min(pairs, 2 if len(figure.view) > LONG else 3)
        frames_of_ours(figure)
        times = [(frames_of_ours(figure), frames_of_the_peer(figure, 4)) for _ in range(turns)]
        ours = statistics.median(one for one, _ in times)
        factor = statistics.median(peer / one for one, peer in times)
        rows.add(f"{name}: one more frame", f"{1000 * ours:.1f} ms", "4 ms")
        rows.add(f"{name}: full redraw / ours", f"{factor:.0f}", "50")
        found = size_ratio(figure)
        text = f"{found[1]:.3f} ({found[0] / 1000:.0f} kB)" if found else "gifsicle is not here"
        rows.add(f"{name}: GIF / gifsicle -O3", text, "1.05")


def measure_memory_and_batches(rows: Rows, pairs: int) -> None:
    """What grows with a figure or a batch, and what must not."""
    for view, small, large in (("gather", 3, 16), ("scatter", 5, 31), ("roundtrip", 3, 16)):
        ratio = peak_mib(view, large) / peak_mib(view, small)
        name = f"{view}: memory at i = {large} / at i = {small}"
        rows.add(name, f"{ratio:.2f}", "1.2")
    times = [(batch_seconds(1), batch_seconds(2), separate_seconds()) for _ in range(min(pairs, 2))]
    one = statistics.median(alone / apart for alone, _, apart in times)
    rows.add("batch of 100, one job / 100 commands", f"{one:.2f}", "0.4")
    two = statistics.median(both / alone for alone, both, _ in times)
    rows.add("batch of 100, two jobs / one job", f"{two:.2f}", "0.6")
    memory = batch_memory()
    rows.add("batch: memory after 100 figures / after 10", f"{memory:.2f}", "flat")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--pairs", type=int, default=5, help="runs of each side of a ratio")
    parser.add_argument("--frames", action="store_true", help="only frames and bytes")
    options = parser.parse_args()
    groups = [measure_commands, measure_figures, measure_memory_and_batches]
    for measure in [measure_figures] if options.frames else groups:
        rows = Rows()
        measure(rows, options.pairs)
        print(rows.table, flush=True)  # noqa: T201
    if load := getattr(os, "getloadavg", None):
        print("load of the last minutes:", *(f"{one:.1f}" for one in load()))  # noqa: T201


if __name__ == "__main__":
    main()
