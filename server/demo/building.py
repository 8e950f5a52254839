"""Building the county through the same services that people use, at the times they would."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from accounts.actor import SYSTEM
from accounts.service import issue_code
from core import clock, messages
from core.settings import Settings
from core.transaction import transact
from disclosure import periods
from disclosure.indexing import IndexRule
from disclosure.service import create_item
from disclosure.service.attaching import store_attachment
from disclosure.service.numbering import set_index_rule
from disclosure.service.reminding import remind
from media.service import store_file
from media.store import Store
from server.demo import drawings, oversight, postings, screens, staff
from server.demo.catalogue import added, items
from server.demo.county import HALLS, SCREENS
from server.demo.desk import Desk
from server.demo.filing import file
from server.demo.quarters import last_quarters
from server.demo.records import dated
from server.secrets import signing_key
from signage.service import issue_pairing_code

LINKS = timedelta(hours=12)
INDEX_RULE = IndexRule(
    template="QX{unit}-{catalogue}-{year}-{serial:05}",
    unit_kinds=("administrative", "public_service"),
    catalogue_codes={
        "领导班子职务、工作分工情况": "01",
        "内部机构设置": "01",
        "年度目标任务完成情况": "02",
        "年度工作目标": "02",
        "重点目标任务完成情况": "02",
        "季度收支情况": "03",
        "涉农惠民政策和项目资金": "04",
        "支农惠农资金公开情况": "04",
        "政策解读回应": "05",
        "执法和许可公开": "06",
        "信息公开基础": "07",
        "办事公开": "08",
    },
)
"""The county's rule: QX007-03-2026-00004; villages carry no numbers."""
_LEVELS = {"township": "township", "village": "village"}


@dataclass(frozen=True)
class DemoCounty:
    """What was built.  Logins and ids of its people, codes of its screens."""

    officer: str
    reviewer: str
    publisher: str
    operator: str
    screens: tuple[str, ...]
    records: int
    """How many records are published."""
    people: dict[str, str] = field(default_factory=dict)
    """Ids by login."""

    async def sign_in_code(self, login: str) -> str:
        """A one-use code with which that person enters (``/console/enter?code=…``)."""
        return await issue_code("sign-in", self.people[login], LINKS)

    async def pairing_token(self, screen: str) -> str:
        """A one-use token with which a browser becomes that screen (``/play?pair=…``)."""
        return await issue_pairing_code(SYSTEM, screen)

    async def addresses(self, base: str) -> list[str]:
        """Lines to print: links for people, then the address of every screen."""
        lines = ["", messages.text("控制台（每个链接只能用一次）：")]
        for role, login in (
            (messages.text("石桥村信息员"), self.officer),
            (messages.text("石桥村民主理财小组"), staff.SUPERVISOR),
            (messages.text("石桥村负责人"), staff.HEAD),
            (messages.text("柳河镇审核人"), self.reviewer),
            (messages.text("柳河镇保密审查员"), staff.SECRECY),
            (messages.text("柳河镇主要负责人"), staff.TOWN_HEAD),
            (messages.text("县政务公开办"), self.publisher),
            (messages.text("县自来水公司信息员"), staff.WATER),
            (messages.text("检查员"), staff.INSPECTOR),
            (messages.text("屏幕管理员"), self.operator),
        ):
            lines.append(f"  {role}  {base}/console/enter?code={await self.sign_in_code(login)}")
        for hall in HALLS:
            lines += ["", hall.name]
            for screen in SCREENS:
                if screen.hall == hall.code:
                    page = "kiosk" if "kiosk" in screen.profile else "play"
                    token = await self.pairing_token(screen.code)
                    lines.append(
                        f"  {screen.name}  {own_host(base, screen.code)}/{page}?pair={token}"
                    )
        return [*lines, "", messages.text("信息公开网站：{base}/", base=base)]


def own_host(base: str, screen: str) -> str:
    """``base`` under a name of the screen's own: ``http://county-wall.localhost:8000``.

    Browsers resolve every name below localhost to loopback and keep cookies and storage apart by
    name, so that one browser can be several screens at once.
    """
    port = urlsplit(base).port
    return f"http://{screen}.localhost:{port}"


async def build_county(settings: Settings, store: Store) -> DemoCounty:
    """Build it in an empty, migrated database, as it stands at the clock's present time.

    Everything is dated when it would have happened; nothing after the present.
    """
    start = clock.now()
    records = dated(start, settings.zone)
    before = clock.current()
    past = clock.FixedClock(min(one.written for one in records) - timedelta(days=30))
    clock.use(past)
    try:
        people = await transact(staff.settle)
        quarters = last_quarters(start, settings.zone)
        await transact(lambda: _catalogue(quarters, settings.zone))
        await transact(lambda: screens.furnish(people.operator, settings.timezone))
        desk = await _at_hand(people, settings, store, quarters[-1])
        acts = [*postings.acts(start, settings.zone), *oversight.acts(start, settings.zone)]
        await file(records, acts, desk, past, start)
        past.set(start)
        await remind(settings, start)
    finally:
        clock.use(before)
    return DemoCounty(
        officer=staff.OFFICER,
        reviewer=staff.REVIEWER,
        publisher=staff.OFFICE,
        operator=staff.OPERATOR,
        screens=tuple(screen.code for screen in SCREENS),
        records=sum(one.planned.until == "published" for one in records),
        people=people.ids,
    )


async def _catalogue(quarters: tuple[str, ...], zone: ZoneInfo) -> None:
    """Accounts have been owed all along, targets for two quarters, the rest since the last one."""
    last = {short: periods.midnight(periods.parse(quarters[back]).first_day, zone)
            for short, back in (("targets", -2), ("", -1))}  # fmt: skip
    for position, item in enumerate((*items(), *added())):
        short = item.code.partition("-")[2]
        owed = item.cadence == "quarterly" and short != "accounts"
        await create_item(
            SYSTEM,
            code=item.code,
            applied_at=last.get(short, last[""]) if owed else None,
            tier=item.tier,
            group=item.group,
            name=item.name,
            cadence=item.cadence,
            due_day=item.due_day,
            carriers=item.carriers,
            time_limit=item.time_limit,
            elements=item.elements,
            basis=item.basis,
            responsible=item.responsible,
            domain=item.domain,
            record_kind=item.record_kind,
            unit_kind=item.unit_kind,
            audience="group" if item.group_name else "public",
            group_name=item.group_name,
            levels=(_LEVELS.get(item.tier, "county"),),
            position=position,
            chain=item.chain,
            responsible_units=item.units,
            lead_units=(item.lead,) if item.lead else (),
        )
    await set_index_rule(SYSTEM, INDEX_RULE)


async def _at_hand(people: staff.Staff, settings: Settings, store: Store, quarter: str) -> Desk:
    """What acts need: drawings and a table in the store, the key that signs certificates."""
    desk = Desk(people, settings, signing_key(settings), quarter)
    for name, draw in drawings.PICTURES.items():
        desk.pictures[name] = await store_file(store, draw(), "image/png")
    desk.table = await store_attachment(store, drawings.table(), "附件.xlsx")
    return desk
