"""One figure as it is asked for, whoever asks: command line, row of a batch, or Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from inspect import Parameter, Signature, cleandoc, signature
from typing import TYPE_CHECKING, Any, Final, Literal

from ...errors import Argument, FigureError, LayerError, Message
from ...formats.registry import FORMATS
from ...layers.layer import Layer
from ...layers.resolve import resolve
from ...layers.resolved_layer import ResolvedLayer, resolve_layer
from ...layers.spec import DEFAULTS, LayerSpec, layer_spec
from ...notation import Sizes
from ...options.figure import FigureOptions, options_of
from ..command_options import named_view_options
from .channel_numbers import has_channels, sizes_of, with_channels

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = [
    "FigureSpec",
    "describe_options",
    "figure_spec",
    "resolved_layer",
    "spec_with_view_options",
]

_NETWORKS: Final = ("layers", "preset", "network")
"""Options that name one."""

VIEW_LAYERS: Final[Mapping[str, Mapping[str, Sizes]]] = {
    "overlap": {"input_size": (5,), "output_padding": (1,)},
}
"""What views start from in place of the default example, as far as the layer is not said: of
three cells hardly any is inside, and 5 to 10 has an even layer that crops alike at both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpec(FigureOptions):
    """A figure as it is asked for: layer, numbers, options. Nothing of it is checked yet."""

    layer: Layer | LayerSpec = field(default=DEFAULTS, kw_only=False)
    input_size: int | Sizes | None = None
    """Of a Layer, which has none. None: that of *x*, else 3 (overlap: 5)."""
    dims: int | None = None
    """Number of axes, 1 or 2. None: as many as something has, else 2."""
    x: npt.ArrayLike | None = None
    w: npt.ArrayLike | None = None
    bias: npt.ArrayLike | None = None
    """The user's own numbers; kept as tuples, so that nobody changes them."""
    view_options: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Values of options that only this view has, by name."""

    def __post_init__(self) -> None:
        if isinstance(self.values, bool):
            object.__setattr__(self, "values", None if self.values else "none")
        for name in ("x", "w", "bias"):
            if (values := getattr(self, name)) is not None:
                object.__setattr__(self, name, _as_tuples(name, values))
        if isinstance(self.at, int) and not isinstance(self.at, bool):
            object.__setattr__(self, "at", (self.at,))

    @property
    def still(self) -> bool:
        """Whether it is one frame or a few, and no animation."""
        picked = self.frame is not None or self.at is not None
        return picked or bool(self.filmstrip or self.transparent)

    @property
    def formats(self) -> tuple[str, ...]:
        """It can be written in these; the first is the usual one."""
        return tuple(f.name for f in FORMATS.values() if not (self.still and f.moving))

    def resolved(self) -> ResolvedLayer:
        """The layer with its input size; raises LayerError where they do not fit."""
        shapes = sizes_of(self.layer, {"x": _shape(self.x), "w": _shape(self.w)})
        if isinstance(self.layer, Layer):
            return self._resolved_layer(self.layer, **shapes)
        spec = self.layer
        if self.input_size is not None:
            size = self.input_size
            spec = spec._replace(input_size=(size,) if isinstance(size, int) else size)
        return resolved_layer(spec, self.dims, **shapes)

    def _resolved_layer(self, layer: Layer, x: Sizes | None, w: Sizes | None) -> ResolvedLayer:
        size = self.input_size
        if x is None:
            usual = VIEW_LAYERS.get(self.view, {}).get("input_size", DEFAULTS.input_size)
            size = usual[0] if size is None else size
            ndim = self.dims or (len(w) if w else layer.ndim)
            if ndim is None and isinstance(size, int):
                ndim = 2
            posed = resolve_layer(layer, size, ndim=ndim)
        elif size is not None and (size,) * len(x) != x != size:
            raise LayerError(
                "{size} does not fit x, which has shape {shape}.",
                size=Argument("input_size", size),
                shape=x,
            )
        else:
            posed = resolve_layer(layer, x)
        if self.dims not in (None, len(posed.axes)):
            raise LayerError(
                "{dims} does not fit the layer and its input, which have {count}.",
                dims=Argument("dims", self.dims),
                count=len(posed.axes),
            )
        return posed


def resolved_layer(
    spec: LayerSpec, dims: int | None, *, x: Sizes | None = None, w: Sizes | None = None
) -> ResolvedLayer:
    """The layer of a figure; sizes follow from the shapes of the numbers, where there are any."""
    _check_dims(dims)
    spec = spec._replace(input_size=x or spec.input_size, kernel_size=w or spec.kernel_size)
    because = Argument("dims", 1) if dims == 1 else "a picture"
    return resolve(spec, ndim=dims or 2, because=because)


def figure_spec(said: Mapping[str, Any]) -> tuple[FigureSpec, bool]:
    """The figure that options ask for, by their names, and whether its x is a picture's.

    Files of numbers are read here; a picture can be shrunk, which errors then propose.
    """
    values = dict(said)
    if values.keys() & {"layer", *_NETWORKS}:
        from ..network_layer import with_network_layer

        values = with_network_layer(values, drawn=True)
    shrink = values.pop("x_size", None)
    dims = values.pop("dims", 2)
    arrays: tuple[Literal["x", "w"], ...] = ("x", "w")
    texts = {name: text for name in arrays if (text := values.pop(name, None)) is not None}
    if shrink is not None and "x" not in texts:
        raise FigureError(
            "{x_size} shrinks a picture: give one.",
            x_size=Argument("x_size"),
            advice=Message("Try {x}.", x=Argument("x", "photo.png")),
        )
    if values.pop("no_values", False) and values.setdefault("values", "none") != "none":
        raise FigureError(
            "{short} and {values} cannot be combined.",
            short=Argument("no_values", True),
            values=Argument("values", values["values"]),
        )
    _refuse_network(values)
    layer = layer_spec(_with_usual_layer(values, with_numbers=bool(texts)))
    _check_dims(dims)
    numbers: dict[str, Any] = {}
    picture = False
    for name, text in texts.items():
        from ...compute.load.arrays import load_numbers

        several = has_channels(layer) or ("x" in numbers and numbers["x"].ndim > dims)
        given = load_numbers(
            name,
            text,
            dims=dims,
            shrink=shrink if name == "x" else None,
            rgb=name == "x" and values.get("rgb", False),
            channels=several,
            in_channels=layer.in_channels if name == "x" else 1,
        )
        numbers[name], picture = given.numbers, picture or given.picture
        _refuse_clash(said, name, given.numbers.shape[-dims:])
    if numbers:
        layer, numbers = with_channels(layer, said, numbers, dims, picture=picture)
    looks = {name: value for name, value in values.items() if name not in LayerSpec._fields}
    return spec_with_view_options(layer, dims=dims, **numbers, **looks), picture


def _refuse_network(said: Mapping[str, Any]) -> None:
    """FigureError for a whole network: a figure shows one layer."""
    if "channels" in said:
        raise FigureError(
            "{channels} are those of a network's input.",
            channels=Argument("channels", said["channels"]),
            advice=Message(
                "Leave it out: those of a layer are {in_channels}.",
                in_channels=Argument("in_channels", said["channels"]),
            ),
        )
    for name in _NETWORKS:
        if name in said:
            raise FigureError(
                "{network} names a network, and a figure shows one of its layers.",
                network=Argument(name, said[name]),
                advice=Message("Name it: {layer}.", layer=Argument("layer", 1)),
            )


def _with_usual_layer(said: Mapping[str, Any], *, with_numbers: bool) -> Mapping[str, Any]:
    """What is said, and the view's own example: its input size, and the rest if nothing is."""
    usual = VIEW_LAYERS.get(said.get("view", ""), {})
    if with_numbers or {"input_size", "output_shape"} & said.keys():
        return said
    if said.keys() & set(LayerSpec._fields):
        usual = {name: usual[name] for name in usual if name == "input_size"}
    return {**usual, **said}


