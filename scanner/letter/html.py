"""The letter as one page without script or network."""

from __future__ import annotations

from pathlib import Path

from scanner.letter.compose import Letter


def render(letter: Letter, template: Path | None = None) -> bytes:
    """The page; a template of the user's runs in a sandbox and may extend ``letter.html``.

    Raises:
        UsageError: the template cannot be read, or jinja2 refuses it.

    """
    from markupsafe import Markup

    from scanner.version import __version__
    from scanner.writers.html.page import asset, policy
    from scanner.writers.html.page import render as page

    css = asset("letter.css")
    context = {
        "letter": letter,
        "css": Markup(css),  # noqa: S704 - our own file
        "csp": policy(css, ""),
        "version": __version__,
    }
    return page(context, template, "letter.html").encode()
