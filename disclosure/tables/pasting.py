"""Cells as people paste them from a spreadsheet: tab-separated, the first row the headings.

A cell with a line break or a tab of its own comes in quotation marks, those inside it doubled.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from core.messages import text
from disclosure.tables.reading import ReadTable, Wrong, shaped


def read_pasted(pasted: str) -> ReadTable:
    """The table; its rows are counted from 1 below the heading."""
    rows = cells(pasted)
    if not rows:
        return ReadTable(wrong=(Wrong(0, "", text("请粘贴表格。")),))
    return shaped(rows[0], enumerate(rows[1:], 1))


def paste_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as they would be pasted: what :func:`cells` reads back."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def cells(pasted: str) -> list[list[str]]:
    """The cells of every row that has any, trimmed."""
    whole = pasted.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if '"' not in whole:
        rows: Iterable[list[str]] = (line.split("\t") for line in whole.split("\n"))
    else:
        rows = csv.reader(io.StringIO(whole, newline=""), delimiter="\t")
    trimmed = ([cell.strip() for cell in row] for row in rows)
    return [row for row in trimmed if any(row)]


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '"\t\n\r'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell
