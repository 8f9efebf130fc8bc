"""The options that spell a layer, its numbers or a network."""

from __future__ import annotations

from typing import Any, Final

from .option import Option

__all__ = [
    "CHANNELS",
    "DIMS",
    "LAYER",
    "LAYER_OF_NETWORK",
    "LIST_PRESETS",
    "NETWORK_FILE",
    "NUMBERS",
    "PRESET",
    "RESAMPLING",
    "SIZES",
    "WORDS",
    "layer_default",
]

SIZES: Final = "N|HxW"

LAYER: Final = (
    Option(("--kind",), "choice", "Kind of layer; conv is the standard convolution.", "transposed"),
    Option(
        ("--i", "--input-size"), "sizes", "Input size in cells, 1 or more.", (3,), metavar=SIZES
    ),
    Option(
        ("--k", "--kernel-size"),
        "sizes",
        "Kernel size in cells, 1 or more.",
        (3,),
        metavar=SIZES,
    ),
    Option(
        ("--s", "--stride"),
        "sizes",
        "Stride in cells, 1 or more.",
        (2,),
        metavar=SIZES,
    ),
    Option(
        ("--p", "--padding"),
        "padding",
        "Padding in cells, 0 or more (a transposed layer crops it); begin:end where the two sides"
        " differ, 0:1x1:1 with axes. With --framework also its words: same, valid, same_upper,"
        " same_lower, causal; of jax, numbers pad the input.",
        ((1, 1),),
        default_words="1; keras: valid",
        metavar="N|HxW|B:E|WORD",
        example="1",
    ),
    Option(
        ("--d", "--dilation"),
        "sizes",
        "Dilation in cells, 1 or more.",
        (1,),
        metavar=SIZES,
    ),
    Option(
        ("--op", "--output-padding"),
        "output padding",
        "Output padding of a transposed layer in cells, 0 to max(stride, dilation) - 1.",
        (0,),
        default_words="0; keras: none",
        metavar="N|HxW|none",
        example="1",
    ),
    Option(("--in-channels",), "whole", "Channels of the input, 1 or more.", 1, metavar="N"),
    Option(
        ("--out-channels",),
        "whole",
        "Channels of the output, 1 or more: a filter makes each.",
        1,
        metavar="N",
    ),
    Option(
        ("--groups",),
        "whole",
        "Parts of the channels that never meet; must divide the channels of input and output. As"
        " many as input channels make a depthwise layer.",
        1,
        metavar="N",
    ),
    Option(("--bias",), "switch", "Add a number of its own to each output channel.", False),
    Option(
        ("--framework",),
        "choice",
        "Read the layer as this framework does, and refuse what it refuses.",
        default_words="none: numbers of cells, as in pytorch",
    ),
    Option(
        ("--output-shape",),
        "sizes",
        "The output size of a transposed layer in cells; padding and output padding follow.",
        metavar=SIZES,
        example="8",
    ),
    Option(
        ("--transpose-kernel",),
        "switch",
        "With --framework jax: rotate the kernel, as the other frameworks do.",
        False,
    ),
)
"""A layer is spelled the same in every command."""
RESAMPLING: Final = (
    Option(
        ("--mode",),
        "choice",
        "Of a pool max or average; of a resize nearest, bilinear or bicubic.",
        default_words="max; resize: nearest",
        choices=("max", "average", "nearest", "bilinear", "bicubic"),
    ),
    Option(
        ("--scale",),
        "scale",
        "Of a resize or shuffle: output cells for each input cell.",
        (2,),
        metavar="N|HxW",
    ),
    Option(
        ("--ceil",),
        "switch",
        "Of a pool: round its size up, as Caffe does.",
        False,
    ),
    Option(
        ("--align-corners",),
        "switch",
        "Of a resize: outermost cells stay where they are.",
        False,
    ),
)
"""What layers without weights have besides."""
DIMS: Final = Option(
    ("--dims",),
    "whole",
    "Number of axes.",
    default_words="2, or as many as a value names",
    metavar="1|2|3",
    example="2",
)

WORDS: Final = Option(
    ("--layers",),
    "text",
    'A network, a word a layer: "k4s1p0c512 k4s2p1c3", with the letters k s p d op, c output'
    " channels, g groups. Other kinds are conv:k3p1, pool:k3s2p1ceil, avgpool:k2, resize:x2"
    " (nearest), bilinear:x2, bicubic:x2 and shuffle:x2. +conv1 joins the output of the first"
    " convolution, +input the input. What a word leaves out is stride 1, no padding, and as"
    " many channels; a pool's stride is its kernel.",
    metavar="WORDS",
)
PRESET: Final = Option(
    ("--preset",), "text", "A built-in network; see size --list-presets.", metavar="NAME"
)
NETWORK_FILE: Final = Option(
    ("--network",), "text", "A network: a .toml or .onnx file, or a preset.", metavar="FILE|NAME"
)
LAYER_OF_NETWORK: Final = Option(
    ("--layer",),
    "text",
    "One layer of the network, by its name or the number of its row: up3, 18.",
    metavar="NAME|N",
    example="1",
)
LIST_PRESETS: Final = Option(("--list-presets",), "switch", "List the built-in networks.", False)
CHANNELS: Final = Option(
    ("--channels",),
    "whole",
    "Channels of a network's input, 1 or more.",
    default_words="the network's own, else 1",
    metavar="N",
    example="64",
)

NUMBERS: Final = (
    Option(
        ("--x",),
        "text",
        "Your own input: numbers (1,2;3,4), a .npy, .csv or .txt file, or a picture. The input"
        " size follows. Channels stand first in .npy, between | in text, or blank lines where"
        " --in-channels says that there are several.",
        default_words="small numbers, see --seed",
        metavar="NUMBERS|FILE",
    ),
    Option(
        ("--w",),
        "text",
        "Your own kernel: numbers, or a .npy, .csv or .txt file. The kernel size follows. With"
        " channels, slices in PyTorch's order: (out, in/groups) of conv, (in, out/groups) of"
        " transposed.",
        default_words="small numbers, see --seed",
        metavar="NUMBERS|FILE",
    ),
    Option(
        ("--x-size",),
        "sizes",
        "Shrink the picture of --x: its longer side to N cells, or to height x width.",
        metavar=SIZES,
        example="32",
    ),
)


def layer_default(name: str) -> Any:
    """What a parameter of a layer is where nothing is said: the default example."""
    return next(option.default for option in LAYER if option.name == name)
