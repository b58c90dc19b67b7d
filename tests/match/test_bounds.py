from __future__ import annotations

import pytest

from scanner.match import bounds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("size <= ", "le"), ("≤", "le"), ("max. ", "le"), ("bis zu ", "le"), ("不超过", "le"),
        ("min ", "ge"), ("mindestens ", "ge"), (">=", "ge"), ("不低于", "ge"),
        ("< ", "lt"), ("小于", "lt"), ("> ", "gt"), ("über ", "gt"), ("ca. ", "about"), ("约", "about"),
    ],
)  # fmt: skip
def test_words_before_a_number_bound_it(text: str, kind: str) -> None:
    found = bounds.before(text)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize("text", ["", "titanium ", "D", "admin ", "america ", "plus ", "dia 20 x "])
def test_other_words_bound_nothing(text: str) -> None:
    assert bounds.before(text) is None


@pytest.mark.parametrize(
    ("text", "kind"), [(" max", "le"), ("以下", "le"), (" or more", "ge"), ("+", "ge"), ("以上", "ge"), ("未満", "lt")]
)
def test_words_behind_a_unit_bound_it(text: str, kind: str) -> None:
    found = bounds.after(text, 0)
    assert found is not None
    assert found == (kind, len(text))


@pytest.mark.parametrize("text", ["", " maximal", "+/-5", "+5", " minutes", " orange"])
def test_what_merely_begins_alike_bounds_nothing(text: str) -> None:
    assert bounds.after(text, 0) is None
