"""The table on the terminal: what it says, and that text of the file stays text."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from scanner.findings import Coverage
from scanner.writers.console import print_exposure
from tests.factory import evidence, exposure, finding, fraction, line, match


def printed(*args, width: int = 120, **given) -> str:
    out = io.StringIO()
    print_exposure(exposure(*args, **given), Console(file=out, width=width, highlight=False))
    return out.getvalue()


def test_the_verdict_comes_before_the_lines():
    text = printed()
    assert text.index("At or over the 0.1 % mark") < text.index("4 % to 22 %, likely 10.3 %") < text.index("BOM!5")


def test_a_share_just_under_the_mark_is_not_rounded_onto_it():
    from tests.factory import estimate

    text = printed(fractions=[fraction(share=estimate("0", "0.0009996", "0.05"), verdict="may exceed", headline=True)])
    assert "likely 0.09996 %" in text
    assert "May be at or over" in text


def test_lines_come_worst_first():
    text = printed()
    order = [text.index(x) for x in ("BOM!7", "BOM!5", "BOM!4  ", "BOM!3", "BOM!6")]
    assert order == sorted(order)


def test_the_matched_words_are_the_reason():
    assert "Er2O3: erbium oxide" in printed()


def test_nothing_found_is_not_called_clear():
    text = printed(finding(line()), fractions=[], resolve=())
    assert "Nothing listed was found in what was read" in text
    assert "does not say that no control applies" in text
    assert not any(word in text.lower() for word in ("clear", "compliant", "safe"))


def test_a_file_without_lines_is_undetermined():
    nothing = Coverage(lines=0, priced=0, origin_stated=0, matched=0, value_priced=None)
    text = printed(finding(line(bin="assembly")), fractions=[], resolve=(), coverage=nothing)
    assert "No line item was read" in text
    assert "Nothing listed" not in text


@pytest.mark.parametrize("width", [40, 60, 89, 90, 120, 200])
def test_no_row_is_wider_than_the_window(width):
    said = "钕铁硼磁体 N42SH 异形 " * 6
    wide = finding(line(description=said), match(evidence=(evidence("N42SH", said, means="耐热"),)))
    assert max(cell_len(row) for row in printed(wide, width=width).splitlines()) <= width


def test_markup_and_terminal_sequences_of_the_file_do_not_act():
    said = "[bold red]Er2O3[/] \x1b[2J \u202eabc"
    text = printed(finding(line(description=said), match(evidence=(evidence("Er2O3", said),))))
    assert "[bold red]Er2O3[/]" in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "␛[2J" in text


def test_many_lines_are_cut_and_counted():
    many = [finding(line(row, description="Er2O3"), match()) for row in range(2, 40)]
    assert "… and 18 more" in printed(*many)


def test_german_has_german_marks():
    out = io.StringIO()
    print_exposure(exposure(), Console(file=out, width=120), lang="de")
    assert "10,3 %" in out.getvalue()
