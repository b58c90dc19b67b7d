"""What a worker needs, loaded by being imported: the process that workers are forked from imports it once.

They share it from then on, so that a worker, or one that takes the place of a dead one, starts at once.
"""

from __future__ import annotations

import gc

from scanner import exposure  # noqa: F401 - for its imports
from scanner.batch import entry, law  # noqa: F401
from scanner.batch.worker import prepare
from scanner.catalog.load import built_in
from scanner.match.engine import engine_for

prepare(())
engine_for(built_in())
gc.collect()
gc.freeze()  # what is shared is not looked through again, so that its pages stay shared
