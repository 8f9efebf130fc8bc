"""Make ``jax.json``: what JAX answers to a few hundred layers, and what it refuses.

Run this again, with JAX installed, to renew it::

    python -m tests.vectors.make_jax

``conv`` is ``lax.conv_general_dilated``, ``transposed`` is ``lax.conv_transpose``. They take
the kernel itself; ``kernel_shape`` is its size. Single channel, float64 on the CPU; inputs
and weights are small integers, hence so are the outputs, exactly. Left out: empty outputs,
which JAX allows; negative padding of a convolution, which crops its input; and what
``conv_transpose`` only takes because it does not look: words that it passes on to the plain
convolution where every stride is 1 (there "same" is not "SAME"), more pairs than axes.
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
    write,
)

# By name, as type checkers run where JAX is not installed.
jax: Any = import_module("jax")
lax: Any = import_module("jax.lax")
np: Any = import_module("numpy")

SEED = 20163
STRIDES = {"conv": "window_strides", "transposed": "strides"}


def features(case: Case) -> set[str]:
    """What makes a case worth having."""
    given, ndim = case["parameters"], len(case["input_size"])
    k, s = given["kernel_shape"], given[STRIDES[case["kind"]]]
    d = given.get("rhs_dilation") or [1] * ndim
    padding = given["padding"]
    consistent = given.get("use_consistent_padding", False)
    rotated = given.get("transpose_kernel", False)
    found = {f"transpose_kernel {rotated}", f"use_consistent_padding {consistent}"}
    if isinstance(padding, str):
        found |= {padding.upper()} | ({"lower case"} if padding != padding.upper() else set())
    else:
        found.add(f"pairs, use_consistent_padding {consistent}")
        found |= {"negative begin"} if any(low < 0 for low, _ in padding) else set()
        found |= {"negative end"} if any(high < 0 for _, high in padding) else set()
        found |= {"uneven ends"} if any(low != high for low, high in padding) else set()
    for axis in zip(k, s, d, strict=True):
        found |= shape_features(*axis)
    found |= {"uneven axes"} if len(set(zip(k, s, d, strict=True))) > 1 else set()
    return found | ({"1x1 output"} if len(case["y"]) == 1 else set())


def drawn(rng: random.Random, kind: str, ndim: int) -> Case:
    """A layer and its input size: mostly sensible numbers, a few out of range."""

    def row(values: list[int]) -> Any:
        """A sequence, as JAX wants it; rarely one number or one too many."""
        return rng.choice((values[0], values + values[:1])) if rng.random() < 0.015 else values

    words = ["SAME", "VALID"] + ["SAME_LOWER", "same", "Valid"] * (kind == "conv")
    low = 0 if kind == "conv" else -2
    padding: Any = rng.choice(words)
    if rng.random() < 0.5:
        ends = [per_axis(rng, ndim, low, 3 if kind == "conv" else 4, (low,)) for _ in range(2)]
        padding = [list(pair) for pair in zip(*ends, strict=True)]
        padding = padding + padding[:1] if rng.random() < 0.015 else padding
    elif rng.random() < 0.04:
        padding = rng.choice(("FULL", "SAME_LOWER", "same", "", 1, [1] * ndim, [[1]] * ndim))
    parameters: dict[str, Any] = {
        "kernel_shape": drawn_kernel(rng, ndim),
        STRIDES[kind]: row(per_axis(rng, ndim, 1, 4, (0, -1), 0.01)),
        "padding": padding,
    }
    if rng.random() < 0.6:
        parameters["rhs_dilation"] = row(per_axis(rng, ndim, 1, 3, (0, -2), 0.01))
    if kind == "transposed":
        for name in ("transpose_kernel", "use_consistent_padding"):
            if rng.random() < 0.75:
                parameters[name] = rng.random() < 0.5
    return {"kind": kind, "input_size": drawn_size(rng, ndim), "parameters": parameters}


def lenient(case: Case) -> bool:
    """Whether conv_transpose takes what it does not mean to.

    Other words than its own go on to the plain convolution, which knows them, where every
    stride is 1; use_consistent_padding does not count the pairs.
    """
    given, strides = case["parameters"], case["parameters"]["strides"]
    if isinstance(strides, int):
        return False
    if given.get("use_consistent_padding", False):
        return isinstance(given["padding"], list) and len(given["padding"]) > len(strides)
    other_word = isinstance(given["padding"], str) and given["padding"] not in ("SAME", "VALID")
    return other_word and set(strides) == {1}


def computed(case: Case, x: Any, w: Any) -> Any:
    """The output for arrays, or for shapes of arrays."""
    given = {key: value for key, value in case["parameters"].items() if key != "kernel_shape"}
    padding = given.pop("padding")
    if isinstance(padding, list):  # use_consistent_padding wants tuples
        padding = tuple(tuple(p) if isinstance(p, list) else p for p in padding)
    strides = given.pop(STRIDES[case["kind"]])
    if case["kind"] == "conv":
        return lax.conv_general_dilated(x, w, strides, padding, **given)
    letters = "HWD"[: len(case["input_size"])]
    numbers = (f"NC{letters}", f"{letters}IO", f"NC{letters}")
    return lax.conv_transpose(x, w, strides, padding, dimension_numbers=numbers, **given)


def answered(rng: random.Random, case: Case, most: int) -> Case | None:
    """The case with JAX's output, or with its reason for giving none."""
    if case["kind"] == "transposed" and lenient(case):
        return None
    sizes, kernel = case["input_size"], case["parameters"]["kernel_shape"]
    x_shape = (1, 1, *sizes)
    w_shape = (1, 1, *kernel) if case["kind"] == "conv" else (*kernel, 1, 1)
    try:
        shapes = [jax.ShapeDtypeStruct(shape, "float64") for shape in (x_shape, w_shape)]
        shape = jax.eval_shape(lambda x, w: computed(case, x, w), *shapes).shape[2:]
        if min(shape) < 1 or np.prod(shape) > most:
            return None
        x, w = integers(rng, sizes), integers(rng, kernel)
        arrays = [np.reshape(v, s).astype("float64") for v, s in ((x, x_shape), (w, w_shape))]
        y = np.asarray(computed(case, *arrays))[0, 0]
    except (RuntimeError, TypeError, ValueError) as error:
        return {**case, "refused": gist(str(error))}
    return {**case, "output_size": list(y.shape), "x": x, "w": w, "y": exact(y.ravel().tolist())}


