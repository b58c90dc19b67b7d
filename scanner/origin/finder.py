"""Evidence of one line → its origins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scanner.bom import BomLine
from scanner.catalog.load import Catalog
from scanner.catalog.model import Maker
from scanner.columns import column
from scanner.errors import UsageError
from scanner.estimate import Estimate
from scanner.findings import EXPOSED, Evidence, Match, Origins
from scanner.options import ScanOptions
from scanner.origin.cells import CellReader, Stated
from scanner.origin.hints import HintReader
from scanner.origin.lexicon import lexicon_of
from scanner.origin.makers import MakerIndex, is_seller, maker_index
from scanner.origin.priors import NO_SHARE, Priors, Share
from scanner.origin.tables import CHINA, WITH_HK_MO, OriginTable, Triples
from scanner.whatif import WhatIf, lines_meant, parse

HINT_FIELDS = ("description", "notes", "material")
"""Running text in which an origin may be stated."""


class Told(NamedTuple):
    """What a line tells of its origin, the fields that speak for themselves first."""

    country_of_origin: str | None
    manufacturer: str | None
    supplier: str | None
    description: str | None
    notes: str | None
    material: str | None


class Finder:
    """Finds origins; every distinct combination of evidence is worked out once."""

    def __init__(self, catalog: Catalog, options: ScanOptions) -> None:
        self._catalog = catalog
        self.table = OriginTable(catalog, WITH_HK_MO if options.count_hk_mo else CHINA)
        self.priors = Priors(catalog)
        self._assume = options.assume
        self.cells = CellReader(lexicon_of(catalog))
        self.hints = HintReader(self.cells)
        self._found: dict[object, Origins] = {}
        self._unmatched: dict[object, Origins] = {}

    @property
    def makers(self) -> MakerIndex:
        return maker_index(self._catalog)

    def find_all(self, lines: Sequence[BomLine], matches: Sequence[tuple[Match, ...]]) -> list[Origins]:
        """The origins of each line, the user's assumptions first.

        Raises:
            UsageError: an assumed origin that names no country.

        """
        whats = [w for w in parse(self._assume) if w.kind == "origin"]
        declared = {w.text: self._declared(w) for w in whats}
        meant = lines_meant(whats, lines)
        out = self._find_each(lines, matches)
        for i, what in meant.items():
            out[i] = declared[what.text]
        return out

    def _find_each(self, lines: Sequence[BomLine], matches: Sequence[tuple[Match, ...]]) -> list[Origins]:
        """Of lines that match nothing, those with the same clear origin cell, maker and supplier have the same."""
        out: list[Origins] = []
        innocent: dict[tuple[str | None, ...], Origins] = {}
        told = zip(*(column(lines, name) for name in Told._fields), strict=True)
        for cells, found in zip(told, matches, strict=True):
            origins = None if found else innocent.get(cells[:3])
            if origins is None:
                line = Told(*cells)
                origins = self.find(line, found)
                if not found and self._clear(line) is not None:
                    innocent[cells[:3]] = origins
            out.append(origins)
        return out

    def _clear(self, line: Told) -> Stated | None:
        """What the cell of origin says, where it names a country."""
        cell = self.cells.read(line.country_of_origin) if line.country_of_origin else None
        return cell if cell is not None and cell.clear else None

    def _declared(self, what: WhatIf) -> Origins:
        """As the user declares, of the material too."""
        stated = self.cells.read(what.value)
        if stated is None or not stated.clear:
            raise UsageError(
                f"--assume {what.text!r}: {what.value!r} names no country", hint='for example origin:"Acme"=DE'
            )
        row = self.table.declared(frozenset(stated.countries))
        return Origins(
            article=row.article,
            material=row.material,
            basis="declared",
            countries=stated.countries,
            evidence=(_whole("", "", "assumed", f"assumed by the user: {what.text}", None),),
        )

    def find(self, line: Told, matches: tuple[Match, ...]) -> Origins:
        """The origins of a line, from the strongest evidence that there is."""
        stated, field = self._stated(line)
        key: tuple[object, ...] = (stated, field, line.country_of_origin, line.manufacturer, line.supplier)
        if not matches:
            found = self._unmatched.get(key)
            if found is None:
                found = self._unmatched[key] = self._origins(line, (), stated, field)
            return found
        key = (
            *key,
            tuple((m.control, m.verdict, m.itself, m.prior, m.article, m.part1_share is None) for m in matches),
        )
        if key not in self._found:
            self._found[key] = self._origins(line, matches, stated, field)
        return self._found[key]

    def _stated(self, line: Told) -> tuple[Stated | None, str]:
        """What the line says, and in which field."""
        cell = self._clear(line)
        if cell is not None:
            return cell, "country_of_origin"
        for field in HINT_FIELDS:
            text = getattr(line, field)
            hint = self.hints.read(text) if text else None
            if hint is not None:
                return hint, field
        return None, ""

    def _origins(self, line: Told, matches: tuple[Match, ...], stated: Stated | None, field: str) -> Origins:
        evidence = list(self._sellers(line))
        prior = self.priors.material([m for m in matches if not m.itself] or matches)
        part1 = self.priors.part1(matches)
        maker, maker_field = self._maker(line)
        if stated is not None:
            countries = frozenset(stated.countries)
            rows = [self.table.stated(countries, *share) for share in (prior, part1)]
            evidence.append(_statement(line, field, stated))
        elif maker is not None:
            in_china = bool(self.table.home & set(maker.manufacturing_countries))
            rows = [self.table.maker(maker.brand_tells_origin, in_china, *share) for share in (prior, part1)]
            evidence.append(_known_maker(line, maker_field, maker))
        else:
            rows = [self.table.unknown(*self._article_prior(matches), *share) for share in (prior, part1)]
        if line.country_of_origin and field != "country_of_origin":
            evidence.append(_unclear(line))
        return self._assembled(rows[0], rows[1] if part1 != NO_SHARE else None, matches, evidence, stated, maker)

    def _assembled(
        self,
        row: Triples,
        part1: Triples | None,
        matches: tuple[Match, ...],
        evidence: list[Evidence],
        stated: Stated | None,
        maker: Maker | None,
    ) -> Origins:
        exposed = [m for m in matches if m.verdict in EXPOSED]
        contained = any(not m.itself for m in exposed)
        itself = any(m.itself for m in exposed)
        used = [row.article_by, row.material_by if contained else None, part1.material_by if part1 else None]
        evidence += [self._share_used(name) for name in dict.fromkeys(x for x in used if x)]
        return Origins(
            article=row.article,
            material=row.material if contained and not itself else row.article,
            contained=row.material if contained and itself else None,
            part1=self._part1(part1, row, exposed),
            basis="stated" if stated is not None else "maker" if maker is not None else "prior",
            countries=stated.countries if stated is not None else (),
            evidence=tuple(evidence),
            owner_country=maker.owner_country if maker is not None else None,
        )

    def _part1(self, part1: Triples | None, row: Triples, exposed: list[Match]) -> Estimate | None:
        """Of the Part 1 content: contained in a magnet or article; the row itself where it is Part 1 material."""
        if part1 is None:
            return None
        plain = [m for m in exposed if m.group != "magnet" and m.itself and m.part1_share is not None]
        return row.article if plain and not any(m.group == "magnet" for m in exposed) else part1.material

    def _article_prior(self, matches: tuple[Match, ...]) -> Share:
        """A line that is the material takes the material's world share."""
        itself = [m for m in matches if m.itself]
        if any(m.verdict in EXPOSED for m in itself):
            return self.priors.material(itself)
        return self.priors.article(matches)

    def _maker(self, line: Told) -> tuple[Maker | None, str]:
        """The first of maker and supplier that makes things itself and is known to."""
        for field in ("manufacturer", "supplier"):
            name = getattr(line, field)
            maker = self.makers.find(name) if name else None
            if maker is not None and maker.brand_tells_origin != "no" and maker.manufacturing_countries:
                return maker, field
            if name and field == "manufacturer" and (maker is None or not is_seller(maker)):
                return None, ""  # made by someone we know nothing of: its seller says nothing
        return None, ""

    def _sellers(self, line: Told) -> list[Evidence]:
        found = []
        for field in ("supplier", "manufacturer"):
            name = getattr(line, field)
            maker = self.makers.find(name) if name else None
            if maker is not None and is_seller(maker):
                means = f"{maker.name} sells what others make: it says nothing on origin"
                found.append(_whole(name, field, "seller", means, f"makers:{maker.name}"))
        return found

    def _share_used(self, name: str) -> Evidence:
        table, _, key = name.partition(":")
        if table == "origin":
            constant = self.table.constants[key]
            return _whole("", "", "prior", f"{constant.meaning}: likely {constant.value}", name)
        record = self._catalog.priors[key]
        means = f"China's share of world production of {record.material} ({record.stage}): {record.china_share_likely}"
        return _whole("", "", "prior", means, name)


def _statement(line: Told, field: str, stated: Stated) -> Evidence:
    text = getattr(line, field)
    means = "stated: not China" if stated.denies_china else "stated: " + ", ".join(stated.countries)
    start, end = stated.start, stated.end
    return Evidence(signal="origin", text=text[start:end], field=field, start=start, end=end, means=means)


def _unclear(line: Told) -> Evidence:
    text = line.country_of_origin or ""
    return _whole(text, "country_of_origin", "origin-unclear", "names no country", None)


def _known_maker(line: Told, field: str, maker: Maker) -> Evidence:
    plants = ", ".join(maker.manufacturing_countries)
    return _whole(getattr(line, field), field, "maker", f"{maker.name} has plants in {plants}", f"makers:{maker.name}")


def _whole(text: str, field: str, signal: str, means: str, source: str | None) -> Evidence:
    return Evidence(signal=signal, text=text, field=field, start=0, end=len(text), means=means, source=source)
