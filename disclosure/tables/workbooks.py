"""One sheet of an .xlsx file to a table: merged cells, dates, numbers, kept values of formulas."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import Invalid, TooLarge
from core.messages import text
from disclosure.tables.bounds import WIDE, Gauge
from disclosure.tables.numbers import number_in, plain_number
from disclosure.tables.reading import MOST_COLUMNS, MOST_ROWS, ReadTable, Wrong, shaped

_INFLATED = 60_000_000
_CELLS = 300_000
_ROWS = MOST_ROWS + 100
_CELL = re.compile(rb"<(?:\w+:)?c[ >]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


@dataclass(frozen=True)
class _Cell:
    """``problem``: why its value cannot be taken."""

    text: str = ""
    problem: str = ""


_Grid = list[list[_Cell]]


def read_workbook(name: str, data: bytes, sheet: str = "") -> ReadTable:
    """The table of the sheet named, or of the only one that holds anything.

    Rows carry the numbers that the spreadsheet shows.  Raises Invalid or TooLarge.
    """
    _check(name, data)
    formulas, values = _opened(name, data, kept=False), _opened(name, data, kept=True)
    chosen = _chosen(name, formulas, sheet)
    return _table(formulas[chosen], values[chosen])


def _check(name: str, data: bytes) -> None:
    """Counted before the reader builds anything of it: the directory of an archive may lie."""
    total = cells = 0
    gauge = Gauge()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise Invalid(
                    "table-locked", "{name} 已加密；请取消密码后再上传。", name=name, field="table"
                )
            for entry in archive.infolist():
                tail, feed = b"", gauge.part()
                with archive.open(entry) as stream:
                    while chunk := stream.read(1 << 18):
                        feed(chunk)
                        total += len(chunk)
                        if "/worksheets/" in entry.filename:
                            cells += len(_CELL.findall(chunk))
                        if total > _INFLATED or cells > _CELLS or gauge.covered > WIDE:
                            raise TooLarge(
                                "table-cells",
                                "{name} 的单元格过多；请删除空白行，或分成几个文件。",
                                name=name,
                                field="table",
                            )
                        if _DOCTYPE.search(tail + chunk):
                            raise _broken(name)
                        tail = chunk[-16:]
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as problem:
        raise _broken(name) from problem


def _opened(name: str, data: bytes, *, kept: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # remarks on styles, which are not read
            return load_workbook(io.BytesIO(data), data_only=kept)
    except (
        *(InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError),
        *(zipfile.BadZipFile, EOFError, OSError, SyntaxError),
    ) as problem:
        raise _broken(name) from problem


def _chosen(name: str, book: Any, sheet: str) -> str:
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    names = [str(one.title) for one in visible]
    said = "、".join(names)
    if sheet:
        if sheet in names:
            return sheet
        raise Invalid(
            "sheet-unknown",
            "{name} 中没有名为“{sheet}”的工作表；有：{sheets}。",
            name=name,
            sheet=sheet,
            sheets=said,
            field="sheet",
        )
    filled = [str(one.title) for one in visible if any(map(any, _looked_at(one)))]
    if len(filled) > 1:
        raise Invalid(
            "sheet-unclear",
            "{name} 中有几张工作表：{sheets}。请写明要读取哪一张。",
            name=name,
            sheets=said,
            field="sheet",
        )
    if not filled:
        raise Invalid("table-empty", "{name} 中没有内容。", name=name, field="table")
    return filled[0]


def _looked_at(sheet: Any) -> Any:
    """Rows of values as far as they are read: one cell may stand at the far end of a sheet."""
    most_rows, most_columns = min(sheet.max_row, _ROWS), min(sheet.max_column, MOST_COLUMNS)
    return sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)


def _table(formulas: Any, values: Any) -> ReadTable:
    width = min(formulas.max_column, MOST_COLUMNS)
    height = min(formulas.max_row, _ROWS)
    areas = [area.bounds for area in formulas.merged_cells.ranges]
    grid = [
        [_cell(formulas.cell(row, column), values.cell(row, column)) for column in _upto(width)]
        for row in _upto(height)
    ]
    top, last = _heading(grid, areas)
    heads = [_joined(grid, areas, top, last, column) for column in range(width)]
    wrong = _spread(grid, areas, last, heads)
    for at in range(last + 1, height):
        for column, cell in enumerate(grid[at]):
            if cell.problem:
                head = heads[column] if column < len(heads) else ""
                wrong.append(Wrong(at + 1, head, cell.problem))
    rows = [(at + 1, [cell.text for cell in grid[at]]) for at in range(last + 1, height)]
    return shaped(heads, rows, wrong)


def _upto(count: int) -> range:
    return range(1, count + 1)


def _heading(grid: _Grid, areas: list[tuple[int, int, int, int]]) -> tuple[int, int]:
    """First and last row (from 0) of the heading: what stands above is a title."""
    rows = [{cell.text for cell in row} - {""} for row in grid]
    top = next((at for at, said in enumerate(rows) if len(said) > 1), 0)
    ends = [bottom - 1 for _, first, _, bottom in areas if first - 1 == top]
    return top, max(ends, default=top)


def _joined(
    grid: _Grid, areas: list[tuple[int, int, int, int]], top: int, last: int, column: int
) -> str:
    """The headings of one column, one above the other: 收入 above 金额 is 收入金额."""
    parts: list[str] = []
    for row in range(top, last + 1):
        said = grid[row][column].text
        for left, first, right, bottom in areas:
            if first - 1 <= row < bottom and left - 1 <= column < right and last > top:
                said = grid[first - 1][left - 1].text
        if said and said not in parts:
            parts.append(said)
    return "".join(parts)


def _spread(
    grid: _Grid, areas: list[tuple[int, int, int, int]], last: int, heads: list[str]
) -> list[Wrong]:
    """Words of cells merged downwards count for each of their rows; figures for none of them."""
    wrong: list[Wrong] = []
    for left, first, _, bottom in areas:
        if first - 1 <= last or bottom == first or left > len(heads):
            continue
        cell = grid[first - 1][left - 1]
        if number_in(cell.text) is not None:
            message = text("合并的单元格里是数字，无法分给各行；请取消合并，逐行填写。")
            wrong.append(Wrong(first, heads[left - 1], message))
            continue
        for row in range(first, min(bottom, len(grid))):
            grid[row][left - 1] = cell
    return wrong


def _cell(formula: Any, value: Any) -> _Cell:
    if formula.data_type == "f" and value.value is None:
        return _Cell("", text("是公式，文件里没有它的计算结果；请在 Excel 中打开并保存后再上传。"))
    if value.data_type == "e":
        return _Cell("", text("公式出错：{value}。", value=value.value))
    return _Cell(_text(value.value, str(value.number_format or "")))


def _text(value: object, shown_as: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return text("是") if value else text("否")
        case int() | float():
            return _number(value, shown_as)
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == time.min else f"{value:%Y-%m-%d %H:%M}"
        case date() | time():
            return value.isoformat()
        case _:
            return str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _number(value: float, shown_as: str) -> str:
    """As it was typed: a float's last binary digits are none of the author's."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if shown_as.endswith("%"):
        return f"{plain_number(exact * 100)}%"
    return plain_number(exact)


def _broken(name: str) -> Invalid:
    return Invalid(
        "table-broken",
        "{name} 已损坏或不是 Excel 工作簿（.xlsx）；请用 Excel 重新保存后再上传。",
        name=name,
        field="table",
    )
