"""Make ``resampling.json``: PyTorch's pools, resizing and pixel shuffle, and what it refuses.

Run this again, with PyTorch installed, to renew the file::

    python -m tests.vectors.make_resampling

A random search with a fixed seed; inputs are small integers, outputs are rounded to nine
digits.
"""

from __future__ import annotations

import json
import random
from importlib import import_module
from pathlib import Path
from typing import Any

# By name, as type checkers run where PyTorch is not installed.
torch: Any = import_module("torch")
functional: Any = import_module("torch.nn.functional")

SEED = 20160
WANTED = {"pool": 160, "resize": 120, "shuffle": 30}
REFUSED = 12
SCALES = (1, 2, 3, 4, 0.5, 1.5, 2.5, 0.75)


def pool(rng: random.Random, size: list[int]) -> dict[str, Any]:
    average = rng.random() < 0.5
    kernel = [rng.randint(1, 4) for _ in size]
    return {
        "kernel_size": kernel,
        "stride": [rng.randint(1, 4) for _ in size],
        "padding": [rng.randint(0, k // 2) for k in kernel],
        "dilation": [1 if average else rng.choice((1, 1, 2)) for _ in size],
        "mode": "average" if average else "max",
        "ceil": rng.random() < 0.5,
        "count_padding": not average or rng.random() < 0.5,
    }


def resize(rng: random.Random, size: list[int]) -> dict[str, Any]:
    mode = rng.choice(("nearest", "bilinear", "bicubic") if len(size) == 2 else ("nearest",) * 2)
    if len(size) != 2 and rng.random() < 0.5:
        mode = "bilinear"
    corners = mode != "nearest" and rng.random() < 0.5
    return {"scale": [rng.choice(SCALES) for _ in size], "mode": mode, "align_corners": corners}


def answered(kind: str, said: dict[str, Any], x: Any) -> Any:
    ndim = x.ndim - 2
    if kind == "shuffle":
        return functional.pixel_shuffle(x, said["scale"])
    if kind == "resize":
        names = {"bilinear": ("linear", "bilinear", "trilinear")[ndim - 1]}
        corners = {} if said["mode"] == "nearest" else {"align_corners": said["align_corners"]}
        scale = tuple(map(float, said["scale"]))
        mode = names.get(said["mode"], said["mode"])
        return functional.interpolate(x, scale_factor=scale, mode=mode, **corners)
    window = said["kernel_size"], said["stride"], said["padding"]
    if said["mode"] == "max":
        name = f"max_pool{ndim}d"
        return getattr(functional, name)(x, *window, said["dilation"], said["ceil"])
    name = f"avg_pool{ndim}d"
    return getattr(functional, name)(x, *window, said["ceil"], said["count_padding"])


def main() -> None:
    rng = random.Random(SEED)
    accepted: list[dict[str, Any]] = []
    refused: list[dict[str, Any]] = []
    for kind, wanted in WANTED.items():
        kept = dropped = 0
        while kept < wanted:
            ndim = 2 if kind == "shuffle" else rng.choice((1, 2, 2, 3))
            size = [rng.randint(1, (9, 6, 4)[ndim - 1]) for _ in range(ndim)]
            channels = rng.randint(1, 2)
            if kind == "shuffle":
                said: dict[str, Any] = {"scale": rng.randint(1, 3)}
                channels *= said["scale"] ** 2
                channels += rng.random() < 0.1  # which does not divide
            else:
                said = (pool if kind == "pool" else resize)(rng, size)
            count = torch.Size([channels, *size]).numel()
            x = torch.tensor([rng.randint(-9, 9) for _ in range(count)], dtype=torch.float64)
            x = x.reshape(1, channels, *size)
            case = {"kind": kind, **said, "x_shape": [channels, *size]}
            try:
                y = answered(kind, said, x)[0]
            except (RuntimeError, ValueError) as error:
                smaller = "smaller than kernel" in str(error)  # of avg_pool3d alone, with ceil
                if dropped < REFUSED and not smaller:
                    refused.append(case)
                    dropped += 1
                continue
            if y.numel() > 64:
                continue
            flat = [[round(float(v), 9) for v in t.reshape(-1)] for t in (x, y)]
            accepted.append({**case, "x": flat[0], "o": list(y.shape), "y": flat[1]})
            kept += 1
    header = {
        "made_by": "tests/vectors/make_resampling.py",
        "torch": torch.__version__.split("+")[0],
        "seed": SEED,
        "keys": "arguments of Pool, Resize and PixelShuffle; x_shape (C, *i); o: (C, *o)",
    }
    lines = [json.dumps(case, separators=(",", ":")) for case in accepted]
    dropped_lines = [json.dumps(case, separators=(",", ":")) for case in refused]
    text = f'{{"header":{json.dumps(header)},\n"accepted":[\n' + ",\n".join(lines)
    text += '\n],\n"refused":[\n' + ",\n".join(dropped_lines) + "\n]}\n"
    Path(__file__).with_name("resampling.json").write_text(text)


if __name__ == "__main__":
    main()
