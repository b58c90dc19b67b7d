"""The gate lets through whatever a full reading would find something in."""

from __future__ import annotations

from scanner.catalog.load import built_in
from scanner.match.engine import Engine
from scanner.match.families import families
from scanner.match.gate import FEW
from tests.factory import line
from tests.match.test_cases import CASES, FILES, rows

SETS = [*FILES, "text_traps.csv", *sorted(p.name for p in CASES.glob("blind_*.csv"))]
TEXTS = [c["text"] for name in SETS for c in rows(name)] + [x for f in families() for x in f.examples]


def test_no_match_is_lost_at_the_gate() -> None:
    assert CASES.exists()
    full, gated = Engine(built_in()), Engine(built_in())
    lines = [line(description=t) for t in TEXTS]
    lost = [
        (x.description, one[0].control)
        for x, one, many in zip(lines, map(full.match, lines), gated.match_all(lines), strict=True)
        if one != many
    ]
    assert lost == []


def test_the_formulas_of_the_catalog_pass() -> None:
    catalog = built_in()
    full, gated = Engine(catalog), Engine(catalog)
    lines = [line(description=f"{s.formula} 99.9 % 1 kg") for s in catalog.substances if s.formula]
    found = [(x.description, bool(one)) for x, one in zip(lines, map(full.match, lines), strict=True)]
    assert [(x.description, bool(m)) for x, m in zip(lines, gated.match_all(lines), strict=True)] == found


def test_most_lines_are_turned_away() -> None:
    lines = [line(description=f"RES SMD {i}K OHM 1% 1/10W 0603") for i in range(FEW)]
    lines += [line(description=f"M{i} hex socket screw DIN 912 A2") for i in range(FEW)]
    engine = Engine(built_in())
    plains = [x.description or "" for x in lines]
    assert engine.gate.candidates(plains, [p.lower() for p in plains]) == set()


def test_few_lines_are_all_read() -> None:
    gate = Engine(built_in()).gate
    assert gate.candidates(["screw"] * FEW, ["screw"] * FEW) == set(range(FEW))