def spec_with_view_options(layer: Layer | LayerSpec, *args: Any, **options: Any) -> FigureSpec:
    """A FigureSpec that takes the options of single views as if they were its own."""
    own = {name: options.pop(name) for name in named_view_options() if name in options}
    if own:
        options["view_options"] = {**options.get("view_options", {}), **own}
    return FigureSpec(layer, *args, **options)


def _check_dims(dims: int | None) -> None:
    if dims not in (None, 1, 2):
        raise FigureError(
            "{dims}: a picture shows 1 or 2 axes.",
            dims=Argument("dims", dims),
            advice=Message("Try {dims}.", dims=Argument("dims", 2)),
        )


def _refuse_clash(said: Mapping[str, Any], array: str, shape: Sizes) -> None:
    """FigureError where a size was given that is not the array's."""
    size = {"x": "input_size", "w": "kernel_size"}[array]
    given = said.get(size)
    if given in (None, shape, shape[:1] if len(set(shape)) == 1 else ()):
        return
    raise FigureError(
        "{size} does not fit {array}, which has {cells} cells: sizes follow from the numbers.",
        size=Argument(size, given),
        array=Argument(array),
        cells=" x ".join(str(n) for n in shape),
        advice=Message("Leave out {size}.", size=Argument(size)),
    )


