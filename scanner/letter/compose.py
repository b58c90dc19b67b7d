"""Exposure → the contents of the letter, in words; every text of the file made inert."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from scanner.catalog.load import Catalog
from scanner.catalog.model import Measure
from scanner.findings import EXPOSED, Exposure, Fraction, LineFinding
from scanner.version import __version__
from scanner.writers import wording, words
from scanner.writers.inert import inert
from scanner.writers.language import Language, language

DRAFT = "Draft made by a program from a bill of materials: to be checked before it is signed; not legal advice."
UNSETTLED = "Not settled by the public text"
OPEN = "not settled by the public text: whether the notice has to say this"
ASKED = "asked for by the notice, as far as is reported"
BLANK = "…………………………"
"""To be filled in by hand."""


class Part(Struct, frozen=True, kw_only=True):
    """A section: a sentence or two, then a table."""

    id: str
    title: str
    mark: str
    """Whether the public text is known to ask for it: ``ASKED`` or ``OPEN``."""
    says: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Letter(Struct, frozen=True, kw_only=True):
    """What stands in the letter, in order."""

    title: str
    under: str
    """Which rule asks for it."""
    draft: str
    facts: tuple[tuple[str, str], ...]
    """Sender, recipient, item, dates and versions; ``BLANK`` where a person has to fill in."""
    parts: tuple[Part, ...]
    unsettled: tuple[str, ...]
    """What the public text leaves open, from the catalog."""
    sign: tuple[str, ...]


def compose(exposure: Exposure, catalog: Catalog, *, to: str | None = None, item: str | None = None) -> Letter:
    """The letter for the next recipient.

    Args:
        exposure: the result for the goods handed on.
        catalog: the law; what a compliance notice has to say, and what is not known of that, is read from it.
        to: the recipient; None = left blank.
        item: what the goods are called; None = the product, else the file.

    """
    return _Writer(exposure, catalog).letter(to, item)


class _Writer:
    """Puts one exposure into words."""

    def __init__(self, exposure: Exposure, catalog: Catalog) -> None:
        self.x = exposure
        self.lang: Language = language(as_shares="prices" in wording.left_out(exposure))
        self.rule: Measure | None = next((m for m in catalog.measures.values() if m.annex2), None)
        self.annex = (self.rule.annex2 if self.rule else None) or {}
        self.known = {f["id"] for f in self.annex.get("known_fields", ())}
        self.status = next((m for m in exposure.measures if self.rule and m.id == self.rule.id), None)
        self.found = [x for x in exposure.lines if x.line.bin != "excluded" and x.verdict in EXPOSED]

    def letter(self, to: str | None, item: str | None) -> Letter:
        x = self.x
        files = ", ".join(i.file.replace("\\", "/").rpartition("/")[2] for i in x.bom.inputs)
        overlays = f" with {', '.join(x.catalog.overlays)}" if x.catalog.overlays else ""
        hashes = ", ".join(f"SHA-256 {i.sha256}" for i in x.bom.inputs)
        return Letter(
            title="Declaration on Chinese export control",
            under=self._under(),
            draft=DRAFT,
            facts=(
                ("From", BLANK),
                ("To", inert(to) if to else BLANK),
                ("Item", inert(item or x.bom.product or files)),
                ("Law as of", x.as_of.isoformat()),
                ("Bill of materials", inert(f"{files} ({hashes})")),
                ("Catalog", inert(x.catalog.version + overlays)),
                ("Made by", f"bomscan {__version__}"),
            ),
            parts=tuple(
                p for p in (self._statement(), self._share(), self._measures(), self._goods(), self._policy()) if p
            ),
            unsettled=self._unsettled(),
            sign=("Place and date", "Name and position", "Signature"),
        )

    def _under(self) -> str:
        if self.rule is None:
            return ""
        notices = [r for r in self.rule.rules if r["kind"] == "notice"]
        said = " ".join(f"{r['applies_to'][:1].upper()}{r['applies_to'][1:]}: {r.get('note', '')}" for r in notices)
        name = f"No. {self.rule.number} of {self.rule.issued.year}"
        return f"{name}, {self.annex.get('name', 'compliance notice')} {self.annex.get('name_zh', '')}. {said}".strip()

    def _mark(self, part: str) -> str:
        return ASKED if part in self.known else OPEN

    def _statement(self) -> Part:
        return Part(
            id="control-statement",
            title="Whether the goods fall under Chinese export control",
            mark=self._mark("control-statement"),
            says=tuple(filter(None, (self._reached(), self._listed(), wording.waived(self.x, self.lang)))),
        )

    def _reached(self) -> str:
        """What the rule makes of the goods: by a limb without a threshold, by the share, or not as far as was read."""
        if self.rule is None or self.status is None:
            return "No measure that asks for this notice is issued on this day."
        name = wording.measure_name(self.status, self.lang)
        shares = [f for f in self.x.fractions if f.kind == "de_minimis"]
        limbs = {b.certainty for x in self.found for b in x.limbs}
        met = any(f.verdict == "exceeds" for f in shares) or "documented" in limbs
        if met and self.status.status == "in_force":
            return (
                f"The goods fall under Chinese export control: on what is documented they meet {name}, "
                "which is in force."
            )
        day = wording.status_text(self.status, self.lang)
        if met:
            return (
                f"On what is documented the goods meet the conditions of {name}, whose status on this day is: {day}. "
                "They fall under Chinese export control by it wherever it is in force."
            )
        if limbs or any(f.verdict != "below" for f in shares):
            return (
                f"It cannot be excluded that the goods meet the conditions of {name} (status on this day: {day}) and "
                "with that fall under Chinese export control."
            )
        if any(m.measure == self.rule.id for x in self.found for m in x.matches):
            return (
                f"The goods hold what {name} lists, yet no share that was computed reaches its mark and no limb "
                f"without a mark was found to be met (status on this day: {day})."
            )
        return f"Nothing that {name} reaches was found in what was read; that is no finding that none applies."

    def _listed(self) -> str:
        """Lines that other measures list, by measure."""
        own = self.rule.id if self.rule else ""
        lines: dict[str, list[str]] = {}
        for x in self.found:
            for measure in dict.fromkeys(m.measure for m in x.matches if m.verdict == "listed" and m.measure != own):
                lines.setdefault(measure, []).append(x.line.id)
        names = {m.id: m for m in self.x.measures}
        said = [
            f"{', '.join(ids)} under {wording.measure_name(names[k], self.lang)}, "
            f"{wording.status_text(names[k], self.lang)}"
            for k, ids in lines.items()
            if k in names
        ]
        return inert(f"Lines that are listed items themselves: {'; '.join(said)}.") if said else ""

    def _share(self) -> Part:
        found = [f for f in self.x.fractions if f.headline]
        found += [f for f in self.x.fractions if f.kind == "de_minimis" and f.scope == "product" and not f.headline]
        top = wording.headline(self.x, self.lang)
        return Part(
            id="value-share",
            title="Value share at this step of the chain",
            mark=self._mark("value-share"),
            says=tuple(inert(t) for t in (f"{top.title}. {top.because}", *self._rests()) if t),
            heads=("Reading", "Share: low", "likely", "high", "Numerator", "Denominator"),
            rows=tuple(map(self._share_row, found)),
        )

    def _rests(self) -> list[str]:
        left = wording.left_out(self.x)
        copy = [f"This copy leaves out: {', '.join(left)}."] if left else []
        return [f"It rests on: {wording.rests_on(self.x, self.lang)}.", *copy]

    def _share_row(self, f: Fraction) -> tuple[str, ...]:
        lang, known = self.lang, f.share is not None and f.denominator.is_known
        low, likely, high = (s.low, s.likely, s.high) if (s := f.share) is not None else (None, None, None)
        bounded = "no upper bound" if known and high is None else lang.percent(high, f.threshold)
        item = "" if f.scope == "product" else f" ({words.scope_words(f.scope)})"
        rule = f"{words.RULE_NAMES[f.reading or 'product']}{item}: {f.verdict}{' (headline)' if f.headline else ''}"
        who = f"; read so by: {f.readers}" if f.readers else ""
        return tuple(
            map(
                inert,
                (
                    rule + who,
                    lang.percent(low, f.threshold),
                    lang.percent(likely, f.threshold),
                    bounded,
                    f"{f.numerator_is}: {lang.amounts(f.numerator, self.x.currency)}",
                    f"{wording.denominator(f, lang)}: {lang.amounts(f.denominator, self.x.currency)}",
                ),
            )
        )

    def _measures(self) -> Part | None:
        lines: dict[str, dict[str, None]] = {}
        for x in self.found:
            for m in x.matches:
                if m.verdict in EXPOSED:
                    lines.setdefault(m.control, {})[x.line.id] = None
        rows = []
        for measure in self.x.measures:
            controls = [c for c in lines if c.partition(":")[0] == measure.id]
            if controls or measure is self.status:
                name = f"{wording.measure_name(measure, self.lang)}: {measure.title}"
                listed = "; ".join(self._control(c, lines[c]) for c in controls) or "no line meets its list"
                rows.append((name, wording.status_text(measure, self.lang), listed))
        return Part(
            id="measures",
            title=f"Measures concerned and their status on {self.lang.day(self.x.as_of)}",
            mark=self._mark("measures"),
            heads=("Measure", "Status that day", "Controls met, and by which lines"),
            rows=tuple(tuple(map(inert, r)) for r in rows),
        )

    def _control(self, control: str, lines: Sequence[str] | dict[str, None]) -> str:
        name = words.control_names(self.x).get(control, "")
        return f"{control.partition(':')[2]} {name} ({', '.join(lines)})"

    def _goods(self) -> Part | None:
        if not self.found:
            return None
        return Part(
            id="origin",
            title="Lines concerned, their origin, and the limbs they meet",
            mark=self._mark("origin"),
            heads=("Line", "What it says", "Finding", "Origin", "Limbs of No. 61 without a mark"),
            rows=tuple(tuple(map(inert, self._line(x))) for x in wording.worst_first(self.x) if x.verdict in EXPOSED),
        )

    def _line(self, x: LineFinding) -> tuple[str, ...]:
        line = x.line
        said = " · ".join(words.unique((line.part_number, line.description or line.material)))
        limbs = words.unique(f"{words.LIMB_WORDS.get(b.limb, b.limb)} ({b.certainty})" for b in x.limbs)
        origin = ", ".join(x.origins.countries) or "not stated"
        return (
            line.id,
            said,
            words.VERDICT_WORDS[x.verdict],
            f"{origin} ({words.ORIGIN_WORDS[x.origins.basis]})",
            "; ".join(limbs),
        )

    def _policy(self) -> Part:
        asked = words.policy_asked(self.x)
        if not asked:
            says: tuple[str, ...] = ("End use, end user and route were not stated; what follows for them is open.",)
        else:
            says = (f"Stated: {asked}.", *(() if self.x.policy else (words.POLICY_NONE,)))
        return Part(
            id="end-use",
            title="What follows for end use, end user and route",
            mark=self._mark("end-use"),
            says=tuple(map(inert, says)),
            heads=("Measure", "What follows", "Whether", "Status of the rule", "Because") if self.x.policy else (),
            rows=tuple(
                tuple(
                    map(
                        inert,
                        (
                            f"{p.measure} {p.rule}",
                            words.policy_outcome(p),
                            p.certainty,
                            words.policy_status(p),
                            p.because,
                        ),
                    )
                )
                for p in self.x.policy
            ),
        )

    def _unsettled(self) -> tuple[str, ...]:
        if self.rule is None:
            return ()
        share = self.rule.value_share
        asked = "; ".join(f["text"] for f in self.annex.get("known_fields", ()))
        form = f"The form of the notice. Known to be asked for: {asked}. {self.annex.get('unknown_fields', '')}"
        basis = [share.get("value_basis", ""), share.get("aggregation", "")] if share else []
        said = [form, *basis, *self.rule.open_questions]
        return tuple(inert(t) for t in said if t)
