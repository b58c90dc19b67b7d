"""Decimals as the text of a result: plain digits, never in exponent form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

_ODD = re.compile(r"E|^-0(?:\.0*)?$", re.MULTILINE)
"""What is written otherwise than Python does, and not just shorter."""
_ZEROS = re.compile(r"(\.\d*[1-9])0+$|\.0+$", re.MULTILINE)
"""Zeros at the end of a fraction, and the point where nothing is left of it."""


def plain(value: Decimal) -> str:
    """A decimal in plain digits, without trailing zeros after the point."""
    text = str(value)
    if text.isdigit():
        return text
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def texts(values: Iterable[Decimal | None]) -> list[bytes]:
    """Many decimals as JSON: digits in quotes, null for None."""
    values = list(values)
    if not values:
        return []
    written = "\n".join(map(str, values))
    if _ODD.search(written):
        written = "\n".join(["None" if v is None else plain(v) for v in values])
    quoted = '"{}"'.format(_ZEROS.sub(r"\1", written).replace("\n", '"\n"'))
    return quoted.replace('"None"', "null").encode("ascii").split(b"\n")
