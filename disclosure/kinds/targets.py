"""年度目标任务: what was promised for the year, by whom, and how far it has come."""

from core.messages import marked
from disclosure.kinds.composing import prose, table_of
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import Fields, Percent, area, line, table
from media.content import Content


class Target(Fields):
    name: str = line(marked("目标任务"), need=True, also=("项目名称", "任务", "目标", "事项"))
    owner: str = line(marked("责任人"), need=True, most=80, also=("责任单位", "负责人"))
    progress: str = line(marked("进展"), most=400, also=("进展情况", "完成情况", "工作进展"))
    rate: Percent = line(
        marked("完成率"), kind="percent", need=True, also=("完成率（%）", "完成比例", "进度")
    )


class TargetsFields(Fields):
    targets: tuple[Target, ...] = table(marked("目标任务"))
    note: str = area(marked("说明"))


def compose(fields: TargetsFields) -> Content:
    return Content(blocks=(*table_of("", fields.targets), *prose(fields.note)))


KIND = Kind(
    code="targets",
    name=marked("年度目标及进展"),
    hint=marked("项目名称、责任人、进展、完成率"),
    template="table",
    cadences=ANY,
    fields=TargetsFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("目标", "任务", "承诺", "工作进展"),
)
