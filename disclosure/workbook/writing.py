"""The workbook as a file to fill in: villages, items and last balances are there already."""

import io
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.messages import text
from disclosure.tables.numbers import number_in
from disclosure.workbook import plan as shape
from disclosure.workbook.plan import BookPlan, SheetPlan, Village

HEADING = 3
"""The row of the headings: a title and a line on how to fill in stand above."""
_LINES = {shape.OPENING: 1, shape.INCOME: 3, shape.SPENT: 4, shape.CLOSING: 1}
_PLAIN_LINES = 3
_INK, _PAPER, _BAND = "FF1F2A37", "FFEFF3F6", "FFF8FAFB"
_THIN = Side(style="thin", color="FFCBD3DA")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_book(plan: BookPlan) -> bytes:
    """The .xlsx file."""
    book = Workbook()
    guide = book.worksheets[0]
    _guide(guide, plan)
    for sheet in plan.sheets:
        _sheet(book.create_sheet(sheet.title), plan, sheet)
    if len(book.worksheets) > 1:
        book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _guide(sheet: Worksheet, plan: BookPlan) -> None:
    sheet.title = text("填报说明")
    sheet.column_dimensions["A"].width = 96
    lines = (
        text("{town} {period}村级公开填报表", town=plan.town, period=plan.period.name()),
        text("一、每个公开事项一张工作表，每村若干行；行不够时在该村下面插入，多余的行留空即可。"),
        text("二、本季度没有发生的，在该村任一行的“本季度无发生”列填“是”，其余各列留空。"),
        text("三、财务收支：上期结余 + 收入 − 支出 = 本期结余，四项都要填，精确到分。"),
        text("四、“单列”用于从支出中单列因公出国（境）、出差、公务接待、公务用车、会议五项。"),
        text("五、请勿改动工作表名称和表头。金额只填数字，不要合并单元格。"),
        text("六、上传后先逐行检查，有一处不对就都不保存；改好后重新上传整份文件。"),
    )
    for number, said in enumerate(lines, 1):
        _put(sheet, number, 1, said).alignment = Alignment(wrap_text=True, vertical="top")
    guide_title = sheet.cell(1, 1)
    guide_title.font = Font(bold=True, size=14, color=_INK)


def _sheet(sheet: Worksheet, plan: BookPlan, item: SheetPlan) -> None:
    heads = [text(shape.VILLAGE), text(shape.NIL), *item.columns]
    name = text("{period} {item}", period=plan.period.name(), item=item.name)
    _put(sheet, 1, 1, name).font = Font(bold=True, size=14, color=_INK)
    _put(sheet, 2, 1, text("空着的行不计；无发生的村在第二列填“是”。")).font = Font(color=_INK)
    for column, head in enumerate(heads, 1):
        cell = _put(sheet, HEADING, column, head)
        cell.font = Font(bold=True, color=_INK)
        cell.fill = PatternFill("solid", fgColor=_PAPER)
        cell.border = _GRID
        width = 14 if column < 4 else 26
        sheet.column_dimensions[get_column_letter(column)].width = width
    row = HEADING + 1
    for band, village in enumerate(plan.villages):
        row = _village(sheet, row, item, village, shaded=band % 2 == 1, width=len(heads))
    sheet.freeze_panes = f"B{HEADING + 1}"
    _choices(sheet, "B", [text("是")], row)
    if item.kind == "accounts":
        _choices(sheet, "C", [text(one) for one in shape.CATEGORIES], row)


def _village(
    sheet: Worksheet, row: int, item: SheetPlan, village: Village, *, shaded: bool, width: int
) -> int:
    """The village's lines; the row after them."""
    lines: list[str] = [""] * _PLAIN_LINES
    if item.kind == "accounts":
        lines = [text(name) for name, count in _LINES.items() for _ in range(count)]
    for at, category in enumerate(lines):
        _put(sheet, row + at, 1, village.name)
        if category:
            _put(sheet, row + at, 3, category)
        for column in range(1, width + 1):
            cell = sheet.cell(row + at, column)
            cell.border = _GRID
            if shaded:
                cell.fill = PatternFill("solid", fgColor=_BAND)
        if item.kind == "accounts":
            sheet.cell(row + at, 5).number_format = "#,##0.00"
    opening = number_in(item.openings.get(village.code, ""))
    if item.kind == "accounts" and opening is not None:
        _cell(sheet, row, 5).value = Decimal(opening)
    return row + len(lines)


def _choices(sheet: Worksheet, column: str, words: list[str], last: int) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    rule.add(f"{column}{HEADING + 1}:{column}{last + 200}")
    sheet.add_data_validation(rule)


def _put(sheet: Worksheet, row: int, column: int, said: str) -> Cell:
    """A text: never a formula, whatever it begins with."""
    cell = _cell(sheet, row, column)
    cell.value = said
    cell.data_type = "s"
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("no cell of a new sheet is merged")
    return cell
