"""What-if assumptions: ``origin:"Acme"=DE``, ``price:"P-123"=12.50``, ``content:"P-123"=2%..5%..9%``.

Vocabulary of the stages that apply them; every one of them appears in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

from msgspec import Struct

from scanner.bom import BomLine, Money
from scanner.errors import UsageError
from scanner.estimate import Estimate, exactly

Kind = Literal["origin", "price", "content"]
FORM = re.compile(r'\s*(origin|price|content)\s*:\s*(?:"([^"]+)"|([^="]+?))\s*=\s*(.+?)\s*', re.IGNORECASE)
EXAMPLES = 'for example origin:"Acme"=DE, price:"P-123"=12.50 or content:"P-123"=5%'
TARGETS = (
    "id", "part_number", "manufacturer_part_number", "supplier_part_number", "manufacturer", "supplier", "description",
)  # fmt: skip
"""Fields of a line that a target may name, whole and without regard to case."""


class WhatIf(Struct, frozen=True, kw_only=True):
    """One assumption of the user."""

    kind: Kind
    target: str
    """Of a line: its id, a part number, its maker, supplier or description; for contents also an article or group."""
    value: str
    text: str
    """As written."""

    @property
    def key(self) -> str:
        return self.target.casefold()


def parse(texts: Iterable[str]) -> tuple[WhatIf, ...]:
    """Assumptions from their words; a later one about the same thing wins.

    Raises:
        UsageError: words that are no assumption.

    """
    found: dict[tuple[str, str], WhatIf] = {}
    for text in texts:
        match = FORM.fullmatch(text)
        if match is None:
            raise UsageError(f"--assume {text!r} is no assumption", hint=EXAMPLES)
        kind: Kind = match[1].lower()  # type: ignore[assignment]
        one = WhatIf(kind=kind, target=(match[2] or match[3]).strip(), value=match[4], text=text.strip())
        found.pop((kind, one.key), None)
        found[kind, one.key] = one
    return tuple(found.values())


def price_of(what: WhatIf) -> Money:
    """'12.50' or '12.50 USD': the price of one unit of the line's quantity.

    Raises:
        UsageError: no amount.

    """
    words = what.value.split()
    currency = words.pop().upper() if len(words) == 2 and words[1].isalpha() and len(words[1]) == 3 else None
    amount = _number(words[0]) if len(words) == 1 else None
    if amount is None:
        raise UsageError(f"--assume {what.text!r}: {what.value!r} is no price", hint='for example price:"P-123"=12.50')
    return Money(amount, currency)


def share_of(what: WhatIf) -> Estimate:
    """'5%', '0.05' or 'low..likely..high', each of 0 to 1.

    Raises:
        UsageError: no share, or out of order.

    """
    numbers = [_share(x.strip()) for x in what.value.split("..")]
    known = [x for x in numbers if x is not None and x <= 1]
    if len(known) == len(numbers) == 1:
        return exactly(known[0])
    if len(known) == len(numbers) == 3 and known == sorted(known):
        return Estimate(*known)
    raise UsageError(
        f"--assume {what.text!r}: {what.value!r} is no share", hint='for example content:"P-123"=2%..5%..9%'
    )


def lines_meant(whats: Sequence[WhatIf], lines: Sequence[BomLine]) -> dict[int, WhatIf]:
    """Index of line → the assumption about it; one that names a closer field wins."""
    by_key = {w.key: w for w in whats}
    found: dict[int, WhatIf] = {}
    if by_key:
        for i, line in enumerate(lines):
            for field in TARGETS:
                text = getattr(line, field)
                if text and (what := by_key.get(text.strip().casefold())) is not None:
                    found[i] = what
                    break
    return found


def _share(text: str) -> Decimal | None:
    number = _number(text.removesuffix("%").strip())
    return number / 100 if number is not None and text.endswith("%") else number


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