def _as_tuples(name: str, values: Any) -> tuple[Any, ...]:
    """Numbers as nested tuples: exact integers, and everything else as doubles."""
    from ...compute.arrays import numeric

    if isinstance(values, str):
        raise FigureError(
            "{given} is text. Give an array of numbers; files are the command's.",
            given=Argument(name, values),
        )
    array = numeric(name, values)
    if not 1 <= array.ndim <= 4:
        raise LayerError(
            "{name} has {ndim} axes: a channel has 1 or 2, and up to two stand before them.",
            name=name,
            ndim=array.ndim,
        )
    if array.dtype.kind == "f":
        array = array.astype("f8")
    return tuple(map(_nested_tuples, array.tolist()))


def _nested_tuples(rows: Any) -> Any:
    return tuple(map(_nested_tuples, rows)) if isinstance(rows, list) else rows


def _shape(numbers: Any) -> Sizes | None:
    shape: list[int] = []
    while isinstance(numbers, tuple):
        shape.append(len(numbers))
        numbers = numbers[0]
    return tuple(shape) or None


def describe_options(function: Callable[..., Any]) -> None:
    """Give a function with options of a figure their names, defaults and descriptions.

    They stand in its signature, and in its docstring in the place of ``{options}``.
    """
    whole = signature(function)
    asked = signature(FigureSpec).parameters.values()
    numbers = ("input_size", "dims", "x", "w", "bias")
    options = [p for p in asked if p.kind is Parameter.KEYWORD_ONLY]
    options += [
        Parameter(name, Parameter.KEYWORD_ONLY, default=option.default)
        for name, option in named_view_options().items()
    ]
    options.sort(key=lambda p: numbers.index(p.name) if p.name in numbers else len(numbers))
    named = [p for p in whole.parameters.values() if p.kind is Parameter.POSITIONAL_OR_KEYWORD]
    function.__signature__ = Signature(  # type: ignore[attr-defined]
        [*named, *options], return_annotation=whole.return_annotation
    )
    types = {one.name: one.type for one in fields(FigureSpec)}
    lines = []
    for option in (*options_of(FigureOptions), *named_view_options().values()):
        kind = types.get(option.name, type(option.default).__name__)
        lines += [f"{option.name} : {kind}, {option.default!r} by default", f"    {option.help}"]
    function.__doc__ = cleandoc(function.__doc__ or "").replace("{options}", "\n".join(lines))
