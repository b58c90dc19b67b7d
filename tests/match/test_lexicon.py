"""Words are found the same way in one text and in many."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.catalog.load import built_in
from scanner.match import lexicon
from scanner.match.knowledge import knowledge
from scanner.match.lexicon import Lexicon
from scanner.match.text import fold

TABLES = knowledge(built_in()).tables
FEW, MANY = Lexicon(TABLES), Lexicon(TABLES)
WORDS = sorted({w for x in TABLES.words for w in x.split("\n")[::97]})
PIECES = st.sampled_from([*WORDS, *(w[:-1] for w in WORDS), " ", "-", "x", "42", "磁铁", "motor", "ndfeb"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=6).map(" ".join), st.sampled_from([0, 1]))
def test_a_search_without_an_automaton_finds_the_same_in_the_same_order(text: str, which: int) -> None:
    folded = fold(text)
    FEW._searched, MANY._searched = -len(folded), lexicon.FEW + 1
    assert FEW._hits(which, folded) == [tuple(x) for x in MANY._hits(which, folded)]
    assert not FEW._made
    assert which in MANY._made


def test_every_word_has_its_meanings() -> None:
    for which, words in enumerate(TABLES.words):
        meanings = TABLES.meanings[which].split("\n")
        assert len(words.split("\n")) == len(meanings)
        found = FEW._meaning(which, len(meanings) - 1)
        assert all(len(x) == 5 for x in found)
