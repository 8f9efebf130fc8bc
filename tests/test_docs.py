"""What the documents say is what happens: commands run, tables are compared, options are there."""

from __future__ import annotations

import doctest
import importlib
import json
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tests.helpers.documents import DOCUMENTS, ROOT, blocks, recipes

EXAMPLES = ROOT / "examples"
PACKAGE = Path(tconv_anim.__file__).parent
WITH_EXAMPLES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_docstring_examples_run(name: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(name.removesuffix(".__init__")))
    assert tried and failed == 0


def commands_of(name: str) -> list[str]:
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("tconv-anim ")]


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", dict.fromkeys(command for name in DOCUMENTS for command in commands_of(name))
)
def test_commands_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(EXAMPLES)
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    assert result.exit_code == 0, result.stderr
    if "examples/course.toml" in command:
        drawn = json.loads((tmp_path / "figures" / "manifest.json").read_text(encoding="utf-8"))
        assert len(drawn["figures"]) == 22  # the lecture, in full


@pytest.mark.parametrize("name", ["README.md", "examples/REFERENCE.md"])
def test_output_is_what_is_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # which a test runner may have set
    shown = blocks(name, "console")
    assert shown
    for block in shown:
        command, _, output = block.partition("\n")
        result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ "))[1:])
        assert result.stdout == output


@pytest.mark.slow
def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = blocks("examples/REFERENCE.md", "python")
    exec(compile(block, "REFERENCE.md", "exec"), {})
    assert (tmp_path / "figure.gif").exists()


def test_the_network_is_read(tmp_path: Path) -> None:
    network = next(block for block in blocks("examples/REFERENCE.md", "toml") if "skip" in block)
    (tmp_path / "network.toml").write_text(network, encoding="utf-8")
    result = CliRunner().invoke(main, ["size", str(tmp_path / "network.toml"), "--json", "-q"])
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)["network"]
    assert [layer["output_size"] for layer in told["layers"]] == [[32, 32], [31, 32]]
    assert told["skips"][0]["crop"] == [[2, 2], [2, 2]]


def test_the_batch_file_is_read(tmp_path: Path) -> None:
    text = next(block for block in blocks("examples/REFERENCE.md", "toml") if "sweep" in block)
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["batch", str(tmp_path / "course.toml"), "--list"])
    assert result.exit_code == 0, result.stderr
    assert "up_k2_s1" in result.stdout and "tconv-anim cheatsheet" in result.stdout


def test_every_json_key_is_documented() -> None:
    for args in (
        "size",
        "size --framework keras",
        "size --compare --k 4 --d 2",
        "size --code keras --d 2 --s 1 --i 9",
        "size --from 16 --to 32",
        "size --from 16 --to 1000",
        "size --preset unet",
        "size --list-presets",
    ):
        told = json.loads(CliRunner().invoke(main, [*args.split(), "--json", "-q"]).stdout)
        for key in keys_of(told):
            assert f"`{key}`" in DOCUMENTS["examples/REFERENCE.md"], (args, key)


def keys_of(data: object) -> set[str]:
    if isinstance(data, list):
        return set().union(*map(keys_of, data))
    if not isinstance(data, dict):
        return set()
    # Parameters and code are named as the frameworks name them.
    inner = [value for key, value in data.items() if key not in ("parameters", "code")]
    return set(data).union(*map(keys_of, inner))


def test_the_tables_of_options_are_those_of_the_help() -> None:
    """If not, run examples/reference.py."""
    reference = DOCUMENTS["examples/REFERENCE.md"]
    assert runpy.run_path(str(EXAMPLES / "reference.py"))["filled"](reference) == reference


def test_every_command_and_option_is_documented() -> None:
    context, reference = click.Context(main), DOCUMENTS["examples/REFERENCE.md"]
    for name in main.list_commands(context):
        assert f"\n## {name}\n" in reference and f"tconv-anim {name}" in reference
        command = main.get_command(context, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(f"`{flag}`" in reference for flag in option.opts), option.name


def test_the_readme_is_short() -> None:
    assert len(DOCUMENTS["README.md"].encode()) < 9_000


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", DOCUMENTS[name]):
        address, _, place = link.partition("#")
        if ":" in address:
            continue
        target = (ROOT / name).parent / address if address else ROOT / name
        assert target.exists(), link
        if place:
            heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in heads}


