"""Many bills of materials → one portfolio: a report each, a store to query, an answer over all.

A run passes through ``plan`` (which files, under which stable names, what is already known),
``pool`` or ``cluster`` (workers that scan), ``worker`` (one file: its reports and its journal entry),
``store`` (DuckDB, append-only) and the portfolio report. A file that fails is a row of the answer.
"""
