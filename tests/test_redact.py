from __future__ import annotations

import importlib
import io
import re
import zipfile
from decimal import Decimal

import msgspec
import pytest

from scanner.bom import Money, Note, Quantity, SourceRef, StatedTotal
from scanner.errors import UsageError
from scanner.findings import Exposure, ProductValue
from scanner.redact import parse, redacted
from scanner.writers import FORMATS
from tests.factory import estimate, evidence, exposure, finding, fraction, line, match, origins

SUPPLIER, MAKER, NUMBER, ORDER = "Zephyrion Handels GmbH", "Kwantara Magnetics Co., Ltd.", "KW-77/QX", "ZH-5501-B"
PRICE, COST, VALUE = "7531.97", "30127.88", "602557.60"


def secret() -> Exposure:
    """Every place in which a name or an amount can stand."""
    text = f"NdFeB magnet by Kwantara Magnetics, {NUMBER}, offered by ZEPHYRION Handels at 7.531,97 EUR"
    texts = {"description": text, "manufacturer": MAKER, "supplier": SUPPLIER, "notes": f"ask {SUPPLIER}"}
    texts |= {"manufacturer_part_number": NUMBER, "supplier_part_number": ORDER}
    item = line(
        3,
        quantity="4",
        price=PRICE,
        **texts,
        extended_price=Money(Decimal(COST), "EUR"),
        fields={**texts, "unit_price": PRICE, "quantity": "4", "extended_price": COST, "currency": "EUR"},
        other={"Einkauf": f"{SUPPLIER} {PRICE}"},
        mass=Quantity(Decimal("0.002"), "kg"),
    )
    part = evidence(NUMBER, text, signal="part", means=f"{MAKER} makes it")
    maker = evidence(
        "Kwantara Magnetics", MAKER, field="manufacturer", signal="maker", means="Kwantara has plants in CN",
        source="makers:Kwantara",
    )  # fmt: skip
    found = finding(
        item,
        match(
            "cn-2025-18:1C905.a.4",
            group="magnet",
            evidence=(evidence("NdFeB", text, means="a magnet"), part),
            settled_by=f"a declaration of {MAKER}",
        ),
        cost=COST,
        contribution=estimate("0", "15063.94", COST),
        origins=origins(evidence=(maker,), basis="maker"),
    )
    share, value = estimate("0", "0.025", "0.05"), estimate(VALUE, VALUE, VALUE)
    top = fraction(share=share, headline=True, denominator=value, verdict="likely exceeds")
    total = StatedTotal(money=Money(Decimal(COST), "EUR"), source=SourceRef(0, "BOM", 9))
    base = exposure(
        found,
        fractions=[
            msgspec.structs.replace(top, numerator=found.contribution),
            fraction("line:BOM!3", share, reading="text", denominator_is=f"value of {NUMBER} (row 3)"),
        ],
        notes=(
            Note(code="price-disagrees", severity="warning", message=f"{PRICE} × 4 is not {COST}", row=3),
            Note(code="origin-unclear", severity="info", message=f"{SUPPLIER} says nothing of origin"),
        ),
        options={"product_value": f"{VALUE} EUR", "assume": f'origin:"{MAKER}"=DE'},
    )
    asked = [msgspec.structs.replace(r, line="BOM!3", ask=SUPPLIER, fact=f"origin of {NUMBER}") for r in base.resolve]
    return msgspec.structs.replace(
        base,
        product_value=ProductValue(amount=Decimal(VALUE), basis="stated"),
        resolve=tuple(asked),
        bom=msgspec.structs.replace(base.bom, stated_totals=(total,)),
        coverage=msgspec.structs.replace(base.coverage, value_priced=Decimal(COST)),
    )


def everything(x: Exposure) -> dict[str, str]:
    """Every report as text, packages opened."""
    out = {}
    for ending, name in FORMATS.items():
        content = importlib.import_module(f"scanner.writers.{name}").render(x)
        if ending == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                out[ending] = "\n".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())
        else:
            out[ending] = content.decode()
    return out


SUPPLIER_WORDS = ("zephyrion", ORDER.lower())
MAKER_WORDS = ("kwantara", NUMBER.lower(), "kw-77")
AMOUNT_WORDS = ("7531", "7,531", "7.531", "30127", "30,127", "15063", "15,063", "602557", "602,557")


