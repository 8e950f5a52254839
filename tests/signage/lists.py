"""A list of persons for the village's group, halls of three units, and screens in them."""

from dataclasses import dataclass

from jinja2 import DictLoader

from core.transaction import transact
from disclosure.models import CatalogueItem, Version
from media.content import Column, Content, Table, paragraph
from signage import service
from signage.models import Screen
from tests.signage.world import Signage

FRAGMENT = "<article>{{ candidate.title }} {{ candidate.sheet.content.text }}</article>"
NAMES = ("张小花", "李大田", "王二妹")
LIST = Content(
    blocks=(
        paragraph("经民主评议，下列对象拟纳入最低生活保障。"),
        Table(
            caption="名单",
            columns=(Column(title="姓名"), Column(title="类别")),
            rows=tuple((name, "B类") for name in NAMES),
        ),
    )
)


@dataclass
class Halls:
    """One screen a place; ``hut`` is a kiosk in the village."""

    village: Screen
    hut: Screen
    outdoor: Screen
    staff: Screen
    town: Screen
    county: Screen

    @property
    def elsewhere(self) -> tuple[Screen, ...]:
        return self.outdoor, self.staff, self.town, self.county


async def with_lists(signage: Signage) -> Halls:
    """The item whose audience is a group, the halls, one programme that picks everything; texts
    of touchscreens that hold what the records say."""
    signage.pages.loader = DictLoader({"signage/fragment.html": FRAGMENT})
    for code, audience in (("village-relief", "group"), ("village-inside", "staff")):
        await transact(
            lambda code=code, audience=audience: CatalogueItem.create(
                code=code,
                tier="village",
                group="社会救助",
                name=code,
                cadence="prompt",
                audience=audience,
            )
        )
    for code, unit in (("shiqiao-hall", "shiqiao"), ("county-hall", "qingxi")):
        await service.create_hall(signage.operator, code, f"{code} 大厅", unit=unit)
    await signage.programme()
    return Halls(
        village=await _screen(signage, "v-1", "shiqiao-hall", "village"),
        hut=await _screen(signage, "v-2", "shiqiao-hall", "village", "kiosk-1080x1920"),
        outdoor=await _screen(signage, "v-3", "shiqiao-hall", "outdoor"),
        staff=await _screen(signage, "v-4", "shiqiao-hall", "staff"),
        town=await _screen(signage, "t-1", "liuhe-hall", "hall", "kiosk-1080x1920"),
        county=await _screen(signage, "c-1", "county-hall", "hall", "kiosk-1080x1920"),
    )


async def posted(signage: Signage, title: str = "石桥村低保名单公示", **more: object) -> Version:
    """A published list, posted for three working days unless told otherwise."""
    options: dict[str, object] = {
        "item_code": "village-relief",
        "period": None,
        "template": "table",
        "content": LIST,
        "group_name": "低保对象",
        "posting_days": 3,
        "posting_unit": "working_day",
        "objection": "石桥村村务监督委员会 0570-7654321",
    }
    return await signage.world.published(title, **(options | more))


async def _screen(
    signage: Signage, code: str, hall: str, place: str, profile: str = "wall-1920x1080-3m"
) -> Screen:
    return await service.create_screen(
        signage.operator, code, f"{code} 屏", hall=hall, profile_code=profile, place=place
    )