def gist(message: str) -> str:
    """A message without the values it repeats; of a verifier's, the line that says what."""
    lines = [line.strip() for line in message.splitlines()]
    text = lines[1] if lines[0].startswith("Cannot lower") else lines[0]
    return shortened(text.split(", got ")[0].split(": got ")[0].split(", but got")[0])


def main() -> None:
    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    warnings.simplefilter("ignore")  # of NumPy, at strides of 0
    quota = Quota(accepted=54, single=3, refused=18, alike=3, draws=3000)
    accepted, refused = search(random.Random(SEED), drawn, answered, quota)
    wanted = {"1x1 output", "s > k", "k = 1", "even k", "d", "d with s", "uneven axes"}
    wanted |= {"SAME", "VALID", "uneven ends"}
    both = {f"{name} {value}" for name in ("transpose_kernel",) for value in (True, False)}
    both |= {f"pairs, use_consistent_padding {value}" for value in (True, False)}
    both |= {"use_consistent_padding True", "negative begin", "negative end"}
    only_conv = {"SAME_LOWER", "lower case"}
    check_features(accepted, features, {"conv": wanted | only_conv, "transposed": wanted | both})
    header = {
        "made_by": "tests/vectors/make_jax.py",
        "jax": jax.__version__,
        "seed": SEED,
        "keys": "parameters by their names in JAX, kernel_shape beside them;"
        " row-major: x input, w weights, y output",
    }
    write(Path(__file__).with_name("jax.json"), header, accepted=accepted, refused=refused)


if __name__ == "__main__":
    main()
