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
from tconv_anim.layers.frameworks.channels import weight_shape
from tconv_anim.layers.resolved_layer import ResolvedLayer, resolve_layer

SEED = 2016
LAYERS, WITH_CHANNELS = 60, 60
PACKAGES = {"pytorch": "torch", "keras": "keras", "jax": "jax", "onnx": "onnx"}


def drawn(rng: random.Random, *, channels: bool = False) -> ResolvedLayer | None:
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
    if channels:
        groups = rng.choice((1, 1, 2, 3))
        shape["groups"], shape["bias"] = groups, rng.random() < 0.6
        shape["in_channels"] = groups * rng.randint(1, 3)
        shape["out_channels"] = groups * rng.randint(1, 3)
    try:
        return resolve_layer(Layer(**rng.choice(ways), **shape), per_axis(1, 6))
    except LayerError:
        return None


def run(name: str, program: str, resolved: ResolvedLayer) -> Any:
    """The program's output with numbers for its zeros must be the layer's, the batch dropped."""
    layer, shape = resolved.layer, weight_shape(resolved)
    inputs = (layer.in_channels, *resolved.input_size)
    x = (np.arange(1, 1 + np.prod(inputs)) % 7 - 2).reshape(inputs)
    w = (np.arange(3, 3 + np.prod(shape)) % 5 + 1).reshape(shape)
    bias = np.arange(layer.out_channels) - 1 if layer.bias else None
    expected = apply(layer, x, w, bias)
    axes = tuple(range(2, w.ndim))
    if name != "jax" and not layer.rotate_kernel:
        w = np.flip(w, axes)  # as the program's note says
    last = name == "keras" or "conv_transpose" in program
    if last:
        x = np.moveaxis(x, 0, -1)
        # Keras and JAX: the kernel, then the channels that a convolution reads, then the others.
        w = np.moveaxis(w, (0, 1), (-1, -2))
        if name == "jax" and not layer.rotate_kernel:
            w = w.swapaxes(-1, -2)
    elif name == "jax" and layer.operation.crops:  # as the program's note says
        by_group = w.reshape(layer.groups, -1, *w.shape[1:]).swapaxes(1, 2)
        w = by_group.reshape(-1, *by_group.shape[2:])
        w = np.flip(w, axes) if layer.rotate_kernel else w
    scope: dict[str, Any] = {
        "X": x.astype("float32")[None],
        "W": w.astype("float32").copy(),
        "B": None if bias is None else bias.astype("float32"),
        "np": np,
    }
    exec(with_numbers(name, program), scope)
    y = np.asarray(scope["y"])[0]
    y = np.moveaxis(y, -1, 0) if last else y
    assert y.shape == expected.shape, (program, y.shape)
    np.testing.assert_array_equal(y, expected, program)


def with_numbers(name: str, program: str) -> str:
    """The program with X, W and B in place of its zeros, and an array in y."""
    if name == "pytorch":
        fill = (
            "layer.weight.data[:] = torch.tensor(W)\nif layer.bias is not None:"
            " layer.bias.data[:] = 0 if B is None else torch.tensor(B)\nx = torch.tensor(X)"
        )
        return re.sub(r"x = torch\.zeros\(.*\)", fill, program) + "\ny = y.detach().numpy()"
    if name == "keras":
        fill = "x = keras.ops.convert_to_tensor(X)"
        program = re.sub(r"x = keras\.ops\.zeros\(.*\)", fill, program)
        weights = (
            "layer.build(x.shape)\nb = np.zeros(W.shape[-1 if 'Transpose' not in"
            " type(layer).__name__ else -2]) if B is None else B\n"
            "layer.set_weights([W, b] if layer.use_bias else [W])"
        )
        return program.replace("y = layer(x)", f"{weights}\ny = layer(x)")
    if name == "jax":
        program = re.sub(r"x = jnp\.zeros\(.*\)", "x = jnp.array(X)", program)
        program = re.sub(r"b = jnp\.zeros\(.*\)", "b = jnp.array(B)", program)
        return re.sub(r"w = jnp\.zeros\((.*)\)", r"w = jnp.array(W); assert w.shape == \1", program)
    return (
        program
        + """
shape = [d.dim_value for d in y.dim]
import onnxruntime
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
session = onnxruntime.InferenceSession(
    model.SerializeToString(), providers=["CPUExecutionProvider"]
)
(y,) = session.run(None, {"x": X, "w": W} | ({} if B is None else {"b": B}))
assert shape == list(y.shape), shape
"""
    )


def main(name: str) -> None:
    import_module(PACKAGES[name])
    rng = random.Random(SEED)
    stored: list[dict[str, Any]] = []
    while len(stored) < LAYERS + WITH_CHANNELS:
        resolved = drawn(rng, channels=len(stored) >= LAYERS)
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
            for field in Layer.__slots__
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
