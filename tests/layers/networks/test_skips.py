"""Skip connections: which fit, and what makes the others fit."""

from __future__ import annotations

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset
from tconv_anim.layers.networks.toml_file import read_document
from tests.helpers.networks import answer


def test_skips_that_do_not_fit_are_named_with_what_mends_them() -> None:
    text = """
        input_size = 75
        channels = 1
        layers = [
            { name = "a", kind = "conv", kernel = 3, padding = 1, channels = 2 },
            { kind = "pool", kernel = 2 },
            { name = "up", kernel = 2, stride = 2, skip = { from = "a" } },
            { name = "more", kernel = 4, stride = 1, skip = { from = "up" } },
            { name = "last", kind = "conv", kernel = 1 },
        ]"""
    network = network_of(read_document(text, "net.toml"))
    (_, up), (_, more) = network.skips
    assert (up.crop, up.fits) == (((0, 1),) * 2, False)
    assert up.remedies == ("crop the skip by 0:1", "output_padding = 1 in that layer")
    assert more.crop == ((-2, -1),) * 2
    assert more.remedies == ("pad the skip by 2:1", "crop the layer's output by 2:1")
    assert network.steps[-1].in_channels == 4 + 4


def test_the_nearest_inputs_that_fit_are_named() -> None:
    data = answer("--preset", "pix2pix", "--i", "300")
    assert [skip["fits"] for skip in data["skips"]] == [True, True] + [False] * 5
    fitting = data["fitting_input_sizes"]
    assert fitting == [[257, 257], [512, 512]]
    for size in (257, 512, 258, 299, 511):
        network = network_of(preset("pix2pix"), input_size=(size,))
        fits = all(skip.fits for _, skip in network.skips)
        assert fits is (size in (257, 512)) and fits is not bool(network.fitting)
