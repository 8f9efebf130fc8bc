"""Options are declared once: what commands, keywords and stored commands have is made from it."""

from __future__ import annotations

from inspect import getdoc, signature

import click
import pytest

import tconv_anim as ta
from tconv_anim.cli.main import main
from tconv_anim.errors import flag_name
from tconv_anim.layers.spec import DEFAULTS
from tconv_anim.notation import NotationError
from tconv_anim.options import (
    COMMAND_NAMES,
    LAYER,
    Option,
    options_of_command,
    read_option,
)
from tconv_anim.options.figure import FigureOptions, SheetOptions, options_of

EVERY = [(name, option) for name in COMMAND_NAMES for option in options_of_command(name)]


@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_a_command_has_the_options_declared_for_it_in_their_order(command: str) -> None:
    found = main.get_command(click.Context(main), command)
    assert found is not None
    flags = [p.opts for p in found.params if isinstance(p, click.Option)]
    assert flags == [list(option.flags) for option in options_of_command(command)]


@pytest.mark.parametrize(("command", "option"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_an_option_is_described_and_its_flag_is_the_one_of_errors(
    command: str, option: Option
) -> None:
    assert option.help.endswith(".") and option.help[0].isupper()
    assert flag_name(option.name) in option.flags or command == "batch" or option.name == "output"


def test_keywords_and_their_descriptions_are_the_declared_ones() -> None:
    taken, described = signature(ta.render).parameters, getdoc(ta.render) or ""
    for option in options_of(FigureOptions):
        assert taken[option.name].default == option.default
        assert option.help in described


def test_every_look_is_an_option_of_its_command() -> None:
    assert set(options_of(FigureOptions)) <= set(options_of_command("render"))
    assert set(options_of(SheetOptions)) <= set(options_of_command("cheatsheet"))


def test_a_layer_has_the_declared_defaults() -> None:
    for option in LAYER:
        assert getattr(DEFAULTS, option.name) == option.default


def test_a_value_is_read_or_refused_in_a_sentence() -> None:
    size = next(option for option in options_of_command("render") if option.name == "size")
    assert read_option(size, "640x360") == (640, 360)
    with pytest.raises(NotationError) as caught:
        read_option(size, "640")
    assert str(caught.value) == (
        "--size 640: a picture has a width and a height, not 1 sizes. Write width x height in"
        " pixels. Try --size 1280x720."
    )
    with pytest.raises(NotationError, match=r"--theme drak is not known.*Did you mean dark\?"):
        read_option(next(o for o in options_of_command("render") if o.name == "theme"), "drak")
