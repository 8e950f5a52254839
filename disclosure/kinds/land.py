"""征地与补偿: where, how much land, at what rate, how much money, how people are resettled."""

from collections.abc import Iterator
from decimal import Decimal

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
from disclosure.tables.numbers import plain_number
from media.content import Content


class Parcel(Fields):
    place: str = line(marked("位置"), need=True, also=("地块", "地块位置", "被征地位置"))
    owner: str = line(marked("权属"), most=120, also=("被征地单位", "权利人", "村组"))
    size: Number = line(marked("面积（亩）"), kind="number", need=True, most=20, also=("面积",))
    standard: Amount = line(
        marked("标准（元/亩）"), kind="amount", need=True, also=("标准", "补偿标准")
    )
    amount: Amount = line(marked("金额（元）"), kind="amount", need=True, also=("金额", "补偿金额"))
    resettlement: str = line(marked("安置"), most=400, also=("安置方式", "安置途径"))


class LandFields(Fields):
    project: str = line(marked("征地项目"), need=True)
    approval: str = line(marked("批准文号"), most=120)
    basis: str = line(marked("补偿依据"), most=400)
    parcels: tuple[Parcel, ...] = table(marked("补偿明细"))
    note: str = area(marked("说明"), hint=marked("异议反馈渠道、社会保障等"))


def compose(fields: LandFields) -> Content:
    size = sum((Decimal(one.size or 0) for one in fields.parcels), Decimal(0))
    amount = sum((money(one.amount) for one in fields.parcels), Decimal(0))
    totals = (
        (messages.text("合计面积"), messages.text("{size} 亩", size=plain_number(size))),
        (messages.text("合计金额（元）"), f"{amount:.2f}"),
    )
    return Content(
        blocks=(
            *facts_of(fields, "project", "approval", "basis"),
            *table_of("", fields.parcels, totals),
            *prose(fields.note),
        )
    )


def check(fields: LandFields) -> Iterator[Fault]:
    """Each amount is size times standard, rounded to the cent."""
    for number, one in enumerate(fields.parcels, 1):
        if not (one.size and one.standard and one.amount):
            continue
        expected = round(Decimal(one.size) * money(one.standard), 2)
        if expected != money(one.amount):
            said = messages.text(
                "面积 {size} 亩 × 标准 {standard} = {expected}，而填写 {amount}。",
                size=one.size,
                standard=f"{money(one.standard):,.2f}",
                expected=f"{expected:,.2f}",
                amount=f"{money(one.amount):,.2f}",
            )
            yield row_fault(fields, "parcels", number, "amount", said)


KIND = Kind(
    code="land",
    name=marked("征地补偿"),
    hint=marked("位置、面积、标准、金额、安置"),
    template="table",
    cadences=ANY,
    fields=LandFields,
    compose=compose,
    check=check,
    words=("征地", "补偿", "拆迁", "安置"),
)
