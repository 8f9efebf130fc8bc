"""Writes onnx_exports.json: what PyTorch's exporter makes of known networks, and what ONNX
Runtime's quantiser and optimiser make of that; with fvcore's counts of the convolutions and the
sizes that ONNX Runtime makes. Models are stored without the numbers of their weights.

    python -m tests.vectors.make_onnx_exports

Needs torch, onnx, onnxruntime and fvcore; the versions that answered are in the file.
"""

# mypy: ignore-errors
from __future__ import annotations

import json
import tempfile
from pathlib import Path

import fvcore
import onnx
import onnxruntime
import torch
from fvcore.nn import FlopCountAnalysis
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    quantize_dynamic,
    quantize_static,
)
from torch import nn
from torch.nn import functional

from tests.vectors.exported_models import node_shapes, stripped

LEVELS = {name: f"ORT_ENABLE_{name.upper()}" for name in ("basic", "extended", "layout", "all")}
CONVS = (nn.Conv1d, nn.Conv2d, nn.ConvTranspose1d, nn.ConvTranspose2d)


def double(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU(), nn.Conv2d(o, o, 3, padding=1))


class UNet(nn.Module):
    def __init__(self, bilinear=False, padded=False):
        super().__init__()
        self.padded = padded
        self.down = nn.ModuleList([double(3, 4), double(4, 8), double(8, 16)])
        self.up = nn.ModuleList(
            nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), nn.Conv2d(2 * c, c, 1))
            if bilinear
            else nn.ConvTranspose2d(2 * c, c, 2, 2)
            for c in (8, 4)
        )
        self.after = nn.ModuleList([double(16, 8), double(8, 4)])
        self.out = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        skips = []
        for number, layer in enumerate(self.down):
            x = layer(functional.max_pool2d(x, 2) if number else x)
            skips.append(x)
        for up, after, skip in zip(self.up, self.after, skips[-2::-1], strict=True):
            x = up(x)
            if self.padded:
                dy, dx = skip.shape[2] - x.shape[2], skip.shape[3] - x.shape[3]
                x = functional.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
            x = after(torch.cat([skip, x], 1))
        return self.out(x)


class HiFiGAN(nn.Module):
    """One residual block a stage, where the article has three."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(20, 32, 7, padding=3)
        self.up, self.residual = nn.ModuleList(), nn.ModuleList()
        for c, k, s in ((16, 16, 8), (8, 16, 8), (4, 4, 2), (2, 4, 2)):
            self.up.append(nn.ConvTranspose1d(2 * c, c, k, s, (k - s) // 2))
            self.residual.append(
                nn.ModuleList(nn.Conv1d(c, c, 3, padding=d, dilation=d) for d in (1, 3))
            )
        self.last = nn.Conv1d(2, 1, 7, padding=3)

    def forward(self, x):
        x = self.first(x)
        for up, block in zip(self.up, self.residual, strict=True):
            x = up(functional.leaky_relu(x, 0.1))
            for conv in block:
                x = x + conv(functional.leaky_relu(x, 0.1))
        return torch.tanh(self.last(x))


class FCN(nn.Module):
    """The article's head on a short trunk."""

    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 8, 3, padding=100), nn.Conv2d(8, 16, 3, padding=1)
        self.dense, self.score = nn.Conv2d(16, 5, 7), nn.Conv2d(8, 5, 1)
        self.up2 = nn.ConvTranspose2d(5, 5, 4, 2, bias=False)
        self.up4 = nn.ConvTranspose2d(5, 5, 8, 4, bias=False)

    def forward(self, x):
        def pool(y):
            return functional.max_pool2d(functional.relu(y), 2, 2, ceil_mode=True)

        high = pool(functional.max_pool2d(self.conv1(x), 2, 2, ceil_mode=True))
        low = self.up2(self.dense(pool(self.conv2(high))))
        skip = self.score(high)[:, :, 5 : 5 + low.shape[2], 5 : 5 + low.shape[3]]
        low = low[:, :, : skip.shape[2], : skip.shape[3]]
        return self.up4(low + skip)[:, :, 31 : 31 + x.shape[2], 31 : 31 + x.shape[3]]


def dcgan():
    layers = []
    stages = ((32, 1, 0), (16, 2, 1), (8, 2, 1), (4, 2, 1), (3, 2, 1))
    for i, (o, s, p) in zip((10, 32, 16, 8, 4), stages, strict=True):
        layers += [nn.ConvTranspose2d(i, o, 4, s, p, bias=False), nn.ReLU()]
    return nn.Sequential(*layers)


MODELS = {
    "unet": (UNet(), (1, 3, 32, 32), False),
    "unet dynamic": (UNet(), (1, 3, 48, 32), True),
    "unet bilinear": (UNet(bilinear=True), (1, 3, 48, 32), True),
    "unet padded": (UNet(padded=True), (1, 3, 37, 45), True),
    "hifigan": (HiFiGAN(), (1, 20, 12), True),
    "fcn": (FCN(), (1, 3, 60, 71), True),
    "dcgan": (dcgan(), (1, 10, 1, 1), False),
}


class Once(CalibrationDataReader):
    def __init__(self, x):
        self.left = [{"x": x}]

    def get_next(self):
        return self.left.pop() if self.left else None


def variants(path, x):
    """The files that the quantiser and the optimiser make of one."""
    yield "as exported", path
    for name, level in LEVELS.items():
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
        options.optimized_model_filepath = str(path.with_name(f"{name}.onnx"))
        onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        yield f"optimised: {name}", path.with_name(f"{name}.onnx")
    target = path.with_name("q.onnx")
    quantize_dynamic(path, target, op_types_to_quantize=["Conv"])
    yield "quantised dynamically", target
    for form in (QuantFormat.QOperator, QuantFormat.QDQ):
        quantize_static(path, target, Once(x), quant_format=form)
        yield f"quantised statically: {form.name}", target


def main():
    torch.manual_seed(0)
    versions = {m.__name__: m.__version__ for m in (torch, onnx, onnxruntime, fvcore)}
    cases = []
    for name, (module, shape, dynamic) in MODELS.items():
        model, x = module.eval(), torch.randn(shape)
        macs = FlopCountAnalysis(model, x).by_operator()["conv"]
        convs = [part for part in model.modules() if isinstance(part, CONVS)]
        parameters = sum(p.numel() for conv in convs for p in conv.parameters())
        axes = {"x": {0: "n", **{n: f"d{n}" for n in range(2, len(shape))}}} if dynamic else None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            options = {"input_names": ["x"], "dynamic_axes": axes, "opset_version": 17}
            torch.onnx.export(model, x, path, dynamo=False, **options)
            for variant, file in variants(path, x.numpy()):
                case = {"network": name, "variant": variant, "input_size": list(shape[2:])}
                case |= {"parameters": parameters, "macs": int(macs)}
                exported = onnx.load(file)
                shapes = node_shapes(exported, x.numpy())
                case["sizes"] = {node: made[2:] for node, made in shapes.items()}
                del exported.graph.value_info[:]
                exported.ClearField("metadata_props")
                case["model"] = stripped(exported)
                cases.append(case)
    target = Path(__file__).with_name("onnx_exports.json")
    target.write_text(json.dumps({"versions": versions, "cases": cases}, indent=0) + "\n")


if __name__ == "__main__":
    main()
