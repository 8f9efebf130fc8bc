"""Objects whose fields never change, as frozen dataclasses are, but quick to define."""

from __future__ import annotations

from typing import Any, NoReturn, Self, TypeVar

__all__ = ["Record"]

R = TypeVar("R", bound="Record")


class Record:
    """Its fields, named in ``__slots__``, are set once; equal fields make equal objects.

    The size command would take a tenth more time to start with :mod:`dataclasses`.
    """

    __slots__: tuple[str, ...] = ()

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            self._set(name, value)

    def _set(self, name: str, value: Any) -> None:
        """Give a field its value, while the object is made."""
        object.__setattr__(self, name, value)

    def values(self) -> dict[str, Any]:
        """Every field with its value."""
        return {name: getattr(self, name) for name in self.__slots__}

    def replaced(self, **changes: Any) -> Self:
        """The same with other values of some fields."""
        return _new_record(type(self), self.values() | changes)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: cannot set {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed: cannot delete {name}")

    def __eq__(self, other: object) -> bool:
        return self.values() == other.values() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), *self.values().values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return _new_record, (type(self), self.values())


def _new_record(kind: type[R], values: dict[str, Any]) -> R:
    return kind(**values)
