"""Catalog records as assumptions: what each says, where it was read, how many lines used it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar

from msgspec import Struct

from scanner.catalog.model import ArticleContent, MagnetGrade, Maker, MaterialPrice, OriginPrior
from scanner.findings import Assumption


class Sourced(Protocol):
    """A record that says where it was read."""

    @property
    def source(self) -> str: ...


R = TypeVar("R", bound=Sourced)


class OriginConstant(Struct, frozen=True, kw_only=True):
    """A record of data/origin/two_origins.yaml."""

    id: str
    value: Decimal
    meaning: str
    source: str


def records(
    table: str, records: Mapping[str, R], counts: Counter[str], said: Callable[[R], str]
) -> Iterator[Assumption]:
    """The records of a table that lines used, by id."""
    for name in sorted(k for k in counts if k in records):
        record = records[name]
        yield Assumption(id=f"{table}:{name}", value=said(record), source=record.source, lines=counts[name])


def of_table(table: str, used: Counter[str]) -> Counter[str]:
    """Uses of one table's records, by id."""
    return Counter({k.removeprefix(f"{table}:"): n for k, n in used.items() if k.startswith(f"{table}:")})


def of_article(x: ArticleContent) -> str:
    present = _triple(x.presence_low, x.presence_likely, x.presence_high)
    share = _triple(x.value_share_low, x.value_share_likely, x.value_share_high)
    return f"{x.article_class}: {x.element_or_material} present {present}, share of value {share}"


def of_mass(x: ArticleContent) -> str:
    share = _triple(x.mass_share_low, x.mass_share_likely, x.mass_share_high)
    return f"{x.article_class}: {x.element_or_material}, share of mass {share}"


def of_grade(x: MagnetGrade) -> str:
    share = _triple(x.dytb_wt_pct_low, x.dytb_wt_pct_likely, x.dytb_wt_pct_high)
    return f"{x.material_family}: dysprosium and terbium {share} % by mass"


def of_price(x: MaterialPrice) -> str:
    return f"{_triple(x.price_low, x.price_likely, x.price_high)} {x.unit}, {x.market}, {x.date}"


def of_constant(x: OriginConstant) -> str:
    return f"{x.meaning}: likely {x.value}"


def of_maker(x: Maker) -> str:
    return "plants in " + ", ".join(x.manufacturing_countries)


def of_prior(x: OriginPrior) -> str:
    share = _triple(x.china_share_low, x.china_share_likely, x.china_share_high)
    return f"China's share of the world's {x.material} ({x.stage}): {share}"


def _triple(*values: Decimal | None) -> str:
    return " / ".join("not known" if x is None else f"{x:f}" for x in values)
