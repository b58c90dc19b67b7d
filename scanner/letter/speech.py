"""The languages of the letter: those of reports, with the letter's own words and those of the catalog beside them."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, get_args

from scanner.catalog.load import built_in
from scanner.writers.language import Language, messages

Spoken = Literal["en", "de", "zh"]
SPOKEN: tuple[Spoken, ...] = get_args(Spoken)
WIDE = {"; ": "；", ": ": "：", ". ": "。", ".": "。", ", ": "、"}
"""Marks between texts as Chinese writes them."""


class Speech(Language):
    """A language that also finds texts whose blanks were filled before they came: reasons of a licensing policy."""

    def __init__(self, code: Spoken, *, as_shares: bool = False) -> None:
        own = own_words(code) if code != "en" else {}
        super().__init__(code, {**(messages(code) if code != "en" else {}), **own}, as_shares=as_shares)
        self._patterns = _patterns() if own else ()
        self.filled = lru_cache(maxsize=1024)(self._filled)

    def clauses(self, text: str) -> str:
        """Clauses that are joined by semicolons, each in the language; English where no translation stands."""
        return self.joined(map(self.filled, text.split("; ")))

    def joined(self, texts: Iterable[str], mark: str = "; ") -> str:
        """Texts with a mark between them, as the language writes it."""
        return self.sign(mark).join(texts)

    def sign(self, mark: str) -> str:
        """A mark as the language writes it."""
        return WIDE[mark] if self.code == "zh" else mark

    def _filled(self, text: str) -> str:
        whole = self(text)
        if whole != text:
            return whole
        for pattern, template in self._patterns:
            if found := pattern.fullmatch(text):
                return self(template, **{name: self(value) for name, value in found.groupdict().items()})
        return text


@cache
def speech(code: Spoken = "en", *, as_shares: bool = False) -> Speech:
    """The speech of a code; ``as_shares`` as for ``scanner.writers.language``."""
    return Speech(code, as_shares=as_shares)


@cache
def own_words(code: Spoken) -> dict[str, str]:
    """English text → its translation, as data/letter/words.yaml has it."""
    table = built_in().document("letter/words.yaml", dict[str, dict[str, str]])
    return {text: said[code] for text, said in table.items()}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Texts that begin with a word and have blanks, the most telling first, as what a filled one looks like."""
    templates = [x for x in own_words("de") if "{" in x[1:] and not x.startswith("{")]
    templates.sort(key=lambda x: -len(re.sub(r"\{\w+\}", "", x)))
    return tuple((re.compile(_shape(x), re.DOTALL), x) for x in templates)


def _shape(template: str) -> str:
    return "".join(
        re.escape(literal) + (f"(?P<{name}>.+)" if name else "")
        for literal, name, _, _ in string.Formatter().parse(template)
    )
