"""The answer over all bills of materials: what the store's views say, as JSON, HTML and Excel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from scanner.batch import places
from scanner.batch.run import Summary
from scanner.batch.store import Store
from scanner.version import __version__

FORMAT_VERSION = "1.0"

SECTIONS = (
    "products", "failures", "open_questions", "parts", "suppliers", "makers", "controls", "countries", "heat",
    "changes",
)  # fmt: skip
"""Views that the portfolio shows, in its order."""


def portfolio(store: Store, summary: Summary | None = None, reports: Iterable[str] = ()) -> dict[str, Any]:
    """The whole answer as plain values: the last finished run and every section's rows.

    ``reports`` are names of the files that a product's row may link to.
    """
    run = _rows(store, "SELECT * FROM last_run")
    data: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "tool": {"name": "bomscan", "version": __version__},
        "run": run[0] if run else None,
        "summary": msgspec.to_builtins(summary) if summary is not None else None,
        "files": _rows(
            store,
            "SELECT path, status, verdict, share_low, share_likely, share_high, lines, priced, matched, error, name"
            " FROM current ORDER BY path",
        ),
    }
    for name in SECTIONS:
        data[name] = _rows(store, f"SELECT * FROM {name}")  # noqa: S608 - our own names
    reports = set(reports)
    for product in data["products"]:
        file = f"{product['name']}.html"
        product["report"] = file if file in reports else None
    return data


def write_portfolio(store: Store, summary: Summary | None, stem: str) -> None:
    """portfolio.json, portfolio.html and portfolio.xlsx beside the reports.

    Raises:
        OutputError: the place cannot be written.

    """
    from scanner.writers.portfolio import html, xlsx

    data = portfolio(store, summary, places.names(stem.rpartition("/")[0]))
    places.put(f"{stem}.json", msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n")
    places.put(f"{stem}.html", html.render(data))
    places.put(f"{stem}.xlsx", xlsx.render(data))


def _rows(store: Store, sql: str) -> list[dict[str, Any]]:
    names, rows = store.query(sql)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
