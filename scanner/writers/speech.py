"""A language with a table of words beside the message catalogue, which also knows texts that came filled."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from scanner.catalog.load import built_in
from scanner.writers.language import Language, messages

WIDE = {"; ": "；", ": ": "：", ". ": "。", ".": "。", ", ": "、"}
"""Marks between texts as Chinese and Japanese write them."""
FIGURE = r"[−+±]?[\d,]*\.?\d+"
RAW = "text"
"""Begins the name of a blank whose filling stays as it is."""


class Speech(Language):
    """Finds texts also where their blanks were filled before they came: reasons, statuses, moves of shares."""

    def __init__(self, code: str, document: str, *, as_shares: bool = False) -> None:
        """``document``: a table of the built-in data, English → language → text."""
        table = own_words(document)
        own = {text: said[code] for text, said in table.items() if code in said}
        super().__init__(code, {**(messages(code) if code != "en" else {}), **own}, as_shares=as_shares)
        self._patterns = patterns(document) if own else ()
        self.filled = lru_cache(maxsize=4096)(self._filled)

    def clauses(self, text: str) -> str:
        """Clauses that are joined by semicolons, each in the language; English where no translation stands."""
        return self.joined(map(self.filled, text.split("; ")))

    def joined(self, texts: Iterable[str], mark: str = "; ") -> str:
        """Texts with a mark between them, as the language writes it."""
        return self.sign(mark).join(texts)

    def sign(self, mark: str) -> str:
        """A mark as the language writes it."""
        return WIDE[mark] if self.code in ("zh", "ja") else mark

    def _filled(self, text: str) -> str:
        whole = self(text)
        if whole != text:
            return whole
        for pattern, template in self._patterns:
            if found := pattern.fullmatch(text):
                return self(template, **{k: self._value(k, v) for k, v in found.groupdict().items()})
        return text

    def _value(self, name: str, value: str) -> str:
        if name.startswith(RAW):
            return value
        return self._number(value) if name.startswith("figure") else self.filled(value)


@cache
def own_words(document: str) -> Mapping[str, Mapping[str, str]]:
    """English text → language → its translation."""
    return built_in().document(document, dict[str, dict[str, str]])


@cache
def patterns(document: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What a filled text looks like, the most telling first; one begins with a word or a figure."""
    templates = [x for x in own_words(document) if "{" in x and (x[0] != "{" or x.startswith("{figure"))]
    templates.sort(key=lambda x: -len(re.sub(r"\{\w+\}", "", x)))
    return tuple((re.compile(_shape(x), re.DOTALL), x) for x in templates)


def _shape(template: str) -> str:
    return "".join(
        re.escape(literal) + (f"(?P<{name}>{FIGURE if name.startswith('figure') else '.+'})" if name else "")
        for literal, name, _, _ in string.Formatter().parse(template)
    )
