"""Markdown for pull requests and wikis: verdict, shares, findings, questions, what they rest on.

Text from the bill of materials is escaped, so that it neither formats, links, mentions nor runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from scanner.bom import BINS
from scanner.display import money, money_text, percent, share_text
from scanner.findings import VERDICTS, Exposure, Fraction
from scanner.writers import words
from scanner.writers.inert import inert

ESCAPES = {ord(c): f"\\{c}" for c in "\\`*_[]~|$"} | {
    ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("{"): "&#123;", ord("}"): "&#125;",
    ord("\n"): " ↵ ", ord("\t"): " ",
}  # fmt: skip
MENTION = re.compile(r"(?<=@)(?=\w)|(?<=#)(?=\d)")
"""Where a host would see a person or an issue; a word joiner, which is invisible, keeps it from that."""
ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)

SHARES_SAY = "Low is documented, high cannot be excluded. Measures and groups overlap and do not add up to the total."


def text(value: object) -> str:
    """Text that shows as it is: no markup, link, mention or template in it works."""
    shown = MENTION.sub("\u2060", inert(str(value))).translate(ESCAPES)
    return ADDRESS.sub(lambda found: f"&#{ord(found[0])};", shown).strip()


def render(exposure: Exposure) -> bytes:
    """The whole report."""
    parts = [
        _head(exposure),
        _shares(exposure),
        _findings(exposure),
        _questions(exposure),
        _decisions(exposure),
        _law(exposure),
        _policy(exposure),
        _also(exposure),
        _assumptions(exposure),
        _rows(exposure),
        _notes(exposure),
    ]
    return ("\n\n".join(p for p in parts if p) + "\n").encode("utf-8")


def _head(x: Exposure) -> str:
    top = x.headline
    if top is None:
        verdict = f"**{words.HEADLINE_NONE[0].upper()}{words.HEADLINE_NONE[1:]}.**"
    else:
        of = f"{text(words.fraction_words(top))}; {text(words.scope_words(top.scope))}, reading `{top.reading}`"
        share = share_text(top.share, top.threshold)
        verdict = f"**De minimis share {top.verdict} {percent(top.threshold)}**: {share} ({of})"
    found = [(words.VERDICT_WORDS[v], sum(f.verdict == v for f in x.lines)) for v in VERDICTS if v != "none"]
    counts = ", ".join(f"{n} {word}" for word, n in found if n) or "nothing listed found in what was read"
    priced = f"{x.coverage.priced} of {x.coverage.lines} lines priced, {x.coverage.origin_stated} with a stated origin"
    value = f"product value {money(x.product_value.amount, x.currency)} ({words.BASIS_WORDS[x.product_value.basis]})"
    overlays = f" with {', '.join(x.catalog.overlays)}" if x.catalog.overlays else ""
    files = ", ".join(f"{text(i.file)} (SHA-256 `{i.sha256[:16]}…`)" for i in x.bom.inputs)
    lines = [
        f"# Export-control exposure: {text(x.bom.product or 'bill of materials')}",
        "",
        verdict,
        "",
        f"- Lines: {x.coverage.lines}; {counts}",
        f"- Rests on: {priced}; {value}",
        f"- As of {x.as_of.isoformat()}, catalog {text(x.catalog.version + overlays)}",
        f"- Input: {files}",
    ]
    if x.options:
        lines.append(f"- Options: {text('; '.join(f'{k} {v}' for k, v in x.options.items()))}")
    return "\n".join(lines)


def _shares(x: Exposure) -> str:
    def row(f: Fraction) -> list[str]:
        kind = words.KIND_WORDS[f.kind]
        return [
            f"**{kind}**" if f.headline else kind,
            text(words.scope_words(f.scope)),
            f.reading or "",
            words.MEASURES_WORDS[f.measures],
            share_text(f.share, f.threshold),
            money_text(f.numerator, x.currency),
            text(f.denominator_is),
            f.verdict or "",
        ]

    head = ["Share", "Of", "Reading", "Measures", "Share of value", "Amount", "Denominator", "Verdict"]
    return _table("Shares", head, map(row, x.fractions), SHARES_SAY)


def _findings(x: Exposure) -> str:
    names = words.control_names(x)

    def rows() -> Iterator[list[str]]:
        for f in sorted((f for f in x.lines if f.matches), key=lambda f: VERDICTS.index(f.verdict)):
            line = f.line
            what = " · ".join(words.unique((line.part_number, line.description or line.material)))
            for m in f.matches:
                near = "near the threshold" if m.near_threshold else None
                yield [
                    text(line.id),
                    text(what),
                    m.verdict,
                    text(f"{m.control} {names.get(m.control, '')}"),
                    text("; ".join(words.unique((words.evidence_words(m), words.criteria_words(m))))),
                    text(words.origin_words(f)),
                    money_text(f.contribution, x.currency),
                    text("; ".join(words.unique((m.settled_by, near, words.outside_words(m), words.limb_words(f))))),
                ]

    head = ["Line", "Part", "Verdict", "Control", "Why", "Origin", "Contribution of the line", "To settle"]
    return _table("Findings", head, rows())


def _questions(x: Exposure) -> str:
    rows = ([text(r.line), text(r.fact), text(r.ask), percent(r.narrows), "yes" if r.flips else ""] for r in x.resolve)
    return _table("What to ask", ["Line", "Fact", "Whom", "Narrows the headline by", "Can turn the verdict"], rows)


def _decisions(x: Exposure) -> str:
    rows = (
        [
            text(f"{d.id} ({d.kind})"),
            text(d.line),
            text("; ".join(words.unique((d.says, ", ".join(d.controls))))),
            text("; ".join((d.why, *d.evidence))),
            text(", ".join(words.unique((d.by, d.on, d.approver and f"approved by {d.approver}")))),
            text(d.expires or "without an end"),
        ]
        for d in x.decisions
    )
    head = ["Decision", "Line", "What it says of the line", "Why", "Who, when", "Last day"]
    before = "A waiver changes no verdict: its finding stands as found, and is passed over by --fail-on."
    return _table("Decisions and declarations that acted", head, rows, before)


def _law(x: Exposure) -> str:
    rows = (
        [
            text(cell)
            for cell in (m.number, m.title, words.status_words(m), m.until or "", ", ".join(m.controls_matched))
        ]
        for m in x.measures
    )
    return _table(f"The law on {x.as_of.isoformat()}", ["No.", "Measure", "Status", "Until", "Controls matched"], rows)


def _policy(x: Exposure) -> str:
    asked = words.policy_asked(x)
    if not asked:
        return ""
    title = "End use, end user and route"
    if not x.policy:
        return f"## {title}\n\nStated: {text(asked)}. {words.POLICY_NONE}"
    rows = (
        [
            text(cell)
            for cell in (
                f"{p.measure} {p.rule}", words.policy_outcome(p), p.certainty, words.policy_status(p), p.applies_to,
                p.because,
            )
        ]
        for p in x.policy
    )  # fmt: skip
    head = ["Rule", "What follows", "Applies", "Status of the rule", "To what", "Because"]
    return _table(title, head, rows, f"Stated: {text(asked)}.")


def _also(x: Exposure) -> str:
    if x.also is None:
        return ""
    title = f"What changes on {x.also.as_of}"
    rows = ([text(c.what), text(c.before), text(c.after)] for c in x.also.every)
    return _table(title, ["What", x.as_of.isoformat(), x.also.as_of], rows) or f"## {title}\n\nNothing."


def _assumptions(x: Exposure) -> str:
    rows = ([text(a.id), text(a.value), text(a.source), str(a.lines or "")] for a in x.assumptions)
    return _table("Assumptions", ["Constant", "Value", "Source", "Lines"], rows)


def _rows(x: Exposure) -> str:
    rows = (
        [
            text(s.name) + ("" if s.used else " (not used)"),
            text(s.reason),
            *(str(s.rows.get(b) or "") for b in BINS),
            str(sum(s.rows.values())),
        ]
        for i in x.bom.inputs
        for s in i.sheets
    )
    return _table("Rows accounted for", ["Sheet", "Why", *(b.replace("_", " ") for b in BINS), "all"], rows)


def _notes(x: Exposure) -> str:
    rows = (
        [n.severity, n.code, text(words.place_words(n)), text(n.message)]
        for n in sorted(x.notes, key=lambda n: words.SEVERITIES.index(n.severity))
    )
    return _table("Notes", ["Severity", "Code", "Where", "Message"], rows)


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], before: str = "") -> str:
    """A section with a table; empty where there are no rows."""
    body = [f"| {' | '.join(cells)} |" for cells in rows]
    if not body:
        return ""
    top = [f"## {title}", "", *([before, ""] if before else []), f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    return "\n".join(top + body)
