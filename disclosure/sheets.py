"""What stands on a version's pages: facts and window become a sheet.

The texts are in the office's own language whoever asks, since equal sheets share their pictures.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from core import messages
from disclosure import periods
from disclosure.postings import Posting
from disclosure.windows import Posted, day_fields, length_text
from media.content import Content
from media.sheet import Sheet, Template

_INSTANT = timedelta(microseconds=1)
STRIP = "strip"


@dataclass(frozen=True)
class SheetFacts:
    """All that a sheet is made of.

    ``path``: names of the units from the root down; ``content``: JSON of media.content.Content;
    ``end``: the planned end of the window (windows.planned), not one that came about later, so
    that superseding a version never draws it again; ``posted``: the days of its posting period,
    None while nobody knows when it begins; ``result``: title of the record that states its result.
    """

    template: str
    edition: int
    path: tuple[str, ...]
    item: str
    title: str
    period: str | None
    end: datetime | None
    phone: str
    link: str | None
    publisher: str
    reviewer: str
    published_at: datetime | None
    content: str
    posting: Posting | None = None
    posted: Posted | None = None
    objection: str = ""
    result: str = ""


def build_sheet(facts: SheetFacts, zone: ZoneInfo, locale: str) -> Sheet:
    """The sheet, its texts in ``locale``."""
    with messages.spoken_in(locale):
        return Sheet(
            template=cast("Template", facts.template),
            edition=facts.edition,
            path=facts.path,
            item=facts.item,
            title=facts.title,
            period=periods.parse(facts.period).stamp() if facts.period else "",
            shown_until=last_shown(facts.end, zone) if facts.end else "",
            phone=facts.phone,
            link=facts.link,
            footer=_footer(facts, zone),
            content=Content.model_validate_json(facts.content),
        )


def last_shown(end: datetime, zone: ZoneInfo) -> str:
    """The last day on which it is shown, as officials write it; with the time where the window
    does not end with a day.  2027-01-10T16:00Z in Shanghai is 2027年1月10日."""
    local = end.astimezone(zone)
    if end == periods.midnight(local.date(), zone):
        return day_text((end - _INSTANT).astimezone(zone).date())
    return f"{day_text(local.date())} {local:%H:%M}"


def day_text(day: date) -> str:
    """2026年10月8日."""
    return messages.text("{year}年{month}月{day}日", **day_fields(day))


def posting_lines(
    posting: Posting | None, posted: Posted | None, objection: str, result: str
) -> list[str]:
    """What a posted notice says of itself: its days, where objections go, what came of it."""
    lines = []
    if posting is not None and posted is not None:
        days = {"since": day_text(posted.since), "last": day_text(posted.last)}
        lines.append(length_text(posting))
        lines.append(messages.text("{since}至{last}", **days))
    elif posting is not None:
        length = length_text(posting)
        lines.append(messages.text("{length}（自发布次日起算）", length=length))
    if objection:
        lines.append(messages.text("异议受理：{contact}", contact=objection))
    if result:
        lines.append(messages.text("公示结果见《{title}》", title=result))
    return lines


def record_link(
    public_url: str, code: str, *, official_url: str = "", audience: str = "public", template: str
) -> str | None:
    """Where the QR code leads: the government's own portal as given, else the short link in upper
    case, which makes a QR code smaller (host names do not mind; our server reads both).  None for
    audiences that have no public page, and for strips, which carry no code."""
    if audience != "public" or template == STRIP:
        return None
    if official_url:
        return official_url
    parts = urlsplit(public_url)
    if parts.path.strip("/"):
        # The folder belongs to another server, which may read its case strictly.
        origin = f"{parts.scheme}://{parts.netloc}".upper()
        return f"{origin}{parts.path.rstrip('/')}/r/{code}"
    return f"{public_url}/r/{code}".upper()


def _footer(facts: SheetFacts, zone: ZoneInfo) -> tuple[str, ...]:
    lines = posting_lines(facts.posting, facts.posted, facts.objection, facts.result)
    lines.append(messages.text("公开主体：{name}", name=facts.publisher))
    if facts.reviewer:
        lines.append(messages.text("{name}审核", name=facts.reviewer))
    if facts.published_at is not None:
        day = day_text(facts.published_at.astimezone(zone).date())
        lines.append(messages.text("{day}公布", day=day))
    return tuple(lines)
