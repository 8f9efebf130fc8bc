"""Make ``pytorch.json``: what PyTorch answers to a few hundred layers, and what it refuses.

The tests compare this package with these numbers, so they need no PyTorch of their own.
Run this again, with PyTorch installed, to renew them or to see that nothing has changed::

    python tests/vectors/make_pytorch.py

The layers come from a random search with a fixed seed over every parameter at once (also
those out of range), so that the refused cases are not only the ones somebody thought of.
Single channel, float64 on the CPU; inputs and weights are small integers, hence so are the
outputs, exactly.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

# By name, as type checkers run where PyTorch is not installed.
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

SEED = 20161
ACCEPTED = 60  # of each kind and number of axes
SINGLE = 4  # of these, outputs of a single cell, which chance seldom brings
REFUSED = 18
REFUSED_ALIKE = 4  # of each kind, number of axes and reason
MOST_CELLS = {1: 20, 2: 42, 3: 64}  # of an array, to keep the file small
AT_LEAST = 8  # accepted cases with each feature below, of each kind that can have it

Case = dict[str, Any]


def features(case: Case) -> set[str]:
    """What makes a case worth having; every one of these must turn up often enough."""
    found = {"1x1 output"} if len(case["y"]) == 1 else set()
    for k, s, p, d, op in zip(*(case[name] for name in ("k", "s", "p", "d", "op")), strict=True):
        named = {
            "s > k": s > k,
            "k = 1": k == 1,
            "even k": k % 2 == 0,
            "d with s": d > 1 and s > 1,
            "negative p'": case["kind"] == "transposed" and p > d * (k - 1),
            "op": op > 0,
            "op >= s": op >= s,
        }
        found |= {name for name, holds in named.items() if holds}
    return found


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""

    def per_axis(low: int, high: int, wrong: tuple[int, ...], often: float = 0.02) -> list[int]:
        same = [rng.randint(low, high)] * ndim
        each = [rng.randint(low, high) for _ in range(ndim)]
        values = same if rng.random() < 0.2 else each
        return [rng.choice(wrong) if rng.random() < often else value for value in values]

    has_op = kind == "transposed" and rng.random() < 0.5
    return {
        "kind": kind,
        "i": per_axis(1, {1: 9, 2: 6, 3: 4}[ndim], (1,)),
        "k": per_axis(1, {1: 5, 2: 4, 3: 3}[ndim], (0,), 0.004),
        "s": per_axis(1, 4, (0, -1)),
        "p": per_axis(0, 3, (-1,)),
        "d": per_axis(1, 3, (0, -2)),
        "op": per_axis(0, 3, (-1,)) if has_op else [0] * ndim,
    }


def answered(rng: random.Random, case: Case) -> Case:
    """The case with PyTorch's output, or with its reason for giving none."""
    kind, ndim = case["kind"], len(case["i"])
    x = torch.zeros(case["i"], dtype=torch.float64)
    w = torch.zeros(case["k"], dtype=torch.float64)
    x.view(-1)[:] = torch.tensor([rng.randint(-9, 9) for _ in range(x.numel())])
    w.view(-1)[:] = torch.tensor([rng.randint(-9, 9) for _ in range(w.numel())])
    name = {"conv": f"conv{ndim}d", "transposed": f"conv_transpose{ndim}d"}[kind]
    parameters = {"stride": case["s"], "padding": case["p"], "dilation": case["d"]}
    if kind == "transposed":
        parameters["output_padding"] = case["op"]
    try:
        y = getattr(functional, name)(x[None, None], w[None, None], **parameters)[0, 0]
    except RuntimeError as error:
        return {**case, "refused": shortened(str(error))}
    flat = {key: [int(v) for v in t.reshape(-1)] for key, t in (("x", x), ("w", w), ("y", y))}
    return {**case, "o": list(y.shape), **flat}


def shortened(reason: str) -> str:
    """The gist of a message: one line, numbers as N, sizes and lists of numbers left out."""
    text = re.sub(r"-?\d+", "N", reason.splitlines()[0])
    text = re.sub(r",? but got.*$|:? \(N( x N)*\)", "", text)
    return text[:120]


def search() -> tuple[list[Case], list[Case]]:
    """Accepted and refused cases, the same at every run."""
    rng = random.Random(SEED)
    accepted: list[Case] = []
    refused: list[Case] = []
    for kind in ("conv", "transposed"):
        for ndim in (1, 2, 3):
            good: list[Case] = []
            bad: list[Case] = []
            alike: Counter[str] = Counter()
            while len(good) < ACCEPTED or len(bad) < REFUSED:
                case = answered(rng, drawn(rng, kind, ndim))
                if "refused" in case:
                    if len(bad) < REFUSED and alike[case["refused"]] < REFUSED_ALIKE:
                        alike[case["refused"]] += 1
                        bad.append(case)
                    continue
                most = MOST_CELLS[ndim] if len(good) < ACCEPTED - SINGLE else 1
                if len(good) < ACCEPTED and len(case["y"]) <= most:
                    good.append(case)
            accepted += good
            refused += bad
    return accepted, refused


def main() -> None:
    torch.set_num_threads(1)
    accepted, refused = search()
    for kind, impossible in (("conv", {"negative p'", "op", "op >= s"}), ("transposed", set())):
        seen = Counter(f for case in accepted if case["kind"] == kind for f in features(case))
        wanted = {"s > k", "k = 1", "even k", "d with s", "negative p'", "op", "op >= s"}
        for feature in (wanted | {"1x1 output"}) - impossible:
            assert seen[feature] >= AT_LEAST, (kind, feature, seen[feature])

    def lines(cases: list[Case]) -> str:
        return ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)

    header = {
        "made_by": "tests/vectors/make_pytorch.py",
        "torch": torch.__version__.split("+")[0],
        "seed": SEED,
        "keys": "per axis: i input, k kernel, s stride, p padding, d dilation, op output padding,"
        " o output size; row-major: x input, w weights, y output",
    }
    text = (
        f'{{"header":{json.dumps(header)},\n"accepted":[\n{lines(accepted)}\n],\n'
        f'"refused":[\n{lines(refused)}\n]}}\n'
    )
    Path(__file__).with_name("pytorch.json").write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
