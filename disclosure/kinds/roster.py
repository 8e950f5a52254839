"""领导分工、村干部、值班人员: photo, name, post, division of work, phone."""

from core.messages import marked
from disclosure.kinds.kind import ANY, Kind
from disclosure.kinds.shapes import Fields, area, line, table
from media.content import Content, Member, Roster


class Person(Fields):
    """One member.  ``photo``: SHA-256 of a stored picture."""

    name: str = line(marked("姓名"), need=True, most=40, also=("名字",))
    post: str = line(marked("职务"), most=100)
    duties: str = area(marked("分工"), also=("工作分工", "职责", "职责分工"))
    phone: str = line(marked("电话"), kind="phone", most=40, also=("联系电话", "办公电话"))
    photo: str = line(marked("照片"), kind="hidden", most=64)


class RosterFields(Fields):
    caption: str = line(marked("表名"), hint=marked("显示在名单上方，可不填"))
    members: tuple[Person, ...] = table(
        marked("名单"), hint=marked("按排名先后填写；照片在保存后上传")
    )


def compose(fields: RosterFields) -> Content:
    members = tuple(
        Member(
            name=one.name,
            post=one.post,
            duties=one.duties,
            phone=one.phone,
            photo=one.photo or None,
        )
        for one in fields.members
    )
    return Content(blocks=(Roster(caption=fields.caption, members=members),) if members else ())


def with_photo(fields: RosterFields, number: int, sha256: str | None) -> RosterFields:
    """The fields with another photo (None: without one) of member ``number``, from 0."""
    members = tuple(
        one.model_copy(update={"photo": sha256 or ""}) if at == number else one
        for at, one in enumerate(fields.members)
    )
    return fields.model_copy(update={"members": members})


def photos_kept(fields: RosterFields, before: RosterFields) -> RosterFields:
    """Rows that were pasted anew keep the photos of those of the same name."""
    known = {one.name: one.photo for one in before.members}
    members = tuple(
        one if one.photo else one.model_copy(update={"photo": known.get(one.name, "")})
        for one in fields.members
    )
    return fields.model_copy(update={"members": members})


KIND = Kind(
    code="roster",
    name=marked("领导和人员名册"),
    hint=marked("领导分工、村干部、值班人员：照片、姓名、职务、分工、电话"),
    template="roster",
    cadences=ANY,
    fields=RosterFields,
    compose=compose,
    carry=lambda fields: fields,
    words=("领导", "成员", "班子", "分工", "村干部", "两委", "人员"),
)
