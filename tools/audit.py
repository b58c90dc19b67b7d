"""Look every pinned dependency up among the known vulnerabilities.

Fails on a known vulnerability and on anything unexpected. Only a service out of reach is excused, and the line says so;
a package that the service does not know is counted as not audited, never as clean.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
AUDITOR = HOME / ".venv" / "auditor"
OUT_OF_REACH = re.compile(
    r"ConnectionError|Could not connect|Failed to (resolve|establish)|Max retries exceeded|timed out|unreachable",
    re.IGNORECASE,
)


def main() -> int:
    """Audit constraints.txt; returns the exit code."""
    python = AUDITOR / "bin" / "python"
    if not (AUDITOR / "bin" / "pip-audit").exists():
        venv.create(AUDITOR, with_pip=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--no-cache-dir", "pip-audit>=2.7,<3"], check=True
        )
    run = subprocess.run(
        [
            *(python, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"),
            *("--cache-dir", AUDITOR / "cache", "--requirement", HOME / "constraints.txt"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        answers = json.loads(run.stdout)["dependencies"]
    except ValueError:
        if OUT_OF_REACH.search(run.stderr):
            print("audit: NOT DONE, the vulnerability service cannot be reached from here")
            return 0
        print(run.stderr, file=sys.stderr)
        return 1
    return _report(answers)


def _report(answers: list[dict[str, object]]) -> int:
    unknown = [str(answer["name"]) for answer in answers if "skip_reason" in answer]
    vulnerable = [answer for answer in answers if answer.get("vulns")]
    for answer in vulnerable:
        for vulnerability in answer["vulns"]:  # type: ignore[attr-defined]
            fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
            print(f"audit: {answer['name']} {answer['version']}: {vulnerability['id']}, fixed in {fixed}")
    if len(unknown) == len(answers):
        print("audit: NOT DONE, the vulnerability service answers for no package from here")
    else:
        print(f"audit: {len(answers) - len(unknown)} packages audited, {len(vulnerable)} vulnerable")
        if unknown:
            print(f"audit: not audited, unknown to the service: {', '.join(unknown)}")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
