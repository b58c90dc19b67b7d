"""The languages of the letter: those of reports, with the letter's own words and those of the catalog beside them."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

from scanner.writers import speech as spoken

Spoken = Literal["en", "de", "zh"]
SPOKEN: tuple[Spoken, ...] = get_args(Spoken)
WORDS = "letter/words.yaml"


@cache
def speech(code: Spoken = "en", *, as_shares: bool = False) -> spoken.Speech:
    """The speech of a code; ``as_shares`` as for ``scanner.writers.language``."""
    return spoken.Speech(code, WORDS, as_shares=as_shares)


def own_words(code: Spoken) -> dict[str, str]:
    """English text → its translation, as data/letter/words.yaml has it."""
    return {text: said[code] for text, said in spoken.own_words(WORDS).items() if code in said}
