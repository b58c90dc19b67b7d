"""Measure reading, matching and value on labelled real files, and write the table of docs/evaluation.md.

    python tools/evaluate.py SHARED [--only TEXT] [--dry]

SHARED is a folder with ``tools/`` (programs that run the command as a user would and compare) and the labelled files
they know. They hold other people's data and are no part of this repository; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from markers import ROOT, put, table

OUT = ROOT / "evaluation"
"""Full results and the list of every wrong line; not kept in the repository."""


def main() -> int:
    """Run the evaluation; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--only", default="", help="only files whose path contains this; the page is left alone")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    given = parser.parse_args()
    tools = given.shared / "tools"
    if not (tools / "evaluate_reading.py").is_file():
        print(
            f"evaluate: NOT DONE, no labelled files at {given.shared} (SHARED=FOLDER make evaluate says where they are)"
        )
        return 0
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    installed = [sys.executable, "-c", "import scanner"]
    if subprocess.run(installed, cwd=tools, env=bare, capture_output=True, check=False).returncode:
        raise SystemExit("evaluate: the package is not installed in this Python; run it through: make evaluate")
    OUT.mkdir(exist_ok=True)
    only = ["--only", given.only] if given.only else []
    reading = _json(tools / "evaluate_reading.py", "reading.json", *only)
    matching = _json(tools / "evaluate_matching.py", "matching.json", "--errors", str(OUT / "errors.csv"), *only)
    value = _value(tools / "check_value_cases.py")
    text = "\n\n".join([_reading_table(reading), _matching_table(matching), value])
    print(text)
    if not (given.only or given.dry):
        put(ROOT / "docs" / "evaluation.md", "figures", text)
        write_figures(reading, matching)
    return 0


def write_figures(reading: dict[str, Any], matching: dict[str, Any]) -> None:
    """What every HTML report says of our own error rates."""
    import yaml

    files = matching["sets"]["files"]
    rows = reading["summary"]["item_rows"]
    totals = reading["summary"]["total"]
    on = f"{reading['files']} bills of materials that other people published"
    lines = f"{files['lines']:,} labelled lines of real bills, {files['exposures']} of them affected"
    said = [
        ("files whose line items are exactly those of the labels", f"{rows['right']} of {rows['of']}", on),
        ("files whose total is exactly that of the labels", f"{totals['right']} of {totals['of']}", on),
        ("affected lines that were found", f"{files['recall']:.1%}", lines),
        ("flagged lines that were affected", f"{files['precision']:.1%}", lines),
        ("lines flagged without reason", str(files["false_positives"]), lines),
        ("affected lines that were missed", str(files["false_negatives"]), lines),
    ]
    day = datetime.now(UTC).date().isoformat()
    figures = [{"what": w, "value": v, "on": o, "date": day, "command": "make evaluate"} for w, v, o in said]
    path = ROOT / "scanner" / "data" / "evaluation" / "figures.yaml"
    path.parent.mkdir(exist_ok=True)
    head = "# Written by make evaluate; every HTML report prints them.\n"
    path.write_text(head + yaml.safe_dump({"figures": figures}, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _run(tool: Path, *arguments: str) -> str:
    command = f'"{sys.executable}" -m scanner'
    done = subprocess.run(
        [sys.executable, str(tool), "--bomscan", command, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"evaluate: {tool.name} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def _json(tool: Path, name: str, *arguments: str) -> dict[str, Any]:
    (OUT / name).with_suffix(".txt").write_text(_run(tool, "--json", str(OUT / name), *arguments), encoding="utf-8")
    result: dict[str, Any] = json.loads((OUT / name).read_text(encoding="utf-8"))
    return result


def _reading_table(reading: dict[str, Any]) -> str:
    rows = [
        [item["title"], str(item["right"]), str(item["of"]), _percent(item["share"])]
        for item in reading["summary"].values()
    ]
    fields = reading["fields_all"]
    rows.append(
        ["mapped columns: precision, recall", "", "", f"{_figure(fields['precision'])}, {_figure(fields['recall'])}"]
    )
    return f"### Reading, {reading['files']} files\n\n" + table(
        ["what agrees with the labels", "right", "of", "share"], rows
    )


def _matching_table(matching: dict[str, Any]) -> str:
    rows = []
    for name, result in matching["sets"].items():
        label = f"lines of {result['files']} real files" if name == "files" else f"single texts ({name})"
        rows.append(
            [
                label,
                f"{result['lines']:,}",
                f"{result['exposures']:,}",
                *(_figure(result[key]) for key in ("precision", "recall", "f1", "group_accuracy", "verdict_accuracy")),
                f"{result['hard_negatives_flagged']} of {result['hard_negatives']}",
            ]
        )
    head = ["set", "lines", "exposed", "precision", "recall", "F1", "group", "verdict", "near misses flagged"]
    return "### Matching\n\n" + table(head, rows)


def _value(tool: Path) -> str:
    if not tool.is_file():
        return "### Value\n\nnot measured"
    output = _run(tool)
    (OUT / "value.txt").write_text(output, encoding="utf-8")
    found = re.search(r"value cases: (\d+) of (\d+) pass", output)
    if not found:
        raise SystemExit(f"evaluate: {tool.name} printed no result\n{output[-2000:]}")
    return f"### Value\n\n{found[1]} of {found[2]} cases worked by hand agree in every figure."


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


if __name__ == "__main__":
    sys.exit(main())
