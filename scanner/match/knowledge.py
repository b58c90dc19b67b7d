"""What the matcher knows of the trade: all of data/lexicon, with the catalog's words made ready to search.

It is plain data, so that it is made once and kept beside the compiled catalog.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from scanner.catalog import compiled
from scanner.catalog.load import Catalog, built_in
from scanner.catalog.rules import Concept, Rule
from scanner.errors import CatalogError
from scanner.match.families import telling_heads
from scanner.match.forms import FormRow
from scanner.match.gate import telling_codes
from scanner.match.heads import NounFile
from scanner.match.lexicon import Tables
from scanner.match.links import Prior
from scanner.match.magnets import GradeClass
from scanner.match.materials import Compound
from scanner.match.placement import Placement
from scanner.match.purposes import Purpose
from scanner.match.text import fold
from scanner.match.vocabulary import tables

T = TypeVar("T")
FILE = "matching"
"""Name of the kept form, for ``catalog.sections.KEPT``."""


class Knowledge(Struct, frozen=True, kw_only=True):
    """The content of data/lexicon."""

    tables: Tables
    rules: tuple[Rule, ...]
    bundles: dict[str, tuple[str, ...]]
    """Name of a set of controls → the controls."""
    classes: dict[str, GradeClass]
    """Coercivity class → what it says."""
    purposes: tuple[Purpose, ...]
    placement: Placement
    parts: dict[str, str]
    """Part-number family → concept."""
    codes: str
    """Codes of cells for which a line is read in full, folded, one a line of text."""
    heads: str
    """Beginnings of part numbers of ``parts``, the same way."""
    confidence: dict[str, Decimal]
    """Level of a rule → the share of lines at which it was right when measured."""
    priors: tuple[Prior, ...]
    compounds: tuple[Compound, ...]
    forms: tuple[FormRow, ...]
    nouns: NounFile


def knowledge(catalog: Catalog) -> Knowledge:
    """What a catalog knows; made once for the built-in one and kept.

    Raises:
        CatalogError: a file does not fit its type, or names what is not there.

    """

    def make() -> Knowledge:
        return gather(catalog)

    return make() if catalog.overlays else compiled.kept(FILE, Knowledge, make, catalog.root)


def built_in_knowledge() -> Knowledge:
    """What the built-in catalog knows, for packages."""
    return gather(built_in())


def gather(catalog: Catalog) -> Knowledge:
    """What a catalog knows, read from its files.

    Raises:
        CatalogError: a file does not fit its type, or names what is not there.

    """
    concepts = catalog.table("concepts", Concept)
    rules = catalog.table("rules", Rule)
    parts = catalog.document("lexicon/parts.yaml", dict[str, str])
    found = Knowledge(
        tables=tables(
            catalog,
            concepts,
            catalog.document("lexicon/terms.yaml", dict[str, dict[str, tuple[str, ...]]]),
            catalog.document("lexicon/abbreviations.yaml", dict[str, dict[str, tuple[str, ...]]]),
        ),
        rules=rules,
        bundles=catalog.document("lexicon/bundles.yaml", dict[str, tuple[str, ...]]),
        classes=catalog.document("lexicon/classes.yaml", dict[str, GradeClass]),
        purposes=catalog.document("lexicon/purposes.yaml", tuple[Purpose, ...]),
        placement=catalog.document("lexicon/placement.yaml", Placement),
        parts=parts,
        codes=telling_codes(catalog.cells),
        heads="\n".join(sorted({fold(head) for head in telling_heads(parts)})),
        confidence=catalog.document("lexicon/confidence.yaml", dict[str, Decimal]),
        priors=catalog.document("lexicon/priors.yaml", tuple[Prior, ...]),
        compounds=catalog.document("lexicon/compounds.yaml", tuple[Compound, ...]),
        forms=catalog.document("lexicon/forms.csv", tuple[FormRow, ...]),
        nouns=catalog.document("lexicon/nouns.yaml", NounFile),
    )
    if faults := _faults(found, catalog, {c.id for c in concepts}, {i for c in concepts for i in c.implies}):
        raise CatalogError("the lexicon names what is not there", faults=tuple(faults), source="lexicon")
    return found


def _faults(found: Knowledge, catalog: Catalog, concepts: set[str], implied: set[str]) -> list[str]:
    """References that lead nowhere."""
    known = concepts | implied
    stems = {row.id.removesuffix("-" + row.controlled_group) for row in catalog.articles}
    faults = [f"rule {r.id}: no concept {c!r}" for r in found.rules for c in sorted(r.concepts) if c not in known]
    faults += [f"rule {r.id}: no article {r.article!r}" for r in found.rules if r.article and r.article not in stems]
    faults += [
        f"rule {r.id}: no control {c!r}"
        for r in found.rules
        for name in r.controls
        for c in found.bundles.get(name, (name,))
        if c not in catalog.controls
    ]
    faults += [f"class {name}: no article {c.article!r}" for name, c in found.classes.items() if c.article not in stems]
    faults += [f"parts: no concept {c!r}" for c in found.parts.values() if c not in known]
    faults += [f"priors: no row {p.prior!r}" for p in found.priors if p.prior not in catalog.priors]
    faults += [f"forms: no control {row.control!r}" for row in found.forms if row.control not in catalog.controls]
    return faults
