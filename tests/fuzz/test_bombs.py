"""Small inputs that ask for gigabytes or hours: an answer or a refusal, within 500 MB and 10 s."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import tconv_anim
from tests.helpers.daily import every

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits are those of POSIX")

_MOST_BYTES: Final = 500 << 20
_MOST_S: Final = 10

# -- files --------------------------------------------------------------------------------------


def text(name: str, content: str) -> Callable[[], None]:
    return lambda: void(Path(name).write_text(content, encoding="utf-8"))


def million(name: str) -> Callable[[], None]:
    """A million tables, which are not made for a test that does not run."""

    def write() -> None:
        text(name, "".join(f"[figures.f{n}]\n" for n in range(10**6)))()

    return write


def void(_: object) -> None:
    """Nothing of it."""


def sparse(name: str, head: bytes = b"") -> Callable[[], None]:
    """A file of 3 GB, nearly all of it a hole."""

    def make() -> None:
        with Path(name).open("wb") as file:
            file.write(head)
            file.seek(3 << 30)
            file.write(b"x")

    return make


def stored(command: str) -> Callable[[], None]:
    """A PNG with a command in it."""

    def make() -> None:
        info = PngInfo()
        info.add_itxt("Comment", command)
        Image.new("RGB", (4, 4)).save("a.png", pnginfo=info)

    return make


def picture(mode: str, size: tuple[int, int]) -> Callable[[], None]:
    return lambda: Image.new(mode, size).save("a.png")


def array_header(shape: str) -> Callable[[], None]:
    head = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    data = b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode()
    return lambda: void(Path("a.npy").write_bytes(data))


def model(build: str) -> Callable[[], None]:
    def make() -> None:
        pytest.importorskip("onnx")
        import onnx

        from tests.helpers.onnx_models import integers, node, saved, weights

        w, here = weights("w", 1, 1, 3, 3), Path()
        conv = [node("Reshape", "x", "t40", to="r"), node("Conv", "r", "w", to="y")]
        if build == "doubled":
            nodes = [node("Concat", "n", "n", to="t0", axis=0)]
            nodes += [node("Concat", f"t{k}", f"t{k}", to=f"t{k + 1}", axis=0) for k in range(40)]
            saved(here, [*nodes, *conv], [w, integers("n", 1)], 1, 1, 8, 8)
            return
        calls = [node("F0", "x", to="c", domain="my.ops"), node("Conv", "c", "w", to="y")]
        saved(here, calls, [w], 1, 1, 8, 8)
        made = onnx.load("model.onnx")
        imports = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("my.ops", 1)]
        for k in range(9):
            inner = f"F{k + 1}" if build == "inlined" else "F0"
            names = ["a", *(f"v{n}" for n in range(10)), "b"]
            nodes = [
                node(inner if k < 8 else "Relu", one, to=two, domain="my.ops" if k < 8 else "")
                for one, two in pairwise(names)
            ]
            made.functions.append(
                onnx.helper.make_function("my.ops", f"F{k}", ["a"], ["b"], nodes, imports)
            )
        onnx.save(made, "model.onnx")

    return make


def nothing() -> None:
    """The command line is all."""


# -- commands, and what they read ----------------------------------------------------------------

_MANY = 9223372036854775807
_BOMBS: Final[tuple[tuple[str, Callable[[], None]], ...]] = (
    ("size model.onnx", model("doubled")),
    ("size model.onnx", model("inlined")),
    ("size model.onnx", model("recursive")),
    ("size a.onnx", sparse("a.onnx")),
    ("size a.toml", sparse("a.toml")),
    ("size a.toml", text("a.toml", "a = [" + "1," * 4_000_000 + "]")),
    ("size a.toml", text("a.toml", "a = " + "[" * 100_000)),
    ("size a.toml", text("a.toml", ".".join("a" * 100_000) + " = 1")),
    ("size a.toml", text("a.toml", "channels = " + "9" * 8_000_000)),
    ("size a.toml", text("a.toml", "[[layers]]\nkernel_size = 3\n" * 49_000)),
    ("size --layers WORDS", nothing),
    ("size --from 9 --to 3 --kind conv --d 1000000000", nothing),
    ("size --from 16x15x14 --to 32x30x28 --max-k 256", nothing),
    ("size --from 16 --to 32 --max-k 256 --limit 0", nothing),
    (f"size --i {_MANY} --k {_MANY} --s 1 --compare", nothing),
    ("size --i 1000000000 --k 1000000 --s 999999 --kind transposed", nothing),
    ("size --preset esrgan --reach 0,0", nothing),
    (f"render --filmstrip {_MANY} -o a.png", nothing),
    ("render --i 1000000 --alt", nothing),
    ("render --k 1000000 --p 999999 --alt", nothing),
    (f"render --in-channels {_MANY} --alt", nothing),
    ("render --out-channels 3000 --in-channels 3000 --alt", nothing),
    ("render --s 100000 --alt", nothing),
    ("render --max-frames 999999999 --i 300 --k 1 --s 1 --p 0 --view overlap --alt", nothing),
    ("render --title TITLE -o a.png", nothing),
    ("cheatsheet --title TITLE", nothing),
    ("cheatsheet --i 100000 --k 999 --alt", nothing),
    ("cheatsheet --layers WORDS --alt", nothing),
    ("render --x a.csv --alt", text("a.csv", "1," * 20_000_000)),
    ("render --x a.csv --alt", text("a.csv", "9" * 40_000_000)),
    ("render --x a.csv --alt", sparse("a.csv")),
    ("render --x a.npy --alt", array_header("(5000, 5000)")),
    ("render --x a.npy --alt", array_header("(1000000000, 1000000000)")),
    ("render --x a.png --alt", picture("RGB", (30_000, 30_000 // 36))),
    ("render --x a.png --x-size 4 --alt", picture("RGB", (5000, 5000))),
    ("render --x a.png --x-size 4 --alt", picture("RGBA", (5000, 5000))),
    ("render --x a.png --x-size 4 --rgb --alt", picture("RGB", (5000, 5000))),
    ("batch a.toml --list", text("a.toml", '[[sweep]]\nk = [3]\nname = "{k:1999999999d}"\n')),
    ("batch a.toml --list", million("a.toml")),
    (
        "batch a.toml --list",
        text("a.toml", "[[sweep]]\n" + "".join(f"{c} = {[1] * 99}\n" for c in "ikspd")),
    ),
    ("batch a.toml --list", sparse("a.toml")),
    ("explain a.svg", sparse("a.svg", b"<svg>")),
    ("explain a.svg", text("a.svg", "<svg><dc:source>tconv-anim render " + "x" * 4_000_000)),
    (
        "explain a.html",
        text("a.html", '<meta name="command" content="tconv-anim ' + "x" * 4_000_000),
    ),
    ("explain a.png", stored("tconv_anim.x(" + "-" * 5000 + "1)")),
    ("explain a.png", stored("tconv_anim.x(" + "(" * 60_000)),
    ("explain a.png", stored("tconv-anim render --x '" + "1," * 30_000 + "1'")),
    ("explain a.png", stored("tconv-anim cheatsheet --i 100000 --layers '" + "k3 " * 20_000 + "'")),
    ("explain a.png", stored(f"tconv-anim render --i {_MANY} --k {_MANY}")),
)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_S, _MOST_S))


@pytest.mark.slow
@pytest.mark.parametrize(("line", "make"), every(24, _BOMBS))
def test_it_is_answered_or_refused_at_once(
    line: str, make: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(tconv_anim.__file__).parents[1]))
    make()
    words = {"WORDS": "k3s2 " * 20_000, "TITLE": "a" * 5000}
    done = subprocess.run(
        [sys.executable, "-m", "tconv_anim", *(words.get(word, word) for word in line.split())],
        capture_output=True,
        text=True,
        timeout=600,  # of the clock; the processor's are limited above
        check=False,
        preexec_fn=_limit,
    )
    assert done.returncode in (0, 2), done
    assert "internal error" not in done.stderr
    told = 2 if line.startswith("batch") else 1  # what is wrong with the file, and how many
    assert done.stderr.count("\n") <= told or done.returncode == 0
    assert len(done.stderr) < 700
    assert not list(tmp_path.glob(".tconv-*"))
