"""``bomscan batch``: an archive in, a report each, one store, one answer over all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.common import say
from scanner.cli.completion import files as file_names
from scanner.cli.gate import FAIL_ON, reaches
from scanner.cli.options import judge_options, judging_of, read_options
from scanner.errors import Exit, InputError, OutputError, UsageError

if TYPE_CHECKING:
    from scanner.batch.run import Runner, Summary
    from scanner.batch.worker import Outcome, Task

FORMATS = [".html", ".xlsx", ".csv", ".md"]


@click.command("batch", short_help="Scan an archive into one portfolio.")
@click.argument("inputs", nargs=-1, required=True, metavar="FOLDER|PATTERN|FILE|@LIST...", shell_complete=file_names)
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    metavar="OUTDIR",
    help="Folder of the reports, local or on shared storage. Example: -o portfolio/",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    show_default="one a core",
    help="Files at a time. Example: --jobs 8",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Scan on a Dask cluster instead of this machine. Example: --cluster tcp://scheduler:8786",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([x[1:] for x in FORMATS]),
    default=["html"],
    show_default=True,
    help="Reports beside the JSON. Repeatable. Example: --format html --format xlsx",
)
@click.option(
    "--report",
    type=click.Choice(["each", "flagged", "none"]),
    default="flagged",
    show_default=True,
    help="For which files those reports are written. Example: --report each",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="The portfolio store; default OUTDIR/portfolio.duckdb. Example: --store archive.duckdb",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="Longest time a file may take. Example: --time-limit 30",
)
@click.option("--rescan", is_flag=True, help="Scan again what an earlier run answered.")
@click.option(
    "--every",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Where there is no terminal: one line of progress for N files. Example: --every 1000",
)
@judge_options
@read_options
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="End with exit code 1 when any file is at or over this verdict. Example: --fail-on listed",
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def command(inputs: tuple[str, ...], out: str, fail_on: str | None, quiet: bool, **given: Any) -> Exit:
    """Scan every bill of materials of FOLDER, PATTERN or @LIST (a text file with a path a line).

    Started again, it scans only what is new or changed: by content, options, catalog and version.
    """
    from scanner.batch.places import is_remote, join
    from scanner.batch.plan import largest_first
    from scanner.batch.run import Run
    from scanner.batch.store import Store
    from scanner.batch.worker import Task
    from scanner.cli.progress import Display

    if is_remote(out) and given["store"] is None:
        raise UsageError("the store is a local file", source=out, hint="name one with --store")
    options = judging_of(given)
    paths = largest_first(list(dict.fromkeys(expand_all(inputs, out))))
    if not is_remote(out):
        _make_folder(Path(out))
    store_path = given["store"] or Path(out) / "portfolio.duckdb"
    journal = store_path.with_name(f"{store_path.name}.journal")
    task = Task(
        options=options,
        overlays=tuple(given["overlays"]),
        out=out,
        formats=(".json", *(f".{x}" for x in given["formats"])) if given["report"] != "none" else (".json",),
        report=given["report"],
        also_as_of=given["also_as_of"].date() if given["also_as_of"] else None,
        spool=None if given["cluster"] else str(journal.absolute()),
    )
    with Store(store_path) as store:
        with Display(quiet=quiet, every=given["every"]) as display:
            run = Run(
                task,
                store,
                journal,
                reaches=partial(_reaches, fail_on),
                rescan=given["rescan"],
                tell=display.tell,
            )
            display.expect(paths, run.recovered)
            summary = run.go(paths, _runner(task, given))
        from scanner.batch.portfolio import write_portfolio

        write_portfolio(store, summary, join(out, "portfolio"))
    if not quiet:
        _say(summary, out)
    if summary.failed:
        return Exit.OUTPUT if summary.unwritten else Exit.INPUT
    return Exit.FOUND if summary.failed_on else Exit.DONE


def expand_all(inputs: Iterable[str], out: str = "") -> Iterator[str]:
    """The files that the arguments name, in order; of folders and patterns, what an earlier run wrote is left out.

    Args:
        inputs: folders, patterns, files, and lists of files as ``@NAME``.
        out: the folder of the outputs.

    Raises:
        InputError: a list that cannot be read, or an argument that names nothing.

    """
    from scanner.batch.places import is_remote, listing
    from scanner.ingest import expand

    for name in inputs:
        if name.startswith("@"):
            try:
                text = Path(name[1:]).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise InputError(f"the list cannot be read: {error}", source=name[1:]) from error
            yield from (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
        elif is_remote(name):
            yield from (x for x in listing(name) if not x.startswith(out.rstrip("/") + "/"))
        else:
            ours = os.path.join(os.path.abspath(out), "") if out and not is_remote(out) else None  # noqa: PTH100, PTH118
            inside = ours is not None and not os.path.join(os.path.abspath(name), "").startswith(ours)  # noqa: PTH100, PTH118
            found = expand(name)
            yield from (x for x in found if not (inside and ours and os.path.abspath(x).startswith(ours)))  # noqa: PTH100


def _runner(task: Task, given: dict[str, Any]) -> Runner:
    if given["cluster"]:
        from scanner.batch import cluster

        return partial(cluster.run, task=task, address=given["cluster"], time_limit=given["time_limit"])
    from scanner.batch import pool

    return partial(pool.run, task=task, workers=given["jobs"], time_limit=given["time_limit"])


def _reaches(fail_on: str | None, outcome: Outcome) -> bool:
    return reaches(fail_on, outcome.strongest, outcome.verdict)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"no such folder can be made: {error.strerror}", source=str(folder)) from error


def _say(summary: Summary, out: str) -> None:
    verdicts = ", ".join(f"{n} {name}" for name, n in summary.verdicts.items()) or "no verdict"
    say(
        f"{summary.files} files: {summary.scanned} scanned, {summary.reused} unchanged since an earlier run,"
        f" {summary.failed} without an answer; {summary.flagged} flagged ({verdicts}); {summary.seconds:.1f} s → {out}"
    )
