"""The house, in a sentence that is checked here:

layers -> compute -> story -> rendering -> products -> faces (cli, api, notebook); formats
stands beside layers; a folder imports only folders before it; ground under all: errors,
notation, options, version.
"""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import tconv_anim
from tests.helpers.sources import FILES, PACKAGE, nodes_of, tree_of

FOLDERS: dict[str, set[str]] = {
    "layers": {"numpy", "onnx"},
    "formats": {"PIL", "fontTools", "imageio_ffmpeg", "numpy"},
    "compute": {"PIL", "imageio", "numpy"},
    "story": {"numpy"},
    "rendering": {"matplotlib", "numpy"},
    "products": {"PIL", "numpy", "pptx", "prettytable"},
    "cli": {"click", "distributed"},
}
"""The seven folders in their order, with the libraries that each may load."""
GROUND = ("version", "notation", "options", "errors")
"""Under all folders: single files, and options, a folder of its own. They load no libraries."""
FACES = ("notebook", "api", "cli")
"""What users meet. Nothing imports them but each other, from right to left."""
BESIDE = ("layers", "formats")
"""Neither of them imports the other."""

ORDER = [*GROUND, *(folder for folder in FOLDERS if folder != "cli"), *FACES]

KINDS_ALLOWED = ("layers/operations/", "layers/frameworks/", "story/captions/")
"""Where a kind of layer may be compared: elsewhere, code asks what an operation can do."""


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@functools.cache
def imports_of(path: Path) -> set[str]:
    """Every name that a file imports, anywhere in it, in full: for type checkers alone too."""
    package = ["tconv_anim", *path.relative_to(PACKAGE).parent.parts]
    found: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{stem}.{alias.name}" for alias in node.names}
    return found


@functools.cache
def file_of(name: str) -> Path | None:
    """The file that an imported name comes from, if it is one of the package's."""
    first, *rest = name.split(".")
    if first != "tconv_anim":
        return None
    for parts in (rest, rest[:-1]):
        place = PACKAGE.joinpath(*parts)
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file() and path != PACKAGE.with_suffix(".py"):
                return path
    raise AssertionError(f"{name} is not in the package")


def room_of(path: Path) -> str:
    """The folder of a file, or the file's own name beside the folders."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_file_has_its_place_in_the_order() -> None:
    assert {room_of(path) for path in FILES} - {"__init__", "__main__"} <= set(ORDER)
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == {*FOLDERS, "options"}


def test_imports_go_one_way() -> None:
    for path in FILES:
        if room_of(path) not in ("__init__", "__main__"):
            check_imports(path)


def check_imports(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        source = file_of(name)
        if source is not None:
            other = room_of(source)
            assert other in ORDER, f"{named(path)} imports {name}: the package's own face"
            assert ORDER.index(other) <= ORDER.index(room), f"{named(path)} imports {name}"
            assert room == other or {room, other} != set(BESIDE), f"{named(path)} imports {name}"
        elif (library := name.split(".")[0]) not in sys.stdlib_module_names:
            assert library in FOLDERS.get(room, set()), f"{named(path)} imports {name}"


def test_no_two_files_import_each_other() -> None:
    """Nor do more in a circle."""
    graph: dict[str, set[str]] = {}
    for path in FILES:
        sources = {named(source) for name in imports_of(path) if (source := file_of(name))}
        graph[named(path)] = sources - {named(path)}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def kinds_compared(path: Path) -> Iterator[int]:
    """The lines of a file where something is compared with a kind of layer."""
    for node in nodes_of(path):
        if isinstance(node, (ast.Compare, ast.MatchValue)):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and part.value in ("conv", "transposed"):
                    yield node.lineno


def test_no_code_asks_for_the_kind_of_a_layer() -> None:
    found = {
        f"{named(path)}:{line}"
        for path in FILES
        if not named(path).startswith(KINDS_ALLOWED)
        for line in kinds_compared(path)
    }
    assert not found


APART = {"split", "rsplit", "partition", "rpartition", "startswith", "removeprefix", "removesuffix"}
"""Methods that take text apart; so does the module re."""
READERS = (
    *("cli/", "notation.py", "formats/", "compute/load/"),
    *("layers/networks/", "story/views/__init__.py"),
    *("products/answers.py", "products/network_layer.py"),
    *("products/batch/figure_file.py", "products/batch/plan.py"),
    *("products/command.py", "products/figure/numbered_frames.py"),
)
"""What reads text that others wrote: arguments, files, names of files; and the stored command."""
LINE_BREAKERS = (
    *("layers/formula_text.py", "products/sheet/text_lines.py", "products/tables/writers.py"),
    *("rendering/equation_pieces.py", "rendering/caption_lines.py"),
)
"""What breaks text into lines, at blanks and signs of punctuation."""
NAMES_READ = ("rendering/raster.py", "rendering/figure.py", "story/captions/alt_text.py")
"""Names of colours, of Matplotlib's settings, and titles of users."""
NUMBERS_READ = ("story/values.py",)
"""What Python makes of a number."""


