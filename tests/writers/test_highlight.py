"""Matched words in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.findings import Evidence
from scanner.writers.html.highlight import field_text, segments
from tests.factory import evidence, line


def test_words_are_cut_out_by_their_offsets():
    said = "NdFeB magnet NdFeB"
    second = Evidence(signal="term", text="NdFeB", field="description", start=13, end=18, means="")
    assert segments(said, [second]) == [("NdFeB magnet ", False), ("NdFeB", True)]


def test_overlapping_words_are_one_piece():
    said = "sintered NdFeB magnet"
    found = [evidence("NdFeB magnet", said), evidence("sintered NdFeB", said)]
    assert segments(said, found) == [("sintered NdFeB magnet", True)]


def test_offsets_that_do_not_hold_the_words_are_looked_up():
    wrong = Evidence(signal="term", text="NdFeB", field="description", start=0, end=5, means="")
    assert segments("a NdFeB", [wrong]) == [("a ", False), ("NdFeB", True)]
    assert segments("nothing", [wrong]) == [("nothing", False)]


def test_evidence_without_an_extent_marks_nothing():
    whole = Evidence(signal="hs", text="8505", field="hs_code", start=0, end=0, means="")
    assert segments("8505", [whole]) == [("8505", False)]


@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FFF, categories=["L", "N", "P", "Zs"])), st.data()
)
def test_no_character_is_lost_or_moved(text: str, data: st.DataObject):
    ends = st.integers(0, len(text))
    found = []
    for _ in range(data.draw(st.integers(0, 3))):
        start, end = sorted((data.draw(ends), data.draw(ends)))
        found.append(Evidence(signal="term", text=text[start:end], field="description", start=start, end=end, means=""))
    assert "".join(piece for piece, _ in segments(text, found)).replace("\xa0", " ") == text.replace("\xa0", " ")


def test_a_field_is_found_where_the_file_keeps_it():
    of = line(description="d", other={"Remarks": "r"})
    assert field_text(of, "description") == "d"
    assert field_text(of, "Remarks") == "r"
    assert field_text(of, "quantity") is None
