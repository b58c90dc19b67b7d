"""The HTML report: one file without network, its figures followed to a cell of the file and a source of the law."""

from __future__ import annotations

from pathlib import Path

from scanner.findings import Exposure


def render(exposure: Exposure, *, lang: str = "en", template: Path | None = None) -> bytes:
    """The whole report, UTF-8.

    Args:
        exposure: what was found.
        lang: language of the fixed texts, of ``language.LANGUAGES``.
        template: the user's own jinja2 file; run in a sandbox, may extend ours.

    Raises:
        UsageError: no such language, or the template cannot be used.

    """
    from scanner.writers import wording
    from scanner.writers.html import context, page
    from scanner.writers.language import language

    words = language(lang, as_shares="prices" in wording.left_out(exposure))
    return page.render(context.build(exposure, words), template).encode()