def apply_diff(path: Path, diff: str) -> None:
    lines, whole = diff.splitlines(keepends=True), path.read_text(encoding="utf-8")
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert whole.count(before) == 1, f"{path.name} has no such lines"
    path.write_text(whole.replace(before, after), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("title", recipes())
def test_recipes_are_true(title: str, tmp_path: Path) -> None:
    """Followed in a copy of the code: the files written, types checked, the commands run."""
    shutil.copytree(
        ROOT / "tconv_anim", tmp_path / "tconv_anim", ignore=shutil.ignore_patterns("__pycache__")
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}

    def run(*args: str) -> None:
        done = subprocess.run(
            [sys.executable, *args],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    for path, language, text in recipes()[title]:
        if language == "diff":
            apply_diff(tmp_path / path, text)
        elif path:
            assert not (tmp_path / path).exists(), "files are changed by diffs"
            (tmp_path / path).write_text(text, encoding="utf-8")
            if language == "python" and find_spec("mypy"):
                config = ROOT / "pyproject.toml"
                # Where mypy has run before, it need not look at every file again.
                cache = f"--cache-dir={ROOT / '.mypy_cache'}"
                run("-m", "mypy", "--config-file", str(config), cache, path)
        else:
            for command in text.splitlines():
                run("-m", "tconv_anim", *shlex.split(command)[1:])


@pytest.mark.slow
def test_the_gallery_is_what_its_commands_draw(tmp_path: Path) -> None:
    gallery = runpy.run_path(str(EXAMPLES / "gallery.py"))
    page = DOCUMENTS["examples/README.md"]
    for name, command in gallery["GALLERY"].items():
        rows = [line for line in page.splitlines() if f"gallery/{name}" in line]
        assert any(f"`{command}`" in row for row in rows)
    gallery["make"](tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == set(gallery["GALLERY"])
    assert made == {path.name for path in (EXAMPLES / "gallery").iterdir() if path.is_file()}
    for name, command in gallery["GALLERY"].items():
        with Image.open(tmp_path / name) as new, Image.open(EXAMPLES / "gallery" / name) as kept:
            assert new.size == kept.size
            for image in (new, kept):
                text = image.info.get("Comment") or image.info["comment"].decode()
                told, asked = set(shlex.split(text)), set(shlex.split(command))
                if name == "picture.gif":  # a picture may change: the numbers read are stored
                    (numbers,) = told - asked
                    assert asked - told == {"examples/moon.png", "--x-size", "20"}
                    assert numbers.count(";") == 19 and numbers.count(",") == 380
                else:
                    assert told == asked
            if name.endswith(".gif"):
                assert new.n_frames == kept.n_frames  # type: ignore[attr-defined]


def test_the_layers_of_convolution_arithmetic() -> None:
    """Each has the command that the batch file makes of it, and is a small file."""
    listed = CliRunner().invoke(main, ["batch", str(EXAMPLES / "arithmetic.toml"), "--list"])
    figures = dict(line.split(": ", 1) for line in listed.stdout.splitlines())
    folder = EXAMPLES / "gallery" / "arithmetic"
    assert set(figures) == {path.name for path in folder.iterdir()} and len(figures) == 15
    rows = DOCUMENTS["examples/README.md"].splitlines()
    for name, command in figures.items():
        (row,) = [row for row in rows if f"gallery/arithmetic/{name}" in row]
        assert f"`{command}`" in row
        assert (folder / name).stat().st_size <= 60_000
        with Image.open(folder / name) as image:
            assert image.info["comment"].decode() == command


@pytest.mark.slow
@pytest.mark.parametrize("script", ["your_numbers.py"])
def test_examples_make_what_stands_beside_them(script: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / script, tmp_path],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout and done.stderr == ""
    for path in tmp_path.iterdir():
        with Image.open(path) as new, Image.open(EXAMPLES / path.name) as kept:
            assert new.size == kept.size
            assert new.n_frames == kept.n_frames  # type: ignore[attr-defined]
            assert new.info["comment"] == kept.info["comment"]


def test_the_changelog_knows_this_version() -> None:
    assert f"## {tconv_anim.__version__}\n" in DOCUMENTS["CHANGELOG.md"]
