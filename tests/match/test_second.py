"""A second process gives what the first would have found."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

import pytest

from scanner.catalog.load import built_in
from scanner.match import engine as engines
from scanner.match import second
from scanner.match.engine import Engine
from tests.factory import line

TEXTS = [
    *("SCREW M3", "NdFeB magnet N42SH 10x5 mm", "Er2O3 powder 99.9 %", "WASHER", "Li-ion cell 21700 310 Wh/kg"),
    "BRACKET",
]


def split_off(work: Callable[[], second.Found]) -> second.Found:
    return second.Second(work).result()


def test_what_a_second_process_matches_is_what_one_matches_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(built_in())
    lines = [line(i, description=f"{text} {i}") for i, text in enumerate(TEXTS * 20, 2)]
    alone = engine.match_all(lines)
    assert sum(map(bool, alone)) >= 60
    monkeypatch.setattr(engines, "_LONG", 10)
    monkeypatch.setattr(second, "may_start", lambda: True)
    assert engine.match_all(lines) == alone
    assert engine.match_all(lines[:-1]) == alone[:-1]


def test_the_work_of_a_process_that_dies_is_done_here() -> None:
    here = os.getpid()

    def work() -> second.Found:
        if os.getpid() != here:
            os._exit(9)
        return {3: ()}

    assert split_off(work) == {3: ()}


def test_a_fault_of_the_work_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> second.Found:
        raise ValueError("a fault")

    with pytest.raises(ValueError, match="a fault"):
        split_off(work)
    assert capfd.readouterr().err == ""


def test_no_process_is_split_off_beside_threads() -> None:
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    try:
        assert not second.may_start()
    finally:
        stop.set()
        other.join()


def test_beside_one_that_only_waits_a_process_is_split_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.cli.timelimit import within
    from scanner.options import ReadOptions

    monkeypatch.setattr(second, "parent_process", lambda: None)
    monkeypatch.setattr(second.os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(second.sys, "platform", "linux")
    with within(ReadOptions(), "bom.csv"):
        assert threading.active_count() > 1
        assert second.may_start()
