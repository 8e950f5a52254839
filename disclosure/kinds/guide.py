"""办事指南: who may decide, on what basis, how, with what, at what price, by when (办事公开)."""

from core.messages import marked
from disclosure.kinds.composing import facts_of, listed, prose, sections
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, inputs_of, line
from media.content import Block, Content

_STEPS = ("procedure",)
_LISTS = ("materials",)
_SECTIONS = (
    "authority", "basis", "conditions", "materials", "procedure", "standard", "result",
    "convenience", "promise", "integrity", "discipline", "supervision",
)  # fmt: skip


class GuideFields(Fields):
    place: str = line(marked("办理地点"), need=True)
    hours: str = line(marked("办理时间"), most=120)
    phone: str = line(marked("咨询电话"), kind="phone", need=True, most=80)
    limit: str = line(marked("办理时限"), need=True, hint=marked("如：5 个工作日"))
    fee: str = line(marked("收费"), hint=marked("如：不收费"))
    authority: str = area(marked("办理权限"))
    basis: str = area(marked("办理依据"), need=True)
    conditions: str = area(marked("办理条件"))
    materials: str = area(marked("申请材料"), need=True, hint=marked("一行一项"))
    procedure: str = area(marked("办理程序"), need=True, hint=marked("一行一步"))
    standard: str = area(marked("办理标准"))
    result: str = area(marked("办理结果"))
    convenience: str = area(marked("便民措施"))
    promise: str = area(marked("服务承诺"))
    integrity: str = area(marked("廉政规定"))
    discipline: str = area(marked("工作纪律"))
    supervision: str = area(marked("监督办法"), need=True, hint=marked("投诉电话、受理部门"))


def compose(fields: GuideFields) -> Content:
    named = {one.name: one.titled for one in inputs_of(GuideFields)}
    parts = [(named[name], _part(name, getattr(fields, name))) for name in _SECTIONS]
    head = facts_of(fields, "limit", "fee", "place", "hours", "phone")
    return Content(blocks=(*head, *sections(parts)))


def _part(name: str, said: str) -> tuple[Block, ...]:
    if name in _STEPS:
        return listed(said, ordered=True)
    return listed(said) if name in _LISTS else prose(said)


KIND = Kind(
    code="guide",
    name=marked("办事指南"),
    hint=marked("权限、依据、材料、程序、标准、时限、结果、监督办法"),
    template="notice",
    cadences=LASTING,
    fields=GuideFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("办事", "指南", "服务指南", "办理"),
)
