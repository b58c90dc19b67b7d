from __future__ import annotations

import pytest

from scanner.writers.inert import inert, starts_formula


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b\x7f", "a␀b␡"),
        ("abc\u202egnp.exe", "abc⟦U+202E⟧gnp.exe"),
        ("one\r\ntwo", "one\n\ntwo"),
        ("half \ud83d", "half \ufffd"),
        ("氧化铒 Ø5 µm", "氧化铒 Ø5 µm"),
    ],
)
def test_what_acts_is_shown_instead(raw: str, shown: str) -> None:
    assert inert(raw) == shown


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", " =1", "\n=1", "＝1+1"])
def test_a_text_that_a_spreadsheet_would_run_is_known(text: str) -> None:
    assert starts_formula(text)


@pytest.mark.parametrize("text", ["-5", "+3.25", "-1,234.50", "N42SH", "", "5-pin", "a=b", "10 %"])
def test_a_signed_number_or_other_text_is_no_formula(text: str) -> None:
    assert not starts_formula(text)
