"""One letter in two languages: each text of the first with that of the second beneath it."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.letter.compose import Letter, Part


def beside(first: Letter, second: Letter) -> Letter:
    """Both letters in one. They are composed of one exposure, so that what stands in one stands in the other."""
    return Letter(
        lang=first.lang,
        title=_both(first.title, second.title),
        under=_both(first.under, second.under),
        draft=_both(first.draft, second.draft),
        facts=tuple((_short(a, b), _both(x, y)) for (a, x), (b, y) in zip(first.facts, second.facts, strict=True)),
        parts=tuple(_part(a, b) for a, b in zip(first.parts, second.parts, strict=True)),
        unsettled_title=_short(first.unsettled_title, second.unsettled_title),
        unsettled=_each(first.unsettled, second.unsettled),
        sign=tuple(map(_short, first.sign, second.sign)),
    )


def _part(a: Part, b: Part) -> Part:
    return Part(
        id=a.id,
        title=_short(a.title, b.title),
        mark=_short(a.mark, b.mark),
        is_open=a.is_open,
        says=_each(a.says, b.says),
        heads=_each(a.heads, b.heads),
        rows=tuple(_each(x, y) for x, y in zip(a.rows, b.rows, strict=True)),
    )


def _each(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(_both(x, y) for x, y in zip(first, second, strict=True))


def _both(a: str, b: str) -> str:
    """One above the other; once where both say the same but for spaces, as figures and names do."""
    return a if "".join(a.split()) == "".join(b.split()) else f"{a}\n{b}"


def _short(a: str, b: str) -> str:
    return a if a == b else f"{a} / {b}"
