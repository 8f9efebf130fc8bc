"""Well-known networks, each a small file in ``preset_files`` that says its source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...errors import Argument, LayerError
from ...notation import did_you_mean
from .toml_file import read_document

if TYPE_CHECKING:
    from .spec import NetworkSpec

__all__ = ["preset", "preset_names"]

_FOLDER: Final = Path(__file__).with_name("preset_files")


def preset_names() -> tuple[str, ...]:
    """Every preset there is, by the alphabet.

    >>> "dcgan" in preset_names()
    True
    """
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def preset(name: str) -> NetworkSpec:
    """The network of that name; LayerError where there is none.

    >>> len(preset("dcgan").steps)
    5
    """
    if name not in preset_names():
        hint = did_you_mean(name, preset_names())
        raise LayerError(
            "{preset} is not known. Choose from {names}.{hint}",
            preset=Argument("preset", name),
            names=", ".join(preset_names()),
            hint=hint,
        )
    path = _FOLDER / f"{name}.toml"
    return read_document(path.read_text(encoding="utf-8"), path.name)
