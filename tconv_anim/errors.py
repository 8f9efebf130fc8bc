"""Every error the user can cause, with one wording for Python and the command line.

An error names the parameter, the value asked for, the limit, the reason and a
remedy. The same parameter is ``output_padding=2`` to a caller of the Python API
and ``--op 2`` to a user of the command line. So a message is a template with named
fields, and a field may be an :class:`Argument`: "this parameter, with this value".
The text is made last, by whoever prints it; code that needs to know what is wrong
reads the fields.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple, Self, TypeAlias

from .notation import format_parameter
from .options import option_named

__all__ = [
    "Advice",
    "Argument",
    "FigureError",
    "LayerError",
    "Message",
    "OutputError",
    "TconvError",
    "Unquoted",
    "UsageError",
    "flag_name",
]


def flag_name(parameter: str) -> str:
    """The option that sets *parameter* on the command line.

    >>> flag_name("output_padding"), flag_name("hold_ms")
    ('--op', '--hold-ms')
    """
    option = option_named(parameter)
    names = option.flags if option else ()
    return next((name for name in names if name[:2] == "--"), "--" + parameter.replace("_", "-"))


def _is_switch(argument: "Argument") -> bool:
    option = option_named(argument.own or argument.name)
    return option.kind == "switch" if option else argument.value is True  # of a single view


class Unquoted(str):
    """A value described in words: messages show it without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Argument(NamedTuple):
    """A parameter, or a parameter with a value, as part of a message."""

    name: str
    value: object = None
    own: str = ""
    """What this package calls it, where the name is a framework's: its flag is that one's."""

    def in_python(self) -> str:
        """``stride=0``, or ``stride`` where there is no value."""
        return self.name if self.value is None else f"{self.name}={_value_text(repr, self.value)}"

    def in_flags(self) -> str:
        """``--s 0``, or ``--s`` where there is no value."""
        flag = flag_name(self.own or self.name)
        if self.value is None or _is_switch(self):
            return flag
        return f"{flag} {_value_text(partial(format_parameter, self.name), self.value)}"


def _value_text(spell: Callable[[object], str], value: object) -> str:
    """*value* spelled; in any case something, as a message must not fail on what it is about."""
    try:
        return spell(value)
    except (TypeError, ValueError):
        pass
    try:
        return str(value)
    except ValueError:  # Python prints no integers of more than 4300 digits
        return "with a number too long to print"


Spelling: TypeAlias = Callable[[Argument], str]


class Message:
    """A template with named fields, put together only when it is printed.

    A field is an :class:`Argument`, another message, an error (its message), or anything
    that ``str`` writes. A template without fields is plain text: its braces are braces.

    >>> message = Message(
    ...     "{stride} must be at least {least}.", stride=Argument("stride", 0), least=1
    ... )
    >>> message.spelled(Argument.in_flags), str(message)
    ('--s 0 must be at least 1.', 'stride=0 must be at least 1.')
    """

    __slots__ = ("fields", "template")

    def __init__(self, template: str, /, **fields: object) -> None:
        self.template = template
        self.fields = fields

    @classmethod
    def joined(cls, parts: Iterable[object], separator: str = "") -> "Message":
        """The parts in a row: arguments, messages, errors or text.

        >>> str(Message.joined([Argument("k", 3), Argument("s", 2)], " and "))
        'k=3 and s=2'
        """
        fields = {f"part{number}": part for number, part in enumerate(parts)}
        return cls(separator.join(f"{{{name}}}" for name in fields), **fields)

    def spelled(self, spell: Spelling) -> str:
        """The text, with every argument written by *spell*."""
        if not self.fields:
            return self.template
        return self.template.format_map(
            {name: _field_text(value, spell) for name, value in self.fields.items()}
        )

    def replaced(self, replace: Callable[[Argument], object]) -> "Message":
        """The same message with something else for every argument, in messages inside too."""
        return Message(
            self.template,
            **{name: _replaced_field(value, replace) for name, value in self.fields.items()},
        )

    def arguments(self) -> tuple[Argument, ...]:
        """Every argument in it, in the order of the fields."""
        found: list[Argument] = []
        for value in self.fields.values():
            if isinstance(value, Argument):
                found.append(value)
            elif isinstance(value, Message | TconvError):
                found += value.arguments()
        return tuple(found)

    def __str__(self) -> str:
        return self.spelled(Argument.in_python)

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"


