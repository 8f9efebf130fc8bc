"""The terms of an output cell and the shares of an input cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tconv_anim import Layer, apply
from tests.helpers.plain_computations import cells, per_axis
from tests.helpers.stories import cell_taps, cell_targets
from tests.helpers.strategies import EXAMPLES, arrays, posed


@given(st.data())
@EXAMPLES
def test_the_terms_of_each_output_cell_sum_to_it(data: st.DataObject) -> None:
    """And each lies inside the window, on a tap of the kernel."""
    resolved = data.draw(posed())
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    y = apply(resolved.layer, x, w)
    dilation = per_axis(resolved, lambda a: a.d)
    for cell in cells(resolved.output_size):
        terms = cell_taps(resolved.layer, resolved.input_size, cell)
        assert sum(int(x[t.input_cell]) * int(w[t.weight_cell]) for t in terms) == y[cell]
        windows = [t.window_cell for t in terms]
        assert windows == sorted(set(windows))  # once each, in reading order
        for term in terms:
            assert all(n % d == 0 for n, d in zip(term.window_cell, dilation, strict=True))
            tap = tuple(n // d for n, d in zip(term.window_cell, dilation, strict=True))
            turned = tuple(k - 1 - t for k, t in zip(resolved.kernel_size, tap, strict=True))
            is_turned = resolved.kind == "transposed" and resolved.layer.rotate_kernel
            assert term.weight_cell == (turned if is_turned else tap)


@given(st.data())
@EXAMPLES
def test_the_shares_of_the_input_cells_sum_to_the_output(data: st.DataObject) -> None:
    resolved = data.draw(posed())
    x, w = data.draw(arrays(resolved.input_size)), data.draw(arrays(resolved.kernel_size))
    y = np.zeros(resolved.output_size, np.int64)
    for cell in cells(resolved.input_size):
        shares = cell_targets(resolved.layer, resolved.input_size, cell)
        reached = [share.output_cell for share in shares]
        assert reached == sorted(set(reached))  # once each, row by row
        for share in shares:
            assert min(share.output_cell) >= 0  # kept, as a crop might not have
            y[share.output_cell] += int(x[cell]) * int(w[share.weight_cell])
    np.testing.assert_array_equal(y, apply(resolved.layer, x, w), strict=True)


@given(st.data())
@EXAMPLES
def test_shares_are_terms_the_other_way_round(data: st.DataObject) -> None:
    resolved = data.draw(posed())
    layer, size = resolved.layer, resolved.input_size
    taken = [
        (term.input_cell, cell, term.weight_cell)
        for cell in cells(resolved.output_size)
        for term in cell_taps(layer, size, cell)
    ]
    given_away = [
        (cell, share.output_cell, share.weight_cell)
        for cell in cells(size)
        for share in cell_targets(layer, size, cell)
    ]
    assert given_away == sorted(taken)


def test_a_stamp_is_the_kernel_and_a_reader_meets_it_turned() -> None:
    """The same cell in the three kinds of layer: which weight goes where."""

    def told(layer: Layer) -> list[tuple[int, int]]:
        shares = cell_targets(layer, (5,), (2,))
        return [(share.output_cell[0], share.weight_cell[0]) for share in shares]

    assert told(Layer("transposed", kernel_size=3, stride=2)) == [(4, 0), (5, 1), (6, 2)]
    assert told(Layer("transposed", kernel_size=3, stride=2, padding=((5, 0),))) == [(0, 1), (1, 2)]
    unrotated = Layer("transposed", kernel_size=3, stride=2, rotate_kernel=False)
    assert told(unrotated) == [(4, 2), (5, 1), (6, 0)]
    assert told(Layer("conv", kernel_size=3)) == [(0, 2), (1, 1), (2, 0)]
    assert told(Layer("conv", kernel_size=3, stride=2)) == [(0, 2), (1, 0)]
    assert told(Layer("conv", kernel_size=1, stride=4)) == []
