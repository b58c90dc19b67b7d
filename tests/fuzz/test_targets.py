"""The fuzzer's targets over their seeds and over what it once found: an answer, or one line of refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.laws import BrokenLawError, require
from fuzz.one import judge
from fuzz.targets import TARGETS
from scanner.errors import InputError, ScannerError
from tests.hostile.found import WORDS

SOME = {"scan": 5, "line": 60, "form": 1, "result": 1}
"""Seeds of slow targets that are enough here."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_answers_or_refuses_its_seeds(name: str, tmp_path: Path) -> None:
    target = TARGETS[name]
    seeds = target.seeds()
    assert seeds
    assert all(len(x) <= target.longest for x in seeds[:1])
    for content in seeds[:: max(1, len(seeds) // SOME.get(name, len(seeds)))]:
        judge(target.act, content, tmp_path)
    assert [x.read_text(encoding="utf-8") for x in tmp_path.glob("*.txt")] == []


@pytest.mark.parametrize(("name", "content", "says"), WORDS)
def test_what_was_found_is_refused_in_words(name: str, content: bytes, says: str) -> None:
    with pytest.raises(ScannerError, match=says):
        TARGETS[name].act(content)


def test_what_is_neither_answer_nor_refusal_is_kept_once_with_its_trace(tmp_path: Path) -> None:
    def act(content: bytes) -> None:
        if content == b"refused":
            raise InputError("is empty")
        require(content != b"untrue", "it is not so")

    for content in (b"refused", b"fine", b"untrue", b"untrue"):
        judge(act, content, tmp_path)
    kept = sorted(tmp_path.iterdir(), key=lambda x: x.suffix)
    assert [x.suffix for x in kept] == ["", ".txt"]
    assert kept[0].read_bytes() == b"untrue"
    assert BrokenLawError.__name__ in kept[1].read_text(encoding="utf-8")


def test_what_takes_too_long_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.one.SLOW", -1.0)
    judge(lambda _: None, b"x", tmp_path)
    assert [x.read_text(encoding="utf-8").split()[0] for x in tmp_path.glob("*.txt")] == ["slow"]
