"""The standard convolution of the frameworks (cross-correlation)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import Argument, LayerError, Message
from ...notation import Sizes
from .. import expressions as e
from .. import sizes
from ..axis import Axis, AxisTap, axis_note
from ..validation import shortest
from .base import Operation

if TYPE_CHECKING:
    from ..parameters import LayerParameters, SizedLayer

__all__ = ["OPERATION"]


class _Convolution(Operation):
    name = "conv"
    title = "Convolution"
    adjective = "standard"
    steps = ("pad", "slide")

    def layer_title(self, axes: Sequence[Axis]) -> str:
        if any(axis.d > 1 and axis.k > 1 for axis in axes):
            return "Dilated convolution"
        return "Strided convolution" if any(axis.s > 1 for axis in axes) else self.title

    def check(self, layer: LayerParameters) -> None:
        if any(axis.op for axis in layer.axes(layer.ndim or 1)):
            raise LayerError(
                "{output_padding} belongs to transposed layers: a standard convolution has no"
                " output padding. Leave it out, or ask for {kind}.",
                output_padding=Argument("output_padding", layer.output_padding),
                kind=Argument("kind", "transposed"),
            )
        if not layer.rotate_kernel:
            raise LayerError(
                "{rotate_kernel} belongs to transposed layers: a standard convolution never"
                " rotates its kernel.",
                rotate_kernel=Argument("rotate_kernel", False),
            )

    def output_size(self, axis: Axis, i: int) -> int:
        return sizes.conv_size(i, axis.k_eff, axis.s, axis.pad_begin, axis.pad_end)

    def size_formula(self, axes: tuple[Axis, ...], *, cropped: bool = False) -> e.Expression:
        uneven = any(axis.pad_begin != axis.pad_end for axis in axes)
        padded = e.I + e.P_BEGIN + e.P_END if uneven else e.I + 2 * e.P
        dilated = any(axis.d > 1 for axis in axes)
        room = padded - e.D * (e.K - 1) - 1 if dilated else padded - e.K
        return e.floor(room / e.S) + 1

    def axis_taps(self, axis: Axis, i: int, position: int) -> list[AxisTap]:
        first = position * axis.s - axis.pad_begin
        reads = ((first + tap * axis.d, tap) for tap in range(axis.k))
        return [AxisTap(index, tap, tap * axis.d) for index, tap in reads if 0 <= index < i]

    def axis_targets(self, axis: Axis, i: int, index: int) -> list[tuple[int, int]]:
        found, o = [], axis.output_size(i)
        for tap in range(axis.k):  # it lies on the cell when its window begins tap*d cells before
            output, between = divmod(axis.pad_begin + index - tap * axis.d, axis.s)
            if between == 0 and 0 <= output < o:
                found.append((output, tap))
        return sorted(found)

    def no_output(
        self, layer: LayerParameters, axes: Sequence[Axis], input_size: Sizes, index: int
    ) -> LayerError:
        axis, i = axes[index], input_size[index]
        padded = [n + a.pad_begin + a.pad_end for a, n in zip(axes, input_size, strict=True)]
        kernel = tuple(
            min(a.k, sizes.largest_kernel(cells, a.d))
            for a, cells in zip(axes, padded, strict=True)
        )
        padding = tuple(_widened(a, max(a.k_eff - n, 0)) for a, n in zip(axes, padded, strict=True))
        return LayerError(
            "{kernel_size} covers {span} cells{which}, more than the padded input has"
            " ({i} + {begin} + {end} = {padded}): it fits nowhere.",
            kernel_size=Argument("kernel_size", layer.kernel_size),
            span=f"k_eff = {axis.d}*({axis.k}-1)+1 = {axis.k_eff}" if axis.d > 1 else axis.k,
            which=axis_note(index, tuple(zip(axes, input_size, strict=True))),
            i=i,
            begin=axis.pad_begin,
            end=axis.pad_end,
            padded=padded[index],
            advice=Message(
                "Try {kernel_size} or {padding}.",
                kernel_size=Argument("kernel_size", shortest(kernel)),
                padding=Argument("padding", shortest(padding)),
            ),
        )

    def adjoint_refusal(self, resolved: SizedLayer) -> str:
        return ""

    def adjoint_parameters(self, resolved: SizedLayer) -> dict[str, Any]:
        layer = resolved.layer
        return {
            "kind": "transposed",
            "kernel_size": layer.kernel_size,
            "stride": layer.stride,
            "padding": layer.padding,
            "dilation": layer.dilation,
            "output_padding": tuple(
                sizes.output_padding_back(i, axis.k_eff, axis.s, axis.pad_begin, axis.pad_end)
                for axis, i in zip(resolved.axes, resolved.input_size, strict=True)
            ),
        }


def _widened(axis: Axis, missing: int) -> tuple[int, int]:
    more = (missing + 1) // 2
    return axis.pad_begin + more, axis.pad_end + more


OPERATION = _Convolution()
