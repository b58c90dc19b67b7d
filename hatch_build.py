"""Puts the compiled catalog into the wheel, so that an installed scanner starts without reading its sources."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogHook(BuildHookInterface):
    """Compiles scanner/data; a fault in it ends the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a folder of its own, and have the wheel take the result from there."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from scanner.catalog import compiled

        self.folder: Any = tempfile.TemporaryDirectory(prefix="catalog-")
        for path in compiled.package(Path(self.root, "scanner", "data"), Path(self.folder.name)):
            build_data["force_include"][str(path)] = f"scanner/data/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Clear away what was compiled."""
        if version != "editable":
            self.folder.cleanup()