def text_taken_apart(path: Path) -> Iterator[int]:
    """The lines of a file that read a part of a text; ``" ".join(text.split())`` reads none."""
    for node in nodes_of(path):
        match node:
            case ast.Import(names=names) if any(alias.name == "re" for alias in names):
                yield node.lineno
            case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=keywords):
                if name in APART and (args or keywords):
                    yield node.lineno


def test_no_text_of_the_program_is_read_again() -> None:
    """Data stays data until it is printed: what makes text hands its values on beside it."""
    known = (*READERS, *LINE_BREAKERS, *NAMES_READ, *NUMBERS_READ)
    files = [path for path in FILES if not named(path).startswith(known)]
    assert not {f"{named(path)}:{line}" for path in files for line in text_taken_apart(path)}


def test_modules_are_read_in_one_go() -> None:
    long = {named(p) for p in FILES if p.read_text(encoding="utf-8").count("\n") > 300}
    assert not long


def loaded_by(*codes: str) -> list[set[str]]:
    """Top-level packages in memory after each of *codes*, one after the other in a fresh Python."""
    said = "print(*{name.split('.')[0] for name in sys.modules})"
    program = "\n".join(["import sys", *(f"{code}\n{said}" for code in codes)])
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    lists = [line for line in done.stdout.splitlines() if " encodings " in f" {line} "]
    assert len(lists) == len(codes)
    return [set(line.split()) for line in lists]


GIF = Path(__file__).parents[1] / "examples" / "gallery" / "transposed.gif"
HEAVY = {"numpy", "matplotlib", "PIL", "onnx"}
COMMAND = "from tconv_anim.cli import main\ntry: main({args!r})\nexcept SystemExit: pass"


def test_a_library_call_loads_what_it_needs() -> None:
    imported, described, applied = loaded_by(
        "import tconv_anim",
        "tconv_anim.Layer('conv', kernel_size=3)",
        "tconv_anim.apply",
    )
    assert not (imported | described) & {"numpy", "matplotlib", "click", "PIL"}
    assert not applied & {"matplotlib", "click", "PIL"}


@pytest.mark.parametrize(
    ("commands", "absent"),
    [
        ((["--help"], ["size", "--json"]), {*HEAVY, "prettytable", "tomllib"}),
        (
            (
                ["size"],
                ["size", "--layers", "k4"],
                ["size", "--preset", "unet"],
                ["render", "--help"],
                ["cheatsheet", "--help"],
                ["explain", str(GIF)],
            ),
            HEAVY,
        ),
    ],
    ids=["no tables", "no pictures"],
)
def test_light_commands_stay_light(commands: tuple[list[str], ...], absent: set[str]) -> None:
    for args, loaded in zip(
        commands, loaded_by(*(COMMAND.format(args=args) for args in commands)), strict=True
    ):
        assert not loaded & absent, args


@pytest.mark.slow
def test_a_gif_needs_no_matplotlib_figure(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    code = COMMAND.format(args=["render", "-q", "--size", "320x180", "--i", "2", "-o", str(target)])
    script = f"{code}\nimport sys; print('matplotlib.figure' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["False"]
    assert target.stat().st_size > 1000


def test_public_names_are_there() -> None:
    for name in tconv_anim.__all__:
        assert getattr(tconv_anim, name) is not None
        assert name in dir(tconv_anim)
    with pytest.raises(AttributeError, match="no attribute 'layer'"):
        tconv_anim.layer  # noqa: B018


def test_every_module_says_what_it_is_for() -> None:
    for path in FILES:
        assert ast.get_docstring(tree_of(path)), path
