"""Posting periods and what is known of their display."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import may, paths
from core.errors import NotFound
from core.settings import Settings
from disclosure.coverage import Coverage, coverage
from disclosure.models import Certificate, DisplayDay, DisplayEvidence, PostingExtension, Version
from disclosure.postings import LONGEST, counted
from disclosure.queries.spans import facts_of, span_of
from disclosure.queries.workdays import workdays
from disclosure.review import PUBLIC
from disclosure.windows import Posted, Span
from disclosure.workdays import Workdays

SOON = timedelta(days=3)
RECENT = timedelta(days=60)
"""For so long after its end a posting is still listed."""
_MOST = timedelta(days=2 * LONGEST)
"""No posting that began before is still running: working days are at most as sparse."""


@dataclass(frozen=True)
class PostingView:
    """A published version with a posting period; record, unit and item are loaded."""

    version: Version
    span: Span
    posted: Posted
    coverage: Coverage
    at: datetime

    @property
    def state(self) -> str:
        """ahead, running, ending (soon), ended, or broken off (withdrawn, superseded …)."""
        window = self.span.window
        if window.start is not None and self.at < window.start:
            return "ahead"
        if window.contains(self.at):
            return "ending" if self.posted.end - self.at <= SOON else "running"
        return "ended" if self.span.rule == "posting" else "broken"

    @property
    def alarm(self) -> bool:
        """Whether a person is asked to extend it: days are missing and it still hangs."""
        return bool(self.coverage.short) and self.state in ("running", "ending")


@dataclass(frozen=True)
class PostingFile:
    """Everything that is kept about one posting, oldest first."""

    view: PostingView
    days: Sequence[DisplayDay]
    evidence: Sequence[DisplayEvidence]
    extensions: Sequence[PostingExtension]
    certificates: Sequence[Certificate]


async def postings(actor: Actor, settings: Settings, at: datetime) -> list[PostingView]:
    """Those that the actor may read: running, to come, and what ended not long ago; the alarms
    first, then what ends sooner."""
    inside = [Q(record__unit__path__startswith=path) for path in paths(actor, "record.read")]
    if not inside:
        return []
    found = await _views(reduce(or_, inside), settings, at)
    kept = [
        one for one in found if one.span.window.end is None or one.span.window.end > at - RECENT
    ]
    return sorted(kept, key=lambda one: (not one.alarm, one.state in _OVER, one.posted.end))


async def shortfalls(settings: Settings, at: datetime) -> list[PostingView]:
    """Every running posting with a past day for which nobody can vouch."""
    return [one for one in await _views(Q(), settings, at) if one.alarm]


async def running_postings(settings: Settings, at: datetime) -> list[Version]:
    """Those that hang at ``at``."""
    calendar = await workdays()
    rows = await _rows(Q(), at)
    return [row for row in rows if span_of(row, settings, calendar).window.contains(at)]


async def posting_file(
    actor: Actor, settings: Settings, version_id: str, at: datetime
) -> PostingFile:
    """Raises NotFound where the actor may not read, and for what has no posting period."""
    version = (
        await Version.filter(id=version_id, state__in=PUBLIC)
        .select_related("record__unit", "record__item")
        .first()
    )
    if version is None or not may(actor, "record.read", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    found = await _seen([version], settings, at)
    if not found:
        raise NotFound("posting-none", "这条信息没有公示期。")
    return PostingFile(
        found[0],
        await DisplayDay.filter(version_id=version.id).order_by("day", "screen"),
        await DisplayEvidence.filter(version_id=version.id).order_by("seen_on", "at"),
        await PostingExtension.filter(version_id=version.id).order_by("at"),
        await Certificate.filter(version_id=version.id).order_by("at"),
    )


async def certificate_by_code(code: str) -> Certificate:
    """Raises NotFound."""
    row = await Certificate.get_or_none(code=code)
    if row is None:
        raise NotFound("certificate-unknown", "没有编号为 {code} 的公示证明。", code=code)
    return row


_OVER = ("ended", "broken")


async def _views(which: Q, settings: Settings, at: datetime) -> list[PostingView]:
    return await _seen(await _rows(which, at), settings, at)


async def _rows(which: Q, at: datetime) -> list[Version]:
    late = Q(published_at__gt=at - _MOST) | Q(starts_at__gt=at - _MOST)
    found: list[Version] = (
        await Version.filter(which, late, state__in=PUBLIC, posting_days__not_isnull=True)
        .select_related("record__unit", "record__item", "author")
        .order_by("published_at", "id")
    )
    return found


async def _seen(
    versions: Collection[Version], settings: Settings, at: datetime
) -> list[PostingView]:
    calendar = await workdays()
    ids = [version.id for version in versions]
    days = await DisplayDay.filter(version_id__in=ids).values_list(
        "version_id", "day", "first_seen_at"
    )
    photos = await DisplayEvidence.filter(version_id__in=ids).values_list("version_id", "seen_on")
    shown = _by_version((one, day) for one, day, first in days if first is not None)
    planned = _by_version((one, day) for one, day, _ in days)
    for one, day in photos:
        shown[str(one)].add(_date(day))
    today = at.astimezone(settings.zone).date()
    found = []
    for version in versions:
        span = span_of(version, settings, calendar)
        if span.posted is not None:
            known = shown[version.id], planned[version.id]
            seen = _coverage(version, span.posted, calendar, known, today)
            found.append(PostingView(version, span, span.posted, seen, at))
    return found


def _coverage(
    version: Version,
    posted: Posted,
    calendar: Workdays,
    known: tuple[set[date], set[date]],
    today: date,
) -> Coverage:
    posting = facts_of(version).posting
    days = counted(posting, posted.since, calendar) if posting else ()
    return coverage(days, *known, today)


def _by_version(pairs: Iterable[tuple[object, date | str]]) -> defaultdict[str, set[date]]:
    found: defaultdict[str, set[date]] = defaultdict(set)
    for version, day in pairs:
        found[str(version)].add(_date(day))
    return found


def _date(stored: date | str) -> date:
    """SQLite hands out text where columns are listed."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)
