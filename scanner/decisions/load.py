"""A decisions file → typed records, with every fault of it said at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import msgspec

from scanner.decisions.model import Decision, Decisions, Justification
from scanner.decisions.price import parse_price
from scanner.decisions.schema import schema
from scanner.decisions.select import fold
from scanner.errors import InputError

SHA256 = re.compile("[0-9a-fA-F]{64}")


def load(path: Path) -> Decisions:
    """Read a decisions file.

    Raises:
        InputError: it cannot be read, or a record does not fit; the message has a line for every fault.

    """
    import yaml

    from scanner import yaml12

    if path.exists() and not path.is_file():
        raise InputError("cannot be read: it is no regular file", source=str(path))
    try:
        data = yaml12.read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", source=str(path)) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"is no YAML: {yaml12.said(error)}", source=str(path)) from error
    faults = list(_shape_faults(data))
    if faults:
        raise _refused(faults, str(path))
    try:
        decisions = msgspec.convert(data, Decisions)
    except msgspec.ValidationError as error:  # a text of the right kind that is no day
        raise _refused([str(error)], str(path)) from error
    check(decisions, source=str(path))
    return decisions


def check(decisions: Decisions, *, source: str) -> None:
    """What types cannot say of decisions.

    Raises:
        InputError: a record does not make sense; the message has a line for every fault.

    """
    faults = list(_sense_faults(decisions))
    if faults:
        raise _refused(faults, source)


def _refused(faults: list[str], source: str) -> InputError:
    count = f"{len(faults)} faults" if len(faults) > 1 else "a fault"
    return InputError(
        f"{count} in the decisions:\n" + "\n".join(f"  {x}" for x in faults) + "\n ",
        source=source,
        hint="docs/decisions.md shows a whole file",
    )


def _shape_faults(data: Any) -> Iterator[str]:
    """What does not fit the schema, each with its place."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema())
    try:
        plain = msgspec.to_builtins(data, str_keys=True)
    except RecursionError:
        yield "the file: a value stands in itself"
        return
    except TypeError:
        yield "the file: a key is no text"
        return
    errors = (deeper for error in validator.iter_errors(plain) for deeper in _deepest(error))
    for error in sorted(errors, key=lambda x: list(map(str, x.absolute_path))):
        number = error.validator_value == "string" and isinstance(error.instance, int | float)
        quoted = ": put it in quotes, so that it stays as written" if number else ""
        yield f"{_place(plain, list(error.absolute_path))}: {error.message}{quoted}"


def _deepest(error: Any) -> Iterator[Any]:
    """Of a part that may be left out, what is wrong with it, not that it is neither right nor left out."""
    inner = [x for x in error.context or () if x.validator_value != "null"]
    if not inner:
        yield error
    for x in inner:
        yield from _deepest(x)


def _place(data: Any, path: list[str | int]) -> str:
    """``decisions[3] (D-17).match.keys`` for a path into the document."""
    text, here = "", data
    for step in path:
        here = here[step]
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
        if isinstance(step, int) and isinstance(here, dict) and "id" in here:
            text += f" ({here['id']})"
    return text.lstrip(".") or "the file"


def _sense_faults(decisions: Decisions) -> Iterator[str]:
    """What a type cannot say."""
    for name, n in Counter(x.id for x in decisions.decisions).items():
        if n > 1:
            yield f"{name}: the id stands {n} times"
    for x in decisions.decisions:
        yield from (f"{x.id}: {fault}" for fault in _faults_of(x))


def _faults_of(x: Decision) -> Iterator[str]:
    for proof in x.evidence:
        if proof.sha256 is not None and not SHA256.fullmatch(proof.sha256):
            yield f"sha256 of {proof.file} is not 64 hex digits"
    if empty := [k for k, v in x.match.keys.items() if not fold(v)]:
        yield f"match: {', '.join(empty)} is empty, which would fit every line that does not say it"
    if x.match.fingerprint is None and len(x.match.keys) < 2:
        yield "match needs at least two keys, or the line's fingerprint, so that it cannot hit too much"
    if x.expires is not None and x.expires < x.on:
        yield f"expires {x.expires} before it was made ({x.on})"
    if x.kind == "waiver":
        yield from _waiver_faults(x)
    else:
        yield from _declaration_faults(x)


def _waiver_faults(x: Decision) -> Iterator[str]:
    if x.expires is None:
        yield "a waiver needs a day on which it expires"
    if x.state is None:
        yield "a waiver needs a state: under_investigation, not_affected or accepted"
    if x.approver is None:
        yield "a waiver needs an approver"
    if x.states is not None:
        yield "a waiver states nothing; a declaration does"
    if x.state == "not_affected" and x.justification is None:
        yield f"not_affected needs a justification: {', '.join(get_args(Justification))}"
    if x.state != "not_affected" and x.justification is not None:
        yield "a justification belongs to not_affected"
    if x.state in ("not_affected", "accepted") and not any(p.sha256 for p in x.evidence):
        yield f"{x.state} needs evidence: a file with its sha256 (`bomscan decide add --evidence FILE`)"


def _declaration_faults(x: Decision) -> Iterator[str]:
    if x.state is not None or x.approver is not None or x.justification is not None:
        yield "state, justification and approver belong to a waiver"
    said = x.states
    if said is None or said == type(said)():
        yield "a declaration needs states: an origin, a price, content, facts, contains or does_not_contain"
        return
    import pycountry

    from scanner.match.formula import elements

    for name in ("article_origin", "material_origin", "rare_earth_origin"):
        if getattr(said, name) == ():
            yield f"{name} names no country; leave it out where it is not known"
    for code in (*(said.article_origin or ()), *(said.material_origin or ()), *(said.rare_earth_origin or ())):
        if pycountry.countries.get(alpha_2=code) is None:
            yield f"{code!r} is no ISO 3166 country code"
    if said.price is not None and parse_price(said.price) is None:
        yield f"price {said.price!r} is not like '12.50 EUR'"
    for content in said.content:
        if not 0 <= content.value_share <= 1:
            yield f"value_share {content.value_share} of {content.group} is not within 0 and 1"
    yield from _fact_faults(said.facts)
    if strange := sorted(set(said.contains) - elements().states.keys()):
        yield f"contains: {', '.join(strange)} is no chemical symbol"
    if both := set(said.contains) & set(said.does_not_contain):
        yield f"{', '.join(sorted(both))} both in it and not in it"


def _fact_faults(facts: Mapping[str, str]) -> Iterator[str]:
    if not facts:
        return
    from scanner.match.declared import figure, units_of, words_of

    for name, text in facts.items():
        choices = units_of(name) or words_of(name)
        if not choices:
            yield f"facts: {name!r} is no parameter of the catalog's limits"
        elif figure(name, text) is None:
            kind = "a number and one of the units" if units_of(name) else "one of"
            yield f"facts: {name} {text!r} is not {kind} {', '.join(choices)}"
