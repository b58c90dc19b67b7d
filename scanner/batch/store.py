"""The portfolio store: a DuckDB file that only ever grows.

Every run appends; nothing is updated but the end of a run. Tables and views are described in
docs/store.md, which a test holds against this module.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.batch.plan import Job
from scanner.batch.schema import ENTRY, ROWS, STORE_VERSION, TABLES
from scanner.batch.worker import Outcome
from scanner.bom import sound
from scanner.errors import Exit, InputError, OutputError, UsageError

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
        if not read_only:
            with self._writing():
                self._create()

    def _create(self) -> None:
        """Makes the tables and views of a new store, or of one of an earlier version.

        Raises:
            OutputError: a later bomscan made it.

        """
        found = self._version()
        if found == STORE_VERSION:
            return
        if found is not None and int(found) > int(STORE_VERSION):
            raise OutputError(
                f"was made by a later bomscan (store version {found}, this one knows {STORE_VERSION})",
                source=str(self.path),
                hint="update bomscan, or name another store with --store",
            )
        self.connection.execute("BEGIN")
        for name, columns in TABLES.items():
            body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            self.connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({body})")
        self.connection.execute("CREATE SEQUENCE IF NOT EXISTS ids")
        self.connection.execute(VIEWS.read_text(encoding="utf-8"))
        self.connection.execute("DELETE FROM about")
        self.connection.execute("INSERT INTO about VALUES (?)", [STORE_VERSION])
        self.connection.execute("COMMIT")

    def _version(self) -> str | None:
        import duckdb

        try:
            row = self.connection.execute("SELECT store_version FROM about").fetchone()
        except duckdb.CatalogException:
            return None
        return str(row[0]) if row else None

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def begin(self, *, as_of: str, options: dict[str, str], catalog: str, tool: str) -> int:
        """Opens a run and returns its id."""
        with self._writing():
            self.connection.execute("SET threads = 1")  # the cores are the workers'
            run = self._next_id()
            self.connection.execute(
                "INSERT INTO runs VALUES (?, ?, NULL, ?, ?, ?, ?)",
                [run, _now(), as_of, json.dumps(options), catalog, tool],
            )
        return run

    def end(self, run: int) -> None:
        """Marks a run as gone through to its end."""
        with self._writing():
            self.connection.execute("UPDATE runs SET finished = ? WHERE run = ?", [_now(), run])
            self.connection.execute("RESET threads")

    def covered(self, run: int, rows: Iterable[tuple[str, int | None, str]]) -> None:
        """Files of a run: path, scan that answers for it, and how (scanned, reused)."""
        data = [(sound(path), scan, how) for path, scan, how in rows]
        if data:
            with self._writing():
                self.connection.execute(
                    "INSERT INTO covered SELECT ?, unnest(?::VARCHAR[]), unnest(?::BIGINT[]), unnest(?::VARCHAR[])",
                    [run, *map(list, zip(*data, strict=True))],
                )

    def fail(self, run: int, outcomes: Sequence[Outcome]) -> None:
        """Files that could not be answered, each with its reason."""
        if not outcomes:
            return
        jobs = [x.job for x in outcomes]
        columns = [
            [sound(x.path) for x in jobs],
            [x.name for x in jobs],
            [x.sha256 for x in jobs],
            [x.key for x in jobs],
            [x.status for x in outcomes],
            [None if x.error is None else sound(x.error) for x in outcomes],
            [x.seconds for x in outcomes],
        ]
        with self._writing():
            self.connection.execute("BEGIN")
            first = self.connection.execute(
                "INSERT INTO scans (scan, run, scanned, path, name, sha256, key, status, error, seconds)"
                " SELECT nextval('ids'), ?, ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]),"
                " unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::DOUBLE[])"
                " RETURNING scan, path",
                [run, _now(), *columns],
            ).fetchall()
            self.covered(run, [(path, scan, "scanned") for scan, path in first])
            self.connection.execute("COMMIT")

    def answers(self, keys: Sequence[str]) -> dict[int, Outcome]:
        """Scan → its outcome, for keys that an earlier run answered, or found that they cannot be read."""
        if not keys:
            return {}
        rows = self.connection.execute(
            "SELECT max(scan), arg_max((status, error, verdict, path, name, sha256, strongest, flagged), scan), key"
            " FROM scans WHERE status IN ('done', 'failed') AND key IN (SELECT unnest(?::VARCHAR[])) GROUP BY key",
            [list(keys)],
        ).fetchall()
        return {
            scan: Outcome(
                job=Job(path=path, name=name, sha256=sha256, key=key),
                status=status,
                seconds=0,
                error=error,
                verdict=verdict,
                strongest=strongest or "none",
                flagged=bool(flagged),
                exit_code=Exit.DONE if status == "done" else Exit.INPUT,
            )
            for scan, (status, error, verdict, path, name, sha256, strongest, flagged), key in rows
        }

    def answer_hash(self) -> str:
        """What the last finished run says of each file and how that differs from the run before; not how it got there.

        Equal where no file, option, catalog or version made a difference.
        """
        row = self.connection.execute(
            "SELECT sha256(concat_ws(chr(10), (SELECT concat_ws('|', as_of, options, catalog, tool) FROM last_run),"
            " (SELECT string_agg(concat_ws('|', path, CASE status WHEN 'done' THEN scan::VARCHAR ELSE status END,"
            " error), chr(10) ORDER BY path) FROM current), (SELECT string_agg(c::VARCHAR, chr(10)) FROM changes c)))"
        ).fetchone()
        assert row is not None
        return str(row[0])

    def load(self, run: int, entries: Sequence[Path], *, covers: bool = True) -> int:
        """Takes files of entries in, all or none of them; returns how many scans they held.

        ``covers`` is False for what an interrupted run left: known from now on, but not part of this run.

        Raises:
            OutputError: the disk is full, or the file cannot be written.

        """
        entries = [x for x in entries if x.stat().st_size]
        if not entries:
            return 0
        with self._writing():
            self.connection.execute("BEGIN")
            found = self._take(run, entries, covers=covers)
            self.connection.execute("COMMIT")
        return found

    def _take(self, run: int, entries: Sequence[Path], *, covers: bool) -> int:
        execute = self.connection.execute
        shape = ", ".join(f"'{name}': '{kind}'" for name, kind in ENTRY.items())
        execute(
            "CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM"  # noqa: S608 - our own names
            f" read_json(?, columns = {{{shape}}}, format = 'newline_delimited',"
            f" maximum_object_size = {_longest(entries)})",
            [[str(x) for x in entries]],
        )
        execute(
            "CREATE OR REPLACE TEMP TABLE found AS SELECT nextval('ids') AS scan, name, seconds, scan_row FROM incoming"
            " WHERE scan_row IS NOT NULL"
        )
        execute(
            "INSERT INTO scans BY NAME SELECT scan, ? AS run, ?::TIMESTAMP AS scanned, 'done' AS status, seconds,"
            " unnest(scan_row) FROM found",
            [run, _now()],
        )
        for table, columns in ROWS.items():
            if table != "scan":
                lists = ", ".join(f'unnest({table}."{x}") AS "{x}"' for x in columns)
                execute(
                    f"INSERT INTO {table} BY NAME SELECT found.scan, {lists} FROM incoming JOIN found USING (name)"  # noqa: S608
                    f" WHERE {table} IS NOT NULL"
                )
        if covers:
            execute("INSERT INTO covered SELECT ?, scan_row.path, scan, 'scanned' FROM found", [run])
        row = execute("SELECT count(*) FROM found").fetchone()
        assert row is not None
        execute("DROP TABLE incoming")
        execute("DROP TABLE found")
        return int(row[0])

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Writes all or nothing; a full disk is an error that a user can act on."""
        import duckdb

        try:
            yield
        except BaseException as error:
            with contextlib.suppress(duckdb.Error):  # no transaction, or one that the database gave up already
                self.connection.execute("ROLLBACK")
            refused = (
                duckdb.IOException,
                duckdb.TransactionException,
                duckdb.FatalException,
                duckdb.OutOfMemoryException,
            )
            if isinstance(error, refused):
                first = str(error).splitlines()[0]
                raise OutputError(
                    f"cannot be written: {first}",
                    source=str(self.path),
                    hint="is the disk full? what is finished is kept",
                ) from error
            raise

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of one statement.

        Raises:
            UsageError: the statement is not understood, or would change the store.

        """
        import duckdb

        try:
            result = self.connection.execute(sql, list(parameters))
            return [x[0] for x in result.description or ()], result.fetchall()
        except duckdb.Error as error:
            raise UsageError(
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


def _longest(entries: Iterable[Path]) -> int:
    """Bytes of the longest line of the files: what the reader sets aside for each of them, times some."""
    longest = 0
    for path in entries:
        with path.open("rb") as file:
            longest = max(longest, *map(len, file))
    return longest + 1


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
