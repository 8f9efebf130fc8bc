"""The rooms stand in a row: each imports only from rooms before it, and light ones stay light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tconv_anim

PACKAGE = Path(tconv_anim.__file__).parent
ROOMS = [
    "version",
    "notation",
    "errors",
    "options",
    "layers",
    "formats",
    "compute",
    "story",
    "rendering",
    "products",
    "notebook",
    "cli",
]
"""From first to last. Some are single files between the rooms."""
BEYOND = {
    "version": set[str](),
    "errors": set[str](),
    "notation": set[str](),
    "options": set[str](),
    "layers": {"onnx", "numpy"},
    "formats": {"numpy", "PIL", "imageio_ffmpeg", "fontTools"},
    "compute": {"numpy", "imageio", "PIL"},
    "story": {"numpy"},
    "rendering": {"numpy", "matplotlib"},
    "products": {"numpy", "prettytable", "PIL", "pptx"},
    "notebook": set[str](),
    "cli": {"click", "distributed"},
}
"""Which libraries a room may use."""


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports anywhere, by absolute name."""
    package = ["tconv_anim", *path.relative_to(PACKAGE).parent.parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{stem}.{alias.name}" for alias in node.names}
    return found


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE]
FILES += [PACKAGE / f"{room}.py" for room in ROOMS if (PACKAGE / f"{room}.py").exists()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imports_of(path):
        top = name.split(".")[0]
        if top == "tconv_anim":
            other = room_of(name)
            if other in ROOMS:  # not the package's own version
                assert ROOMS.index(other) <= ROOMS.index(room), f"{path} imports {name}"
        elif top not in sys.stdlib_module_names:
            assert top in BEYOND[room], f"{path} imports {name}"


def test_every_room_is_listed() -> None:
    names = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    names |= {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert names == set(ROOMS)


def loaded_by(code: str) -> set[str]:
    """Top-level packages in memory after running *code* in a fresh Python."""
    storyboard = f"{code}\nimport sys; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", storyboard], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split("\n")[-2].split())


COMMAND = "from tconv_anim.cli import main\ntry: main({args!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import tconv_anim", {"numpy", "matplotlib", "click", "PIL"}),
        (
            "import tconv_anim; tconv_anim.Layer('conv', kernel_size=3)",
            {"numpy", "matplotlib", "click", "PIL"},
        ),
        ("import tconv_anim; tconv_anim.apply", {"matplotlib", "click", "PIL"}),
        (COMMAND.format(args=["--help"]), {"numpy", "matplotlib", "PIL", "prettytable"}),
        (COMMAND.format(args=["render", "--help"]), {"numpy", "matplotlib", "PIL"}),
        (COMMAND.format(args=["cheatsheet", "--help"]), {"numpy", "matplotlib", "PIL"}),
        (COMMAND.format(args=["size"]), {"numpy", "matplotlib", "PIL"}),
        (COMMAND.format(args=["size", "--json"]), {"numpy", "matplotlib", "PIL", "prettytable"}),
    ],
)
def test_light_things_stay_light(code: str, absent: set[str]) -> None:
    assert not loaded_by(code) & absent


def test_a_gif_needs_no_matplotlib_figure(tmp_path: Path) -> None:
    target = tmp_path / "figure.gif"
    code = COMMAND.format(args=["render", "-q", "-o", str(target)])
    storyboard = f"{code}\nimport sys; print('matplotlib.figure' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", storyboard], capture_output=True, text=True, check=True, timeout=60
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
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
