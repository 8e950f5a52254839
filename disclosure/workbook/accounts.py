"""A village's rows of 收支类别 | 项目 | 金额 | 备注 become the fields of the kind ``accounts``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol

from core.messages import text
from disclosure.kinds import Fields, fields_text, inputs_of
from disclosure.kinds.accounts import (
    KIND,
    SPECIAL,
    AccountsFields,
    Expenditure,
    Income,
    expected_closing,
    total,
)
from disclosure.kinds.shapes import read
from disclosure.tables.numbers import number_in
from disclosure.workbook import plan as shape
from media.content import Content


class Row(Protocol):
    @property
    def number(self) -> int: ...

    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Problem:
    """``row``: as the spreadsheet numbers it."""

    row: int
    column: str
    message: str
    level: Literal["refused", "warning"] = "refused"


@dataclass
class Accounts:
    """``fields`` is None when nothing was filled in or something is wrong."""

    fields: AccountsFields | None = None
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0

    @property
    def fields_json(self) -> str:
        return fields_text(self.fields) if self.fields else "{}"

    @property
    def content(self) -> Content:
        return KIND.compose(self.fields) if self.fields else Content()

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        if self.fields is None:
            return ()
        return (
            (text("上期结余"), self.fields.opening),
            (text("收入"), f"{total(self.fields.income):.2f}"),
            (text("支出"), f"{total(self.fields.expenditure):.2f}"),
            (text("本期结余"), self.fields.closing),
        )


@dataclass
class _Sorted:
    """Values of the fields as they are found, and the row on which each single one stands."""

    single: dict[str, str] = field(default_factory=dict)
    at: dict[str, int] = field(default_factory=dict)
    income: list[dict[str, str]] = field(default_factory=list)
    spent: list[dict[str, str]] = field(default_factory=list)


def says_something(line: Row) -> bool:
    """Whether a row holds more than what the template has filled in: category and opening."""
    category, item, amount, note = (line.cells[text(head)] for head in shape.ACCOUNTS)
    return bool(item or note or (amount and category != text(shape.OPENING)))


def read_accounts(lines: Sequence[Row], published: str) -> Accounts:
    """``published``: the closing balance of the period before, where one was published."""
    told = [line for line in lines if says_something(line)]
    if not told:
        return Accounts()
    made, sorted_ = Accounts(rows=len(told)), _Sorted()
    for line in lines:
        made.problems += _take(sorted_, line)
    if made.problems:
        return made
    values = sorted_.single | {"income": sorted_.income, "expenditure": sorted_.spent}
    fields = AccountsFields.model_validate(values)
    last = max(line.number for line in lines)
    made.problems = [*_complete(fields, sorted_, last), *_continued(fields, sorted_, published)]
    if all(one.level == "warning" for one in made.problems):
        made.fields = fields
    return made


def _take(found: _Sorted, line: Row) -> list[Problem]:
    """Put the row where it belongs, or say what is wrong with it."""
    category, item, amount, note = (line.cells[text(head)] for head in shape.ACCOUNTS)
    if not (item or amount or note):
        return []  # a line of the template that nobody filled in
    if category == text(shape.INCOME):
        return _row(Income, found.income, line)
    if category == text(shape.SPENT):
        return _row(Expenditure, found.spent, line)
    if category in (text(shape.OPENING), text(shape.CLOSING)):
        name = "opening" if category == text(shape.OPENING) else "closing"
        return _single(found, line, name, amount)
    if category == text(shape.APART):
        titles = {one.titled: one.name for one in inputs_of(AccountsFields) if one.name in SPECIAL}
        if item not in titles:
            known = "、".join(titles)
            return [
                _of(line, 1, text("单列的项目须是：{known}。", known=known)),
            ]
        return _single(found, line, titles[item], amount)
    if category == text(shape.REMARK):
        found.single["note"] = "\n".join(filter(None, (found.single.get("note"), item, note)))
        return []
    known = "、".join(text(one) for one in shape.CATEGORIES)
    return [_of(line, 0, text("收支类别须是：{known}。", known=known))]


def _row(
    model: type[Income] | type[Expenditure], rows: list[dict[str, str]], line: Row
) -> list[Problem]:
    _, item, amount, note = (line.cells[text(head)] for head in shape.ACCOUNTS)
    values = {"item": item, "amount": amount, "note": note}
    made = read(model, values)
    if not isinstance(made, Fields):
        return [_of(line, 2 if fault.field == "amount" else 1, fault.message) for fault in made]
    said = []
    if not item:
        said.append(_of(line, 1, text("没有填写项目名称。")))
    if not made.amount:
        said.append(_of(line, 2, text("没有填写金额。")))
    rows.append(values)
    return said


def _single(found: _Sorted, line: Row, name: str, amount: str) -> list[Problem]:
    made = read(AccountsFields, {name: amount})
    if not isinstance(made, Fields):
        return [_of(line, 2, fault.message) for fault in made]
    if name in found.at:
        return [_of(line, 0, text("与第 {row} 行重复，请只留一行。", row=found.at[name]))]
    found.single[name], found.at[name] = amount, line.number
    return []


def _complete(fields: AccountsFields, found: _Sorted, last: int) -> list[Problem]:
    amount = text(shape.ACCOUNTS[2])
    if not fields.opening:
        return [Problem(last, amount, text("没有填写上期结余；没有的填 0。"))]
    if not fields.closing:
        due = f"{expected_closing(fields):,.2f}"
        told = text("没有填写本期结余；按所填收支应为 {due} 元。", due=due)
        return [Problem(last, amount, told)]
    return [
        Problem(found.at.get(fault.field, last), amount, fault.sentence)
        for fault in KIND.problems(fields)
    ]


def _continued(fields: AccountsFields, found: _Sorted, published: str) -> list[Problem]:
    before = number_in(published)
    if before is None or not fields.opening or Decimal(fields.opening) == before:
        return []
    told = text(
        "上期结余 {opening} 元与上一期公开的本期结余 {before} 元不一致，请核对。",
        opening=f"{Decimal(fields.opening):,.2f}",
        before=f"{before:,.2f}",
    )
    return [Problem(found.at.get("opening", 0), text(shape.ACCOUNTS[2]), told, "warning")]


def _of(line: Row, column: int, message: str) -> Problem:
    return Problem(line.number, text(shape.ACCOUNTS[column]), message)
