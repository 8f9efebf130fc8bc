"""Make ``programs_resampling.json``: code for layers without weights, run for real.

Each program is run in its framework, with numbers put in for the zeros it starts from, and
must give the size and the numbers of the layer it was written for (the size alone where its
note says that values differ). Where PyTorch, Keras, JAX, ONNX Runtime and NumPy are
installed::

    python -m tests.vectors.make_resampling_programs
"""

from __future__ import annotations

import json
import random
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tconv_anim import LayerError, Pool, Resize, apply
from tconv_anim.layers.frameworks.resampling_code import resampling_code
from tconv_anim.layers.resampling.base import Resampling
from tconv_anim.layers.resampling.spec import ResamplingSpec

SEED, EACH = 2017, 40
FRAMEWORKS = ("pytorch", "keras", "jax", "onnx")


def drawn(rng: random.Random, framework: str) -> tuple[ResamplingSpec, tuple[int, ...]]:
    ndim = rng.choice((1, 2, 2, 2, 3))
    size = tuple(rng.randint(2, 7) for _ in range(ndim))
    kind = rng.choice(("pool", "pool", "resize", "shuffle"))
    if kind == "pool":
        mode = rng.choice(("max", "average"))
        k = tuple(rng.randint(1, 4) for _ in range(ndim))
        padding: Any = tuple((p, p) for p in (rng.randint(0, n // 2) for n in k))
        if framework == "keras" or rng.random() < 0.3:
            padding = ((0, 0),) * ndim
        if framework == "keras" and rng.random() < 0.5:
            padding = "same"
        dilation = (1,) if mode == "average" or framework == "keras" else (rng.choice((1, 1, 2)),)
        return ResamplingSpec(
            "pool",
            kernel_size=k,
            stride=tuple(rng.randint(1, 3) for _ in range(ndim)),
            padding=padding,
            dilation=dilation,
            ceil=framework != "keras" and rng.random() < 0.4,
            count_padding=rng.random() < 0.5,
            mode=mode,
            framework=framework if padding == "same" else None,
        ), size
    if kind == "resize":
        mode = rng.choice(("nearest", "bilinear", "bicubic"))
        scales = (2, 3, 4) if framework == "keras" or mode == "nearest" else (2, 3, 1.5, 2.5)
        scale: tuple[int | float, ...] = tuple(rng.choice(scales) for _ in range(ndim))
        corners = mode != "nearest" and framework in ("pytorch", "onnx") and rng.random() < 0.4
        return ResamplingSpec("resize", scale=scale, mode=mode, align_corners=corners), size
    return ResamplingSpec("shuffle", scale=(rng.randint(1, 3),)), size


def run(framework: str, program: str, layer: Resampling, size: tuple[int, ...]) -> None:
    shape = re.search(r"zeros\((?:\()?([0-9, ]+)", program)
    if shape is None:
        shape = re.search(r"FLOAT, \[([0-9, ]+)\]\)\]", program)
    assert shape
    whole = tuple(int(n) for n in shape[1].split(",") if n.strip())
    channels = whole[-1] if framework == "keras" else whole[1]
    x = np.random.default_rng(1).integers(-9, 9, (channels, *size)).astype("float32")
    fixed = isinstance(layer, Pool | Resize)
    expected = apply(layer, x if not fixed or layer.ndim else x[0])
    given = (np.moveaxis(x, 0, -1) if framework == "keras" else x)[None]
    scope: dict[str, Any] = {"X": given, "np": np}
    put = {
        "pytorch": (r"x = torch\.zeros.*", "x = torch.tensor(X)"),
        "keras": (r"x = keras\.ops\.zeros.*", "x = keras.ops.convert_to_tensor(X)"),
        "jax": (r"x = jnp\.zeros.*", "x = jnp.array(X)"),
        "onnx": ("$^", ""),
    }[framework]
    exec(re.sub(put[0], put[1], program), scope)
    if framework == "onnx":
        runtime: Any = import_module("onnxruntime")
        model = scope["model"]
        model.ir_version = 10
        session = runtime.InferenceSession(model.SerializeToString())
        y = session.run(None, {"x": x[None]})[0][0]
        shape_told = [n.dim_value for n in scope["y"].dim]
        assert shape_told == [1, *y.shape], (program, shape_told)
    else:
        y = np.asarray(scope["y"])[0]
        y = np.moveaxis(y, -1, 0) if framework == "keras" else y
    assert y.shape == np.shape(expected), (program, y.shape, np.shape(expected))
    if "other values" not in program and "order of channels" not in program:
        np.testing.assert_allclose(y, expected, atol=1e-4, err_msg=program)


def main() -> None:
    rng = random.Random(SEED)
    kept = []
    for framework in FRAMEWORKS:
        count = 0
        while count < EACH:
            spec, size = drawn(rng, framework)
            try:
                layer = spec.layer(size)
                program = resampling_code(framework, layer, size).program
            except LayerError:
                continue
            if "tensorflow" in program:
                continue  # its shuffle alone; not installed everywhere
            run(framework, program, layer, size)
            said = {key: value for key, value in spec._asdict().items() if key != "framework"}
            kept.append(
                {
                    "code": framework,
                    **said,
                    "framework": spec.framework,
                    "i": size,
                    "program": program,
                }
            )
            count += 1
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in kept)
    header = json.dumps({"made_by": "tests/vectors/make_resampling_programs.py"})
    text = f'{{"header":{header},\n"programs":[\n{lines}\n]}}\n'
    Path(__file__).with_name("programs_resampling.json").write_text(text)


if __name__ == "__main__":
    main()
