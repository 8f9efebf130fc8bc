"""Numbers with channels: what follows from them, and what clashes."""

from __future__ import annotations

import shlex
from typing import Any

import numpy as np
import pytest

from tconv_anim import FigureError, Layer, LayerError, apply
from tconv_anim.cli.explain import report_of
from tconv_anim.layers.resolved_layer import resolve_layer
from tconv_anim.products.command import figure_command, read_command
from tconv_anim.products.figure import limits
from tconv_anim.products.figure.plan import plan_figure
from tconv_anim.products.figure.spec import FigureSpec, figure_spec
from tconv_anim.products.figure.validation import checked_numbers

X = "1,2,3;4,5,6;7,8,9"


def planned(**said: Any) -> FigureSpec:
    return figure_spec({"kind": "conv", "stride": (1,), "padding": ((0, 0),), **said})[0]


def shape(numbers: Any) -> tuple[int, ...]:
    return np.shape(numbers)


def test_channels_follow_from_the_numbers() -> None:
    spec = planned(x=f"{X}|{X}", w="1,0;0,1|1,1;0,0|1,0;0,1|1,1;0,0")
    layer = spec.resolved().layer
    assert (layer.in_channels, layer.out_channels, layer.kernel_size) == (2, 2, (2, 2))
    assert shape(spec.x) == (2, 3, 3) and shape(spec.w) == (2, 2, 2, 2)
    assert shape(planned(x=X).x) == (3, 3)
    depthwise = planned(x=f"{X}|{X}", w="1|2", groups=2, out_channels=2)
    assert shape(depthwise.w) == (2, 1, 1, 1)


def test_one_row_a_channel_of_one_axis() -> None:
    spec = planned(x="1,2,3|4,5,6", w="1,2|3,4", dims=1)
    assert spec.resolved().layer.in_channels == 2
    assert shape(spec.x) == (2, 3) and shape(spec.w) == (1, 2, 2)


def test_numbers_without_channels_are_those_of_a_layer_with_a_bias() -> None:
    """A bias makes it a picture of channels, though there is one."""
    spec = planned(x=X, w="1,2;3,4", bias=True)
    assert shape(spec.x) == (3, 3) and shape(spec.w) == (2, 2)
    assert "w 0 0: 1 2; 3 4" in plan_figure(spec, moving=True).alt(moving=True)


@pytest.mark.parametrize("name", ["in_channels", "out_channels", "groups"])
@pytest.mark.parametrize("number", [0, -1])
def test_channels_that_cannot_be_are_refused_whatever_the_numbers(name: str, number: int) -> None:
    with pytest.raises(LayerError, match="must be at least 1"):
        planned(w="1,2;3,4", **{name: number})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"x": f"{X}|{X}", "in_channels": 3}, "--x has 2 channels, but --in-channels 3 was given"),
        (
            {"x": f"{X}|{X}", "w": "1|2|3", "out_channels": 2},
            "--w has 3 slices, but --x of 2 channels and --out-channels 2 take 4",
        ),
        (
            {"w": "1|2|3", "in_channels": 4, "out_channels": 4, "groups": 4},
            "--w has 3 slices, but --in-channels 4 and --out-channels 4 in 4 groups take 4",
        ),
    ],
)
def test_a_clash_names_both(said: dict[str, Any], told: str) -> None:
    with pytest.raises(FigureError) as caught:
        planned(**said)
    assert told in caught.value.in_flags()


def test_weights_of_an_array_clash_too(tmp_path: Any) -> None:
    path = tmp_path / "w.npy"
    np.save(path, np.ones((2, 3, 2, 2), int))
    spec = planned(w=str(path))
    assert (spec.resolved().layer.in_channels, spec.resolved().layer.out_channels) == (3, 2)
    with pytest.raises(FigureError, match=r"w has 3 channels, but in_channels=2 was given"):
        planned(w=str(path), in_channels=2)


