"""A filled workbook, row by row: what each village files, or what is wrong and exactly where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.errors import Invalid
from core.messages import text
from disclosure.drafts import Draft
from disclosure.tables.reading import ReadTable
from disclosure.tables.workbooks import read_workbook
from disclosure.workbook import accounts
from disclosure.workbook import plan as shape
from disclosure.workbook.plan import BookPlan, SheetPlan, Village
from media.content import Column, Content, Table

MOST_TOLD = 200


@dataclass(frozen=True)
class Complaint:
    """Where something cannot be taken, and why.  ``row``: as the spreadsheet numbers it, 0 for
    the sheet as a whole; ``column`` and ``village`` may be empty."""

    sheet: str
    row: int
    column: str
    village: str
    message: str
    level: Literal["refused", "warning"] = "refused"


@dataclass(frozen=True)
class Filing:
    """What one village files about one item.  ``figures``: (label, value) for the preview."""

    village: Village
    item: str
    name: str
    draft: Draft
    rows: int = 0
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ReadBook:
    """``wrong`` must be empty before anything is stored; ``unfilled``: (village, item name) of
    which the workbook says nothing."""

    filings: tuple[Filing, ...] = ()
    wrong: tuple[Complaint, ...] = ()
    warnings: tuple[Complaint, ...] = ()
    unfilled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """A row of a village: cells by heading, without those of village and nil return."""

    number: int
    cells: dict[str, str]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells.values())


@dataclass
class _Village:
    village: Village
    lines: list[Line] = field(default_factory=list)
    nil: int = 0
    """The row that says that nothing happened; 0: none does."""


def read_book(plan: BookPlan, data: bytes, name: str) -> ReadBook:
    """Every sheet of the plan that the file has.  Nothing is guessed and nothing left out: a row
    is filed, blank, or complained of.

    Raises Invalid or TooLarge for a file that is no workbook or has none of the sheets.
    """
    filings: list[Filing] = []
    said: list[Complaint] = []
    unfilled: list[tuple[str, str]] = []
    found = 0
    for sheet in plan.sheets:
        table = _table(sheet, data, name)
        if table is None:
            unfilled += [(village.name, sheet.name) for village in plan.villages]
            continue
        found += 1
        made, problems = _sheet(plan, sheet, table)
        filings += made
        said += problems
        filed = {one.village.code for one in made} | {one.village for one in problems}
        unfilled += [
            (village.name, sheet.name)
            for village in plan.villages
            if not filed & {village.code, village.name}
        ]
    if not found:
        raise Invalid(
            "book-foreign",
            "{name} 中没有 {period} 的工作表；请下载本期的填报表填写，不要改动工作表名称。",
            name=name,
            period=str(plan.period),
            field="book",
        )
    wrong = tuple(one for one in said if one.level == "refused")
    warnings = tuple(one for one in said if one.level == "warning")
    return ReadBook(tuple(filings), wrong[:MOST_TOLD], warnings[:MOST_TOLD], tuple(unfilled))


def _table(sheet: SheetPlan, data: bytes, name: str) -> ReadTable | None:
    """None where the file has no sheet of that name."""
    try:
        return read_workbook(name, data, sheet.title)
    except Invalid as problem:
        if problem.code == "sheet-unknown":
            return None
        raise


def _sheet(
    plan: BookPlan, sheet: SheetPlan, table: ReadTable
) -> tuple[list[Filing], list[Complaint]]:
    said = _headings(sheet, table)
    if said:
        return [], said
    villages, said = _villages(plan, sheet, table)
    broken = {one.village for one in said}
    filings: list[Filing] = []
    for one in villages:
        if one.village.name in broken:
            continue
        made, problems = _filing(plan, sheet, one)
        said += problems
        if made is not None and not any(p.level == "refused" for p in problems):
            filings.append(made)
    return filings, sorted(said, key=lambda one: one.row)


def _headings(sheet: SheetPlan, table: ReadTable) -> list[Complaint]:
    wanted = (text(shape.VILLAGE), text(shape.NIL), *sheet.columns)
    missing = [head for head in wanted if head not in table.columns]
    if missing:
        told = text("表头缺少“{columns}”，请用下载的填报表填写。", columns="、".join(missing))
        return [Complaint(sheet.title, 0, "", "", told)]
    return [Complaint(sheet.title, 0, "", "", one.message) for one in table.wrong if not one.row]


def _villages(
    plan: BookPlan, sheet: SheetPlan, table: ReadTable
) -> tuple[list[_Village], list[Complaint]]:
    """The rows of each village, in the order of the plan."""
    grouped = {village.code: _Village(village) for village in plan.villages}
    at_village = table.columns.index(text(shape.VILLAGE))
    at_nil = table.columns.index(text(shape.NIL))
    said: list[Complaint] = []
    names: dict[int, str] = {}
    for number, row in zip(table.numbers, table.rows, strict=True):
        called, nil = row[at_village], row[at_nil]
        village = next((one for one in plan.villages if one.is_called(called)), None)
        names[number] = village.name if village else called
        cells = {head: row[at] for at, head in enumerate(table.columns)}
        line = Line(number, {head: cells[head] for head in sheet.columns})
        if village is None:
            said += _unknown(plan, sheet, line, called, nil)
            continue
        one = grouped[village.code]
        if nil and nil.lower() in shape.YES:
            one.nil = one.nil or number
        elif nil and nil not in ("否", "-", "—", "0"):
            told = text("“{cell}”不明确；无发生的填“是”，有内容的留空。", cell=nil)
            said.append(Complaint(sheet.title, number, text(shape.NIL), village.name, told))
        one.lines.append(line)
    said += [
        Complaint(sheet.title, one.row, one.column, names.get(one.row, ""), one.message)
        for one in table.wrong
        if one.row
    ]
    return list(grouped.values()), said


def _unknown(
    plan: BookPlan, sheet: SheetPlan, line: Line, called: str, nil: str
) -> Iterator[Complaint]:
    if not called and not nil and line.is_blank:
        return
    told = text("没有写村名。")
    if called:
        told = text("{town}没有叫“{village}”的村。", town=plan.town, village=called)
    yield Complaint(sheet.title, line.number, text(shape.VILLAGE), called, told)


def _filing(
    plan: BookPlan, sheet: SheetPlan, one: _Village
) -> tuple[Filing | None, list[Complaint]]:
    filled = [line for line in one.lines if not line.is_blank]
    if one.nil:
        return _nil(sheet, one, filled)
    if sheet.kind == "accounts":
        return _accounts(plan, sheet, one, filled)
    if not filled:
        return None, []
    table = Table(
        columns=tuple(Column(title=head) for head in sheet.columns),
        rows=tuple(tuple(line.cells[head] for head in sheet.columns) for line in filled),
    )
    draft = Draft(title=_title(plan, sheet), template="table", content=Content(blocks=(table,)))
    shown = ((text("内容行数"), str(len(filled))),)
    return Filing(one.village, sheet.item, sheet.name, draft, len(filled), shown), []


def _nil(
    sheet: SheetPlan, one: _Village, filled: Iterable[Line]
) -> tuple[Filing | None, list[Complaint]]:
    told = text("已填“本季度无发生”，这一行却有内容；请删去其中之一。")
    said = [
        Complaint(sheet.title, line.number, "", one.village.name, told)
        for line in filled
        if sheet.kind != "accounts" or accounts.says_something(line)
    ]
    if said:
        return None, said
    filing = Filing(one.village, sheet.item, sheet.name, Draft(nil_return=True))
    return filing, []


def _accounts(
    plan: BookPlan, sheet: SheetPlan, one: _Village, filled: list[Line]
) -> tuple[Filing | None, list[Complaint]]:
    opening = sheet.openings.get(one.village.code, "")
    read = accounts.read_accounts(filled, opening)
    said = [
        Complaint(sheet.title, p.row, p.column, one.village.name, p.message, p.level)
        for p in read.problems
    ]
    if read.fields is None:
        return None, said
    draft = Draft(
        title=_title(plan, sheet),
        template="table",
        kind="accounts",
        fields_json=read.fields_json,
        content=read.content,
    )
    return Filing(one.village, sheet.item, sheet.name, draft, read.rows, read.figures), said


def _title(plan: BookPlan, sheet: SheetPlan) -> str:
    """2026年第三季度财务收支: the unit stands on the page anyway."""
    shorter = sheet.name.removeprefix("季度") or sheet.name
    return f"{plan.period.name()}{shorter}"[:200]
