"""An .xlsx file to its tables: merged cells spread out, formulas named and never computed."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Literal

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import Invalid, TooLarge
from disclosure.cataloguing.grids import EMPTY, Cell, Grid
from disclosure.tables.bounds import WIDE, Gauge

ENTRIES = 2000
INFLATED = 80 * 1024 * 1024
RATIO = 200
"""Sheets of many like cells reach 60; deflate can reach 1032."""
CELLS = 400_000
"""Cells of all sheets together, empty ones that only carry a border included."""
WIDEST = 60
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


def grids_of_workbook(data: bytes, name: str) -> list[Grid]:
    """One table a visible sheet.  Raises Invalid or TooLarge with one sentence."""
    _check(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on styles, which are not read
            book = load_workbook(io.BytesIO(data))
    except (
        *(InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError),
        *(zipfile.BadZipFile, EOFError, OSError, SyntaxError),
    ) as problem:
        raise _broken(name) from problem
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if any((one.max_row or 0) * min(one.max_column or 0, WIDEST) > CELLS for one in sheets):
        raise _crowded(name)  # one cell at the far end makes the reader fill all before it
    return [_grid(sheet) for sheet in sheets]


def _check(data: bytes, name: str) -> None:
    """Whether it may be opened at all: counted before the reader builds anything of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise Invalid("document-locked", "{name} 已加密；请取消密码后再导入。", name=name)
            if "xl/workbook.xml" not in archive.namelist():
                raise Invalid("workbook-foreign", "{name} 不是 Excel 工作簿（.xlsx）。", name=name)
            declared = sum(entry.file_size for entry in entries)
            packed = max(1, sum(entry.compress_size for entry in entries))
            if (
                len(entries) > ENTRIES
                or declared > INFLATED
                or declared > RATIO * packed + 1_000_000
            ):
                raise _bomb(name)
            _count(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as problem:
        raise _broken(name) from problem


def _count(archive: zipfile.ZipFile, name: str) -> None:
    """The directory may lie: count what really comes out, and the cells in it."""
    total = cells = 0
    gauge = Gauge()
    for entry in archive.infolist():
        tail, feed = b"", gauge.part()
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 18):
                feed(chunk)
                total += len(chunk)
                cells += len(_CELL.findall(chunk)) if "/worksheets/" in entry.filename else 0
                if total > INFLATED or gauge.covered > WIDE:
                    raise _bomb(name)
                if entry.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(tail + chunk):
                    raise Invalid(
                        "workbook-entities",
                        "{name} 含有外部实体，可能被人动过手脚，拒绝导入。",
                        name=name,
                    )
                if cells > CELLS:
                    raise _crowded(name)
                tail = chunk[-16:]


def _grid(sheet: Worksheet) -> Grid:
    width = min(sheet.max_column or 0, WIDEST)
    rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows(max_col=width) if width]
    for area in sheet.merged_cells.ranges:
        _spread(rows, (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1))
    while rows and not any(cell.text or cell.problem for cell in rows[-1]):
        rows.pop()
    return Grid(sheet.title, rows, "sheet")


def _spread(rows: list[list[Cell]], area: tuple[int, int, int, int]) -> None:
    """Repeat the first cell of a merged area in all its places."""
    top, left = area[:2]
    if top >= len(rows) or left >= len(rows[top]):
        return
    first = rows[top][left]
    for row, column in _places(area, rows):
        merged: Literal["down", "across"] = "across" if column > left else "down"
        rows[row][column] = Cell(first.text, merged, first.problem, first.date)


def _places(area: tuple[int, int, int, int], rows: list[list[Cell]]) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = area
    for row in range(top, min(bottom + 1, len(rows))):
        for column in range(left, min(right + 1, len(rows[row]))):
            if (row, column) != (top, left):
                yield row, column


def _cell(cell: object) -> Cell:
    if not isinstance(cell, BookCell) or cell.value is None:
        return EMPTY
    if cell.data_type == "f":
        return Cell("", problem="formula")
    if cell.data_type == "e":
        return Cell("", problem="error")
    value = cell.value
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), date=True)
    if isinstance(value, date | time):
        return Cell(value.isoformat(), date=True)
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)))
    return Cell(str(value))


def _broken(name: str) -> Invalid:
    return Invalid(
        "workbook-broken",
        "{name} 已损坏或不是 Excel 工作簿（.xlsx）；请用 Excel 重新保存后再导入。",
        name=name,
    )


def _crowded(name: str) -> TooLarge:
    return TooLarge(
        "workbook-cells",
        "{name} 的单元格过多（含只有边框的空白行）；请删除空白行，或分成几个文件。",
        name=name,
    )


def _bomb(name: str) -> TooLarge:
    return TooLarge("workbook-bomb", "{name} 解压后过大，像是压缩炸弹，拒绝导入。", name=name)
