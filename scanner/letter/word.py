"""The letter as a Word document in named styles, which a company's own document may define.

The user's template is any .docx: its letterhead, headers, footers and body stay as they are, and the letter
follows in its styles. Where it lacks one of ours, the style is made there.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.errors import UsageError
from scanner.letter.compose import Letter

if TYPE_CHECKING:
    from docx.document import Document

STYLES = {"Title": 18, "Subtitle": 10, "Heading 1": 13, "List Bullet": 9, "Bomscan Draft": 9, "Bomscan Cell": 8}
"""Paragraph styles that the letter uses → size in points where the template lacks them."""
TABLE = "Table Grid"
CHINESE = "Microsoft YaHei"


def render(letter: Letter, made: str, template: Path | None = None) -> bytes:
    """The document.

    Args:
        letter: what stands in it.
        made: ISO date of the document's properties, so that the same result gives the same letter.
        template: a .docx of the user's own.

    Raises:
        UsageError: the template cannot be read as a Word document.

    """
    document = _opened(template)
    _styled(document)
    document.core_properties.title = letter.title
    document.core_properties.author = ""
    day = datetime.fromisoformat(made).replace(tzinfo=UTC)
    document.core_properties.created = document.core_properties.modified = day
    document.add_paragraph(letter.title, "Title")
    document.add_paragraph(letter.draft, "Bomscan Draft")
    if letter.under:
        document.add_paragraph(letter.under, "Subtitle")
    _table(document, (), letter.facts)
    for part in letter.parts:
        document.add_paragraph(part.title, "Heading 1")
        document.add_paragraph(part.mark, "Bomscan Draft")
        for text in part.says:
            document.add_paragraph(text)
        if part.rows:
            _table(document, part.heads, part.rows)
    if letter.unsettled:
        document.add_paragraph(letter.unsettled_title, "Heading 1")
        for text in letter.unsettled:
            document.add_paragraph(text, "List Bullet")
    document.add_paragraph()
    _table(document, (), [(name, "") for name in letter.sign])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(template: Path | None) -> Document:
    import zipfile

    import docx
    from docx.opc.exceptions import PackageNotFoundError

    if template is None:
        from docx.shared import Mm, Pt

        blank = docx.Document()
        page = blank.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
        subtitle: Any = blank.styles["Subtitle"]
        subtitle.font.size, subtitle.font.italic = Pt(STYLES["Subtitle"]), False
        _with_chinese(blank)
        return blank
    try:
        return docx.Document(str(template))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UsageError(
            "the template cannot be read as a Word document", source=str(template), hint="give a .docx"
        ) from error


def _with_chinese(document: Document) -> None:
    """Chinese letters in a face that Word has everywhere, instead of whatever it falls back to."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Subtitle"):
        style: Any = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), CHINESE)
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)


def _styled(document: Document) -> None:
    """Adds the styles that the template lacks; those it has stay as they are."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    names = {s.name for s in document.styles}
    for name, size in STYLES.items():
        if name not in names:
            style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = document.styles["Normal"]
            style.font.size = Pt(size)
            style.font.italic = name == "Bomscan Draft"
            style.paragraph_format.space_after = Pt(2)


def _table(document: Document, heads: tuple[str, ...], rows: Any) -> None:
    """A table; the first row is repeated on every page where it holds headings."""
    rows = list(rows)
    table: Any = document.add_table(rows=0, cols=len(heads or rows[0]))
    if TABLE in {s.name for s in document.styles}:
        table.style = TABLE
    for n, cells in enumerate([heads, *rows] if heads else rows):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Bomscan Cell"
            paragraph.add_run(text).bold = bool(heads) and n == 0
    if heads:
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no other way to it
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        properties.append(mark)
