"""What each column is: by its heading and by what stands beneath."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from scanner.lines.lexicon import lexicon
from scanner.lines.text import is_cjk, simplified, without_brackets, words

REPEATABLE = frozenset({"notes"})
_TRAILING = re.compile(r"\s+\d+$")


class Candidate(Struct, frozen=True):
    field: str
    index: int
    score: float
    basis: str


@lru_cache(maxsize=16384)
def heading_scores(heading: str) -> dict[str, float]:
    """Field → how well a heading names it, 0 to 1."""
    lex = lexicon()
    text = heading.strip()
    limits = lex.settings["header"]
    if not text or len(text) > limits["max_length"] or "://" in text:
        return {}
    base, remarks = without_brackets(text)
    best: dict[str, float] = {}
    for key in _keys(base) or [k for r in remarks for k in _keys(r)]:
        for name, score in _scores(key).items():
            best[name] = max(best.get(name, 0.0), score)
    if "price_per" in best and "unit_price" not in best and any(c.isdigit() for c in base):
        best["unit_price"] = best.pop("price_per")  # 'Precio por 100 uds': the price itself, for a hundred
    return best


def _keys(text: str) -> list[str]:
    key = words(text)
    if not key:
        return []
    keys = [key]
    parts = [words(p) for p in re.split(r"[\n/|;]+", text)]
    if len(parts) > 1:
        keys += [p for p in parts if p]
    money = lexicon().currencies
    shared = lexicon().shared_symbols
    for k in list(keys):
        bare = " ".join(w for w in k.split() if w not in money and w not in shared)
        if bare and bare != k:
            keys.append(bare)
        cut = _TRAILING.sub("", bare or k)
        if cut and cut not in keys and cut not in lexicon().whole:
            keys.append(cut)
    return keys


def _scores(key: str) -> dict[str, float]:
    lex = lexicon()
    known = lex.headings.get(key)
    if known:
        return dict(known)
    weights = lex.settings["columns"]
    if is_cjk(key):
        folded = simplified(key)
        if folded in lex.headings:
            return dict(lex.headings[folded])
        out = _partial_cjk(key, weights) or _partial_cjk(folded, weights)
    else:
        out = _partial(key.split(), weights)
    if out:
        return out
    return _misspelt(key, weights)


def _partial(tokens: list[str], weights: dict[str, float]) -> dict[str, float]:
    """Known headings inside a longer one; the longest win, what stands last names the thing."""
    lex = lexicon()
    out: dict[str, float] = {}
    n = len(tokens)
    if n > 14:
        return out
    taken = [False] * n
    for size in range(min(n, 5), 0, -1):
        for start in range(n - size, -1, -1):
            if any(taken[start : start + size]):
                continue
            words_here = " ".join(tokens[start : start + size])
            found = lex.headings.get(words_here)
            if not found or words_here in lex.whole:
                continue
            if size == 1 and len(tokens[start]) < 4:
                continue
            taken[start : start + size] = [True] * size
            coverage = size / n
            last = start + size == n
            place = 1.0 if last or start == 0 else 0.85
            for name, weight in found.items():
                if weight < 1 and not last and size == 1:
                    continue
                score = weight * weights["partial"] * (0.45 + 0.55 * coverage) * place
                out[name] = max(out.get(name, 0.0), score)
    return out


def _partial_cjk(key: str, weights: dict[str, float]) -> dict[str, float]:
    lex = lexicon()
    text = key.replace(" ", "")
    known = lex.headings.get(text)
    if known:
        return dict(known)
    out: dict[str, float] = {}
    position = 0
    while position < len(text):
        for size in range(min(8, len(text) - position), 1, -1):
            found = lex.headings.get(text[position : position + size])
            if found:
                coverage = size / len(text)
                for name, weight in found.items():
                    out[name] = max(out.get(name, 0.0), weight * weights["partial"] * (0.45 + 0.55 * coverage))
                position += size
                break
        else:
            position += 1
    return out


def _misspelt(key: str, weights: dict[str, float]) -> dict[str, float]:
    """A known heading with a slip of the pen in it; one that holds a figure is no word."""
    if len(key) < weights["fuzzy_length"] or len(key) > 40 or any(c.isdigit() for c in key):
        return {}
    from rapidfuzz import fuzz, process

    near = process.extractOne(key, _alike(key), scorer=fuzz.ratio, score_cutoff=weights["fuzzy_ratio"])
    return {} if near is None else {name: w * weights["fuzzy"] for name, w in lexicon().headings[near[0]].items()}


def _alike(key: str) -> list[str]:
    """Known headings with the first or the last letter of a text, near enough in length to be meant by it."""
    ratio = lexicon().settings["columns"]["fuzzy_ratio"] / 100
    longest = int(len(key) * (2 - ratio) / ratio)
    begin, end = _by_edges()
    either = dict.fromkeys((*begin.get(key[0], ()), *end.get(key[-1], ())))
    return [known for known in either if len(key) * ratio / (2 - ratio) <= len(known) <= longest]


@lru_cache(maxsize=1)
def _by_edges() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Known headings that are long enough to be misspelt, by first and by last letter."""
    lex = lexicon()
    begin: dict[str, list[str]] = {}
    end: dict[str, list[str]] = {}
    for known in lex.headings:
        if len(known) >= lex.settings["columns"]["fuzzy_length"] - 1:
            begin.setdefault(known[0], []).append(known)
            end.setdefault(known[-1], []).append(known)
    return begin, end
