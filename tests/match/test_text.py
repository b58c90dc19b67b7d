"""Texts made comparable, with the way back to what was written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.match.text import fold, join, normalise


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Brushless-Motor", "brushless motor"),
        ("Néodyme", "neodyme"),
        ("Lüfter", "lufter"),
        ("ＮＥＭＡ１７", "nema17"),
        ("Er₂O₃", "er2o3"),
        ("釹鐵硼磁鐵", "钕铁硼磁铁"),
        ("ﾓｰﾀｰ", "モーター"),
    ],
)
def test_forms_of_one_word_become_one(written: str, folded: str) -> None:
    assert normalise(written)[1] == folded


def test_web_addresses_are_no_words_of_the_line() -> None:
    assert "motor" not in normalise("Bracket https://shop.example/stepper-motor-mount")[1]


def test_trade_marks_do_not_become_letters() -> None:
    assert normalise("Kapton™ tape")[1].split() == ["kapton", "tape"]


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_plain_and_folded_have_one_length_and_offsets_lead_back(raw: str) -> None:
    plain, folded, offsets = normalise(raw)
    assert len(plain) == len(folded) == len(fold(plain))
    if offsets is not None:
        assert len(offsets) == len(plain) + 1
        assert list(offsets) == sorted(offsets)
        assert offsets[-1] == len(raw)


@settings(max_examples=100)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_stretches_lead_back_to_their_field(texts: list[str]) -> None:
    text = join([(f"f{i}", t) for i, t in enumerate(texts)])
    for part, raw in zip(text.parts, texts, strict=True):
        if part.end > part.start:
            field, start, end, words = text.original(part.start, part.end)
            assert (field, words) == (part.field, raw[start:end])
            assert unicodedata.normalize("NFKC", raw[start:end]) != "" or not raw.strip()


@pytest.mark.parametrize(
    ("raw", "plain", "words"),
    [
        ("cell ½50mAh", "250mAh", "½50mAh"),
        ("磁铁 ＮｄＦｅＢ", "NdFeB", "ＮｄＦｅＢ"),
        ("powder 5㎏ bag", "5k", "5㎏"),
        ("5 g of SmCo", "SmCo", "SmCo"),
        ("e\u0301 SmCo", "SmCo", "SmCo"),
    ],
)
def test_words_are_given_as_written_and_signs_are_not_cut(raw: str, plain: str, words: str) -> None:
    text = join([("description", raw)])
    at = text.plain.index(plain)
    _, start, end, written = text.original(at, at + len(plain))
    assert written == raw[start:end] == words
