"""Short ways to make what tests need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from scanner.bom import Bom, BomLine, Column, InputFile, Money, Note, Quantity, SheetReading, SourceRef, UnmappedColumn
from scanner.estimate import ALL, NOTHING, UNKNOWN, UNKNOWN_SHARE, Estimate, exactly
from scanner.findings import (
    Assumption,
    CatalogInfo,
    Coverage,
    CriterionResult,
    Evidence,
    Exposure,
    Fraction,
    Limb,
    LineFinding,
    Match,
    Origins,
    ProductValue,
    Resolve,
)
from scanner.standing import ControlText, Duty, MeasureStatus, SourceLink, StatusSpan

TEXT_FIELDS = (
    "item_number", "part_number", "description", "manufacturer", "manufacturer_part_number", "supplier", "material",
    "country_of_origin",
)  # fmt: skip
HOSTILE = "<script>alert(1)</script> {{7*7}} =1+1 \u202egnp.\u202c \x07 \"'&amp; <img src=x onerror=alert(2)>"
"""Markup, a template expression, a formula, a bidi override, a control character, quotes."""


def line(
    row: int = 2, *, quantity: str | None = "1", price: str | None = None, currency: str | None = "EUR", **given: Any
) -> BomLine:
    """A line item of a sheet named BOM; ``quantity='250 g'`` and ``price='180'`` are read as such."""
    amount, _, unit = (quantity or "").partition(" ")
    defaults: dict[str, Any] = {
        "id": f"BOM!{row}",
        "source": SourceRef(0, "BOM", row),
        "bin": "line_item",
        "quantity": Quantity(Decimal(amount), unit or None) if quantity is not None else None,
        "unit_price": Money(Decimal(price), currency) if price is not None else None,
    }
    made = BomLine(**{**defaults, **given})
    fields = {k: v for k in TEXT_FIELDS if (v := getattr(made, k))}
    return made if made.fields else BomLine(**{**defaults, **given, "fields": fields})


def bom(*lines: BomLine, **given: Any) -> Bom:
    """A bill of materials with one sheet named BOM."""
    counts = dict.fromkeys(("line_item", "assembly", "section", "subtotal", "blank", "note", "header", "excluded"), 0)
    for x in lines:
        counts[x.bin] += 1
    sheet = SheetReading(name="BOM", hidden=False, used=True, reason="test", rows=counts)  # type: ignore[arg-type]
    return Bom(
        inputs=(InputFile(file="bom.xlsx", sha256="0" * 64, format="xlsx", sheets=(sheet,)),), lines=lines, **given
    )


def estimate(low: str, likely: str | None, high: str | None) -> Estimate:
    """A triple from text; None where it is not known."""
    return Estimate(Decimal(low), None if likely is None else Decimal(likely), None if high is None else Decimal(high))


def evidence(text: str, within: str, *, field: str = "description", signal: str = "term", **given: Any) -> Evidence:
    """Evidence whose offsets are those of ``text`` in ``within``."""
    start = within.index(text)
    return Evidence(
        **{
            "signal": signal,
            "text": text,
            "field": field,
            "start": start,
            "end": start + len(text),
            "means": "",
            **given,
        }
    )


def match(control: str = "cn-2025-57:1C910.b", **given: Any) -> Match:
    """A match with a control; listed unless told otherwise."""
    defaults = {
        "control": control,
        "measure": control.partition(":")[0],
        "group": "erbium",
        "verdict": "listed",
        "confidence": Decimal("0.95"),
    }
    return Match(**{**defaults, **given})


def origins(article: Estimate = UNKNOWN_SHARE, material: Estimate | None = None, **given: Any) -> Origins:
    """Origins that rest on a prior unless told otherwise."""
    return Origins(**{"basis": "prior", "article": article, "material": material or article, **given})


def finding(line: BomLine, *matches: Match, cost: str | None = None, **given: Any) -> LineFinding:
    """What is known about one line; costs and contribution are given, not computed."""
    defaults = {
        "line": line,
        "matches": matches,
        "origins": origins(),
        "extended_quantity": line.quantity.amount if line.quantity else None,
        "extended_cost": Decimal(cost) if cost is not None else None,
        "value_added": None,
        "contribution": NOTHING,
    }
    return LineFinding(**{**defaults, **given})


EXCEEDING = estimate("0.04", "0.10288", "0.22")


def fraction(scope: str = "product", share: Estimate | None = EXCEEDING, **given: Any) -> Fraction:
    """A de minimis share, reading product, of a product worth 200; of unknown worth where the share is None."""
    worth = UNKNOWN if share is None else exactly(Decimal(200))
    defaults = {
        "kind": "de_minimis",
        "scope": scope,
        "reading": "product",
        "numerator": UNKNOWN if share is None else share * worth,
        "numerator_is": "controlled content of Chinese origin",
        "denominator": worth,
        "denominator_is": "product value, as stated",
        "share": share,
        "threshold": Decimal("0.001"),
        "verdict": "exceeds",
    }
    return Fraction(**{**defaults, **given})


CHINA = {"basis": "stated", "countries": ("CN",)}


def sample_findings() -> tuple[LineFinding, ...]:
    """The value model's worked example, an assembly, all verdicts, missing figures and hostile text."""
    magnet = "NdFeB magnet N42SH 10x5 mm"
    motor = "BLDC motor 2207 1750KV"
    wafer = "Gallium nitride wafer, 2 inch"
    cell = "Li-ion cell 21700 262 Wh/kg"
    arm = line(2, bin="assembly", level=1, part_number="A-100", description="Motor arm, complete", price="140")
    return (
        finding(arm, cost="140", value_added=Decimal(14), contribution=estimate("0", "12.576", "36")),
        finding(
            line(
                3, quantity="4", price="1.50", level=2, parent="BOM!2", part_number="MG-42", description=magnet,
                supplier="Magnetics Ltd", manufacturer="Ningbo Magnet", country_of_origin="China",
            ),
            match(
                "cn-2025-18:1C905.a.4", group="magnet", verdict="possible", confidence=Decimal("0.8"),
                evidence=(
                    evidence("NdFeB", magnet, means="a neodymium-iron-boron magnet", source="cn-2025-18:1C905.a.4"),
                    evidence("N42SH", magnet, signal="grade", means="coercivity class SH: Dy or Tb likely"),
                ),
                settled_by="mass fraction of Dy and Tb in the magnet", applicability=estimate("0", "0.8", "1"),
                grade="fam-SH",
            ),
            cost="6.00", extended_quantity=Decimal(4), contribution=estimate("0", "4.80", "6.00"),
            origins=origins(ALL, **CHINA),
            limbs=(Limb(limb="limb-3-origin", control="cn-2025-61:P2-ndfeb", certainty="likely"),),
        ),
        finding(
            line(
                4, price="120", level=2, parent="BOM!2", part_number="MOT-1", description=motor, supplier="Drive GmbH",
                country_of_origin="DE",
            ),
            match(
                "cn-2025-18:1C905.a.4", group="magnet", verdict="contains", is_item=False, confidence=Decimal("0.7"),
                evidence=(evidence("BLDC motor", motor, signal="article", means="motors of this kind hold magnets"),),
                applicability=estimate("0", "0.6", "1"), content_share=estimate("0.05", "0.12", "0.25"),
                part1_share=estimate("0", "0.01", "0.2"), article="bldc-outrunner-motor-drone-rc-magnet",
                settled_by="grade and origin of the magnets in the motor",
            ),
            cost="120", contribution=estimate("0", "7.776", "30"),
            origins=origins(NOTHING, estimate("0", "0.9", "1"), basis="stated", countries=("DE",)),
        ),
        finding(
            line(
                5, quantity="10 g", price="0.80", part_number="ER-9", description="Er2O3 powder 99.9 %",
                supplier="稀土材料有限公司", material="氧化铒", country_of_origin="CN",
            ),
            match(
                "cn-2025-57:1C910.c",
                evidence=(evidence("Er2O3", "Er2O3 powder 99.9 %", signal="formula", means="erbium oxide"),),
            ),
            cost="8.00", contribution=exactly(Decimal(8)), origins=origins(ALL, **CHINA),
        ),
        finding(
            line(6, price="9.10", part_number="BAT-1", description=cell, supplier="Cells Inc"),
            match(
                "cn-2025-58:3A901", group="battery-cell", verdict="below_threshold", applicability=NOTHING,
                evidence=(evidence("262 Wh/kg", cell, signal="quantity", means="specific energy of the cell"),),
                criteria=(
                    CriterionResult(
                        parameter="specific_energy", op=">=", value="300", unit="Wh/kg", observed="262",
                        result="not_met",
                    ),
                ),
            ),
            cost="9.10",
        ),
        finding(
            line(7, quantity="2", description=wafer, part_number="GAN-2", supplier="Cells Inc"),
            match(
                "cn-2023-23:3C902.b", group="gallium", verdict="listed",
                evidence=(evidence("Gallium nitride", wafer, means="a named gallium compound"),),
                settled_by="price and origin",
            ),
            extended_quantity=Decimal(2), contribution=estimate("0", None, None),
            origins=origins(estimate("0", "0.6", "1")),
        ),
        finding(
            line(8, price="66", description="Housing, aluminium", part_number="H-7", country_of_origin="DE"),
            cost="66", origins=origins(NOTHING, basis="stated", countries=("DE",)),
        ),
        finding(line(9, description="Screw M3x8", quantity="12", hidden=True)),
        finding(
            line(10, price="0.25", description=HOSTILE, part_number="=1+1", manufacturer="{{7*7}}", supplier=HOSTILE),
            cost="0.25",
        ),
        finding(
            line(
                11, bin="excluded", exclusion="alternate", alternate_of="BOM!4", price="80",
                description="BLDC motor, alt.",
                reason="alternate: 'alt.'",
            ),
        ),
    )  # fmt: skip


