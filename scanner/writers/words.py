"""Findings in words, as every format prints them."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.bom import Note, Severity
from scanner.findings import Exposure, Fraction, LineFinding, Match
from scanner.standing import STATED_USE, MeasureStatus, PolicyFinding

VERDICT_WORDS = {
    "listed": "listed",
    "contains": "contains a controlled material",
    "possible": "possible, a fact is missing",
    "below_threshold": "below the limit",
    "none": "nothing found",
}
VERDICT_BADGES = {
    "listed": "listed",
    "contains": "contains",
    "possible": "possible",
    "below_threshold": "under a limit",
    "none": "no match",
}
"""The same in a word or two, for badges and tables."""
BASIS_WORDS = {
    "stated": "the product value that the user stated",
    "top_assembly": "the price of the top assembly",
    "sum_of_lines": "the sum of the lines' costs",
    "none": "not known: no price was read",
}
STATUS_WORDS = {
    "not_issued": "not issued",
    "announced": "announced, not yet in force",
    "in_force": "in force",
    "suspended": "suspended",
    "unknown": "not known",
    "not_verified": "not verified",
}
KIND_WORDS = {
    "chinese_origin": "Chinese-origin value",
    "controlled": "controlled Chinese-origin value",
    "de_minimis": "de minimis (0.1 % rule)",
}
MEASURES_WORDS = {
    "all": "all measures",
    "in_force": "measures in force",
    "if_back_in_force": "if back in force",
    "if_still_suspended": "if still suspended",
}
FRACTION_TITLES = {
    "exceeds": "At or over the {mark} mark",
    "likely exceeds": "Probably at or over the {mark} mark",
    "may exceed": "May be at or over the {mark} mark",
    "undetermined": "Cannot be determined from what was read",
    "below": "Under the {mark} mark, even on what cannot be excluded",
}
FRACTION_WORDS = {
    "exceeds": "exceeds",
    "likely exceeds": "likely exceeds",
    "may exceed": "may exceed",
    "undetermined": "undetermined",
    "below": "below",
}
DECISION_WORDS = {"waiver": "waiver of a finding", "declaration": "declared fact"}
VERDICT_MEANS = {
    "listed": "the line is a controlled item, on what it says of itself",
    "contains": "the line is not itself a controlled item, but is known to hold one",
    "possible": "the line may be a controlled item; a fact that would settle it is missing",
    "below_threshold": "the line shares a control's subject and stays short of its technical limit",
    "none": "nothing on the line meets a control; that is no finding that none applies",
}
VERDICT_MARKS = {"listed": "●", "contains": "◐", "possible": "○", "below_threshold": "▽", "none": "·"}
LIMB_WORDS = {
    "limb-1-content": "limb 1: Chinese content at or over 0.1 % of value",
    "limb-2-technology": "limb 2: made abroad with Chinese technology",
    "limb-3-origin": "limb 3: of Chinese origin",
}
ORIGIN_WORDS = {
    "stated": "stated in the file",
    "declared": "declared",
    "maker": "inferred from the maker",
    "prior": "not stated; world production share",
}
CONTROLLED_NAMES = {
    "all": "Controlled content, all measures",
    "in_force": "Controlled content, measures in force that day",
    "if_back_in_force": "Controlled content, if the suspension has ended",
    "if_still_suspended": "Controlled content, if still suspended",
}
RULE_NAMES = {
    "text": "0.1 % rule as published",
    "assembly": "0.1 % rule by assembly",
    "product": "0.1 % rule by product",
}
BIN_WORDS = {
    "line_item": "line items",
    "assembly": "assemblies",
    "section": "section headings",
    "subtotal": "subtotals",
    "blank": "blank",
    "note": "notes",
    "header": "headings and title block",
    "excluded": "excluded, with a reason",
}
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
POLICY_NONE = (
    "No rule of the catalog on end use, end user or route reaches what was found; that is no finding that none applies."
)
HEADLINE_NONE = "nothing that the 0.1 % rule reaches was found in what was read"


def evidence_words(match: Match) -> str:
    """What was found and what it means: ``"N42SH", "42SH": coercivity class SH; "NdFeB": a magnet``."""
    said: dict[str, dict[str, None]] = {}
    for e in match.evidence:
        said.setdefault(e.means, {})[f'"{e.text}"'] = None
    return "; ".join(": ".join(filter(None, (", ".join(texts), means))) for means, texts in said.items())


def criteria_words(match: Match) -> str:
    """Each limit with what was observed: ``specific_energy >= 300 Wh/kg: 262, not met``."""
    return "; ".join(
        f"{c.parameter} {c.op} {c.value} {c.unit}".rstrip()
        + f": {c.observed or 'not stated'}, {c.result.replace('_', ' ')}"
        for c in match.criteria
    )


def outside_words(match: Match) -> str | None:
    """Why the authority holds the goods outside of the measure, and what that changes; None where it does not."""
    x = match.outside
    if x is None:
        return None
    said = f"{x.goods} ({x.certainty}, {x.stated or 'no date'})"
    return f"Held outside {match.measure} by the authority: {said}. What it holds still counts as content."


def settled_words(finding: LineFinding) -> str:
    """What would settle the line, each fact once."""
    return "; ".join(dict.fromkeys(m.settled_by for m in finding.matches if m.settled_by))


def origin_words(finding: LineFinding) -> str:
    """``CN (stated)``, ``not stated (prior)``."""
    countries = ", ".join(finding.origins.countries) or "not stated"
    return f"{countries} ({finding.origins.basis})"


def limb_words(finding: LineFinding) -> str:
    return "; ".join(f"{x.limb} {x.control} ({x.certainty})" for x in finding.limbs)


def scope_words(scope: str) -> str:
    """``line:BOM!7`` as ``line BOM!7``."""
    return scope.replace(":", " ", 1)


def fraction_words(fraction: Fraction) -> str:
    """What a fraction is a share of what: ``all controlled ... of product value``."""
    return f"{fraction.numerator_is or KIND_WORDS[fraction.kind]} of {fraction.denominator_is}"


def control_names(exposure: Exposure) -> dict[str, str]:
    """Control id → its name, for the controls that were matched."""
    return {c.id: c.name for m in exposure.measures for c in m.controls}


def unique(texts: Iterable[str | None]) -> list[str]:
    """Texts that say something, each once, in order."""
    return list(dict.fromkeys(t for t in texts if t))


def status_words(measure: MeasureStatus) -> str:
    """``not known, expected suspended``."""
    status = STATUS_WORDS[measure.status]
    return f"{status}, expected {measure.expected.replace('_', ' ')}" if measure.expected else status


def policy_asked(exposure: Exposure) -> str:
    """What was stated of end use, end user and route: ``end use civil, exported to US``; empty where nothing was."""
    stated = [f"{name} {exposure.options[key]}" for key, name in STATED_USE.items() if key in exposure.options]
    return ", ".join(stated)


def policy_outcome(x: PolicyFinding) -> str:
    """``no licence; report after the export within 10 working days``."""
    return x.outcome + (f" within {x.report_within}" if x.report_within else "")


def policy_status(x: PolicyFinding) -> str:
    """``suspended until 2026-11-27``, ``not known, expected suspended until 2027-01-10``."""
    expected = f", expected {x.expected.replace('_', ' ')}" if x.expected else ""
    return STATUS_WORDS[x.status] + expected + (f" until {x.until}" if x.until else "")


def place_words(note: Note) -> str:
    """``BOM!D7``, ``BOM!7``, ``BOM`` or nothing."""
    cell = f"!{note.column or ''}{note.row}" if note.row else ""
    return f"{note.sheet or ''}{cell}"
