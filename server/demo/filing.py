"""Filing every record step by step, and everything else that was done, in the order of time."""

import json
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from core import clock
from core.transaction import transact
from disclosure import attachments, checklist, kinds
from disclosure.chains import Chain, default_chain, kind_of
from disclosure.drafts import Draft, read_draft
from disclosure.models import Version
from disclosure.service import approve, publish, save_draft, submit
from server.demo.catalogue import added, items
from server.demo.desk import Act, Desk
from server.demo.planned import Planned
from server.demo.records import Dated

TOGETHER = 60
"""Steps that share a transaction: one commit each would be most of the building time."""
_STAGES = ("draft", "submitted", "approved", "published", "after")
_APART = timedelta(minutes=40)
"""Between two steps of a review."""
_CLEAN = dict.fromkeys(checklist.CATEGORIES, checklist.NONE)
_ITEMS = {item.code: item for item in (*items(), *added())}


@dataclass(frozen=True)
class _Step:
    """``stage``: one of _STAGES; ``order`` among those of one instant."""

    at: datetime
    stage: str
    order: tuple[int, int]
    do: Callable[[Desk], Any]

    @property
    def key(self) -> tuple[datetime, int, tuple[int, int]]:
        return self.at, _STAGES.index(self.stage), self.order


async def file(
    records: Sequence[Dated],
    acts: Sequence[Act],
    desk: Desk,
    past: clock.FixedClock,
    start: datetime,
) -> None:
    """Every step before ``start`` in the order of time, so that the audit trail reads true."""
    steps = [step for at, one in enumerate(records) for step in _steps(one, at)]
    steps += [_Step(act.at, "after", (at, 0), act.do) for at, act in enumerate(acts)]
    due = sorted((step for step in steps if step.at < start), key=lambda step: step.key)
    for first in range(0, len(due), TOGETHER):
        await transact(_in_order(due[first : first + TOGETHER], desk, past))


def _in_order(
    steps: list[_Step], desk: Desk, past: clock.FixedClock
) -> Callable[[], Coroutine[Any, Any, None]]:
    async def work() -> None:
        for step in steps:
            past.set(step.at)
            await step.do(desk)

    return work


def _steps(one: Dated, number: int) -> Iterator[_Step]:
    """The way of a record as far as it has come."""
    held = _Held(one)
    reached = _STAGES[: _STAGES.index(one.planned.until) + 1]
    chain = _chain(one.planned)
    yield _Step(one.written, "draft", (0, number), held.draft)
    if "submitted" in reached:
        yield _Step(one.submitted, "submitted", (0, number), held.submit)
    *earlier, last = range(len(chain.steps))
    signed = len(chain.steps) if "approved" in reached else one.planned.signed
    for turn in earlier[:signed]:
        at = one.submitted + (turn + 1) * _APART
        yield _Step(at, "approved", (turn, number), partial(held.approve, chain, turn))
    if "approved" in reached:
        yield _Step(one.approved, "approved", (last, number), partial(held.approve, chain, last))
    if "published" in reached:
        yield _Step(one.published, "published", (0, number), held.publish)


class _Held:
    """A record on its way: the version that holds it."""

    def __init__(self, one: Dated) -> None:
        self._one = one
        self._version: Version | None = None

    async def draft(self, desk: Desk) -> None:
        planned = self._one.planned
        saved = await save_draft(
            desk.people.officer(planned.place),
            desk.settings,
            unit_code=planned.place.code,
            item_code=planned.item,
            period=planned.period,
            draft=_draft(self._one, desk),
        )
        self._keep(saved, desk)

    async def submit(self, desk: Desk) -> None:
        author = desk.people.officer(self._one.planned.place)
        self._keep(await submit(author, desk.settings, self._held.id), desk)

    async def approve(self, chain: Chain, turn: int, desk: Desk) -> None:
        step = chain.steps[turn]
        decisions = _CLEAN if step.kind == "secrecy" else None
        who = desk.people.taker(step, self._one.planned.place)
        version = self._held
        signed = await approve(who, version.id, version.content_hash, decisions=decisions)
        self._keep(signed, desk)

    async def publish(self, desk: Desk) -> None:
        self._keep(await publish(desk.people.office, desk.settings, self._held.id), desk)

    @property
    def _held(self) -> Version:
        assert self._version is not None  # noqa: S101 – steps come in the order of _STAGES
        return self._version

    def _keep(self, version: Version, desk: Desk) -> None:
        self._version = version
        if self._one.planned.name:
            desk.versions[self._one.planned.name] = version


def _chain(planned: Planned) -> Chain:
    """The county has set no chains of its own: the defaults hold."""
    item = _ITEMS[planned.item] if planned.item else None
    return default_chain(kind_of(item.chain if item else "", planned.place.tier))


def _draft(one: Dated, desk: Desk) -> Draft:
    planned = one.planned
    values: dict[str, object] = {
        "title": planned.title,
        "template": planned.template,
        "content": planned.content,
        "nil_return": planned.nil_return,
        "publisher": planned.place.publisher,
        "subject": one.subject,
        "formed_on": desk.day(one.written),
        "issued_on": desk.day(one.published),
        "ends_at": planned.ends_at,
    }
    values |= planned.extra
    if planned.about or planned.picture:
        values["fields_json"] = _with_references(planned, desk)
    if planned.attachment and desk.table is not None:
        file = desk.table.model_copy(update={"name": planned.attachment})
        values["attachments"] = attachments.written([file])
    return read_draft(values)


def _with_references(planned: Planned, desk: Desk) -> str:
    """Its fields with what is known only now: of which record it speaks, which file it shows."""
    values = json.loads(str(planned.extra["fields_json"]))
    if planned.about:
        values["about"] = str(desk.versions[planned.about].record.id)
    if planned.picture:
        values["file"] = desk.pictures[planned.picture]
    return kinds.fields_text(kinds.read_fields(planned.kind, values))
