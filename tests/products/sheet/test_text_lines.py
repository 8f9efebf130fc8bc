"""Lines of a sheet: they fit, keep every letter, and are shared out fairly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tconv_anim.products.sheet.blocks import Room, share
from tconv_anim.products.sheet.text_lines import Span, sentence, wrapped

# -- blocks ---------------------------------------------------------------------------------


@given(st.text("ab ,_′(", max_size=80), st.integers(30, 400), st.sampled_from(["sans", "mono"]))
def test_lines_fit_and_keep_every_letter(line: str, room: int, face: str) -> None:
    lines = wrapped([Span(line, face), Span(line[::-1], "bold")], 20, 17, room, hang=10)
    assert all(one.width(20, 17) <= room for one in lines)
    kept = "".join(span.text for one in lines for _, span in one.pieces)
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
    spans = [Span("so "), Span("p = 1,", "formula"), Span(" and")]
    assert sentence("so {}, and", "p = 1") == spans
