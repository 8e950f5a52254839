"""政府信息公开指南: what the guide must say by Art. 12 of the disclosure regulations."""

from core.messages import marked
from disclosure.kinds.composing import facts_of, prose, sections
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, inputs_of, line
from media.content import Content

_SECTIONS = ("scope", "order", "forms", "requests", "limits", "relief")


class DisclosureGuideFields(Fields):
    office: str = line(marked("工作机构"), need=True)
    address: str = line(marked("办公地址"), need=True)
    hours: str = line(marked("办公时间"), need=True, most=120)
    phone: str = line(marked("联系电话"), kind="phone", need=True, most=80)
    fax: str = line(marked("传真号码"), kind="phone", most=80)
    mail: str = line(marked("互联网联系方式"), most=200)
    scope: str = area(marked("公开范围"), need=True)
    order: str = area(marked("分类和编排体系"))
    forms: str = area(marked("获取方式"), need=True)
    requests: str = area(marked("依申请公开"), need=True)
    limits: str = area(marked("答复时限和收费"))
    relief: str = area(marked("监督和救济"), need=True)


def compose(fields: DisclosureGuideFields) -> Content:
    named = {one.name: one.titled for one in inputs_of(DisclosureGuideFields)}
    head = facts_of(fields, "office", "address", "hours", "phone", "fax", "mail")
    parts = [(named[name], prose(getattr(fields, name))) for name in _SECTIONS]
    return Content(blocks=(*head, *sections(parts)))


KIND = Kind(
    code="disclosure_guide",
    name=marked("信息公开指南"),
    hint=marked("工作机构、公开范围、获取方式、依申请公开、监督救济"),
    template="notice",
    cadences=LASTING,
    fields=DisclosureGuideFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("信息公开指南", "公开指南"),
)
