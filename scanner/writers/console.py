"""Exposure → a short table on the terminal; plain text where the output is no terminal."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner import display
from scanner.findings import Exposure, LineFinding
from scanner.writers import wording
from scanner.writers.inert import inert
from scanner.writers.language import Language, language
from scanner.writers.words import (
    DECISION_WORDS,
    POLICY_NONE,
    VERDICT_BADGES,
    VERDICT_MARKS,
    policy_asked,
    policy_outcome,
    policy_status,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

SHOWN_LINES = 20
SHOWN_QUESTIONS = 5
SHOWN_DECISIONS = 20
HASH = re.compile(r"(sha256 [0-9a-f]{12})[0-9a-f]+")
"""Of a paper: enough to tell it by; the files of the report have it whole."""
SHOWN_REASONS = 2
PIPED_WIDTH = 120
NARROW = 90
"""Below this many columns the lines are listed one beneath the other."""
STYLES = {
    "exceeds": "bold red",
    "likely exceeds": "bold red",
    "may exceed": "bold yellow",
    "undetermined": "bold magenta",
    "below": "bold",
    "no share": "bold yellow",
    "nothing found": "bold",
    "listed": "red",
    "contains": "yellow",
    "possible": "yellow",
    "below_threshold": "dim",
}


def print_exposure(exposure: Exposure, console: Console | None = None, lang: str = "en") -> None:
    """The headline, what it rests on, the affected lines worst first, and what to ask first.

    Text of the file is printed as text: neither rich's markup nor terminal sequences in it act.
    """
    from rich.console import Console
    from rich.padding import Padding

    words = language(lang, as_shares="prices" in wording.left_out(exposure))
    if console is None:
        console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console = Console(highlight=False, emoji=False, markup=False, width=PIPED_WIDTH)
    console.print(*_head(exposure, words), sep="\n")
    affected = wording.worst_first(exposure)
    if affected:
        console.print()
        shown = affected[:SHOWN_LINES]
        if console.width < NARROW:
            console.print(*_listing(exposure, shown, words), sep="\n\n")
        else:
            console.print(_table(exposure, shown, words))
        if len(affected) > SHOWN_LINES:
            console.print(_plain(words("… and {n} more", n=words.integer(len(affected) - SHOWN_LINES)), "dim"))
    if exposure.resolve:
        console.print()
        console.print(_plain(words("Ask first"), "bold"))
        for number, text in enumerate(_questions(exposure, words), 1):
            console.print(Padding(_plain(f"{number}. {text}"), (0, 0, 0, 1)))
    if asked := policy_asked(exposure):
        console.print()
        console.print(_plain(words("What follows for the end use, end user and route"), "bold"))
        for text in _policy(exposure, asked, words):
            console.print(Padding(_plain(text), (0, 0, 0, 1)))
    if exposure.also is not None:
        console.print()
        console.print(_plain(words("What changes on {day}", day=words.day(exposure.also.as_of)), "bold"))
        moved = exposure.also.every
        for change in moved:
            console.print(Padding(_plain(f"{change.what}: {change.before} → {change.after}"), (0, 0, 0, 1)))
        if not moved:
            console.print(Padding(_plain(words("Nothing.")), (0, 0, 0, 1)))
    if exposure.decisions:
        console.print()
        console.print(_plain(words("Decisions and declarations that acted"), "bold"))
        for text in _decisions(exposure, words):
            console.print(Padding(_plain(text), (0, 0, 0, 1)))
    console.print()
    file = exposure.bom.inputs[0].file if exposure.bom.inputs else "FILE"
    console.print(
        _plain(
            words(
                "The whole report, with all evidence: {command}", command=f"bomscan scan {_quoted(file)} -o report.html"
            ),
            "dim",
        )
    )


def _head(exposure: Exposure, words: Language) -> list[Text]:
    from rich.text import Text

    top = wording.headline(exposure, words)
    names = ", ".join(inert(x.file) for x in exposure.bom.inputs)
    product = inert(exposure.bom.product) + " · " if exposure.bom.product else ""
    day = exposure.as_of.isoformat()
    out: list[Text] = [
        _plain(
            product
            + words(
                "{files} · as of {day} · catalog {version}", files=names, day=day, version=exposure.catalog.version
            ),
            "dim",
        ),
        Text(),
        _plain(top.title, STYLES.get(top.verdict, "bold")),
    ]
    if top.share:
        out += [_plain(f"{top.share}: {inert(top.ratio or '')}")]
    out += [_plain(top.because)]
    rule = wording.reach_rule(exposure)
    if rule is not None and top.share:
        out.append(
            _plain(
                words(
                    "The rule itself ({measure}) on that day: {status}",
                    measure=wording.measure_name(rule, words),
                    status=wording.status_text(rule, words),
                )
            )
        )
    out += [
        Text(),
        _plain(words("Found: {found}", found=wording.found(exposure, words))),
        _plain(words("Rests on: {basis}", basis=wording.rests_on(exposure, words))),
    ]
    if waived := wording.waived(exposure, words):
        out.append(_plain(waived))
    return out


def _table(exposure: Exposure, findings: list[LineFinding], words: Language) -> Table:
    from rich import box
    from rich.table import Table

    unit = words.unit(exposure.currency)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column(words("Line"), overflow="fold", max_width=24)
    table.add_column(words("Verdict"), no_wrap=True)
    table.add_column(words("Group"), overflow="fold")
    table.add_column(words("What it says, and why"), ratio=1, overflow="fold", min_width=16)
    table.add_column(words("Cost") + unit, justify="right", no_wrap=True)
    table.add_column(words("Chinese controlled value") + unit, justify="right", overflow="fold", max_width=26)
    for x in findings:
        table.add_row(
            _plain(x.line.id),
            _verdict(x, words),
            _plain(words(x.matches[0].group)),
            _why(x),
            _plain(words.amount(x.extended_cost, exposure.currency) or words(display.NOT_KNOWN)),
            _plain(_value(x, exposure.currency, words)),
        )
    return table


def _listing(exposure: Exposure, findings: list[LineFinding], words: Language) -> Iterator[Text]:
    """The table's content for narrow windows: one line beneath the other."""
    from rich.text import Text

    for x in findings:
        value = words.amounts(x.contribution, exposure.currency)
        head = Text.assemble(
            _verdict(x, words), "  ", _plain(x.line.id, "bold"), _plain(f"  {words(x.matches[0].group)}")
        )
        yield Text("\n").join([head, _why(x), _plain(words("Chinese controlled value: {value}", value=value))])


