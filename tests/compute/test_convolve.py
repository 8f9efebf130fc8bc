"""Layers computed, against computations written here in the plainest way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import Layer, LayerError, apply, convolution_matrix
from tconv_anim.compute import Array, gather, scatter
from tconv_anim.compute.arrays import padded
from tconv_anim.compute.convolve import expand
from tconv_anim.layers.resolved_layer import ResolvedLayer
from tests.helpers.channel_matrix import channel_matrix
from tests.helpers.plain_computations import TWICE, WAYS, agreed, cells, per_axis
from tests.helpers.strategies import EXAMPLES, arrays, posed


def moved(*vectors: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[int, ...]:
    """The sum of products, axis by axis: where a cell lands."""
    ndim = len(vectors[0][0])
    return tuple(sum(a[axis] * b[axis] for a, b in vectors) for axis in range(ndim))


def gathered(resolved: ResolvedLayer, x: Array, w: Array) -> Array:
    """Insert zeros, pad with p' (crop where it is negative), slide the turned kernel."""
    stride, dilation = per_axis(resolved, lambda a: a.s), per_axis(resolved, lambda a: a.d)
    one = (1,) * x.ndim
    if resolved.kind == "transposed":
        stretched = {moved((cell, stride)): int(x[cell]) for cell in cells(x.shape)}
        extent = tuple((i - 1) * s + 1 for i, s in zip(x.shape, stride, strict=True))
        reach = tuple(d * (k - 1) for d, k in zip(dilation, w.shape, strict=True))
        begin = tuple(r - a.crop_begin for r, a in zip(reach, resolved.axes, strict=True))
        end = tuple(r - a.crop_end for r, a in zip(reach, resolved.axes, strict=True))
        turned = w[(slice(None, None, -1),) * w.ndim] if resolved.layer.rotate_kernel else w
        step = one
    else:
        stretched = {cell: int(x[cell]) for cell in cells(x.shape)}
        extent, turned, step = x.shape, w, stride
        begin = per_axis(resolved, lambda a: a.pad_begin)
        end = per_axis(resolved, lambda a: a.pad_end)
        reach = tuple(d * (k - 1) for d, k in zip(dilation, w.shape, strict=True))
    room = tuple(b + n + e for b, n, e in zip(begin, extent, end, strict=True))
    sizes = tuple((n - r - 1) // s + 1 for n, r, s in zip(room, reach, step, strict=True))
    y = np.zeros(sizes, np.int64)
    for out in cells(sizes):
        for tap in cells(w.shape):
            # Counted from the first padded cell; -begin leads back to the input's own count.
            source = moved((out, step), (tap, dilation), (begin, (-1,) * x.ndim))
            y[out] += stretched.get(source, 0) * int(turned[tap])
    return y


def scattered(resolved: ResolvedLayer, x: Array, w: Array) -> Array:
    """Each cell of x stamps the scaled kernel; what lies outside the crop is lost.

    For a convolution: each cell of x is added, times a weight, to each output that reads it.
    """
    stride, dilation = per_axis(resolved, lambda a: a.s), per_axis(resolved, lambda a: a.d)
    y = np.zeros(resolved.output_size, np.int64)
    minus = (-1,) * x.ndim
    if resolved.kind == "transposed":
        crop = per_axis(resolved, lambda a: a.crop_begin)
        stamp = w if resolved.layer.rotate_kernel else w[(slice(None, None, -1),) * w.ndim]
        for cell in cells(x.shape):
            for tap in cells(w.shape):
                out = moved((cell, stride), (tap, dilation), (crop, minus))
                if all(0 <= c < n for c, n in zip(out, y.shape, strict=True)):
                    y[out] += int(x[cell]) * int(stamp[tap])
        return y
    pad = per_axis(resolved, lambda a: a.pad_begin)
    for cell in cells(x.shape):
        for tap in cells(w.shape):
            read = moved(
                (cell, (1,) * x.ndim), (pad, (1,) * x.ndim), (tap, tuple(-d for d in dilation))
            )
            out, off = zip(*(divmod(c, s) for c, s in zip(read, stride, strict=True)), strict=True)
            if not any(off) and all(0 <= c < n for c, n in zip(out, y.shape, strict=True)):
                y[out] += int(x[cell]) * int(w[tap])
    return y


@given(st.data())
@EXAMPLES
def test_every_way_to_compute_a_layer_gives_the_same_numbers(data: st.DataObject) -> None:
    resolved = data.draw(posed())
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    y = agreed(resolved.layer, x, w)
    assert y.shape == resolved.output_size
    assert y.dtype == np.int64
    np.testing.assert_array_equal(y, gathered(resolved, x, w), strict=True)
    np.testing.assert_array_equal(y, scattered(resolved, x, w), strict=True)


@given(st.data())
@EXAMPLES
def test_padding_comes_before_cropping(data: st.DataObject) -> None:
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    begins = [data.draw(st.integers(-6, 4)) for _ in shape]
    ends = [data.draw(st.integers(1 - n - b, 12)) for n, b in zip(shape, begins, strict=True)]
    widths = list(zip(begins, ends, strict=True))
    array = data.draw(arrays(shape))
    whole = np.pad(array, [(max(b, 0), max(e, 0)) for b, e in widths])
    kept = tuple(
        slice(max(-b, 0), n - max(-e, 0)) for (b, e), n in zip(widths, whole.shape, strict=True)
    )
    np.testing.assert_array_equal(padded(array, widths), whole[kept], strict=True)


@given(st.data())
@EXAMPLES
def test_expand_puts_the_input_on_a_grid_of_zeros(data: st.DataObject) -> None:
    resolved = data.draw(posed())
    x = data.draw(arrays(resolved.input_size))
    expanded = expand(x, resolved.axes)
    assert expanded.shape == resolved.expanded_size
    steps = per_axis(resolved, lambda a: a.s if resolved.kind == "transposed" else 1)
    for cell in cells(x.shape):
        assert expanded[moved((cell, steps))] == x[cell]
    assert np.count_nonzero(expanded) == np.count_nonzero(x)


# -- channels and groups --------------------------------------------------------------------


@given(st.data())
@EXAMPLES
def test_layers_with_channels_are_sums_of_single_channels(data: st.DataObject) -> None:
    """Every output channel adds up, over the input channels of its group, a layer of one channel.

    By every way, and by the matrix.
    """
    resolved = data.draw(posed())
    single, transposed = resolved.layer, resolved.kind == "transposed"
    groups, inputs, outputs = (data.draw(st.integers(1, most)) for most in (2, 3, 3))
    random = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    x = random.integers(-9, 10, (groups * inputs, *resolved.input_size))
    first, second = (groups * inputs, outputs) if transposed else (groups * outputs, inputs)
    w = random.integers(-9, 10, (first, second, *resolved.kernel_size))
    bias = random.integers(-9, 10, groups * outputs)
    expected = np.zeros((groups * outputs, *resolved.output_size), np.int64)
    for group, source, output in np.ndindex(groups, inputs, outputs):
        c, o = group * inputs + source, group * outputs + output
        weights = w[c, output] if transposed else w[o, source]
        expected[o] += apply(single, x[c], weights)
    layer = single.replaced(in_channels=len(x), out_channels=len(bias), groups=groups)
    matrix = channel_matrix(layer, resolved.input_size, w)
    np.testing.assert_array_equal(matrix @ x.ravel(), expected.ravel())
    expected += bias.reshape(-1, *(1,) * len(resolved.axes))
    for way in (apply, gather, scatter):
        np.testing.assert_array_equal(way(layer, x, w, bias), expected, strict=True)


@given(st.data())
@EXAMPLES
def test_taps_and_targets_with_channels_add_up_to_the_output(data: st.DataObject) -> None:
    groups, inputs, outputs = (data.draw(st.integers(1, 2)) for _ in range(3))
    resolved = data.draw(posed())
    layer = resolved.layer.replaced(
        in_channels=groups * inputs, out_channels=groups * outputs, groups=groups
    )
    resolved = resolved._replace(layer=layer)
    operation, random = resolved.operation, np.random.default_rng(7)
    stamps = resolved.kind == "transposed"
    x = random.integers(-9, 10, (layer.in_channels, *resolved.input_size))
    rows = (groups * inputs, outputs) if stamps else (groups * outputs, inputs)
    w = random.integers(-9, 10, (*rows, *resolved.kernel_size))

    def weight(c: int, f: int, cell: tuple[int, ...]) -> int:
        pair = (c, f % outputs) if stamps else (f, c % inputs)
        return int(w[(*pair, *cell)])

    by_taps = np.zeros((layer.out_channels, *resolved.output_size), np.int64)
    by_targets = np.zeros_like(by_taps)
    for f in range(layer.out_channels):
        for cell in cells(resolved.output_size):
            for tap in operation.taps(resolved, cell, f):
                value = int(x[(tap.channel, *tap.input_cell)])
                by_taps[(f, *cell)] += value * weight(tap.channel, f, tap.weight_cell)
    for c in range(layer.in_channels):
        for cell in cells(resolved.input_size):
            for target in operation.targets(resolved, cell, c):
                value = int(x[(c, *cell)]) * weight(c, target.channel, target.weight_cell)
                by_targets[(target.channel, *target.output_cell)] += value
    expected = apply(layer, x, w)
    np.testing.assert_array_equal(by_taps, expected)
    np.testing.assert_array_equal(by_targets, expected)


def test_large_sums_over_channels_stay_exact() -> None:
    layer = Layer("conv", kernel_size=1, in_channels=2)
    y = apply(layer, [[2**62], [2**62]], [[[1], [1]]], [2**62])
    assert y.tolist() == [[3 * 2**62]]


@pytest.mark.parametrize(
    ("shape", "w_shape", "bias", "channels", "why"),
    [
        ((3,), (1, 1, 2), None, (2, 1, 1), "give its channels"),
        ((2, 3), (2,), None, (2, 1, 1), "two axes of channels"),
        ((2, 3), (1, 1, 2), None, (2, 1, 1), r"it begins with \(1, 2\)"),
        ((2, 3), (1, 2, 3), None, (2, 1, 1), "give one weight a cell"),
        ((3, 3), (1, 2, 2), None, (2, 1, 1), "3 channels, but the layer has in_channels=2"),
        ((4, 3), (2, 4, 2), None, (4, 2, 2), r"2 groups it begins with \(2, 2\)"),
        ((2, 3), (1, 2, 2), [1, 2], (2, 1, 1), "1 output channels"),
        ((3,), (2,), [1, 2], (1, 1, 1), "1 output channels"),
    ],
)
def test_channels_that_do_not_fit(
    shape: tuple[int, ...],
    w_shape: tuple[int, ...],
    bias: Any,
    channels: tuple[int, int, int],
    why: str,
) -> None:
    inputs, outputs, groups = channels
    layer = Layer("conv", kernel_size=2, in_channels=inputs, out_channels=outputs, groups=groups)
    with pytest.raises(LayerError, match=why):
        apply(layer, np.ones(shape), np.ones(w_shape), bias)


def test_one_channel_with_an_axis_for_it_and_without() -> None:
    layer = Layer("transposed", kernel_size=2)
    plain = apply(layer, [1, 2], [1, 10], 5)
    assert plain.tolist() == [6, 17, 25]
    np.testing.assert_array_equal(apply(layer, [[1, 2]], [[[1, 10]]], [5]), plain[None])


# -- worked numbers that are known from elsewhere -------------------------------------------


def test_same_size_other_pixels() -> None:
    """Keras "same" and PyTorch's p=1, op=1 both double, one pixel apart."""
    x, w = [1, 2, 3, 4], [1, 10, 100]
    pytorch = Layer("transposed", kernel_size=3, stride=2, padding=1, output_padding=1)
    keras = Layer("transposed", kernel_size=3, stride=2, crop=((0, 1),))
    assert agreed(pytorch, x, w).tolist() == [10, 102, 20, 203, 30, 304, 40, 400]
    assert agreed(keras, x, w).tolist() == [1, 10, 102, 20, 203, 30, 304, 40]
    whole = agreed(Layer("transposed", kernel_size=3, stride=2), x, w)
    assert agreed(keras, x, w).tolist() == whole[:-1].tolist()


@pytest.mark.parametrize(
    ("op", "p", "expected"),
    [
        (0, 1, [2, 4, 2, 4, 2, 4, 2]),
        (1, 1, [2, 4, 2, 4, 2, 4, 2, 3]),
        (0, 0, [1, 2, 4, 2, 4, 2, 4, 2, 3]),
        (1, 0, [1, 2, 4, 2, 4, 2, 4, 2, 3, 0]),
    ],
)
def test_output_padding_is_not_zeros(op: int, p: int, expected: list[int]) -> None:
    """The first min(op, p) added cells hold values; any beyond are reached by no kernel."""
    layer = Layer("transposed", kernel_size=3, stride=2, padding=p, output_padding=op)
    assert agreed(layer, [1, 1, 1, 1], [1, 2, 3]).tolist() == expected


@given(st.data())
@EXAMPLES
def test_output_padding_uncovers_p_cells_and_then_adds_zeros(data: st.DataObject) -> None:
    resolved = data.draw(posed("transposed", 1, crops=False, unrotated=False))
    (axis,) = resolved.axes
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    whole = agreed(Layer("transposed", kernel_size=axis.k, stride=axis.s, dilation=axis.d), x, w)
    y = agreed(resolved.layer, x, w)
    inside = whole[axis.pad_begin : whole.size - max(axis.pad_end - axis.op, 0)]
    assert y[: inside.size].tolist() == inside.tolist()
    assert y[inside.size :].tolist() == [0] * (y.size - inside.size)
    assert y.size - inside.size in (0, max(axis.op - axis.pad_end, 0))


@pytest.mark.parametrize(
    ("k", "s", "p", "op", "crop", "size"),
    [
        (3, 2, 0, 0, (0, 0), 9),
        (3, 2, 1, 0, (1, 1), 7),
        (3, 2, 1, 1, (1, 0), 8),
        (4, 2, 0, 0, (0, 0), 10),
        (4, 2, 1, 0, (1, 1), 8),
        (4, 2, 1, 1, (1, 0), 9),
        (5, 2, 1, 0, (1, 1), 9),
        (5, 2, 2, 1, (2, 1), 8),
        (2, 3, 0, 0, (0, 0), 11),
        (2, 3, 1, 0, (1, 1), 9),
        (1, 2, 0, 0, (0, 0), 7),
        (1, 2, 1, 0, (1, 1), 5),
    ],
)
def test_padding_is_one_way_to_say_the_crop(
    k: int, s: int, p: int, op: int, crop: tuple[int, int], size: int
) -> None:
    """PyTorch's column of the table of crops, for an input of 4."""
    padded = Layer("transposed", kernel_size=k, stride=s, padding=p, output_padding=op)
    (axis,) = padded.axes(1)
    assert (axis.crop_begin, axis.crop_end) == crop
    cropped = Layer("transposed", kernel_size=k, stride=s, crop=(crop,))
    assert padded.output_size(4) == cropped.output_size(4) == (size,)
    x, w = [1, 2, 3, 4], [10**n for n in range(k)]
    assert agreed(padded, x, w).tolist() == agreed(cropped, x, w).tolist()


def test_a_negative_crop_appends_cells_no_kernel_reaches() -> None:
    """Keras "valid" where the stride exceeds the kernel: i*s cells, the last one empty."""
    layer = Layer("transposed", kernel_size=2, stride=3, crop=((0, -1),))
    assert agreed(layer, [1, 2], [1, 10]).tolist() == [1, 10, 0, 2, 20, 0]
    before = Layer("transposed", kernel_size=1, crop=((-2, 0),))
    assert agreed(before, [5], [7]).tolist() == [0, 0, 35]


@pytest.mark.parametrize("crop", [(9, -8), (-8, 9), (3, -2), (-2, 3)])
def test_a_crop_past_the_whole_result_leaves_zeros(crop: tuple[int, int]) -> None:
    layer = Layer("transposed", kernel_size=3, crop=(crop,))
    assert agreed(layer, [4], [1, 2, 3]).tolist() == [0, 0]


def test_without_rotation_the_kernel_slides_as_given() -> None:
    """JAX's default: the stamp is then the kernel turned round."""
    x, w = [[1, 0], [0, 0]], [[1, 2], [3, 4]]
    assert agreed(Layer("transposed", kernel_size=2, crop=((0, 1), (0, 1))), x, w).tolist() == w
    turned = Layer("transposed", kernel_size=2, crop=((0, 1), (0, 1)), rotate_kernel=False)
    assert agreed(turned, x, w).tolist() == [[4, 3], [2, 1]]


def test_the_floor_case_leaves_the_last_cells_unread() -> None:
    layer = Layer("conv", kernel_size=3, stride=2)
    matrix = convolution_matrix(layer, 6, [1, 10, 100])
    assert matrix.tolist() == [[1, 10, 100, 0, 0, 0], [0, 0, 1, 10, 100, 0]]


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Layer("transposed", kernel_size=1, crop=((10**12, -(10**12)),)), [0, 0]),
        (Layer("transposed", kernel_size=1, crop=((-(10**12), 10**12),)), [0, 0]),
        (Layer("transposed", kernel_size=3, stride=2**62, crop=((1, -1),)), [10, 100, 0]),
        (Layer("conv", kernel_size=1, stride=2**63 - 1), [4]),
        (Layer("conv", kernel_size=1, dilation=2**62, stride=2), [4]),
    ],
)
def test_large_numbers_that_leave_few_cells(layer: Layer, expected: list[int]) -> None:
    """Counted exactly, and without room for what is not kept."""
    x = [4, 5] if len(expected) < 3 else [1]
    w = [1] if len(expected) < 3 else [1, 10, 100]
    assert agreed(layer, x, w).tolist() == expected


