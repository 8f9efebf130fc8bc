"""Make ``programs_NAME.json``: lines of code that ``size --code NAME`` prints, run for real.

Each program is run in its framework, with numbers put in for the zeros it starts from, and
must give the size and the numbers of the layer it was written for. What is stored has
passed; the tests compare it with what is written today. For one framework at a time, where
that and NumPy are installed::

    python -m tests.vectors.make_programs pytorch
"""

from __future__ import annotations

import json
import random
import re
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tconv_anim import Layer, LayerError, apply
from tconv_anim.layers.frameworks import framework_named
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer

SEED = 2016
LAYERS = 60
PACKAGES = {"pytorch": "torch", "keras": "keras", "jax": "jax", "onnx": "onnx"}


def drawn(rng: random.Random) -> ResolvedLayer | None:
    """A layer of one to three axes, said with padding or as a crop, or None where none can be."""
    ndim = rng.choice((1, 2, 2, 3))

    def per_axis(low: int, high: int) -> tuple[int, ...]:
        each = [rng.randint(low, high) for _ in range(ndim)]
        return tuple(each if rng.random() < 0.4 else each[:1] * ndim)

    shape: dict[str, Any] = {
        "kernel_size": per_axis(1, 5),
        "stride": per_axis(1, 4),
        "dilation": per_axis(1, 2),
    }
    if rng.random() < 0.6:
        shape["dilation"] = (1,) * ndim
    ends = tuple(zip(per_axis(-2, 3), per_axis(-2, 3), strict=True))
    pads = tuple((abs(b), abs(e)) for b, e in ends)
    alike = tuple(b for b, _ in pads)
    ways: list[dict[str, Any]] = [
        {"kind": "conv", "padding": pads},
        {"kind": "conv", "padding": alike},
        {"kind": "transposed", "padding": alike, "output_padding": per_axis(0, 2)},
        {"kind": "transposed", "crop": ends},
        {"kind": "transposed", "crop": pads, "rotate_kernel": False},
    ]
    try:
        return resolve_layer(Layer(**rng.choice(ways), **shape), per_axis(1, 6))
    except LayerError:
        return None


def run(name: str, program: str, resolved: ResolvedLayer) -> Any:
    """The program's output with numbers for its zeros, batch and channels dropped."""
    x = np.arange(1, 1 + np.prod(resolved.input_size)) % 7 - 2
    w = np.arange(3, 3 + np.prod(resolved.kernel_size)) % 5 + 1
    x, w = x.reshape(resolved.input_size), w.reshape(resolved.kernel_size)
    expected = apply(resolved.layer, x, w)
    if name != "jax" and not resolved.layer.rotate_kernel:
        w = np.flip(w)  # as the program's note says
    scope: dict[str, Any] = {"X": x.astype("float32"), "W": w.astype("float32").copy(), "np": np}
    last = (..., None) if name == "keras" or "conv_transpose" in program else (...,)
    first = (None,) * (3 - len(last)) if name != "onnx" else (None, None)
    scope["X"] = scope["X"][(*first[: 2 if len(last) == 1 else 1], *last)]
    exec(with_numbers(name, program), scope)
    y = np.asarray(scope["y"]).reshape(np.shape(scope["y"]))
    y = y[0, ..., 0] if len(last) == 2 else y[0, 0]
    assert y.shape == resolved.output_size == expected.shape, (program, y.shape)
    np.testing.assert_array_equal(y, expected, program)


def with_numbers(name: str, program: str) -> str:
    """The program with X and W in place of its zeros, and an array in y."""
    if name == "pytorch":
        fill = (
            "layer.weight.data[:] = torch.tensor(W); layer.bias.data.zero_()\nx = torch.tensor(X)"
        )
        return re.sub(r"x = torch\.zeros\(.*\)", fill, program) + "\ny = y.detach().numpy()"
    if name == "keras":
        fill = "x = keras.ops.convert_to_tensor(X)"
        program = re.sub(r"x = keras\.ops\.zeros\(.*\)", fill, program)
        weights = "layer.build(x.shape); layer.set_weights([W[..., None, None], np.zeros(1)])"
        return program.replace("y = layer(x)", f"{weights}\ny = layer(x)")
    if name == "jax":
        channels = "..., None, None" if "conv_transpose" in program else "None, None"
        program = re.sub(r"x = jnp\.zeros\(.*\)", "x = jnp.array(X)", program)
        return re.sub(r"w = jnp\.zeros\(.*\)", f"w = jnp.array(W)[{channels}]", program)
    return (
        program
        + """
shape = [d.dim_value for d in y.dim]
import onnxruntime
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
session = onnxruntime.InferenceSession(
    model.SerializeToString(), providers=["CPUExecutionProvider"]
)
(y,) = session.run(None, {"x": X, "w": W[None, None]})
assert shape == list(y.shape), shape
"""
    )


def main(name: str) -> None:
    import_module(PACKAGES[name])
    rng = random.Random(SEED)
    stored: list[dict[str, Any]] = []
    while len(stored) < LAYERS:
        resolved = drawn(rng)
        if resolved is None:
            continue
        try:
            program = framework_named(name).code(resolved).program
        except LayerError:
            continue  # Keras cannot say every layer
        run(name, program, resolved)
        layer = resolved.layer
        said = {
            field: getattr(layer, field)
            for field in Layer.__dataclass_fields__
            if field != "_" and getattr(layer, field) is not None
        }
        if "crop" in said:
            said = {k: v for k, v in said.items() if k not in ("padding", "output_padding")}
        stored.append({"layer": said, "input_size": resolved.input_size, "program": program})
    header = {"made_by": "tests/vectors/make_programs.py", name: version(PACKAGES[name])}
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in stored)
    text = f'{{"header":{json.dumps(header)},\n"programs":[\n{lines}\n]}}\n'
    path = Path(__file__).with_name(f"programs_{name}.json")
    path.write_text(text, encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
