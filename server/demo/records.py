"""All records of the county, with the instants at which they were published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.demo import (
    accounts,
    guides,
    notices,
    policies,
    postings,
    progress,
    rosters,
    services,
    village,
    waiting,
    welfare,
)
from server.demo.catalogue import code
from server.demo.county import BY_CODE, Place, bureaus, of_tier
from server.demo.planned import Planned, filled
from server.demo.quarters import days_before, filed_at, filed_late, last_quarters
from server.demo.quarters import name as quarter_name

_SUBJECTS = {
    "accounts": "财政、金融、审计",
    "expenses": "财政、金融、审计",
    "funds": "财政、金融、审计",
    "assets": "农业、林业、水利",
    "leaders": "机构",
    "offices": "机构",
    "groups": "机构",
    "land": "国土资源",
    "leases": "国土资源",
    "assistance": "民政、扶贫、救灾",
    "relief": "民政、扶贫、救灾",
    "revival": "农业、林业、水利",
    "farming": "农业、林业、水利",
}
_CHECKED = "民主理财小组已逐笔核对票据。"
_FILING_DAY = {"department": 9}
"""Departments file on the 9th, townships and villages on the 8th."""


@dataclass(frozen=True)
class Dated:
    """A planned record with its instants, each before the next."""

    planned: Planned
    subject: str
    written: datetime
    submitted: datetime
    approved: datetime
    published: datetime


def planned(start: datetime, zone: ZoneInfo) -> list[Planned]:
    """Every record of the county at ``start``."""
    quarters = last_quarters(start, zone)
    return [
        *rosters.records(),
        *_accounts(quarters),
        *_behind(quarters),
        *progress.records(quarters),
        *welfare.records(quarters),
        *guides.records(),
        *village.records(quarters),
        *policies.records(start, zone),
        *services.records(start, zone),
        *notices.notices(),
        *notices.in_the_hall(start, zone),
        *notices.strips(start, zone),
        *postings.records(start, zone),
        *waiting.records(start, zone, quarters),
    ]


def dated(start: datetime, zone: ZoneInfo) -> list[Dated]:
    """The records with their instants, none at or after ``start``."""
    made = []
    for at, one in enumerate(planned(start, zone)):
        published = _published(one, start, zone) - timedelta(minutes=at % 50)
        made.append(
            Dated(
                one,
                _SUBJECTS.get((one.item or "").partition("-")[2], "综合政务"),
                published - timedelta(hours=25),
                published - timedelta(hours=18),
                published - timedelta(hours=2),
                published,
            )
        )
    return made


def _accounts(quarters: tuple[str, ...]) -> list[Planned]:
    made = []
    for place in (*bureaus(), *of_tier("township", "village")):
        if not place.full:
            continue
        books = accounts.ledgers(place, quarters)
        made += [_quarter(place, ledger, quarters) for ledger in books]
        if place.tier != "village":
            made.append(
                Planned(
                    place,
                    code(place.tier, "expenses"),
                    f"{quarter_name(quarters[-1])}公务支出情况",
                    accounts.expenses(books),
                    "table",
                    quarters[-1],
                )
            )
    return made


def _behind(quarters: tuple[str, ...]) -> list[Planned]:
    """A department that has filed all quarters but the last: its accounts are stale."""
    place = BY_CODE["yibao"]
    books = accounts.ledgers(place, quarters)[:-1]
    return [_quarter(place, ledger, quarters) for ledger in books]


def _quarter(place: Place, ledger: accounts.Ledger, quarters: tuple[str, ...]) -> Planned:
    village = place.tier == "village"
    title = quarter_name(ledger.period) + ("财务收支公开" if village else "收支情况")
    late = 4 if (place.code, ledger.period) == ("yunling", quarters[-2]) else 0
    return filled(
        place,
        code(place.tier, "accounts"),
        title,
        "accounts",
        accounts.fields(ledger, _CHECKED if village else ""),
        period=ledger.period,
        late=late,
    )


def _published(one: Planned, start: datetime, zone: ZoneInfo) -> datetime:
    if one.period and one.late:
        return filed_late(one.period, zone, one.late)
    if one.period:
        return filed_at(one.period, zone, _FILING_DAY.get(one.place.tier, 8))
    return days_before(start, max(1, one.age), zone)
