"""One line's finding → an expert's answer to a colleague: what was read, why, which limits, what would settle it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from scanner import display
from scanner.bom import BomLine
from scanner.estimate import Estimate
from scanner.findings import CriterionResult, LineFinding, Match
from scanner.standing import MeasureStatus
from scanner.writers.inert import inert
from scanner.writers.words import outside_words

WIDTH = 100
LABEL = 10
"""Columns of the labels at the left."""
VERDICTS = {
    "listed": "LISTED",
    "contains": "CONTAINS a controlled material",
    "possible": "POSSIBLE, a fact is missing",
    "below_threshold": "BELOW THE LIMIT",
    "none": "NOTHING LISTED",
}
RESULTS = {"met": "met", "not_met": "not met", "unknown": "not known"}
_OPS = {">=": "at least", "<=": "at most", ">": "over", "<": "under", "==": "is"}
_SCOPE = {"extraterritorial": "reaches abroad", "destination-ban": "ban by destination", "technology": "technology"}


class Aside(Struct, frozen=True, kw_only=True):
    """Words that were seen in the line and do not count."""

    text: str
    why: str


class Marked(Struct, frozen=True, kw_only=True):
    """One field of the line with the stretches that speak."""

    name: str
    text: str
    spans: tuple[tuple[int, int], ...]


def explain(
    finding: LineFinding,
    controls: dict[str, str],
    statuses: Sequence[MeasureStatus] = (),
    asides: Sequence[Aside] = (),
    currency: str | None = None,
) -> str:
    """The explanation of one line as plain text.

    Args:
        finding: the line with its matches and origins.
        controls: control id → its name.
        statuses: the measures on the day asked for, with the texts of the controls matched.
        asides: what was seen and does not count.
        currency: of the finding's amounts; None = no amounts are shown.

    """
    measures = {s.id: s for s in statuses}
    lines: list[str] = []
    for marked in marks(finding.line, finding.matches):
        lines.extend(_marked(marked))
    lines.append("")
    if not finding.matches:
        lines.append(f"{VERDICTS['none']} was found in what this line says.")
    for number, match in enumerate(finding.matches):
        name = controls.get(match.control, match.control)
        lines.extend(_match(match, name, measures.get(match.measure), lead=number == 0))
        if (why := outside_words(match)) is not None:
            lines.extend(_item("outside", why))
        lines.append("")
    if asides:
        lines.append("Seen, and not counted")
        for aside in asides:
            lines.extend(_item("-", f'"{inert(aside.text)}": {aside.why}'))
        lines.append("")
    lines.extend(_origin(finding))
    if currency is not None:
        lines.extend(_value(finding, currency))
    return "\n".join(lines).rstrip() + "\n"


def marks(line: BomLine, matches: Iterable[Match]) -> tuple[Marked, ...]:
    """The fields of a line that evidence stands in, with the stretches; the description in any case."""
    spans: dict[str, set[tuple[int, int]]] = {}
    for match in matches:
        for e in match.evidence:
            spans.setdefault(e.field, set()).add((e.start, e.end))
    names = dict.fromkeys(("description", *spans))
    found = []
    for name in names:
        text = line.other.get(name.removeprefix("other.")) if name.startswith("other.") else getattr(line, name, None)
        if text:
            found.append(Marked(name=name, text=text, spans=_merged(spans.get(name, ()))))
    return tuple(found)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return tuple(out)


def _marked(marked: Marked) -> Iterator[str]:
    """The text with its stretches in brackets; a name before it where it is no description."""
    pieces, at = [], 0
    for start, end in marked.spans:
        pieces += [marked.text[at:start], "[", marked.text[start:end], "]"]
        at = end
    pieces.append(marked.text[at:])
    name = "" if marked.name == "description" else f"{marked.name.removeprefix('other.').replace('_', ' ')}: "
    yield name + inert("".join(pieces)).replace("\n", " ")


def _match(match: Match, name: str, status: MeasureStatus | None, *, lead: bool) -> Iterator[str]:
    near = ", near the limit" if match.near_threshold else ""
    head = VERDICTS[match.verdict] if lead else f"also {match.verdict.replace('_', ' ')}"
    if status is not None and status.scope in _SCOPE and not lead:
        head += f" ({_SCOPE[status.scope]})"
    yield from _wrapped(f"{head}{near}: {name}", "")
    yield from _item("entry", f"{match.control}, group {match.group}")
    if status is not None:
        yield from _item("law", _law(status))
    if lead or match.criteria:
        for means, texts in _grouped(match):
            yield from _item("why", f"{', '.join(texts)}: {means}")
    for c in match.criteria:
        yield from _item("limit", _criterion(c))
    if match.near_threshold:
        yield from _item(
            "", "a figure misses the limit by at most a tenth: exporters must declare such items' parameters"
        )
    if lead:
        yield from _item("how sure", _sure(match))
    if match.settled_by:
        yield from _item("settles", match.settled_by)
    if lead and status is not None:
        for text in status.controls:
            for source in text.sources if text.id == match.control else ():
                yield from _item("source", source.url)


def _grouped(match: Match) -> Iterator[tuple[str, list[str]]]:
    """What the evidence means, with all the words that say so."""
    groups: dict[str, list[str]] = {}
    for e in match.evidence:
        quoted = f'"{inert(e.text).strip()}"'
        texts = groups.setdefault(e.means, [])
        if quoted not in texts:
            texts.append(quoted)
    yield from groups.items()


def _criterion(c: CriterionResult) -> str:
    name = c.parameter.replace("_", " ")
    limit = f"{name} {_OPS[c.op]} {c.value} {c.unit}".rstrip()
    seen = "not stated" if c.observed is None else f"here {c.observed} {c.unit}".rstrip()
    derived = f" ({c.derived})" if c.derived else ""
    return f"{limit}: {seen}{derived}, {RESULTS[c.result]}"


def _sure(match: Match) -> str:
    parts = [f"confidence {match.confidence}"]
    if match.verdict != "below_threshold" and not match.applicability.is_known:
        parts.append(f"the entry applies in {_range(match.applicability)} of such cases")
    if not match.is_item:
        parts.append(f"the controlled part is {_range(match.content_share)} of the value")
    return "; ".join(parts)


def _range(e: Estimate) -> str:
    if e.is_known:
        return display.percent(e.low)
    likely = "an unknown share" if e.likely is None else f"about {display.percent(e.likely)}"
    high = "no bound" if e.high is None else display.percent(e.high)
    return f"{likely} ({display.percent(e.low)} to {high})"


def _law(status: MeasureStatus) -> str:
    words = status.status.replace("_", " ")
    until = f" until {status.until}" if status.until else ""
    expected = (
        f", {status.expected.replace('_', ' ')} expected"
        if status.expected and status.expected != status.status
        else ""
    )
    return f"{status.title} (no. {status.number}): {words}{expected}{until}"


def _origin(finding: LineFinding) -> Iterator[str]:
    o = finding.origins
    if not finding.matches:
        return
    where = f" ({', '.join(o.countries)})" if o.countries else ""
    yield from _item("origin", f"by {_BASIS[o.basis]}{where}: Chinese with {_range(o.article)}")
    if o.material != o.article:
        yield from _item("", f"the controlled material in it: Chinese with {_range(o.material)}")
    for limb in finding.limbs:
        yield from _item("limb", f"{limb.limb}, {limb.control}: {limb.certainty}")


_BASIS = {"stated": "what the line states", "declared": "declaration", "maker": "maker", "prior": "world shares"}


def _value(finding: LineFinding, currency: str) -> Iterator[str]:
    cost = display.money(finding.extended_cost, currency)
    content = display.money_text(finding.contribution, currency)
    yield from _item("value", f"{cost} for one product; Chinese controlled content {content}")


def _item(label: str, text: str) -> Iterator[str]:
    yield from _wrapped(text, f"  {label:<{LABEL}}" if label != "-" else "  - ")


def _wrapped(text: str, lead: str) -> list[str]:
    indent = " " * len(lead)
    return textwrap.wrap(
        text, WIDTH, initial_indent=lead, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [lead.rstrip()]
