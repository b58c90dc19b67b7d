"""``bomscan decide``: the decisions file, added to, listed and checked."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import say, show
from scanner.errors import Exit, InputError, UsageError

if TYPE_CHECKING:
    from scanner.decisions.model import Selector, Statement

AT_MOST = 20
"""Lines that one decision may speak of before it counts as too broad, unless told otherwise."""
DAY = click.DateTime(["%Y-%m-%d"])
as_of = click.option("--as-of", type=DAY, metavar="DATE", help="The day that counts; default today. Example: --as-of 2026-11-24")  # fmt: skip


@click.group("decide", short_help="Keep a decisions file: waivers and declarations, added, listed, checked.")
def command() -> None:
    """Waivers and declarations of a decisions file. docs/decisions.md shows a whole one."""


@command.command("add", short_help="Add one waiver or declaration to a file.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--id", "id_", required=True, metavar="ID", help="Name of the decision, once in the file. Example: --id W-12"
)
@click.option(
    "--by", required=True, metavar="WHO", help='Who decides or declares. Example: --by "Purchasing, A. Meier"'
)
@click.option("--on", required=True, type=DAY, metavar="DATE", help="When. Example: --on 2026-11-24")
@click.option(
    "--why", required=True, metavar="TEXT", help='On what ground. Example: --why "supplier letter of 3 November"'
)
@click.option(
    "--match",
    "keys",
    multiple=True,
    metavar="KEY=TEXT",
    help="What a line must say; two keys at least. Repeatable. Also group, control, measure. Example: --match manufacturer=Acme --match part_number=M-42",
)
@click.option(
    "--from",
    "result",
    type=click.Path(path_type=Path),
    metavar="RESULT.json",
    help="Take the line from this saved result. Example: --from bom.json --line BOM!7",
)
@click.option("--line", metavar="ID", help="Id of the line in --from, or its row. Example: --line BOM!7")
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A paper that it rests on; its hash is kept. Repeatable. Example: --evidence letter.pdf",
)
@click.option(
    "--expires",
    type=DAY,
    metavar="DATE",
    help="Last day on which it acts; a waiver needs one. Example: --expires 2027-06-30",
)
@click.option(
    "--state",
    type=click.Choice(["under_investigation", "not_affected", "accepted"]),
    help="Makes it a waiver. Example: --state accepted",
)
@click.option(
    "--justification",
    type=click.Choice(["material_not_present", "below_limit", "not_the_item", "outside_the_measure"]),
    help="Of not_affected: why. Example: --justification below_limit",
)
@click.option(
    "--approver",
    metavar="WHO",
    help="Who takes the responsibility for a waiver. Example: --approver 'Head of trade compliance'",
)
@click.option("--article-origin", metavar="CC,...", help="Where the article is made. Example: --article-origin DE")
@click.option(
    "--material-origin",
    metavar="CC,...",
    help="Where the controlled material in it is from. Example: --material-origin JP,MY",
)
@click.option(
    "--rare-earth-origin",
    metavar="CC,...",
    help="Where the rare earths in it are refined. Example: --rare-earth-origin MY",
)
@click.option("--price", metavar="MONEY", help='For one unit of the quantity. Example: --price "12.50 EUR"')
@click.option("--contains", metavar="X,...", help="Elements that are in it. Example: --contains Dy")
@click.option(
    "--does-not-contain",
    metavar="X,...",
    help="Elements, groups or controls that are not. Example: --does-not-contain Dy,Tb",
)
@click.option(
    "--content",
    multiple=True,
    metavar="GROUP=SHARE",
    help="Share of the line's value that is the group's material. Repeatable. Example: --content magnet=4%",
)
@click.option(
    "--fact",
    multiple=True,
    metavar="PARAMETER=FIGURE",
    help='A figure that a limit asks for. Repeatable. Example: --fact "particle_size_d50=8 um"',
)
def add(file: Path, id_: str, by: str, on: datetime, why: str, evidence: tuple[Path, ...], expires: datetime | None, state: Any, justification: Any, approver: str | None, **given: Any) -> Exit:  # fmt: skip
    """Add one decision to FILE; a missing FILE is begun. Comments and everything else in it stay.

    Example: bomscan decide add decisions.yaml --id W-12 --by QA --on 2026-11-24 --why "no magnet"
    --from bom.json --line BOM!7 --state not_affected --approver "Head of QA" --expires 2027-06-30
    """
    from scanner.decisions.model import Decision
    from scanner.decisions.write import add as added
    from scanner.decisions.write import proof
    from scanner.writers.files import replace

    decision = Decision(
        id=id_,
        kind="declaration" if state is None else "waiver",
        match=_selector(given["keys"], given["result"], given["line"]),
        by=by,
        on=on.date(),
        why=why,
        evidence=tuple(proof(x, file.parent) for x in evidence),
        expires=expires.date() if expires else None,
        states=_statement(given),
        state=state,
        justification=justification,
        approver=approver,
    )
    replace(file, added(file, decision).encode("utf-8"))
    say(f"{file}: {decision.kind} {id_} added")
    return Exit.DONE


@command.command("list", short_help="All decisions of a file, and how they stand on a day.")
@click.argument("file", type=click.Path(path_type=Path))
@as_of
def list_(file: Path, as_of: datetime | None) -> Exit:
    """List the decisions of FILE: what, who, when, until when, and whether they act on the day."""
    from scanner.decisions.load import load
    from scanner.decisions.record import says
    from scanner.decisions.review import state

    day = _day(as_of)
    for x in load(file).decisions:
        keys = ", ".join(f"{k} {v!r}" for k, v in x.match.keys.items()) or f"fingerprint {x.match.fingerprint}"
        show(f"{x.id}  {x.kind}, {state(x, day)}\n    {says(x)}\n    of {keys}")
        approved = f", approved by {x.approver}" if x.approver else ""
        until = f", until {x.expires}" if x.expires else ", without end"
        show(f"    by {x.by} on {x.on}{approved}{until}: {x.why}")
        for p in x.evidence:
            show(f"    rests on {p.file}" + (f" (sha256 {p.sha256})" if p.sha256 else ""))
    return Exit.DONE


@command.command(
    "check", short_help="Whether a file fits, and what in it is expired, unused, too broad or without its papers."
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path), metavar="[BOM|RESULT.json]...")
@click.option(
    "--at-most",
    type=click.IntRange(1),
    default=AT_MOST,
    show_default=True,
    metavar="N",
    help="Lines that one decision may speak of. Example: --at-most 5",
)
@click.option(
    "--papers",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder of the evidence; default that of FILE. Example: --papers evidence/",
)
@click.option(
    "--catalog",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Catalog records added to or replacing the built-in ones. Repeatable. Example: --catalog watchlist/",
)
@as_of
def check(
    file: Path, inputs: tuple[Path, ...], at_most: int, papers: Path | None, overlays: tuple[Path, ...],
    as_of: datetime | None,
) -> Exit:  # fmt: skip
    """Check FILE, and that the papers that it rests on have the hashes that it keeps; with bills of materials or
    results also whether its decisions speak of their lines.

    Ends with 1 where a decision is expired, unused or too broad, names what the catalog does not have, or its evidence
    is altered or missing; with 3 where the file has faults.
    """  # noqa: D205
    from scanner.catalog.load import load as catalog
    from scanner.decisions.load import load
    from scanner.decisions.names import unknown
    from scanner.decisions.proofs import altered, missing
    from scanner.decisions.review import review

    decisions = load(file).decisions
    folder = papers or file.parent
    found = list(review(decisions, [_bom(x) for x in inputs], _day(as_of), at_most))
    found += [*unknown(decisions, catalog(overlays)), *altered(decisions, folder), *missing(decisions, folder)]
    for x in found:
        show(f"{x.decision}: {x.fault}: {x.says}")
    say(f"{file}: {len(decisions)} decisions, {len(found)} to look at again")
    return Exit.FOUND if found else Exit.DONE


def _bom(path: Path) -> Any:
    from scanner import ingest, lines
    from scanner.cli.inputs import is_result
    from scanner.cli.timelimit import within
    from scanner.options import ReadOptions
    from scanner.writers.reload import load

    if is_result(path):
        return load(path).bom
    options = ReadOptions()
    with within(options, str(path)):
        return lines.build(ingest.read(path, options), options)


def _day(given: datetime | None) -> date:
    return given.date() if given else datetime.now().astimezone().date()


def _selector(keys: tuple[str, ...], result: Path | None, line: str | None) -> Selector:
    from scanner.decisions.model import KEYS, Selector

    if (result is None) != (line is None):
        raise UsageError("--from and --line go together", hint="for example --from bom.json --line BOM!7")
    known: dict[str, str | None] = _of_line(result, line) if result and line else {}
    for item in keys:
        name, sign, text = item.partition("=")
        if not sign or name not in (*KEYS, "fingerprint", "group", "control", "measure"):
            raise UsageError(f"--match {item!r} is not KEY=TEXT", hint="keys are " + ", ".join(KEYS))
        known[name] = text
    return Selector(**known)


def _of_line(result: Path, line: str) -> dict[str, str | None]:
    """What identifies a line of a saved result, with its fingerprint, so that a changed line reopens the decision."""
    from scanner.decisions.select import fingerprint
    from scanner.writers.reload import load

    exposure = load(result)
    if any(n.code == "redacted" for n in exposure.notes):
        raise InputError("names were left out of it", source=str(result), hint="use a result made without --redact")
    found = [f.line for f in exposure.lines if line in (f.line.id, str(f.line.source.row))]
    if len(found) != 1:
        raise UsageError(f"{len(found)} lines are called {line!r} in {result}", hint="give its id, such as 'BOM!7'")
    said = ("part_number", "manufacturer", "manufacturer_part_number", "supplier")
    return {**{k: getattr(found[0], k) for k in said}, "fingerprint": fingerprint(found[0])}


def _statement(given: dict[str, Any]) -> Statement | None:
    from scanner.cli.options import share
    from scanner.decisions.model import Content, Statement

    pairs = [(option, *item.partition("=")) for option in ("content", "fact") for item in given[option]]
    for option, name, sign, text in pairs:
        if not (name and sign and text):
            raise UsageError(f"--{option} {name + sign + text!r} is not NAME=VALUE")
    states = Statement(
        article_origin=_codes(given["article_origin"]),
        material_origin=_codes(given["material_origin"]),
        rare_earth_origin=_codes(given["rare_earth_origin"]),
        price=given["price"],
        contains=_words(given["contains"]),
        does_not_contain=_words(given["does_not_contain"]),
        content=tuple(
            Content(group=name, value_share=share(text, "--content")) for o, name, _, text in pairs if o == "content"
        ),
        facts={name: text for o, name, _, text in pairs if o == "fact"},
    )
    return states if states != Statement() else None


def _codes(text: str | None) -> tuple[str, ...] | None:
    return tuple(x.upper() for x in _words(text)) or None


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(x.strip() for x in (text or "").split(",") if x.strip())
