"""What a label says a row is: a total, tax, freight, work, a one-off cost or charge; by whole cells and beginnings."""

from __future__ import annotations

from functools import lru_cache

from scanner.lines.lexicon import lexicon
from scanner.lines.text import is_cjk, plain, words

KINDS = ("total", "tax", "freight", "labour", "one-off", "charge")


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """First words of everything that a special label may begin with; a cheap test that most labels fail."""
    out = set()
    for kind in KINDS:
        known = lexicon().rows[kind]
        for phrase in (*known.cell, *known.start):
            out.add(_first(phrase))
    return frozenset(out)


def _first(text: str) -> str:
    return text[:2] if is_cjk(text[:2]) else text.split(" ", 1)[0].rstrip(":.,()")


def kind_of(label: str) -> tuple[str, bool] | None:
    """(kind, the whole label says so) of a label; None for an ordinary one."""
    text = label.strip()
    low = text.lower() if text.isascii() else plain(text)
    if _first(low) not in _first_words() and not (low[:1] and is_cjk(low[:1]) and low[:2] in _first_words()):
        return None
    return _kind(low)


@lru_cache(maxsize=4096)
def _kind(text: str) -> tuple[str, bool] | None:
    bare = text.rstrip(":：.=* ").strip()
    key = words(bare)
    for kind in KINDS:
        known = lexicon().rows[kind]
        if bare in known.cell or (key and key in known.cell):
            return kind, True
    for kind in KINDS:
        for start in lexicon().rows[kind].start:
            if text.startswith(start):
                rest = text[len(start) :]
                joined = rest[:1].isalpha() and not is_cjk(start)
                if not joined and (kind == "total" or _tells_more(rest)):
                    return kind, False
    return None


def _tells_more(rest: str) -> bool:
    """What follows says how much, by whom or where to ('20 %', 'to Berlin'), and does not name another thing."""
    following = words(rest).split()
    first = next((w for w in following if any(c.isalpha() for c in w)), None)
    if first is None:
        return True
    more = lexicon().rows["label-rest"]
    return first in more.cell or first in lexicon().currencies or any(first.startswith(s) for s in more.start)
