"""Make ``channels.json``: what PyTorch makes of layers with channels, groups and biases.

The tests compare this package with these numbers, so they need no PyTorch of their own. Run
this again, with PyTorch installed, to renew them or to see that nothing has changed::

    python -m tests.vectors.make_channels

The layers come from a random search with a fixed seed over every parameter at once. float64
on the CPU; all numbers are small integers, hence exact. Inputs, weights and biases are not
stored: they are the values of :func:`numbers`.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.helpers.channel_numbers import numbers

SEED = 20162
CASES = 360
MOST = 128
"""Numbers of an output, so that the file stays small."""


def features(case: dict[str, Any]) -> set[str]:
    """What makes a case worth having; every one of these must turn up often enough."""
    inputs, outputs, groups = case["c"]
    named = {
        "depthwise": groups == inputs > 1 and outputs == inputs,
        "depthwise, several filters": groups == inputs > 1 and outputs > inputs,
        "groups": 1 < groups < inputs,
        "one group": groups == 1 < min(inputs, outputs),
        "bias": case["bias"],
        "dilation": max(case["d"]) > 1,
        "op": max(case["op"]) > 0,
        "pointwise": max(case["k"]) == 1,
        "one channel": inputs == outputs == 1,
    }
    return {name for name, holds in named.items() if holds}


def drawn(rng: random.Random) -> dict[str, Any]:
    kind, ndim = rng.choice(("conv", "transposed", "transposed")), rng.choice((1, 2, 3))
    groups = rng.choice((1, 1, 2, 3, 4))
    per_group = rng.choice((1, 1, 2)), rng.choice((1, 1, 2, 3))

    def per_axis(low: int, high: int) -> list[int]:
        return [rng.randint(low, high) for _ in range(ndim)]

    op = per_axis(0, 2) if kind == "transposed" and rng.random() < 0.5 else [0] * ndim
    return {
        "kind": kind,
        "c": [groups * per_group[0], groups * per_group[1], groups],
        "i": per_axis(1, {1: 7, 2: 5, 3: 3}[ndim]),
        "k": [1] * ndim if rng.random() < 0.15 else per_axis(1, {1: 4, 2: 3, 3: 2}[ndim]),
        "s": per_axis(1, 3),
        "p": per_axis(0, 2),
        "d": per_axis(1, 2),
        "op": op,
        "bias": rng.random() < 0.6,
    }


def answered(case: dict[str, Any]) -> list[int] | None:
    """PyTorch's output, row-major; None where it refuses, or where that is long."""
    torch: Any = import_module("torch")
    functional: Any = import_module("torch.nn.functional")
    ndim = len(case["i"])
    x, w, bias = (torch.tensor(array, dtype=torch.float64) for array in numbers(case))
    name = {"conv": f"conv{ndim}d", "transposed": f"conv_transpose{ndim}d"}[case["kind"]]
    words = {"stride": case["s"], "padding": case["p"], "dilation": case["d"]}
    if case["kind"] == "transposed":
        words["output_padding"] = case["op"]
    words["groups"] = case["c"][2]
    try:
        y = getattr(functional, name)(x[None], w, bias if case["bias"] else None, **words)[0]
    except RuntimeError:
        return None
    case["o"] = list(y.shape[1:])
    return None if math.prod(y.shape) > MOST else [int(value) for value in y.reshape(-1)]


def main() -> None:
    torch: Any = import_module("torch")
    torch.set_num_threads(1)
    rng, cases = random.Random(SEED), list[dict[str, Any]]()
    while len(cases) < CASES:
        case = drawn(rng)
        if (y := answered(case)) is not None:
            cases.append({**case, "y": y})
    found = Counter(feature for case in cases for feature in features(case))
    found.update(f"{len(case['i'])} axes, {case['kind']}" for case in cases)
    assert len(found) == 15 and min(found.values()) >= 10, found
    header = {
        "made_by": "tests/vectors/make_channels.py",
        "torch": torch.__version__.split("+")[0],
        "seed": SEED,
        "keys": "c: channels in, channels out, groups; per axis: i input, k kernel, s stride,"
        " p padding, d dilation, op output padding, o output size; y output, row-major",
    }
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    text = f'{{"header":{json.dumps(header)},\n"cases":[\n{lines}\n]}}\n'
    path = Path(__file__).with_name("channels.json")
    path.write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
