"""机构设置: name, duties, head, phone, and the offices within."""

from core import messages
from core.messages import marked
from disclosure.kinds.composing import facts_of, prose, sections, table_of
from disclosure.kinds.kind import LASTING, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content


class Office(Fields):
    name: str = line(marked("内设机构"), need=True, most=80, also=("机构名称", "名称", "科室"))
    duties: str = area(marked("职责"), also=("主要职责", "职能"))
    head: str = line(marked("负责人"), most=40)
    phone: str = line(marked("电话"), kind="phone", most=40, also=("联系电话",))


class OrganisationFields(Fields):
    name: str = line(marked("机构名称"), need=True, most=120)
    head: str = line(marked("负责人"), need=True, most=40)
    phone: str = line(marked("电话"), kind="phone", need=True, most=40)
    address: str = line(marked("办公地址"), most=200)
    hours: str = line(marked("办公时间"), most=120)
    duties: str = area(marked("主要职责"), need=True, hint=marked("一行一条"))
    offices: tuple[Office, ...] = table(marked("内设机构"), need=False)


def compose(fields: OrganisationFields) -> Content:
    return Content(
        blocks=(
            *facts_of(fields, "name", "head", "phone", "address", "hours"),
            *sections(
                (
                    (messages.text("主要职责"), prose(fields.duties)),
                    (messages.text("内设机构"), table_of("", fields.offices)),
                )
            ),
        )
    )


KIND = Kind(
    code="organisation",
    name=marked("机构职能"),
    hint=marked("机构名称、职责、负责人、电话、内设机构"),
    template="notice",
    cadences=LASTING,
    fields=OrganisationFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("机构", "职能", "职责", "部门概况"),
)
