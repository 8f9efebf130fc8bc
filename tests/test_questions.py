"""What ``size`` answers besides sizes: frameworks compared, parameters found, code, checks."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given

from tconv_anim import Layer, LayerError, apply, from_framework
from tconv_anim.cli import main
from tconv_anim.layers import solver
from tconv_anim.layers.frameworks import CODE_NAMES, NAMES, framework_named
from tconv_anim.layers.frameworks.compare import compare, twins
from tconv_anim.layers.operations import operation_named
from tconv_anim.layers.overlap import Overlap, even_axis
from tconv_anim.layers.resolve import resolve
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer
from tconv_anim.layers.solver import NoSolution, Query, Solutions, solve
from tconv_anim.layers.spec import LayerSpec
from tests.helpers.strategies import EXAMPLES, posed


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["size", *args])


# -- overlap -------------------------------------------------------------------------------


def test_the_overlap_is_that_of_real_stamps() -> None:
    """Counted in the middle of a long line, phase by phase, and by the definition."""
    for k in range(1, 9):
        for s in range(1, 7):
            for d in range(1, 6):
                found = Overlap(k, s, d)
                layer = Layer("transposed", kernel_size=k, stride=s, dilation=d)
                cells = 2 * d * k + 3 * s
                reached = apply(layer, np.ones(cells, int), np.ones(k, int))
                middle = len(reached) // 2 // s * s
                assert found.counts == tuple(reached[middle : middle + s]), (k, s, d)
                assert found.even == (len(set(found.counts)) == 1)
                assert (found.most, found.least) == (max(found.counts), min(found.counts))
                assert found.holes == found.counts.count(0)


def test_a_layer_has_an_even_twin_of_the_same_size() -> None:
    for k in range(1, 8):
        for s in range(1, 6):
            for d in range(1, 4):
                axis = operation_named("transposed").axis(k=k, s=s, d=d, pad=(1, 1))
                twin = even_axis(axis)
                assert Overlap(twin.k, s, twin.d).even
                other = operation_named("transposed").axis(k=twin.k, s=s, d=twin.d, crop=twin[2:])
                assert other.output_size(9) == axis.output_size(9)
                assert twin.op in (0, 1)


@pytest.mark.parametrize(
    ("k", "s", "d", "counts"),
    [(4, 2, 2, (4, 0)), (2, 3, 1, (1, 1, 0)), (9, 4, 1, (3, 2, 2, 2)), (25, 4, 1, (7, 6, 6, 6))],
)
def test_the_overlaps_people_get_wrong(k: int, s: int, d: int, counts: tuple[int, ...]) -> None:
    assert Overlap(k, s, d).counts == counts


def test_huge_strides_are_counted_by_arithmetic() -> None:
    huge = Overlap(2**40, 2**41, 3)
    assert (huge.even, huge.most, huge.least, huge.holes) == (False, 1, 0, 2**40)
    assert len(huge.counts) == 4096 and Overlap(2**60, 2**59, 1).even


def test_an_uneven_layer_is_warned_of_with_a_remedy_that_is_even() -> None:
    result = run("--kind", "transposed", "--i", "4")
    assert result.exit_code == 0 and result.stderr.startswith("Warning: uneven overlap")
    remedy = "--k 4 --p 2 --op 1"
    assert remedy in result.stderr
    again = run("--kind", "transposed", "--i", "4", *remedy.split(), "--json")
    (before,) = json.loads(run("--kind", "transposed", "--i", "4", "--json").stdout)["layers"]
    (after,) = json.loads(again.stdout)["layers"]
    assert after["overlap"]["even"] and after["output_size"] == before["output_size"]
    assert again.stderr == ""
    assert run("--kind", "transposed", "-q").stderr == ""
    assert run("--kind", "conv").stderr == ""


def test_fail_on_uneven_is_a_check() -> None:
    failed = run("--fail-on", "uneven", "-q", "--json")
    assert failed.exit_code == 1 and json.loads(failed.stdout)["layers"]
    assert failed.stderr.count("\n") == 1 and "uneven 2,1" in failed.stderr
    assert run("--fail-on", "uneven", "--k", "4").exit_code == 0
    assert run("--fail-on", "uneven", "--kind", "conv").exit_code == 0
    cannot = run("--fail-on", "uneven", "--k", "5", "--p", "3", "--i", "1")
    assert cannot.exit_code == 2 and cannot.stdout == ""
    assert run("--fail-on", "uneven", "--from", "3", "--to", "8").exit_code == 2
    assert run("--fail-on", "uneven", "--k", "4", "--s", "2x3").exit_code == 1
    assert run("--fail-on", "holes").exit_code == 2


FRAMEWORKS = (None, None, *NAMES)


def test_every_remedy_is_even_and_of_the_same_size() -> None:
    """As typed: the flags of the remedy put into the command."""
    rng = random.Random(5)
    told = 0
    while told < 60:
        framework = rng.choice(FRAMEWORKS)
        words = {"keras": ("same", "valid"), "jax": ("same", "1", "0:2"), "onnx": ("same_upper",)}
        flags = {
            "--i": rng.randint(1, 6),
            "--k": rng.choice(("1", "2", "3", "5", "3x2")),
            "--s": rng.choice((2, 3, "2x3")),
            "--p": rng.choice((*words.get(framework or "", ()), "1"))
            if framework != "keras"
            else rng.choice(words["keras"]),
            "--d": rng.choice((1, 1, 2)),
        }
        flags |= {"--op": rng.choice((0, 1))} if framework not in ("jax", "caffe") else {}
        flags |= {"--framework": framework} if framework else {}
        args = ["--kind", "transposed", "--json"]
        before = run(*args, *(str(part) for pair in flags.items() for part in pair))
        remedy = re.search(r"evenly: (.*?); or resize", before.stderr)
        if before.exit_code or remedy is None or "cropped" in remedy[1]:
            continue
        told += 1
        parts = remedy[1].split()
        changed = {**flags, **dict(zip(parts[::2], parts[1::2], strict=True))}
        after = run(*args, *(str(part) for pair in changed.items() for part in pair))
        assert after.exit_code == 0, (flags, remedy[1], after.stderr)
        (old,), (new,) = (json.loads(result.stdout)["layers"] for result in (before, after))
        assert new["output_size"] == old["output_size"] and new["overlap"]["even"], flags


def test_remedies_name_the_output_padding_too() -> None:
    result = run(
        "--framework", "keras", "--kind", "transposed", "--i", "6", "--p", "same", "--op", "0"
    )
    assert "evenly: --k 4 --op 1;" in result.stderr


# -- frameworks compared -------------------------------------------------------------------


@given(posed())
@EXAMPLES
def test_compared_pixels_are_the_same_where_it_says_so(resolved: ResolvedLayer) -> None:
    """Shift and sizes against the values of both layers, cell by cell where both have one."""
    rng = np.random.default_rng(1)
    x = rng.integers(1, 100, resolved.input_size)
    w = rng.integers(1, 100, resolved.kernel_size)
    y = apply(resolved.layer, x, w)
    for row in compare(resolved):
        if row.error is not None:
            continue
        framework = framework_named(row.framework)
        axes = resolved.axes
        parameters: dict[str, Any] = {
            framework.names["kernel_size"]: tuple(a.k for a in axes),
            framework.stride_name(resolved.kind): tuple(a.s for a in axes),
            framework.names["dilation"]: tuple(a.d for a in axes),
            **row.parameters,
        }
        theirs = from_framework(row.framework, resolved.kind, resolved.input_size, **parameters)
        assert row.same_kernel == (theirs.rotate_kernel == resolved.layer.rotate_kernel)
        # Where one rotates the kernel and the other does not, only the places can be alike.
        other = apply(theirs, x, w if row.same_kernel else np.flip(w))
        assert other.shape == row.output_size
        if row.same_pixels:
            np.testing.assert_array_equal(other, y)
        if resolved.kind == "conv" and any(
            shift % a.s for shift, a in zip(row.shift, axes, strict=True)
        ):
            continue  # windows between the reference's: no cell in common
        steps = row.shift
        if resolved.kind == "conv":
            steps = tuple(shift // a.s for shift, a in zip(row.shift, axes, strict=True))
        cut = [
            slice(max(0, -n), min(a, b - n))
            for n, a, b in zip(steps, other.shape, y.shape, strict=True)
        ]
        if all(one.stop > one.start for one in cut):
            there = tuple(
                slice(one.start + n, one.stop + n) for one, n in zip(cut, steps, strict=True)
            )
            np.testing.assert_array_equal(other[tuple(cut)], y[there])


def test_the_famous_pair_is_shifted_by_one() -> None:
    resolved = resolve(LayerSpec(input_size=(4,), output_padding=(1,)), ndim=1)
    found = {(row.framework, str(row.parameters)): row for row in compare(resolved)}
    keras = found["keras", "{'padding': 'same'}"]
    assert (keras.output_size, keras.ends, keras.shift) == ((8,), ((0, 1),), (-1,))
    assert {twin.framework for twin in twins(resolved)} == set(NAMES)
    again = resolve(
        LayerSpec(input_size=(4,), framework="keras", padding="same", output_padding=None), ndim=1
    )
    torch = framework_named("pytorch").code(again)
    assert (torch.layer, torch.after) == (
        "torch.nn.ConvTranspose1d(1, 1, kernel_size=3, stride=2)",
        "y[..., :-1]",
    )


def test_compare_in_every_form() -> None:
    args = ("--compare", "--i", "4", "--op", "1", "--kind", "transposed", "-q")
    (layer,) = json.loads(run(*args, "--json").stdout)["layers"]
    rows, exact = layer["compare"]["frameworks"], layer["compare"]["twins"]
    assert [row["framework"] for row in exact] == list(NAMES)
    assert {row["framework"] for row in rows} == set(NAMES)
    same = next(r for r in rows if r["parameters"] == {"padding": "same"})
    assert same == {
        "framework": "keras",
        "parameters": {"padding": "same"},
        "output_size": [8, 8],
        "crop": [[0, 1], [0, 1]],
        "shift": [-1, -1],
        "same_kernel": True,
        "same_pixels": False,
    }
    for form, needle in (
        ("table", "shifted: y[n] is its y[n-1]"),
        ("markdown", "| Keras     | same "),
        ("latex", "Keras & same & 8 $\\times$ 8 & 0:1 & shifted: y[n] is its y[n-1]"),
    ):
        assert needle in run(*args, "--format", form).stdout
    first, second = run(*args, "--format", "csv").stdout.split("\n\n")
    heads, *table = csv.reader(io.StringIO(first))
    assert heads == ["framework", "padding", "output", "crop", "pixels"] and len(table) == 9
    assert next(csv.reader(io.StringIO(second))) == ["framework", "exactly this layer"]


def test_a_kernel_that_is_not_rotated_is_not_the_same() -> None:
    args = "--framework jax --kind transposed --i 4 --p same --compare --json -q"
    (layer,) = json.loads(run(*args.split()).stdout)["layers"]
    rows = {
        (row["framework"], str(row["parameters"].get("padding"))): row
        for row in layer["compare"]["frameworks"]
    }
    assert rows["jax", "SAME"]["same_pixels"] and rows["jax", "SAME"]["same_kernel"]
    assert not rows["keras", "same"]["same_pixels"] and not rows["keras", "same"]["same_kernel"]


def test_what_a_framework_refuses_is_told_in_its_row() -> None:
    result = run("--compare", "--d", "2", "--i", "5", "--json", "-q")
    for layer in json.loads(result.stdout)["layers"]:
        keras = [r for r in layer["compare"]["frameworks"] if r["framework"] == "keras"]
        assert all("dilation_rate" in row["error"] for row in keras)
    assert "refused: dilation_rate" in run("--compare", "--d", "2", "--i", "5", "-q").stdout


# -- code ----------------------------------------------------------------------------------


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_is_what_has_run_in_the_framework(name: str) -> None:
    """``vectors/make_programs.py`` ran these, and compared sizes and numbers."""
    path = Path(__file__).parent / "vectors" / f"programs_{name}.json"
    programs = json.loads(path.read_text("ascii"))["programs"]
    assert len(programs) >= 50
    for case in programs:
        layer = Layer(**{key: as_tuples(value) for key, value in case["layer"].items()})
        resolved = resolve_layer(layer, tuple(case["input_size"]))
        assert framework_named(name).code(resolved).program == case["program"]


@pytest.mark.parametrize("name", CODE_NAMES)
def test_code_on_the_command_line(name: str) -> None:
    plain = run("--code", name, "--kind", "transposed", "-q")
    compile(plain.stdout, "code", "exec")
    assert plain.exit_code == 0 and "5" in plain.stdout
    (layer,) = json.loads(run("--code", name, "--kind", "transposed", "--json", "-q").stdout)[
        "layers"
    ]
    assert layer["code"][name] == plain.stdout.rstrip("\n")
    both = run("--code", name, "-q").stdout
    assert "# standard convolution" in both and "# transposed convolution" in both
    compile(both, "code", "exec")
    assert "```python" in run("--code", name, "-q", "--format", "markdown").stdout
    assert "\\begin{verbatim}" in run("--code", name, "-q", "--format", "latex").stdout
    rows = list(csv.reader(io.StringIO(run("--code", name, "-q", "--format", "csv").stdout)))
    assert rows[0] == ["title", "language", "code"]


def test_code_that_cannot_be_is_one_clear_line() -> None:
    result = run("--code", "keras", "--d", "2", "--kind", "transposed", "-q")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "strides > 1 together with dilation_rate > 1" in result.stderr


# -- parameters from sizes -----------------------------------------------------------------


def reaches(query: Query, size: int, max_k: int) -> bool:
    (i,), (d,) = query.input_size, query.dilation
    return any(True for _ in solver._choices(query._replace(max_k=max_k), i, size, d))


def test_solutions_do_it_and_what_is_missed_cannot_be_done() -> None:
    """Every one against the layer's own size; the nearest sizes by trying them all."""
    rng = random.Random(3)
    for _ in range(150):
        most = rng.randint(1, 5)
        query = Query(
            rng.choice(("conv", "transposed")),
            (rng.randint(1, 9),),
            (rng.randint(1, 40),),
            (rng.choice((1, 1, 1, 2, 3)),),
            rng.choice((None, *NAMES)),
            most,
        )
        found = solve(query)
        (o,) = query.output_size
        assert reaches(query, o, most) == isinstance(found, Solutions), query
        if isinstance(found, Solutions):
            resolved_layers = found.resolved_layers(0)
            assert all(resolved.output_size == (o,) for resolved in resolved_layers), query
            assert len({resolved.layer for resolved in resolved_layers}) == len(resolved_layers), (
                query
            )
        else:
            below = next((n for n in range(o - 1, 0, -1) if reaches(query, n, most)), None)
            above = next((n for n in range(o + 1, 120) if reaches(query, n, most)), None)
            assert (found.below, found.above) == (below, above), query
            needed = next((k for k in range(most + 1, 9) if reaches(query, o, k)), None)
            if needed or (found.needed_k or 99) < 9:
                assert found.needed_k == needed, query


