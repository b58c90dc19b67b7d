"""Adding to a decisions file: comments and form stay, faults are said before anything is written."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from scanner.decisions.load import load
from scanner.decisions.model import Decision, Selector, Statement
from scanner.decisions.write import add, proof
from scanner.errors import InputError, OutputError

FIRST = (
    "{id: D-1, kind: declaration, match: {part_number: a, file: b}, by: x, on: 2026-01-02, why: y, "
    "states: {price: 1 EUR}}"
)


def decision(name: str = "D-9", **given: object) -> Decision:
    defaults = {
        "id": name, "kind": "declaration", "match": Selector(manufacturer="NO", part_number="on"), "by": "Acme",
        "on": date(2026, 11, 1), "why": "letter: page 2 # not 3", "states": Statement(article_origin=("NO",)),
    }  # fmt: skip
    return Decision(**{**defaults, **given})  # type: ignore[arg-type]


def test_a_missing_file_is_begun_and_reads_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(add(path, decision()), encoding="utf-8")
    assert load(path).decisions == (decision(),)


@pytest.mark.parametrize("indent", ["", "  "])
def test_comments_and_order_of_a_kept_file_stay(tmp_path: Path, indent: str) -> None:
    path = tmp_path / "d.yaml"
    kept = f"# ours\ndecisions: # all\n\n{indent}# the first\n{indent}- {FIRST}  # odd\n"
    path.write_text(kept, encoding="utf-8")
    made = add(path, decision())
    assert made.startswith(kept)
    path.write_text(made, encoding="utf-8")
    assert [x.id for x in load(path).decisions] == ["D-1", "D-9"]


def test_an_id_that_stands_already_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(add(path, decision()), encoding="utf-8")
    with pytest.raises(InputError, match="D-9: the id stands 2 times"):
        add(path, decision())


def test_a_file_that_cannot_be_added_to_as_it_stands_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(f"decisions: [{FIRST}]\n", encoding="utf-8")
    with pytest.raises(OutputError, match="last key"):
        add(path, decision())


def test_a_paper_is_kept_with_its_hash(tmp_path: Path) -> None:
    paper = tmp_path / "letter.pdf"
    paper.write_bytes(b"signed")
    assert proof(paper, tmp_path).sha256 == hashlib.sha256(b"signed").hexdigest()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "page.pdf").write_bytes(b"x")
    assert proof(tmp_path / "papers" / "page.pdf", tmp_path).file == "papers/page.pdf"
    assert proof(paper, tmp_path / "papers").file == "letter.pdf", "of a paper elsewhere only the name is kept"
    with pytest.raises(InputError, match="evidence cannot be read"):
        proof(tmp_path / "none.pdf", tmp_path)
