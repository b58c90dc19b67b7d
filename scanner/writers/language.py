"""A report's language: fixed texts from a message catalogue, numbers and dates as that language writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

import msgspec

from scanner import display
from scanner.errors import UsageError
from scanner.estimate import Estimate

LANGUAGES = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR", "ja": "ja_JP", "zh": "zh_Hans_CN"}
"""Language → the locale whose numbers and dates it uses."""
HTML_TAGS = {"en": "en", "de": "de", "fr": "fr", "ja": "ja", "zh": "zh-Hans"}


class Language:
    """Puts fixed texts, figures and days into one language.

    Words of the law and of the bill of materials are data and stay as they are.
    """

    def __init__(self, code: str, messages: dict[str, str], *, as_shares: bool = False) -> None:
        """``as_shares``: amounts are shares of a product worth 1, as in a copy without prices."""
        self.code = code
        self.as_shares = as_shares
        self.tag = HTML_TAGS[code]
        self.locale = LANGUAGES[code]
        self._messages = messages
        self._marks = _marks(self.locale) if code != "en" else {}
        self._percent_space = "" if code in ("ja", "zh") else "\u00a0"
        self.percent = lru_cache(maxsize=8192)(self._percent)
        self.money = lru_cache(maxsize=8192)(self._money)

    def __call__(self, text: str, /, **values: object) -> str:
        """A fixed text; ``{name}`` in it is filled from the values. English where no translation stands."""
        text = self._messages.get(text) or text
        return text.format(**values) if values else text

    def many(self, count: int, one: str, several: str, **values: object) -> str:
        """The text for one or for several; ``{n}`` is the count."""
        return self(one if count == 1 else several, n=self.integer(count), **values)

    def _percent(self, share: Decimal | None, threshold: Decimal | None = None, digits: int = display.DIGITS) -> str:
        """A share of one as percent, never rounded across the threshold."""
        if share is None:
            return self(display.NOT_KNOWN)
        return self._number(display.percent(share, threshold, digits).removesuffix(" %")) + self._percent_space + "%"

    def _money(self, amount: Decimal | None, currency: str) -> str:
        """An amount with its currency code."""
        if amount is None:
            return self(display.NOT_KNOWN)
        if self.as_shares:
            return self.percent(amount)
        digits, _, code = display.money(amount, currency).partition(" ")
        return self._number(digits) + ("\u00a0" + code if code else "")

    def amount(self, amount: Decimal | None, currency: str) -> str:
        """An amount without its code, for columns whose heading names the currency; empty for None."""
        return "" if amount is None else self.money(amount, currency).partition("\u00a0" + currency)[0]

    def unit(self, currency: str) -> str:
        """What amounts without a code are in, for headings: ``, EUR``; empty for the unnamed currency."""
        if self.as_shares:
            return ", " + self("share of the product value")
        return "" if currency == display.NO_CURRENCY else f", {currency}"

    def number(self, value: Decimal) -> str:
        """All digits of a number, for arithmetic that is to be checked by hand."""
        text = format(value, ",f")
        return self._number(text.rstrip("0").rstrip(".") if "." in text else text)

    def integer(self, value: int) -> str:
        return self._number(f"{value:,}")

    def _number(self, plain: str) -> str:
        return plain.translate(self._marks) if self._marks else plain

    def day(self, day: date | str | None) -> str:
        """A day written out; text that is no ISO date stays as it is."""
        if isinstance(day, str):
            try:
                day = date.fromisoformat(day)
            except ValueError:
                return str(day)
        if day is None:
            return ""
        from babel.dates import format_date

        return format_date(day, "long", locale=self.locale)

    def share(self, share: Estimate | None, threshold: Decimal | None = None) -> str:
        """A share's triple in words."""
        if share is not None and share.high is None:
            span = self("at least {low}, up to the whole", low=self.percent(share.low, threshold))
            likely = self(display.NOT_KNOWN) if share.likely is None else self.percent(share.likely, threshold)
            return self("{span}, likely {likely}", span=span, likely=likely)
        return self.triple(share, lambda x: self.percent(x, threshold))

    def amounts(self, amounts: Estimate | None, currency: str) -> str:
        """An amount's triple in words."""
        return self.triple(amounts, lambda x: self.money(x, currency))

    def triple(self, estimate: Estimate | None, show: Callable[[Decimal], str]) -> str:
        """One figure where it is known, else its range and the likely value."""
        if estimate is None:
            return self(display.NOT_KNOWN)
        if estimate.is_known:
            return show(estimate.low)
        low = show(estimate.low)
        if estimate.high is None:
            span = self("at least {low}, no upper bound", low=low)
        else:
            high = show(estimate.high)
            span = low if low == high else self("{low} to {high}", low=low, high=high)
        likely = self(display.NOT_KNOWN) if estimate.likely is None else show(estimate.likely)
        return self("{span}, likely {likely}", span=span, likely=likely)


@cache
def language(code: str = "en", *, as_shares: bool = False) -> Language:
    """The language of a code.

    Args:
        code: of ``LANGUAGES``.
        as_shares: amounts are shares of a product worth 1, as in a copy without prices.

    Raises:
        UsageError: there is no message catalogue for it.

    """
    if code not in LANGUAGES:
        raise UsageError(f"no report language {code!r}", hint="choose one of " + ", ".join(LANGUAGES))
    return Language(code, messages(code) if code != "en" else {}, as_shares=as_shares)


@cache
def messages(code: str) -> dict[str, str]:
    """English text → its translation."""
    import yaml

    path = resources.files("scanner.writers") / "messages" / f"{code}.yaml"
    return msgspec.convert(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader), dict[str, str])


def _marks(locale: str) -> dict[int, str]:
    """English marks → the locale's."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return {ord(","): get_group_symbol(locale), ord("."): get_decimal_symbol(locale)}
