"""How many places on a board a list of reference designators names."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"^(?P<letters>[A-Za-z_$]*)(?P<first>\d+)(?:[-–—~]+(?P<again>[A-Za-z_$]*)(?P<last>\d+))?$")


def count(text: str) -> int:
    """'R1, R2, R5-R8' → 6; what is no designator counts once."""
    total = 0
    for token in re.split(r"[,;\s]+", re.sub(r"\s*([-–—~])\s*", r"\1", text)):
        if not token:
            continue
        found = _TOKEN.match(token)
        if found and found["last"] and (not found["again"] or found["again"] == found["letters"]):
            span = int(found["last"]) - int(found["first"]) + 1
            total += span if 0 < span <= 10_000 else 1
        else:
            total += 1
    return max(1, total)
