"""The parts that write an annotated copy: columns, references, places of elements."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.writers.annotate.splice import Edits, walk, with_attributes
from scanner.writers.annotate.styles import column_letters, column_number, corners, reference


@given(st.integers(1, 16_384))
def test_column_letters_and_numbers_agree(number: int) -> None:
    assert column_number(column_letters(number)) == number


@given(st.integers(1, 99), st.integers(1, 99), st.integers(100, 999), st.integers(100, 999))
def test_references_read_as_written(c1: int, r1: int, c2: int, r2: int) -> None:
    assert corners(reference(c1, r1, c2, r2)) == (c1, r1, c2, r2)


NAMES = st.sampled_from(["a", "x:b", "row", "c"])


@st.composite
def xml(draw: st.DrawFn) -> str:
    name = draw(NAMES)
    gap = draw(st.sampled_from([" ", "\n", "  "]))
    attribute = draw(st.sampled_from(["", f'{gap}r="a>b"', f"{gap}s='1'{gap}"]))
    children = draw(st.lists(st.deferred(xml), max_size=3)) if draw(st.booleans()) else None
    if children is None:
        return f"<{name}{attribute}/>"
    return f"<{name}{attribute}>{draw(st.sampled_from(['', 'text', 'Ü氧']))}{''.join(children)}</{name}>"


@settings(max_examples=100)
@given(st.lists(xml(), max_size=4))
def test_places_of_elements_are_exact_and_no_edit_changes_nothing(parts: list[str]) -> None:
    content = f"<root xmlns:x='u'>{''.join(parts)}</root>".encode()
    starts: list[tuple[str, int]] = []

    def end(name: str, at: int, empty: bool) -> None:
        opened, start = starts.pop()
        assert opened == name
        assert content[at - 2 : at] == b"/>" if empty else content[at : at + 2] == b"</"
        assert edits.tag(start).rstrip(b"/>").strip(b"<").split()[0].rpartition(b":")[2].decode() == name

    edits = Edits(content)
    walk(content, lambda name, _, at: starts.append((name, at)), end, "x")
    assert edits.done() == content


def test_attributes_are_set_or_added_in_place() -> None:
    assert with_attributes(b'<c r="A1" s="3"/>', s="7") == b'<c r="A1" s="7"/>'
    assert with_attributes(b"<c r='A1'>", s="7") == b"<c r='A1' s=\"7\">"
    assert with_attributes(b'<c rs="1" s="2">', s="7") == b'<c rs="1" s="7">'
