"""The collector rests during one scan and never longer."""

from __future__ import annotations

import gc

import pytest

from scanner.collector import held_back


def test_rests_within_and_runs_again_after() -> None:
    with held_back():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_runs_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), held_back():
        raise ValueError("broken")
    assert gc.isenabled()


def test_stays_off_where_the_caller_turned_it_off() -> None:
    gc.disable()
    try:
        with held_back():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
