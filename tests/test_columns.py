"""Columns are equal to the records and values that they stand for, however they are asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.bom import SourceRef
from scanner.columns import Derived, Filled, Records, Same, Sparse, column, entries

CUTS = st.slices(7)


def columns() -> list[tuple[Any, list[Any]]]:
    """Each kind of column and what it stands for."""
    return [
        (Same("a", 7), ["a"] * 7),
        (Sparse("a", {2: "b", 6: "c"}, 7), ["a", "a", "b", "a", "a", "a", "c"]),
        (Derived(str, range(7)), list("0123456")),
        (
            Filled({"x": ["1", None, "2", None, "3", None, None], "y": [None, "4", "5", None, None, None, "6"]}, 7),
            [{"x": "1"}, {"y": "4"}, {"x": "2", "y": "5"}, {}, {"x": "3"}, {}, {"y": "6"}],
        ),
        (places(7), [SourceRef(0, "BOM", 2 + i) for i in range(7)]),
    ]


def places(size: int) -> Records[SourceRef]:
    fields: dict[str, Any] = {"file": Same(0, size), "sheet": Same("BOM", size), "row": range(2, 2 + size)}
    return Records(SourceRef, {**fields, "column": Same(None, size)})


@settings(max_examples=60)
@given(CUTS, st.integers(-7, 6))
def test_a_column_is_what_it_stands_for(cut: slice, at: int) -> None:
    for made, meant in columns():
        assert len(made) == len(meant)
        assert made[at] == meant[at]
        assert list(made[cut]) == meant[cut]
        assert list(made) == meant
        assert list(made[cut]) == meant[cut], "after all of it was made"


@pytest.mark.parametrize("at", [7, -8])
def test_nothing_stands_beyond_the_end(at: int) -> None:
    for made, _ in columns():
        with pytest.raises(IndexError):
            made[at]


def test_records_equal_a_tuple_of_them_and_are_made_once() -> None:
    made = places(3)
    one = made[1]
    assert made[1] is one
    assert made == (SourceRef(0, "BOM", 2), SourceRef(0, "BOM", 3), SourceRef(0, "BOM", 4))
    assert made == places(3)
    assert made != places(2)
    assert made[2] is made[2]
    assert repr(made) == repr(tuple(made))


def test_a_field_is_read_of_columns_and_of_plain_records_alike() -> None:
    rows = Records(_Holder, {"place": places(2), "name": ["a", "b"]})
    for records in (rows, tuple(rows)):
        assert list(column(records, "name")) == ["a", "b"]
        assert list(column(records, "place.row")) == [2, 3]
    assert list(column(rows[1:], "place.row")) == [3]


def test_one_key_is_read_of_columns_and_of_plain_dictionaries_alike() -> None:
    filled = Filled({"x": ["1", None]}, 2)
    for dictionaries in (filled, list(filled)):
        assert list(entries(dictionaries, "x")) == ["1", None]
        assert list(entries(dictionaries, "y")) == [None, None]


class _Holder:
    def __init__(self, place: SourceRef, name: str) -> None:
        self.place, self.name = place, name