@given(st.data(), st.sampled_from(["float32", "float64", "complex64", "complex128"]))
@EXAMPLES
def test_floating_sums_differ_by_their_rounding_alone(data: st.DataObject, dtype: str) -> None:
    """Each way adds in its own order."""
    resolved = data.draw(posed())
    x = (data.draw(arrays(resolved.input_size, 999)) / 7).astype(dtype)
    w = (data.draw(arrays(resolved.kernel_size, 999)) / 3).astype(dtype)
    matrix = convolution_matrix(resolved.layer, resolved.input_size, w)
    results = [way(resolved.layer, x, w) for way in WAYS]
    results.append((matrix @ x.ravel()).reshape(resolved.output_size))
    assert {result.dtype for result in results} == {np.dtype(dtype)}
    # What each sum would be if nothing cancelled, times the steps that round.
    size = apply(resolved.layer, np.abs(x), np.abs(w)).astype(float)
    bound = 4 * w.size * float(np.finfo(dtype).eps) * size
    for result in results[1:]:
        assert (np.abs(result - results[0]) <= bound).all()


# -- what cannot be computed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "w", "told"),
    [
        ([1, 2, 3], [1, 2, 3], ["(3,)", "(2,)"]),
        ([[1, 2], [3, 4]], [1, 2], ["(2,)", "(2, 2)"]),
        ([1, 2, 3], [[1, 2], [3, 4]], ["(2, 2)", "(2,)"]),
        ([[1], [2, 3]], [1, 2], ["x", "lengths"]),
        ([1, 2, 3], [[1], [2, 3]], ["w", "lengths"]),
        ([], [1, 2], ["x", "(0,)"]),
        ([1, 2, 3], [], ["w", "(0,)"]),
        (["a", "b"], [1, 2], ["x", "not numbers"]),
        ([1, 2, 3], [None, 1], ["w", "not numbers"]),
        (np.array(["2020-01-01"] * 2, "M8[D]"), [1, 2], ["x", "not numbers"]),
        (7, [1, 2], ["x", "0 axes"]),
        (np.ones((2, 2, 2, 2)), [1, 2], ["x", "4 axes"]),
        ([1], [1, 2], ["kernel_size=2", "1 + 0 + 0 = 1"]),
    ],
)
def test_what_is_no_input_for_the_layer(x: Any, w: Any, told: list[str]) -> None:
    for way in WAYS:
        with pytest.raises(LayerError) as caught:
            way(TWICE, x, w)
        assert [part for part in told if part not in str(caught.value)] == []


def test_an_input_with_other_axes_than_the_layer() -> None:
    layer = Layer("conv", kernel_size=(2, 2))
    with pytest.raises(LayerError, match=r"x has shape \(3,\), but the layer has 2 axes"):
        apply(layer, [1, 2, 3], [[1, 2], [3, 4]])
