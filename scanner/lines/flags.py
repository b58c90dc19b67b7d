"""What is not fitted, alternate, free issue, phantom or no part: by columns made for it, by words in remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from scanner.bom import Exclusion
from scanner.ingest.document import Row
from scanner.lines import marks
from scanner.lines.bins import Classified
from scanner.lines.lexicon import lexicon
from scanner.lines.relation import as_number
from scanner.lines.table import Table
from scanner.lines.text import plain, shown

_ALT_ITEM = re.compile(r"^\s*(?P<of>[\w.]*\d[\w.]*?)[\s\-_/.(]*(?P<word>[^\W\d_]+)\)?\s*\d*\s*$")
_ALT_OF = re.compile(r"(?:item|pos|position|line|teil|poste|art|no|nr)\.?\s*#?\s*(\d[\w.]*)", re.IGNORECASE)
_NO_MARKS: dict[str, str] = {}


def flag(table: Table, out: Classified, marked: dict[int, dict[str, str]], label: int | None) -> None:
    """Not fitted, alternate, free issue, phantom, one-off: by the columns made for it and by words in remarks."""
    rows = table.rows()
    kept = [k for k, b in enumerate(out.bins) if b == "line_item"]
    if not kept:
        return
    mapping = table.mapping
    lex = lexicon()
    remark_columns = [*mapping.every("notes"), *mapping.every("lifecycle"), *mapping.every("supplier")]
    for k, found in marked.items():
        if out.bins[k] == "line_item" and label is not None:
            for kind, phrase in found.items():
                _mark(out, k, kind, str(rows[k][label]).strip(), phrase, is_label=True)
    for index in remark_columns:
        texts = [c if index < len(r) and isinstance(c := r[index], str) else "" for r in (rows[k] for k in kept)]
        several = [t for t in set(texts) if t]
        if not several:
            continue
        said = {several[at]: found for at, found in marks.find(several)[0].items()}
        for k, text in zip(kept, texts, strict=True) if said else ():
            for kind, phrase in said.get(text, _NO_MARKS).items():
                _mark(out, k, kind, text.strip(), phrase, is_label=False)
        _cells(out, kept, texts)
    _columns(table, out, kept)
    _item_numbers(table, out, kept)
    hours = lex.rows["labour"].more["units"]
    unit = mapping.first("unit")
    if unit is not None:
        from scanner.lines.numbers import unit_of

        cells = [r[unit] if unit < len(r) else "" for r in (rows[k] for k in kept)]
        timed = {c for c in set(cells) if isinstance(c, str) and c and unit_of(c) in hours}
        for k, cell in zip(kept, cells, strict=True) if timed else ():
            if cell in timed and k not in out.exclusions:
                _exclude(out, k, "labour", f"counted in {str(cell).strip()}")


def _exclude(out: Classified, k: int, why: Exclusion, reason: str) -> None:
    if k not in out.exclusions:
        out.exclusions[k] = (why, reason)
        out.bins[k] = "excluded"


def _mark(out: Classified, k: int, kind: str, text: str, phrase: str, *, is_label: bool) -> None:
    short = text if len(text) <= 80 else f"… {phrase} …"
    if kind == "free-issue":
        out.free_issue.add(k)
    elif kind == "alternate":
        _exclude(out, k, "alternate", f"alternate: {short}")
        found = _ALT_OF.search(text)
        out.alternate_of.setdefault(k, found.group(1) if found else "")
    elif kind in ("not-fitted", "one-off", "labour") and (is_label or kind == "not-fitted"):
        _exclude(out, k, kind, f"{kind.replace('-', ' ')}: {short}")  # type: ignore[arg-type]


def _cells(out: Classified, kept: Sequence[int], texts: Sequence[str]) -> None:
    """Remarks that are nothing but the word: 'DNP', 'ALTERNATE', 'Beistellung'."""
    known = {kind: lexicon().rows[kind].cell for kind in ("not-fitted", "alternate", "free-issue")}
    found: dict[str, str] = {}
    for text in set(texts):
        if text and len(text) <= 40:
            low = plain(text).rstrip(".! ")
            kind = next((kind for kind, cells in known.items() if low in cells), None)
            if kind is not None:
                found[text] = kind
    if found:
        for k, text in zip(kept, texts, strict=True):
            if text in found:
                _mark(out, k, found[text], text.strip(), text, is_label=False)


def _columns(table: Table, out: Classified, kept: Sequence[int]) -> None:
    rows = table.rows()
    mapping = table.mapping
    words = lexicon().rows
    yes, no = words["not-fitted"].more["yes"], words["not-fitted"].more["no"]
    fitted = mapping.first("fitted")
    if fitted is not None:
        heading = plain(table.headings[fitted])
        negative = any(h in heading for h in words["not-fitted"].more["negative_headings"])
        for k in kept:
            text = plain(shown(rows[k][fitted])) if fitted < len(rows[k]) else ""
            if not text:
                continue
            says_no = (
                text in words["not-fitted"].cell
                or ((text in yes or text not in no) and negative)
                or (text in no and not negative)
            )
            if says_no:
                _exclude(out, k, "not-fitted", f"{table.headings[fitted].strip()}: {text}")
    source = mapping.first("procurement")
    if source is not None:
        for k in kept:
            text = plain(shown(rows[k][source])) if source < len(rows[k]) else ""
            if text in words["phantom"].cell:
                out.phantom.add(k)
            elif text in words["free-issue"].cell:
                out.free_issue.add(k)
            elif text in words["labour"].more["procurement"]:
                _exclude(out, k, "labour", f"{table.headings[source].strip()}: {text}")
            elif text in words["document"].more["procurement"]:
                _exclude(out, k, "document", f"{table.headings[source].strip()}: {text}")
    option = mapping.first("alternate")
    if option is not None and any(w in plain(table.headings[option]) for w in words["alternate"].more["group"]):
        _groups(table, out, kept, option)
    elif option is not None:
        for k in kept:
            text = plain(shown(rows[k][option])) if option < len(rows[k]) else ""
            if text and (text in words["alternate"].cell or text in yes - {"1", "x"}):
                _exclude(out, k, "alternate", f"{table.headings[option].strip()}: {text}")
                out.alternate_of.setdefault(k, "")


def _groups(table: Table, out: Classified, kept: Sequence[int], option: int) -> None:
    """Of lines near one another with the same sign of a group the likeliest, else the first, is used."""
    rows = table.rows()
    near = int(lexicon().settings["rows"]["group_rows"])
    groups: dict[str, list[list[int]]] = {}
    for k in kept:
        sign = plain(shown(rows[k][option])) if option < len(rows[k]) else ""
        if not sign or k in out.exclusions:
            continue
        runs = groups.setdefault(sign, [])
        if runs and k - runs[-1][-1] <= near:
            runs[-1].append(k)
        else:
            runs.append([k])
    likely, first = (_heading_with(table, lexicon().rows["alternate"].more[n]) for n in ("probability", "priority"))
    for sign, runs in groups.items():
        for members in runs:
            if len(members) < 2:
                continue
            used = members[0]
            if likely is not None:
                used = max(members, key=lambda k: (_at(rows[k], likely) or 0, -k))
            elif first is not None:
                used = min(members, key=lambda k: (_at(rows[k], first) or 10**9, k))
            numbers = table.column("part_number")
            name = shown(rows[used][numbers]) if numbers is not None and numbers < len(rows[used]) else ""
            for k in members:
                if k != used:
                    _exclude(
                        out, k, "alternate", f"{table.headings[option].strip()} {sign}: another line of it is used"
                    )
                    out.alternate_of.setdefault(k, name)


def _heading_with(table: Table, words: frozenset[str]) -> int | None:
    return next((i for i, h in enumerate(table.headings) if h and any(w in plain(h) for w in words)), None)


def _at(row: Row, index: int) -> Decimal | None:
    return as_number(row[index]) if index < len(row) else None


def _item_numbers(table: Table, out: Classified, kept: Sequence[int]) -> None:
    """'3 ALT' is an alternate to item 3."""
    index = table.column("item_number")
    if index is None:
        return
    rows = table.rows()
    known = lexicon().rows["alternate"].more["item"]
    for k in kept:
        cell = rows[k][index] if index < len(rows[k]) else ""
        if not isinstance(cell, str) or cell.isdigit() or not cell:
            continue
        found = _ALT_ITEM.match(cell)
        if found and plain(found["word"]) in known:
            _exclude(out, k, "alternate", f"item number {cell.strip()}")
            out.alternate_of[k] = found["of"]
