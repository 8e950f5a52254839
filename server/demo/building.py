"""Building the county through the same services that people use, at the times they would."""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from accounts.actor import SYSTEM
from accounts.service import issue_code
from core import clock, messages
from core.settings import Settings
from core.transaction import transact
from disclosure import checklist
from disclosure.chains import Chain, default_chain, kind_of
from disclosure.drafts import Draft
from disclosure.models import Version
from disclosure.service import approve, create_item, publish, save_draft, submit
from media.store import Store
from server.demo import screens, staff
from server.demo.catalogue import items
from server.demo.county import HALLS, SCREENS
from server.demo.records import Dated, dated
from signage.service import issue_pairing_code

LINKS = timedelta(hours=12)
TOGETHER = 60
"""Steps that share a transaction: one commit each would be most of the building time."""
_STAGES = ("draft", "submitted", "approved", "published")
_APART = timedelta(minutes=40)
"""Between two steps of a review."""
_CLEAN = dict.fromkeys(checklist.CATEGORIES, checklist.NONE)
_ITEMS = {item.code: item for item in items()}


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


@dataclass(frozen=True)
class _Step:
    """``stage``: one of _STAGES; ``turn``: which step of the chain an approval takes."""

    at: datetime
    record: int
    stage: str
    turn: int = 0

    @property
    def order(self) -> tuple[datetime, int, int, int]:
        return (self.at, _STAGES.index(self.stage), self.turn, self.record)


async def build_county(settings: Settings, store: Store) -> DemoCounty:
    """Build it in an empty, migrated database, as it stands at the clock's present time.

    Everything is dated when it would have happened; nothing after the present.
    """
    del store  # pages are drawn lazily; nothing else needs files
    start = clock.now()
    records = dated(start, settings.zone)
    before = clock.current()
    past = clock.FixedClock(min(one.written for one in records) - timedelta(days=30))
    clock.use(past)
    try:
        people = await transact(staff.settle)
        await transact(_catalogue)
        await transact(lambda: screens.furnish(people.operator, settings.timezone))
        await _file(records, people, settings, past, start)
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


async def _catalogue() -> None:
    for position, item in enumerate(items()):
        await create_item(
            SYSTEM,
            code=item.code,
            tier=item.tier,
            group=item.group,
            name=item.name,
            cadence=item.cadence,
            carriers=item.carriers,
            time_limit=item.time_limit,
            elements=item.elements,
            basis=item.basis,
            responsible=item.responsible,
            position=position,
            chain=item.chain,
        )


async def _file(
    records: list[Dated],
    people: staff.Staff,
    settings: Settings,
    past: clock.FixedClock,
    start: datetime,
) -> None:
    """Every step of every record in the order of time, so that the audit trail reads true."""
    versions: dict[int, Version] = {}
    steps = sorted((step for step in _steps(records) if step.at < start), key=lambda s: s.order)
    for first in range(0, len(steps), TOGETHER):
        chunk = steps[first : first + TOGETHER]
        await transact(_in_order(chunk, records, versions, people, settings, past))


def _in_order(
    steps: list[_Step],
    records: list[Dated],
    versions: dict[int, Version],
    people: staff.Staff,
    settings: Settings,
    past: clock.FixedClock,
) -> Callable[[], Coroutine[Any, Any, None]]:
    async def work() -> None:
        for step in steps:
            past.set(step.at)
            one = records[step.record]
            known = versions.get(step.record)
            versions[step.record] = await _take(step, one, known, people, settings)

    return work


async def _take(
    step: _Step, one: Dated, version: Version | None, people: staff.Staff, settings: Settings
) -> Version:
    place = one.planned.place
    if version is None:
        return await save_draft(
            people.officer(place),
            settings,
            unit_code=place.code,
            item_code=one.planned.item,
            period=one.planned.period,
            draft=_draft(one, settings),
        )
    if step.stage == "submitted":
        return await submit(people.officer(place), version.id)
    if step.stage == "approved":
        turn = _chain(one).steps[step.turn]
        decisions = _CLEAN if turn.kind == "secrecy" else None
        who = people.taker(turn, place)
        return await approve(who, version.id, version.content_hash, decisions=decisions)
    return await publish(people.office, settings, version.id)


def _steps(records: list[Dated]) -> Iterator[_Step]:
    for number, one in enumerate(records):
        reached = _STAGES[: _STAGES.index(one.planned.until) + 1]
        yield _Step(one.written, number, "draft")
        if "submitted" in reached:
            yield _Step(one.submitted, number, "submitted")
        if "approved" in reached:
            *earlier, last = range(len(_chain(one).steps))
            for turn in earlier:
                yield _Step(one.submitted + (turn + 1) * _APART, number, "approved", turn)
            yield _Step(one.approved, number, "approved", last)
        if "published" in reached:
            yield _Step(one.published, number, "published")


def _chain(one: Dated) -> Chain:
    """The county has set no chains of its own: the defaults hold."""
    item = _ITEMS[one.planned.item] if one.planned.item else None
    kind = kind_of(item.chain if item else "", one.planned.place.tier)
    return default_chain(kind)


def _draft(one: Dated, settings: Settings) -> Draft:
    planned = one.planned
    day = one.published.astimezone(settings.zone).date()
    return Draft(
        title=planned.title,
        template=planned.template,
        content=planned.content,
        nil_return=planned.nil_return,
        index_number=one.index_number,
        publisher=planned.place.publisher,
        subject=one.subject,
        formed_on=one.written.astimezone(settings.zone).date(),
        issued_on=day,
        ends_at=planned.ends_at,
    )
