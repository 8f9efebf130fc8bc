"""ONNX's operators, and those of its runtime, by what they do to a feature map."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..spec import StepKindName

__all__ = [
    "BY_CELL",
    "DENSE",
    "KEEPS_AXES",
    "LAYERS",
    "SAME_SHAPE",
    "STANDARD",
    "LayerOperator",
    "joined_inputs",
    "standard_form",
]

_MS: Final = "com.microsoft"
_BLOCKS: Final = "com.microsoft.nchwc"
_LAST: Final = "com.ms.internal.nhwc"
STANDARD: Final = ("", "ai.onnx")


class LayerOperator(NamedTuple):
    """An operator that has a row."""

    kind: StepKindName
    like: str
    """The standard operator that makes the same sizes."""
    weights: int = 0
    """The number of the input that is its kernel; 0: it has none."""
    bias: int = 0
    channels_last: bool = False
    addend: int = 0
    """The number of an input that is added to the output; 0: there is none."""
    mode: str = ""
    everywhere: bool = False
    """Whether its window is the whole input."""


def _conv(kind: StepKindName = "conv", **more: object) -> LayerOperator:
    like = {"conv": "Conv", "transposed": "ConvTranspose"}[kind]
    return LayerOperator(kind, like, weights=1, bias=2)._replace(**more)  # type: ignore[arg-type]


def _pool(mode: str, *, everywhere: bool = False, channels_last: bool = False) -> LayerOperator:
    like = {"max": "MaxPool", "average": "AveragePool", "lp": "LpPool"}[mode]
    like = f"Global{like}" if everywhere else like
    return LayerOperator(
        "pool", like, mode=mode, everywhere=everywhere, channels_last=channels_last
    )


_POOLS: Final = {
    f"{'Global' if everywhere else ''}{name}Pool": _pool(mode, everywhere=everywhere)
    for name, mode in (("Max", "max"), ("Average", "average"), ("Lp", "lp"))
    for everywhere in (False, True)
}
_RESIZE: Final = LayerOperator("resize", "Resize")

LAYERS: Final[dict[tuple[str, str], LayerOperator]] = {
    ("", "Conv"): _conv(),
    ("", "ConvTranspose"): _conv("transposed"),
    ("", "ConvInteger"): _conv(bias=0),
    ("", "QLinearConv"): _conv(weights=3, bias=8),
    ("", "DeformConv"): _conv(bias=3),
    (_MS, "FusedConv"): _conv(addend=3),
    (_MS, "QLinearConv"): _conv(weights=3, bias=8),
    (_MS, "NhwcFusedConv"): _conv(channels_last=True, addend=3),
    (_MS, "NhwcConv"): _conv(channels_last=True),
    (_MS, "ConvTransposeWithDynamicPads"): _conv("transposed", bias=3),
    (_BLOCKS, "Conv"): _conv(addend=3),
    (_LAST, "Conv"): _conv(channels_last=True),
    (_LAST, "FusedConv"): _conv(channels_last=True, addend=3),
    (_LAST, "ConvTranspose"): _conv("transposed", channels_last=True),
    (_LAST, "QLinearConv"): _conv(weights=3, bias=8, channels_last=True),
    **{("", name): pool for name, pool in _POOLS.items()},
    **{(_BLOCKS, name): pool for name, pool in _POOLS.items()},
    **{(_LAST, name): pool._replace(channels_last=True) for name, pool in _POOLS.items()},
    (_MS, "NhwcMaxPool"): _pool("max", channels_last=True),
    (_MS, "QLinearAveragePool"): _pool("average"),
    (_MS, "QLinearGlobalAveragePool"): _pool("average", everywhere=True),
    ("", "Resize"): _RESIZE,
    ("", "Upsample"): LayerOperator("resize", "Upsample"),
    (_BLOCKS, "Upsample"): LayerOperator("resize", "Upsample"),
    (_LAST, "Resize"): _RESIZE._replace(channels_last=True),
    ("", "DepthToSpace"): LayerOperator("shuffle", "DepthToSpace"),
    ("", "SpaceToDepth"): LayerOperator("shuffle", "SpaceToDepth"),
    (_LAST, "DepthToSpace"): LayerOperator("shuffle", "DepthToSpace", channels_last=True),
    (_LAST, "SpaceToDepth"): LayerOperator("shuffle", "SpaceToDepth", channels_last=True),
}

BY_CELL: Final = frozenset(
    (
        *("Abs", "Acos", "Add", "And", "Atan", "BatchNormalization", "BitShift", "Cast"),
        *("CastLike", "Ceil", "Celu", "Clip", "Concat", "Cos", "DequantizeLinear", "Div"),
        *("Dropout", "DynamicQuantizeLinear", "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu"),
        *("Greater", "GreaterOrEqual", "GroupNormalization", "HardSigmoid", "HardSwish"),
        *("Identity", "InstanceNormalization", "IsInf", "IsNaN", "LRN", "LeakyRelu", "Less"),
        *("LessOrEqual", "Log", "LpNormalization", "Max", "Mean", "MeanVarianceNormalization"),
        *("Min", "Mish", "Mod", "Mul", "Neg", "Not", "Or", "PRelu", "Pow", "QuantizeLinear"),
        *("Reciprocal", "Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Softplus"),
        *("Softsign", "Sqrt", "Sub", "Sum", "Swish", "Tanh", "ThresholdedRelu", "Where", "Xor"),
    )
)
"""Operators that leave every cell where it is: Concat of channels, and normalisations, whose
statistics do not count for receptive fields."""

SAME_SHAPE: Final = frozenset(
    (
        *("Abs", "Ceil", "Celu", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish"),
        *("Identity", "LeakyRelu", "Log", "Mish", "Neg", "Reciprocal", "Relu", "Round", "Selu"),
        *("Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Swish", "Tanh"),
    )
)
"""Operators of one input whose output is just like it: they need not be inferred."""

KEEPS_AXES: Final = BY_CELL | {"Pad", "Slice", "Split", "Gather", "Softmax", "LogSoftmax", "CumSum"}
"""Operators whose output has the axes of their input, of whatever size."""

DENSE: Final = frozenset(
    (
        *("Gemm", "MatMul", "LSTM", "GRU", "RNN", "MatMulInteger", "QLinearMatMul", "Einsum"),
        *("FusedMatMul", "FusedGemm", "QGemm", "DynamicQuantizeMatMul", "MatMulIntegerToFloat"),
        *("MatMulNBits", "Attention", "TransposeMatMul", "DynamicQuantizeLSTM"),
    )
)
"""Operators with weights that are no convolution."""

_FOREIGN: Final = {
    (_MS, "QLinearAdd"): "Add",
    (_MS, "QLinearMul"): "Mul",
    (_MS, "QLinearConcat"): "Concat",
    **{
        (_MS, name): "Identity"
        for name in (
            *("QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax", "QuickGelu", "Gelu"),
            *("FastGelu", "BiasGelu", "GroupNorm", "QuantizeLinear", "DequantizeLinear"),
        )
    },
    **{(_BLOCKS, name): "Identity" for name in ("ReorderInput", "ReorderOutput")},
}


def standard_form(domain: str, operator: str) -> str:
    """The standard operator that one of another domain is like; empty where none is known."""
    if domain in STANDARD:
        return operator
    return _FOREIGN.get((domain, operator), "")


def joined_inputs(domain: str, operator: str, count: int) -> range:
    """The numbers of the inputs that an operator which is like Add or Concat joins."""
    if domain in STANDARD:
        return range(count)
    if standard_form(domain, operator) == "Concat":
        return range(2, count, 3)
    if standard_form(domain, operator) in ("Add", "Mul"):
        return range(0, min(count, 6), 3)
    return range(min(count, 1))
