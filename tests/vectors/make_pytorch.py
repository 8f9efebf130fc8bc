"""Make ``pytorch.json``: what PyTorch answers to a few hundred layers, and what it refuses.

The tests compare this package with these numbers, so they need no PyTorch of their own.
Run this again, with PyTorch installed, to renew them or to see that nothing has changed::

    python -m tests.vectors.make_pytorch

The layers come from a random search with a fixed seed over every parameter at once (also
those out of range), so that the refused cases are not only the ones somebody thought of.
Single channel, float64 on the CPU; inputs and weights are small integers, hence so are the
outputs, exactly.
"""

from __future__ import annotations

import random
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.vectors.searching import Case, Quota, check_features, per_axis, search, shortened, write

# By name, as type checkers run where PyTorch is not installed.
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

SEED = 20161


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
    has_op = kind == "transposed" and rng.random() < 0.5
    return {
        "kind": kind,
        "i": per_axis(rng, ndim, 1, {1: 9, 2: 6, 3: 4}[ndim], (1,)),
        "k": per_axis(rng, ndim, 1, {1: 5, 2: 4, 3: 3}[ndim], (0,), 0.004),
        "s": per_axis(rng, ndim, 1, 4, (0, -1)),
        "p": per_axis(rng, ndim, 0, 3, (-1,)),
        "d": per_axis(rng, ndim, 1, 3, (0, -2)),
        "op": per_axis(rng, ndim, 0, 3, (-1,)) if has_op else [0] * ndim,
    }


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
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
    if y.numel() > most:
        return None
    flat = {key: [int(v) for v in t.reshape(-1)] for key, t in (("x", x), ("w", w), ("y", y))}
    return {**case, "o": list(y.shape), **flat}


def main() -> None:
    torch.set_num_threads(1)
    accepted, refused = search(random.Random(SEED), drawn, answered, Quota())
    wanted = {"1x1 output", "s > k", "k = 1", "even k", "d with s"}
    also = {"negative p'", "op", "op >= s"}
    check_features(accepted, features, {"conv": wanted, "transposed": wanted | also})
    header = {
        "made_by": "tests/vectors/make_pytorch.py",
        "torch": torch.__version__.split("+")[0],
        "seed": SEED,
        "keys": "per axis: i input, k kernel, s stride, p padding, d dilation, op output padding,"
        " o output size; row-major: x input, w weights, y output",
    }
    write(Path(__file__).with_name("pytorch.json"), header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
