"""The answer over all bills of materials: what the store's views say, as JSON, HTML and Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from scanner.batch import places
from scanner.batch.run import Summary
from scanner.batch.store import Store
from scanner.version import __version__

FORMAT_VERSION = "1.1"

SECTIONS = (
    "products", "failures", "open_questions", "parts", "suppliers", "makers", "controls", "countries", "heat",
    "changes",
)  # fmt: skip
"""Views that the portfolio shows, in its order."""
MOST_ROWS = 100_000
"""Rows of a section that the portfolio holds; the store has all. A worksheet ends at a million."""
ENDINGS = (".json", ".html", ".xlsx")
_FILES = b'\n "files": ['
"""Where the answer begins in portfolio.json; what stands before speaks of the run."""


def portfolio(store: Store, summary: Summary | None = None, reports: Iterable[str] = ()) -> dict[str, Any]:
    """The whole answer as plain values: the last finished run and every section's rows.

    ``reports`` are names of the files that a product's row may link to.
    """
    reports = set(reports)
    data = {**_head(store, summary, content_of(store, reports)), "left_out": {}}
    data["files"] = _rows(
        store,
        "SELECT path, status, verdict, share_low, share_likely, share_high, lines, priced, matched, error, name"  # noqa: S608 - ours
        f" FROM current ORDER BY path LIMIT {MOST_ROWS}",
    )
    for name in SECTIONS:
        data[name] = _rows(store, f"SELECT * FROM {name} LIMIT {MOST_ROWS}")  # noqa: S608 - our own names
    for name, view in (("files", "current"), *((x, x) for x in SECTIONS)):
        if len(data[name]) == MOST_ROWS:
            data["left_out"][name] = store.query(f"SELECT count(*) FROM {view}")[1][0][0] - MOST_ROWS  # noqa: S608
    for product in data["products"]:
        file = f"{product['name']}.html"
        product["report"] = file if file in reports else None
    return data


def content_of(store: Store, reports: Iterable[str]) -> str:
    """What the portfolio says, as a hash: equal where a new one would differ in no more than its run's time."""
    pages = sorted(x for x in reports if x.endswith(".html"))
    return hashlib.sha256("\n".join([FORMAT_VERSION, __version__, store.answer_hash(), *pages]).encode()).hexdigest()


def write_portfolio(store: Store, summary: Summary | None, stem: str) -> bool:
    """portfolio.json, portfolio.html and portfolio.xlsx beside the reports; False where they already say this.

    Then only what portfolio.json says of the run is written anew.

    Raises:
        OutputError: the place cannot be written.

    """
    names = places.names(stem.rpartition("/")[0])
    own = stem.rpartition("/")[2]
    others = [x for x in names if not x.startswith(f"{own}.")]
    if all(f"{own}{x}" in names for x in ENDINGS) and _refreshed(store, summary, stem, others):
        return False
    from scanner.writers.portfolio import html, xlsx

    data = portfolio(store, summary, others)
    places.put(f"{stem}.html", html.render(data))
    places.put(f"{stem}.xlsx", xlsx.render(data))
    places.put(f"{stem}.json", msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n")
    return True


def _refreshed(store: Store, summary: Summary | None, stem: str, reports: list[str]) -> bool:
    """Puts a new head before the answer of portfolio.json, if it is the one that would be written."""
    if places.is_remote(stem):
        return False
    try:
        old = Path(f"{stem}.json").read_bytes()
    except OSError:
        return False
    content = content_of(store, reports)
    at = old.find(_FILES)
    if at < 0 or f'"content": "{content}"'.encode() not in old[:at]:
        return False
    left_out = old[old.index(b'\n "left_out": ') : at]
    head = msgspec.json.format(msgspec.json.encode(_head(store, summary, content)), indent=1)
    places.put(f"{stem}.json", [head.removesuffix(b"\n}"), b",", left_out, old[at:]])
    return True


def _head(store: Store, summary: Summary | None, content: str) -> dict[str, Any]:
    run = _rows(store, "SELECT * FROM last_run")
    return {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "bomscan", "version": __version__},
        "run": run[0] if run else None,
        "summary": msgspec.to_builtins(summary) if summary is not None else None,
        "content": content,
    }


def _rows(store: Store, sql: str) -> list[dict[str, Any]]:
    names, rows = store.query(sql)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
