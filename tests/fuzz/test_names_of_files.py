"""Names that file systems cannot hold are refused in a line; odd ones that they can are written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tconv_anim.cli import main
from tests.helpers.commands import check_refusal

TABLE = '[figures.a]\ni = 1\nk = 1\np = 0\nsize = "320x180"\n'
PLACES = (
    *("render -o", "render --format gif -o", "render --frames", "cheatsheet -o"),
    *("render --x", "render --network", "size", "explain", "batch"),
    *("batch c.toml --output-dir", "batch c.toml --gallery", "batch c.toml --deck"),
)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TCONV_ANIM_TRACEBACK", "1")
    Path("c.toml").write_text(TABLE, encoding="ascii")


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ("a\0b.gif", "a\udc1b.gif", "x" * 5000 + ".gif"))
def test_what_no_file_can_be_called_is_refused(place: str, name: str) -> None:
    name += ".pptx" * place.endswith("--deck")
    result = CliRunner().invoke(main, [*place.split(), name])
    check_refusal(result, "Error: ")
    assert result.stderr.startswith("Error: ")
    assert [path.name for path in Path().iterdir()] == ["c.toml"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are not bytes there")
@pytest.mark.parametrize("name", ("\udcff", "a\x01b", "a\nb", "a\u202eb", "<b>&'\"", "a%20#b"))
def test_a_batch_takes_any_name_that_can_be(name: str) -> None:
    Path(f"{name}.toml").write_text(TABLE, encoding="ascii")
    places = ["--gallery", f"g{name}", "--output-dir", f"o{name}", "--deck", f"{name}.pptx"]
    result = CliRunner().invoke(main, ["batch", f"{name}.toml", *places, "--snippets"])
    assert result.exit_code == 0, result.output
    assert (Path(f"o{name}") / "a.gif").is_file()
    assert all(char.isprintable() or char == "\n" for char in result.output)
