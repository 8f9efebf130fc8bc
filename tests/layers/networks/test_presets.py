"""The built-in networks against what is published of them."""

from __future__ import annotations

import pytest

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset, preset_names
from tconv_anim.layers.overlap import overlap_words
from tests.helpers.networks import check_fields
from tests.helpers.size_command import run

# -- presets against what is known of them -------------------------------------------------

KNOWN = {
    "dcgan": ([1, 4, 8, 16, 32, 64], ["even 4"] + ["even 2"] * 4),
    "dcgan-tf": ([7, 7, 14, 28], ["even 5", "uneven 3,2", "uneven 3,2"]),
    "keras-vae": ([7, 14, 28, 28], ["uneven 2,1", "uneven 2,1", "even 3"]),
    "pix2pix": ([256, 128, 64, 32, 16, 8, 4, 2, 1, 2, 4, 8, 16, 32, 64, 128, 256], ["even 2"] * 8),
    "cyclegan": ([64, 128, 256], ["uneven 2,1"] * 2),
    "fcn-32s": ([16, 544, 500], ["even 2"]),
    "fcn-16s": ([16, 34, 560, 500], ["even 2"] * 2),
    "fcn-8s": ([16, 34, 70, 568, 500], ["even 2"] * 3),
    "fsrcnn-x2": ([10] * 8 + [20], ["uneven 5,4"]),
    "fsrcnn-x3": ([7] * 8 + [21], ["even 3"]),
    "fsrcnn-x4": ([6] * 8 + [24], ["uneven 3,2,2,2"]),
    "wavegan": ([16, 64, 256, 1024, 4096, 16384], ["uneven 7,6,6,6"] * 5),
    "wavegan-pytorch": ([16, 64, 256, 1024, 4096, 16384], ["uneven 7,6,6,6"] * 5),
    "hifigan": ([32, 256, 2048, 4096, 8192], ["even 2"] * 4),
    "waveglow": ([63, 16896, 63 * 256], ["even 4"]),
    "depthwise-separable": ([112, 112, 112], []),
    "cs231n": ([5, 3], []),
}
TOTALS = {  # output size, parameters
    "srgan": (96, 1_545_219),  # the paper's layers, without batch normalisation and PReLU
    "espcn": (51, 1664 + 18_464 + 2_601),
    "esrgan": (128, 16_697_987),  # as the authors' code counts
    "deeplabv3plus": (512, 304 * 256 * 9 + 256 + 256 * 256 * 9 + 256 + 256 * 21 + 21),
    "resnet18": (1, 11_689_512 - 512 * 1000 - 1000 - 9600 - 172_032),  # torchvision's, less its
    # last layer, its batch normalisation and the convolutions of its shortcuts
}
UP = {28: 56, 52: 104, 100: 200, 196: 392}
CROPS = {64: (56, 4), 136: (104, 16), 280: (200, 40), 568: (392, 88)}


def test_every_preset_says_where_it_comes_from() -> None:
    assert set(preset_names()) >= {*KNOWN, *TOTALS, "unet"}
    for name in preset_names():
        spec = preset(name)
        assert spec.name == name and spec.title and spec.source
        network = network_of(spec)
        assert network.output_size == network.steps[-1].output_size


@pytest.mark.parametrize("name", KNOWN)
def test_presets_have_the_sizes_and_overlaps_that_are_known(name: str) -> None:
    network = network_of(preset(name))
    sizes, overlaps = KNOWN[name]
    assert [network.input_size[0], *(step.output_size[0] for step in network.steps)] == sizes
    assert all(len(set(step.output_size)) == 1 for step in network.steps)
    found = [overlap_words(s.overlap) for s in network.steps if s.kind == "transposed"]
    assert found == overlaps
    assert bool(network.uneven) is any(not words.startswith("even") for words in overlaps)
    assert all(skip.fits for _, skip in network.skips)


@pytest.mark.parametrize("name", TOTALS)
def test_networks_with_pools_resizing_and_shuffles(name: str) -> None:
    network = network_of(preset(name))
    size, count = TOTALS[name]
    assert network.output_size == (size, size)
    assert network.parameters == count
    assert all(skip.fits for _, skip in network.skips)


def test_the_u_net_crops_its_skips() -> None:
    network = network_of(preset("unet"))
    ups = [step for step in network.steps if step.kind == "transposed"]
    assert {step.input_size[0]: step.output_size[0] for step in ups} == UP
    skips = {skip.size[0]: (skip.output_size[0], skip.crop) for _, skip in network.skips}
    assert skips == {n: (size, ((cut, cut),) * 2) for n, (size, cut) in CROPS.items()}
    assert network.output_size == (388, 388)
    assert [step.in_channels for step in network.steps if step.name.endswith("a")][5:] == [
        *(1024, 512, 256, 128),
    ]


def test_presets_have_the_parameters_that_are_published() -> None:
    published = "unet", "dcgan", "pix2pix", "keras-vae"
    totals = {name: network_of(preset(name)).parameters for name in published}
    assert totals["unet"] == 31_030_658
    assert totals["dcgan"] + 2 * (512 + 256 + 128 + 64) == 3_576_704  # with batch normalisation
    assert totals["pix2pix"] + 9856 == 54_413_955  # the same
    assert totals["keras-vae"] + 2 * 3136 + 3136 == 65_089  # with its dense layer
    network = network_of(preset("fsrcnn-x2"))
    biases = sum(step.out_channels for step in network.steps)
    assert network.parameters - biases == 12_464


@pytest.mark.parametrize(("name", "offsets"), [("32s", [19]), ("16s", [5, 27]), ("8s", [5, 9, 31])])
def test_the_fcns_crop_where_theirs_do(name: str, offsets: list[int]) -> None:
    network = network_of(preset(f"fcn-{name}"))
    found = [skip.crop[0][0] for _, skip in network.skips]
    assert found + [step.cut[0][0] for step in network.steps if step.cut] == offsets


@pytest.mark.parametrize("name", ["dcgan", "keras-vae", "fsrcnn-x2", "fcn-8s"])
def test_fields_of_presets_are_what_single_cells_touch(name: str) -> None:
    spec = preset(name)
    small = [step._replace(skip=None) for step in spec.steps if step.kind != "crop"]
    check_fields(network_of(spec._replace(steps=tuple(small)), input_size=(24,), dims=1))


@pytest.mark.parametrize(("name", "size"), [("pix2pix", "250"), ("unet", "100"), ("fcn-8s", "12")])
def test_a_preset_that_does_not_fit_says_what_would(name: str, size: str) -> None:
    result = run("--preset", name, "--i", size)
    if result.exit_code:
        again = result.stderr.split("Try --i ")[1].strip(".\n")
        assert run("--preset", name, "--i", again).exit_code == 0


def test_a_separable_pair_stands_against_the_plain_layer() -> None:
    network = network_of(preset("depthwise-separable"))
    assert network.parameters == 3 * 3 * 32 + 32 * 64
    cells = 112 * 112
    plain = 3 * 3 * 32 * 64
    (note,) = network.notes
    assert f"have {network.parameters:,} parameters and {network.macs:,} MACs" in note
    assert f"has {plain:,} and {plain * cells:,}, {plain / (288 + 2048):.1f} times" in note
    assert network_of(preset("dcgan")).notes == ()


def test_the_course_s_demonstration() -> None:
    network = network_of(preset("cs231n"))
    assert (network.parameters, network.macs) == (2 * (3 * 9 + 1), 9 * 2 * 27)
