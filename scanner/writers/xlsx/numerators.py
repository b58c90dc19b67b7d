"""What a share's numerator is a sum of, as formulas over the sheets Lines and Findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from scanner.findings import Fraction, Match
from scanner.writers.xlsx.book import STEPS
from scanner.writers.xlsx.layout import FIRST_ROW, MATCH_LETTERS, NOT_PRICED, REST
from scanner.writers.xlsx.plan import Plan, Three
from scanner.writers.xlsx.terms import ARGUMENTS, MARKS, ZERO, Figure, Term, largest, total, triple

Pair = tuple[int, int]
"""(line, match)"""


class Numerators:
    """Formulas to try for each fraction; the first that gives our figure is written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.in_total = [
            i for i, f in enumerate(plan.lines) if any((i, m) in plan.contributions for m in range(len(f.matches)))
        ]
        self.line_figures = {i: plan.contribution(i) for i in self.in_total}

    def candidates(self, f: Fraction, k: int) -> Iterator[Term]:
        """Terms for the low (0), likely (1) or high (2) numerator."""
        kind, _, name = f.scope.partition(":")
        if f.kind == "chinese_origin":
            yield from self.chinese(k)
        elif kind == "measure":
            yield from self.keyed(k, "measure", name)
        elif kind == "group":
            yield from self.keyed(k, "group", name)
        elif f.kind == "controlled" and f.measures != "all":
            yield from self.in_force(f, k)
        elif f.reading in (None, "product"):
            yield from self.everything(k)
        else:
            yield from self.item(f, k, self.plan.index.get(name))

    # ------------------------------------------------------------ Chinese origin

    def chinese(self, k: int) -> Iterator[Term]:
        """Σ value counted once × article origin; a line without a price is left out of likely and unbounded above."""
        plan = self.plan
        worth, cost, origin = (
            plan.column(plan.counted_column),
            plan.column("cost"),
            plan.column(f"article_{STEPS[k]}"),
        )
        sums: list[Decimal | None] = []
        missing: list[Decimal] = []
        for i, f in enumerate(plan.lines):
            if not plan.counting[i]:
                continue
            part, counted = triple(f.origins.article)[k], plan.counted_value(i)
            sums.append(ZERO if not counted else None if part is None else counted * part)
            if f.extended_cost is None and i not in plan.children and part != 0:
                missing.append(part if part is not None else Decimal(1))
        value = total(sums)
        unknown = f"SUMPRODUCT(ISNUMBER({worth})*({worth}<>0)*ISTEXT({origin}))"
        text = f'IF({unknown}>0,"{MARKS[k]}",SUMPRODUCT({worth},{origin}))'
        missing_cost = f'({cost}="{NOT_PRICED}")'
        gaps = f"SUMPRODUCT({missing_cost}*({origin}<>0))"
        if k == 0:
            yield Term(f"SUMPRODUCT({worth},{origin})", value)
            return
        if k == 1:  # where no line has a price, nothing is likely
            priced = any(plan.counting[i] and plan.counted_value(i) for i in range(len(plan.lines)))
            none = f"AND({gaps}>0,SUM({worth})=0)"
            yield Term(f'IF({none},"{MARKS[k]}",{text})', value if priced or not missing else None)
        else:
            yield Term(f'IF({gaps}>0,"{MARKS[k]}",{text})', None if missing else value)
        if k == 2 and plan.exposure.product_value.basis == "stated" and value is not None:
            most = max(missing, default=ZERO)
            yield Term(f"{text}+{REST}*SUMPRODUCT(MAX({missing_cost}*{origin}))", value + plan.left_over * most)
        yield Term(text, value)

    # ------------------------------------------------------------ all controls

    def everything(self, k: int) -> Iterator[Term]:
        """The sum of what the lines contribute, a shared rest counted once."""
        plan = self.plan
        column = plan.column(STEPS[k])
        figures = {i: _value(x[k]) for i, x in self.line_figures.items() if x is not None}
        value = total(figures.values())
        mark = MARKS[k]
        text = f"SUM({column})"
        if k == 0:
            yield Term(text, value)
            return
        if k == 2 and value is not None:
            cells = {i: plan.cell("high", i) for i in figures}
            extra, less = self.shared(cells, figures)
            yield Term(f'IF(COUNTIF({column},"{mark}")>0,"{mark}",{text}{extra})', value - less)
        yield Term(f'IF(COUNTIF({column},"{mark}")>0,"{mark}",{text})', value)

    def shared(self, cells: dict[int, str], figures: dict[int, Decimal | None]) -> tuple[str, Decimal]:
        """What several unpriced lines count of one rest beyond the first: as formula and value."""
        groups: dict[str, list[int]] = defaultdict(list)
        for i in cells:
            rest = self.plan.rest(i) if self.plan.lines[i].extended_cost is None else None
            if rest is not None and figures[i]:
                groups[rest.text].append(i)
        text, less = "", ZERO
        for members in groups.values():
            if len(members) > 1:
                args = ",".join(cells[i] for i in members)
                values = [figures[i] or ZERO for i in members]
                text += f"-(SUM({args})-MAX({args}))"
                less += sum(values, ZERO) - max(values)
        return text, less

    # ------------------------------------------------------------ one measure, one group

    def keyed(self, k: int, key: str, name: str) -> Iterator[Term]:
        """The sum of what lines add to a measure or group."""
        added = {
            p: x for p, x in self.plan.adds[key].items() if getattr(self.plan.lines[p[0]].matches[p[1]], key) == name
        }
        yield from self._added(k, key, [name], added)

    def in_force(self, f: Fraction, k: int) -> Iterator[Term]:
        """The sum over the measures that count on the day, by the reading of their status."""
        plan = self.plan
        counted = _counted_measures(plan, f.measures)
        added = {p: x for p, x in plan.adds["measure"].items() if plan.lines[p[0]].matches[p[1]].measure in counted}
        names = sorted({plan.lines[i].matches[m].measure for i, m in added})
        if not names:
            yield Term("0", ZERO)
            return
        if len({i for i, _ in added}) == len(added):  # no line stands under two of them, so nothing counts twice
            yield from self._added(k, "measure", names, added)
        if {p[0] for p in plan.contributions} == {p[0] for p in added}:
            yield from self.everything(k)

    def _added(self, k: int, key: str, names: list[str], added: dict[Pair, Three]) -> Iterator[Term]:
        plan, letter = self.plan, MATCH_LETTERS[key][k]
        column = f"Findings!${letter}${FIRST_ROW}:${letter}${plan.match_last}"
        at = "G" if key == "measure" else "H"
        keys = f"Findings!${at}${FIRST_ROW}:${at}${plan.match_last}"
        sums = "+".join(f'SUMIFS({column},{keys},"{name}")' for name in names)
        value = total(_value(x[k]) for x in added.values())
        if k == 0:
            yield Term(sums, value)
            return
        marks = "+".join(f'COUNTIFS({keys},"{name}",{column},"{MARKS[k]}")' for name in names)
        if k == 2 and value is not None:
            cells = {i: plan.match_cell(key, i, m, k) for i, m in added}
            extra, less = self.shared(cells, {i: _value(x[k]) for (i, _), x in added.items()})
            yield Term(f'IF({marks}>0,"{MARKS[k]}",{sums}{extra})', value - less)
        yield Term(f'IF({marks}>0,"{MARKS[k]}",{sums})', value)

    # ------------------------------------------------------------ one item of the 0.1 % rule

    def item(self, f: Fraction, k: int, i: int | None) -> Iterator[Term]:
        """What a line, an assembly or the product holds: Part 1 content, or magnets and targets."""
        plan = self.plan
        inside = range(len(plan.lines)) if i is None else [i, *plan.below(i)]
        key, figures = (
            ("part1_contribution", plan.part1s) if f.reading == "text" else ("contribution", plan.contributions)
        )
        for holds in (_is_magnet, _is_part2, _any):
            yield from self._held(inside, k, figures, key, holds)

    def _held(
        self,
        inside: range | list[int],
        k: int,
        figures: dict[Pair, Three],
        key: str,
        holds: Callable[[Match], bool],
    ) -> Iterator[Term]:
        plan = self.plan
        terms = []
        for j in inside:
            rows = [
                plan.terms(key, (j, m), figures[j, m])
                for m, match in enumerate(plan.lines[j].matches)
                if (j, m) in figures and holds(match)
            ]
            if rows:
                terms.append(largest(rows, k))
        if not terms:
            yield Term("0", ZERO)
        elif len(terms) == 1:
            yield terms[0]
        elif len(terms) <= ARGUMENTS:
            plus = "+".join(t.text for t in terms)
            yield Term(f'IFERROR({plus},"{MARKS[k]}")', total(t.value for t in terms))


def _is_magnet(m: Match) -> bool:
    return m.group == "magnet"


def _is_part2(m: Match) -> bool:
    """Magnets and targets, as far as the control's name tells."""
    return m.group == "magnet" or "target" in m.control


def _any(_: Match) -> bool:
    return True


def _counted_measures(plan: Plan, reading: str) -> set[str]:
    """Measures that count under a reading of the law on the day."""
    out = set()
    for m in plan.exposure.measures:
        open_status = m.status in ("unknown", "not_verified")
        if (
            m.status == "in_force"
            or (open_status and reading == "if_back_in_force")
            or (m.status == "not_verified" and m.expected == "in_force")
        ):
            out.add(m.id)
    return out


def _value(figure: Figure) -> Decimal | None:
    assert not isinstance(figure.value, str)
    return figure.value