def test_every_solution_is_found() -> None:
    """Against trying every layer within the bounds."""
    query = Query("transposed", (5,), (10,), (1,), None, 5)
    found = solve(query)
    assert isinstance(found, Solutions)
    said = {(s.kernel_size, s.stride, s.padding, s.output_padding) for s in found.specs}
    tried = set()
    for k in range(1, 6):
        for s in range(1, 6):
            for p in range(k):
                for op in range(s):
                    if 4 * s + k - 2 * p + op == 10:
                        tried.add(((k,), (s,), ((p, p),), (op,)))
    assert said == tried


def test_the_best_come_first() -> None:
    found = solve(Query("transposed", (16, 16), (32, 32), (1, 1)))
    assert isinstance(found, Solutions)
    order = []
    for resolved in found.resolved_layers(0):
        (axis, _) = resolved.axes
        overlap = Overlap(axis.k, axis.s, axis.d)
        order.append((0 if overlap.even else 2 if overlap.holes else 1, axis.k, axis.op))
    assert order == sorted(order)
    assert [p.kernel_size for p in found.resolved_layers(2)] == [(2, 2), (4, 4)]
    assert found.resolved_layers(2)[1].macs == 16 * 16 * 4 * 4


def test_axes_of_their_own() -> None:
    found = solve(Query("transposed", (16, 8), (32, 24), (1, 1)))
    assert isinstance(found, Solutions)
    assert all(resolved.output_size == (32, 24) for resolved in found.resolved_layers(40))
    assert found.resolved_layers(1)[0].kernel_size == (2, 3)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ("--from 16 --to 1000", 1, "the nearest is 118. Try --max-k 59 or --to 118."),
        ("--from 16 --to 8 --kind transposed", 1, "--kind conv or --max-k 9 or --to 10"),
        ("--from 5 --to 10 --framework keras --d 2", 1, "the nearest are 9 and 11"),
        ("--from 16x3 --to 1000x6", 1, "leads from 16 to 1000 (height)"),
        ("--from 16", 2, "--to is missing"),
        ("--to 16", 2, "--from is missing"),
        ("--from 16 --to 32 --k 4", 2, "--k means nothing beside --from and --to"),
        ("--from 16 --to 32 --compare", 2, "--compare means nothing"),
        ("--from 16 --to 32 --max-k 0", 2, "--max-k 0 must be between 1 and 256"),
        ("--from 16 --to 32 --limit -1", 2, "--limit -1 must be at least 0"),
        ("--from 0 --to 32", 2, "--from 0 must be at least 1"),
        ("--from 3x3 --to 5x5x5", 2, "--from 3x3 has 2 axes, where 3 are asked for"),
        ("--compare --code keras", 2, "Give one."),
    ],
)
def test_impossible_wishes(args: str, code: int, words: str) -> None:
    result = run(*args.split())
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr and result.stderr.count("\n") == 1


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