def _field_text(value: object, spell: Spelling) -> str:
    if isinstance(value, Argument):
        return spell(value)
    if isinstance(value, Message):
        return value.spelled(spell)
    if isinstance(value, TconvError):
        return value.message.spelled(spell)
    return str(value)


def _replaced_field(value: object, replace: Callable[[Argument], object]) -> object:
    if isinstance(value, Argument):
        return replace(value)
    if isinstance(value, TconvError):
        value = value.message
    return value.replaced(replace) if isinstance(value, Message) else value


Advice: TypeAlias = str | Argument | Message


class TconvError(Exception):
    """Base of every error this package raises on purpose.

    ``str(error)`` spells parameters as Python does (``stride=0``), :meth:`in_flags` as the
    command line does (``--s 0``); :attr:`fields` holds the data.

    Parameters
    ----------
    template : str
        What is wrong, with ``{name}`` for every field. Without fields it is plain text.
    advice : Argument, Message or str, optional
        What to try, as a sentence of its own that ends the message; an argument says "Try"
        with it. Apart from the template, as somebody may print the reason alone, see
        :meth:`without_advice`.
    **fields
        See :class:`Message`.

    Examples
    --------
    >>> error = TconvError(
    ...     "{stride} is too small.", stride=Argument("stride", 0), advice=Argument("stride", 1)
    ... )
    >>> str(error), error.in_flags()
    ('stride=0 is too small. Try stride=1.', '--s 0 is too small. Try --s 1.')
    >>> str(error.without_advice()), error.fields["stride"].value
    ('stride=0 is too small.', 0)
    """

    def __init__(self, template: str, /, *, advice: Advice = "", **fields: object) -> None:
        self.reason = Message(template, **fields)
        if isinstance(advice, Argument):
            advice = Message("Try {advice}.", advice=advice)
        self.advice = Message(advice) if isinstance(advice, str) else advice
        super().__init__(str(self.message))

    @property
    def fields(self) -> dict[str, object]:
        """What the template's names stand for."""
        return self.reason.fields

    @property
    def message(self) -> Message:
        """Reason and advice as one message."""
        if not self.advice.template:
            return self.reason
        return Message("{reason} {advice}", reason=self.reason, advice=self.advice)

    def in_flags(self) -> str:
        """The message as the command line prints it."""
        return self.message.spelled(Argument.in_flags)

    def arguments(self) -> tuple[Argument, ...]:
        """Every argument of the message, those of the advice last."""
        return self.message.arguments()

    def without_advice(self) -> Self:
        """The same error, which only says what is wrong."""
        return self._with(self.reason, Message(""))

    def replaced(self, replace: Callable[[Argument], object]) -> Self:
        """The same error with something else for every argument: another name, or text."""
        return self._with(self.reason.replaced(replace), self.advice.replaced(replace))

    def _with(self, reason: Message, advice: Message) -> Self:
        return type(self)(reason.template, advice=advice, **reason.fields)

    def __reduce__(self) -> tuple[Any, ...]:  # workers hand errors back
        return _rebuilt, (type(self), self.reason.template, self.reason.fields, self.advice)


def _rebuilt(
    kind: type[TconvError], template: str, fields: dict[str, object], advice: Message
) -> TconvError:
    return kind(template, advice=advice, **fields)


class LayerError(TconvError, ValueError):
    """The layer cannot be: a parameter is out of range, or the sizes do not fit."""


class FigureError(TconvError, ValueError):
    """The figure asked for cannot be drawn: too small, too many frames, no such theme."""


class UsageError(TconvError):
    """What a command was asked for cannot be, or contradicts itself."""


class OutputError(TconvError):
    """The work itself failed: a folder that cannot be written, a full disk, an encoder."""
