"""What the documents say is what happens: commands run, tables are compared, options are there."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from PIL import Image

import tconv_anim
from tconv_anim.cli import main
from tconv_anim.cli.main import _COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples"
MODULES = [
    module.name
    for module in pkgutil.walk_packages(tconv_anim.__path__, "tconv_anim.")
    if not module.name.endswith("__main__")
]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_the_readmes_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("examples").symlink_to(EXAMPLES)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("tconv-anim ")]
    assert len(commands) >= 4
    for command in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.stderr)
    drawn = json.loads((tmp_path / "figures" / "manifest.json").read_text(encoding="utf-8"))
    assert len(drawn["figures"]) == 22  # the lecture of examples/course.toml, in full


def test_the_readmes_output_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # which a test runner may have set
    shown = [block for block in blocks("console") if block.count("\n") > 1]
    assert shown
    for block in shown:
        command, _, output = block.partition("\n")
        result = CliRunner().invoke(main, shlex.split(command.removeprefix("$ "))[1:])
        assert result.stdout == output


def test_the_readmes_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (block,) = blocks("python")
    exec(compile(block, "README.md", "exec"), {})
    assert (tmp_path / "figure.gif").exists()


def test_the_readmes_network_is_read(tmp_path: Path) -> None:
    (network,) = blocks("toml")
    (tmp_path / "network.toml").write_text(network, encoding="utf-8")
    result = CliRunner().invoke(main, ["size", str(tmp_path / "network.toml"), "--json", "-q"])
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)["network"]
    assert [layer["output_size"] for layer in told["layers"]] == [[32, 32], [31, 32]]
    assert told["skips"][0]["crop"] == [[2, 2], [2, 2]]


def test_the_readme_knows_every_json_key() -> None:
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
            assert f"`{key}`" in README, (args, key)


def keys_of(data: object) -> set[str]:
    if isinstance(data, list):
        return set().union(*map(keys_of, data))
    if not isinstance(data, dict):
        return set()
    # Parameters and code are named as the frameworks name them.
    inner = [value for key, value in data.items() if key not in ("parameters", "code")]
    return set(data).union(*map(keys_of, inner))


def test_the_readme_knows_every_command_and_layer_option() -> None:
    context = click.Context(main)
    for name in _COMMANDS:
        assert f"tconv-anim {name}" in README
        command = main.get_command(context, name)
        assert command is not None
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "quiet":
                assert any(f"`{flag}" in README for flag in option.opts), option.name


def test_gallery_commands_are_those_of_the_readme(tmp_path: Path) -> None:
    gallery = runpy.run_path(str(EXAMPLES / "gallery.py"))
    for name, command in gallery["GALLERY"].items():
        rows = [line for line in README.splitlines() if f"gallery/{name}" in line]
        assert any(f"`{command}`" in row for row in rows) or name == "transposed.gif"
    gallery["make"](tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == set(gallery["GALLERY"])
    assert made == {path.name for path in (EXAMPLES / "gallery").iterdir()}
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
    assert f"## {tconv_anim.__version__}\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
