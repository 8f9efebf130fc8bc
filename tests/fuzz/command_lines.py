"""Command lines over all commands, most of them sensible, made from the declared options."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from tconv_anim.layers.networks.presets import preset_names
from tconv_anim.options import Option
from tconv_anim.products.command_options import choices_of, command_options
from tests.fuzz.broken_files import damaged

__all__ = ["HOSTILE", "Line", "command_line"]


class Line(NamedTuple):
    """A command with its arguments, and what it reads."""

    args: tuple[str, ...]
    files: Mapping[str, bytes] = {}
    stdin: bytes = b""


HOSTILE: Final = (
    *(
        "",
        " ",
        "-",
        "--",
        "-1",
        "0",
        "1.5",
        "1e9",
        "nan",
        "inf",
        "x",
        "1x",
        "x1",
        "1x1x1x1",
        "1:2:3",
    ),
    *("9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483648"),
    *("9" * 40, "9" * 5000, "1000000", "65536", "١٢", "²", "３", "+3", "0x10", "1_000", "007"),
    *(
        "\x1b[2J",
        "\x1b]0;t\x07",
        "a\rb",
        "a\nb",
        "\u202eabc",
        "a\u200bb",
        "\x9b31m",
        "\ufeff3",
        "\x7f",
    ),
    *(
        "\udcff",
        "\udc1b",
        "\U000e0041",
        "e\u0301" * 150,
        "日本語",
        "a" * 201,
        "%s%d{}",
        "{0}",
        "{k}",
    ),
    *("../../x", "~", "$HOME", "`id`", "'", '"', "\\", "<b>&amp;", "}}\\input{x}", "None", "null"),
)
"""Values that no option expects."""

_FOLDERS: Final = ("figures", "new", "missing/new", "a.gif", "file.txt", ".", "folder")
_PICTURES: Final = ("png", "svg", "pdf", "gif", "webp", "apng", "html", "mp4", "webm")
_LEFT_ALONE: Final = ("dask", "jobs", "quiet", "help")
"""Options that talk to other machines, or start processes."""
_OFTEN: Final = (
    *("kind", "input_size", "kernel_size", "stride", "padding", "dilation", "output_padding"),
)


def command_line(choose: random.Random) -> Line:
    """A line of any command."""
    command = choose.choices(
        ("size", "render", "cheatsheet", "batch", "explain", "slips"), (66, 14, 1, 8, 8, 3)
    )[0]
    makers: dict[str, Callable[[random.Random], Line]] = {
        "size": _size,
        "render": _render,
        "cheatsheet": _cheatsheet,
        "batch": _batch,
        "explain": _explain,
        "slips": _slip,
    }
    return makers[command](choose)


# -- commands -----------------------------------------------------------------------------------


def _size(choose: random.Random) -> Line:
    what = choose.choices(("layer", "search", "network", "any"), (60, 10, 20, 10))[0]
    if what == "search":
        sizes = [str(choose.randint(1, 40)) for _ in range(2)]
        words = ["--from", sizes[0], "--to", sizes[1]]
        names = ("kind", "max_k", "limit", "kernel_size", "stride", "dilation", "framework", "dims")
        return Line(("size", *words, *_some(choose, "size", names, 2)))
    if what == "network":
        return _network(choose, "size")
    some: tuple[str, ...] = tuple(_OFTEN) if what == "layer" else ()
    more = _some(choose, "size", some, 4)
    return Line(("size", *more, *(("--json",) if choose.random() < 0.7 else ())))


def _network(choose: random.Random, command: str) -> Line:
    how = choose.randrange(3)
    names = ("input_size", "channels", "count", "format", "json", "reach")
    more = _some(choose, command, names, 1)
    if how == 0:
        return Line((command, "--layers", _layer_words(choose), *more))
    if how == 1 or command != "size":
        return Line((command, "--preset", choose.choice(preset_names()), *more))
    return Line((command, "net.toml", *more), {"net.toml": _network_file(choose)})


def _render(choose: random.Random) -> Line:
    names: tuple[str, ...] = tuple(_OFTEN) if choose.random() < 0.6 else ()
    words = _some(choose, "render", names, 5)
    if choose.random() < 0.5:
        words += _some(choose, "render", ("view", "style", "dims", "in_channels", "letters"), 2)
    if choose.random() < 0.8:
        return Line(("render", *words, "--alt"))
    form = choose.choices(_PICTURES, (30, 8, 4, 8, 2, 2, 2, 0.3, 0.3))[0]
    size = choose.choice(("320x180", "320x180", "480x270"))
    return Line(("render", *words, "--size", size, "-o", f"out.{form}"))


def _cheatsheet(choose: random.Random) -> Line:
    if choose.random() < 0.3:
        line = _network(choose, "cheatsheet")
        return line._replace(args=(*line.args, "--alt"))
    words = _some(choose, "cheatsheet", tuple(_OFTEN) if choose.random() < 0.5 else (), 4)
    drawn = choose.random() < 0.1
    return Line(("cheatsheet", *words, *(("-o", "out.png") if drawn else ("--alt",))))


def _batch(choose: random.Random) -> Line:
    words = _some(choose, "batch", (), 2)
    words += choose.choices((["--dry-run"], ["--list"], ["--jobs", "1"]), (60, 36, 4))[0]
    text = _figure_file(choose)
    if choose.random() < 0.1:
        return Line(("batch", "-", *words), stdin=text)
    return Line(("batch", "course.toml", *words), {"course.toml": text})


def _explain(choose: random.Random) -> Line:
    names = ("a.gif", "a.png", "a.svg", "a.html", "folder", "missing.gif", "file.txt", *HOSTILE)
    return Line(("explain", choose.choice(names), *_some(choose, "explain", (), 1)))


def _slip(choose: random.Random) -> Line:
    """What is no command at all, or one of its parts in the wrong place."""
    words = [choose.choice(("size", "render", "batch", "sice", "--help", "-V", "help", "explain"))]
    words += [
        choose.choice((*HOSTILE, "--k", "--kind", "-o", "3")) for _ in range(choose.randrange(4))
    ]
    if words[0] in ("render", "batch"):
        words += ["--alt" if words[0] == "render" else "--list"]
    return Line(tuple(words))


# -- options ------------------------------------------------------------------------------------


def _some(choose: random.Random, command: str, names: tuple[str, ...], most: int) -> list[str]:
    """Up to *most* options of a command with values; of *names* only, where there are any."""
    options = [
        option
        for option in command_options(command)
        if option.name not in _LEFT_ALONE and (not names or option.name in names)
    ]
    words: list[str] = []
    for option in choose.sample(options, min(len(options), choose.randint(0, most))):
        words.append(choose.choice(option.flags))
        if option.kind != "switch":
            words.append(value_of(choose, option))
    return words


def value_of(choose: random.Random, option: Option) -> str:
    """A value for an option: mostly one that it can take."""
    if choose.random() < 0.06:
        return choose.choice(HOSTILE)
    if option.kind == "choice":
        known = choices_of(option)
        return choose.choice((*known, "deconv", known[0].upper())) if known else "x"
    if option.kind == "text":
        return _text_of(choose, option.name)
    return _number_of(choose, option)


def _number_of(choose: random.Random, option: Option) -> str:
    def one(least: int, most: int) -> str:
        return "x".join(str(choose.randint(least, most)) for _ in range(_axes(choose)))

    match option.kind:
        case "padding":
            ends = [f"{choose.randint(0, 3)}:{choose.randint(0, 3)}", str(choose.randint(0, 3))]
            pairs = "x".join(choose.choice(ends) for _ in range(_axes(choose)))
            return choose.choice((pairs, one(0, 3), "same", "valid", "causal", "same_upper"))
        case "output padding":
            return choose.choice((one(0, 2), "none"))
        case "picture size":
            return choose.choice(("320x180", "480x270", "960x540", "10x10", "180x320", "99999x9"))
        case "cell":
            return ",".join(str(choose.randint(0, 4)) for _ in range(choose.randint(1, 3)))
        case "scale":
            return choose.choice(("2", "3", "1.5", "2x1", "0.5", "0", "1e-9", "1e300"))
        case "whole":
            if option.name in ("step_ms", "hold_ms"):
                return str(choose.choice((20, 100, 350, 1000, 15, 10**6)))
            if option.name == "groups" or "channels" in option.name:
                return str(choose.choice((1, 1, 2, 3, 4, 6, 0, 64)))
            return str(choose.randint(-1, 6))
    least, most = (1, 5) if option.name in ("stride", "dilation") else (1, 9)
    return one(least, most)


def _axes(choose: random.Random) -> int:
    return choose.choices((1, 2, 3), (75, 20, 5))[0]


def _text_of(choose: random.Random, name: str) -> str:
    match name:
        case "x" | "w":
            files = ("x.npy", "x.csv", "photo.png", "missing.png", "folder", "file.txt", "net.onnx")
            return choose.choice((*files, _numbers(choose), _numbers(choose), _numbers(choose)))
        case "layers":
            return _layer_words(choose)
        case "preset":
            return choose.choice((*preset_names(), "unett", "dc gan"))
        case "output":
            stem = choose.choice(("out", "folder/out", "missing/out", "CON", "com1", "a" * 300))
            return f"{stem}.{choose.choice((*_PICTURES[:3], 'bmp', 'PNG', ''))}"
        case "output_dir" | "gallery" | "frames":
            return choose.choice(_FOLDERS)
        case "deck":
            return choose.choice(("deck.pptx", "deck.ppt", "missing/deck.pptx", "folder"))
        case "formats":
            return choose.choice(("gif,png", "png", "gif", "pdf,svg", "bmp", ",", "GIF"))
    return choose.choice(("A title", "first", "up_k4", "Größe & co.", "a" * 199, *HOSTILE))


def _numbers(choose: random.Random) -> str:
    rows, columns = choose.randint(1, 4), choose.randint(1, 4)
    cells = ("0", "1", "2", "-3", "12", "0.5", "1e3", "-0")
    text = ";".join(",".join(choose.choice(cells) for _ in range(columns)) for _ in range(rows))
    return choose.choice((text, text, text, f"{text}|{text}", f"{text},", f"{text};1,2,3,4,5,6"))


def _layer_words(choose: random.Random) -> str:
    letters = {
        "k": (1, 5),
        "s": (1, 3),
        "p": (0, 2),
        "d": (1, 2),
        "op": (0, 1),
        "c": (1, 64),
        "g": (1, 2),
    }
    words = []
    for _ in range(choose.randint(1, 5)):
        kind = choose.choices(
            ("", "conv:", "transposed:", "pool:", "avgpool:", "resize:", "shuffle:", "crop:"),
            (50, 15, 5, 8, 4, 8, 3, 1),
        )[0]
        if kind in ("resize:", "shuffle:"):
            word = choose.choice(("x2", "x3", "x1.5", "x2x1", "k2", ""))
        else:
            most = "kspc" if kind in ("pool:", "avgpool:") else tuple(letters)
            used = ["k", *choose.sample(most[1:], choose.randint(0, 3))]
            word = "".join(f"{one}{choose.randint(*letters[one])}" for one in used)
            word += choose.choice(("", "", "", "", "ceil", "+input", "+conv1", "+9", "k"))
        words.append(kind + word)
    return choose.choice((" ", " ", " ", ",", "  ")).join(words)


# -- files --------------------------------------------------------------------------------------


def _toml_value(choose: random.Random, text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) < 19 and choose.random() < 0.7:
        return str(int(text))
    safe = text.encode("utf-8", "replace").decode()
    return '"' + "".join(f"\\u{ord(c):04x}" if c < " " or c in '"\\\x7f' else c for c in safe) + '"'


def _figure_file(choose: random.Random) -> bytes:
    """A file of figures with one to five tables."""
    lines: list[str] = []
    if choose.random() < 0.3:
        lines += ["[defaults]", *_keys(choose, 2)]
    for number in range(choose.randint(1, 3)):
        name = choose.choice((f"f{number}", f"f{number}", f"f{number}", *HOSTILE))
        lines += [f"[figures.{_toml_value(choose, 'x' + name)[:1]}{_toml_value(choose, name)[1:]}]"
                  if not name.isalnum() or not name.isascii() else f"[figures.{name}]",
                  *_keys(choose, 4)]  # fmt: skip
    if choose.random() < 0.4:
        values = ", ".join(str(choose.randint(0, 5)) for _ in range(choose.randint(0, 3)))
        key = choose.choice(("k", "i", "s", "op", "theme", "view"))
        pattern = choose.choice(
            ("{k}", "n_{k:03d}", "{i}_{s}", "{k!r}", "{k:99999d}", "{0}", "{", "x")
        )
        lines += ["[[sweep]]", f"{key} = [{values}]", f'name = "{pattern}"', *_keys(choose, 2)]
    text = "\n".join(lines).encode()
    return damaged(choose, text) if choose.random() < 0.15 else text


def _keys(choose: random.Random, most: int) -> list[str]:
    command = choose.choices(("render", "cheatsheet"), (9, 1))[0]
    lines = [f'command = "{command}"'] if command != "render" or choose.random() < 0.1 else []
    options = [o for o in command_options(command) if o.name not in (*_LEFT_ALONE, "output")]
    if choose.random() < 0.6:
        options = [o for o in options if o.name in _OFTEN]
    for option in choose.sample(options, choose.randint(0, most)):
        key = choose.choice(option.flags).lstrip("-")
        value = "true" if option.kind == "switch" else _toml_value(choose, value_of(choose, option))
        lines.append(f"{key} = {value}")
    return lines


def _network_file(choose: random.Random) -> bytes:
    lines = [f"input_size = {choose.choice((1, 4, 16, 224, 0, -1))}"]
    lines += [f"channels = {choose.choice((1, 3, 64, 0))}"] if choose.random() < 0.6 else []
    for number in range(choose.randint(0, 5)):
        lines += ["[[layers]]", f"kernel_size = {choose.randint(1, 5)}"]
        more: dict[str, Any] = {
            "name": _toml_value(choose, choose.choice((f"l{number}", "up", *HOSTILE))),
            "kind": choose.choice(('"conv"', '"transposed"', '"pool"', '"resize"', '"crop"', "3")),
            "stride": choose.choice(("2", '"2x1"', "0", "[2, 2]", "2.5", "1000000000000")),
            "padding": choose.choice(("1", '"same"', '"0:1"', "-1", "true")),
            "channels": choose.choice(("8", "0", '"8"', "9999999999999")),
            "skip": choose.choice(('{ from = "l0" }', "{ size = 4, channels = 2 }", "3", "{}")),
            "scale": choose.choice(("2", "1.5", "0")),
        }
        for key in choose.sample(tuple(more), choose.randint(0, 3)):
            lines.append(f"{key} = {more[key]}")
    text = "\n".join(lines).encode()
    return damaged(choose, text) if choose.random() < 0.15 else text
