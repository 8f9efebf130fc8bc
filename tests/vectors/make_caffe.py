"""Make ``caffe.json``: what Caffe's formulas answer to a few hundred layers, and refuse.

These numbers are **not Caffe's own**: Caffe is no longer distributed for current systems.
They follow from the formulas of its convolution layers (``conv_layer.cpp`` and
``deconv_layer.cpp``), worked out here in plain loops that share nothing with the package::

    Convolution    o = floor((i + 2 pad - k_eff) / stride) + 1, k_eff = dilation (k - 1) + 1
    Deconvolution  o = stride (i - 1) + k_eff - 2 pad, pad cells dropped on both sides

There is no output padding. Run this again with Python alone::

    python -m tests.vectors.make_caffe
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path

from tests.vectors.searching import (
    Case,
    Quota,
    check_features,
    drawn_kernel,
    drawn_size,
    integers,
    per_axis,
    search,
    shape_features,
    spelled,
    spread,
    write,
)

SEED = 20165
LEAST = {"kernel_size": 1, "stride": 1, "pad": 0, "dilation": 1}


def features(case: Case) -> set[str]:
    """What makes a case worth having."""
    k, s, p, d = (spread(case["parameters"][name], len(case["input_size"])) for name in LEAST)
    found = {"1x1 output"} if len(case["y"]) == 1 else set()
    for axis in zip(k, s, p, d, strict=True):
        found |= shape_features(axis[0], axis[1], axis[3])
        found |= {"pad > k_eff - 1"} if axis[2] > axis[3] * (axis[0] - 1) else set()
    return found | ({"uneven axes"} if len(set(zip(k, s, p, d, strict=True))) > 1 else set())


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""
    parameters = {
        "kernel_size": spelled(rng, drawn_kernel(rng, ndim)),
        "stride": spelled(rng, per_axis(rng, ndim, 1, 4, (0, -1))),
        "pad": spelled(rng, per_axis(rng, ndim, 0, 3, (-1,))),
        "dilation": spelled(rng, per_axis(rng, ndim, 1, 3, (0, -2))),
    }
    return {"kind": kind, "input_size": drawn_size(rng, ndim), "parameters": parameters}


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
    """The case with the output of the formulas, or with the reason there is none."""
    sizes, parameters = case["input_size"], case["parameters"]
    for name, least in LEAST.items():
        values = spread(parameters[name], len(sizes))
        if len(values) != len(sizes):
            return {**case, "refused": f"{name} has another number of axes"}
        if min(values) < least:
            return {**case, "refused": f"{name} below {least}"}
    k, s, p, d = (spread(parameters[name], len(sizes)) for name in LEAST)
    full = [d[n] * (k[n] - 1) + 1 for n in range(len(sizes))]
    output = []
    for n, i in enumerate(sizes):
        if case["kind"] == "conv":
            left = i + 2 * p[n] - full[n]
            output.append(left // s[n] + 1 if left >= 0 else 0)
        else:
            output.append(s[n] * (i - 1) + full[n] - 2 * p[n])
    if min(output) < 1:
        return {**case, "refused": "no output"}
    cells = list(itertools.product(*map(range, output)))
    if len(cells) > most:
        return None
    x, w = integers(rng, sizes), integers(rng, k)
    y = dict.fromkeys(cells, 0)
    taps = list(zip(itertools.product(*map(range, k)), w, strict=True))
    if case["kind"] == "conv":
        inputs = dict(zip(itertools.product(*map(range, sizes)), x, strict=True))
        for at in cells:
            for tap, weight in taps:
                read = tuple(a * s[n] + tap[n] * d[n] - p[n] for n, a in enumerate(at))
                y[at] += weight * inputs.get(read, 0)
    else:
        for at, value in zip(itertools.product(*map(range, sizes)), x, strict=True):
            for tap, weight in taps:
                hit = tuple(a * s[n] + tap[n] * d[n] - p[n] for n, a in enumerate(at))
                if hit in y:
                    y[hit] += weight * value
    return {**case, "output_size": output, "x": x, "w": w, "y": list(y.values())}


def main() -> None:
    quota = Quota(accepted=52, refused=12, draws=4000)
    accepted, refused = search(random.Random(SEED), drawn, answered, quota)
    wanted = {"1x1 output", "s > k", "k = 1", "even k", "d", "d with s", "uneven axes"}
    wanted |= {"pad > k_eff - 1"}
    check_features(accepted, features, {"conv": wanted, "transposed": wanted})
    header = {
        "made_by": "tests/vectors/make_caffe.py",
        "source": "computed from Caffe's formulas, not by Caffe",
        "seed": SEED,
        "keys": "parameters by their names in Caffe; row-major: x input, w weights, y output",
    }
    write(Path(__file__).with_name("caffe.json"), header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
