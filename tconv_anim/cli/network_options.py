"""Networks on the command line: which one is asked for, and what may be said beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from ..errors import Argument, LayerError, Message
from ..notation import format_parameter
from .options import Option, checked_dims, refuse_beside, whole_number

if TYPE_CHECKING:
    from ..layers.networks.network import Network
    from ..layers.networks.spec import NetworkSpec
    from ..products.tables.table import Report

__all__ = ["network_answer", "network_asked", "network_options"]

F = TypeVar("F", bound=Callable[..., Any])

_OF_ONE_LAYER: Final = (
    *("kernel_size", "stride", "padding", "dilation", "output_padding", "output_shape"),
    *("transpose_kernel", "compare", "code", "from_size", "to_size", "max_k", "limit"),
)
"""Options that mean nothing beside a network."""
_OF_ANY: Final = (*_OF_ONE_LAYER, "input_size", "dims", "kind", "framework", "channels")
_ITSELF: Final = ", which says its layers itself"


def network_options(*, files: bool) -> Callable[[F], F]:
    """The options that name a network; with *files* also an argument, and the list of presets."""
    options: list[Callable[..., Any]] = [
        click.option(
            "--layers",
            metavar="WORDS",
            help='A network, a word a layer: "k4s1p0c512 k4s2p1c3", with the letters k s p d'
            " op, c output channels, g groups; conv:k3p1 and pool:k2 are the other kinds."
            " What a word leaves out is stride 1, no padding, and as many channels.",
        ),
        click.option(
            "--preset",
            metavar="NAME",
            help=f"A network that is known: see {'' if files else 'size '}--list-presets.",
        ),
        click.option(
            "--channels",
            type=whole_number("64"),
            metavar="N",
            show_default="the network's own, else 1",
            help="Of a network: channels of its input, 1 or more.",
            cls=Option,
        ),
    ]
    if files:
        listing = click.option(
            "--list-presets", is_flag=True, help="Tell the networks that are known."
        )
        options = [click.argument("model", required=False), *options[:2], listing, options[2]]

    def decorate(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def network_answer(context: click.Context, values: dict[str, Any]) -> Report | None:
    """The report of the network that the options ask for; None where they ask for none."""
    listed = values.pop("list_presets")
    if listed:
        for flag, name in (("--layers", "layers"), ("--preset", "preset"), (None, "model")):
            if values[name] is not None:
                raise _two_questions(flag or str(values[name]), "--list-presets")
        refuse_beside(context, "--list-presets", _OF_ANY)
        return _presets()
    network = network_asked(context, values)
    if network is None:
        return None
    from ..products.tables.networks import report

    return report(network, for_programs=context.params.get("format_name") == "csv")


def network_asked(
    context: click.Context, values: dict[str, Any], more: tuple[str, ...] = ()
) -> Network | None:
    """The network that the options ask for; None where they ask for none.

    Takes its own options out of *values*. What makes no sense together is a UsageError:
    options of one layer, and those of *more*.
    """
    model, words = values.pop("model", None), values.pop("layers")
    name, channels = values.pop("preset"), values.pop("channels")
    asked = [
        flag
        for flag, given in (
            ("--layers", words is not None),
            ("--preset", name is not None),
            (str(model), model is not None),
        )
        if given
    ]
    if not asked:
        if channels is not None:
            raise click.UsageError(
                f"--channels {channels} are those of a network's input. Name one, as in"
                ' --layers "k4s1p0 k4s2p1".'
            )
        return None
    if len(asked) > 1:
        raise _two_questions(*asked[:2])
    refuse_beside(context, asked[0], (*_OF_ONE_LAYER, *more), _ITSELF)
    ndim = values["dims"]
    checked_dims(ndim)
    changed = {"input_size": values["input_size"], "channels": channels, "dims": ndim}
    if words is not None:
        return _of_words(context, words, values, changed)
    refuse_beside(context, asked[0], ("kind", "framework"), _ITSELF)
    return _of_preset(name, changed) if name is not None else _of_file(context, model, changed)


def _two_questions(one: str, other: str) -> click.UsageError:
    return click.UsageError(f"{one} and {other} are two questions. Ask one.")


def _of_words(
    context: click.Context, words: str, values: dict[str, Any], changed: dict[str, Any]
) -> Network:
    from ..layers.networks.compact_notation import read_words
    from ..layers.networks.infer import network_of
    from ..layers.spec import DEFAULTS

    kind = values["kind"]
    if kind == "both":
        if context.get_parameter_source("kind") is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                "--kind both: a word of --layers is one kind of layer. Try --kind conv, or conv:"
                " before single words."
            )
        kind = "transposed"
    spec = read_words(words, kind=kind, framework=values["framework"])
    return network_of(spec._replace(input_size=DEFAULTS.input_size), **changed)


def _of_preset(name: str, changed: dict[str, Any]) -> Network:
    from ..layers.networks.infer import network_of
    from ..layers.networks.presets import preset

    spec = preset(name)
    try:
        return network_of(spec, **changed)
    except LayerError as error:
        own = Argument("input_size", spec.input_size)
        raise LayerError(
            "{reason} A preset's layers are fixed.",
            reason=error.reason,
            advice=Message("Try {input_size}.", input_size=own) if spec.input_size else "",
        ) from None


def _presets() -> Report:
    from ..layers.networks.infer import network_of
    from ..layers.networks.presets import preset, preset_names
    from ..products.tables.networks import presets_report

    specs: list[NetworkSpec] = [preset(name) for name in preset_names()]
    return presets_report([(spec, network_of(spec)) for spec in specs])


def _of_file(context: click.Context, name: str, changed: dict[str, Any]) -> Network:
    from pathlib import Path

    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in (".toml", ".onnx"):
        raise click.UsageError(
            f"{name!r} is no network: give a .toml file, an .onnx file, or"
            ' --layers "k4s1p0 k4s2p1". The input size of one layer is --i.'
        )
    try:
        if path.is_dir():
            raise click.UsageError(f"{name} is a directory. Give a file in it.")
        content = path.read_bytes() if suffix == ".toml" else b""
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise click.UsageError(f"{name} cannot be read: {reason.lower()}.") from None
    if suffix == ".onnx":
        refuse_beside(context, name, ("dims", "channels"), _ITSELF)
        from ..layers.networks.onnx_import import load_network

        return load_network(path, changed["input_size"])
    from ..layers.networks.infer import network_of
    from ..layers.networks.toml_file import read_document

    try:
        text = content.decode("utf-8-sig")  # some editors begin a file with a mark
    except UnicodeDecodeError:
        raise click.UsageError(f"{name} is not text in UTF-8, as TOML is.") from None
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
