"""The portfolio store: a DuckDB file that only ever grows.

Every run appends; nothing is updated but the end of a run. Tables and views are described in
docs/store.md, which a test holds against this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.batch.plan import Job
from scanner.batch.schema import JOURNAL, ROWS, STORE_VERSION, TABLES
from scanner.batch.worker import Outcome
from scanner.bom import sound
from scanner.errors import InputError, OutputError

if TYPE_CHECKING:
    import duckdb

VIEWS = Path(__file__).with_name("views.sql")


class Store:
    """An open portfolio store.

    Raises:
        OutputError: the file cannot be opened, is in use by another run, or is no store.

    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        import duckdb

        self.path = path
        if read_only and not path.exists():
            raise InputError("no portfolio store", source=str(path), hint="run bomscan batch first")
        try:
            self.connection: duckdb.DuckDBPyConnection = duckdb.connect(str(path), read_only=read_only)
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise OutputError(
                f"cannot be opened: {first}", source=str(path), hint="is another run using it?"
            ) from error
        self.connection.execute("SET TimeZone = 'UTC'")
        if not read_only:
            self._create()

    def _create(self) -> None:
        for name, columns in TABLES.items():
            body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            self.connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({body})")
        self.connection.execute("CREATE SEQUENCE IF NOT EXISTS ids")
        self.connection.execute(VIEWS.read_text(encoding="utf-8"))
        self.connection.execute("DELETE FROM about")
        self.connection.execute("INSERT INTO about VALUES (?)", [STORE_VERSION])

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, *, as_of: str, options: dict[str, str], catalog: str, tool: str) -> int:
        """Opens a run and returns its id."""
        run = self._next_id()
        self.connection.execute(
            "INSERT INTO runs VALUES (?, ?, NULL, ?, ?, ?, ?)", [run, _now(), as_of, json.dumps(options), catalog, tool]
        )
        return run

    def end(self, run: int) -> None:
        """Marks a run as gone through to its end."""
        self.connection.execute("UPDATE runs SET finished = ? WHERE run = ?", [_now(), run])

    def known(self, keys: Sequence[str]) -> dict[str, int]:
        """Key → scan, for those that an earlier run answered."""
        found = self.connection.execute(
            "SELECT key, max(scan) FROM scans WHERE status = 'done' AND key IN (SELECT unnest(?)) GROUP BY key",
            [list(keys)],
        ).fetchall()
        return dict(found)

    def covered(self, run: int, rows: Iterable[tuple[str, int | None, str]]) -> None:
        """Files of a run: path, scan that answers for it, and how (scanned, reused)."""
        data = [[run, sound(path), scan, how] for path, scan, how in rows]
        if data:
            self.connection.executemany("INSERT INTO covered VALUES (?, ?, ?, ?)", data)

    def fail(self, run: int, outcome: Outcome) -> None:
        """A file that could not be answered, with its reason."""
        job, scan = outcome.job, self._next_id()
        self.connection.execute(
            "INSERT INTO scans (scan, run, scanned, path, name, sha256, key, status, error, seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                scan,
                run,
                _now(),
                sound(job.path),
                job.name,
                job.sha256,
                job.key,
                outcome.status,
                sound(outcome.error or "") or None,
                outcome.seconds,
            ],
        )
        self.covered(run, [(job.path, scan, "scanned")])

    def answers(self, scans: Iterable[int]) -> dict[int, Outcome]:
        """Scan → what its outcome was, as far as a later run needs it."""
        rows = self.connection.execute(
            "SELECT scan, verdict, path, name, sha256, key, strongest, flagged FROM scans"
            " WHERE scan IN (SELECT unnest(?::BIGINT[]))",
            [list(scans)],
        ).fetchall()
        return {
            scan: Outcome(
                job=Job(path=path, name=name, sha256=sha256, key=key),
                status="done",
                seconds=0,
                verdict=verdict,
                strongest=strongest,
                flagged=flagged,
            )
            for scan, verdict, path, name, sha256, key, strongest, flagged in rows
        }

    def load(self, run: int, entries: Sequence[Path], *, covers: bool = True) -> None:
        """Takes journal entries in, all or none of them, in one pass over the files.

        ``covers`` is False for what an interrupted run left: known from now on, but not part of this run.
        """
        if not entries:
            return
        connection = self.connection
        connection.execute("BEGIN")
        try:
            shape = ", ".join(f"'{name}': '{kind}'" for name, kind in JOURNAL.items())
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE incoming AS SELECT nextval('ids') AS scan, * FROM"  # noqa: S608 - our own names
                f" read_json(?, columns = {{{shape}}}, maximum_object_size = 1073741824)",
                [[str(x) for x in entries]],
            )
            connection.execute(
                "INSERT INTO scans BY NAME SELECT scan, ? AS run, ?::TIMESTAMP AS scanned, 'done' AS status, seconds,"
                " unnest(scan_row) FROM incoming",
                [run, _now()],
            )
            for table in ROWS:
                if table != "scan":
                    connection.execute(
                        f"INSERT INTO {table} BY NAME SELECT scan, unnest({table}, max_depth := 2) FROM incoming"  # noqa: S608
                    )
            if covers:
                connection.execute("INSERT INTO covered SELECT ?, scan_row.path, scan, 'scanned' FROM incoming", [run])
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of one statement.

        Raises:
            InputError: the statement is not understood.

        """
        import duckdb

        try:
            result = self.connection.execute(sql, list(parameters))
            return [x[0] for x in result.description or ()], result.fetchall()
        except duckdb.Error as error:
            raise InputError(
                str(error).splitlines()[0], source="query", hint="tables and views: docs/store.md"
            ) from error

    def export(self, folder: Path) -> list[Path]:
        """Every table as a Parquet file of the folder.

        Raises:
            OutputError: the folder cannot be written.

        """
        import duckdb

        try:
            folder.mkdir(parents=True, exist_ok=True)
            paths = [folder / f"{table}.parquet" for table in TABLES]
            for table, path in zip(TABLES, paths, strict=True):
                self.connection.execute(f"COPY {table} TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)")
        except (OSError, duckdb.Error) as error:
            raise OutputError(f"cannot be written: {str(error).splitlines()[0]}", source=str(folder)) from error
        return paths

    def _next_id(self) -> int:
        row = self.connection.execute("SELECT nextval('ids')").fetchone()
        assert row is not None
        return int(row[0])


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