def sample_measures() -> tuple[MeasureStatus, ...]:
    """One in force, one suspended and not verified, one unknown with the lists' texts."""
    note = "The suspension ended on 2026-11-10; whether it was prolonged is not known."
    spans = (
        StatusSpan(starts=date(2025, 10, 9), status="announced", by="cn-2025-57"),
        StatusSpan(starts=date(2025, 11, 7), status="suspended", until=date(2026, 11, 10), by="cn-2025-70"),
        StatusSpan(
            starts=date(2026, 11, 11), status="unknown", expected="suspended", until=date(2027, 1, 10), note=note
        ),
    )
    law = SourceLink(url="https://example.org/law/18", primary=True, language="zh")
    cited = SourceLink(url="javascript:alert(1)", opened=False)
    return (
        MeasureStatus(
            id="cn-2025-18", number="18", title="Controls on samarium and other rare-earth items", status="in_force",
            scope="export", issued=date(2025, 4, 4), title_zh="公布对部分中重稀土相关物项实施出口管制的决定",
            controls_matched=("cn-2025-18:1C905.a.4",),
            timeline=(StatusSpan(starts=date(2025, 4, 4), status="in_force", by="cn-2025-18"),),
            duties=(Duty(id="licence", kind="licence", applies_to="every export", note="A licence is needed."),),
            controls=(
                ControlText(
                    id="cn-2025-18:1C905.a.4", code="1C905.a.4", group="magnet", name="NdFeB magnets with dysprosium",
                    name_zh="含镝的钕铁硼永磁材料", sources=(law,),
                ),
            ),
            sources=(law, cited),
        ),
        MeasureStatus(
            id="cn-2025-57", number="57", title="Controls on holmium, erbium and other items", status="unknown",
            expected="suspended", until="2027-01-10", note=note, scope="export", issued=date(2025, 10, 9),
            controls_matched=("cn-2025-57:1C910.c",), timeline=spans, sources=(law,),
        ),
        MeasureStatus(
            id="cn-2025-58", number="58", title="Controls on high-energy lithium-ion batteries", status="suspended",
            until="2026-11-10", scope="export", issued=date(2025, 10, 9), timeline=spans[:2],
        ),
        MeasureStatus(
            id="cn-2025-61", number="61", title="Licences for rare-earth items outside China", status="unknown",
            expected="suspended", until="2027-01-10", note=note, scope="extraterritorial", issued=date(2025, 10, 9),
            timeline=spans, limbs={"limb-1-content": "unknown", "limb-3-origin": "unknown"},
        ),
    )  # fmt: skip


