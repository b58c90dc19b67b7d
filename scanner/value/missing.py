"""Notes on what has no usable price or quantity: a line without a price is never silently worth nothing."""

from __future__ import annotations

from scanner.bom import Severity
from scanner.value.costs import Missing
from scanner.value.places import Places, name_of
from scanner.value.rollup import ROOT, Tree
from scanner.value.worth import UNBOUNDED, Worth


def note_missing(tree: Tree, worth: Worth, places: Places, matched: set[int]) -> None:
    """One note a row; one in all for a reason that meets every row, as in a list without a price column."""
    reasons: dict[Missing, list[int]] = {"price": [], "quantity": [], "unit": [], "currency": []}
    for i in worth.unpriced:
        reasons[tree.missing.get(i, "price")].append(i)
    for i in tree.order:
        if tree.lines[i].quantity is None and i != tree.top:
            reasons["quantity"].append(i)
    if worth.basis == "none" and reasons["price"]:
        places.whole("price-missing", "warning", f"no price anywhere: {len(reasons['price'])} lines have none")
        reasons["price"] = []
    for i in reasons["price"]:
        severity: Severity = "warning" if i in matched else "info"
        places.line(tree.lines[i], "price-missing", severity, _priceless(tree, worth, i, i in matched), "unit_price")
    for i in reasons["quantity"]:
        _note_quantity(tree, places, i)
    for i in reasons["unit"]:
        line = tree.lines[i]
        unit = (line.quantity.unit if line.quantity else None) or "pieces"
        per = (line.price_per.unit if line.price_per else None) or "pieces"
        places.line(
            line,
            "unit-mismatch",
            "warning",
            f"the quantity is in {unit}, the price per {per}; cost not known",
            "unit_price",
        )
    for i in reasons["currency"]:
        price = tree.lines[i].unit_price or tree.lines[i].extended_price
        named = price.currency if price else None
        said = f"no rate relates {named} to the other prices; taken as unpriced"
        places.line(tree.lines[i], "currency-unknown", "error", said, "unit_price")


def _note_quantity(tree: Tree, places: Places, i: int) -> None:
    line = tree.lines[i]
    if line.quantity is not None:
        return  # that of an assembly above is missing, and noted there
    written = line.fields.get("quantity")
    said = f"quantity {written!r} is no number" if written else "no quantity"
    places.line(line, "quantity-missing", "warning", f"{said}; cost not known", "quantity")


def _priceless(tree: Tree, worth: Worth, i: int, matched: bool) -> str:
    pool = worth.pool[i]
    free = (
        "free issue of a line that matches: its value is not known"
        if tree.lines[i].free_issue and matched
        else "no price"
    )
    if pool == UNBOUNDED:
        return f"{free}, and nothing above it has one" + ("" if matched else "; left out of the product value")
    above = "the stated product value" if pool == ROOT else name_of(tree.lines[pool])
    return f"{free}; at most what {above} leaves over"
