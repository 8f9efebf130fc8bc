"""What to write instead of a layer that overlaps unevenly: the same size, evenly.

Every candidate is worked out as what was typed would be, and taken only if it is even and
has the size; so a remedy is always one that can be typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from ..errors import LayerError
from ..notation import Pairs, Sizes, format_parameter
from .overlap import EvenAxis, even_axis, is_even, overlaps
from .resolve import resolve
from .resolved_layer import ResolvedLayer, spec_of
from .sizes import effective_kernel, full_size, same_transposed_size_with_op
from .spec import LayerSpec

__all__ = ["even_parameters", "even_remedy", "even_spec"]

_LETTERS: Final = (
    ("k", "kernel_size"),
    ("d", "dilation"),
    ("p", "padding"),
    ("op", "output_padding"),
)


def even_parameters(
    resolved: ResolvedLayer,
) -> list[tuple[str, Sizes | Pairs | str | None]]:
    """(k, d, p, op or crop, its value on every axis), as far as they change.

    ``crop`` where no flag says it: then the layer's result has to be cropped by hand.
    """
    spec = spec_of(resolved)
    found = even_spec(resolved)
    if found is None:
        twins = [even_axis(axis) for axis in resolved.axes]
        crop = tuple((twin.crop_begin, twin.crop_end) for twin in twins)
        return [*_sizes(resolved, twins), ("crop", crop)]
    return [
        (letter, getattr(found, name))
        for letter, name in _LETTERS
        if getattr(found, name) != getattr(spec, name)
    ]


def even_remedy(resolved: ResolvedLayer) -> list[tuple[str, str]]:
    """The same, each value as one types it.

    >>> from .resolve import resolve
    >>> from .spec import LayerSpec
    >>> even_remedy(resolve(LayerSpec(input_size=(4,), output_padding=(1,))))
    [('k', '4'), ('op', '0')]
    """
    return [
        (letter, "none" if value is None else format_parameter(letter, value))
        for letter, value in even_parameters(resolved)
    ]


def even_spec(resolved: ResolvedLayer) -> LayerSpec | None:
    """The layer as one types it, even and of the same size; None where no flags say it."""
    for candidate in _candidates(resolved):
        try:
            found = resolve(candidate, ndim=len(resolved.axes))
        except LayerError:
            continue
        if found.output_size == resolved.output_size and is_even(overlaps(found.axes)):
            return candidate
    return None


def _candidates(resolved: ResolvedLayer) -> Iterator[LayerSpec]:
    """The best first: what was said with another kernel, then other paddings."""
    spec, axes = spec_of(resolved), resolved.axes
    twins = [even_axis(axis) for axis in axes]
    kernel, dilation = tuple(t.k for t in twins), tuple(t.d for t in twins)
    base = spec._replace(kernel_size=kernel, dilation=dilation)
    none = spec.output_padding and (0,) * len(axes)
    if isinstance(spec.padding, str) or spec.output_shape is not None:
        yield base  # whose word may decide the size
    if not resolved.operation.crops:
        yield from _of_convolutions(resolved, base)
        return
    if spec.framework == "keras":
        yield from _of_keras(resolved, base)
        return
    if spec.framework == "jax":
        yield base._replace(padding=tuple(t.equivalent_padding for t in twins))
        return
    numbers = base._replace(output_shape=None)
    alike = tuple((t.p, t.p) for t in twins)
    if not resolved.cropped or resolved.framework_spec:
        yield numbers._replace(padding=alike, output_padding=none)
        yield numbers._replace(padding=alike, output_padding=tuple(t.op for t in twins))
        ends = tuple((t.crop_begin, t.crop_end) for t in twins)
        yield numbers._replace(padding=ends, output_padding=none)


def _of_keras(resolved: ResolvedLayer, base: LayerSpec) -> Iterator[LayerSpec]:
    """Its words with every output padding that may do it: none first."""
    yield base
    for word in ("same", "valid"):
        yield base._replace(padding=word, output_padding=None)
    for word in ("same", "valid"):
        spans = map(effective_kernel, base.kernel_size, base.dilation)
        ops = tuple(
            o
            - (
                same_transposed_size_with_op(i, span, s, 0)
                if word == "same"
                else full_size(i, s, span)
            )
            for i, o, s, span in zip(
                resolved.input_size, resolved.output_size, base.stride, spans, strict=True
            )
        )
        if min(ops) >= 0:
            yield base._replace(padding=word, output_padding=ops)


def _of_convolutions(resolved: ResolvedLayer, base: LayerSpec) -> Iterator[LayerSpec]:
    """Alike at both ends if that can be; the least that gives the size."""
    choices: list[list[tuple[int, int]]] = []
    for axis, i, o, k, d in zip(
        resolved.axes,
        resolved.input_size,
        resolved.output_size,
        base.kernel_size,
        base.dilation,
        strict=True,
    ):
        least = max((o - 1) * axis.s + effective_kernel(k, d) - i, 0)
        total = least + least % 2
        choices.append([(total // 2, total // 2), (least - least // 2, least // 2)])
    for ends in product(*choices):
        yield base._replace(padding=ends)


def _sizes(
    resolved: ResolvedLayer, twins: list[EvenAxis]
) -> list[tuple[str, Sizes | Pairs | str | None]]:
    found: list[tuple[str, Sizes | Pairs | str | None]] = [("k", tuple(t.k for t in twins))]
    if any(t.d != axis.d for t, axis in zip(twins, resolved.axes, strict=True)):
        found.append(("d", tuple(t.d for t in twins)))
    return found
