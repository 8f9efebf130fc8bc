"""Networks: every number of them found a second way."""

from __future__ import annotations

from pathlib import Path

from tconv_anim.layers.networks.infer import network_of
from tconv_anim.layers.networks.presets import preset
from tests.helpers.commands import check_refusal
from tests.helpers.size_command import run


def test_macs_of_transposed_layers_are_counted_on_the_input() -> None:
    second = network_of(preset("dcgan")).steps[1]
    assert (second.input_size, second.output_size) == ((4, 4), (8, 8))
    assert second.macs == 33_554_432


def test_channels_cannot_grow_beyond_what_a_tensor_holds(tmp_path: Path) -> None:
    """Every layer joined by the one before doubles them."""
    layers = [f'[[layers]]\nname = "l{n}"\nkind = "conv"\nkernel = 1' for n in range(80)]
    for n in range(1, 80):
        layers[n] += f'\nskip = {{ from = "l{n - 1}" }}'
    path = tmp_path / "net.toml"
    path.write_text("input_size = 4\nchannels = 64\n" + "\n".join(layers))
    check_refusal(run(str(path)), "channels are more than a tensor can have")
