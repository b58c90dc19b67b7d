"""Options that several commands share, as decorators, and their words as ScanOptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.errors import InputError, UsageError

if TYPE_CHECKING:
    from scanner.bom import Money
    from scanner.options import ReadOptions, ScanOptions

F = TypeVar("F", bound=Callable[..., Any])

END_USES = ["military", "semiconductor-14nm", "memory-256", "ai-military", "humanitarian", "civil", "unknown"]
"""Words of --end-use: those of ``scanner.standing.EndUse``, spelled out so that start-up stays light."""

READ_OPTIONS = [
    click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="Use this sheet only. Repeatable. Example: --sheet BOM"),
    click.option("--all-sheets", is_flag=True, help="Use every sheet that holds a table of lines."),
    click.option("--header-row", type=click.IntRange(1), metavar="N", help="Row that names the columns. Example: --header-row 5"),
    click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Say what a column is, by heading or letter. Repeatable. Example: --map unit_price=Cost"),
    click.option("--profile", type=click.Path(path_type=Path), metavar="FILE", help="Column mapping saved by `bomscan columns --save`. Example: --profile erp.yaml"),
    click.option("--default-currency", metavar="CUR", help="Currency of prices that name none. Example: --default-currency USD"),
    click.option("--limit", "limits", multiple=True, metavar="NAME=N", help="Read more, or less, of a file than is safe by default, see docs/threat-model.md. Repeatable. Example: --limit columns=8000"),
]  # fmt: skip

JUDGE_OPTIONS = [
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day whose law and exchange rates count; default today. Example: --as-of 2026-11-24"),
    click.option("--also-as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="A second day; the report says what it changes. Example: --also-as-of 2027-01-11"),
    click.option("--product-value", metavar="MONEY", help='Value of one product. Example: --product-value "1200 USD"'),
    click.option("--threshold", default="0.1%", show_default=True, metavar="SHARE", help="De minimis share. Example: --threshold 0.1%"),
    click.option("--currency", metavar="CUR", help="Currency of the report; default that of most prices. Example: --currency EUR"),
    click.option("--rates", type=click.Path(path_type=Path), metavar="FILE", help="Your exchange rates, csv from,to,rate,date,source. Example: --rates rates.csv"),
    click.option("--reading", type=click.Choice(["text", "assembly", "product"]), help="Restrict the headline to one reading of the 0.1 % rule. Example: --reading text"),
    click.option("--price-basis", type=click.Choice(["china", "world"]), default="world", show_default=True, help="Whose market prices value a known mass. Example: --price-basis china"),
    click.option("--own-country", metavar="CC", help="Origin of the value that your own assembling adds. Example: --own-country DE"),
    click.option("--count-hk-mo", is_flag=True, help="Count Hong Kong and Macau as China."),
    click.option("--assume", multiple=True, metavar="WHAT", help="A what-if, repeatable, or a file of them. Example: --assume 'origin:\"Acme\"=DE'"),
    click.option("--decisions", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Waivers and declarations, see docs/decisions.md. Repeatable. Example: --decisions decisions.yaml"),
    click.option("--answers", multiple=True, type=click.Path(path_type=Path), metavar="FILLED.xlsx", help="Questionnaires that suppliers filled in, see docs/workflow.md. Repeatable. Example: --answers acme.xlsx"),
    click.option("--end-use", type=click.Choice(END_USES), help="What the goods are for; the report says which licensing policy follows. Example: --end-use civil"),
    click.option("--end-user-listed", type=click.Choice(["yes", "no", "unknown"]), help="Whether importer or end user (or a holder of half of them) is on a control list or watch list. Example: --end-user-listed no"),
    click.option("--export-from", metavar="CC", help="Country that the goods leave. Example: --export-from DE"),
    click.option("--export-to", metavar="CC", help="Country that they go to. Example: --export-to US"),
    click.option("--catalog", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Catalog records added to or replacing the built-in ones. Repeatable. Example: --catalog watchlist/"),
]  # fmt: skip


def _secrets(_ctx: click.Context, _param: click.Parameter, words: str | None) -> frozenset[str]:
    from scanner.redact import parse

    return parse(words) if words is not None else frozenset()


redact_option = click.option(
    "--redact",
    "secrets",
    callback=_secrets,
    metavar="WHAT",
    help="For copies that leave the house: leave out prices, suppliers, makers, or several of them; shares and verdicts stay. Example: --redact prices,suppliers",
)


LOOK_OPTIONS = [
    click.option("--lang", type=click.Choice(["en", "de", "fr", "ja", "zh"]), default="en", show_default=True, help="Language of fixed texts and figures, in HTML and on the terminal. Example: --lang de"),
    click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="Your own jinja2 template for HTML reports, see docs/report.md. Example: --template house.html"),
]  # fmt: skip


def look_options(function: F) -> F:
    """Adds the options that say how a report is to look."""
    return _add(LOOK_OPTIONS, function)


def read_options(function: F) -> F:
    """Adds the options that say how a file is to be read."""
    return _add(READ_OPTIONS, function)


def judge_options(function: F) -> F:
    """Adds the options that say how a bill of materials is to be judged."""
    return _add(JUDGE_OPTIONS, function)


def _add(options: Sequence[Callable[[Any], Any]], function: F) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def reading_of(given: Mapping[str, Any]) -> ReadOptions:
    """The command's words as ReadOptions.

    Raises:
        UsageError: a --map that is not FIELD=HEADING.

    """
    from scanner.options import ReadOptions

    mapping = {}
    for item in given["mapping"]:
        name, sign, heading = item.partition("=")
        if not (sign and name.strip() and heading.strip()):
            raise UsageError(f"--map {item!r} is not FIELD=HEADING", hint="for example --map unit_price=Cost")
        mapping[name.strip()] = heading.strip()
    return ReadOptions(
        sheets=tuple(given["sheets"]),
        all_sheets=given["all_sheets"],
        header_row=given["header_row"],
        mapping=mapping,
        profile=given["profile"],
        currency=currency_code(given["default_currency"], "--default-currency"),
        limits=limits_of(given["limits"]),
    )


def limits_of(given: Sequence[str]) -> dict[str, int]:
    """Limits of reading by name.

    Raises:
        UsageError: no NAME=N, or no limit of that name.

    """
    if not given:
        return {}
    from scanner.ingest.limits import defaults

    known = defaults()
    found = {}
    for item in given:
        name, _, figure = item.partition("=")
        if name not in known or not (figure.isascii() and figure.isdigit()) or len(figure) > 18:
            raise UsageError(f"--limit {item!r} is no limit", hint="NAME=N, where NAME is " + ", ".join(known))
        found[name] = int(figure)
    return found


def judging_of(given: Mapping[str, Any]) -> ScanOptions:
    """The command's words as ScanOptions.

    Raises:
        UsageError: a value that makes no sense.

    """
    from scanner.options import ScanOptions

    as_of = given["as_of"]
    country = given["own_country"]
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise UsageError(f"--own-country {country!r} is no ISO country code", hint="for example --own-country DE")
    return ScanOptions(
        as_of=as_of.date() if isinstance(as_of, datetime) else date.today(),  # noqa: DTZ011 - the user's day
        read=reading_of(given),
        product_value=money(given["product_value"], "--product-value"),
        threshold=share(given["threshold"], "--threshold"),
        currency=currency_code(given["currency"], "--currency"),
        rates=given["rates"],
        reading=given["reading"],
        price_basis=given["price_basis"],
        own_country=country.upper() if country else None,
        count_hk_mo=given["count_hk_mo"],
        assume=assumptions_of(given["assume"]),
        decisions=tuple(given["decisions"]),
        answers=tuple(given["answers"]),
        end_use=given["end_use"],
        end_user_listed=given["end_user_listed"],
        export_from=country_code(given["export_from"], "--export-from"),
        export_to=country_code(given["export_to"], "--export-to"),
    )


def assumptions_of(given: Sequence[str]) -> tuple[str, ...]:
    """What-ifs, those of files among them: one a line, blank lines and ``#`` comments aside.

    Raises:
        UsageError: neither an assumption nor a file of them.
        InputError: a file that cannot be read.

    """
    from scanner.bom import sound
    from scanner.whatif import FORM

    found: list[str] = []
    for text in map(sound, given):
        if FORM.fullmatch(text) or not Path(text).is_file():
            found.append(text)
            continue
        try:
            lines = Path(text).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"the assumptions cannot be read: {error}", source=text) from error
        found += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return tuple(found)


def share(text: str, option: str) -> Decimal:
    """'0.1%' or '0.001' as a share above 0 and at most 1.

    Raises:
        UsageError: neither.

    """
    bare = text.strip()
    try:
        value = Decimal(bare[:-1].strip()) / 100 if bare.endswith("%") else Decimal(bare)
    except InvalidOperation:
        value = Decimal(0)
    if not (value.is_finite() and 0 < value <= 1):
        raise UsageError(f"{option} {text!r} is no share", hint="for example 0.1% or 0.001")
    return value


def money(text: str | None, option: str) -> Money | None:
    """'1200 USD', 'USD 1200' or '1200' as money above 0.

    Raises:
        UsageError: none of these.

    """
    from scanner.bom import Money

    if text is None:
        return None
    currency, digits = None, []
    for word in text.replace(" ", " ").split():
        if word.isalpha() and len(word) == 3:
            currency = currency_code(word, option)
        else:
            digits.append(word)
    try:
        amount = Decimal("".join(digits))
    except InvalidOperation:
        amount = Decimal(0)
    if not (amount.is_finite() and amount > 0):
        raise UsageError(f"{option} {text!r} is no amount of money", hint='for example "1200.50 USD", with a point')
    return Money(amount, currency)


def country_code(text: str | None, option: str) -> str | None:
    """An ISO 3166 alpha-2 code in capitals.

    Raises:
        UsageError: no country has it.

    """
    if text is None:
        return None
    import pycountry

    code = text.strip().upper()
    if len(code) != 2 or pycountry.countries.get(alpha_2=code) is None:
        raise UsageError(f"{option} {text!r} is no ISO country code", hint="two letters, for example DE, US, JP")
    return code


def currency_code(text: str | None, option: str) -> str | None:
    """An ISO 4217 code in capitals.

    Raises:
        UsageError: three letters that are no currency, or something else.

    """
    if text is None:
        return None
    import pycountry

    code = text.strip().upper()
    if pycountry.currencies.get(alpha_3=code) is None:
        raise UsageError(f"{option} {text!r} is no currency code", hint="for example EUR, USD, CNY")
    return code