@pytest.mark.parametrize(
    ("kind", "shape", "channels", "told"),
    [
        ("conv", (2, 3, 2, 2), 2, "--w is for 3 channels of the input, but --x has 2. Weights of"),
        ("conv", (2, 3, 2, 2), 6, "--w is for 3 channels of the input, but --x has 6. Try --gro"),
        ("conv", (2, 3, 2, 2), 4, "the input, but --x has 4. Begin the shape of --w with 2, 4."),
        ("transposed", (2, 3, 2, 2), 4, "but --x has 4. Begin the shape of --w with 4, 3."),
        ("transposed", (2, 3, 2, 2), 3, "begin with input channels, then output channels: swap"),
    ],
)
def test_a_clash_of_arrays_has_a_remedy_that_works(
    kind: str, shape: tuple[int, ...], channels: int, told: str, tmp_path: Any
) -> None:
    path = tmp_path / "w.npy"
    np.save(path, np.ones(shape, int))
    said = {"kind": kind, "x": "|".join([X] * channels), "w": str(path)}
    with pytest.raises(FigureError) as caught:
        planned(**said)
    text = caught.value.in_flags()
    assert told in text
    if "--groups" in text:
        assert planned(**said, groups=int(text[-2])).resolved().layer.groups == channels // 3
    elif "swap" in text:
        np.save(path, np.ones(shape, int).swapaxes(0, 1))
        assert planned(**said).resolved().layer.in_channels == channels
    else:
        begun = [int(word.strip(",.")) for word in text.split()[-2:]]
        np.save(path, np.ones((*begun, 2, 2), int))
        assert planned(**said).resolved().layer.in_channels == channels


def test_what_stands_first_is_channels_where_that_is_said(tmp_path: Any) -> None:
    path = str(tmp_path / "a.npy")
    np.save(path, np.ones((16, 5, 3), int))
    with pytest.raises(FigureError, match="these seem to stand last"):
        planned(x=path)
    assert planned(x=path, in_channels=16).resolved().input_size == (5, 3)
    written = planned(x="|".join(["1,2,3;" * 5] * 6), kernel_size=(1,))
    assert written.resolved().layer.in_channels == 6
    weights = planned(w=path, dims=1)  # as every Conv1d with a kernel of three has them
    assert weights.resolved().layer.out_channels == 16
    slices = planned(w=path, input_size=(9,))
    assert slices.resolved().layer.kernel_size == (5, 3)
    np.save(path, np.ones((4, 1), int))
    cells = planned(x=path, dims=1, in_channels=4, kernel_size=(1,))
    assert cells.resolved().input_size == (1,)


def test_filters_that_groups_do_not_divide(tmp_path: Any) -> None:
    path = tmp_path / "w.npy"
    np.save(path, np.ones((4, 1, 2, 2), int))
    said = {"x": "|".join([X] * 3), "w": str(path), "groups": 3}
    with pytest.raises(FigureError) as caught:
        planned(**said)
    assert "--w has 4 filters, which --groups 3 does not divide" in caught.value.in_flags()
    assert str(caught.value).endswith("Give 6 filters.")
    np.save(path, np.ones((6, 1, 2, 2), int))
    assert planned(**said).resolved().layer.out_channels == 6


def test_who_says_how_many_channels_there_are_is_named() -> None:
    with pytest.raises(FigureError) as caught:
        planned(x="|".join([X] * 3), w="1")
    assert "--w has 1 slice, but --x of 3 channels and" in caught.value.in_flags()
    with pytest.raises(FigureError) as caught:
        planned(in_channels=3, w="1")
    assert "--w has 1 slice, but --in-channels 3 and" in caught.value.in_flags()


def test_the_stored_command_says_the_same_again() -> None:
    spec = planned(x=f"{X}|{X}", w="1|2|3|4", bias=True)
    command = figure_command(spec, spec.resolved())
    assert "--in-channels 2 --out-channels 2 --bias" in command
    name, said = read_command(command)
    assert name == "render" and figure_spec(said)[0] == spec
    (layer,) = report_of(command).data["layers"]
    assert (layer["in_channels"], layer["parameters"], layer["input_size"]) == (2, 6, [3, 3])
    assert shlex.split(command)[-3] == f"{X}|{X}"


def test_python_s_arrays_have_channels_first() -> None:
    layer = Layer("transposed", kernel_size=2, in_channels=2, out_channels=3, bias=True)
    spec = FigureSpec(layer, x=np.ones((2, 4, 5)), w=np.ones((2, 3, 2, 2)), bias=[1, 2, 3])
    resolved = spec.resolved()
    assert resolved.input_size == (4, 5)
    assert checked_numbers(spec, resolved)["bias"].tolist() == [1, 2, 3]
    assert figure_command(spec, resolved).startswith("tconv_anim.render(")
    wrong = FigureSpec(layer, x=np.ones((3, 4, 5)))
    with pytest.raises(LayerError, match=r"x has shape \(3, 4, 5\), .* is \(2, 4, 5\)"):
        checked_numbers(wrong, wrong.resolved())


def test_three_colours_need_three_channels() -> None:
    from tconv_anim.products.figure.validation import checked_figure

    with pytest.raises(FigureError, match=r"but the input has 1\. Try in_channels=3"):
        checked_figure(FigureSpec(rgb=True), moving=True)
    with pytest.raises(FigureError, match=r"but the input has 2\. Leave it out"):
        checked_figure(planned(x=f"{X}|{X}", rgb=True), moving=True)


