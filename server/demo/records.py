"""All records of the county, with the instants at which they were published."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from server.demo import accounts, guides, notices, progress, rosters, village, welfare
from server.demo.catalogue import code
from server.demo.county import PLACES, Place, of_tier
from server.demo.planned import Planned
from server.demo.quarters import days_before, filed_at, last_quarters
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
_FILING_DAY = {"department": 9}
"""Departments file on the 9th, townships and villages on the 8th."""


@dataclass(frozen=True)
class Dated:
    """A planned record with its instants, each before the next."""

    planned: Planned
    index_number: str
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
        *progress.records(quarters),
        *welfare.records(quarters),
        *guides.records(),
        *village.records(quarters),
        *notices.notices(),
        *notices.strips(start, zone),
        *notices.pending(start, zone, quarters),
    ]


def dated(start: datetime, zone: ZoneInfo) -> list[Dated]:
    """The records with their instants, none at or after ``start``."""
    made = []
    for at, one in enumerate(planned(start, zone)):
        published = _published(one, start, zone) - timedelta(minutes=at % 50)
        made.append(
            Dated(
                one,
                _index_number(one.place, at, published),
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
    for place in of_tier("department", "township", "village"):
        if not place.full:
            continue
        books = accounts.ledgers(place, quarters)
        word = "财务收支公开" if place.tier == "village" else "收支情况"
        for ledger in books:
            made.append(
                Planned(
                    place,
                    code(place.tier, "accounts"),
                    f"{quarter_name(ledger.period)}{word}",
                    accounts.content(ledger),
                    "table",
                    ledger.period,
                )
            )
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


def _published(one: Planned, start: datetime, zone: ZoneInfo) -> datetime:
    if one.period:
        return filed_at(one.period, zone, _FILING_DAY.get(one.place.tier, 8))
    return days_before(start, max(1, one.age), zone)


def _index_number(place: Place, at: int, published: datetime) -> str:
    return f"QX{PLACES.index(place):02}-{published.year}-{at + 1:05}"
