"""The State Council's yearly notice of holidays as a CSV: date, kind, note.  Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import Invalid
from core.messages import text
from disclosure.workdays import Kind, NamedDay

YEARS = range(2004, 2200)
_MOST_ROWS = 400
_REST: Kind = "rest"
_WORK: Kind = "work"
_SHOWN = 8
_RESTS = ("rest", "休", "休息", "放假", "放假日", "节假日", "假", "holiday")
_WORKED = ("work", "班", "上班", "调休上班", "补班", "调休", "工作日", "workday")
_KINDS: dict[str, Kind] = {**dict.fromkeys(_RESTS, _REST), **dict.fromkeys(_WORKED, _WORK)}
_HEADINGS = {"date", "日期", "day"}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_NOTE = 80


@dataclass(frozen=True)
class _Problem:
    row: int
    said: str


def read_notice(content: str, year: int) -> list[NamedDay]:
    """The named days of ``year`` in order.  A heading row may stand first.

    Raises Invalid, naming each bad row by its number in the file and what is wrong with it;
    nothing of such a file is used.
    """
    if year not in YEARS:
        raise Invalid("calendar-year", "年份应在 2004 到 2199 之间。", field="year")
    found: dict[date, NamedDay] = {}
    problems: list[_Problem] = []
    for number, row in _rows(content):
        read = _day(row, year)
        if isinstance(read, str):
            problems.append(_Problem(number, read))
        elif read.day in found:
            problems.append(_Problem(number, text("日期 {day} 重复", day=read.day)))
        else:
            found[read.day] = read
    _check(problems, found, year)
    return sorted(found.values())


def _check(problems: list[_Problem], found: dict[date, NamedDay], year: int) -> None:
    if problems:
        said = "；".join(
            text("第 {row} 行：{said}", row=one.row, said=one.said) for one in problems[:_SHOWN]
        )
        raise Invalid(
            "calendar-rows",
            "有 {count} 行不能使用，全部未保存。{said}",
            count=len(problems),
            said=said,
            field="file",
        )
    if not any(one.kind == "rest" for one in found.values()):
        raise Invalid(
            "calendar-empty", "没有 {year} 年的放假日；请核对文件。", year=year, field="file"
        )


def _rows(content: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, each with its number in the file; without the heading."""
    lines = content.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    separator = "\t" if "\t" in lines.partition("\n")[0] else ","
    try:
        reader = csv.reader(io.StringIO(lines), delimiter=separator, strict=True)
        for count, row in enumerate(reader):
            cells = [cell.strip() for cell in row]
            if count > _MOST_ROWS:
                raise Invalid("calendar-long", "一年的日历不会超过 {most} 行。", most=_MOST_ROWS,
                              field="file")  # fmt: skip
            if any(cells) and not (count == 0 and cells[0].lower() in _HEADINGS):
                yield reader.line_num, cells
    except csv.Error as problem:
        raise Invalid(
            "calendar-csv",
            "第 {row} 行不是完整的 CSV；请检查引号。",
            row=reader.line_num,
            field="file",
        ) from problem


def _day(row: list[str], year: int) -> NamedDay | str:
    """The day of a row, or what is wrong with it."""
    written, kind, note = (*row, "", "", "")[:3]
    found = _DATE.fullmatch(written)
    if not found:
        return text("“{written}”不是日期，请写作 {year}-10-01", written=written[:20], year=year)
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return text("没有 {written} 这一天", written=written[:20])
    if day.year != year:
        return text("{day} 不在 {year} 年", day=day, year=year)
    if kind.lower() not in _KINDS:
        return text("“{kind}”应写作“放假”或“上班”", kind=kind[:20])
    read = _KINDS[kind.lower()]
    if read == "work" and day.weekday() < 5:
        return text("{day} 是周一至周五，本来就上班", day=day)
    if len(note) > _NOTE:
        return text("说明最多 {most} 个字", most=_NOTE)
    return NamedDay(day, read, note)
