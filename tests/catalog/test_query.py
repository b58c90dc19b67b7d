from __future__ import annotations

import pytest

from scanner.catalog.load import load
from scanner.catalog.query import alike, lookup, search, select

CATALOG = load()


def test_properties_must_all_hold_and_values_of_one_are_alternatives() -> None:
    found = select(CATALOG, measures=("cn-2025-57", "18"), groups=("erbium", "samarium"), kinds=("material",))
    assert {x.measure for x in found} == {"cn-2025-57", "cn-2025-18"}
    assert {x.group for x in found} == {"erbium", "samarium"}
    assert all("Er" in x.elements for x in select(CATALOG, elements=("er",)))
    assert select(CATALOG, measures=("cn-2025-57",), groups=("samarium",)) == []


def test_a_code_may_be_of_the_list_or_of_the_customs() -> None:
    assert {x.code for x in select(CATALOG, code="1c910.a.2")} == {"1C910.a.2.a"}
    assert "cn-2025-58:3A001" in {x.id for x in select(CATALOG, code="850760")}


def test_nothing_asked_for_is_everything() -> None:
    assert len(select(CATALOG)) == len(CATALOG.controls) == 305


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("cn-2025-57:1C910.b", ["cn-2025-57:1C910.b"]),
        ("1c910.b", ["cn-2025-57:1C910.b"]),
        ("cn-2025-61", ["cn-2025-61"]),
        ("61", ["cn-2025-61"]),
        ("57", ["cn-2023-tech-catalogue", "cn-2025-57"]),
        ("faq5-sensors", ["faq5-sensors"]),
        ("nothing", []),
    ],
)
def test_records_are_found_by_id_code_and_number(name: str, ids: list[str]) -> None:
    assert [getattr(x, "id", None) for _, x in lookup(CATALOG, name)] == ids


def test_a_mistyped_id_has_its_like() -> None:
    assert "cn-2025-57:1C910.b" in alike(CATALOG, "cn-2025-57:1C91O.b")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("铒靶", "cn-2025-57:1C910.a.3.a"),
        ("7440-60-0", "cn-2025-57:1C909.a.1"),
        ("ＥＲ２Ｏ３", "cn-2025-57:1C910.b"),
        ("Faulhaber", "Faulhaber"),
        ("diamond WIRE", "cn-2025-55:2C902.c"),
        ("commissioning magnet", "cn-2025-62:1E902.b"),
    ],
)
def test_words_find_records_in_any_language(text: str, first: str) -> None:
    hits = search(CATALOG, text)
    assert first in [x.id for x in hits[:5]]


def test_a_name_is_ranked_before_a_remark() -> None:
    ranks = [x.rank for x in search(CATALOG, "erbium oxide")]
    assert ranks == sorted(ranks)
    assert ranks[0] < ranks[-1]


def test_every_word_must_occur() -> None:
    assert search(CATALOG, "erbium zzzz") == []
    assert search(CATALOG, "  ") == []
