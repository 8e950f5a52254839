"""What was public at an instant, as far as obligations ask: few columns, few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from tortoise.expressions import Q, RawSQL

from disclosure.models import Record, Review, Version
from disclosure.obligations import Known
from disclosure.periods import CADENCES

Place = tuple[str, str]
"""Unit id and item id."""
_LASTING = (*CADENCES, "fixed", "permanent")
_MARGIN = timedelta(days=366)


class Prompt(NamedTuple):
    """A record of a prompt item: its 成文日期, the event it answers, when it was opened."""

    known: Known
    formed_on: date
    event: str
    opened_at: datetime


@dataclass(frozen=True)
class Publications:
    """Records by place: ``periodic`` by period too; ``single`` the one of fixed and permanent
    items (of several: the earliest publication, the latest check); ``prompt`` with 成文日期."""

    periodic: dict[Place, dict[str, Known]] = field(default_factory=dict)
    single: dict[Place, Known] = field(default_factory=dict)
    prompt: dict[Place, list["Prompt"]] = field(default_factory=dict)


class _Published(NamedTuple):
    record_id: str
    unit_id: str
    item_id: str
    period: str | None
    published_at: datetime
    withdrawn_at: datetime | None
    checked_at: datetime | None


class _Prompt(NamedTuple):
    record_id: str
    unit_id: str
    item_id: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    formed_on: date | str
    event: str
    opened_at: datetime


async def publications(
    unit_ids: Collection[str],
    since: date,
    at: datetime,
    periods: Collection[str] | None = None,
) -> Publications:
    """Records of these units as they stood at ``at``: of periodic items those about ``periods``,
    else from the year before ``since`` on, of prompt items those formed from then on and the
    unpublished."""
    found = Publications()
    rows = await _published(unit_ids, _about("record__period", since, periods))
    checks = await _checks(rows, at)
    for row in rows:
        _note(found, row.unit_id, row.item_id, row.period, _known(row, checks, at))
    for record_id, unit_id, item_id, period in await _without(
        unit_ids, _about("period", since, periods), at
    ):
        _note(found, unit_id, item_id, period, Known(record_id))
    await _prompts(found, unit_ids, since, at)
    return found


def _known(row: _Published, checks: dict[str, datetime], at: datetime) -> Known:
    if row.published_at > at or (row.withdrawn_at is not None and row.withdrawn_at <= at):
        return Known(row.record_id)
    checked = row.checked_at
    if checked is not None and checked > at:
        checked = checks.get(row.record_id)
    fresh = row.published_at if checked is None else max(checked, row.published_at)
    return Known(row.record_id, row.published_at, fresh)


def _note(found: Publications, unit_id: str, item_id: str, period: str | None, new: Known) -> None:
    place = (unit_id, item_id)
    if period is None:
        found.single[place] = _joined(found.single.get(place), new)
    else:
        periods = found.periodic.setdefault(place, {})
        periods[period] = _joined(periods.get(period), new)


def _joined(known: Known | None, new: Known) -> Known:
    """Two versions, or two records about the same thing: the first publication counts, and what
    is freshest is the record to open."""
    if known is None or known.first is None or known.fresh is None:
        return new if known is None or new.first is not None else known
    if new.first is None or new.fresh is None:
        return known
    newest = new if new.fresh >= known.fresh else known
    return Known(newest.record_id, min(known.first, new.first), newest.fresh)


def _about(column: str, since: date, periods: Collection[str] | None) -> Q:
    none: dict[str, Any] = {f"{column}__isnull": True}
    some: dict[str, Any] = {f"{column}__gte": str((since - _MARGIN).year)}
    if periods is not None:
        some = {f"{column}__in": sorted(periods)}
    return Q(**none) | Q(**some)


async def _published(unit_ids: Collection[str], about: Q) -> list[_Published]:
    rows = (
        Version.filter(
            about,
            record__unit_id__in=list(unit_ids),
            record__item__cadence__in=_LASTING,
            published_at__not_isnull=True,
        )
        .annotate(
            # Raw: the ORM would take longer to read these columns than all the rest of it takes.
            published=RawSQL('"version"."published_at"'),
            withdrawn=RawSQL('"version"."withdrawn_at"'),
            checked=RawSQL('"version"."checked_at"'),
        )
        .values_list(
            "record_id",
            "record__unit_id",
            "record__item_id",
            "record__period",
            "published",
            "withdrawn",
            "checked",
        )
    )
    return [
        _Published(
            record_id,
            unit_id,
            item_id,
            period,
            _instant(published),
            _instant(withdrawn) if withdrawn else None,
            _instant(checked) if checked else None,
        )
        for record_id, unit_id, item_id, period, published, withdrawn, checked in await rows
    ]


def _instant(stored: datetime | str) -> datetime:
    """SQLite keeps ISO text, in UTC as core.fields.UtcDatetimeField lets nothing else in."""
    read = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return read.astimezone(UTC)


async def _checks(rows: Iterable[_Published], at: datetime) -> dict[str, datetime]:
    """The last check before ``at`` of records that were checked again since."""
    again = [one.record_id for one in rows if one.checked_at is not None and one.checked_at > at]
    last: dict[str, datetime] = {}
    if again:
        steps = Review.filter(step="check", at__lte=at).order_by("at")
        wanted = set(again)
        for record_id, taken in await steps.values_list("version__record_id", "at"):
            if record_id in wanted:
                last[record_id] = taken
    return last


async def _without(
    unit_ids: Collection[str], about: Q, at: datetime
) -> Sequence[tuple[str, str, str, str | None]]:
    """Records that nothing published is known of: the links to open."""
    found: Sequence[tuple[str, str, str, str | None]] = await Record.filter(
        about,
        unit_id__in=list(unit_ids),
        item__cadence__in=_LASTING,
        current_id=None,
        created_at__lte=at,
    ).values_list("id", "unit_id", "item_id", "period")
    return found


async def _prompts(
    found: Publications, unit_ids: Collection[str], since: date, at: datetime
) -> None:
    recent = Q(formed_on__gte=since - _MARGIN) | Q(record__current_id__isnull=True)
    rows = (
        Version.filter(
            recent,
            record__unit_id__in=list(unit_ids),
            record__item__cadence="prompt",
            formed_on__not_isnull=True,
            created_at__lte=at,
            state__not="discarded",
        )
        .order_by("number")
        .values_list(
            "record_id",
            "record__unit_id",
            "record__item_id",
            "published_at",
            "withdrawn_at",
            "formed_on",
            "event",
            "record__created_at",
        )
    )
    by_record: dict[str, list[_Prompt]] = defaultdict(list)
    for row in await rows:
        by_record[row[0]].append(_Prompt(*row))
    for versions in by_record.values():
        known = _of_prompt(versions, at)
        if known is not None:
            place = (versions[0].unit_id, versions[0].item_id)
            found.prompt.setdefault(place, []).append(known)


def _of_prompt(versions: list[_Prompt], at: datetime) -> Prompt | None:
    """The record and its 成文日期, of the version first published, else of the newest; None once
    it has been withdrawn and nothing took its place."""
    published = [one for one in versions if one.published_at and one.published_at <= at]
    standing = [one for one in published if one.withdrawn_at is None or one.withdrawn_at > at]
    if not standing:
        return None if published else _prompt(Known(versions[0].record_id), versions[-1])
    first = standing[0]
    return _prompt(Known(first.record_id, first.published_at, first.published_at), first)


def _prompt(known: Known, row: _Prompt) -> Prompt:
    return Prompt(known, _date(row.formed_on), row.event, _instant(row.opened_at))


def _date(stored: date | str) -> date:
    """SQLite hands out text where columns are listed."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
