"""The transposed convolution: every input cell stamps the scaled kernel, s cells apart.

Per axis the uncropped result has F = (i-1)s + k_eff cells, of which the crop leaves the
output. The same as a convolution with stride 1 over the input with s-1 zeros between its
cells and a padding of p' = k_eff - 1 - crop, the kernel rotated by 180 degrees.

Source: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning" (2016),
section 4; output padding as in the PyTorch documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError
from ...notation import Sizes
from .. import expressions as e
from .. import sizes
from ..axis import Axis, AxisTap, axis_note
from ..formulas import kernel_extent
from ..validation import shortest
from .base import Operation

if TYPE_CHECKING:
    from ..parameters import LayerParameters, SizedLayer

__all__ = ["OPERATION"]


class _TransposedConvolution(Operation):
    name = "transposed"
    title = "Transposed convolution"
    adjective = "transposed"
    steps = ("insert zeros", "pad", "slide")
    inserts_zeros = True
    crops = True
    driven_by = "input"

    def layer_title(self, axes: Sequence[Axis]) -> str:
        dilated = any(axis.d > 1 and axis.k > 1 for axis in axes)
        return "Dilated transposed convolution" if dilated else self.title

    def axis(
        self,
        *,
        k: int,
        s: int = 1,
        d: int = 1,
        op: int = 0,
        pad: tuple[int, int] = (0, 0),
        crop: tuple[int, int] | None = None,
        rotate: bool = True,
    ) -> Axis:
        begin, end = (pad[0], pad[1] - op) if crop is None else crop
        return Axis(self, k, s, d, op, *pad, begin, end, rotate)

    def check(self, layer: LayerParameters) -> None:
        axes = layer.axes(layer.ndim or 1)
        for index, axis in enumerate(axes):
            if axis.op >= max(axis.s, axis.d):
                raise _too_much_output_padding(layer.output_padding, axes, index)

    def output_size(self, axis: Axis, i: int) -> int:
        return sizes.transposed_size(i, axis.k_eff, axis.s, axis.crop_begin, axis.crop_end)

    def size_formula(self, axes: tuple[Axis, ...], *, cropped: bool = False) -> e.Expression:
        full = (e.I - 1) * e.S + kernel_extent(axes)
        if cropped:
            return full - e.C_BEGIN - e.C_END
        uneven = any(axis.pad_begin != axis.pad_end for axis in axes)
        size = full - e.P_BEGIN - e.P_END if uneven else full - 2 * e.P
        return size + e.OP if any(axis.op for axis in axes) else size

    def zeros_inserted(self, axis: Axis) -> int:
        return sizes.zeros_inserted(axis.s)

    def equivalent_padding(self, axis: Axis) -> tuple[int, int]:
        return (
            sizes.equivalent_padding(axis.k_eff, axis.crop_begin),
            sizes.equivalent_padding(axis.k_eff, axis.crop_end),
        )

    def equivalent_stride(self, axis: Axis) -> int:
        return 1

    def axis_taps(self, axis: Axis, i: int, position: int) -> list[AxisTap]:
        begin, _ = axis.equivalent_padding
        found = []
        for tap in range(axis.k):
            index, between = divmod(position + tap * axis.d - begin, axis.zeros_inserted + 1)
            if between == 0 and 0 <= index < i:
                weight = axis.k - 1 - tap if axis.rotated else tap
                found.append(AxisTap(index, weight, tap * axis.d))
        return found

    def axis_targets(self, axis: Axis, i: int, index: int) -> list[tuple[int, int]]:
        first, o = index * axis.s - axis.crop_begin, axis.output_size(i)
        reached = ((first + tap * axis.d, tap) for tap in range(axis.k))
        return [  # stamping turns a kernel that gathering would not
            (output, tap if axis.rotated else axis.k - 1 - tap)
            for output, tap in reached
            if 0 <= output < o
        ]

    def no_output(
        self, layer: LayerParameters, axes: Sequence[Axis], input_size: Sizes, index: int
    ) -> LayerError:
        axis = axes[index]
        which = axis_note(index, tuple(zip(axes, input_size, strict=True)))
        full = [a.uncropped_size(n) for a, n in zip(axes, input_size, strict=True)]
        left = axis.output_size(input_size[index])
        if layer.crop is not None:
            return LayerError(
                "{crop} leaves {left} of the {full} cells of the uncropped output{which}: at least"
                " 1 must remain.",
                crop=Argument("crop", layer.crop),
                left=left,
                full=full[index],
                which=which,
                advice="Crop less.",
            )
        padding = tuple(_narrowed(a, cells) for a, cells in zip(axes, full, strict=True))
        return LayerError(
            "{padding} crops {begin} + {end} of the {full} cells of the uncropped"
            " output{which}{added}: {left} would be left, and at least 1 must remain.",
            padding=Argument("padding", layer.padding),
            begin=axis.pad_begin,
            end=axis.pad_end,
            full=full[index],
            which=which,
            added=f", op adds {axis.op}" if axis.op else "",
            left=left,
            advice=Argument("padding", shortest(padding)),
        )

    def adjoint_refusal(self, resolved: SizedLayer) -> str:
        if any(axis.crop_begin < 0 for axis in resolved.axes):
            return "its crop begins below 0, so the convolution back would need a negative padding"
        return ""

    def adjoint_parameters(self, resolved: SizedLayer) -> dict[str, Any]:
        layer = resolved.layer
        return {
            "kind": "conv",
            "kernel_size": layer.kernel_size,
            "stride": layer.stride,
            "padding": tuple(
                (axis.pad_begin, axis.pad_end)
                if layer.crop is None
                else (axis.crop_begin, max(axis.crop_end, 0))
                for axis in resolved.axes
            ),
            "dilation": layer.dilation,
        }


def _too_much_output_padding(
    output_padding: int | Sizes, axes: Sequence[Axis], index: int
) -> LayerError:
    """Why output padding is limited, and the most that every axis takes."""
    axis = axes[index]
    if axis.d > axis.s:
        why = "frameworks take output padding up to the larger of the two, less one"
    elif axis.s > 1:
        why = f"it only picks one of the {axis.s} output sizes that stride {axis.s} makes ambiguous"
    else:
        why = (
            "with stride 1 each output size comes from one input size, so there is nothing to pick"
        )
    fits = [min(a.op, max(a.s, a.d) - 1) for a in axes]
    remedy = tuple(fits) if isinstance(output_padding, tuple) else min(fits)
    return LayerError(
        "{output_padding} must be smaller than max(stride, dilation) = {limit}{which}: {why}.",
        output_padding=Argument("output_padding", output_padding),
        limit=max(axis.s, axis.d),
        which=axis_note(index, tuple(axes)),
        why=why,
        advice=Argument("output_padding", remedy),
    )


def _narrowed(axis: Axis, full: int) -> tuple[int, int]:
    most = (full + axis.op - 1) // 2
    if axis.pad_begin + axis.pad_end <= full + axis.op - 1:
        return axis.pad_begin, axis.pad_end
    return min(axis.pad_begin, most), min(axis.pad_end, most)


OPERATION = _TransposedConvolution()
