"""收费目录清单: what is charged, how much, on what basis, by whom."""

from core.messages import marked
from disclosure.kinds.composing import facts_of, prose, table_of
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content


class Fee(Fields):
    name: str = line(marked("收费项目"), need=True, also=("项目名称", "项目", "收费名称"))
    standard: str = line(marked("收费标准"), need=True, most=400, also=("标准",))
    scope: str = line(marked("收费对象"), most=200, also=("收费范围", "对象"))
    basis: str = area(marked("依据"), need=True, also=("收费依据", "文件依据", "政策依据"))
    collector: str = line(marked("执收单位"), most=120, also=("收费单位",))


class FeesFields(Fields):
    fees: tuple[Fee, ...] = table(marked("收费项目"))
    supervision: str = line(marked("价格举报电话"), kind="phone", most=80)
    note: str = area(marked("说明"))


def compose(fields: FeesFields) -> Content:
    return Content(
        blocks=(
            *facts_of(fields, "supervision"),
            *table_of("", fields.fees),
            *prose(fields.note),
        )
    )


KIND = Kind(
    code="fees",
    name=marked("收费目录清单"),
    hint=marked("收费项目、标准、对象、依据、执收单位"),
    template="table",
    cadences=LASTING,
    fields=FeesFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("收费",),
)
