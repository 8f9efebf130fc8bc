"""Make ``keras.json``: what Keras 3 answers to a few hundred layers, and what it refuses.

Run this again, with Keras and JAX installed, to renew it::

    python -m tests.vectors.make_keras

Keras computes with JAX here: TensorFlow's kernels for the CPU cannot do some transposed
layers that Keras allows (``same`` with an even kernel and ``output_padding=0``). Where
TensorFlow does answer, it must give the same numbers; this compares them all::

    KERAS_BACKEND=tensorflow python -m tests.vectors.make_keras compare

Single channel, float32; inputs and weights are small integers, hence so are the outputs,
exactly. Empty outputs, which JAX allows, are left out.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.vectors.searching import (
    Case,
    Quota,
    check_features,
    drawn_kernel,
    drawn_size,
    exact,
    integers,
    per_axis,
    search,
    shape_features,
    shortened,
    spelled,
    spread,
    write,
)

os.environ.setdefault("KERAS_BACKEND", "jax")
# By name, as type checkers run where these are not installed.
keras: Any = import_module("keras")
np: Any = import_module("numpy")

SEED = 20162
FILE = Path(__file__).with_name("keras.json")


def features(case: Case) -> set[str]:
    """What makes a case worth having."""
    ndim, given = len(case["input_size"]), case["parameters"]
    k, s, d = (
        spread(given.get(name, 1), ndim) for name in ("kernel_size", "strides", "dilation_rate")
    )
    padding = given.get("padding", "valid")
    found = {padding.lower()} | ({"word in capitals"} if padding != padding.lower() else set())
    if case["kind"] == "transposed":
        op = given.get("output_padding")
        found.add(f"{padding.lower()}, op {'None' if op is None else 'given'}")
        if op is not None and padding.lower() == "same":
            even = any((d[n] * (k[n] - 1) + 1) % 2 == 0 for n in range(ndim))
            found |= {"same, op given, even k_eff"} if even else set()
    for axis in zip(k, s, d, strict=True):
        found |= shape_features(*axis)
    found |= {"uneven axes"} if len(set(zip(k, s, d, strict=True))) > 1 else set()
    return found | ({"1x1 output"} if len(case["y"]) == 1 else set())


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""
    moves = rng.choices(("stride", "dilation", "neither", "both"), (55, 28, 12, 5))[0]
    strides = per_axis(rng, ndim, 1, 4 if moves in ("stride", "both") else 1, (0, -1), 0.01)
    rates = per_axis(rng, ndim, 1, 3 if moves in ("dilation", "both") else 1, (0, -2), 0.01)
    words = ["valid", "same"] + ["causal"] * (kind == "conv" and ndim == 1)
    padding: Any = rng.choice(words)
    if rng.random() < 0.1:
        padding = rng.choice((padding.upper(), padding.capitalize()))
    elif rng.random() < 0.04:
        padding = rng.choice(("causal", "full", "same_upper", "", 0, [0] * ndim, [[0, 1]] * ndim))
    parameters: dict[str, Any] = {"kernel_size": spelled(rng, drawn_kernel(rng, ndim))}
    if set(strides) != {1} or rng.random() < 0.5:
        parameters["strides"] = spelled(rng, strides)
    if padding != "valid" or rng.random() < 0.5:
        parameters["padding"] = padding
    if set(rates) != {1} or rng.random() < 0.3:
        parameters["dilation_rate"] = spelled(rng, rates)
    if kind == "transposed" and rng.random() < 0.7:
        fitting = [rng.randint(0, max(s - 1, 0)) for s in strides]
        any_op = per_axis(rng, ndim, 0, 3, (-1,), 0.1)
        op = spelled(rng, fitting if rng.random() < 0.85 else any_op)
        parameters["output_padding"] = None if rng.random() < 0.15 else op
    elif kind == "conv" and rng.random() < 0.01:
        parameters["output_padding"] = 0
    return {"kind": kind, "input_size": drawn_size(rng, ndim), "parameters": parameters}


def made(case: Case) -> Any:
    ndim = len(case["input_size"])
    name = f"Conv{ndim}D" + ("Transpose" if case["kind"] == "transposed" else "")
    return getattr(keras.layers, name)(1, use_bias=False, **case["parameters"])


def output_of(layer: Any, sizes: list[int], x: list[int], w: list[int]) -> Any:
    layer.build((1, *sizes, 1))
    layer.set_weights([np.reshape(w, (*layer.kernel_size, 1, 1)).astype("float32")])
    y = layer(np.reshape(x, (1, *sizes, 1)).astype("float32"))
    return keras.ops.convert_to_numpy(y)[0, ..., 0]


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
    """The case with Keras's output, or with its reason for giving none."""
    sizes = case["input_size"]
    try:
        layer = made(case)
        shape = layer.compute_output_shape((1, *sizes, 1))[1:-1]
        if min(shape) < 1 or np.prod(shape) > most:
            return None
        x, w = integers(rng, sizes), integers(rng, layer.kernel_size)
        y = output_of(layer, sizes, x, w)
    except (AttributeError, TypeError, ValueError) as error:
        return {**case, "refused": gist(str(error))}
    assert list(y.shape) == list(shape), case
    return {**case, "output_size": list(y.shape), "x": x, "w": w, "y": exact(y.ravel().tolist())}


def gist(message: str) -> str:
    """A message without what it says of the numbers received."""
    text = re.sub(r"\x1b\[\d+m", "", message)
    text = re.sub(r"Exception encountered when calling .*?\n+", "", text)
    text = re.sub(r"\s+", " ", text.replace(" must be a list/tuple or one of", " must be one of"))
    text = re.sub(r" ?(Received|At dimension|for `?input).*$|\{.*?\}", "", text)
    return shortened(text)


def compare() -> None:
    """Against the backend in use: every stored output, where that backend has one."""
    different = unanswered = 0
    cases = json.loads(FILE.read_text("ascii"))["accepted"]
    for case in cases:
        try:
            y = output_of(made(case), case["input_size"], case["x"], case["w"])
        except Exception as error:
            unanswered += 1
            sys.stdout.write(f"{case['kind']} {case['input_size']} {case['parameters']}: ")
            sys.stdout.write(f"no answer: {type(error).__name__}\n")
            continue
        if list(y.shape) != case["output_size"] or exact(y.ravel().tolist()) != case["y"]:
            different += 1
            sys.stdout.write(f"{case['kind']} {case['input_size']} {case['parameters']}: differs\n")
    sys.stdout.write(
        f"{keras.backend.backend()}: {len(cases)} cases, {unanswered} unanswered,"
        f" {different} different\n"
    )


def main() -> None:
    if sys.argv[1:] == ["compare"]:
        compare()
        return
    assert keras.backend.backend() == "jax"
    quota = Quota(accepted=54, single=3, refused=18, alike=3, draws=5000)
    accepted, refused = search(random.Random(SEED), drawn, answered, quota)
    wanted = {"1x1 output", "s > k", "k = 1", "even k", "d", "uneven axes"}
    wanted |= {"valid", "same", "word in capitals"}
    ops = {"valid, op None", "valid, op given", "same, op None", "same, op given"}
    ops |= {"same, op given, even k_eff"}
    check_features(accepted, features, {"conv": wanted | {"causal"}, "transposed": wanted | ops})
    header = {
        "made_by": "tests/vectors/make_keras.py",
        "keras": keras.__version__,
        "backend": f"jax {import_module('jax').__version__}",
        "seed": SEED,
        "keys": "parameters by their names in Keras; row-major: x input, w weights, y output",
    }
    write(FILE, header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
