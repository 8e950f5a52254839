"""Posting periods of one village: a list of persons for the village alone, up for seven working
days; one that runs, and an earlier one that has ended, was certified and destroyed."""

from collections.abc import Awaitable, Iterator
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from core import clock
from disclosure.service import add_evidence, purge_due
from disclosure.service.postings import Seen, note_days
from server.demo.county import BY_CODE, HALLS, SCREENS
from server.demo.desk import Act, Desk
from server.demo.people import name, number
from server.demo.planned import Planned, filled
from server.demo.quarters import days_before, working
from signage.certificates import issue_certificate

RUNNING, ENDED = "running posting", "ended posting"
_PLACE, _ITEM = "shiqiao", "v-aid"
_AGES = {RUNNING: 4, ENDED: 32}
DAYS = 7
_MONTHLY = 385
_SCREENS = tuple(
    one for one in SCREENS if one.hall == "shiqiao-hall" and "strip" not in one.profile
)


def records(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """The two lists, the older first."""
    first = _list(ENDED, "第二批", 6)
    return [first, _list(RUNNING, "第三批", 9)]


def acts(start: datetime, zone: ZoneInfo) -> Iterator[Act]:
    """What screens and people did about them."""
    for which, age in _AGES.items():
        put_up = days_before(start, age, zone)
        shown = [put_up + timedelta(days=day, minutes=30) for day in range(1, 12)]
        hung = [at for at in shown if working(at.astimezone(zone).date())][:DAYS]
        yield from (Act(at, partial(_seen, which)) for at in hung)
        if hung:
            yield Act(hung[0] + timedelta(hours=1), partial(_photographed, which))
    ended = days_before(start, _AGES[ENDED], zone) + timedelta(days=20, hours=6)
    yield Act(ended, _certified)
    yield Act(ended + timedelta(minutes=10), _destroyed)


def _list(which: str, batch: str, count: int) -> Planned:
    """Names masked as they are taken in: what is hidden is never stored."""
    place = BY_CODE[_PLACE]
    receivers = []
    for at in range(count):
        people = 1 + number(f"{which} household {at}", 4)
        standard = people * _MONTHLY
        receivers.append(
            {
                "name": name(f"{which} {at}"),
                "group": f"第{'一二三四五六'[number(f'{which} group {at}', 6)]}村民小组",
                "standard": str(standard),
                "months": "3",
                "amount": str(standard * 3),
            }
        )
    values = {
        "name": "农村最低生活保障（新申请）",
        "basis": "《社会救助暂行办法》第十一条",
        "receivers": receivers,
        "total": str(sum(int(row["amount"]) for row in receivers)),
        "note": "经镇入户调查和民主评议，拟纳入最低生活保障。公示期间有异议的，请向下列电话反映，"
        "对反映人信息保密。",
    }
    extra = {
        "posting_days": DAYS,
        "posting_unit": "working_day",
        "objection": f"柳河镇民政办，电话 {BY_CODE['liuhe'].phone}",
        "group_name": "石桥村村民",
    }
    return filled(
        place,
        _ITEM,
        f"{place.name}最低生活保障审核公示（{batch}）",
        "subsidies",
        values,
        extra,
        age=_AGES[which],
        name=which,
    )


def _seen(which: str, desk: Desk) -> Awaitable[object]:
    """Both screens of the village said that they played it."""
    at, hall = clock.now(), next(one for one in HALLS if one.unit == _PLACE)
    version = desk.versions[which].id
    seen = [
        Seen(version, one.code, f"{hall.name} · {one.name}", desk.day(at), playing=True)
        for one in _SCREENS
    ]
    return note_days(seen, at)


def _photographed(which: str, desk: Desk) -> Awaitable[object]:
    """The paper board at the village office, on the first day that counts."""
    return add_evidence(
        desk.people.officers[_PLACE],
        desk.settings,
        desk.versions[which].id,
        carrier="paper",
        place="石桥村村务公开栏（村部东墙）",
        file=desk.pictures["board"],
        seen_on=desk.day(clock.now()),
        note="与屏幕同日张贴",
    )


def _certified(desk: Desk) -> Awaitable[object]:
    return issue_certificate(
        desk.people.officers[_PLACE], desk.settings, desk.key, desk.versions[ENDED].id
    )


def _destroyed(desk: Desk) -> Awaitable[object]:
    return purge_due(desk.settings, clock.now())