@pytest.mark.parametrize(
    ("channels", "view"),
    [
        ((10**9, 1, 1), "gather"),
        ((10**9, 1, 1), "overlap"),
        ((10**9, 2 * 10**9, 10**9), "gather"),
        ((10**6, 2 * 10**6, 1000), "scatter"),
        ((1, 10**9, 1), "roundtrip"),
        ((10**7, 10**8, 10**6), "roundtrip"),
    ],
)
def test_too_many_channels_name_as_many_as_can_be(
    channels: tuple[int, int, int], view: str
) -> None:
    inputs, outputs, groups = channels
    plain = Layer("conv", kernel_size=3, padding=1)
    layer = plain.replaced(in_channels=inputs, out_channels=outputs, groups=groups)
    with pytest.raises(FigureError, match="more than the 4,000,000 of a figure") as caught:
        plan_figure(FigureSpec(layer, input_size=3, view=view), moving=True)
    advice: dict[str, Any] = {one.name: one.value for one in caught.value.advice.arguments()}

    def count(layer: Layer) -> int:
        shown = layer.out_channels if view == "roundtrip" else 4
        resolved = resolve_layer(layer, (3, 3))
        return limits.computed_filters(resolved, shown, given=False)

    fewer = layer.replaced(**advice)
    assert 0 < count(fewer) <= fewer.out_channels
    twice = {name: 2 * number for name, number in advice.items()}
    with pytest.raises(FigureError):
        count(layer.replaced(**twice))
    with pytest.raises(FigureError, match="Give numbers of fewer channels"):
        limits.computed_filters(resolve_layer(layer, (3, 3)), outputs, given=True)


@pytest.mark.parametrize("view", ["gather", "scatter", "matrix"])
@pytest.mark.parametrize("kind", ["conv", "transposed"])
def test_a_thousand_million_filters_take_no_more_than_a_few(kind: str, view: str) -> None:
    layer = Layer(kind, kernel_size=2, stride=2, out_channels=10**9, bias=True)
    figure = plan_figure(FigureSpec(layer, input_size=2, view=view), moving=True)
    assert figure.view.frame(len(figure.view) - 2).grids
    assert len(figure.view) < 100


@pytest.mark.slow
@pytest.mark.parametrize("view", ["gather", "scatter", "matrix"])
@pytest.mark.parametrize(
    "layer",
    [
        Layer("conv", kernel_size=2, in_channels=6, out_channels=9, bias=True),
        Layer("conv", kernel_size=2, in_channels=6, out_channels=9, groups=3),
        Layer("transposed", kernel_size=2, stride=2, in_channels=6, out_channels=10, groups=2),
        Layer("transposed", kernel_size=2, in_channels=3, out_channels=9, bias=True),
    ],
)
def test_of_very_many_filters_those_shown_are_computed_and_their_totals_true(
    layer: Layer, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each weight is counted, though most filters have none: the totals are those of apply."""
    read, output = layer.in_channels // layer.groups * 4, np.prod(layer.output_size((3, 3)))
    most = layer.in_channels * 9 + 5 * (read + int(output))
    monkeypatch.setattr(limits, "_MOST_NUMBERS", most)
    made = plan_figure(FigureSpec(layer, input_size=3, view=view), moving=False)
    example = made.view.example
    shown = example.y.shape[0]
    assert shown < layer.out_channels
    stamps = layer.kind == "transposed"
    full = np.zeros((layer.in_channels, layer.out_channels // layer.groups, 2, 2), int)
    if not stamps:
        full = np.zeros((layer.out_channels, layer.in_channels // layer.groups, 2, 2), int)
    full[: example.w.shape[0], : example.w.shape[1]] = example.w
    bias = None
    if example.bias is not None:
        bias = np.zeros(layer.out_channels, int)
        bias[: len(example.bias)] = example.bias
    whole = apply(layer, example.x, full, bias)
    np.testing.assert_array_equal(example.y, whole[:shown])


def test_a_thousand_channels_are_counted_and_added() -> None:
    layer = Layer("conv", kernel_size=3, in_channels=1000, out_channels=1000)
    view = plan_figure(FigureSpec(layer, input_size=3), moving=False).view
    example, frame = view.example, view.frame(view.scene_of((1, 0, 0)) or 0)
    assert frame.equation is not None
    assert frame.equation.value == (example.x.astype(int) * example.w[1]).sum()
    rest = frame.grids["rest"]
    assert rest is not None
    inputs = sum(name.startswith("input") for name in frame.grids)
    assert rest.label == f"… {1000 - inputs} more"
    with pytest.raises(FigureError, match=r"Try in_channels=443\."):
        plan_figure(FigureSpec(layer, input_size=3, view="roundtrip"), moving=False)