@pytest.mark.parametrize(
    ("secrets", "gone", "kept"),
    [
        ("suppliers", SUPPLIER_WORDS, MAKER_WORDS[:2]),
        ("makers", MAKER_WORDS, SUPPLIER_WORDS[:1]),
        ("prices", AMOUNT_WORDS, (*SUPPLIER_WORDS[:1], MAKER_WORDS[0])),
        ("prices,suppliers,makers", (*SUPPLIER_WORDS, *MAKER_WORDS, *AMOUNT_WORDS), ()),
    ],
)
def test_no_report_holds_what_is_secret(secrets: str, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    plain, out = everything(secret()), everything(redacted(secret(), parse(secrets)))
    for ending, text in out.items():
        assert [w for w in gone if w in text.lower()] == [], ending
        for word in kept:
            assert word in text.lower(), (ending, word)
    for word in gone:
        assert any(word in t.lower() for t in plain.values()), (
            f"{word} must be in the plain reports for this test to mean something"
        )


def test_verdicts_and_shares_stay() -> None:
    x, y = secret(), redacted(secret(), parse("prices,suppliers,makers"))
    assert [f.verdict for f in y.fractions] == [f.verdict for f in x.fractions]
    assert [f.verdict for f in y.lines] == [f.verdict for f in x.lines]
    assert y.headline is not None
    assert y.headline.share == estimate("0", "0.025", "0.05")


def test_amounts_are_shares_of_the_product() -> None:
    y = redacted(secret(), parse("prices"))
    assert y.product_value.amount == 1
    assert y.lines[0].contribution == estimate("0", "0.025", "0.05")
    assert y.lines[0].extended_cost is None
    assert y.lines[0].line.quantity is None


def test_rounding_never_crosses_the_threshold() -> None:
    x = exposure(fractions=[fraction(share=estimate("0", "0.00099960", "0.0010004"), verdict="may exceed")])
    share = redacted(x, parse("prices")).fractions[0].share
    assert share is not None
    assert share.likely is not None
    assert share.high is not None
    assert share.likely < Decimal("0.001") < share.high


def test_a_name_has_one_pseudonym_throughout() -> None:
    y = redacted(secret(), parse("suppliers,makers"))
    item = y.lines[0].line
    assert item.supplier == "Supplier 1"
    assert item.manufacturer == "Maker 1"
    assert item.description is not None
    assert "Maker 1" in item.description
    assert "Supplier 1" in item.description
    assert {r.ask for r in y.resolve} == {"Supplier 1"}


def test_evidence_still_points_at_its_words() -> None:
    y = redacted(secret(), parse("suppliers,makers"))
    for f in y.lines:
        for e in (e for m in f.matches for e in m.evidence):
            text = f.line.fields[e.field]
            assert e.start == e.end or text[e.start : e.end] == e.text
    first = y.lines[0].matches[0].evidence[0]
    assert (first.text, first.start) == ("NdFeB", 0)


def test_what_is_left_out_is_said() -> None:
    y = redacted(secret(), parse("suppliers , prices"))
    assert y.options["redacted"] == "prices, suppliers"
    assert y.notes[0].code == "redacted"
    for ending, text in everything(y).items():
        if ending not in (".sarif", ".xml"):  # findings for pipelines, no report
            assert "pseudonyms" in text, ending


def test_nothing_to_leave_out_leaves_the_result_as_it_is() -> None:
    x = secret()
    assert redacted(x, frozenset()) is x


@pytest.mark.parametrize("words", ["", "price", "prices,names"])
def test_an_unknown_word_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="--redact"):
        parse(words)


def test_short_and_empty_names_do_not_eat_other_words() -> None:
    x = exposure(
        finding(line(2, manufacturer="TI", description="TITANIUM plate")),
        finding(line(3, manufacturer="n/a", description="n/a")),
        finding(line(4, manufacturer="Bel", description="Belt, Bel fuse")),
    )
    y = redacted(x, parse("makers"))
    assert [f.line.description for f in y.lines] == ["TITANIUM plate", "n/a", "Belt, Maker 2 fuse"]
    assert re.fullmatch("Maker 1", y.lines[0].line.manufacturer or "")
