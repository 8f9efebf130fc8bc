"""Well-known networks, each a small file in ``preset_files`` that says its source."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from ...errors import Argument, LayerError
from .compact_notation import near
from .toml_file import read_document

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from .spec import NetworkSpec

__all__ = ["preset", "preset_names"]

_SUFFIX = ".toml"


def _folder() -> Traversable:
    return files(__package__) / "preset_files"


def preset_names() -> tuple[str, ...]:
    """Every preset there is, by the alphabet.

    >>> "dcgan" in preset_names()
    True
    """
    names = (file.name for file in _folder().iterdir() if file.name.endswith(_SUFFIX))
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names))


def preset(name: str) -> NetworkSpec:
    """The network of that name; LayerError where there is none.

    >>> len(preset("dcgan").steps)
    5
    """
    if name not in preset_names():
        hint = near(name.lower(), preset_names())
        raise LayerError(
            "{preset} is not known. There are {names}.{hint}",
            preset=Argument("preset", name),
            names=", ".join(preset_names()),
            hint=hint,
        )
    file = _folder() / f"{name}{_SUFFIX}"
    return read_document(file.read_text(encoding="utf-8"), file.name)
