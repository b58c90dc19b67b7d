"""--fail-on: which verdicts end a run with exit code 1."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.findings import EXPOSED, FRACTION_VERDICTS, VERDICTS

FAIL_ON = [*(v for v in VERDICTS if v in EXPOSED), *(v.replace(" ", "-") for v in FRACTION_VERDICTS if v != "below")]
"""Words of the option: verdicts of a line, then verdicts of the headline share."""


def reaches(fail_on: str | None, line_verdict: str, headline: str | None) -> bool:
    """A line's verdict, or that of the headline share, is this one or a graver one."""
    if fail_on is None:
        return False
    scale: Sequence[str] = VERDICTS if fail_on in VERDICTS else FRACTION_VERDICTS
    found = line_verdict if fail_on in VERDICTS else headline
    return found is not None and scale.index(found) <= scale.index(fail_on.replace("-", " "))
