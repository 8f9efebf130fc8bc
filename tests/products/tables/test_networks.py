"""Networks as a report, in every form."""

from __future__ import annotations

import csv
import io
import itertools
import json

import pytest

from tconv_anim.layers.networks.presets import preset_names
from tests.helpers.daily import every
from tests.helpers.networks import answer
from tests.helpers.size_command import run

# -- on the command line -------------------------------------------------------------------


def test_json_has_stable_keys() -> None:
    data = answer("--preset", "unet")
    assert list(data) == [
        *("name", "title", "source", "framework", "input_size", "output_size", "channels"),
        *("even", "layers", "totals", "skips", "fitting_input_sizes"),
    ]
    assert data["totals"] == {
        "layers": 27,
        "parameters": 31030658,
        "macs": 150428424448,
        "dead_cells": 0,
    }
    assert data["layers"][14] == {
        "number": 15,
        "name": "up4",
        "kind": "transposed",
        "word": "k2s2p0",
        "input_size": [28, 28],
        "output_size": [56, 56],
        "kernel_size": [2, 2],
        "stride": [2, 2],
        "dilation": [1, 1],
        "padding": [[0, 0], [0, 0]],
        "output_padding": [0, 0],
        "crop": [[0, 0], [0, 0]],
        "in_channels": 1024,
        "out_channels": 512,
        "groups": 1,
        "bias": True,
        "parameters": 2097664,
        "macs": 1644167168,
        "receptive_field": [140, 140],
        "reach": [18, 18],
        "overlap": {"even": True, "holes": False, "counts": [[1, 1], [1, 1]]},
    }
    presets = json.loads(run("--list-presets", "--json").stdout)["presets"]
    assert [entry["name"] for entry in presets] == list(preset_names())


def test_dead_cells_are_counted_and_are_no_checkerboard() -> None:
    words = ("--layers", "k2s2p0op1c4 k3s2p1op1", "--i", "4", "--channels", "1")
    data = answer(*words)
    assert data["totals"]["dead_cells"] == 9 * 9 - 8 * 8
    told = run(*words, "--fail-on", "uneven").stderr
    assert "uneven overlap in layer 2: a checkerboard" in told
    assert "17 dead cells at the end of layer 1: no kernel reaches them" in told
    assert "Error: --fail-on uneven: uneven overlap in layer 2 and 17 dead cells at" in told


def test_a_network_in_every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(csv.reader(io.StringIO(run("--preset", "dcgan", "--format", "csv").stdout)))
    assert rows[0] == [
        *("#", "name", "kind", "layer", "input", "output", "in", "out", "groups", "parameters"),
        *("MACs", "receptive field", "reach", "overlap", "skip"),
    ]
    assert rows[2] == [
        *("2", "", "transposed", "k4s2p1", "4 x 4", "8 x 8", "512", "256", "1", "2097152"),
        *("33554432", "5", "10", "even 2", ""),
    ]
    assert rows[-1][9:11] == ["3574784", "104628224"] and len(rows) == 7
    skips = list(csv.reader(io.StringIO(run("--preset", "unet", "--format", "csv").stdout)))
    assert skips[15][-1] == "concat down4b crop 4:4"
    monkeypatch.setenv("COLUMNS", "200")
    for form in ("table", "markdown", "latex"):
        told = run("--preset", "dcgan", "--format", form).stdout
        assert "33,554,432" in told and "even 4" in told and "3,574,784" in told
    assert "concat" in run("--preset", "unet", "--format", "latex").stdout


@pytest.mark.parametrize(
    ("columns", "name"),
    every(6, itertools.product([80, 120, 200], ["unet", "wavegan", "fcn-8s", "pix2pix", "list"])),
)
def test_networks_fit_the_terminal(
    name: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    args = ["--list-presets"] if name == "list" else ["--preset", name]
    text = run(*args).stdout
    assert max(len(line) for line in text.splitlines()) <= columns
    assert "┌" in text and text.count("┌") <= 2, "a row a layer, not a block"


def test_uneven_layers_are_named_in_one_line() -> None:
    told = run("--preset", "keras-vae").stderr
    assert told.count("\n") == 1
    assert "uneven overlap in layers 1 and 2: a checkerboard." in told
    assert "k4s2psame in place of k3s2psame" in told
    assert answer("--preset", "keras-vae")["even"] is False
    assert answer("--preset", "dcgan")["even"] is True
    assert run("--preset", "dcgan", "--fail-on", "uneven").exit_code == 0
    assert run("--preset", "keras-vae", "--fail-on", "uneven").exit_code == 1
