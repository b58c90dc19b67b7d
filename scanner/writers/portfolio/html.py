"""The portfolio as one HTML file, in the dress of the report."""

from __future__ import annotations

import posixpath
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from scanner.display import percent
from scanner.estimate import Estimate
from scanner.findings import FRACTION_VERDICTS
from scanner.version import __version__
from scanner.writers.charts import at, log_range, log_x
from scanner.writers.html.page import asset, environment, policy
from scanner.writers.inert import inert

THRESHOLD = Decimal("0.001")
"""The mark on the scale: the threshold of cn-2025-61, Article 1(1)."""

SAYS = {
    "exceeds": "at or over the threshold by what is documented",
    "likely exceeds": "at or over it by the best estimate",
    "may exceed": "cannot be excluded",
    "undetermined": "nothing bounds the share",
    "below": "under it by all that cannot be excluded",
    "none": "nothing that the rule reaches was found",
}

REASONS = {"content_changed": "the file", "catalog_changed": "the catalog", "as_of_changed": "the date"}


def render(data: dict[str, Any]) -> bytes:
    """The whole portfolio, UTF-8."""
    css, js = asset("report.css") + "\n" + asset("portfolio.css"), asset("portfolio.js")
    page = {
        "tag": "en",
        "csp": policy(css, js),
        "version": __version__,
        "title": "bomscan portfolio",
        "css": Markup(css),  # noqa: S704 - our own files
        "js": Markup(js),  # noqa: S704
    }
    folder = _folder([x["path"] for x in data["files"]])
    data = {k: [_short(x, folder) for x in v] if isinstance(v, list) else v for k, v in data.items()}
    products = [{**x, "range": _range(x)} for x in data["products"]]
    found = [x["verdict"] or "none" for x in products]
    context = {
        **data,
        "page": page,
        "_": str,
        "folder": folder,
        "v": inert,
        "percent": lambda x: percent(Decimal(str(x)), THRESHOLD),
        "count": lambda x: "–" if x is None else f"{x:,}",
        "products": products,
        "tally": [(v, found.count(v), SAYS[v]) for v in (*FRACTION_VERDICTS, "none")],
        "mark": at(log_x(THRESHOLD)),
        "groups": sorted({x["group"] for x in data["heat"] if x["group"]}),
        "matrix": _matrix(data),
        "changes": [{**x, "why": _why(x)} for x in data["changes"]],
        "coverage": _coverage(data),
    }
    return environment().get_template("portfolio.html").render(context).encode()


def _folder(paths: list[str]) -> str:
    """The folder that all files share, with its last slash; empty for none."""
    return (
        posixpath.commonprefix([x.rpartition("/")[0] + "/" for x in paths]).rpartition("/")[0] + "/"
        if len(paths) > 1
        else ""
    )


def _short(row: dict[str, Any], folder: str) -> dict[str, Any]:
    """The row with its file's name below the shared folder."""
    return {**row, "file": row["path"].removeprefix(folder)} if "path" in row else row


def _range(row: dict[str, Any]) -> Any:
    low, likely, high = (row[f"share_{x}"] for x in ("low", "likely", "high"))
    if low is None:
        return None
    share = Estimate(Decimal(str(low)), *(None if x is None else Decimal(str(x)) for x in (likely, high)))
    return log_range(share)


def _matrix(data: dict[str, Any]) -> list[dict[str, Any]]:
    by_path: dict[str, dict[str, str]] = {}
    for x in data["heat"]:
        by_path.setdefault(x["path"], {})[x["group"]] = x["verdict"]
    groups = {x["group"] for x in data["heat"]}
    return [
        {"file": x["file"], "verdicts": {g: by_path[x["path"]].get(g) for g in groups}}
        for x in data["products"]
        if x["path"] in by_path
    ]


def _why(change: dict[str, Any]) -> str:
    reasons = [name for key, name in REASONS.items() if change[key]]
    return ", ".join(reasons) or change["change"]


def _coverage(data: dict[str, Any]) -> list[tuple[str, str]]:
    total = {k: sum(x[k] or 0 for x in data["products"]) for k in ("lines", "priced", "origin_stated", "matched")}
    return [
        ("Files", f"{len(data['files']):,}"),
        ("of these without an answer", f"{len(data['failures']):,}"),
        ("Line items", f"{total['lines']:,}"),
        ("with a price", f"{total['priced']:,}"),
        ("with a stated origin", f"{total['origin_stated']:,}"),
        ("with a finding", f"{total['matched']:,}"),
    ]
