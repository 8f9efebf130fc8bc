"""Pools, resizing and pixel shuffle as lines of code, in each framework's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...errors import Argument, LayerError
from ...notation import Sizes
from ..resampling.base import Resampling
from ..resampling.pool import Pool
from ..resampling.resize import Resize
from ..resampling.shuffle import PixelShuffle
from ..sizes import effective_kernel, halves, same_conv_padding
from .base import Code, size_code

__all__ = ["resampling_code"]


def resampling_code(framework: str, layer: Resampling, input_size: Sizes) -> Code:
    """The program that makes *layer* and gives it zeros of *input_size*.

    Raises
    ------
    LayerError
        The framework has no such layer.
    """
    return _WRITERS[framework](layer, input_size)


def _missing(framework: str, what: str, other: str = "onnx") -> LayerError:
    return LayerError(
        "{framework} has no {what}.",
        framework=framework,
        what=what,
        advice=Argument("code", other),
    )


def _shape(layer: Resampling, input_size: Sizes, *, last: bool = False) -> tuple[int, ...]:
    channels = layer.cells(len(input_size)) if isinstance(layer, PixelShuffle) else 1
    return (1, *input_size, channels) if last else (1, channels, *input_size)


def _result(layer: Resampling, input_size: Sizes, *, last: bool = False) -> str:
    size = layer.output_size(input_size)
    return " x ".join(map(str, (1, *size, 1) if last else (1, 1, *size)))


def _pads(pool: Pool, ndim: int) -> list[tuple[int, int]]:
    return [pool.pads(index) for index in range(ndim)]


def _scales(layer: Resize | PixelShuffle, ndim: int) -> list[int | float]:
    return [layer.axis_scale(index) for index in range(ndim)]


# -- PyTorch -----------------------------------------------------------------------------


def _pytorch(layer: Resampling, input_size: Sizes) -> Code:
    ndim, before = len(input_size), ""
    if isinstance(layer, Pool):
        made, before = _pytorch_pool(layer, input_size)
    elif isinstance(layer, Resize):
        mode = {"bilinear": ("linear", "bilinear", "trilinear")[ndim - 1]}.get(
            layer.mode, layer.mode
        )
        if layer.mode == "bicubic" and ndim != 2:
            raise _missing("PyTorch", f"bicubic resize of {ndim} axes")
        scale = _scales(layer, ndim)
        factor = scale[0] if len(set(scale)) == 1 else tuple(map(float, scale))
        corners = ", align_corners=True" if layer.align_corners else ""
        made = f'torch.nn.Upsample(scale_factor={factor}, mode="{mode}"{corners})'
    else:
        assert isinstance(layer, PixelShuffle)
        scale = _scales(layer, ndim)
        if ndim != 2 or len(set(scale)) > 1:
            raise _missing("PyTorch", "pixel shuffle but that of two axes with one scale", "jax")
        made = f"torch.nn.PixelShuffle({scale[0]})"
    lines = [f"layer = {made}", f"x = torch.zeros{_shape(layer, input_size)}"]
    lines += [f"x = {before}"] * bool(before)
    lines.append(f"y = layer(x)  # {_result(layer, input_size)}")
    return Code(("import torch",), made, before, "", tuple(lines))


def _pytorch_pool(pool: Pool, input_size: Sizes) -> tuple[str, str]:
    ndim = len(input_size)
    (k, s, d), pads = pool.windows(ndim), _pads(pool, ndim)
    larger = any(kernel > i for kernel, i in zip(k, input_size, strict=True))
    if pool.mode == "average" and ndim == 3 and larger:
        raise _missing("PyTorch", "average pool of 3 axes whose kernel is larger than its input")
    words = [f"kernel_size={size_code(k)}"]
    words += [f"stride={size_code(s)}"] * (s != k)
    before = ""
    if any(begin != end for begin, end in pads):
        if pool.mode == "average":
            raise _missing("PyTorch", "average pool that pads two ends differently")
        flat = ", ".join(str(n) for pair in reversed(pads) for n in pair)
        before = f'torch.nn.functional.pad(x, ({flat}), value=float("-inf"))'
    elif any(begin for begin, _ in pads):
        words.append(f"padding={size_code([begin for begin, _ in pads])}")
    words += [f"dilation={size_code(d)}"] * any(n > 1 for n in d)
    words += ["ceil_mode=True"] * pool.ceil
    if pool.mode == "average" and not pool.count_padding:
        words.append("count_include_pad=False")
    name = "AvgPool" if pool.mode == "average" else "MaxPool"
    return f"torch.nn.{name}{ndim}d({', '.join(words)})", before


# -- Keras -------------------------------------------------------------------------------


def _keras(layer: Resampling, input_size: Sizes) -> Code:
    ndim, note = len(input_size), ""
    imports: tuple[str, ...] = ("import keras",)
    made = "layer"
    if isinstance(layer, Pool):
        expression = _keras_pool(layer, input_size)
    elif isinstance(layer, Resize):
        scale = _scales(layer, ndim)
        if any(n != int(n) for n in scale) or layer.align_corners:
            raise _missing("Keras", "resize by fractions or with aligned corners")
        if ndim != 2 and layer.mode != "nearest":
            raise _missing("Keras", f"{layer.mode} resize of {ndim} axes")
        how = "" if layer.mode == "nearest" else f', interpolation="{layer.mode}"'
        size = size_code([int(n) for n in scale])
        expression = f"keras.layers.UpSampling{ndim}D({size}{how})"
        if layer.mode == "bicubic":
            note = "Keras' cubic has a = -0.5, not -0.75: other values, of the same size"
    else:
        assert isinstance(layer, PixelShuffle)
        scale = _scales(layer, ndim)
        if ndim != 2 or len(set(scale)) > 1:
            raise _missing("TensorFlow", "pixel shuffle but that of two axes with one scale", "jax")
        expression = f"tf.nn.depth_to_space(x, {scale[0]})"
        note = "TensorFlow's order of channels: (a*r + b)*C + c, not PyTorch's c*r*r + a*r + b"
        made, imports = expression, ("import keras", "import tensorflow as tf")
    lines = [] if made == expression else [f"layer = {expression}"]
    lines.append(f"x = keras.ops.zeros({_shape(layer, input_size, last=True)})")
    call = made if made == expression else "layer(x)"
    lines.append(f"y = {call}  # {_result(layer, input_size, last=True)}")
    return Code(imports, expression, lines=tuple(lines), note=note)


def _keras_pool(pool: Pool, input_size: Sizes) -> str:
    ndim = len(input_size)
    (k, s, d), pads = pool.windows(ndim), _pads(pool, ndim)
    same = [halves(same_conv_padding(*axis)) for axis in zip(input_size, k, s, strict=True)]
    counted = pool.mode == "average" and pool.count_padding and any(map(any, pads))
    floors = Pool(kernel_size=tuple(k), stride=tuple(s), padding=tuple(pads))
    whole = floors.output_size(input_size) == pool.output_size(input_size)
    if any(n > 1 for n in d) or counted or not whole or pads not in ([(0, 0)] * ndim, same):
        raise _missing("Keras", "pool that dilates, rounds up, or pads but for same")
    words = [f"pool_size={size_code(k)}"]
    words += [f"strides={size_code(s)}"] * (s != k)
    words += ['padding="same"'] * any(map(any, pads))
    name = "AveragePooling" if pool.mode == "average" else "MaxPooling"
    return f"keras.layers.{name}{ndim}D({', '.join(words)})"


# -- JAX ---------------------------------------------------------------------------------


def _jax(layer: Resampling, input_size: Sizes) -> Code:
    ndim = len(input_size)
    imports = ["import jax.numpy as jnp", "from jax import lax"]
    after, note = "", ""
    if isinstance(layer, Pool):
        made, after = _jax_pool(layer, input_size)
    elif isinstance(layer, Resize):
        if layer.align_corners or (layer.mode == "nearest" and not _is_whole(layer, ndim)):
            raise _missing("JAX", "resize with aligned corners, or to the nearest by fractions")
        method = {"bilinear": "linear", "bicubic": "cubic"}.get(layer.mode, layer.mode)
        size = (1, 1, *layer.output_size(input_size))
        made = f'jax.image.resize(x, {size}, "{method}", antialias=False)'
        imports = ["import jax", "import jax.numpy as jnp"]
        if layer.mode == "bicubic":
            note = "JAX' cubic has a = -0.5, and other borders: other values, of the same size"
    else:
        assert isinstance(layer, PixelShuffle)
        scale = [int(n) for n in _scales(layer, ndim)]
        order = [0, 1, *(place for n in range(ndim) for place in (2 + ndim + n, 2 + n))]
        size = layer.output_size(input_size)
        made = (
            f"x.reshape{(1, 1, *scale, *input_size)}.transpose{tuple(order)}.reshape{(1, 1, *size)}"
        )
        imports = ["import jax.numpy as jnp"]
    result = f"# {_result(layer, input_size)}"
    lines = [f"x = jnp.zeros({_shape(layer, input_size)})"]
    lines.append(f"y = {made}" + ("" if after else f"  {result}"))
    lines += [f"y = {after}  {result}"] * bool(after)
    return Code(tuple(imports), made, "", after, tuple(lines), note)


def _is_whole(layer: Resize, ndim: int) -> bool:
    return all(isinstance(scale, int) for scale in _scales(layer, ndim))


def _jax_pool(pool: Pool, input_size: Sizes) -> tuple[str, str]:
    ndim = len(input_size)
    (k, s, d), pads = pool.windows(ndim), _pads(pool, ndim)
    size = pool.output_size(input_size)
    ends = [(0, 0), (0, 0)]
    for axis in range(ndim):
        span = (size[axis] - 1) * s[axis] + effective_kernel(k[axis], d[axis])
        begin = pads[axis][0]
        ends.append((begin, max(span - input_size[axis] - begin, -begin)))
    window = f"{(1, 1, *k)}, {(1, 1, *s)}, {ends}"
    dilated = f", window_dilation={(1, 1, *d)}" if any(n > 1 for n in d) else ""
    if pool.mode == "max":
        return f"lax.reduce_window(x, -jnp.inf, lax.max, {window}{dilated})", ""
    made = f"lax.reduce_window(x, 0.0, lax.add, {window})"
    if not any(map(any, ends[2:])):
        return made, f"y / {_product(k)}"
    counts = "jnp.ones_like(x)"
    if pool.count_padding:
        counts = f"jnp.pad({counts}, {[(0, 0), (0, 0), *pads]}, constant_values=1)"
        rest = [(0, max(e - p, 0)) for (_, e), (_, p) in zip(ends[2:], pads, strict=True)]
        window = f"{(1, 1, *k)}, {(1, 1, *s)}, {[(0, 0), (0, 0), *rest]}"
    return made, f"y / lax.reduce_window({counts}, 0.0, lax.add, {window})"


def _product(numbers: list[int]) -> int:
    total = 1
    for number in numbers:
        total *= number
    return total


# -- ONNX --------------------------------------------------------------------------------


def _onnx(layer: Resampling, input_size: Sizes) -> Code:
    ndim = len(input_size)
    inputs, constant = '["x"]', ""
    if isinstance(layer, Pool):
        (k, s, d), pads = layer.windows(ndim), _pads(layer, ndim)
        words = [f"kernel_shape={k}", f"strides={s}"]
        if any(map(any, pads)):
            words.append(f"pads={[b for b, _ in pads] + [e for _, e in pads]}")
        words += [f"dilations={d}"] * any(n > 1 for n in d)
        words += ["ceil_mode=1"] * layer.ceil
        name = "MaxPool"
        if layer.mode == "average":
            name = "AveragePool"
            words += ["count_include_pad=1"] * (layer.count_padding and any(map(any, pads)))
    elif isinstance(layer, Resize):
        if layer.mode == "bicubic" and ndim != 2:
            raise _missing("ONNX Runtime", f"bicubic resize of {ndim} axes", "pytorch")
        name, inputs = "Resize", '["x", "", "scales"]'
        scales = [1.0, 1.0, *map(float, _scales(layer, ndim))]
        constant = f'helper.make_tensor("scales", TensorProto.FLOAT, [{ndim + 2}], {scales})'
        words = {
            "nearest": ['mode="nearest"', 'nearest_mode="floor"'],
            "bilinear": ['mode="linear"'],
            "bicubic": ['mode="cubic"', "cubic_coeff_a=-0.75"],
        }[layer.mode]
        way = "asymmetric" if layer.mode == "nearest" else "half_pixel"
        way = "align_corners" if layer.align_corners else way
        words = [*words, f'coordinate_transformation_mode="{way}"']
    else:
        assert isinstance(layer, PixelShuffle)
        scale = _scales(layer, ndim)
        if ndim != 2 or len(set(scale)) > 1:
            raise _missing("ONNX", "pixel shuffle but that of two axes with one scale", "jax")
        name, words = "DepthToSpace", [f"blocksize={scale[0]}", 'mode="CRD"']
    made = f'helper.make_node("{name}", {inputs}, ["y"], {", ".join(words)})'
    shape = list(_shape(layer, input_size))
    lines = [f"layer = {made}"]
    lines += [f"scales = {constant}"] * bool(constant)
    lines += [
        "graph = helper.make_graph(",
        '    [layer], "layer",',
        f'    [helper.make_tensor_value_info("x", TensorProto.FLOAT, {shape})],',
        '    [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],',
        *(["    initializer=[scales],"] * bool(constant)),
        ")",
        "model = onnx.shape_inference.infer_shapes(helper.make_model(graph))",
        f"y = model.graph.output[0].type.tensor_type.shape  # {_result(layer, input_size)}",
    ]
    return Code(("import onnx", "from onnx import TensorProto, helper"), made, lines=tuple(lines))


_WRITERS: Final[dict[str, Callable[[Resampling, Sizes], Code]]] = {
    "pytorch": _pytorch,
    "keras": _keras,
    "jax": _jax,
    "onnx": _onnx,
}
