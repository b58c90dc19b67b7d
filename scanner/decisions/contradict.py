"""Declarations that say otherwise of one line: the later one counts, and that is said."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from scanner.bom import BomLine, Note
from scanner.decisions.model import Decision, Statement


def contradictions(line: BomLine, decisions: Sequence[Decision]) -> Iterator[Note]:
    """A note for each fact of a line that a later declaration states otherwise than an earlier one."""
    before: dict[str, tuple[Hashable, Decision]] = {}
    for x in decisions:
        if x.states is None:
            continue
        for fact, said in _facts(x.states):
            earlier, by = before.get(fact, (said, x))
            if earlier != said:
                yield _note(line, fact, (by, earlier), (x, said))
            before[fact] = (said, x)


def _facts(states: Statement) -> Iterator[tuple[str, Hashable]]:
    """What is stated, one fact at a time; countries in any order say the same."""
    for name in ("article_origin", "material_origin", "rare_earth_origin"):
        countries: tuple[str, ...] | None = getattr(states, name)
        if countries is not None:
            yield name.replace("_", " ").replace("rare earth", "rare-earth"), " / ".join(sorted(set(countries)))
    if states.price is not None:
        yield "price", states.price
    yield from ((f"contains {x}", "yes") for x in states.contains)
    yield from ((f"contains {x}", "no") for x in states.does_not_contain)
    yield from ((f"share of value of {x.group}", f"{x.value_share}") for x in states.content)
    yield from ((name.replace("_", " "), text) for name, text in states.facts.items())


def _note(line: BomLine, fact: str, first: tuple[Decision, Hashable], last: tuple[Decision, Hashable]) -> Note:
    source = line.source
    said = [f"{said} by {x.id} of {x.by}, {x.on}" for x, said in (last, first)]
    return Note(
        code="decision-contradicted", severity="warning", file=source.file, sheet=source.sheet, row=source.row,
        message=f"declarations of {line.id} differ in {fact}: {said[0]}, which counts, against {said[1]}",
    )  # fmt: skip
