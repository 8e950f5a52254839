"""Tables for the office: the same report as an .xlsx workbook and as an A4 document.

Blocks for some tenths of a second: call it in a thread.
"""

import io
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from core.errors import Invalid, Unavailable
from media.fonts import Fonts

Cell = str | int | Decimal | None
TEMPLATE = Path(__file__).resolve().parent / "templates" / "report.typ"
LANDSCAPE_FROM = 7
"""Columns from which a page lies on its side."""
_SHEET_NAME = re.compile(r"[\\/*?:\[\]]")
_WIDEST, _NARROWEST = 48, 8


@dataclass(frozen=True)
class ReportTable:
    """``rows`` as wide as ``columns``; None is an empty cell, numbers stand right."""

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Report:
    """``facts``: lines below the title, as the span and when it was made; ``notes``: below all."""

    title: str
    tables: tuple[ReportTable, ...]
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def as_workbook(report: Report) -> bytes:
    """One sheet a table: title, facts, headings, rows.  Texts stay texts, whatever they begin
    with: a cell that reads ``=1+1`` is no formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one
    tables = report.tables or (ReportTable("", (), ()),)  # a workbook without a sheet is none
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(_sheet_name(table.caption, number))
        above = [(line,) for line in (report.title, *report.facts)]
        below = [(line,) for line in report.notes]
        heading = len(above) + 2
        lines = [*above, (), table.columns, *table.rows, (), *below]
        for down, line in enumerate(lines, 1):
            for at, value in enumerate(line, 1):
                _put(sheet.cell(down, at), value)
        sheet["A1"].font = Font(bold=True, size=14)
        for at in range(1, len(table.columns) + 1):
            cell = sheet.cell(heading, at)
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            sheet.column_dimensions[cell.column_letter].width = _width(table, at - 1)
        sheet.freeze_panes = sheet.cell(heading + 1, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_document(report: Report, fonts: Fonts) -> bytes:
    """A PDF on A4, headings repeated on every page.

    Raises Invalid for a character that the font does not have.
    """
    import typst

    data = _document_data(report, fonts)
    if lacking := fonts.missing(_texts(report)):
        raise Invalid(
            "glyph-missing",
            "字体里没有这些字：{characters}。请改用规范字。",
            characters=lacking,
        )
    with tempfile.TemporaryDirectory(prefix="hallboard-report-") as folder:
        root = Path(folder)
        (root / "main.typ").write_text(TEMPLATE.read_text("utf-8"), "utf-8")
        loaded = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path) for path in _font_folder(root, fonts)],
        )
        compiler = typst.Compiler(str(root / "main.typ"), root=folder, font_paths=loaded)
        made = compiler.compile(format="pdf", sys_inputs={"data": data}, timestamp=0)
    if not isinstance(made, bytes):
        raise Unavailable("page-unset", "页面没有排出来，请重试。")
    return made


def _document_data(report: Report, fonts: Fonts) -> str:
    wide = max((len(table.columns) for table in report.tables), default=0) >= LANDSCAPE_FROM
    return json.dumps(
        {
            "family": fonts.family,
            "landscape": wide,
            "title": report.title,
            "facts": report.facts,
            "notes": report.notes,
            "tables": [
                {
                    "caption": table.caption,
                    "columns": table.columns,
                    "weights": [_width(table, at) for at in range(len(table.columns))],
                    "right": [_is_number_column(table, at) for at in range(len(table.columns))],
                    "rows": [[_shown(value) for value in row] for row in table.rows],
                }
                for table in report.tables
            ],
        },
        ensure_ascii=False,
    )


def _font_folder(root: Path, fonts: Fonts) -> list[Path]:
    folder = root / "fonts"
    folder.mkdir()
    for path in (fonts.regular, fonts.bold):
        (folder / path.name).symlink_to(path)
    return [folder]


def _put(cell: object, value: Cell) -> None:
    cell.value = value  # type: ignore[attr-defined]  # openpyxl's cell
    if isinstance(value, str):
        cell.data_type = "s"  # type: ignore[attr-defined]  # else a leading = makes a formula


def _sheet_name(caption: str, number: int) -> str:
    clean = _SHEET_NAME.sub(" ", caption).strip(" '")[:28]
    return clean or f"Sheet{number}"


def _width(table: ReportTable, at: int) -> int:
    """Of a column, in Latin characters; Chinese ones count double."""
    texts = [table.columns[at], *(_shown(row[at]) for row in table.rows)]
    longest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _is_number_column(table: ReportTable, at: int) -> bool:
    values = [row[at] for row in table.rows if row[at] is not None]
    return bool(values) and all(isinstance(value, int | Decimal) for value in values)


def _shown(value: Cell) -> str:
    return "" if value is None else str(value)


def _texts(report: Report) -> str:
    cells = [
        _shown(value)
        for table in report.tables
        for row in (table.columns, *table.rows)
        for value in row
    ]
    captions = [table.caption for table in report.tables]
    return "\n".join((report.title, *report.facts, *report.notes, *captions, *cells))
