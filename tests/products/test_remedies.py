"""What to ask for instead of an uneven layer: every command does it."""

from __future__ import annotations

import json
import shlex

import pytest

from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.spec import LayerSpec
from tconv_anim.products.remedies import remedies
from tests.helpers.size_command import run


@pytest.mark.parametrize(
    "spec",
    [
        LayerSpec(),
        LayerSpec(input_size=(16,), output_padding=(1,)),
        LayerSpec(
            input_size=(16,), kernel_size=(6,), stride=(6,), padding=((0, 0),), output_padding=(4,)
        ),
        LayerSpec(kernel_size=(2,), stride=(3,), padding=((0, 0),)),
        LayerSpec(input_size=(4, 7), kernel_size=(4, 3), stride=(2, 2), dilation=(2, 1)),
        LayerSpec(input_size=(5, 5, 5), kernel_size=(5, 5, 5), output_padding=(1,)),
        LayerSpec(input_size=(9,), in_channels=4, out_channels=2, output_padding=(1,)),
        LayerSpec(input_size=(4,), in_channels=4, out_channels=6, groups=2, output_padding=(1,)),
        LayerSpec(input_size=(4,), padding="same", framework="keras", output_padding=None),
    ],
)
def test_every_remedy_is_even_and_has_the_size(spec: LayerSpec) -> None:
    resolved = resolve(spec)
    commands = remedies(resolved)
    assert commands
    for command in commands:
        program, name, *words = shlex.split(command)
        assert (program, name) == ("tconv-anim", "size")
        result = run(*words, "--json", "--fail-on", "uneven")
        assert result.exit_code == 0, (command, result.stderr)
        data = json.loads(result.stdout)
        rows = data["layers"] if "layers" in data else [data["network"]]
        assert rows[-1]["output_size"] == list(resolved.output_size), command
        groups = [row["groups"] for row in rows[-1].get("layers", rows) if row.get("groups")]
        assert max(groups) == spec.groups, command


def test_dead_cells_fail_a_check() -> None:
    args = ["--kind", "transposed", *["--i", "16", "--k", "6", "--s", "6", "--p", "0", "--op", "4"]]
    result = run(*args, "--fail-on", "uneven")
    assert result.exit_code == 1
    assert "even 1, last 4 dead" in result.stdout
    assert "The last 4 cells of the output are dead: no kernel reaches them." in result.stderr
    assert "overlap is even 1, last 4 dead" in result.stderr
    network = run("--i", "16", "--layers", "k6s6op4", "--fail-on", "uneven")
    assert network.exit_code == 1
