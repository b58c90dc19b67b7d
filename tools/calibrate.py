"""Count how often a verdict is right at each level of confidence, on labelled lines.

    python tools/calibrate.py SHARED

SHARED holds ``corpus/labels.csv`` with its files and ``domain/text_traps.csv``: other people's data, no part of this
repository. What is printed belongs into ``scanner/data/lexicon/confidence.yaml`` and docs/matching.md.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from math import floor, sqrt
from pathlib import Path

from scanner import ingest, lines
from scanner.bom import BomLine, SourceRef
from scanner.catalog.load import built_in
from scanner.errors import ScannerError
from scanner.findings import Match
from scanner.match import match_lines
from scanner.options import ScanOptions

Z = 1.96
"""Standard deviations of a 95 % interval."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for found, gold in (*of_files(shared / "corpus"), *of_texts(shared / "domain" / "text_traps.csv")):
        if found:
            level = str(found[0].confidence)
            total[level] += 1
            right[level] += found[0].verdict in gold
    for level in sorted(total, reverse=True):
        low, high = interval(right[level], total[level])
        print(f"{level}: {right[level]} of {total[level]} right, {low:.3f} to {high:.3f}; say {floor(low * 100) / 100}")


def of_files(corpus: Path) -> Iterator[tuple[tuple[Match, ...], list[str]]]:
    """Matches and allowed verdicts of the labelled lines of files."""
    labels: dict[str, dict[tuple[str, int], list[str]]] = {}
    for row in _table(corpus / "labels.csv"):
        place = (row["sheet"].strip().casefold(), int(row["row"]))
        labels.setdefault(row["file"], {})[place] = row["verdict"].split("|")
    options = ScanOptions(as_of=datetime.now(UTC).date())
    for file, gold in labels.items():
        try:
            bom = lines.build(ingest.read(corpus / "files" / file, options.read), options.read)
        except ScannerError as error:
            print(f"{file}: {error}")
            continue
        for line, found in zip(bom.lines, match_lines(bom.lines, built_in()), strict=True):
            places = (((line.source.sheet or "").strip().casefold(), line.source.row), ("", line.source.row))
            allowed = next((gold[p] for p in places if p in gold), None)
            if allowed:
                yield found, allowed


def of_texts(path: Path) -> Iterable[tuple[tuple[Match, ...], list[str]]]:
    """Matches and allowed verdicts of single texts."""
    rows = list(_table(path))
    texts = [
        BomLine(id=f"t!{n}", source=SourceRef(0, "t", n), bin="line_item", description=r["text"])
        for n, r in enumerate(rows, 1)
    ]
    gold = [r["expected_verdict"].split("|") for r in rows]
    return zip(match_lines(texts, built_in()), gold, strict=True)


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson)."""
    share, scale = right / total, 1 + Z * Z / total
    middle = share + Z * Z / (2 * total)
    spread = Z * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return (middle - spread) / scale, (middle + spread) / scale


def _table(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(x for x in file if not x.startswith("#")))


if __name__ == "__main__":
    main()
