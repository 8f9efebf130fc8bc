"""Lines of a sheet: they fit, keep every letter, and are shared out fairly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.layers.expressions import K_EFF, D, K, P
from tconv_anim.layers.formula_text import FormulaText
from tconv_anim.products.sheet.blocks import Room, share
from tconv_anim.products.sheet.text_lines import Span, sentence, wrapped

# -- blocks ---------------------------------------------------------------------------------


@given(st.text("ab ,_′(", max_size=80), st.integers(30, 400), st.sampled_from(["sans", "mono"]))
def test_lines_fit_and_keep_every_letter(line: str, room: int, face: str) -> None:
    lines = wrapped([Span(line, face), Span(line[::-1], "bold")], 20, 17, room, hang=10)
    assert all(one.width(20, 17) <= room for one in lines)
    kept = "".join(str(span.text) for one in lines for _, span in one.pieces)
    assert kept.replace(" ", "") == (line + line[::-1]).replace(" ", "")


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=6
    ),
    st.integers(0, 60),
)
def test_lines_are_shared_out_fairly(asked: list[tuple[int, int, int]], spare: int) -> None:
    rooms = [Room(least, least + more // 2, least + more, extra) for least, more, extra in asked]
    lines = sum(room.least for room in rooms) + spare
    counts = share(rooms, lines)
    assert sum(counts) <= lines
    for count, room in zip(counts, rooms, strict=True):
        assert room.least <= count
        assert count <= room.most or count == room.most + room.extra
    if any(count < room.most for count, room in zip(counts, rooms, strict=True)):
        assert sum(counts) == lines
    if any(count < room.full for count, room in zip(counts, rooms, strict=True)):
        assert all(count <= room.full for count, room in zip(counts, rooms, strict=True))


def test_formulas_among_words_keep_their_commas() -> None:
    spans = [Span("so "), Span(FormulaText.of(P, " = 1,")), Span(" and")]
    assert sentence("so {}, and", FormulaText.of(P, " = 1")) == spans


def test_formulas_break_between_their_words_and_nowhere_else() -> None:
    text = FormulaText.of(K_EFF, " = ", D * (K - 1) + 1, "\n", P, " = 1")
    lines = wrapped(Span(text), 20, 17, 130)
    assert [str(span.text) for line in lines for _, span in line.pieces] == [
        "k_eff =",
        "d·(k−1) + 1",
        "p = 1",
    ]
    assert all(line.width(20, 17) <= 130 for line in lines)
