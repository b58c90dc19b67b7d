"""The register of assumptions leaves nothing out: what it does not name enters no figure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scanner.catalog.load import Catalog, load
from scanner.exposure import scan_file
from scanner.findings import Exposure
from scanner.options import ScanOptions

SAMPLES = sorted(
    x for x in (Path(__file__).parent.parent.parent / "samples").glob("*.*") if x.suffix not in (".yaml", ".md")
)
DAY = date(2025, 12, 15)
CRAFTED = """Part;Description;Manufacturer;Supplier;Qty;Unit;Mass [g];Unit price;Currency;Country of origin
M-1;BLDC motor 2207 1750KV;Maxon;Digi-Key;4;pcs;30;32.50;EUR;DE
M-2;Outrunner motor 5010;T-Motor;;2;pcs;;60;USD;
G-1;Germanium lens f=50 mm, IR window;;;1;pcs;45;400;USD;China
F-1;Gadolinium metal foil 50x50x0.1 mm, 99.9 %;;;2;pcs;;;;CN
F-2;Dysprosium metal chips, 25 g;;;1;pcs;;;;CN
N-1;NdFeB magnet N42UH 20x10x5 mm;;;6;pcs;;2.10;EUR;Japan
N-2;NdFeB magnet N42SH Ø10x3 mm;;;6;pcs;;;EUR;
S-1;SmCo magnet 2:17 10x10x4 mm;;;2;pcs;3.3;4.20;EUR;CN, DE, JP
Y-1;Nd:YAG laser rod 6x100 mm;;;1;pcs;13;310;EUR;Lithuania
C-1;18650 Li-ion cell 2600 mAh;Samsung SDI;;4;pcs;;3.80;EUR;
L-1;loudspeaker 8 ohm 2 W;Visaton;;1;pcs;;6.40;EUR;Hong Kong
H-1;Aluminium housing;;;1;pcs;;210;EUR;DE
H-2;Cover;;;1;pcs;;;EUR;CN
"""
SHARES = ("presence", "value_share", "mass_share")
SECTIONS: dict[str, Callable[[Any], str]] = {
    "articles": lambda x: x.id,
    "magnets": lambda x: x.id,
    "priors": lambda x: x.id,
    "prices": lambda x: f"{x.material}/{x.market}/{x.date}",
}
"""Sections of records by the name that the register calls them, and how it names one."""
STORED = {"magnets": "magnet_grades"}


class Changed(Catalog):
    """The built-in catalog with some numbers changed."""

    def __init__(self, changes: Callable[[str, str], bool]) -> None:
        """``changes``: whether a record of a table is to be another, by the register's name for both."""
        super().__init__()
        self._changes = changes
        for name, key in SECTIONS.items():
            stored = STORED.get(name, name)
            records = self.table(stored, msgspec.Struct)
            self._tables[stored] = tuple(
                _other(x, [k for k in x.__struct_fields__ if self._is_changed(name, key(x), k)]) for x in records
            )

    def document(self, name: str, kind: Any) -> Any:
        found = super().document(name, kind)
        match name:
            case "origin/two_origins.yaml":
                return [_other(x, ["value"]) if self._changes("origin", x.id) else x for x in found]
            case "value/limits.yaml":
                return [_other(x, ["value"]) if self._changes("limits", x.id) else x for x in found]
            case "value/densities.yaml":
                metals = tuple(
                    _other(x, ["density"]) if self._changes("densities", f"{x.group} {x.word}") else x
                    for x in found.materials
                )
                magnets = tuple(
                    _other(x, ["density"]) if self._changes("densities", x.family) else x for x in found.magnets
                )
                return msgspec.structs.replace(found, materials=metals, magnets=magnets)
            case "value/materials.yaml":
                return msgspec.convert(_scaled(msgspec.to_builtins(found), partial(self._changes, "factors")), kind)
        return found

    def _is_changed(self, table: str, record: str, field: str) -> bool:
        if table == "articles" and field.startswith("mass_share"):
            return self._changes("mass", record)
        return field.endswith(("_low", "_likely", "_high")) and self._changes(table, record)


def _other(record: Any, fields: list[str]) -> Any:
    """Some numbers of a record halved: shares stay shares, and low, likely, high in order."""
    numbers = {k: v / 2 for k in fields if isinstance(v := getattr(record, k), Decimal)}
    return msgspec.structs.replace(record, **numbers) if numbers else record


def _scaled(node: Any, changes: Callable[[str], bool]) -> Any:
    if isinstance(node, dict):
        out = {k: _scaled(v, changes) for k, v in node.items()}
        if out.get("factor", "1") not in ("1", 1) and changes(out["material"]):
            out["factor"] = str(Decimal(out["factor"]) * 2)
        return out
    return [_scaled(x, changes) for x in node] if isinstance(node, list) else node


@pytest.fixture(scope="module")
def crafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "bill.csv"
    path.write_text(CRAFTED, encoding="utf-8")
    return path


def scan(path: Path, catalog: Catalog, **options: Any) -> Exposure:
    return scan_file(path, ScanOptions(as_of=DAY, **options), catalog)


def figures(found: Exposure) -> list[object]:
    """Every figure and every word that rests on one."""
    lines = [
        (x.line.id, x.contribution, x.value_added, x.limbs, x.origins.article, x.origins.material)
        for x in found.lines
        if x.line.bin != "excluded"
    ]
    shares = [(f.kind, f.scope, f.reading, f.numerator, f.share, f.verdict, f.probability) for f in found.fractions]
    return [
        *lines,
        *shares,
        *((x.line, x.narrows, x.flips) for x in found.resolve),
        *((n.code, n.row) for n in found.notes),
    ]


def named(found: Exposure) -> set[str]:
    return {a.id for a in found.assumptions}


@pytest.mark.parametrize("basis", ["world", "china"])
def test_what_the_register_does_not_name_enters_no_figure(crafted: Path, basis: str) -> None:
    before = scan(crafted, load(), price_basis=basis)
    known = named(before)
    after = scan(crafted, Changed(lambda table, record: f"{table}:{record}" not in known), price_basis=basis)
    assert figures(after) == figures(before)


@pytest.mark.slow
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda x: x.stem)
def test_the_registers_of_the_samples_leave_nothing_out(sample: Path) -> None:
    before = scan(sample, load())
    known = named(before)
    after = scan(sample, Changed(lambda table, record: f"{table}:{record}" not in known))
    assert figures(after) == figures(before)


@pytest.mark.parametrize("table", [*SECTIONS, "mass", "origin", "limits", "densities", "factors"])
def test_what_the_register_names_does_enter_a_figure(crafted: Path, table: str) -> None:
    before = scan(crafted, load())
    assert any(x.startswith(f"{table}:") for x in named(before)), "the bill is made to use every table"
    assert figures(scan(crafted, Changed(lambda t, _: t == table))) != figures(before)
