"""What authors do: save, submit, take back, discard."""

import json
from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError

from accounts.actor import Actor
from accounts.models import Unit
from accounts.permissions import check_may
from accounts.queries import unit_by_code
from core import clock, messages
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_short_code
from core.settings import Settings
from core.transaction import transact, transacted
from disclosure import chains
from disclosure.drafts import (
    Draft,
    check_ready,
    check_saveable,
    composed,
    merged_doubts,
    with_nil_return,
    with_title,
)
from disclosure.hashing import WORDING
from disclosure.models import CatalogueItem, Record, Version
from disclosure.periods import CADENCES, Period, check_over, parse
from disclosure.queries.chains import chain_for
from disclosure.review import OPEN, PUBLIC, stored_writers
from disclosure.search import search_text
from disclosure.service.gating import check_open, rescan
from disclosure.service.links import follow_draft
from disclosure.service.steps import (
    Said,
    access_version,
    author_of,
    hash_of,
    needed,
    note_step,
    take,
    writers_of,
)
from media.content import Content
from media.sheet import TEMPLATE_EDITION

_SAME_LEVEL = {"county": "department"}
"""A county's own office discloses as departments do."""


@dataclass(frozen=True)
class _Place:
    """Whose and what a record is."""

    unit: Unit
    item: CatalogueItem | None
    period: Period | None

    @property
    def period_code(self) -> str | None:
        return str(self.period) if self.period else None


async def save_draft(
    actor: Actor,
    settings: Settings,
    *,
    unit_code: str,
    item_code: str | None,
    period: str | None,
    draft: Draft,
    record_id: str | None = None,
    revision: int | None = None,
) -> Version:
    """Keep a wording; the draft version that now holds it (with record, unit and item loaded).

    Without ``record_id`` it begins a record, or a new version of the one that the unit already
    has about this item and period.  With it, the author's open draft is changed in place;
    anything else (another's draft, a submitted or approved wording, a published one) is followed
    by the next version, and an open one is discarded together with its approval.  ``revision`` is
    that of the open version that the actor saw: Conflict when it has moved on.
    Item and period may change until a record was first published.
    A draft of a kind (disclosure/kinds) gets its content from its fields here, so that a form and
    an import give the same.
    """
    with messages.spoken_in(settings.locale):
        draft = composed(draft)
    check_saveable(draft)
    try:
        return await transact(
            lambda: _save(actor, settings, unit_code, item_code, period, draft, record_id, revision)
        )
    except IntegrityError as problem:
        raise Conflict("saved-meanwhile", "同一条信息刚刚被他人保存，请刷新后再看。") from problem


@transacted
async def submit(
    actor: Actor, settings: Settings, version_id: str, *, urgent: bool = False, reason: str = ""
) -> Version:
    """Hand the draft to review, by the chain that is in force now.

    ``urgent`` asks for the shorter chain and needs its ``reason``.
    Raises the first thing that is missing (disclosure/drafts.py), Invalid without a reason, or
    while the period that it reports on still runs (disclosure/periods.py).
    """
    version = await access_version(actor, version_id, "submit")
    if version.state == "draft":
        _check_over(version.record, clock.now(), settings)
        check_ready(draft_of(version), clock.now())
        await check_open(version)
    if urgent:
        reason = needed(reason, "urgent-reason-missing", "请写明需要加急的原因。", "urgent_reason")
    chain = await chain_for(version.record, urgent=urgent)
    changes: dict[str, object] = {
        "content_hash": hash_of(version, version.record),
        "chain": chains.written(chain),
        "step": 0,
        "urgent": urgent,
    }
    await take(actor, version, "submit", said=Said(reason if urgent else ""), changes=changes)
    return version


@transacted
async def recall(actor: Actor, version_id: str) -> Version:
    """The author takes back what is not published yet; the next save makes a new version."""
    version = await access_version(actor, version_id, "recall")
    await take(actor, version, "recall")
    return version


@transacted
async def discard(actor: Actor, version_id: str) -> None:
    """The author gives up a version that was not published."""
    version = await access_version(actor, version_id, "discard")
    await take(actor, version, "discard")


def draft_of(version: Version) -> Draft:
    """The wording of a stored version, to edit or to check."""
    values = {name: getattr(version, name) for name in WORDING}
    doubts = [row | {"cleared": bool(row.get("cleared"))} for row in json.loads(version.unsure)]
    content = Content.model_validate_json(version.content)
    return Draft.model_validate(values | {"content": content, "unsure": doubts})


def _check_over(record: Record, at: datetime, settings: Settings) -> None:
    if record.period is not None:
        check_over(parse(record.period), at, settings.zone)


async def _save(
    actor: Actor,
    settings: Settings,
    unit_code: str,
    item_code: str | None,
    period: str | None,
    draft: Draft,
    record_id: str | None,
    revision: int | None,
) -> Version:
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.write", unit.path)
    place = await _place(unit, item_code, period)
    item_name = place.item.name if place.item else ""
    with messages.spoken_in(settings.locale):
        wording = with_nil_return(draft, unit=unit.short_name, item=item_name, period=place.period)
        wording = with_title(wording, item=item_name, period=place.period)
    record = await _record(place, record_id)
    open_version = await Version.filter(record_id=record.id, state__in=OPEN).first()
    if open_version is not None and (record_id is None or revision != open_version.revision):
        raise Conflict("draft-open", "这条信息已有正在办理的版本，请在该版本上修改。")
    at = clock.now()
    if open_version is None:
        version = await _insert(actor, record, place, wording, await _latest(record), at)
    elif open_version.state == "draft" and author_of(open_version) == actor.id:
        version = await _change(actor, open_version, record, wording, at)
    else:
        await _void(actor, open_version)
        version = await _insert(actor, record, place, wording, open_version, at)
    version.record = record
    await follow_draft(actor, version, record)
    await rescan(version)
    return version


