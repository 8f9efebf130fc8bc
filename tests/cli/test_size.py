"""The size command: both layers, their errors, every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.helpers.commands import check_refusal, run
from tests.helpers.size_command import DEFAULT_ROW

pytestmark = pytest.mark.usefixtures("folder")


# -- size ----------------------------------------------------------------------------------


def test_size_json_is_stable() -> None:
    data = json.loads(run("size", "--kind", "transposed", "--json").stdout)
    remedies = [
        "tconv-anim size --kind transposed --k 4 --p 2 --op 1",
        'tconv-anim size --i 3 --layers "resize:x2 conv:k3p0:1"',
    ]
    assert data == {"layers": [{**DEFAULT_ROW, "remedies": remedies}]}


def test_size_shows_both_and_op_touches_the_transposed_row_alone() -> None:
    conv, transposed = json.loads(run("size", "--json", "--op", "1").stdout)["layers"]
    assert (conv["kind"], conv["output_padding"], conv["output_size"]) == ("conv", [0, 0], [2, 2])
    assert (transposed["output_padding"], transposed["output_size"]) == ([1, 1], [6, 6])
    assert conv["zeros_inserted"] == [0, 0] and conv["crop"] == [[0, 0], [0, 0]]
    assert conv["equivalent_padding"] == conv["padding"]


def test_where_one_cannot_be_the_other_stands() -> None:
    result = run("size", "--k", "9", "--json")
    assert result.exit_code == 0
    conv, transposed = json.loads(result.stdout)["layers"]
    assert set(conv) == {"kind", "error"} and conv["error"].startswith("--k 9 covers 9 cells")
    assert transposed["output_size"] == [11, 11]


@pytest.mark.parametrize(
    "args",
    [
        "--k 0",
        "--kind conv --k 9",
        "--i 1 --k 9 --p 0 --op 2",
        "--op -1",
        "--op 3x3x3x3",
        "--op 100000000000000000000",
        "--json --format csv",
    ],
)
def test_where_none_can_be_it_is_an_error(args: str) -> None:
    check_refusal(run("size", *args.split()), "Error: ")


@pytest.mark.parametrize("dims", [1, 2, 3])
def test_sizes_in_one_to_three_axes(dims: int) -> None:
    for row in json.loads(run("size", "--json", "--dims", str(dims)).stdout)["layers"]:
        assert len(row["output_size"]) == dims
    volume = json.loads(run("size", "--json", "--i", "2x3x4", "--kind", "transposed").stdout)
    assert volume["layers"][0]["output_size"] == [3, 5, 7]
    assert run("size", "--dims", "4").exit_code == 2
    assert (
        "--k 3x3 has 2 axes, but --dims 1 has 1" in run("size", "--dims", "1", "--k", "3x3").stderr
    )


def test_size_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    heads = ["kind", "operation", "zeros", "padding", "stride", "formula", "with numbers"]
    heads += ["output", "overlap"]
    table = list(csv.reader(io.StringIO(run("size", "--format", "csv").stdout)))
    assert table[0] == heads
    assert table[1][0] == "standard" and table[1][-2:] == ["2 x 2", "-"]
    assert table[2] == [
        "transposed",
        "insert zeros, pad, slide",
        "1",
        "1",
        "1",
        "o = (i-1)*s + k - 2*p",
        "(3-1)*2 + 3 - 2*1 = 5",
        "5 x 5",
        "uneven 2,1",
    ]
    for form in ("table", "markdown"):
        text = run("size", "--format", form).stdout
        rows = [line for line in text.splitlines() if "5 x 5" in line]
        assert len(rows) == 1 and all(cell in rows[0] for cell in table[2])
    latex = run("size", "--format", "latex").stdout
    assert r"\begin{tabular}" in latex
    assert r"$o = \left\lfloor \frac{i + 2 p - k}{s} \right\rfloor + 1$" in latex
    assert r"$(3-1) \cdot 2 + 3 - 2 \cdot 1 = 5$" in latex
    assert run("size", "--json").stdout == run("size", "--format", "json").stdout


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_the_table_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for args in ("", "--k 9", "--k 3x5 --d 2 --op 1 --s 3"):
        text = run("size", *args.split()).stdout
        assert max(len(line) for line in text.splitlines()) <= columns
        assert "transposed" in text
