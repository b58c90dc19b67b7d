"""An answer's cells → what is declared."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from scanner.decisions.model import Content, Statement
from scanner.decisions.price import SENSIBLE
from scanner.decisions.select import fold
from scanner.match.declared import figure, units_of, words_of
from scanner.questionnaire.words import LANGS, Lang, called, countries, form_words, names, sign

LONGEST = 160
"""Characters of a message, however long the cell is that it speaks of."""


class MisfitError(ValueError):
    """An answer that does not fit its question."""

    def __init__(self, message: str, which: int = 0) -> None:
        super().__init__(message if len(message) <= LONGEST else f"{message[:LONGEST]}…")
        self.which = which
        """Cell of the answer: 0 the answer, 1 unit or second country, 2 third country."""


def statement(fact: str, cells: Sequence[Any], lang: Lang) -> Statement | None:
    """What the cells of an answer declare; None where it was left open.

    Args:
        fact: of the question, as ``scanner.questionnaire.ask.Question.fact``.
        cells: answer, unit or second country, third country; None for an empty one.
        lang: the form's language; choices of the others are understood too.

    Raises:
        MisfitError: no answer to this question.

    """
    kind, _, about = fact.partition(":")
    first = cells[0]
    if kind in ("article_origin", "material_origin", "rare_earth_origin"):
        codes = tuple(dict.fromkeys(_country(x, i, lang) for i, x in enumerate(cells) if x is not None))
        return Statement(**{kind: codes}) if codes else None  # type: ignore[arg-type]
    if first is None:
        return None
    match kind:
        case "contains":
            return Statement(contains=(about,)) if _yes(first) else Statement(does_not_contain=(about,))
        case "content":
            share = _number(first)
            if share > 100:
                raise MisfitError(f"{first} is more than 100 percent")
            return Statement(content=(Content(group=about, value_share=share / 100),))
        case "price":
            return Statement(price=f"{_number(first):f} {_currency(cells[1])}")
        case "limit":
            return Statement(facts={about: _figure(about, first, cells[1])})
        case "word":
            return Statement(facts={about: _word(about, first)})
        case "statement":
            return Statement(in_words=str(first).strip())
    raise MisfitError(f"a question about {kind!r} is not known to this version")


def _country(value: Any, which: int, lang: Lang) -> str:
    """A country's code: as the list has it, or its code or name alone, in any language of the forms."""
    said = fold(str(value))
    for spoken in (lang, *(x for x in LANGS if x != lang)):
        for shown, code in countries(spoken).items():
            if said in (fold(shown), code.casefold(), fold(shown.partition(" – ")[2])):
                return code
    raise MisfitError(f"{str(value)!r} is no country of the list", which)


def _yes(value: Any) -> bool:
    said = fold("true" if value is True else "false" if value is False else str(value))
    for word, meaning in (("yes", True), ("no", False)):
        if said in {*map(fold, form_words().texts[word].values()), str(meaning).casefold()}:
            return meaning
    raise MisfitError(f"{str(value)!r} is neither yes nor no")


def _number(value: Any) -> Decimal:
    """A number of 0 or above. Text counts only where it can be read in one way: digits and a point."""
    if isinstance(value, bool):
        raise MisfitError(f"{str(value)!r} is no number")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else repr(value))
    except (InvalidOperation, AttributeError):
        number = Decimal("nan")
    if not number.is_finite() or number < 0:
        raise MisfitError(f"{str(value)!r} is no number of 0 or above")
    if number and not SENSIBLE[0] <= number.adjusted() <= SENSIBLE[1]:
        raise MisfitError(f"{str(value)!r} is no figure of a part that is sold")
    return number


def _currency(value: Any) -> str:
    import pycountry

    code = str(value or "").strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        raise MisfitError("the price has no currency" if not code else f"{value!r} is no currency code", 1)
    return code


def _figure(parameter: str, value: Any, unit: Any) -> str:
    number = _number(value)
    said = fold(str(unit or ""))
    known = next((x for x in units_of(parameter) if said in (fold(sign(x)), fold(x))), None)
    if known is None:
        raise MisfitError("the figure has no unit" if not said else f"{unit!r} is no unit of the list", 1)
    text = f"{number:f} {known}"
    if figure(parameter, text) is None:
        raise MisfitError(f"{text} is no {parameter.replace('_', ' ')}")
    return text


def _word(parameter: str, value: Any) -> str:
    said = fold(str(value))
    for word in words_of(parameter):
        if said == word or any(said == fold(called(names().words, word, lang)) for lang in LANGS):
            return word
    raise MisfitError(f"{str(value)!r} is not of the list")
