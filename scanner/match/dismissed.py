"""What a line mentions without being it, and why that does not count: half of an expert's answer."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from scanner.bom import BomLine
from scanner.catalog.rules import holds
from scanner.match.engine import Engine
from scanner.match.reading import Reading, fields_of
from scanner.match.standing import Named


class Dismissed(Struct, frozen=True, kw_only=True):
    """Words that were seen and do not count."""

    text: str
    field: str
    start: int
    end: int
    """Offsets into the field as written."""
    why: str


class FalseFriend(Struct, frozen=True, kw_only=True, rename={"is_": "is"}):
    """A line of data/lexicon/false_friends.yaml."""

    pattern: str
    looks_like: str
    is_: str


def dismissed(engine: Engine, line: BomLine) -> tuple[Dismissed, ...]:
    """What was seen in a line and does not count, in order of appearance; each stretch once."""
    fields = fields_of(line)
    found: list[Dismissed] = []
    reading = engine.reader.read(fields)
    if reading is not None:
        found.extend(_by_rules(engine, reading))
        found.extend(_by_standing(reading))
    friends = engine.catalog.document("lexicon/false_friends.yaml", tuple[FalseFriend, ...])
    for name, text in fields:
        for friend in friends:
            m = _compiled(friend.pattern).search(text)
            if m is not None:
                why = f"{friend.is_}, not {friend.looks_like}"
                found.append(Dismissed(text=m[0], field=name, start=m.start(), end=m.end(), why=why))
    seen: set[tuple[str, str]] = set()
    kept = []
    for d in found:
        if (d.text, d.why) not in seen:
            seen.add((d.text, d.why))
            kept.append(d)
    return tuple(kept)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _by_rules(engine: Engine, reading: Reading) -> list[Dismissed]:
    """Rules that clear the thing the line names."""
    implies = engine.lexicon.implies
    names, present = reading.names(implies), reading.present(implies)
    settled: set[str] = set()
    found = []
    for rule in engine.rules.candidates(present.keys() | names.keys()):
        if rule.family in settled or not holds(rule, present, frozenset(names)):
            continue
        settled.add(rule.family)
        if rule.verdict == "none":
            spoken = {*rule.about, *rule.all, *rule.any}
            named = [n for n in reading.named if n.mention.target in spoken] or list(reading.named[:1])
            found.append(_of(reading, named[0], rule.means))
    return found


def _by_standing(reading: Reading) -> list[Dismissed]:
    """Nouns that only say what the named thing is for, or that it lacks them."""
    takers = [n for n in reading.named if n.mention.role in ("other", "part")]
    found = []
    for n in reading.named:
        if n.mention.role not in ("thing", "trait") or n.mention.target[0] in "=&+#":
            continue
        if n.standing == "negated":
            found.append(_of(reading, n, "the line says that there is none"))
        elif n.standing in ("modifier", "target", "context"):
            other = _nearest(n, takers)
            what = f'"{reading.text.plain[other.mention.start : other.mention.end]}"' if other else "something else"
            means = {
                "modifier": f"says what the {what} belongs to",
                "target": f"is what the {what} is for",
                "context": f"is only mentioned beside {what}",
            }[n.standing]
            found.append(_of(reading, n, f"{means}; the line does not name it"))
    return found


def _nearest(n: Named, takers: list[Named]) -> Named | None:
    return min(takers, key=lambda t: abs(t.mention.start - n.mention.start), default=None)


def _of(reading: Reading, n: Named, why: str) -> Dismissed:
    m = n.mention
    field, start, end, words = reading.text.original(m.start, m.end)
    return Dismissed(text=words, field=field, start=start, end=end, why=why)
