"""Uploaded tables: .csv in UTF-8 or GB 18030, .xlsx."""

import csv
import io
from pathlib import PurePath

from core.errors import Invalid, TooLarge
from disclosure.tables.reading import MOST_ROWS, ReadTable, shaped
from disclosure.tables.workbooks import read_workbook

FILE_ENDINGS = (".csv", ".xlsx")
MOST_BYTES = 5_000_000


def read_file(name: str, data: bytes, sheet: str = "") -> ReadTable:
    """The table of a file; its rows carry the file's own row numbers.  Blocks for large files.

    ``sheet``: which sheet of a workbook; needed where it has several.  Raises Invalid or TooLarge
    with one sentence for what is no table at all, for an unknown sheet naming those there are.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(
            "table-bytes", "表格文件超过 {limit} MB。", limit=MOST_BYTES // 1_000_000, field="table"
        )
    ending = PurePath(name).suffix.lower()
    if ending == ".csv":
        return _read_csv(name, data)
    if ending == ".xlsx":
        return read_workbook(name, data, sheet)
    raise Invalid(
        "table-ending", "请选择 .xlsx 或 .csv 文件；.xls 请先另存为 .xlsx。", field="table"
    )


def _read_csv(name: str, data: bytes) -> ReadTable:
    text = _decoded(name, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, [cell.strip() for cell in row]))
            if len(rows) > MOST_ROWS + 100:
                break
    except csv.Error as problem:
        raise Invalid(
            "table-broken",
            "{name} 第 {row} 行无法读取，请用 Excel 重新保存。",
            name=name,
            row=reader.line_num,
            field="table",
        ) from problem
    at = heading_row([row for _, row in rows])
    heads = rows[at][1] if rows else []
    return shaped(heads, rows[at + 1 :])


def heading_row(rows: list[list[str]]) -> int:
    """The first row with two cells that differ: what stands above it is a title."""
    return next((at for at, row in enumerate(rows) if len({*row} - {""}) > 1), 0)


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 before GB 18030; but words of two-byte letters alone are GB 18030 read wrongly: no
    Chinese character has two bytes in UTF-8."""
    found = [text for encoding in ("utf-8-sig", "gb18030") if (text := _tried(data, encoding))]
    if not found:
        raise Invalid(
            "table-encoding",
            "{name} 的文字编码无法识别，请另存为 UTF-8 的 .csv 或 .xlsx。",
            name=name,
            field="table",
        )
    foreign = any(letter > "\x7f" for letter in found[0])
    return found[-1] if foreign and not any(one >= "\u0800" for one in found[0]) else found[0]


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text or " "
