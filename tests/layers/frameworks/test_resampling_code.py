"""Lines of code for layers without weights: those that were run in their frameworks."""

from __future__ import annotations

from typing import Any

import pytest

from tconv_anim.errors import LayerError
from tconv_anim.layers.frameworks.resampling_code import resampling_code
from tconv_anim.layers.resampling.spec import ResamplingSpec
from tests.helpers.vectors import vectors

PROGRAMS = vectors("programs_resampling")["programs"]


def spec_of(case: dict[str, Any]) -> ResamplingSpec:
    said = {key: case[key] for key in ResamplingSpec._fields}
    for key, value in said.items():
        if isinstance(value, list):
            said[key] = tuple(tuple(v) if isinstance(v, list) else v for v in value)
    return ResamplingSpec(**said)


def test_programs_are_those_that_were_run() -> None:
    assert len(PROGRAMS) >= 160
    for case in PROGRAMS:
        size = tuple(case["i"])
        layer = spec_of(case).layer(size)
        assert resampling_code(case["code"], layer, size).program == case["program"]


@pytest.mark.parametrize(
    ("framework", "spec", "words"),
    [
        ("keras", ResamplingSpec("pool", ceil=True, kernel_size=(3,)), "Keras has no pool that"),
        ("keras", ResamplingSpec("resize", scale=(1.5,)), "Keras has no resize by fractions"),
        ("jax", ResamplingSpec("resize", scale=(2.5,)), "JAX has no resize"),
        ("pytorch", ResamplingSpec("shuffle", scale=(1, 2)), "PyTorch has no pixel shuffle"),
    ],
)
def test_what_a_framework_lacks(framework: str, spec: ResamplingSpec, words: str) -> None:
    with pytest.raises(LayerError, match=words):
        resampling_code(framework, spec.layer((5, 4)), (5, 4))
