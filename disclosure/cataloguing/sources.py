"""Bytes of a file to its tables, whichever format it is in."""

import csv
import io
import re
from pathlib import PurePath

from core.errors import Invalid, TooLarge
from disclosure.cataloguing.grids import Cell, Grid
from disclosure.cataloguing.pagetables import grids_of_html
from disclosure.cataloguing.workbooks import grids_of_workbook
from disclosure.importing.decoding import check_size, text_of

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(r"\s*<(?:!doctype|html|head|body|table|div|meta|\?xml|!--)", re.I)
_DELIMITERS = (",", "\t", ";", "；", "，")
CELL_LIMIT = 200_000
"""Characters of one cell; no cell of a catalogue has a hundredth of it."""


def grids_of(data: bytes, name: str) -> list[Grid]:
    """The tables of a .csv, .xlsx or .html file, told by their content and not by their name.

    Raises Invalid for what cannot be read and TooLarge for what is too big.
    """
    check_size(data, name)
    if data.startswith(b"PK"):
        return grids_of_workbook(data, name)
    suffix = PurePath(name).suffix.lower()
    if data.startswith(_OLD_OFFICE):
        raise Invalid(
            "catalogue-old-office",
            "{name} 是旧版 Excel 文件（.xls）；请另存为 .xlsx 后再导入。",
            name=name,
        )
    if suffix == ".xlsx":
        raise Invalid(
            "workbook-broken",
            "{name} 已损坏或不是 Excel 工作簿（.xlsx）；请用 Excel 重新保存后再导入。",
            name=name,
        )
    if data.startswith(b"%PDF"):
        raise Invalid(
            "catalogue-format",
            "{name} 不是目录表格；请提供 .csv、.xlsx 或 .html 文件。",
            name=name,
        )
    text = text_of(data, name)
    if _PAGE.match(text.lstrip("\ufeff")) or suffix in {".html", ".htm"}:
        return grids_of_html(text)
    return [_csv(text, delimiter, name) for delimiter in _DELIMITERS if delimiter in text] or [
        _csv(text, ",", name)
    ]


def _csv(text: str, delimiter: str, name: str) -> Grid:
    """A row of the grid is a record of the file: quoted cells may hold line breaks."""
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    try:
        rows = [[_cell(value) for value in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error as problem:
        raise Invalid(
            "csv-broken",
            "{name} 不是完整的 CSV 表格（引号不成对或单元格过长）；请用表格软件重新导出。",
            name=name,
        ) from problem
    if any(len(cell.text) > CELL_LIMIT for row in rows for cell in row):
        raise TooLarge(
            "catalogue-cell-too-long",
            "{name} 有单元格超过 {limit} 字，多半是引号不成对；请用表格软件重新导出。",
            name=name,
            limit=CELL_LIMIT,
        )
    return Grid("", rows)


def _cell(value: str) -> Cell:
    """A text that a spreadsheet would run as a formula is one."""
    return Cell("", problem="formula") if value.lstrip().startswith("=") else Cell(value)
