"""Write constraints.txt from what is installed here: the project's dependencies and theirs, nothing else.

To move the versions: ``.venv/bin/python -m pip install --upgrade -e '.[dev]'``, then ``make pins`` and ``make``.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, distribution

from markers import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEAD = """\
# Exact versions that the project is tested with: pip install -c constraints.txt -e .
# Ranges stand in pyproject.toml, reasons in CONTRIBUTING.md. Written by: make pins
"""


def main() -> None:
    """Write the file."""
    given = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = given["project"]
    wanted = [*given["build-system"]["requires"], "editables", *project["dependencies"]]
    wanted += [entry for extra in project["optional-dependencies"].values() for entry in extra]
    # Needed on other systems only, so not found by looking at this one.
    pins = {"colorama": "0.4.6"}
    queue = [Requirement(entry) for entry in wanted]
    while queue:
        needed = queue.pop()
        name = canonicalize_name(needed.name)
        if name in pins or name == canonicalize_name(project["name"]):
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"pins: {name} is not installed here") from None
        pins[name] = installed.version
        for entry in installed.requires or ():
            further = Requirement(entry)
            extras = ["", *needed.extras]
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                queue.append(further)
    lines = [f"{name}=={version}" for name, version in sorted(pins.items())]
    (ROOT / "constraints.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
