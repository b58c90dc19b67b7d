"""The file around the report: templates, styles and script inlined, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.errors import UsageError

if TYPE_CHECKING:
    from jinja2 import Environment

PACKAGE = Path(__file__).parents[2]


def templates_folder() -> Path:
    """``scanner/templates`` in an installed package, ``templates`` beside the package in a source tree."""
    built_in = PACKAGE / "templates"
    return built_in if built_in.is_dir() else PACKAGE.parent / "templates"


def policy(css: str, js: str) -> str:
    """A Content-Security-Policy under which exactly this style sheet and this script run."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(css)}'",
            f"script-src '{_hash(js)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def asset(name: str) -> str:
    """The text of a style sheet or script of ours."""
    return (templates_folder() / name).read_text(encoding="utf-8").strip()


@cache
def environment() -> Environment:
    """Our own templates; everything is escaped."""
    from jinja2 import Environment, FileSystemLoader

    return _prepared(Environment, FileSystemLoader(templates_folder()))


def render(context: dict[str, Any], template: Path | None, own: str = "report.html") -> str:
    """The page; a template of the user's is run in a sandbox and may extend ours.

    Args:
        context: what the template fills in.
        template: the user's own.
        own: name of ours, where the user gives none.

    Raises:
        UsageError: the template cannot be read, or jinja2 refuses it.

    """
    if template is None:
        return environment().get_template(own).render(context)
    from jinja2 import ChoiceLoader, FileSystemLoader, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    if not template.is_file():
        raise UsageError("no such template", source=str(template), hint="give a jinja2 file, see docs/report.md")
    loader = ChoiceLoader([FileSystemLoader(template.parent), FileSystemLoader(templates_folder())])
    try:
        return _prepared(ImmutableSandboxedEnvironment, loader).get_template(template.name).render(context)
    except UnicodeDecodeError as error:
        raise UsageError("the template is not UTF-8", source=str(template)) from error
    except TemplateError as error:
        number = getattr(error, "lineno", None)
        place = f"{template}:{number}" if number else str(template)
        raise UsageError(
            f"the template fails: {type(error).__name__}: {error}", source=place, hint="see docs/report.md"
        ) from error


def _prepared(kind: type[Environment], loader: Any) -> Environment:
    from jinja2 import StrictUndefined

    return kind(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