def sample_fractions() -> tuple[Fraction, ...]:
    """The worked example's shares: product, measure, group, and the readings of the 0.1 % rule."""
    controlled = {"kind": "controlled", "reading": None}
    text = {
        "reading": "text", "numerator_is": "Part 1 content of Chinese origin", "denominator": exactly(Decimal(120)),
        "denominator_is": "value of BOM!4", "readers": "the published text",
    }  # fmt: skip
    return (
        fraction(
            kind="chinese_origin", reading=None, share=estimate("0.07", "0.09", "0.2"), threshold=None, verdict=None,
            numerator_is="value of Chinese origin",
        ),
        fraction(**controlled),
        fraction("measure:cn-2025-18", estimate("0", "0.06288", "0.18"), verdict="likely exceeds", **controlled),
        fraction("measure:cn-2025-57", exactly(Decimal("0.04")), **controlled),
        fraction("group:magnet", estimate("0", "0.06288", "0.18"), verdict="likely exceeds", **controlled),
        fraction("group:erbium", exactly(Decimal("0.04")), **controlled),
        fraction("group:gallium", estimate("0", None, None), verdict="undetermined", **controlled),
        fraction(
            measures="if_still_suspended",
            verdict="likely exceeds",
            share=estimate("0", "0.06288", "0.18"),
            **controlled,
        ),
        fraction("product", measures="if_back_in_force", **controlled),
        fraction(headline=True),
        fraction("line:BOM!4", estimate("0", "0.000996", "0.05"), verdict="may exceed", **text),
        fraction("assembly:BOM!2", None, verdict="undetermined", reading="assembly", denominator_is="value of BOM!2"),
    )  # fmt: skip


