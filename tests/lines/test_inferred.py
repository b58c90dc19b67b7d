"""The currency of files that state none."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.bom import Bom
from tests.files import as_xlsx, read, read_rows

ENGLISH = ["Description", "Qty", "Price", "Link"]


def currencies(bom: Bom) -> set[str | None]:
    return {x.unit_price.currency for x in bom.lines if x.unit_price}


def linked(*hosts: str) -> list[list[Any]]:
    return [ENGLISH, *([f"Motor of kind {n}", 1, 4.5, f"https://{host}/item?id={n}"] for n, host in enumerate(hosts))]


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (("item.taobao.com", "detail.tmall.com"), "CNY"),
        (("www.shop.co.za", "parts.org.za", "www.aliexpress.com"), "ZAR"),
        (("www.mouser.se", "www.elfa.se", "www.tme.eu"), "SEK"),
        (("www.mouser.se", "www.conrad.de"), None),
        (("www.conrad.de", "www.aliexpress.com"), None),
    ],
)
def test_most_shops_tell(hosts: tuple[str, ...], expected: str | None) -> None:
    assert currencies(read_rows(linked(*hosts))) == {expected}


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["种类", "数量", "单价"], "CNY"),
        (["品名", "數量", "單價"], None),
        (["部品名", "個数", "単価"], "JPY"),
        (["Bezeichnung", "Menge", "Einzelpreis"], "EUR"),
        (["Descripción", "Cantidad", "Precio unitario"], None),
        (["Description", "Qty", "Unit price"], None),
    ],
)
def test_else_the_language(headings: list[str], expected: str | None) -> None:
    bom = read_rows([headings, ["Motor 42", 1, 4.5], ["Bearing 608", 2, 1.5]])
    assert currencies(bom) == {expected}
    assert any(n.code == "currency-unknown" and "no currency is stated" in n.message for n in bom.notes) == (
        expected is not None
    )


def test_what_is_stated_anywhere_is_not_overruled() -> None:
    german = [["Bezeichnung", "Menge", "Einzelpreis"], ["Motor 42", 1, 4.5], ["Lager 608", 2, 1.5]]
    stated = [["Bezeichnung", "Menge", "Preis (CHF)"], ["Welle 8 mm", 1, 4.5], ["Rahmen", 2, 1.5]]
    bom = read(as_xlsx({"Antrieb": german, "Gestell": stated}), "a.xlsx")
    assert currencies(bom) == {None, "CHF"}
    assert currencies(read_rows(german, currency="CHF")) == {"CHF"}
