"""季度收支: opening balance + income − expenditure = closing balance, to the cent.

Travel abroad, trips, receptions, vehicles and meetings are part of the expenditure and are set
apart on the page.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core import messages
from core.messages import marked
from disclosure.kinds.composing import figures, prose, table_of
from disclosure.kinds.kind import PERIODIC, Kind
from disclosure.kinds.shapes import (
    Amount,
    Fault,
    Fields,
    area,
    inputs_of,
    line,
    money,
    table,
)
from media.content import Block, Column, Content, Table

SPECIAL = ("abroad", "trips", "receptions", "vehicles", "meetings")


class Income(Fields):
    item: str = line(marked("收入项目"), need=True, also=("项目", "摘要", "科目", "来源"))
    amount: Amount = line(
        marked("金额（元）"), kind="amount", need=True, also=("金额", "收入", "收入金额")
    )
    note: str = line(marked("备注"), also=("说明",))


class Expenditure(Fields):
    item: str = line(marked("支出项目"), need=True, also=("项目", "摘要", "科目", "用途"))
    amount: Amount = line(
        marked("金额（元）"), kind="amount", need=True, also=("金额", "支出", "支出金额")
    )
    note: str = line(marked("备注"), also=("说明", "经手人"))


class AccountsFields(Fields):
    opening: Amount = line(
        marked("上期结余（元）"), kind="amount", need=True, hint=marked("应等于上一期的本期结余")
    )
    closing: Amount = line(
        marked("本期结余（元）"), kind="amount", need=True, hint=marked("上期结余 + 收入 − 支出")
    )
    income: tuple[Income, ...] = table(marked("收入"), need=False)
    expenditure: tuple[Expenditure, ...] = table(marked("支出"), need=False)
    abroad: Amount = line(
        marked("因公出国（境）"), kind="amount", hint=marked("支出中单列的五项；没有的填 0")
    )
    trips: Amount = line(marked("出差"), kind="amount")
    receptions: Amount = line(marked("公务接待"), kind="amount")
    vehicles: Amount = line(marked("公务用车"), kind="amount")
    meetings: Amount = line(marked("会议"), kind="amount")
    note: str = area(marked("说明"), hint=marked("民主理财小组意见、大额支出说明等"))


def compose(fields: AccountsFields) -> Content:
    income, spent = total(fields.income), total(fields.expenditure)
    balance = figures(
        "",
        (messages.text("上期结余（元）"), fields.opening),
        (messages.text("本期收入（元）"), f"{income:.2f}"),
        (messages.text("本期支出（元）"), f"{spent:.2f}"),
        (messages.text("本期结余（元）"), fields.closing),
    )
    sums = (messages.text("收入合计"), messages.text("支出合计"))
    return Content(
        blocks=(
            balance,
            *table_of(messages.text("收入"), fields.income, [(sums[0], f"{income:.2f}")]),
            *table_of(messages.text("支出"), fields.expenditure, [(sums[1], f"{spent:.2f}")]),
            *_special(fields),
            *prose(fields.note),
        )
    )


def total(rows: Sequence[Income] | Sequence[Expenditure]) -> Decimal:
    """The sum of the rows' amounts."""
    return sum((money(row.amount) for row in rows), Decimal(0))


def check(fields: AccountsFields) -> Iterator[Fault]:
    """The balance, and that what is set apart is not more than what was spent."""
    spent, apart = total(fields.expenditure), special_total(fields)
    if fields.opening and fields.closing:
        told = balance_sentence(fields)
        if not balanced(fields):
            yield Fault("closing", told)
    if apart > spent:
        said = messages.text(
            "单列的出国（境）、出差、接待、用车、会议支出合计 {apart} 元，"
            "超过支出合计 {spent} 元。",
            apart=f"{apart:,.2f}",
            spent=f"{spent:,.2f}",
        )
        yield Fault("abroad", said)


def special_total(fields: AccountsFields) -> Decimal:
    """The sum of what is set apart."""
    return sum((money(getattr(fields, name)) for name in SPECIAL), Decimal(0))


def expected_closing(fields: AccountsFields) -> Decimal:
    """上期结余 + 收入 − 支出."""
    return money(fields.opening) + total(fields.income) - total(fields.expenditure)


def balanced(fields: AccountsFields) -> bool:
    return money(fields.closing) == expected_closing(fields)


def balance_sentence(fields: AccountsFields) -> str:
    """The sum with its figures, and by how much it is off, in the language in use."""
    closing, expected = money(fields.closing), expected_closing(fields)
    data = {
        "opening": f"{money(fields.opening):,.2f}",
        "income": f"{total(fields.income):,.2f}",
        "spent": f"{total(fields.expenditure):,.2f}",
        "expected": f"{expected:,.2f}",
        "closing": f"{closing:,.2f}",
        "off": f"{abs(closing - expected):,.2f}",
    }
    if closing == expected:
        return messages.text(
            "收支相符：上期结余 {opening} + 收入 {income} − 支出 {spent} "
            "= 本期结余 {closing}（元）。",
            **data,
        )
    return messages.text(
        "收支不符：上期结余 {opening} + 收入 {income} − 支出 {spent} = {expected}，"
        "而本期结余填写 {closing}，相差 {off} 元。",
        **data,
    )


def carry(fields: AccountsFields) -> AccountsFields:
    """The next period begins with this closing balance and the same items, without their sums."""
    empty = {"amount": "", "note": ""}
    return AccountsFields(
        opening=fields.closing,
        income=tuple(row.model_copy(update=empty) for row in fields.income),
        expenditure=tuple(row.model_copy(update=empty) for row in fields.expenditure),
    )


def _special(fields: AccountsFields) -> tuple[Block, ...]:
    named = {one.name: one.titled for one in inputs_of(AccountsFields)}
    rows = tuple((named[name], value) for name in SPECIAL if (value := getattr(fields, name)))
    if not rows:
        return ()
    columns = (
        Column(title=messages.text("项目"), kind="label"),
        Column(title=messages.text("金额（元）"), kind="amount"),
    )
    return (Table(caption=messages.text("支出中单列（元）"), columns=columns, rows=rows),)


KIND = Kind(
    code="accounts",
    name=marked("财务收支"),
    hint=marked("上期结余、收入、支出、本期结余，自动核对到分"),
    template="table",
    cadences=PERIODIC,
    fields=AccountsFields,
    compose=compose,
    check=check,
    carry=carry,
    words=("收支", "财务", "账目"),
)
