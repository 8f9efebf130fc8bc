"""Errors as templates: spelled for Python and for the command line, read as data."""

from __future__ import annotations

import ast
import pickle
import string

from tconv_anim.errors import Argument, FigureError, LayerError, Message
from tests.helpers.sources import FILES, PACKAGE, nodes_of


def example() -> LayerError:
    return LayerError(
        "{output_padding} must be smaller than max(stride, dilation) = {limit}.",
        output_padding=Argument("output_padding", 2),
        limit=2,
        advice=Message("Try {remedy}.", remedy=Argument("output_padding", 1)),
    )


def test_the_same_error_for_python_and_for_the_command_line() -> None:
    error = example()
    assert str(error) == (
        "output_padding=2 must be smaller than max(stride, dilation) = 2. Try output_padding=1."
    )
    assert error.in_flags() == "--op 2 must be smaller than max(stride, dilation) = 2. Try --op 1."


def test_fields_are_data() -> None:
    error = example()
    assert error.fields == {"output_padding": Argument("output_padding", 2), "limit": 2}
    assert error.arguments() == (Argument("output_padding", 2), Argument("output_padding", 1))
    assert error.without_advice().in_flags() == (
        "--op 2 must be smaller than max(stride, dilation) = 2."
    )


def test_an_error_inside_another_is_spelled_as_that_is() -> None:
    outer = FigureError("{file}: {reason}", file="{a}.toml", reason=example())
    assert outer.in_flags().startswith("{a}.toml: --op 2 must be")
    assert str(outer).endswith(" Try output_padding=1.")
    assert len(outer.arguments()) == 2


def test_arguments_can_be_replaced_everywhere() -> None:
    outer = LayerError("{place}: {reason}", place="word 1", reason=example())
    short = outer.replaced(lambda argument: f"op{argument.value}")
    assert isinstance(short, LayerError)
    assert str(short) == "word 1: op2 must be smaller than max(stride, dilation) = 2. Try op1."


def test_text_without_fields_keeps_its_braces() -> None:
    assert str(LayerError("skip = { from = name }")) == "skip = { from = name }"


def test_errors_survive_pickling() -> None:
    again = pickle.loads(pickle.dumps(example()))
    assert isinstance(again, LayerError)
    assert again.in_flags() == example().in_flags()
    assert again.fields == example().fields


def test_templates_name_their_fields() -> None:
    """Every template in the package has exactly the fields that it is given."""
    found = 0
    for path in FILES:
        for node in nodes_of(path):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if not (called.endswith("Error") or called == "Message"):
                continue
            given = {keyword.arg for keyword in node.keywords}
            template = node.args[0]
            if not given or None in given or not isinstance(template, ast.Constant):
                continue
            names = {
                name for _, name, _, _ in string.Formatter().parse(str(template.value)) if name
            }
            if called != "Message":
                given -= {"advice"}
            assert names == given, f"{path.name}:{node.lineno}"
            found += 1
    assert found


def test_the_command_line_makes_no_text_of_errors() -> None:
    """Its errors are templates as everywhere: values are fields."""
    for path in (PACKAGE / "cli").rglob("*.py"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                text = isinstance(node.args[0], ast.JoinedStr)
                known = called in ("UsageError", "OutputError")
                assert not (known and text), f"{path.name}:{node.lineno}"