async def _place(unit: Unit, item_code: str | None, period: str | None) -> _Place:
    """Raises NotFound for an unknown item, Invalid when unit, item and period do not fit."""
    read = parse(period) if period else None
    if not item_code:
        if read is not None:
            raise Invalid("period-without-item", "未选择公开事项时不填期次。", field="period")
        return _Place(unit, None, None)
    item = await CatalogueItem.filter(code=item_code).select_related("unit").first()
    if item is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=item_code)
    owner: Unit | None = item.unit
    beside = owner is not None and not unit.path.startswith(owner.path)
    if beside or _level(item.tier) != _level(unit.tier):
        raise Invalid("item-tier", "该公开事项不适用于这一层级的单位。", field="item")
    kind = CADENCES.get(item.cadence)
    if (read.kind if read else None) != kind:
        raise Invalid("period-unfit", "期次与公开事项的公开频次不符。", field="period")
    return _Place(unit, item, read)


async def _record(place: _Place, record_id: str | None) -> Record:
    if record_id is not None:
        return await _placed_record(place, record_id)
    if place.item is not None and place.period is not None:
        known = (
            await Record.filter(
                unit_id=place.unit.id, item_id=place.item.id, period=place.period_code
            )
            .select_related("unit", "item")
            .first()
        )
        if known is not None:
            return known
    _check_in_force(place.item)
    return await Record.create(
        unit=place.unit, item=place.item, period=place.period_code, created_at=clock.now()
    )


async def _placed_record(place: _Place, record_id: str) -> Record:
    """The record, moved to ``place`` where it may still move."""
    record = await Record.filter(id=record_id).select_related("unit", "item").first()
    if record is None or record.unit.id != place.unit.id:
        raise NotFound("record-unknown", "没有这条信息。")
    item_id = place.item.id if place.item else None
    if (record.item.id if record.item else None, record.period) == (item_id, place.period_code):
        return record
    if await Version.filter(record_id=record.id, state__in=PUBLIC).exists():
        raise Invalid("record-placed", "已公布的信息不能更换公开事项和期次。", field="item")
    _check_in_force(place.item)
    await Record.filter(id=record.id).update(item_id=item_id, period=place.period_code)
    record.item, record.period = place.item, place.period_code
    return record


def _check_in_force(item: CatalogueItem | None) -> None:
    """Raises Invalid for an item that was retired: what was filed under it may still be mended,
    but nothing new begins."""
    if item is not None and item.retired_at is not None:
        raise Invalid(
            "item-retired",
            "公开事项“{item}”已停止公开，请另选公开事项。",
            item=item.name,
            field="item",
        )


async def _latest(record: Record) -> Version | None:
    return await Version.filter(record_id=record.id).order_by("-number").first()


async def _insert(
    actor: Actor, record: Record, place: _Place, draft: Draft, before: Version | None, at: datetime
) -> Version:
    doubts = json.loads(before.unsure) if before else []
    code = new_short_code()
    version = Version(
        record=record,
        number=before.number + 1 if before else 1,
        code=code,
        state="draft",
        author_id=actor.id,
        writers=stored_writers({actor.id} | _unreleased(before)),
        revision=1,
        created_at=at,
        **_columns(actor, record, draft, code, doubts, at),
    )
    version.content_hash = hash_of(version, record)
    await Version.filter(record_id=record.id, newest=True).update(newest=False)
    await version.save(force_create=True)
    await note_step(
        actor,
        "version.draft",
        version,
        {"unit": place.unit.code, "title": version.title, "hash": version.content_hash},
    )
    return version


def _unreleased(before: Version | None) -> frozenset[str]:
    """Who wrote what the new wording goes on from, as far as others have not released it."""
    if before is None or before.state in PUBLIC:
        return frozenset()
    return writers_of(before)


async def _change(
    actor: Actor, version: Version, record: Record, draft: Draft, at: datetime
) -> Version:
    seen = version.revision
    columns = _columns(actor, record, draft, version.code, json.loads(version.unsure), at)
    version.update_from_dict(columns | {"revision": seen + 1})
    version.content_hash = hash_of(version, record)
    columns |= {"content_hash": version.content_hash, "revision": version.revision}
    saved = await Version.filter(id=version.id, state="draft", revision=seen).update(**columns)
    if saved != 1:
        raise Conflict("draft-open", "这条信息已有正在办理的版本，请在该版本上修改。")
    await note_step(
        actor, "version.edit", version, {"title": version.title, "hash": columns["content_hash"]}
    )
    return version


async def _void(actor: Actor, version: Version) -> None:
    """An open version gives way to the next: its approval goes with it."""
    done = await Version.filter(
        id=version.id, state=version.state, revision=version.revision
    ).update(state="discarded", updated_at=clock.now())
    if done != 1:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")


def _columns(
    actor: Actor,
    record: Record,
    draft: Draft,
    code: str,
    doubts: list[dict[str, object]],
    at: datetime,
) -> dict[str, object]:
    said = {name: getattr(draft, name) for name in WORDING}
    item = record.item
    searchable = search_text(
        title=draft.title,
        unit=record.unit.short_name,
        item=f"{item.group} {item.name}" if item else "",
        keywords=draft.keywords,
        code=code,
    )
    return said | {
        "content": draft.content.model_dump_json(),
        "template_edition": TEMPLATE_EDITION,
        "unsure": json.dumps(merged_doubts(doubts, draft, actor.id, at), ensure_ascii=False),
        "search_text": searchable,
        "updated_at": at,
    }


def _level(tier: str) -> str:
    return _SAME_LEVEL.get(tier, tier)