def exposure(*findings: LineFinding, fractions: Sequence[Fraction] | None = None, **given: Any) -> Exposure:
    """A whole result, hand-made: rich where nothing is given, of the findings given otherwise."""
    lines = findings or sample_findings()
    columns = tuple(
        Column(field=f, heading=f.title(), column=c, confidence=0.98, basis="heading")
        for f, c in (("part_number", "A"), ("description", "B"), ("quantity", "C"), ("unit_price", "D"))
    )
    counts: dict[str, int] = dict.fromkeys(
        ("line_item", "assembly", "section", "subtotal", "blank", "note", "header", "excluded"), 0
    )
    for x in lines:
        counts[x.line.bin] += 1
    counts["header"], counts["blank"] = 1, 2
    sheets = (
        SheetReading(
            name="BOM", hidden=False, used=True, reason="holds the most lines", header_rows=(1,), columns=columns,
            unmapped=(UnmappedColumn(heading="Remarks2", column="K"),), rows=counts, structure="level column",
            currency="EUR", decimal_mark=".",
        ),
        SheetReading(name="Notes", hidden=True, used=False, reason="no table", rows=dict.fromkeys(counts, 0)),
    )  # fmt: skip
    defaults: dict[str, Any] = {
        "bom": Bom(
            inputs=(InputFile(file="bom.xlsx", sha256="0123456789abcdef" * 4, format="xlsx", sheets=sheets),),
            lines=tuple(x.line for x in lines),
            product="Quadcopter Q4",
        ),
        "as_of": date(2026, 11, 24),
        "catalog": CatalogInfo(version="2026.11.1", sha256="f" * 64, verified_through="2026-10-08"),
        "currency": "EUR",
        "product_value": ProductValue(amount=Decimal(200), basis="sum_of_lines"),
        "coverage": Coverage(
            lines=sum(x.line.bin == "line_item" for x in lines),
            priced=sum(x.line.bin == "line_item" and x.extended_cost is not None for x in lines),
            origin_stated=sum(x.line.bin == "line_item" and x.origins.basis == "stated" for x in lines),
            matched=sum(bool(x.matches) and x.line.bin == "line_item" for x in lines),
            value_priced=Decimal("209.35"),
        ),
        "lines": lines,
        "fractions": tuple(fractions) if fractions is not None else sample_fractions(),
        "measures": sample_measures(),
        "resolve": (
            Resolve(
                line="BOM!4",
                fact="origin of the magnet material",
                ask="Drive GmbH",
                narrows=Decimal("0.15"),
                flips=True,
            ),
            Resolve(line="BOM!7", fact="price", ask="Cells Inc", narrows=Decimal("0.0431")),
        ),
        "assumptions": (
            Assumption(id="prior: NdFeB magnets, sintered", value="0.9", source="https://example.org/usgs", lines=2),
            Assumption(id="threshold", value="0.1 %", source="cn-2025-61, Article 1(1)"),
        ),
        "notes": (
            Note(
                code="price-missing",
                severity="warning",
                message="no price: 'TBD'",
                file=0,
                sheet="BOM",
                row=7,
                column="D",
            ),
            Note(
                code="hidden-row", severity="info", message="the row is hidden in the file", file=0, sheet="BOM", row=9
            ),
        ),
        "options": {"--as-of": "2026-11-24"},
    }
    return Exposure(**{**defaults, **given})
