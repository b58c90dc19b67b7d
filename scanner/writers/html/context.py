"""Exposure → what the templates fill in. docs/report.md describes these names for templates of one's own."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from scanner.bom import BINS, Note
from scanner.findings import VERDICTS, Exposure
from scanner.standing import SourceLink
from scanner.version import __version__
from scanner.writers import charts, rollups, wording, words
from scanner.writers.html import law, page
from scanner.writers.html.figures import measured
from scanner.writers.html.lines import LineViews
from scanner.writers.html.shares import ShareViews
from scanner.writers.inert import inert
from scanner.writers.language import Language
from scanner.writers.words import SEVERITIES, place_words

TOP_LINES = 10
TOP_KEYS = 12
"""Suppliers and countries shown; the rest is counted."""


def build(exposure: Exposure, lang: Language) -> dict[str, Any]:
    """The template context. Texts of the file are made visible here and escaped by jinja2."""
    lines = LineViews(exposure, lang)
    shares = ShareViews(exposure, lang, lines.anchors)
    rows = lines.rows()
    met = law.measures(exposure)
    css = page.asset("report.css") + "\n" + _labels(exposure, lang)
    js = page.asset("report.js")
    return {
        "_": lang,
        "x": exposure,
        "lang": lang,
        "v": inert,
        "page": {
            "tag": lang.tag,
            "title": _title(exposure, lang),
            "css": Markup(css),  # noqa: S704 - our own files
            "js": Markup(js),  # noqa: S704
            "csp": page.policy(css, js),
            "version": __version__,
        },
        "words": {k: v for k, v in vars(words).items() if k.isupper()},
        "verdicts": VERDICTS,
        "bins": BINS,
        "waived": wording.waived(exposure, lang),
        "left_out": wording.left_out(exposure),
        "left_out_words": ", ".join(lang(w) for w in wording.left_out(exposure)),
        "no_cost": lang("left out of this copy") if lang.as_shares else lang("not known"),
        "unit": lang.unit(exposure.currency),
        "headline": wording.headline(exposure, lang),
        "top_share": exposure.headline,
        "found": wording.verdict_counts(exposure),
        "rule": wording.reach_rule(exposure),
        "status_text": wording.status_text,
        "measure_name": wording.measure_name,
        "shares": shares,
        "ticks": charts.log_ticks(),
        "top": _top(rows, exposure),
        "suppliers": _keys(exposure, rollups.by_supplier),
        "countries": _keys(exposure, rollups.by_country),
        "law": met,
        "limbs": law.limbs(exposure),
        "near": law.near(exposure),
        "timeline": charts.timeline((m.status for m in met), exposure.as_of),
        "policy_asked": words.policy_asked(exposure),
        "policy_outcome": words.policy_outcome,
        "policy_status": words.policy_status,
        "policy_none": lang(words.POLICY_NONE),
        "notes": _notes(exposure),
        "anchors": lines.anchors,
        "line_rows": rows,
        "filters": _filters(rows),
        "sources": _sources(met, lang),
        "link": link,
        "measured": measured(),
    }


def link(address: str) -> str | None:
    """The address if a reader may safely follow it: http or https, nothing else."""
    return address if address.lower().startswith(("https://", "http://")) and address.isprintable() else None


def _notes(exposure: Exposure) -> list[tuple[Note, list[str]]]:
    """Notes, errors first; those that say the same of many places are one entry."""
    same: dict[tuple[str, str, str], tuple[Note, list[str]]] = {}
    for n in sorted(exposure.notes, key=lambda n: SEVERITIES.index(n.severity)):
        _, places = same.setdefault((n.severity, n.code, n.message), (n, []))
        if place := place_words(n):
            places.append(place)
    return list(same.values())


def _title(exposure: Exposure, lang: Language) -> str:
    files = ", ".join(x.file.replace("\\", "/").rpartition("/")[2] for x in exposure.bom.inputs)
    return inert(exposure.bom.product or files or lang("bill of materials"))


def _labels(exposure: Exposure, lang: Language) -> str:
    """Column names for the narrow view, in which a row is a card, as custom properties of the style sheet."""
    unit = lang.unit(exposure.currency)
    names = {
        "supplier": lang("Supplier"),
        "origin": lang("Origin"),
        "cost": lang("Cost") + unit,
        "value": lang("Chinese controlled value") + unit,
    }
    plain = {k: "".join(c for c in v if c.isalnum() or c in " ,.'-()") for k, v in names.items()}
    return ":root{" + ";".join(f'--label-{k}:"{v}"' for k, v in plain.items()) + "}"


def _top(rows: list[Any], exposure: Exposure) -> list[tuple[Any, Any, charts.Range]]:
    """The lines that contribute most, with their bars; assemblies are left out, their parts speak."""
    by_order = {r.order: r for r in rows}
    candidates = [
        (i, x) for i, x in enumerate(exposure.lines) if x.line.bin == "line_item" and not x.contribution.is_zero
    ]
    candidates.sort(
        key=lambda p: (
            p[1].contribution.high is not None,
            -(p[1].contribution.high or 0),
            -(p[1].contribution.likely or 0),
            p[0],
        )
    )
    best = candidates[:TOP_LINES]
    bars = charts.linear_ranges([x.contribution for _, x in best])
    return [(by_order[i], x, bar) for (i, x), bar in zip(best, bars, strict=True)]


def _keys(exposure: Exposure, key: Any) -> dict[str, Any]:
    """Roll-ups with their bars, the largest first; how many more hold something."""
    exposed = [r for r in rollups.roll_up(exposure.lines, key) if r.exposed]
    shown = exposed[:TOP_KEYS]
    bars = charts.linear_ranges([r.contribution for r in shown])
    return {"rows": list(zip(shown, bars, strict=True)), "more": len(exposed) - len(shown)}


def _filters(rows: list[Any]) -> dict[str, list[str]]:
    """Values that the filters offer, sorted."""
    return {
        "groups": sorted({g for r in rows for g in r.groups.split()}),
        "suppliers": sorted({"".join(t for t, _ in r.supplier) for r in rows if r.supplier}, key=str.casefold),
    }


def _sources(met: list[law.MeasureView], lang: Language) -> list[tuple[str, str, list[SourceLink]]]:
    """Measures and matched controls with where they were read; each address once."""
    seen: set[str] = set()
    out = []
    for m in (view.status for view in met):
        links = (*m.sources, *(s for c in m.controls for s in c.sources))
        fresh = {s.url: s for s in links if s.url not in seen}
        seen.update(fresh)
        out.append((wording.measure_name(m, lang), m.title, list(fresh.values())))
    return out
