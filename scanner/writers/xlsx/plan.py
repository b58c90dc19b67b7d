"""What each finding and each line contributes, as formulas over their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property

from scanner.estimate import Estimate
from scanner.findings import EXPOSED, Match
from scanner.writers.xlsx.layout import CONSTANT, COVERED, Layout
from scanner.writers.xlsx.terms import (
    ARGUMENTS,
    MARKS,
    ZERO,
    Figure,
    Term,
    Triple,
    figure,
    largest,
    product,
    total,
    triple,
)

Three = tuple[Figure, Figure, Figure]
COMPUTED = CONSTANT + "as computed by the scan"


class Plan(Layout):
    """Positions and formulas for one exposure."""

    def counts(self, m: Match) -> bool:
        """The match adds to the controlled value: it is exposed and its measure controls exports."""
        return m.verdict in EXPOSED and self.scopes.get(m.measure, "") in ("", "export")

    def value_terms(self, i: int) -> Triple:
        """What the line is worth, low, likely, high: its cost, else what is known of a missing one."""
        f = self.lines[i]
        if i in self.children:
            full = self.full_value(i)
            return full, full, full
        cost = self.cell("cost", i)
        rest = self.rest(i)
        unknown = f'"{MARKS[2]}"' if rest is None else rest.text
        bounds = (("0", ZERO), (f'"{MARKS[1]}"', None), (unknown, rest.value if rest else None))
        return tuple(  # type: ignore[return-value]
            Term(f"IF(ISNUMBER({cost}),{cost},{text})", value if f.extended_cost is None else f.extended_cost)
            for text, value in bounds
        )

    @cached_property
    def values(self) -> dict[int, Triple]:
        return {i: self.value_terms(i) for i in self.match_rows}

    def origin_terms(self, i: int, m: Match) -> Triple:
        """Chinese part of the material: the article's own for a line that is the item itself."""
        kind, estimate = ("article", self.lines[i].origins.article) if m.itself else ("material", self.material(i))
        return tuple(  # type: ignore[return-value]
            Term(self.cell(f"{kind}_{name}", i), value)
            for name, value in zip(("low", "likely", "high"), triple(estimate), strict=True)
        )

    def material(self, i: int) -> Estimate:
        """Chinese part of what the line contains."""
        origins = self.lines[i].origins
        return origins.contained or origins.material

    def part1_origin(self, i: int) -> Estimate:
        """Chinese part of the line's Part 1 content."""
        return self.lines[i].origins.part1 or self.material(i)

    def product_terms(self, i: int, m: int, k: int, share: str = "content") -> Term:
        """Value × applicability × share × origin, over the cells of the finding's own row."""
        match = self.lines[i].matches[m]
        content = match.content_share if share == "content" else match.part1_share
        assert content is not None
        values = (
            ("value", self.values[i][k].value),
            ("applicability", triple(match.applicability)[k]),
            (share, triple(content)[k]),
            ("origin", self.origin_terms(i, match)[k].value),
        )
        if share == "part1":
            values = (*values[:3], ("part1_origin", triple(self.part1_origin(i))[k]))
        return product([Term(self.match_cell(key, i, m, k, away=False), v) for key, v in values], MARKS[k])

    @cached_property
    def contributions(self) -> dict[tuple[int, int], Three]:
        """(line, match) → what it contributes, low, likely, high."""
        out: dict[tuple[int, int], Three] = {}
        for i in self.match_rows:
            f = self.lines[i]
            counting = [m for m, match in enumerate(f.matches) if self.counts(match)]
            for m in counting if self.counting[i] else ():
                out[i, m] = tuple(self._contribution(i, m, k, len(counting) == 1) for k in range(3))  # type: ignore[assignment]
        return out

    def _contribution(self, i: int, m: int, k: int, alone: bool) -> Figure:
        f = self.lines[i]
        plain = self.product_terms(i, m, k)
        candidates = [plain]
        ours = triple(f.contribution)[k]
        if i in self.children:
            cap = Term(self.cell("counted", i), f.value_added or ZERO)
            if plain.value is not None and cap.value is not None:
                candidates.append(Term(f"MIN({plain.text},{cap.text})", min(plain.value, cap.value)))
            if self.covered(i, f.matches[m]):
                return Figure(None, ZERO, COVERED, MARKS[k])
        elif self.swallowed(i) is not None:
            return Figure(f"={plain.text}", plain.value, None, MARKS[k])
        if not alone:
            return Figure(f"={plain.text}", plain.value, None, MARKS[k])
        return figure(ours, candidates, CONSTANT + "as computed by the scan; see Assumptions", MARKS[k])

    @cached_property
    def groups_beneath(self) -> dict[int, set[str]]:
        """Assembly → groups that parts beneath it meet."""
        out: dict[int, set[str]] = defaultdict(set)
        for i in self.match_rows:
            if self.counting[i]:
                for j in self.above(i):
                    out[j].update(m.group for m in self.lines[i].matches if m.verdict in EXPOSED)
        return out

    def covered(self, i: int, m: Match) -> bool:
        """An assembly contains something that parts beneath it account for, so that they count and it does not."""
        return i in self.children and m.verdict != "listed" and m.group in self.groups_beneath[i]

    @cached_property
    def part1s(self) -> dict[tuple[int, int], Three]:
        """(line, match) → its Part 1 content of Chinese origin, low, likely, high."""
        out: dict[tuple[int, int], Three] = {}
        for i in self.match_rows:
            for m, match in enumerate(self.lines[i].matches):
                if match.part1_share is None or match.verdict not in EXPOSED or not self.counting[i]:
                    continue
                terms = [self.product_terms(i, m, k, "part1") for k in range(3)]
                if self.covered(i, match):
                    out[i, m] = (Figure(None, ZERO, COVERED),) * 3
                else:
                    out[i, m] = tuple(Figure(f"={t.text}", t.value, None, MARKS[k]) for k, t in enumerate(terms))  # type: ignore[assignment]
        return out

    def part1(self, i: int, m: int) -> Three | None:
        return self.part1s.get((i, m))

    def swallowed(self, i: int) -> int | None:
        """The listed assembly above that counts for everything in it; None where there is none."""
        return next((j for j in self.above(i) if self.lines[j].verdict == "listed"), None)

    def contribution(self, i: int) -> Three | None:
        """What the line adds to the total, over its findings; None where it has none."""
        f = self.lines[i]
        cells = [m for m in range(len(f.matches)) if (i, m) in self.contributions]
        if not cells:
            if f.contribution.is_zero:
                return None
            return tuple(Figure(None, v, COMPUTED, MARKS[k]) for k, v in enumerate(triple(f.contribution)))  # type: ignore[return-value]
        return tuple(self._line_contribution(i, k, cells) for k in range(3))  # type: ignore[return-value]

    def terms(self, key: str, pair: tuple[int, int], figures: Three, *, away: bool = True) -> Triple:
        """The cells of a finding's three figures."""
        return tuple(  # type: ignore[return-value]
            Term(self.match_cell(key, *pair, k, away=away), _number(figures[k])) for k in range(3)
        )

    def _line_contribution(self, i: int, k: int, cells: list[int]) -> Figure:
        f = self.lines[i]
        rows = [self.terms("contribution", (i, m), self.contributions[i, m]) for m in cells]
        candidates = [largest(rows, k)]
        above = self.swallowed(i)
        if above is not None and f.contribution.is_zero:
            remark = f"{CONSTANT}counted in {self.lines[above].line.id}, which is listed itself"
            return Figure(None, ZERO, remark, MARKS[k])
        if i in self.children and (parts := self._parts(i)) is not None:
            candidates.append(largest([*rows, parts], k))
        return figure(triple(f.contribution)[k], candidates, COMPUTED, MARKS[k])

    @cached_property
    def adds(self) -> dict[str, dict[tuple[int, int], Three]]:
        """``measure`` and ``group`` → first finding of a line with that key → what the line adds under it.

        Of several findings with one key the largest counts; beneath an assembly that is listed under it, none.
        """
        return {"measure": self._adds(lambda m: m.measure), "group": self._adds(lambda m: m.group)}

    def _adds(self, key: Callable[[Match], str]) -> dict[tuple[int, int], Three]:
        found: dict[tuple[int, str], list[tuple[int, int]]] = {}
        for i, m in self.contributions:
            found.setdefault((i, key(self.lines[i].matches[m])), []).append((i, m))
        out: dict[tuple[int, int], Three] = {}
        for (i, name), pairs in found.items():
            above = self.swallowed(i)
            if above is not None and any(self.counts(m) and key(m) == name for m in self.lines[above].matches):
                continue
            rows = [self.terms("contribution", p, self.contributions[p], away=False) for p in pairs]
            terms = [largest(rows, k) for k in range(3)]
            out[pairs[0]] = tuple(Figure(f"={t.text}", t.value, None, MARKS[k]) for k, t in enumerate(terms))  # type: ignore[assignment]
        return out

    def _parts(self, i: int) -> Triple | None:
        """Sum of what the parts beneath would contribute."""
        cells = [
            (j, m) for j in self.below(i) for m in range(len(self.lines[j].matches)) if (j, m) in self.contributions
        ]
        if not cells or len(cells) > ARGUMENTS:
            return None
        rows = [self.terms("contribution", p, self.contributions[p]) for p in cells]
        return tuple(  # type: ignore[return-value]
            Term("(" + "+".join(r[k].text for r in rows) + ")", total(r[k].value for r in rows)) for k in range(3)
        )


def _number(figure: Figure) -> Decimal | None:
    assert not isinstance(figure.value, str)
    return figure.value
