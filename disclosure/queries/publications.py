"""What was public at an instant, as far as obligations ask: few columns, few queries."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tortoise.expressions import Q, RawSQL
from tortoise.functions import Count

from disclosure.models import Record, Review
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


class _Lasting(NamedTuple):
    """A version beside its record, instants as ISO 8601; without one, or unpublished,
    ``published_at`` is None.  The fields in the order of _COLUMNS."""

    record_id: str
    item_id: str
    period: str | None
    current_id: str | None
    opened_at: str
    published_at: str | None
    withdrawn_at: str | None
    checked_at: str | None


_COLUMNS = (
    '"record"."id","record"."item_id","record"."period","record"."current_id",'
    '"record"."created_at","version"."published_at","version"."withdrawn_at","version"."checked_at"'
)
_GATHERED = {
    "sqlite": f"json_group_array(json_array({_COLUMNS}))",
    "postgres": f"json_agg(json_build_array({_COLUMNS}))::text",
}


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
    units = await _lasting(unit_ids, _about(since, periods))
    checks = await _checks((row for rows in units.values() for row in rows), at)
    for unit_id, rows in units.items():
        for row in rows:
            if (known := _known(row, checks, at)) is not None:
                _note(found, (unit_id, row.item_id), row.period, known)
    await _prompts(found, unit_ids, since, at)
    return found


def _known(row: _Lasting, checks: dict[str, datetime], at: datetime) -> Known | None:
    """What the version says of its record; None where there is nothing to open yet."""
    if row.published_at is None:
        opened = row.current_id is None and _instant(row.opened_at) <= at
        return Known(row.record_id) if opened else None
    published = _instant(row.published_at)
    withdrawn = _instant(row.withdrawn_at) if row.withdrawn_at else None
    if published > at or (withdrawn is not None and withdrawn <= at):
        return Known(row.record_id)
    checked = _instant(row.checked_at) if row.checked_at else None
    if checked is not None and checked > at:
        checked = checks.get(row.record_id)
    fresh = published if checked is None else max(checked, published)
    return Known(row.record_id, published, fresh)


def _note(found: Publications, place: Place, period: str | None, new: Known) -> None:
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


def _about(since: date, periods: Collection[str] | None) -> Q:
    if periods is None:
        return Q(period__isnull=True) | Q(period__gte=str((since - _MARGIN).year))
    return Q(period__isnull=True) | Q(period__in=sorted(periods))


async def _lasting(unit_ids: Collection[str], about: Q) -> dict[str, list[_Lasting]]:
    """By unit.  Begun at the records: units lead to them, a narrow index from them to versions.

    The database writes a unit's rows into one text: handed over row by row they would cost more
    than all the rest, most of all while another thread is busy.
    """
    rows = (
        Record.filter(about, unit_id__in=list(unit_ids), item__cadence__in=_LASTING)
        .annotate(
            versions_read=Count("versions__record_id"),  # joins them
            rows=RawSQL(_GATHERED[Record._meta.db.capabilities.dialect]),
        )
        .group_by("unit_id")
        .values_list("unit_id", "rows")
    )
    return {
        str(unit_id): [_Lasting._make(row) for row in json.loads(text)]
        for unit_id, text in await rows
    }


def _instant(stored: datetime | str) -> datetime:
    """SQLite keeps ISO text, in UTC as core.fields.UtcDatetimeField lets nothing else in."""
    read = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return read if read.tzinfo is UTC else read.astimezone(UTC)


async def _checks(rows: Iterable[_Lasting], at: datetime) -> dict[str, datetime]:
    """The last check before ``at`` of records that were checked again since."""
    again = {
        one.record_id
        for one in rows
        if one.checked_at is not None and _instant(one.checked_at) > at
    }
    last: dict[str, datetime] = {}
    if again:
        steps = Review.filter(step="check", at__lte=at).order_by("at")
        for record_id, taken in await steps.values_list("version__record_id", "at"):
            if record_id in again:
                last[record_id] = taken
    return last


async def _prompts(
    found: Publications, unit_ids: Collection[str], since: date, at: datetime
) -> None:
    recent = Q(versions__formed_on__gte=since - _MARGIN) | Q(current_id__isnull=True)
    rows = (
        Record.filter(
            recent,
            unit_id__in=list(unit_ids),
            item__cadence="prompt",
            versions__formed_on__not_isnull=True,
            versions__created_at__lte=at,
            versions__state__not="discarded",
        )
        .order_by("versions__number")
        .values_list(
            "id",
            "unit_id",
            "item_id",
            "versions__published_at",
            "versions__withdrawn_at",
            "versions__formed_on",
            "versions__event",
            "created_at",
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
