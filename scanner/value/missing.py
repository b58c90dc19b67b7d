"""Notes on what has no usable price or quantity: a line without a price is never silently worth nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scanner.bom import Bom, Severity
from scanner.columns import column
from scanner.display import money
from scanner.findings import Fraction, Origins
from scanner.value.books import Books
from scanner.value.costs import Missing
from scanner.value.currency import UNNAMED, Rates
from scanner.value.fractions import wanted
from scanner.value.places import Places, name_of
from scanner.value.rollup import ROOT, ZERO, Tree
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


def note_circles(tree: Tree, places: Places) -> None:
    """Rows whose parents lead back to themselves."""
    for i in tree.circular:
        said = f"{name_of(tree.lines[i])} would be a part of itself; taken as a top line"
        places.line(tree.lines[i], "structure-irregular", "warning", said)


def note_turning(controlled: Fraction, books: Books, places: Places, currency: str) -> None:
    """What unpriced lines would have to be worth to turn the verdict on the controlled share."""
    unbounded = books.controlled.unbounded
    if not unbounded:
        return
    silent = [i for i in unbounded if i not in books.exposures.rows]
    if controlled.turning_point is not None:
        said = (
            f"{len(silent)} unpriced lines that match nothing are left out of the product value; worth more than"
            f" {money(controlled.turning_point, currency)} together they would turn the verdict '{controlled.verdict}'"
        )
        places.whole("unpriced-turning-point", "warning", said)
    elif controlled.verdict == "undetermined" and controlled.threshold is not None and books.worth.amount:
        weights = books.exposures.weights(wanted(books.exposures.export))
        rate = max((weights.lines[i].high or ZERO for i in unbounded if i in weights.lines), default=ZERO)
        if rate > controlled.threshold:
            short = controlled.threshold * books.worth.amount - controlled.numerator.low
            need = short / (rate - controlled.threshold)
            said = f"unpriced lines that match may bring the share to the threshold from {money(need, currency)} on"
            places.whole("unpriced-turning-point", "warning", said)


def note_currencies(bom: Bom, rates: Rates, places: Places, most_days: Decimal) -> None:
    """Prices that name no currency beside others that do; reference rates that are old."""
    found = zip(*(column(bom.lines, x) for x in ("unit_price", "extended_price", "bin")), strict=True)
    nameless = sum(
        (p := price or whole) is not None and p.currency is None and bin_name != "excluded"
        for price, whole, bin_name in found
    )
    if nameless and rates.base != UNNAMED:
        said = f"{nameless} prices name no currency and are taken as {rates.base}; --default-currency tells otherwise"
        places.whole("currency-unknown", "info", said)
    for code, rate in sorted(rates.used.items()):
        if rate.age > most_days:
            said = f"the latest rate of {code} is of {rate.day}, {rate.age} days before; --rates FILE gives yours"
            places.whole("rate-old", "warning", said)


def note_origins(tree: Tree, origins: Sequence[Origins], places: Places) -> None:
    """Origin cells that name no country."""
    unclear = {
        id(o) for o in {id(o): o for o in origins}.values() if any(e.signal == "origin-unclear" for e in o.evidence)
    }
    if not unclear:
        return
    for i, found in enumerate(origins):
        if id(found) in unclear and tree.counts[i]:
            line = tree.lines[i]
            said = f"origin '{line.country_of_origin}' names no country; taken as not stated"
            places.line(line, "origin-unclear", "info", said, "country_of_origin")