def _value(x: LineFinding, currency: str, words: Language) -> str:
    """A contribution in few words: the heading names the currency."""
    c = x.contribution
    low = words.amount(c.low, currency)
    if c.is_known:
        return low
    high = words("no bound") if c.high is None else words.amount(c.high, currency)
    likely = words(display.NOT_KNOWN) if c.likely is None else words.amount(c.likely, currency)
    return words("{low} to {high},\nlikely {likely}", low=low, high=high, likely=likely)


def _verdict(x: LineFinding, words: Language) -> Text:
    mark = VERDICT_MARKS[x.verdict]
    return _plain(f"{mark} {words(VERDICT_BADGES[x.verdict])}", STYLES.get(x.verdict, ""))


def _why(x: LineFinding) -> Text:
    said = x.line.description or x.line.part_number or x.line.manufacturer_part_number or x.line.material or ""
    text = _plain(" ".join(said.split()))
    means: dict[str, list[str]] = {}
    for e in x.matches[0].evidence:
        means.setdefault(e.means, []).append(e.text)
    told = [(", ".join(dict.fromkeys(found)), said) for said, found in means.items()]
    reasons = "; ".join(": ".join(filter(None, pair)) for pair in told[:SHOWN_REASONS])
    if reasons:
        text.append("\n" + inert(reasons), "dim")
    return text


def _questions(exposure: Exposure, words: Language) -> list[str]:
    out = []
    for q in exposure.resolve[:SHOWN_QUESTIONS]:
        text = f"{q.line}: {q.ask}; " + words("narrows the share by up to {points}", points=words.percent(q.narrows))
        out.append(text + (", " + words("can turn the verdict alone") if q.flips else ""))
    return out


def _policy(exposure: Exposure, asked: str, words: Language) -> list[str]:
    found = [
        f"{p.measure}: {policy_outcome(p)} ({words(p.certainty)}; {policy_status(p)}); {p.because}"
        for p in exposure.policy
    ]
    return [words("Stated: {facts}", facts=asked), *(found or [words(POLICY_NONE)])]


def _decisions(exposure: Exposure, words: Language) -> list[str]:
    """Waivers first, as they take findings out of --fail-on."""
    ordered = sorted(exposure.decisions, key=lambda d: d.kind != "waiver")
    out = []
    for d in ordered[:SHOWN_DECISIONS]:
        who = [words("{by}, {on}", by=d.by, on=d.on)]
        if d.approver:
            who.append(words("approved by {who}", who=d.approver))
        who.append(words("until {day}", day=d.expires) if d.expires else words("without an end"))
        papers = (HASH.sub(r"\1…", x) for x in d.evidence)
        kind = words(DECISION_WORDS[d.kind])
        out.append(f"{d.line}: {d.id}, {kind}: {d.says}. {d.why} ({'; '.join((*who, *papers))})")
    if len(ordered) > SHOWN_DECISIONS:
        out.append(words("… and {n} more", n=words.integer(len(ordered) - SHOWN_DECISIONS)))
    return out


def _plain(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(inert(text).replace("\u00a0", " "), style=style)


def _quoted(file: str) -> str:
    return shlex.quote(file)
