"""Exposure → the contents of the letter, in words; every text of the file made inert."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from scanner.catalog.load import Catalog
from scanner.catalog.model import Measure
from scanner.findings import EXPOSED, Exposure, Fraction, LineFinding
from scanner.letter.speech import Spoken, speech
from scanner.standing import STATED_USE, ControlText, MeasureStatus, PolicyFinding
from scanner.version import __version__
from scanner.writers import wording, words
from scanner.writers.inert import inert
from scanner.writers.speech import Speech

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
    """Whether the public text is known to ask for it, in words ..."""
    is_open: bool
    """... True where it is not."""
    says: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Letter(Struct, frozen=True, kw_only=True):
    """What stands in the letter, in order."""

    lang: str
    """Tag of the (first) language: ``en``, ``de``, ``zh-Hans``."""
    title: str
    under: str
    """Which rule asks for it."""
    draft: str
    facts: tuple[tuple[str, str], ...]
    """Sender, recipient, item, dates and versions; ``BLANK`` where a person has to fill in."""
    parts: tuple[Part, ...]
    unsettled_title: str
    unsettled: tuple[str, ...]
    """What the public text leaves open, from the catalog."""
    sign: tuple[str, ...]


def compose(
    exposure: Exposure, catalog: Catalog, *, to: str | None = None, item: str | None = None, lang: Spoken = "en"
) -> Letter:
    """The letter for the next recipient.

    Args:
        exposure: the result for the goods handed on.
        catalog: the law; what a compliance notice has to say, and what is not known of that, is read from it.
        to: the recipient; None = left blank.
        item: what the goods are called; None = the product, else the file.
        lang: its language. What only the catalog says in English stays English.

    """
    return _Writer(exposure, catalog, lang).letter(to, item)


class _Writer:
    """Puts one exposure into words."""

    def __init__(self, exposure: Exposure, catalog: Catalog, lang: Spoken) -> None:
        self.x = exposure
        self.lang: Speech = speech(lang, as_shares="prices" in wording.left_out(exposure))
        self.rule: Measure | None = next((m for m in catalog.measures.values() if m.annex2), None)
        self.annex = (self.rule.annex2 if self.rule else None) or {}
        self.known = {f["id"] for f in self.annex.get("known_fields", ())}
        self.status = next((m for m in exposure.measures if self.rule and m.id == self.rule.id), None)
        self.found = [x for x in exposure.lines if x.line.bin != "excluded" and x.verdict in EXPOSED]

    def letter(self, to: str | None, item: str | None) -> Letter:
        x, _ = self.x, self.lang
        files = ", ".join(i.file.replace("\\", "/").rpartition("/")[2] for i in x.bom.inputs)
        hashes = ", ".join(f"SHA-256 {i.sha256}" for i in x.bom.inputs)
        catalog = x.catalog.version
        if x.catalog.overlays:
            catalog = _("{catalog} with {overlays}", catalog=catalog, overlays=", ".join(x.catalog.overlays))
        return Letter(
            lang=_.tag,
            title=_("Declaration on Chinese export control"),
            under=self._under(),
            draft=_(DRAFT),
            facts=(
                (_("From"), BLANK),
                (_("To"), inert(to) if to else BLANK),
                (_("Item"), inert(item or x.bom.product or files)),
                (_("Law as of"), x.as_of.isoformat()),
                (_("Bill of materials"), inert(f"{files} ({hashes})")),
                (_("Catalog"), inert(catalog)),
                (_("Made by"), f"bomscan {__version__}"),
            ),
            parts=tuple(
                p for p in (self._statement(), self._share(), self._measures(), self._goods(), self._policy()) if p
            ),
            unsettled_title=_(UNSETTLED),
            unsettled=self._unsettled(),
            sign=(_("Place and date"), _("Name and position"), _("Signature")),
        )

    def _under(self) -> str:
        if self.rule is None:
            return ""
        _ = self.lang
        number = _("No. {number} of {year}", number=self.rule.number, year=self.rule.issued.year)
        name = _(self.annex.get("name", "compliance notice"))
        original = self.annex.get("name_zh", "")
        said = [_.joined([number, name], ", ") + ("" if original in name else f" {original}")]
        for rule in self.rule.rules:
            if rule["kind"] == "notice":
                who = _(rule["applies_to"])
                note = _(rule.get("note", "")).rstrip(" .。")
                said.append(_.joined([f"{who[:1].upper()}{who[1:]}", note], ": "))
        return _.joined(said, ". ") + _.sign(".")

    def _part(
        self, name: str, title: str, says: Iterable[str] = (), heads: tuple[str, ...] = (),
        rows: Iterable[tuple[str, ...]] = (),
    ) -> Part:  # fmt: skip
        """A section with its mark; every text inert."""
        table = tuple(tuple(map(inert, row)) for row in rows)
        return Part(
            id=name,
            title=title,
            mark=self.lang(ASKED if name in self.known else OPEN),
            is_open=name not in self.known,
            says=tuple(inert(x) for x in says if x),
            heads=tuple(map(self.lang, heads)) if table else (),
            rows=table,
        )

    def _statement(self) -> Part:
        return self._part(
            "control-statement",
            self.lang("Whether the goods fall under Chinese export control"),
            (self._reached(), self._listed(), wording.waived(self.x, self.lang)),
        )

    def _reached(self) -> str:
        """What the rule makes of the goods: by a limb without a threshold, by the share, or not as far as was read."""
        _ = self.lang
        if self.rule is None or self.status is None:
            return _("No measure that asks for this notice is issued on this day.")
        shares = [f for f in self.x.fractions if f.kind == "de_minimis"]
        limbs = {b.certainty for x in self.found for b in x.limbs}
        met = any(f.verdict == "exceeds" for f in shares) or "documented" in limbs
        name, status = wording.measure_name(self.status, _), wording.status_text(self.status, _)
        if met and self.status.status == "in_force":
            return _(
                "The goods fall under Chinese export control: on what is documented they meet {measure}, which is in "
                "force.", measure=name,
            )  # fmt: skip
        if met:
            return _(
                "On what is documented the goods meet the conditions of {measure}, whose status on this day is: "
                "{status}. They fall under Chinese export control by it wherever it is in force.",
                measure=name, status=status,
            )  # fmt: skip
        if limbs or any(f.verdict != "below" for f in shares):
            return _(
                "It cannot be excluded that the goods meet the conditions of {measure} (status on this day: {status}) "
                "and with that fall under Chinese export control.", measure=name, status=status,
            )  # fmt: skip
        if any(m.measure == self.rule.id for x in self.found for m in x.matches):
            return _(
                "The goods hold what {measure} lists, yet no share that was computed reaches its mark and no limb "
                "without a mark was found to be met (status on this day: {status}).", measure=name, status=status,
            )  # fmt: skip
        return _(
            "Nothing that {measure} reaches was found in what was read; that is no finding that none applies.",
            measure=name,
        )

    def _listed(self) -> str:
        """Lines that other measures list, by measure."""
        _ = self.lang
        own = self.rule.id if self.rule else ""
        lines: dict[str, list[str]] = {}
        for x in self.found:
            for measure in dict.fromkeys(m.measure for m in x.matches if m.verdict == "listed" and m.measure != own):
                lines.setdefault(measure, []).append(x.line.id)
        names = {m.id: m for m in self.x.measures}
        said = [
            _(
                "{lines} under {measure}, {status}", lines=", ".join(ids), measure=wording.measure_name(names[k], _),
                status=wording.status_text(names[k], _),
            )
            for k, ids in lines.items()
            if k in names
        ]  # fmt: skip
        return _("Lines that are listed items themselves: {lines}.", lines=_.joined(said)) if said else ""

    def _share(self) -> Part:
        _ = self.lang
        found = [f for f in self.x.fractions if f.headline]
        found += [f for f in self.x.fractions if f.kind == "de_minimis" and f.scope == "product" and not f.headline]
        top = wording.headline(self.x, _)
        said = [
            _.joined([top.title, top.because], ". "),
            _("It rests on: {coverage}.", coverage=wording.rests_on(self.x, _)),
        ]
        if left := wording.left_out(self.x):
            said.append(_("This copy leaves out: {what}.", what=_.joined(map(_, left), ", ")))
        return self._part(
            "value-share",
            _("Value share at this step of the chain"),
            said,
            ("Reading", "Share: low", "Share: likely", "Share: high", "Numerator", "Denominator"),
            map(self._share_row, found),
        )

    def _share_row(self, f: Fraction) -> tuple[str, ...]:
        _, known = self.lang, f.share is not None and f.denominator.is_known
        low, likely, high = (s.low, s.likely, s.high) if (s := f.share) is not None else (None, None, None)
        bounded = _("no upper bound") if known and high is None else _.percent(high, f.threshold)
        rule = _(words.RULE_NAMES[f.reading or "product"])
        if f.scope != "product":
            rule = _("{rule} ({item})", rule=rule, item=_.filled(words.scope_words(f.scope)))
        verdict = _(str(f.verdict))
        if f.headline:
            verdict = _("{verdict} (headline)", verdict=verdict)
        said = [_.joined([rule, verdict], ": ")]
        if f.readers:
            said.append(_("read so by: {who}", who=_(f.readers)))
        return (
            _.joined(said),
            _.percent(low, f.threshold),
            _.percent(likely, f.threshold),
            bounded,
            _.joined([_(f.numerator_is), _.amounts(f.numerator, self.x.currency)], ": "),
            _.joined([wording.denominator(f, _), _.amounts(f.denominator, self.x.currency)], ": "),
        )

    def _measures(self) -> Part:
        _ = self.lang
        lines: dict[str, dict[str, None]] = {}
        for x in self.found:
            for m in x.matches:
                if m.verdict in EXPOSED:
                    lines.setdefault(m.control, {})[x.line.id] = None
        rows = []
        for measure in self.x.measures:
            controls = [c for c in lines if c.partition(":")[0] == measure.id]
            if controls or measure is self.status:
                listed = [self._control(measure, c, lines[c]) for c in controls]
                title = self._own_or_zh(measure.title, measure.title_zh)
                name = _.joined([wording.measure_name(measure, _), title], ": ")
                said = _.joined(listed) or _("no line meets its list")
                rows.append((name, wording.status_text(measure, _), said))
        return self._part(
            "measures",
            _("Measures concerned and their status on {day}", day=_.day(self.x.as_of)),
            heads=("Measure", "Status that day", "Controls met, and by which lines"),
            rows=rows,
        )

    def _control(self, measure: MeasureStatus, control: str, lines: Iterable[str]) -> str:
        text: ControlText | None = next((c for c in measure.controls if c.id == control), None)
        name = self._own_or_zh(text.name, text.name_zh) if text else ""
        return f"{control.partition(':')[2]} {name} ({', '.join(lines)})"

    def _own_or_zh(self, text: str, chinese: str | None) -> str:
        """The law's own words in a Chinese letter."""
        return chinese if chinese and self.lang.code == "zh" else text

    def _goods(self) -> Part | None:
        if not self.found:
            return None
        return self._part(
            "origin",
            self.lang("Lines concerned, their origin, and the limbs they meet"),
            heads=("Line", "What it says", "Finding", "Origin", "Limbs of No. 61 without a mark"),
            rows=(self._line(x) for x in wording.worst_first(self.x) if x.verdict in EXPOSED),
        )

    def _line(self, x: LineFinding) -> tuple[str, ...]:
        _, line = self.lang, x.line
        said = " · ".join(words.unique((line.part_number, line.description or line.material)))
        limbs = words.unique(f"{_(words.LIMB_WORDS.get(b.limb, b.limb))} ({_(b.certainty)})" for b in x.limbs)
        origin = ", ".join(x.origins.countries) or _("not stated")
        return (
            line.id,
            said,
            _(words.VERDICT_WORDS[x.verdict]),
            f"{origin} ({_(words.ORIGIN_WORDS[x.origins.basis])})",
            _.joined(limbs),
        )

    def _policy(self) -> Part:
        _ = self.lang
        stated = [f"{name} {self.x.options[key]}" for key, name in STATED_USE.items() if key in self.x.options]
        if not stated:
            says = [_("End use, end user and route were not stated; what follows for them is open.")]
        else:
            asked = _("Stated: {asked}.", asked=_.joined(map(_.filled, stated), ", "))
            says = [asked, *([] if self.x.policy else [_(words.POLICY_NONE)])]
        return self._part(
            "end-use",
            _("What follows for end use, end user and route"),
            says,
            ("Measure", "What follows", "Whether", "Status of the rule", "Because"),
            map(self._rule, self.x.policy),
        )

    def _rule(self, p: PolicyFinding) -> tuple[str, ...]:
        _ = self.lang
        outcome = _(p.outcome)
        if p.report_within:
            outcome = _("{outcome} within {term}", outcome=outcome, term=_(p.report_within))
        status = _(words.STATUS_WORDS[p.status])
        if p.expected:
            expected = _(words.STATUS_WORDS.get(p.expected, p.expected))
            status = _("{status}, expected {expected}", status=status, expected=expected)
        if p.until:
            status = _("{status} until {day}", status=status, day=_.day(p.until))
        return f"{p.measure} {p.rule}", outcome, _(p.certainty), status, _.clauses(p.because)

    def _unsettled(self) -> tuple[str, ...]:
        if self.rule is None:
            return ()
        _ = self.lang
        share = self.rule.value_share
        form = _(
            "The form of the notice. Known to be asked for: {asked}. {unknown}",
            asked=_.joined(_(f["text"]) for f in self.annex.get("known_fields", ())),
            unknown=_(self.annex.get("unknown_fields", "")),
        )
        basis = [share.get("value_basis", ""), share.get("aggregation", "")] if share else []
        return tuple(inert(x) for x in (form, *map(_, (*basis, *self.rule.open_questions))) if x)
