"""行政裁量基准: provision, circumstance, standard, authority, graded as the law is applied."""

from core.messages import marked
from disclosure.kinds.composing import prose, table_of
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content


class Grade(Fields):
    provision: str = area(
        marked("法律规章条款"), need=True, also=("法律依据", "执法依据", "条款及规定内容", "依据")
    )
    circumstance: str = area(
        marked("情形"), need=True, also=("适用条件", "事实要件", "违法情节", "适用情形")
    )
    standard: str = area(marked("裁量标准"), need=True, also=("处罚标准", "标准"))
    authority: str = line(marked("权限"), most=200, also=("处罚权限", "审批权限"))


class DiscretionFields(Fields):
    grades: tuple[Grade, ...] = table(marked("裁量基准"))
    note: str = area(marked("说明"))


def compose(fields: DiscretionFields) -> Content:
    return Content(blocks=(*table_of("", fields.grades), *prose(fields.note)))


KIND = Kind(
    code="discretion",
    name=marked("行政裁量基准"),
    hint=marked("法律规章条款、情形、裁量标准、权限"),
    template="table",
    cadences=LASTING,
    fields=DiscretionFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("裁量", "处罚基准"),
)
