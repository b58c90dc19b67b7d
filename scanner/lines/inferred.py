"""The currency of a file that states none: by the shops that it links to, else by its language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from scanner.lines.lexicon import lexicon
from scanner.lines.table import Table

_LINKED = ("supplier", "supplier_part_number", "notes")
_SCHEME = "://"


def currency_of_file(tables: Sequence[Table], languages: Sequence[str | None]) -> tuple[str, str] | None:
    """(currency, what speaks for it in words); None where nothing does."""
    settings = lexicon().settings["currency"]
    count: Counter[str] = Counter()
    shops: dict[str, Counter[str]] = {}
    for table in tables:
        for link in islice(_links(table), int(settings["links"])):
            host = _host(link)
            code = _of_shop(host)
            if code:
                count[code] += 1
                shops.setdefault(code, Counter())[host] += 1
    if count:
        code, most = count.most_common(1)[0]
        if most >= settings["least_links"] and most >= settings["share"] * count.total():
            return code, f"most links lead to shops such as {shops[code].most_common(1)[0][0]}"
        return None
    spoken = Counter(x for x in languages if x)
    if not spoken:
        return None
    language = spoken.most_common(1)[0][0]
    facts = lexicon().language_currencies.get(language)
    if facts is None:
        return None
    foreign = facts.get("unless", "")
    if any(sign in heading for t in tables for heading in t.headings for sign in foreign):
        return None
    return facts["currency"], f"the headings are written in {facts['name']}"


def _links(table: Table) -> Iterator[str]:
    """Cells with links, in the columns where shops stand and in those that feed nothing."""
    mapped = {c.index: c.field for c in table.mapping.columns}
    columns = [i for i in range(len(table.headings)) if mapped.get(i, "notes") in _LINKED]
    for row in table.rows():
        for i in columns:
            if i < len(row) and isinstance(cell := row[i], str) and _SCHEME in cell:
                yield cell


@lru_cache(maxsize=4096)
def _host(link: str) -> str:
    return link.partition(_SCHEME)[2].split("/", 1)[0].split("?", 1)[0].split(":", 1)[0].casefold().removeprefix("www.")


@lru_cache(maxsize=4096)
def _of_shop(host: str) -> str | None:
    """The currency of a shop: by its own name, else by the country of its address."""
    known = lexicon().shops
    parts = host.split(".")
    return next((known[end] for n in range(len(parts)) if (end := ".".join(parts[n:])) in known), None)
