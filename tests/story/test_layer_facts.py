"""Formulas under figures."""

from __future__ import annotations

import pytest

from tconv_anim.layers.spec import LayerSpec
from tests.helpers.stories import tell


@pytest.mark.parametrize(
    ("spec", "shown"),
    [
        (LayerSpec(stride=(2, 1)), "z = s − 1: height 1, width 0"),
        (LayerSpec(kernel_size=(3, 5)), "p′ = k − 1 − p: height 1, width 3"),
        (
            LayerSpec(output_padding=(1,)),
            "p′ = k − 1 − p = 1 before, k − 1 − p + op = 2 after",
        ),
        (
            LayerSpec(padding=((0, 1), (1, 0))),
            "p′ = k − 1 − p_b before, k − 1 − p_e after: height 2 and 1, width 1 and 2",
        ),
    ],
)
def test_formulas_name_axes_and_ends_that_differ(spec: LayerSpec, shown: str) -> None:
    assert shown in [str(line.text) for row in tell(spec).storyboard.formulas for line in row]