# -- flags as frameworks read them ---------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "sizes"),
    [
        ("--framework keras --i 4 --p same", [[2, 2], [8, 8]]),
        ("--framework keras --i 4 --p same --op 0", [[2, 2], [7, 7]]),
        ("--framework keras --i 4 --k 2 --s 3 --p valid --op none", [[1, 1], [12, 12]]),
        ("--framework keras --i 4 --k 2 --s 3 --p valid --op 0", [[1, 1], [11, 11]]),
        ("--framework jax --i 4 --p same", [[2, 2], [8, 8]]),
        ("--framework jax --i 4 --p 1", [[2, 2], [7, 7]]),
        ("--framework jax --i 4 --p 0:2 --k 4", [[2, 2], [6, 6]]),
        ("--framework onnx --i 4 --p same_lower", [[2, 2], [8, 8]]),
        ("--framework onnx --i 4 --output-shape 10", [[2, 2], [10, 10]]),
        ("--framework pytorch --i 4 --op 1", [[2, 2], [8, 8]]),
        ("--framework caffe --i 4 --p 2", [[3, 3], [5, 5]]),
    ],
)
def test_flags_are_read_as_the_framework_does(args: str, sizes: list[list[int]]) -> None:
    rows = json.loads(run(*args.split(), "--json", "-q").stdout)["layers"]
    assert [row["output_size"] for row in rows] == sizes
    assert {row["framework"] for row in rows} == {args.split()[1]}


