"""Lines as the report shows them: one row each, opening to evidence, criteria, origin and arithmetic."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from msgspec import Struct

from scanner import display
from scanner.bom import Money
from scanner.estimate import Estimate, largest
from scanner.findings import EXPOSED, VERDICTS, Exposure, Fraction, LineFinding, Match
from scanner.writers.html.highlight import Segments, field_text, segments
from scanner.writers.html.shares import SHORT_READINGS
from scanner.writers.inert import inert
from scanner.writers.language import Language
from scanner.writers.words import FRACTION_WORDS, LIMB_WORDS, ORIGIN_WORDS

BELOW = {
    "manufacturer": "",
    "manufacturer_part_number": "",
    "material": "",
    "supplier_part_number": "",
    "hs_code": "HS",
    "cas_number": "CAS",
}
"""Fields shown small beneath the description, and what stands before those that do not say what they are."""


class LineRow(Struct, kw_only=True, gc=False):
    """What the table shows of a line; every text is safe to show."""

    id: str
    anchor: str
    order: int
    """Place in the file, from 0."""
    verdict: str
    part: str
    description: Segments
    below: list[tuple[str, Segments]]
    """Mark and text of the fields beneath the description."""
    supplier: Segments
    origin: Segments
    origin_kind: str
    """china, elsewhere, mixed, maker or none."""
    groups: str
    cost: str
    cost_sort: str
    value: str
    value_sort: str
    level: int
    flags: list[str]
    """Excluded and why, hidden, phantom, free of charge."""
    detail: LineDetail | None


class LineDetail(Struct, kw_only=True, gc=False):
    """What a line opens to."""

    controls: str
    told: list[str]
    """Words that speak, each once."""
    settled: str
    matches: list[MatchView]
    origin: list[tuple[str, str]]
    """What is known of the article and of the material, in words."""
    sums: list[tuple[str, str]]
    """Arithmetic: what is computed, and how."""
    limbs: list[str]
    shares: list[tuple[str, str, str]]
    """The line's own shares: reading, figures, verdict."""
    questions: list[str]
    cells: list[tuple[str, str]]
    """Everything else that the file says of the line."""


class MatchView(Struct, kw_only=True, gc=False):
    """Controls that the line meets for the same reasons."""

    controls: list[tuple[str, str, bool]]
    """Id, name, and whether its text stands in the law section."""
    verdict: str
    near: bool
    waived: bool
    evidence: list[tuple[list[str], str, str, str]]
    """Words, field, what they mean, who says so; words that mean the same are together."""
    criteria: list[tuple[str, str, str, str]]
    """What is measured, the limit, what was observed, the result."""
    settled_by: str
    outside: str
    """Why the authority holds such goods outside of the measure."""


