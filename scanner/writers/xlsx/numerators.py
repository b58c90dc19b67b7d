"""What a share's numerator is a sum of, as formulas over the sheets Lines and Findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from scanner.findings import Fraction, Match
from scanner.writers.xlsx.book import STEPS
from scanner.writers.xlsx.layout import FIRST_ROW, MATCH_LETTERS, NOT_PRICED, REST
from scanner.writers.xlsx.plan import Plan
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
            yield from self.keyed(k, lambda m: m.measure == name, "measure", name)
        elif kind == "group":
            yield from self.keyed(k, lambda m: m.group == name, "group", name)
        elif f.kind == "controlled" and f.measures != "all":
            yield from self.in_force(f, k)
        elif f.reading in (None, "product"):
            yield from self.everything(k)
        else:
            yield from self.item(f, k, self.plan.index.get(name))

    # ------------------------------------------------------------ Chinese origin

    def chinese(self, k: int) -> Iterator[Term]:
        """Σ value counted once × article origin; unpriced lines are not known, or share what is left over."""
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

    def keyed(self, k: int, holds: Callable[[Match], bool], key: str, name: str) -> Iterator[Term]:
        """The sum over the findings of a measure or group; of several on one line the largest."""
        letters = MATCH_LETTERS["contribution"]
        plan = self.plan
        column = f"Findings!${letters[k]}${FIRST_ROW}:${letters[k]}${plan.match_last}"
        at = "G" if key == "measure" else "H"
        keys = f"Findings!${at}${FIRST_ROW}:${at}${plan.match_last}"
        yield from self._over(
            k, holds, f'SUMIFS({column},{keys},"{name}")', f'COUNTIFS({keys},"{name}",{column},"{MARKS[k]}")'
        )

    def in_force(self, f: Fraction, k: int) -> Iterator[Term]:
        """The sum over the measures that count on the day, by the reading of their status."""
        letters = MATCH_LETTERS["contribution"]
        plan = self.plan
        column = f"Findings!${letters[k]}${FIRST_ROW}:${letters[k]}${plan.match_last}"
        keys = f"Findings!$G${FIRST_ROW}:$G${plan.match_last}"
        counted = _counted_measures(plan, f.measures)
        names = [m for m in counted if any(m == x.measure for i in plan.match_rows for x in plan.lines[i].matches)]
        if not names:
            yield Term("0", ZERO)
            return
        sums = "+".join(f'SUMIFS({column},{keys},"{m}")' for m in names)
        marks = "+".join(f'COUNTIFS({keys},"{m}",{column},"{MARKS[k]}")' for m in names)
        yield from self._over(k, lambda m: m.measure in counted, sums, marks)

    def _over(self, k: int, holds: Callable[[Match], bool], sums: str, marks: str) -> Iterator[Term]:
        plan = self.plan
        by_line: dict[int, list[Pair]] = defaultdict(list)
        for i, m in plan.contributions:
            if holds(plan.lines[i].matches[m]):
                by_line[i].append((i, m))
        minus, several = "", 0
        values: dict[int, Decimal | None] = {}
        for i, pairs in by_line.items():
            terms = [Term(plan.match_cell("contribution", *p, k), _value(plan.contributions[p][k])) for p in pairs]
            best = largest(terms, MARKS[k])
            above = plan.swallowed(i)
            if above is not None and any(holds(m) for m in plan.lines[above].matches if plan.counts(m)):
                minus += f"-SUM({','.join(t.text for t in terms)})"
                values[i] = ZERO
                several += 1
                continue
            values[i] = best.value
            if len(terms) > 1:
                args = ",".join(t.text for t in terms)
                minus += f"-(SUM({args})-MAX({args}))"
                several += 1
        value = total(values.values())
        shown = f"{sums}{minus}"
        if k == 0:
            yield Term(shown, value)
            return
        if k == 2 and value is not None and not several:
            cells = {i: plan.match_cell("contribution", *pairs[0], k) for i, pairs in by_line.items()}
            extra, less = self.shared(cells, values)
            yield Term(f'IF({marks}>0,"{MARKS[k]}",{shown}{extra})', value - less)
        yield Term(f'IF({marks}>0,"{MARKS[k]}",{shown})', value)

    # ------------------------------------------------------------ one item of the 0.1 % rule

    def item(self, f: Fraction, k: int, i: int | None) -> Iterator[Term]:
        """What a line, an assembly or the product holds: Part 1 content, or magnets and targets."""
        plan = self.plan
        inside = range(len(plan.lines)) if i is None else [i, *plan.below(i)]
        if f.reading == "text":
            yield from self._held(inside, k, plan.part1s, "part1_contribution", lambda _: True)
            return
        for holds in (
            lambda m: m.group == "magnet",
            lambda m: "magnet" in m.group or "target" in m.control,
            lambda _: True,
        ):
            yield from self._held(inside, k, plan.contributions, "contribution", holds)

    def _held(
        self,
        inside: range | list[int],
        k: int,
        figures: dict[Pair, tuple[Figure, Figure, Figure]],
        key: str,
        holds: Callable[[Match], bool],
    ) -> Iterator[Term]:
        plan = self.plan
        terms = []
        for j in inside:
            cells = [
                Term(plan.match_cell(key, j, m, k), _value(figures[j, m][k]))
                for m, match in enumerate(plan.lines[j].matches)
                if (j, m) in figures and holds(match)
            ]
            if cells:
                terms.append(largest(cells, MARKS[k]))
        if not terms:
            yield Term("0", ZERO)
        elif len(terms) == 1:
            yield terms[0]
        elif len(terms) <= ARGUMENTS:
            plus = "+".join(t.text for t in terms)
            yield Term(f'IFERROR({plus},"{MARKS[k]}")', total(t.value for t in terms))


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
