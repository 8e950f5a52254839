"""What happens to a posting period: longer, vouched for by photos, seen on screens, certified."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.settings import Settings
from core.transaction import transacted
from disclosure.models import Certificate, DisplayDay, DisplayEvidence, PostingExtension, Version
from disclosure.postings import LONGEST, may_extend, posting_of
from disclosure.queries.spans import facts_of, span_of
from disclosure.queries.workdays import workdays
from disclosure.review import PUBLIC
from disclosure.service.steps import needed

CARRIERS = ("paper", "website", "other")
_REASON, _PLACE = 300, 120


@dataclass(frozen=True)
class Seen:
    """What is known now of a version on a screen, on one local day."""

    version: str
    screen: str
    """Its code."""
    place: str
    day: date
    playing: bool
    """Whether the screen says that it plays a plan that shows it today."""


@transacted
async def extend_posting(
    actor: Actor, settings: Settings, version_id: str, days: int, reason: str
) -> Version:
    """Let the posting hang ``days`` longer, in its own unit; its end moves on every screen.

    Raises NotFound, Refused without record.write over its unit, Conflict when it is not running,
    Invalid for the number or without a reason.
    """
    version = await _posted(actor, version_id)
    why = needed(reason, "reason-missing", "请写明延长公示期的原因。", "reason")[:_REASON]
    posting = facts_of(version).posting
    if posting is None or not may_extend(posting, days):
        raise Invalid(
            "posting-days",
            "延长的天数至少为 1，公示期合计不超过 {most} 天。",
            most=LONGEST,
            field="days",
        )
    end = span_of(version, settings, await workdays()).window.end
    if version.state != "published" or end is None or end <= clock.now():
        raise Conflict("posting-over", "公示期已经结束，不能再延长；如需补足，请重新公示。")
    same = Version.filter(
        id=version.id, state=version.state, posting_extended=version.posting_extended
    )
    if await same.update(posting_extended=version.posting_extended + days) != 1:
        raise Conflict("posting-extended", "公示期刚被他人延长，请刷新后再看。")
    at = clock.now()
    await PostingExtension.create(version_id=version.id, days=days, reason=why, by=actor.id, at=at)
    data: dict[str, object] = {"record": version.record.id, "days": days, "reason": why}
    await write_entry(actor, "posting.extend", f"version:{version.id}", data)
    return await Version.get(id=version.id).select_related("record__unit", "record__item")


@transacted
async def add_evidence(
    actor: Actor,
    settings: Settings,
    version_id: str,
    *,
    carrier: str,
    place: str,
    file: str,
    seen_on: date,
    note: str = "",
) -> DisplayEvidence:
    """Keep a stored picture (``file``: its SHA-256) as proof that the notice hung on that day.

    Raises NotFound, Refused, Conflict for a list that was destroyed, Invalid for a day outside
    the posting or still to come.
    """
    version = await _posted(actor, version_id)
    if carrier not in CARRIERS:
        raise Invalid("carrier-unknown", "请选择张贴或展示的载体。", field="carrier")
    where = needed(place, "place-missing", "请填写张贴或展示的地点。", "place")[:_PLACE]
    if version.purged_at is not None:
        raise Conflict("posting-purged", "名单已按规定清除，不再接收留痕照片。")
    posted = span_of(version, settings, await workdays()).posted
    today = clock.now().astimezone(settings.zone).date()
    if posted is None or not posted.since <= seen_on <= min(posted.last, today):
        raise Invalid("day-outside", "照片日期应在公示期之内，且不晚于今天。", field="seen_on")
    row = await DisplayEvidence.create(
        version_id=version.id,
        carrier=carrier,
        place=where,
        file=file,
        seen_on=seen_on,
        note=note[:200],
        by=actor.id,
        at=clock.now(),
    )
    data: dict[str, object] = {
        "record": version.record.id,
        "carrier": carrier,
        "place": where,
        "file": file,
        "day": seen_on.isoformat(),
    }
    await write_entry(actor, "posting.evidence", f"version:{version.id}", data)
    return row


@transacted
async def keep_certificate(
    actor: Actor, version_id: str, *, code: str, body: str, signature: str, key_id: str
) -> Certificate:
    """Keep a certificate as it leaves the house.  Raises NotFound, Refused."""
    version = await _posted(actor, version_id, "record.read")
    row = await Certificate.create(
        version_id=version.id,
        code=code,
        body=body,
        signature=signature,
        key_id=key_id,
        by=actor.id,
        at=clock.now(),
    )
    data: dict[str, object] = {"record": version.record.id, "code": code}
    await write_entry(actor, "posting.certify", f"version:{version.id}", data)
    return row


@transacted
async def note_days(seen: Collection[Seen], at: datetime) -> int:
    """Add to what is known; how many rows were added or went on.

    No audit entry: like a heartbeat it changes nothing but what is known of screens.
    """
    rows = {
        (str(row.version_id), row.screen, row.day): row  # type: ignore[attr-defined]  # set by Tortoise
        for row in await DisplayDay.filter(
            version_id__in=[one.version for one in seen], day__in=[one.day for one in seen]
        )
    }
    count = 0
    for one in seen:
        row = rows.get((one.version, one.screen, one.day))
        if row is None:
            await _first(one, at)
        elif one.playing:
            known: datetime | None = row.first_seen_at
            await DisplayDay.filter(id=row.id).update(first_seen_at=known or at, last_seen_at=at)
        else:
            continue
        count += 1
    return count


async def _first(one: Seen, at: datetime) -> None:
    seen_at = at if one.playing else None
    await DisplayDay.create(
        version_id=one.version,
        screen=one.screen,
        place=one.place[:200],
        day=one.day,
        planned_at=at,
        first_seen_at=seen_at,
        last_seen_at=seen_at,
    )


async def _posted(actor: Actor, version_id: str, permission: str = "record.write") -> Version:
    """A published version with a posting period; record, unit and item are loaded."""
    version = (
        await Version.filter(id=version_id, state__in=PUBLIC)
        .select_related("record__unit", "record__item")
        .first()
    )
    if version is None or not may(actor, "record.read", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    check_may(actor, permission, version.record.unit.path)
    if posting_of(version.posting_days, version.posting_unit) is None:
        raise NotFound("posting-none", "这条信息没有公示期。")
    return version
