"""Make ``pytorch_words.json``: what PyTorch answers where padding is a word.

Run this again, with PyTorch installed, to renew it::

    python -m tests.vectors.make_pytorch_words

Numbers for padding are in ``pytorch.json``. Single channel, float64 on the CPU; inputs and
weights are small integers, hence so are the outputs, exactly.
"""

from __future__ import annotations

import random
import warnings
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

# By name, as type checkers run where PyTorch is not installed.
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

SEED = 20166


def features(case: Case) -> set[str]:
    """What makes a case worth having."""
    given, ndim = case["parameters"], len(case["input_size"])
    names = ("kernel_size", "stride", "dilation")
    axes = list(zip(*(spread(given.get(name, 1), ndim) for name in names), strict=True))
    found = {given["padding"]}
    if given["padding"] == "same" and any(d * (k - 1) % 2 for k, _, d in axes):
        found.add("same, uneven")
    return found.union(*(shape_features(*axis) for axis in axes))


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""
    padding = rng.choice(("same", "valid"))
    wrong = rng.choice(("SAME", "full", "valid ", "")) if rng.random() < 0.05 else None
    still = padding == "same" and rng.random() < 0.9
    strides = per_axis(rng, ndim, 1, 1 if still else 4, (0, 2))
    dilations = per_axis(rng, ndim, 1, 3, (0, -2))
    parameters = {"kernel_size": spelled(rng, drawn_kernel(rng, ndim)), "padding": wrong or padding}
    if set(strides) != {1} or rng.random() < 0.5:
        parameters["stride"] = spelled(rng, strides)
    if set(dilations) != {1} or rng.random() < 0.5:
        parameters["dilation"] = spelled(rng, dilations)
    return {"kind": kind, "input_size": drawn_size(rng, ndim), "parameters": parameters}


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
    """The case with PyTorch's output, or with its reason for giving none."""
    sizes, given = case["input_size"], dict(case["parameters"])
    kernel = spread(given.pop("kernel_size"), len(sizes))
    if len(kernel) != len(sizes):
        return None
    x, w = integers(rng, sizes), integers(rng, kernel)
    tensors = [
        torch.tensor(values, dtype=torch.float64).reshape(1, 1, *shape)
        for values, shape in ((x, sizes), (w, kernel))
    ]
    name = {"conv": "conv{}d", "transposed": "conv_transpose{}d"}[case["kind"]]
    try:
        y = getattr(functional, name.format(len(sizes)))(*tensors, **given)[0, 0]
    except (RuntimeError, TypeError, ValueError) as error:
        return {**case, "refused": shortened(str(error))}
    if y.numel() > most:
        return None
    return {**case, "output_size": list(y.shape), "x": x, "w": w, "y": exact(y.ravel().tolist())}


def search_words(kind: str, quota: Quota) -> tuple[list[Case], list[Case]]:
    return search(random.Random(SEED), drawn, answered, quota, kinds=(kind,))


def main() -> None:
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # that uneven padding makes a copy
    accepted, refused = search_words("conv", Quota(accepted=16, single=2, refused=10, draws=4000))
    # A transposed layer takes no word, so there is nothing to accept.
    refused += search_words("transposed", Quota(accepted=0, refused=6, alike=6))[1]
    wanted = {"same", "valid", "same, uneven", "s > k", "k = 1", "even k", "d", "d with s"}
    check_features(accepted, features, {"conv": wanted}, at_least=4)
    header = {
        "made_by": "tests/vectors/make_pytorch_words.py",
        "torch": torch.__version__.split("+")[0],
        "seed": SEED,
        "keys": "parameters by their names in PyTorch; row-major: x input, w weights, y output",
    }
    path = Path(__file__).with_name("pytorch_words.json")
    write(path, header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
