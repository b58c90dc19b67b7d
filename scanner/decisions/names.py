"""What decisions name of the catalog and the catalog does not have: such a word acts on nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.bom import Note
from scanner.catalog.load import Catalog
from scanner.decisions.model import Decision
from scanner.decisions.review import Finding


def unknown(decisions: Iterable[Decision], catalog: Catalog) -> Iterator[Finding]:
    """A finding for each decision that names a group, control, measure or element that the catalog does not have."""
    from scanner.match.formula import elements

    groups = {x.group for x in catalog.controls.values()} | set(catalog.groups)
    absent = groups | catalog.controls.keys() | elements().states.keys()
    for x in decisions:
        named = [
            ("group", x.match.group, groups),
            ("control", x.match.control, catalog.controls.keys()),
            ("measure", x.match.measure, catalog.measures.keys()),
        ]
        if x.states is not None:
            named += [("group", c.group, groups) for c in x.states.content]
            named += [("element, group or control", y, absent) for y in x.states.does_not_contain]
        strange = [f"{kind} {name!r}" for kind, name, known in named if name is not None and name not in known]
        if strange:
            yield Finding(
                decision=x.id, fault="unknown name", says=f"names {', '.join(strange)}, which the catalog does not have"
            )


def notes(decisions: Iterable[Decision], catalog: Catalog) -> tuple[Note, ...]:
    """What a report says of such decisions."""
    return tuple(
        Note(
            code="decision-unused",
            severity="warning",
            message=f"{x.decision} {x.says}: that part of it acts on nothing",
        )
        for x in unknown(decisions, catalog)
    )
