"""Solutions as a report, in every form."""

from __future__ import annotations

import json

import pytest

from tests.helpers.size_command import run


def test_wishes_in_every_form() -> None:
    data = json.loads(run("--from", "16", "--to", "32", "--json").stdout)
    assert {key: data[key] for key in ("from", "to", "kind", "framework", "max_k", "count")} == {
        "from": [16, 16],
        "to": [32, 32],
        "kind": "transposed",
        "framework": None,
        "max_k": 7,
        "count": 7,
    }
    assert data["solutions"][1] == {
        "kernel_size": [4, 4],
        "stride": [2, 2],
        "padding": [[1, 1], [1, 1]],
        "dilation": [1, 1],
        "output_padding": [0, 0],
        "macs": 4096,
        "code": "torch.nn.ConvTranspose2d(1, 1, kernel_size=4, stride=2, padding=1)",
        "overlap": {"even": True, "holes": False, "counts": [[2, 2], [2, 2]]},
    }
    missed = run("--from", "16", "--to", "1000", "--json")
    assert missed.exit_code == 1
    assert json.loads(missed.stdout)["nearest"] == {
        "axis": 0,
        "below": 118,
        "above": None,
        "needed_max_k": 59,
    }
    assert json.loads(run("--from", "32", "--to", "16", "--json").stdout)["kind"] == "conv"
    few = json.loads(run("--from", "4", "--to", "9", "--json", "--limit", "3").stdout)
    assert len(few["solutions"]) == 3 < few["count"]
    for form in ("table", "markdown", "latex", "csv"):
        assert "4096" in run("--from", "16", "--to", "32", "--format", form).stdout


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize(
    "args",
    [
        "--compare",
        "--compare --kind conv --i 224 --k 7 --p 3",
        "--compare --d 2 --k 2x3 --s 2x3",
        "--from 16 --to 32",
        "--from 16x8 --to 33x24 --framework jax",
        "--framework keras --p same --k 3x5",
    ],
)
def test_answers_fit_the_terminal(args: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = run(*args.split(), "-q").stdout
    assert max(len(line) for line in text.splitlines()) <= columns
