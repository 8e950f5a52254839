"""Catalogue rows to an .xlsx of the published shape: two header rows, merged cells, boxes."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.cataloguing.parsed import CatalogueRow

_HEADS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("序号", (), 6),
    ("公开事项", ("一级事项", "二级事项"), 14),
    ("公开内容（要素）", (), 34),
    ("公开依据", (), 30),
    ("公开时限", (), 20),
    ("公开主体", (), 16),
    ("牵头单位", (), 12),
    ("公开渠道和载体", (), 26),
    ("公开对象", ("全社会", "特定群体（请写明）", "内部"), 9),
    ("公开方式", ("主动", "依申请"), 7),
    ("公开层级", ("县级", "乡级", "村级"), 7),
    ("五公开", ("决策", "执行", "管理", "服务", "结果"), 6),
    ("工作环节", ("发布", "解读", "回应"), 6),
    ("领域", (), 12),
    ("备注", (), 20),
)
_LEVELS = ("county", "township", "village")
_STAGES = ("decision", "execution", "management", "service", "result")
_LINKS = ("release", "interpretation", "response")
_TICK = "√"
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may run as a formula when it stands first."""


def workbook_of(rows: Sequence[CatalogueRow], title: str) -> bytes:
    """An .xlsx file that read_catalogue reads back to the same rows.

    Every cell is text: nothing in it runs as a formula, whatever it begins with.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one sheet
    sheet.title = "公开事项目录"
    heads = [(head, below) for head, belows, _ in _HEADS for below in (belows or ("",))]
    _row(sheet, 1, [title])
    _row(sheet, 2, [head for head, _ in heads])
    _row(sheet, 3, [below for _, below in heads])
    for at, row in enumerate(rows):
        _row(sheet, at + 4, _texts(row, at + 1))
    _merge_heads(sheet, len(heads))
    _merge_first(sheet, rows)
    _dress(sheet)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _texts(row: CatalogueRow, number: int) -> list[str]:
    carriers = "\n".join(f"{'■' if one.required else '□'}{one.text}" for one in row.carriers)
    audience = [
        _TICK if row.audience == "public" else "",
        f"{_TICK}{f'（{row.group_name}）' if row.group_name else ''}"
        if row.audience == "group"
        else "",
        _TICK if row.audience == "staff" else "",
    ]
    mode = [_TICK if row.mode in marks else "" for marks in _MODES]
    return [
        row.number or str(number),
        *(row.first, row.second, row.elements, row.basis, row.time_limit),
        *(row.units_text, row.lead_text, carriers),
        *audience,
        *mode,
        *(_ticks(row.levels, _LEVELS) + _ticks(row.stages, _STAGES) + _ticks(row.links, _LINKS)),
        row.domain,
        _note(row),
    ]


_MODES = (("proactive", "both"), ("on_request", "both"))


def _ticks(named: frozenset[str], order: tuple[str, ...]) -> list[str]:
    return [_TICK if one in named else "" for one in order]


def _note(row: CatalogueRow) -> str:
    """Columns that the national form lacks go into the notes, so that nothing is lost."""
    return "\n".join([row.note, *(f"{column}：{text}" for column, text in row.extra)]).strip()


def _row(sheet: Worksheet, number: int, texts: Sequence[str]) -> None:
    for column, text in enumerate(texts, 1):
        if text:
            cell = sheet.cell(number, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_SIGNS)


def _merge_heads(sheet: Worksheet, width: int) -> None:
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    at = 1
    for _, belows, _ in _HEADS:
        wide = max(1, len(belows))
        last = 2 if belows else 3
        if wide > 1 or last > 2:
            sheet.merge_cells(start_row=2, end_row=last, start_column=at, end_column=at + wide - 1)
        at += wide


def _merge_first(sheet: Worksheet, rows: Sequence[CatalogueRow]) -> None:
    """Neighbours of one first-level item share its cell, as in print."""
    start = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].first == rows[start].first and rows[at].second:
            continue
        if at - start > 1 and rows[start].first:
            sheet.merge_cells(start_row=start + 4, end_row=at + 3, start_column=2, end_column=2)
        start = at


def _dress(sheet: Worksheet) -> None:
    line = Side(style="thin", color="FF999999")
    border = Border(left=line, right=line, top=line, bottom=line)
    widths = [width for _, belows, width in _HEADS for _ in (belows or ("",))]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row in sheet.iter_rows(min_row=2, max_col=len(widths)):
        for cell in row:
            cell.border = border
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="left")
    for row in sheet.iter_rows(min_row=1, max_row=3):
        for cell in row:
            cell.font = Font(bold=True, size=14 if cell.row == 1 else 11)
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.freeze_panes = "D4"