class LineViews:
    """Builds the rows of one exposure."""

    def __init__(self, exposure: Exposure, lang: Language) -> None:
        self.x = exposure
        self._ = lang
        self.currency = exposure.currency
        self.names = {c.id: c.name for m in exposure.measures for c in m.controls}
        self.export = {m.id for m in exposure.measures if m.scope in ("export", "")}
        """Measures whose content counts in a contribution."""
        self.anchors = {x.line.id: f"L{i}" for i, x in enumerate(exposure.lines)}
        self.held = _held(exposure)
        self.shares: dict[str, list[Fraction]] = defaultdict(list)
        for f in exposure.fractions:
            kind, _, line = f.scope.partition(":")
            if kind in ("line", "assembly"):
                self.shares[line].append(f)
        self.questions: dict[str, list[str]] = defaultdict(list)
        for q in exposure.resolve:
            self.questions[q.line].append(q.ask)

    def rows(self) -> list[LineRow]:
        """Worst first, then in the order of the file; excluded rows last."""
        rank = {v: i for i, v in enumerate(VERDICTS)}
        numbered = enumerate(self.x.lines)
        ordered = sorted(numbered, key=lambda p: (p[1].line.bin == "excluded", rank[p[1].verdict], *_size(p[1]), p[0]))
        return [self.row(order, x) for order, x in ordered]

    def row(self, order: int, x: LineFinding) -> LineRow:
        line, _ = x.line, self._
        told = [e for m in x.matches for e in m.evidence] if x.matches else []
        high = x.contribution.high
        return LineRow(
            id=inert(line.id),
            anchor=f"L{order}",
            order=order,
            verdict=x.verdict,
            part=inert(line.part_number or line.item_number or ""),
            description=self._marked(line.description, "description", told),
            below=[(BELOW[f], self._marked(v, f, told)) for f in BELOW if (v := getattr(line, f))],
            supplier=self._marked(line.supplier, "supplier", told),
            origin=self._origin_cell(x),
            origin_kind=origin_kind(x),
            groups=" ".join(dict.fromkeys(m.group for m in x.matches)) if x.matches else "",
            cost=_.amount(x.extended_cost, self.currency),
            cost_sort="" if x.extended_cost is None else f"{x.extended_cost:.2f}",
            value=self._short(x.contribution) if x.matches or not x.contribution.is_zero else "",
            value_sort="1e99" if high is None else f"{high:.2f}" if high else "",
            level=min(line.level or 0, 9),
            flags=self._flags(x),
            detail=self._detail(x) if x.matches or x.limbs or x.decision else None,
        )

    def _marked(self, text: str | None, field: str, told: list) -> Segments:  # type: ignore[type-arg]
        if not text:
            return []
        here = [e for e in told if e.field == field] if told else told
        return segments(text, here) if here else [(inert(text), False)]

    def _origin_cell(self, x: LineFinding) -> Segments:
        if x.line.country_of_origin:
            said, read = x.line.country_of_origin, ", ".join(x.origins.countries)
            return [(inert(said) + (f" ({read})" if read and read.casefold() != said.casefold() else ""), False)]
        if x.origins.countries:
            return [(", ".join(x.origins.countries), False)]
        return [(self._("from the maker"), False)] if x.origins.basis == "maker" else []

    def _flags(self, x: LineFinding) -> list[str]:
        line, _ = x.line, self._
        out = []
        if line.bin == "excluded":
            out.append(_("counts nothing: {why}", why=inert(line.reason or _(line.exclusion or "excluded"))))
        if line.bin == "assembly":
            held = self.held.get(line.id, 0)
            beneath = _.many(held, "assembly, {n} line found beneath", "assembly, {n} lines found beneath")
            out.append(beneath if held else _("assembly"))
        if line.phantom:
            out.append(_("phantom: its own price counts nothing"))
        if line.free_issue:
            out.append(_("supplied free of charge"))
        if line.hidden:
            out.append(_("hidden in the file"))
        if x.decision:
            out.append(_("decision {id} applied", id=inert(x.decision)))
        return out

    def _short(self, e: Estimate) -> str:
        _ = self._
        low = _.amount(e.low, self.currency)
        if e.is_known:
            return low
        high = _("no bound") if e.high is None else _.amount(e.high, self.currency)
        return f"{low} – {high}"

    def _detail(self, x: LineFinding) -> LineDetail:
        line, _ = x.line, self._
        shown = {"description", "part_number", "supplier", "country_of_origin", *BELOW}
        cells = [(_(f.replace("_", " ")), inert(v)) for f, v in line.fields.items() if f not in shown and v]
        cells += [(inert(h), inert(v)) for h, v in line.other.items() if v]
        told = dict.fromkeys(e.text for m in x.matches for e in m.evidence if e.text)
        return LineDetail(
            controls=", ".join(dict.fromkeys(m.control for m in x.matches)),
            told=[inert(t) for t in told],
            settled=inert("; ".join(dict.fromkeys(m.settled_by for m in x.matches if m.settled_by))),
            matches=self._matches(x),
            origin=self._origin(x),
            sums=self._sums(x),
            limbs=[f"{_(LIMB_WORDS.get(b.limb, b.limb))} ({b.control}): {_(b.certainty)}" for b in x.limbs],
            shares=[
                (
                    _(SHORT_READINGS[f.reading]) if f.reading else _("controlled content"),
                    _.share(f.share, f.threshold),
                    _(FRACTION_WORDS[f.verdict]) if f.verdict else "",
                )
                for f in self.shares.get(line.id, ())
            ],
            questions=[inert(q) for q in self.questions.get(line.id, ())],
            cells=cells,
        )

    def _matches(self, x: LineFinding) -> list[MatchView]:
        """The matches, those with the same verdict and reasons as one."""
        same: dict[object, list[Match]] = {}
        for m in x.matches:
            same.setdefault((m.verdict, m.evidence, m.criteria, m.settled_by, m.outside), []).append(m)
        return [self._match(group, x) for group in same.values()]

    def _match(self, group: list[Match], x: LineFinding) -> MatchView:
        _, m = self._, group[0]
        return MatchView(
            controls=[(g.control, self.names.get(g.control, ""), g.control in self.names) for g in group],
            verdict=m.verdict,
            near=any(g.near_threshold for g in group),
            waived=any(g.control in x.waived for g in group),
            evidence=_reasons(m, x),
            criteria=[
                (
                    c.parameter.replace("_", " "),
                    f"{c.op} {c.value} {c.unit}".strip(),
                    inert(f"{c.observed} {c.unit}".strip() + (f" ({c.derived})" if c.derived else ""))
                    if c.observed is not None
                    else _("not written"),
                    c.result,
                )
                for c in m.criteria
            ],
            settled_by=inert(m.settled_by or ""),
            outside=self._outside(m),
        )

    def _outside(self, m: Match) -> str:
        x = m.outside
        if x is None:
            return ""
        return self._(
            "Held outside {measure} by the authority: {goods} ({certainty}, {day}). What it holds counts as content.",
            measure=m.measure,
            goods=x.goods.rstrip("."),
            certainty=self._(x.certainty),
            day=self._.day(x.stated.isoformat()) if x.stated else self._("no date"),
        )

    def _origin(self, x: LineFinding) -> list[tuple[str, str]]:
        _, o = self._, x.origins
        basis = _(ORIGIN_WORDS[o.basis])
        named = f": {', '.join(o.countries)}" if o.countries else ""
        out = [
            (_("China's part in the article"), f"{_.share(o.article)} ({basis}{named})"),
            (_("China's part in the controlled material"), _.share(o.material)),
        ]
        out += [(_("because"), inert(": ".join(filter(None, (e.text, e.means))))) for e in o.evidence]
        if o.owner_country:
            out.append((_("owner of the maker"), o.owner_country))
        return out

    def _sums(self, x: LineFinding) -> list[tuple[str, str]]:
        """The arithmetic, factor by factor, so that it can be done again by hand."""
        _, line = self._, x.line
        out = [(_("extended cost"), self._cost(x))]
        triples = _("low | likely | high")
        products = []
        for m in x.matches:
            if m.applicability.is_zero or m.measure not in self.export:
                continue
            origin = x.origins.article if m.is_item else x.origins.contained or x.origins.material
            factors = [m.applicability, m.content_share, origin]
            if x.extended_cost is not None:
                cost = Estimate(x.extended_cost, x.extended_cost, x.extended_cost)
                product = cost * m.applicability * m.content_share * origin
                products.append(product)
                factors = [cost, *factors]
                end = f" = {_factor(product, _)}"
            else:
                end = ""
            names = [_("cost"), _("applies"), _("content share"), _("China's part")][-len(factors) :]
            words = " × ".join(f"{n} {_factor(f, _)}" for n, f in zip(names, factors, strict=True))
            out.append((f"{m.control}, {triples}", words + end))
        out.append((_("Chinese controlled value"), self._total(x, products, line.bin == "assembly")))
        return out

    def _cost(self, x: LineFinding) -> str:
        line, _ = x.line, self._
        if _.as_shares:
            return _("left out of this copy")
        amount = _.money(x.extended_cost, self.currency)
        quantity = _("quantity not known") if x.extended_quantity is None else _.number(x.extended_quantity)
        if line.quantity is not None and line.quantity.unit and x.extended_quantity is not None:
            quantity += f" {line.quantity.unit}"
        if line.unit_price is not None:
            per = ""
            if line.price_per is not None:
                per = f" / {_.number(line.price_per.amount)} {line.price_per.unit or ''}".rstrip()
            return f"{quantity} × {_price(line.unit_price, _)}{per} → {amount}"
        if line.extended_price is not None:
            return _("row price as written {price} → {amount}", price=_price(line.extended_price, _), amount=amount)
        return _("{quantity}, no price → {amount}", quantity=quantity, amount=amount)

    def _total(self, x: LineFinding, products: list[Estimate], assembly: bool) -> str:
        _ = self._
        amount = _.amounts(x.contribution, self.currency)
        if not products:
            if x.contribution.is_zero or _.as_shares:
                return amount
            return (
                _("{amount}: no price of its own; bounded by what a priced assembly above leaves over", amount=amount)
                if x.contribution.high is not None
                else _("{amount}: nothing bounds the missing price", amount=amount)
            )
        if _alike(x.contribution, largest(products)):
            return amount if len(products) == 1 else _("{amount}: the largest of these, bound by bound", amount=amount)
        if assembly:
            return _("{amount}: by the rule for assemblies, in which a value is counted once", amount=amount)
        return _("{amount}: by the rules in the method below", amount=amount)


