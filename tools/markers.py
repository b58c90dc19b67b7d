"""Put generated text between the markers of a page."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between ``<!-- NAME -->`` and ``<!-- end of NAME -->``.

    Raises:
        ValueError: the page lacks the markers.

    """
    page.write_text(spliced(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def spliced(whole: str, name: str, text: str) -> str:
    """The page with the text between its markers."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, found, rest = whole.partition(start)
    _, found_end, after = rest.partition(end)
    if not (found and found_end):
        raise ValueError(f"no markers {start.strip()} and {end}")
    return f"{before}{start}{text.strip()}\n{end}{after}"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; columns after the first are aligned to the right."""
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join(["---"] + ["--:"] * (len(head) - 1)) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
