"""What a worker needs, loaded by being imported: the process that workers are forked from imports it once.

They share it from then on, so that a worker, or one that takes the place of a dead one, starts at once.
"""

from __future__ import annotations

import gc
from datetime import date

import rapidfuzz.process  # noqa: F401 - for its imports, as those below

from scanner import exposure  # noqa: F401
from scanner.batch import entry, law  # noqa: F401
from scanner.batch.worker import prepare
from scanner.catalog.load import built_in
from scanner.lines.lexicon import lexicon
from scanner.match.gate import FEW
from scanner.single import Given, check_lines
from scanner.writers import json  # noqa: F401

prepare(())
lexicon()
# As many texts as a bill has: what is only made for many, and what is only made for a text that means something.
check_lines(
    [f"NdFeB magnet N42SH {n} Er2O3 99.9 %" for n in range(FEW + 1)], Given(maker="none"), built_in(), date(2026, 1, 1)
)
gc.collect()
gc.freeze()  # what is shared is not looked through again, so that its pages stay shared
