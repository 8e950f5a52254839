"""补贴、救助名单: who receives what; names masked before anything is stored, sums checked."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import model_validator

from core import messages
from core.messages import marked
from disclosure.kinds.composing import facts_of, prose, table_of
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import (
    Amount,
    Fault,
    Fields,
    Number,
    area,
    line,
    money,
    row_fault,
    table,
)
from media.content import Content

MASK = "*"
_MASKED = frozenset("*＊×某○〇")
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "司徒", "慕容")


class Receiver(Fields):
    name: str = line(marked("姓名"), need=True, most=40, also=("户主", "户主姓名", "补贴对象"))
    group: str = line(marked("村民小组"), most=80, also=("村组", "组别", "所在村组", "村（组）"))
    standard: Amount = line(
        marked("标准（元/月）"), kind="amount", also=("标准", "补贴标准", "保障标准")
    )
    months: Number = line(marked("月数"), kind="number", most=10, also=("发放月数",))
    amount: Amount = line(
        marked("金额（元）"), kind="amount", need=True, also=("金额", "补贴金额", "发放金额")
    )


class SubsidiesFields(Fields):
    name: str = line(marked("补贴（救助）名称"), need=True)
    basis: str = line(marked("依据"), most=400)
    masking: str = line(
        marked("姓名公开方式"),
        kind="choice",
        choices=(
            ("mask", marked("隐去中间字后公开")),
            ("as_is", marked("按填写的公开（须有法定依据）")),
        ),
        hint=marked("隐去的字不保存"),
    )
    receivers: tuple[Receiver, ...] = table(marked("名单"))
    total: Amount = line(
        marked("合计（元）"), kind="amount", need=True, hint=marked("与名单各行之和核对")
    )
    note: str = area(marked("说明"))

    @model_validator(mode="before")
    @classmethod
    def _mask(cls, values: Any) -> Any:
        if not isinstance(values, dict) or values.get("masking", "mask") == "as_is":
            return values
        rows = values.get("receivers", ())
        return values | {"receivers": tuple(map(_masked_row, rows))}


def masked(name: str) -> str:
    """张*, 张*国, 欧阳**; a name that hides a character already stays as it is."""
    if not name or _MASKED & {*name}:
        return name
    family = 2 if name.startswith(_DOUBLE) and len(name) > 2 else 1
    if len(name) <= family + 1:
        return name[:family] + MASK
    return name[:family] + MASK * (len(name) - family - 1) + name[-1]


def compose(fields: SubsidiesFields) -> Content:
    totals = (
        (messages.text("合计"), messages.text("{count} 人（户）", count=len(fields.receivers))),
        (messages.text("合计金额（元）"), f"{total(fields):.2f}"),
    )
    return Content(
        blocks=(
            *facts_of(fields, "name", "basis"),
            *table_of("", fields.receivers, totals),
            *prose(fields.note),
        )
    )


def total(fields: SubsidiesFields) -> Decimal:
    """The sum of the rows' amounts."""
    return sum((money(row.amount) for row in fields.receivers), Decimal(0))


def check(fields: SubsidiesFields) -> Iterator[Fault]:
    for number, row in enumerate(fields.receivers, 1):
        if not (row.standard and row.months and row.amount):
            continue
        expected = money(row.standard) * Decimal(row.months)
        if expected != money(row.amount):
            said = messages.text(
                "标准 {standard} × {months} 个月 = {expected}，而填写 {amount}。",
                standard=f"{money(row.standard):,.2f}",
                months=row.months,
                expected=f"{expected:,.2f}",
                amount=f"{money(row.amount):,.2f}",
            )
            yield row_fault(fields, "receivers", number, "amount", said)
    if fields.total and money(fields.total) != total(fields):
        said = messages.text(
            "名单 {count} 行之和为 {sum} 元，而合计填写 {total} 元，相差 {off} 元。",
            count=len(fields.receivers),
            sum=f"{total(fields):,.2f}",
            total=f"{money(fields.total):,.2f}",
            off=f"{abs(money(fields.total) - total(fields)):,.2f}",
        )
        yield Fault("total", said)


def _masked_row(row: Any) -> Any:
    if isinstance(row, Receiver):
        return row.model_copy(update={"name": masked(row.name)})
    if isinstance(row, dict) and isinstance(row.get("name"), str):
        return row | {"name": masked(row["name"].strip())}
    return row


KIND = Kind(
    code="subsidies",
    name=marked("补贴和救助名单"),
    hint=marked("姓名（隐去）、村民小组、标准、月数、金额，合计自动核对"),
    template="table",
    cadences=ANY,
    fields=SubsidiesFields,
    compose=compose,
    check=check,
    carry=lambda fields: fields,
    words=("补贴", "救助", "低保", "特困", "救灾", "优抚", "名单", "审批信息", "审核信息"),
    persons=True,
)
