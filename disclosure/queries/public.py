"""What anybody may see: versions that were published, of items for the public."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import and_

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from accounts.models import Unit
from core import clock
from core.errors import NotFound
from disclosure.models import Record, RecordLink, Version
from disclosure.periods import parse
from disclosure.queries.names import withheld, withhold
from disclosure.queries.screens import Units, all_units
from disclosure.review import PUBLIC
from disclosure.search import terms
from disclosure.sheets import STRIP

PAGE = 30
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PublicVersion:
    """A published version and where to go from it.

    ``version`` with record, unit and item; ``units``: the path from the root down;
    ``successor``: what holds in its place, if something does; ``others``: the record's other
    published versions, newest first; ``earlier``: other periods of the same unit and item.
    """

    version: Version
    units: tuple[Unit, ...]
    phone: str
    successor: Version | None
    others: list[Version]
    periods: list[Version]
    result: Version | None = None
    """The version that states what came of its posting, if one is public."""
    linked: tuple[tuple[str, bool, Version], ...] = ()
    """(relation, whether this record is the one that speaks, the other's current version): what
    explains, answers or concludes what, as far as both are public."""


@dataclass(frozen=True)
class PublicRecord:
    """A row of a list: a record's current version (record, unit and item loaded)."""

    version: Version
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class PublicListing:
    """One page of rows, newest first; ``page`` counts from 1."""

    rows: list[PublicRecord]
    total: int
    page: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


async def public_version(code: str) -> PublicVersion:
    """The version with that short code.  Raises NotFound for codes that open nothing, and alike
    for what is not for everybody: its existence is not told either."""
    version = await _public().filter(code=code).first()
    if version is None:
        raise NotFound("code-unknown", "没有找到这个编号的公开信息。")
    return await _shown(version)


async def public_record(record_id: str) -> PublicVersion:
    """The record's current version, or the last one published where none is.  Raises NotFound."""
    versions = await _public().filter(record_id=record_id).order_by("-number")
    if not versions:
        raise NotFound("record-unknown", "没有找到这条公开信息。")
    current = [version for version in versions if version.id == _current_id(version)]
    return await _shown((current or versions)[0])


async def public_list(
    *, unit_path: str = "", only: bool = False, query: str = "", page: int = 1, size: int = PAGE
) -> PublicListing:
    """Current versions, newest first: of a unit with all below it, or of it ``only``; ``query``
    as people type it: parts of titles, units, items, or pinyin initials."""
    which = Q(id__in=[]) if query and not terms(query) else Q()
    if unit_path:
        which &= (
            Q(record__unit__path=unit_path) if only else Q(record__unit__path__startswith=unit_path)
        )
    which = reduce(and_, (Q(search_text__contains=term) for term in terms(query)), which)
    rows = _listed().filter(which & await _unhidden(query))
    page = max(1, page)
    found = await rows.order_by("-published_at", "id").offset((page - 1) * size).limit(size)
    await withhold(found)
    units = await all_units()
    return PublicListing(_rows(found, units), await rows.count(), page, size)


async def public_units() -> list[Unit]:
    """All units in the order of the tree: position, then code, each after its parent."""
    rows = (await all_units()).by_code

    def rank(unit: Unit) -> list[tuple[int, str]]:
        return [
            (rows[code].position if code in rows else 0, code)
            for code in unit.path.strip("/").split("/")
        ]

    return sorted(rows.values(), key=rank)


async def public_codes() -> list[tuple[str, str]]:
    """(code, record id) of every version that has a public page: what an export writes."""
    rows = await _public().order_by("published_at", "id").values_list("code", "record_id")
    return [(str(code), str(record)) for code, record in rows]


async def picture_is_public(sha256: str) -> bool:
    """Whether that file stands in the content of a version that may be read."""
    if not _SHA256.fullmatch(sha256):
        return False
    holders = await _public().exclude(state="withdrawn").filter(content__contains=sha256)
    await withhold(holders)
    return any(sha256 in holder.content for holder in holders)


async def public_holders(sha256: str) -> list[Version]:
    """Versions that may be read and list that file among their attachments, the newest first."""
    rows = _public().exclude(state="withdrawn").filter(purged_at=None)
    return await rows.filter(attachments__contains=sha256).order_by("-published_at", "id")


def _public() -> QuerySet[Version]:
    """Versions for everybody (disclosure/audiences.py) whose scheduled start has come."""
    return Version.filter(
        Q(record__item_id=None) | Q(record__item__audience="public"),
        Q(starts_at=None) | Q(starts_at__lte=clock.now()),
        group_name="",
        group_area="",
        state__in=PUBLIC,
    ).select_related("record__unit", "record__item")


def _listed() -> QuerySet[Version]:
    return _public().filter(current_of__id__not_isnull=True).exclude(template=STRIP)


async def _shown(version: Version) -> PublicVersion:
    units = await all_units()
    unit = version.record.unit
    others = await _public().filter(record_id=version.record.id).order_by("-number")
    periods = await _periods(version.record)
    result = await _result(version.record)
    linked = await _linked(version.record)
    beside = [other for _, _, other in linked]
    await withhold([version, *others, *periods, *beside, *([result] if result else [])])
    return PublicVersion(
        version=version,
        units=_line(unit, units),
        phone=units.phone(unit),
        successor=_successor(version, others, periods),
        others=[other for other in others if other.id != version.id],
        periods=[other for other in periods if other.record.id != version.record.id],
        result=result,
        linked=linked,
    )


async def _unhidden(query: str) -> Q:
    """By a name that was taken down nothing is found where it was."""
    asked = "".join(terms(query))
    which = Q()
    for name, path in (await withheld()).rows:
        if name.lower() in asked or (len(asked) > 1 and asked in name.lower()):
            which &= ~Q(record__unit__path__startswith=path, search_text__contains=name.lower())
    return which


async def _result(record: Record) -> Version | None:
    """The newest public version of a record that states the result of this one's posting."""
    return (
        await _listed()
        .filter(record__links__target_id=record.id, record__links__relation="result")
        .order_by("-published_at", "id")
        .first()
    )


async def _linked(record: Record) -> tuple[tuple[str, bool, Version], ...]:
    rows = RecordLink.filter(Q(record_id=record.id) | Q(target_id=record.id))
    found = []
    for relation, speaker, target in await rows.order_by("created_at", "id").values_list(
        "relation", "record_id", "target_id"
    ):
        speaks = str(speaker) == record.id
        other = await _listed().filter(record_id=target if speaks else speaker).first()
        if other is not None:
            found.append((str(relation), speaks, other))
    return tuple(found)


async def _periods(record: Record) -> list[Version]:
    """Current versions of all periods of the record's unit and item, newest first."""
    if record.item is None or record.period is None:
        return []
    found: list[Version] = await _listed().filter(
        record__unit_id=record.unit.id, record__item_id=record.item.id
    )
    return sorted(found, key=lambda other: parse(other.record.period or "").last_day, reverse=True)


def _successor(
    version: Version, others: Sequence[Version], periods: Sequence[Version]
) -> Version | None:
    """The record's current version, or the newest later period's."""
    for other in others:
        if other.id == _current_id(version) and other.id != version.id:
            return other
    superseded: datetime | None = version.superseded_at
    if superseded is None or version.record.period is None:
        return None
    own = parse(version.record.period)
    later = [
        other for other in periods if parse(other.record.period or "").first_day > own.last_day
    ]
    return later[0] if later else None


def _rows(versions: Sequence[Version], units: Units) -> list[PublicRecord]:
    return [PublicRecord(version, _line(version.record.unit, units)) for version in versions]


def _line(unit: Unit, units: Units) -> tuple[Unit, ...]:
    codes = unit.path.strip("/").split("/")
    return tuple(units.by_code[code] for code in codes if code in units.by_code)


def _current_id(version: Version) -> str | None:
    return version.record.current_id  # type: ignore[attr-defined,no-any-return]  # set by Tortoise
