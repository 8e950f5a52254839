"""A small county for tests: one line of units, people, items, and shortcuts over the service."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actor import Actor
from accounts.models import Person, Unit
from core import clock
from core.settings import Settings
from core.transaction import transact
from disclosure import service
from disclosure.drafts import Draft
from disclosure.models import CatalogueItem, Version
from media.content import Column, Content, Table, paragraph
from tests.disclosure.chains import short_chain

ROOT = "/qingxi/"
TOWN = "/qingxi/liuhe/"
VILLAGE = "/qingxi/liuhe/shiqiao/"


@dataclass
class World:
    """People act over the whole county unless their name says otherwise."""

    settings: Settings
    officer: Actor
    second_officer: Actor
    reviewer: Actor
    second_reviewer: Actor
    both: Actor
    """Officer and reviewer in one person."""
    stranger: Actor
    """Officer and reviewer of another township."""
    town_officer: Actor

    async def draft(self, title: str = "季度财务收支", **options: object) -> Version:
        """A draft of the village's quarterly accounts for 2026Q3 unless told otherwise."""
        actor = options.pop("actor", self.officer)
        place = {
            name: options.pop(name, default)
            for name, default in (
                ("unit_code", "shiqiao"),
                ("item_code", "village-accounts"),
                ("period", "2026Q3"),
            )
        }
        keep = {name: options.pop(name) for name in ("record_id", "revision") if name in options}
        draft = Draft.model_validate({"title": title, "content": CONTENT} | options)
        return await service.save_draft(actor, self.settings, draft=draft, **place, **keep)

    async def approved(self, title: str = "季度财务收支", **options: object) -> Version:
        version = await self.draft(title, **options)
        version = await service.submit(
            options.get("actor", self.officer), self.settings, version.id
        )
        return await service.approve(self.reviewer, version.id, version.content_hash)

    async def publish(self, draft: Version) -> Version:
        """Through all steps."""
        sent = await service.submit(self.officer, self.settings, draft.id)
        await service.approve(self.reviewer, sent.id, sent.content_hash)
        return await service.publish(self.reviewer, self.settings, sent.id)

    async def published(self, title: str = "季度财务收支", **options: object) -> Version:
        version = await self.approved(title, **options)
        return await service.publish(self.reviewer, self.settings, version.id)


CONTENT = Content(
    blocks=(
        paragraph("石桥村2026年第三季度财务收支情况公布如下。"),
        Table(
            caption="收支明细",
            columns=(Column(title="项目"), Column(title="金额（元）", kind="amount")),
            rows=(("集体土地承包收入", "46200.00"), ("村内道路维修", "52380.00")),
        ),
    )
)


async def build_world(settings: Settings) -> World:
    """Rows written directly: what is tested is the disclosure service."""
    return await transact(lambda: _build(settings))


async def reload(version: Version) -> Version:
    return await Version.get(id=version.id).select_related("record__unit", "record__item")


def at(text: str) -> datetime:
    """An instant of its ISO text, in UTC."""
    return clock.utc(datetime.fromisoformat(text))


async def _build(settings: Settings) -> World:
    county = await _unit("qingxi", "青溪县人民政府", "青溪县", "county", None, "12345")
    town = await _unit("liuhe", "柳河镇人民政府", "柳河镇", "township", county, "0570-1234567")
    await _unit("shiqiao", "石桥村村民委员会", "石桥村", "village", town)
    other = await _unit("nanping", "南坪镇人民政府", "南坪镇", "township", county)
    await _items()
    await short_chain()
    return World(
        settings,
        officer=await _person("officer", "王信息", county, "officer"),
        second_officer=await _person("officer2", "钱信息", county, "officer"),
        reviewer=await _person("reviewer", "李审核", county, "reviewer"),
        second_reviewer=await _person("reviewer2", "赵审核", county, "reviewer"),
        both=await _person("both", "孙兼任", county, "officer", "reviewer"),
        stranger=await _person("stranger", "周旁人", other, "officer", "reviewer"),
        town_officer=await _person("town", "吴镇办", town, "officer"),
    )


async def _unit(
    code: str, name: str, short: str, tier: str, parent: Unit | None, phone: str = ""
) -> Unit:
    path = f"{parent.path if parent else '/'}{code}/"
    return await Unit.create(
        code=code, name=name, short_name=short, tier=tier, parent=parent, path=path, phone=phone
    )


async def _person(login: str, name: str, unit: Unit, *roles: str) -> Actor:
    person = await Person.create(login=login, name=name, unit=unit, created_at=clock.now())
    return Actor(person.id, name, tuple((role, unit.path) for role in roles))


async def _items() -> None:
    rows = (
        ("village-accounts", "village", "财务公开", "季度财务收支", "quarterly", "public"),
        ("village-monthly", "village", "财务公开", "月度收支", "monthly", "public"),
        ("village-yearly", "village", "年度公开", "年度工作报告", "yearly", "public"),
        ("village-roster", "village", "组织机构", "村两委成员", "fixed", "public"),
        ("village-notice", "village", "通知公告", "通知公告", "prompt", "public"),
        ("village-law", "village", "政策法规", "长期有效文件", "permanent", "public"),
        ("village-staff", "village", "内部", "内部通知", "prompt", "staff"),
        ("town-roster", "township", "组织机构", "领导班子成员", "fixed", "public"),
    )
    for code, tier, group, name, cadence, audience in rows:
        await CatalogueItem.create(
            code=code, tier=tier, group=group, name=name, cadence=cadence, audience=audience
        )
