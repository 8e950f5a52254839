"""工程项目: what is built for how much, by whom, and how far it has come."""

from collections.abc import Iterator

from core import messages
from core.messages import marked
from disclosure.kinds.composing import prose, table_of
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import (
    Amount,
    Day,
    Fault,
    Fields,
    Percent,
    area,
    line,
    row_fault,
    table,
)
from media.content import Content


class Project(Fields):
    name: str = line(marked("项目名称"), need=True, also=("项目", "工程名称"))
    place: str = line(marked("地点"), most=120, also=("建设地点", "实施地点"))
    budget: Amount = line(
        marked("投资（元）"), kind="amount", also=("总投资", "投资金额", "资金规模", "预算金额")
    )
    source: str = line(marked("资金来源"), most=120)
    builder: str = line(marked("实施单位"), need=True, most=120, also=("施工单位", "承建单位"))
    starts: Day = line(marked("开工日期"), kind="date", most=40, also=("开工时间",))
    ends: Day = line(marked("完工日期"), kind="date", most=40, also=("竣工日期", "完工时间"))
    progress: str = line(marked("进展"), most=400, also=("进展情况", "建设进度"))
    rate: Percent = line(marked("完成率"), kind="percent", need=True, also=("完成比例", "进度"))


class ProjectsFields(Fields):
    projects: tuple[Project, ...] = table(marked("项目"))
    note: str = area(marked("说明"))


def compose(fields: ProjectsFields) -> Content:
    return Content(blocks=(*table_of("", fields.projects), *prose(fields.note)))


def check(fields: ProjectsFields) -> Iterator[Fault]:
    """ISO days compare as text."""
    for number, one in enumerate(fields.projects, 1):
        if one.starts and one.ends and one.ends < one.starts:
            said = messages.text("早于开工日期。")
            yield row_fault(fields, "projects", number, "ends", said)


KIND = Kind(
    code="projects",
    name=marked("工程项目"),
    hint=marked("项目名称、投资、实施单位、工期、进展和完成率"),
    template="table",
    cadences=ANY,
    fields=ProjectsFields,
    compose=compose,
    check=check,
    carry=lambda fields: fields,
    words=("项目", "工程", "建设"),
)
