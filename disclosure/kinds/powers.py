"""权责清单: each power with its basis, its duties and who answers for it."""

from core.messages import marked
from disclosure.kinds.composing import prose, table_of
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content


class Power(Fields):
    name: str = line(marked("事项名称"), need=True, also=("权力事项", "职权名称", "事项"))
    type: str = line(marked("类别"), most=40, also=("职权类别", "权力类型", "事项类型"))
    basis: str = area(marked("依据"), need=True, also=("实施依据", "法律依据", "设定依据"))
    duty: str = area(marked("责任事项"), also=("责任",))
    office: str = line(marked("承办机构"), most=120, also=("责任主体", "实施主体", "承办科室"))
    phone: str = line(marked("监督电话"), kind="phone", most=40)


class PowersFields(Fields):
    powers: tuple[Power, ...] = table(marked("权责事项"))
    note: str = area(marked("说明"))


def compose(fields: PowersFields) -> Content:
    return Content(blocks=(*table_of("", fields.powers), *prose(fields.note)))


KIND = Kind(
    code="powers",
    name=marked("权责清单"),
    hint=marked("事项名称、类别、依据、责任事项、承办机构"),
    template="table",
    cadences=LASTING,
    fields=PowersFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("权责", "权力清单", "责任清单", "职权"),
)
