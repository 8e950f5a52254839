"""Publication and what follows it: superseding, withdrawal, the yearly check."""

from datetime import datetime

from tortoise.expressions import Q

from accounts.actor import Actor
from core import clock
from core.settings import Settings
from core.transaction import transacted
from disclosure.models import CatalogueItem, Record, Version
from disclosure.periods import Period, midnight, parse
from disclosure.service.gating import check_open
from disclosure.service.links import follow
from disclosure.service.numbering import number
from disclosure.service.reviewing import check_edition
from disclosure.service.steps import Said, access_version, needed, opinion, record_id_of, take


@transacted
async def publish(actor: Actor, settings: Settings, version_id: str, *, note: str = "") -> Version:
    """Make an approved version the record's current one.

    The record's former version and, for periodic items, the records of earlier periods of the
    same unit and item are superseded from the instant at which this one holds: now, or its
    生效日期 when that is still to come.  A record that comes after a later period's is
    superseded at once: it is kept as 往期 and shown on no screen.  ``note``: an opinion, as for
    approvals.

    Raises Conflict when somebody was first or the approval no longer fits, Refused for its writers,
    Invalid for an opinion that is too long.
    """
    version = await access_version(actor, version_id, "publish")
    await _take_turn(version.record)
    check_edition(version)
    await check_open(version)
    said, now = Said(opinion(note)), clock.now()
    at = await take(actor, version, "publish", said=said, changes={"published_at": now})
    await number(version.record, version, at, settings)
    holds_from = _holds_from(version, at, settings)
    await _supersede(Q(record_id=record_id_of(version)) & ~Q(id=version.id), holds_from)
    later = await _supersede_earlier_periods(version, holds_from)
    if later is not None:
        ended = {"state": "superseded", "superseded_at": max(at, later)}
        await Version.filter(id=version.id).update(**ended)
        version.update_from_dict(ended)
    await Record.filter(id=record_id_of(version)).update(
        current_id=version.id, official_url=version.official_url
    )
    await follow(version, record_id_of(version))
    return version


@transacted
async def withdraw(actor: Actor, version_id: str, reason: str) -> Version:
    """Take a published version down at once, everywhere; its page says so and why.

    Raises Invalid without a reason, Conflict when it is not published or withdrawn already.
    """
    version = await access_version(actor, version_id, "withdraw")
    await _take_turn(version.record)
    why = needed(reason, "reason-missing", "请写明撤下的原因。", "reason")[:300]
    changes: dict[str, object] = {"withdrawn_at": clock.now(), "withdrawn_because": why}
    await take(actor, version, "withdraw", said=Said(why), changes=changes)
    await Record.filter(id=record_id_of(version), current_id=version.id).update(current_id=None)
    return version


@transacted
async def check_unchanged(actor: Actor, version_id: str) -> Version:
    """核对无变化: fixed content holds for another year; nothing that is shown changes."""
    version = await access_version(actor, version_id, "check")
    await _take_turn(version.record)
    await take(actor, version, "check", changes={"checked_at": clock.now()})
    return version


async def _take_turn(record: Record) -> None:
    """Changes to what is published about one item come one after the other: each sees the others,
    and none waits for a row that another holds while that one waits for the audit trail.

    PostgreSQL locks the rows; SQLite has begun immediately and lets nobody else write anyway.
    """
    if record.item is not None:
        await CatalogueItem.filter(id=record.item.id).select_for_update(no_key=True).first()
    await Record.filter(id=record.id).select_for_update(no_key=True).first()


def _holds_from(version: Version, published: datetime, settings: Settings) -> datetime:
    starts: datetime | None = version.starts_at
    holds = max(published, starts or published)
    if version.effective_on is None:
        return holds
    return max(holds, midnight(version.effective_on, settings.zone))


async def _supersede(which: Q, holds_from: datetime) -> None:
    """What was published before ends at the latest when the new one holds."""
    unended = Q(superseded_at=None) | Q(superseded_at__gt=holds_from)
    await Version.filter(which & unended, state__in=("published", "superseded")).update(
        state="superseded", superseded_at=holds_from
    )


async def _supersede_earlier_periods(version: Version, holds_from: datetime) -> datetime | None:
    """Supersede earlier periods; the publication of a later period, where there is one."""
    record = version.record
    if record.item is None or record.period is None:
        return None
    own = parse(record.period)
    others = (
        await Version.filter(
            record__unit_id=record.unit.id,
            record__item_id=record.item.id,
            state__in=("published", "superseded"),
        )
        .exclude(record_id=record.id)
        .select_related("record")
    )
    earlier = [other.id for other in others if _comes_before(other, own)]
    if earlier:
        await _supersede(Q(id__in=earlier), holds_from)
    later = [other.published_at for other in others if _comes_after(other, own)]
    return min(later, default=None)


def _comes_before(other: Version, period: Period) -> bool:
    code = other.record.period
    return code is not None and parse(code).last_day < period.first_day


def _comes_after(other: Version, period: Period) -> bool:
    code = other.record.period
    return code is not None and parse(code).first_day > period.last_day
