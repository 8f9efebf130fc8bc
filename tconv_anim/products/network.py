"""The network that is asked for: as words, by a preset's name, or in a file."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..errors import Argument, LayerError, Message
from ..layers.spec import DEFAULTS
from ..notation import Sizes, did_you_mean, format_parameter

if TYPE_CHECKING:
    from ..layers.networks.network import Network

__all__ = [
    "OF_ONE_LAYER",
    "NetworkChoice",
    "cannot_be_combined",
    "check_dims",
    "chosen_network",
    "network_choice",
    "refuse_beside",
]

OF_ONE_LAYER: Final = (
    *("kernel_size", "stride", "padding", "dilation", "output_padding", "output_shape"),
    *(
        "in_channels",
        "out_channels",
        "groups",
        "bias",
        "transpose_kernel",
        "from",
        "to",
        "max_k",
        "limit",
    ),
)
"""Options that mean nothing beside a network."""
_WITH_LAYER: Final = ("compare", "code")
"""Options that ask for one of its layers."""
_OF_LAYER: Final = ("in_channels", "out_channels", "groups", "bias")
_ITSELF: Final = ", which says its layers itself"


class NetworkChoice(NamedTuple):
    """A network as it is asked for, its options in the order of the help."""

    layers: str | None = None
    preset: str | None = None
    network: str | None = None
    """Path of a file."""
    channels: int | None = None
    kind: str | None = None
    input_size: Sizes | None = None
    framework: str | None = None
    dims: int | None = None


def network_choice(
    said: Mapping[str, Any], beside: Collection[str] = (), *, single: bool = False
) -> NetworkChoice | None:
    """The network that options ask for, by their names; None where they ask for none.

    *single*: one of its layers is asked for.

    Raises LayerError where they make no sense together: options of one layer, and those
    that *beside* names.
    """
    choice = NetworkChoice(**{n: said[n] for n in NetworkChoice._fields if n in said})
    named = [name for name in ("layers", "preset", "network") if name in said]
    asked: list[object] = [Argument(name) for name in named]
    if (model := said.get("model")) is not None:
        asked.append(model)
        choice = choice._replace(network=model)
    if not asked:
        if choice.channels is not None:
            raise LayerError(
                "{channels} are those of a network's input. Name one, as in"
                ' --layers "k4s1p0 k4s2p1".',
                channels=Argument("channels", choice.channels),
            )
        return None
    if len(asked) > 1:
        raise cannot_be_combined(*asked[:2])
    of_one = [name for name in OF_ONE_LAYER if not (single and name in _OF_LAYER)]
    refuse_beside(said, asked[0], (*of_one, *beside), _ITSELF)
    for name in _WITH_LAYER:
        if name in said and not single:
            raise LayerError(
                "{option} is of one layer, and {network} has several.",
                option=Argument(name),
                network=asked[0],
                advice=Message("Try {layer} besides.", layer=Argument("layer", 1)),
            )
    check_dims(choice.dims)
    if choice.layers is None:
        refuse_beside(said, asked[0], ("kind", "framework"), _ITSELF)
    elif choice.kind == "both":
        raise LayerError(
            "{kind}: a word of --layers is one kind of layer. Try --kind conv, or conv: before"
            " single words.",
            kind=Argument("kind", "both"),
        )
    if choice.network is not None and not _is_file(choice.network):
        from ..layers.networks.presets import preset_names

        if choice.network in preset_names():
            choice = choice._replace(preset=choice.network, network=None)
    return choice


def _is_file(name: str) -> bool:
    return name.lower().endswith((".toml", ".onnx"))


def cannot_be_combined(one: object, other: object) -> LayerError:
    """Why two things cannot be asked for at once."""
    return LayerError("{one} and {other} cannot be combined.", one=one, other=other)


def refuse_beside(
    said: Mapping[str, Any], what: object, names: Collection[str], why: str = ""
) -> None:
    """LayerError where an option was given that means nothing beside *what*."""
    for name in names:
        if name in said:
            raise LayerError(
                "{option} means nothing beside {what}{why}. Leave it out.",
                option=Argument(name),
                what=what,
                why=why,
            )


def check_dims(dims: int | None) -> None:
    """LayerError for a number of axes that no layer has."""
    if dims not in (None, 1, 2, 3):
        raise LayerError(
            "{dims}: a layer has 1, 2 or 3 axes.",
            dims=Argument("dims", dims),
            advice=Message("Try {dims}.", dims=Argument("dims", 2)),
        )


def chosen_network(choice: NetworkChoice) -> "Network":
    """The network with its sizes; files are read here."""
    from ..layers.networks.infer import network_of

    changed: dict[str, Any] = {
        "input_size": choice.input_size,
        "channels": choice.channels,
        "dims": choice.dims,
    }
    if choice.layers is not None:
        from ..layers.networks.compact_notation import read_words

        kind: Any = choice.kind or DEFAULTS.kind
        spec = read_words(choice.layers, kind=kind, framework=choice.framework)
        return network_of(spec._replace(input_size=DEFAULTS.input_size), **changed)
    if choice.preset is not None:
        return _of_preset(choice.preset, changed)
    return _of_file(choice.network or "", changed)


def _of_preset(name: str, changed: dict[str, Any]) -> "Network":
    from ..layers.networks.infer import network_of
    from ..layers.networks.presets import preset

    spec = preset(name)
    try:
        return network_of(spec, **changed)
    except LayerError as error:
        own = [
            Argument(name, value)
            for name in ("input_size", "channels")
            if (value := getattr(spec, name)) and changed.get(name) not in (None, value)
        ]
        raise LayerError(
            "{reason} A preset's layers are fixed.",
            reason=error.reason,
            advice=Message("Try {own}.", own=Message.joined(own, " ")) if own else "",
        ) from None


def _of_file(name: str, changed: dict[str, Any]) -> "Network":
    from pathlib import Path  # which takes long to load, and few networks are in files

    path = Path(name)
    suffix = path.suffix.lower()
    if not _is_file(name):
        from ..layers.networks.presets import preset_names

        raise LayerError(
            "{name} is not a network: give a .toml file, an .onnx file, a preset, or"
            ' --layers "k4s1p0 k4s2p1". The input size of one layer is --i.{hint}',
            name=repr(name),
            hint=did_you_mean(name, preset_names()),
        )
    if path.is_dir():
        raise LayerError("{name} is a directory. Give a file in it.", name=name)
    from ..layers.networks.toml_text import read_text

    try:
        with path.open("rb") as file:
            try:
                text = read_text(file) if suffix == ".toml" else ""
            except ValueError as error:
                raise LayerError("{name} {why}.", name=name, why=error) from None
    except (OSError, ValueError) as error:
        if isinstance(error, LayerError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise LayerError("{name} cannot be read: {why}.", name=name, why=reason.lower()) from None
    if suffix == ".onnx":
        given = {key: value for key, value in changed.items() if value is not None}
        refuse_beside(given, name, ("dims", "channels"), _ITSELF)
        from ..layers.networks.onnx.file_network import load_network

        return load_network(path, changed["input_size"])
    from ..layers.networks.infer import network_of
    from ..layers.networks.toml_file import read_document

    spec = read_document(text, path.name)
    try:
        return network_of(spec, **changed)
    except LayerError as error:
        named = {argument.name for argument in error.arguments()}
        if changed["input_size"] is not None or "input_size" not in named:
            raise
        # The size stands in the file, where no flag has its name.
        error = error.replaced(_in_file)
        raise LayerError(
            "{file}: {reason}", file=path.name, reason=error.reason, advice=error.advice
        ) from None


def _in_file(argument: Argument) -> str | Argument:
    if argument.name != "input_size":
        return argument
    if argument.value is None:
        return "input_size"
    return f"input_size = {format_parameter(argument.name, argument.value)}"
