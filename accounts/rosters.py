"""Workbooks of units and people: read as they are filled in, every fault with its row.

Pure: what a row means is decided here; whether it fits what is stored, in
accounts/service/importing.py.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from pydantic import BaseModel, ConfigDict, ValidationError

from accounts.permissions import ROLE_NAMES
from core import messages
from core.errors import Invalid, TooLarge

MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
UNITS, PEOPLE, NOTES = "单位", "人员", "说明"
TIER_WORDS = {
    "县级": "county",
    "县直部门": "department",
    "部门": "department",
    "乡镇": "township",
    "乡镇（街道）": "township",
    "街道": "township",
    "村": "village",
    "村（社区）": "village",
    "社区": "village",
}
KIND_WORDS = {
    "行政机关": "administrative",
    "公用企事业单位": "public_service",
    "村（居）委会": "committee",
    "村(居)委会": "committee",
    "村委会": "committee",
    "居委会": "committee",
}
ROLE_WORDS = {name: role for role, name in ROLE_NAMES.items()} | {"审核人": "reviewer"}
_UNIT_COLUMNS = {
    "代码": "code",
    "名称": "name",
    "简称": "short_name",
    "层级": "tier",
    "上级代码": "parent",
    "类别": "kind",
    "电话": "phone",
}
_PERSON_COLUMNS = {
    "登录名": "login",
    "姓名": "name",
    "单位代码": "unit",
    "角色": "roles",
    "管辖单位代码": "over",
    "电子邮箱": "email",
}
_NEEDED = {UNITS: ("代码", "名称", "层级"), PEOPLE: ("登录名", "姓名", "单位代码")}
_EXAMPLES = {
    UNITS: (
        "liuhe",
        "柳河镇人民政府",
        "柳河镇",
        "乡镇（街道）",
        "qingxi",
        "行政机关",
        "0570-1234567",
    ),
    PEOPLE: ("wangjg", "王建国", "liuhe", "分管领导", "", ""),
}


class UnitRow(BaseModel):
    """A row of the sheet 单位; ``row`` as the program shows it, from 1."""

    model_config = ConfigDict(frozen=True)

    row: int
    code: str = ""
    name: str = ""
    short_name: str = ""
    tier: str = ""
    parent: str = ""
    kind: str = ""
    phone: str = ""


class PersonRow(BaseModel):
    """A row of the sheet 人员.  ``over``: code of the unit over which the roles are held."""

    model_config = ConfigDict(frozen=True)

    row: int
    login: str = ""
    name: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    over: str = ""
    email: str = ""


class Roster(BaseModel):
    """What a workbook says."""

    model_config = ConfigDict(frozen=True)

    units: tuple[UnitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()


@dataclass(frozen=True)
class Fault:
    """What is wrong in which row, and how to mend it; ``message`` is a key of the catalogue."""

    sheet: str
    row: int
    column: str
    message: str
    data: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return messages.text(self.message, **self.data)


def read_roster(data: bytes) -> tuple[Roster, list[Fault]]:
    """The rows of a workbook, and what in them cannot be read.

    Raises Invalid for what is no such workbook, TooLarge.
    """
    book = _opened(data)
    faults: list[Fault] = []
    units = [UnitRow(**row) for row in _rows(book, UNITS, _UNIT_COLUMNS, faults)]
    people = [PersonRow(**row) for row in _rows(book, PEOPLE, _PERSON_COLUMNS, faults)]
    if not units and not people and not faults:
        raise Invalid("roster-empty", "表格中没有任何单位或人员。", field="file")
    return Roster(units=tuple(units), people=tuple(people)), faults


def roster_of(stored: str) -> Roster:
    """The rows as a preview carried them along.  Raises Invalid."""
    try:
        return Roster.model_validate_json(stored)
    except ValidationError as problem:
        raise Invalid("roster-lost", "预览内容不完整，请重新选择文件。", field="file") from problem


def template() -> bytes:
    """An empty workbook with one example row a sheet, and what may stand in its columns."""
    book = Workbook(write_only=True)
    for name, columns in ((UNITS, _UNIT_COLUMNS), (PEOPLE, _PERSON_COLUMNS)):
        sheet = book.create_sheet(name)
        for letter in "ABCDEFG":
            sheet.column_dimensions[letter].width = 20
        sheet.append(list(columns))
        sheet.append(list(_EXAMPLES[name]))
    notes = book.create_sheet(NOTES)
    notes.column_dimensions["A"].width = 16
    notes.column_dimensions["B"].width = 90
    for line in _notes():
        notes.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes() -> Iterator[tuple[str, str]]:
    yield "示例行", "每张表的第 2 行是示例，请删除或改写后再导入。"
    yield "代码", "小写字母、数字、连字符；上级代码填已有单位或本表中的单位。"
    yield "层级", "、".join(dict.fromkeys(TIER_WORDS))
    yield "类别", "、".join(dict.fromkeys(KIND_WORDS)) + "；不填则按层级"
    yield "角色", "、".join(ROLE_NAMES.values()) + "；多个角色用顿号隔开，可以不填"
    yield "管辖单位代码", "角色的管辖范围（含下级），不填则为所在单位"


def _opened(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise TooLarge(
            "roster-large", "文件超过 {most} MB，请分成几个导入。", most=MOST_BYTES >> 20
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise TooLarge("roster-large", "文件展开后过大，请去掉图片和空白行后再导入。")
        return load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as problem:
        raise Invalid(
            "roster-unreadable",
            "无法读取这个文件：请用 .xlsx 格式保存（不是 .xls 或 .csv）。",
            field="file",
        ) from problem


def _rows(
    book: Any, sheet: str, columns: dict[str, str], faults: list[Fault]
) -> Iterator[dict[str, Any]]:
    """The filled rows below the header.  Raises Invalid when a needed column is missing."""
    if sheet not in book.sheetnames:
        if not {UNITS, PEOPLE} & set(book.sheetnames):
            raise Invalid(
                "roster-sheets",
                "没有名为“单位”或“人员”的工作表；请用模板填写。",
                field="file",
            )
        return
    lines = book[sheet].iter_rows()
    header = [_plain(cell) for cell in next(lines, ())]
    for name in _NEEDED[sheet]:
        if name not in header:
            raise Invalid(
                "roster-column",
                "工作表“{sheet}”第 1 行没有“{column}”一列；请用模板填写。",
                sheet=sheet,
                column=name,
                field="file",
            )
    places = {name: header.index(title) for title, name in columns.items() if title in header}
    titles = {name: title for title, name in columns.items()}
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            raise TooLarge(
                "roster-rows", "工作表“{sheet}”超过 {most} 行。", sheet=sheet, most=MOST_ROWS
            )
        values = {name: _cell(cells, at) for name, at in places.items()}
        if not any(_plain(cell) for cell in values.values()):
            continue
        yield _read(sheet, number, values, titles, faults)


def _cell(cells: tuple[Any, ...], at: int) -> Any:
    return cells[at] if at < len(cells) else None


def _read(
    sheet: str, row: int, cells: dict[str, Any], titles: dict[str, str], faults: list[Fault]
) -> dict[str, Any]:
    read: dict[str, Any] = {"row": row}
    for name, cell in cells.items():
        kind = getattr(cell, "data_type", "n")
        if kind in ("f", "e"):
            message = messages.marked("这一格是公式或错误值，请改为文字。")
            faults.append(Fault(sheet, row, titles[name], message))
            continue
        try:
            read[name] = _meaning(name, _plain(cell))
        except KeyError:
            message = messages.marked("认不出“{given}”；可以填：{choices}。")
            choices = "、".join(_choices(name))
            data: dict[str, object] = {"given": _plain(cell), "choices": choices}
            faults.append(Fault(sheet, row, titles[name], message, data))
    return read


def _meaning(name: str, text: str) -> str | tuple[str, ...]:
    """Raises KeyError for a word that is none of the choices."""
    if name == "roles":
        words = text.replace("，", "、").replace(",", "、").replace("；", "、").split("、")
        given = [word.strip() for word in words if word.strip()]
        return tuple(dict.fromkeys(_one_of(ROLE_WORDS, word) for word in given))
    if name == "tier":
        return _one_of(TIER_WORDS, text) if text else ""
    if name == "kind":
        return _one_of(KIND_WORDS, text) if text else ""
    return text


def _one_of(words: dict[str, str], given: str) -> str:
    return given if given in words.values() else words[given]


def _choices(name: str) -> list[str]:
    words = {"roles": ROLE_WORDS, "tier": TIER_WORDS, "kind": KIND_WORDS}[name]
    return list(dict.fromkeys(words))


def _plain(cell: Any) -> str:
    """A cell's text; whole numbers without the point that spreadsheets give them."""
    value = getattr(cell, "value", cell)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