def test_formulas_are_those_of_the_framework() -> None:
    rows = json.loads(run("--framework", "keras", "--p", "same", "--json", "-q").stdout)["layers"]
    assert [row["formula"] for row in rows] == ["ceil(i/s)", "i*s"]
    transposed = ("--kind", "transposed", "--json", "-q")
    (row,) = json.loads(
        run("--framework", "keras", "--p", "same", "--op", "1", "--i", "4", *transposed).stdout
    )["layers"]
    assert (row["formula"], row["worked"][0]) == (
        "(i-1)*s + k%2 + op",
        "(4-1)*2 + 3%2 + 1 = 8",
    )
    assert row["output_padding"] == [1, 1]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--p same", "--p same means other pixels in PyTorch, Keras, JAX and ONNX"),
        ("--op none", "--op none is Keras' own. Try --framework keras."),
        (
            "--output-shape 8",
            "--output-shape 8 is understood by one framework. Try --framework onnx",
        ),
        ("--transpose-kernel", "--transpose-kernel is understood by one framework"),
        ("--framework torch", "Did you mean pytorch?"),
        ("--framework keras --p 1", "is no padding of Keras"),
        ("--framework keras --op 2", "--op 2 must be smaller than strides = 2. Try --op 1."),
        ("--framework keras --d 2 --i 9", "is refused by Keras"),
        ("--framework pytorch --p same --kind conv", "pads for 'same' only where the stride is 1"),
        ("--framework pytorch --p 0:1", "pads begin and end differently"),
        ("--framework pytorch --p same --s 1", "is refused by PyTorch's transposed"),
        ("--framework jax --op 1", "--op 1 is not known to JAX"),
        ("--framework jax --p same_upper", "is no padding of lax.conv_transpose"),
        ("--framework onnx --p same", "is not known to ONNX"),
        ("--framework onnx --op 2 --d 3", "must be smaller than strides (in ONNX Runtime) = 2"),
        ("--framework onnx --output-shape 11", "up to 8"),
        ("--framework onnx --op none", "is Keras' own"),
        ("--framework caffe --op 1", "is not known to Caffe"),
        ("--framework caffe --p same", "is a word"),
        ("--framework caffe --output-shape 4", "is not known to Caffe"),
        ("--framework onnx --output-shape 4 --kind conv", "belongs to transposed layers"),
    ],
)
def test_refusals_are_one_line_in_flags(args: str, words: str) -> None:
    words_of_kind = [] if "--kind" in args else ["--kind", "transposed"]
    result = run(*args.split(), *words_of_kind)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"framework": "tensorflow"}, "framework='tensorflow' is not known"),
        ({"kind": "deconv"}, "is no kind of layer"),
        ({"stride": 2}, "stride=2 is no parameter of Keras's transposed convolution"),
        ({"kernel_size": None}, "must be a whole number of cells"),
        ({"kernel_size": (3, 3)}, "kernel_size=(3, 3) has 2 axes, but the input has 1"),
        ({"strides": 0}, "strides=0 must be at least 1"),
        ({"input_size": (1, 1, 1, 1)}, "a layer has 1, 2 or 3 axes, not 4"),
        ({"padding": "SAMEISH"}, "is no padding of Keras"),
        ({"output_padding": -1}, "output_padding=-1 must be at least 0"),
    ],
)
def test_from_framework_refuses_in_the_frameworks_terms(call: dict[str, Any], words: str) -> None:
    parameters: dict[str, Any] = {
        "framework": "keras",
        "kind": "transposed",
        "input_size": (4,),
    } | {
        "kernel_size": 3,
        **call,
    }
    with pytest.raises(LayerError) as caught:
        from_framework(**parameters)
    assert words in str(caught.value)


def test_missing_parameters_are_named() -> None:
    with pytest.raises(LayerError, match="strides is missing: JAX's transposed"):
        from_framework("jax", "transposed", 4, kernel_shape=3, padding="SAME")


def test_an_int_is_every_axis_that_the_kernel_has() -> None:
    one = from_framework("keras", "transposed", 4, kernel_size=3, strides=2, padding="same")
    assert one.output_size(4) == (8,)
    two = from_framework("keras", "transposed", 4, kernel_size=(3, 3), strides=2, padding="same")
    assert two.output_size(4) == (8, 8)


def test_a_missed_wish_says_everything() -> None:
    assert solve(Query("transposed", (16,), (1000,), (1,))) == NoSolution(0, 1000, 118, None, 59)
