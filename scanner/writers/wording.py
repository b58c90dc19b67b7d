"""What the figures say, in words that an engineer, a buyer and a lawyer read alike.

Nothing here says more than docs/value-model.md: a share under the mark is never called clear.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from scanner.findings import VERDICTS, Exposure, Fraction, LineFinding
from scanner.standing import MeasureStatus
from scanner.writers.inert import inert
from scanner.writers.language import Language
from scanner.writers.words import FRACTION_TITLES, STATUS_WORDS, VERDICT_BADGES


class Headline(Struct, frozen=True, kw_only=True):
    """The verdict of a report in words."""

    verdict: str
    """A fraction's verdict, ``nothing found`` or ``no share``."""
    title: str
    because: str
    """Why the verdict is what it is, in one sentence."""
    share: str | None = None
    """The share's triple in words."""
    ratio: str | None = None
    """What is divided by what."""


def headline(exposure: Exposure, lang: Language) -> Headline:
    """The verdict first: on the share that the 0.1 % rule asks for, or why there is none."""
    f = exposure.headline
    if f is None:
        return _without_share(exposure, lang)
    mark = lang.percent(f.threshold)
    return Headline(
        verdict=str(f.verdict),
        title=lang(FRACTION_TITLES[str(f.verdict)], mark=mark),
        because=fraction_because(f, exposure.currency, lang),
        share=lang.share(f.share, f.threshold),
        ratio=lang(
            "{numerator}, as a share of {denominator}",
            numerator=lang(f.numerator_is),
            denominator=denominator(f, lang),
        ),
    )


def _without_share(exposure: Exposure, lang: Language) -> Headline:
    if not exposure.coverage.lines:
        return Headline(
            verdict="undetermined",
            title=lang("No line item was read"),
            because=lang("Nothing can be said about a bill of materials of which no line was understood."),
        )
    if any(x.verdict not in ("none", "below_threshold") for x in exposure.lines):
        return Headline(
            verdict="no share",
            title=lang("Controlled or suspected lines found; no share for the reading asked"),
            because=lang(
                "Lines that meet a control were found; none is an item that the chosen reading of the rule divides by."
            ),
        )
    return Headline(
        verdict="nothing found",
        title=lang("Nothing listed was found in what was read"),
        because=lang(
            "This does not say that no control applies: a line that names no material, maker or grade shows nothing."
        ),
    )


def fraction_because(f: Fraction, currency: str, lang: Language) -> str:
    """Why a share has its verdict, in one sentence."""
    mark = lang.percent(f.threshold)
    share = f.share
    if f.verdict == "undetermined" or share is None:
        if share is None:
            return lang("The value to divide by is not known.")
        return lang("Nothing bounds the share from above: a line that meets a control has no price or quantity.")
    if f.verdict == "exceeds":
        return lang(
            "What is documented reaches the mark by itself: at least {low}.", low=lang.percent(share.low, f.threshold)
        )
    if f.verdict == "likely exceeds":
        if f.threshold is not None and share.low >= f.threshold:
            return lang(
                "What is documented reaches the mark while the unpriced lines are worth less than {amount} together.",
                amount=lang.money(f.turning_point, currency),
            )
        return lang("The best estimate reaches the mark; what is documented does not.")
    if f.verdict == "may exceed":
        if share.likely is None:
            return lang("No best estimate can be given, and reaching the mark cannot be excluded.")
        return lang("The best estimate stays under the mark; reaching it cannot be excluded.")
    return lang(
        "Even the most that cannot be excluded, {high}, stays under {mark}.",
        high=lang.percent(share.high, f.threshold),
        mark=mark,
    )


ABROAD = ", origin not stated: taken as made abroad"


def denominator(f: Fraction, lang: Language) -> str:
    """What a share is divided by."""
    said = f.denominator_is
    if not said.startswith("value of "):
        return lang(said)
    item = inert(said.removeprefix("value of ").removesuffix(ABROAD))
    if said.endswith(ABROAD):
        return lang("value of {item}, origin not stated: taken as made abroad", item=item)
    return lang("value of {item}", item=item)


def verdict_counts(exposure: Exposure) -> dict[str, int]:
    """Lines by verdict, strongest first; excluded rows count nothing and are left out."""
    counts = Counter(x.verdict for x in exposure.lines if x.line.bin != "excluded")
    return {v: counts[v] for v in VERDICTS}


def found(exposure: Exposure, lang: Language) -> str:
    """How many lines meet a control and how: ``4 of 118 rows: 1 listed, 2 contains, 1 possible``."""
    counts = verdict_counts(exposure)
    parts = [f"{lang.integer(n)} {lang(VERDICT_BADGES[v])}" for v, n in counts.items() if n and v != "none"]
    if not parts:
        return lang.many(
            sum(counts.values()), "{n} line read, none meets a control", "{n} lines read, none meets a control"
        )
    return ", ".join(parts) + " " + lang.many(sum(counts.values()), "of {n} line read", "of {n} lines read")


def rests_on(exposure: Exposure, lang: Language) -> str:
    """How much of the bill of materials the figures rest on."""
    c = exposure.coverage
    return lang(
        "{priced} of {lines} line items priced, {stated} with an origin stated",
        priced=lang.integer(c.priced),
        lines=lang.integer(c.lines),
        stated=lang.integer(c.origin_stated),
    )


def status_text(m: MeasureStatus, lang: Language) -> str:
    """A measure's status on the day, with what is expected and until when."""
    word = lang(STATUS_WORDS[m.status])
    if m.expected:
        if m.until:
            return lang(
                "{status}; expected: {expected} until {day}",
                status=word,
                expected=_status_word(m.expected, lang),
                day=lang.day(m.until),
            )
        return lang("{status}; expected: {expected}", status=word, expected=_status_word(m.expected, lang))
    return lang("{status} until {day}", status=word, day=lang.day(m.until)) if m.until else word


def _status_word(status: str, lang: Language) -> str:
    return lang(STATUS_WORDS.get(status, status))


def waived(exposure: Exposure, lang: Language) -> str:
    """How many findings a waiver handles; empty for none. They stay in every list and count."""
    count = sum(len(x.waived) for x in exposure.lines)
    if not count:
        return ""
    return lang.many(
        count,
        "{n} finding is handled by a waiver and stays listed.",
        "{n} findings are handled by a waiver and stay listed.",
    )


def left_out(exposure: Exposure) -> list[str]:
    """What this copy leaves out: prices, suppliers, makers; empty for a whole report."""
    return [x.strip() for x in exposure.options.get("redacted", "").split(",") if x.strip()]


def measure_name(m: MeasureStatus, lang: Language) -> str:
    """A measure by its number and year, since numbers begin anew each year: ``No. 57 of 2025``."""
    if m.issued is None or not m.number.isdigit():
        return lang("No. {number}", number=m.number)
    return lang("No. {number} of {year}", number=m.number, year=m.issued.year)


def reach_rule(exposure: Exposure) -> MeasureStatus | None:
    """The extraterritorial measure, whose 0.1 % rule the headline is about."""
    return next((m for m in exposure.measures if m.scope == "extraterritorial"), None)


def worst_first(exposure: Exposure) -> list[LineFinding]:
    """Lines that meet or nearly meet a control: by verdict, then by the most that cannot be excluded."""
    rank = {v: i for i, v in enumerate(VERDICTS)}
    matched = [x for x in exposure.lines if x.verdict != "none" and x.line.bin != "excluded"]
    return sorted(
        matched, key=lambda x: (rank[x.verdict], x.contribution.high is not None, -(x.contribution.high or 0))
    )