def _held(exposure: Exposure) -> Counter[str]:
    """Assembly → how many lines beneath it, at any depth, are exposed."""
    parents = {x.line.id: x.line.parent for x in exposure.lines}
    held: Counter[str] = Counter()
    for x in exposure.lines:
        if x.verdict in EXPOSED and x.line.bin != "excluded":
            above, seen = x.line.parent, {x.line.id}
            while above is not None and above not in seen:
                held[above] += 1
                seen.add(above)
                above = parents.get(above)
    return held


def origin_kind(x: LineFinding) -> str:
    """What is known of where the line was made, in one of five words for the filter."""
    o = x.origins
    if o.basis in ("stated", "declared"):
        return "china" if o.article.low == 1 else "elsewhere" if o.article.is_zero else "mixed"
    return "maker" if o.basis == "maker" else "none"


def _alike(a: Estimate, b: Estimate) -> bool:
    """Equal but for what dividing leaves behind the twelfth digit."""
    pairs = ((a.low, b.low), (a.likely, b.likely), (a.high, b.high))
    return all(
        (p is None) == (q is None) and (p is None or q is None or _digits12(p) == _digits12(q)) for p, q in pairs
    )


def _digits12(value: Decimal) -> Decimal:
    return display.significant(value, 12)


def _reasons(m: Match, x: LineFinding) -> list[tuple[list[str], str, str, str]]:
    same: dict[tuple[str, str, str], dict[str, None]] = {}
    for e in m.evidence:
        said = inert(e.text or field_text(x.line, e.field) or "")
        same.setdefault((inert(e.field), inert(e.means), e.source or ""), {})[said] = None
    return [(list(said), *key) for key, said in same.items()]


def _size(x: LineFinding) -> tuple[bool, Decimal]:
    high = x.contribution.high
    return high is not None, -(high or Decimal(0))


def _factor(e: Estimate, lang: Language) -> str:
    """One factor of a product: all digits, ``?`` for what is not known."""
    if e.is_known:
        return _digits(e.low, lang)
    likely = "?" if e.likely is None else _digits(e.likely, lang)
    high = "∞" if e.high is None else _digits(e.high, lang)
    return f"({_digits(e.low, lang)} | {likely} | {high})"


def _digits(value: Decimal, lang: Language) -> str:
    """All digits up to twelve; ``…`` says that more follow, as of a third."""
    short = _digits12(value)
    return lang.number(short) + ("…" if short != value else "")


def _price(money: Money, lang: Language) -> str:
    return lang.number(money.amount) + (
        f" {money.currency}" if money.currency and money.currency != display.NO_CURRENCY else ""
    )
