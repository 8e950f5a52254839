"""Making reminders and sending them: each happens at most once.

A reminder is a row whose key says what, whom and which stage; making it again finds the row.  What
leaves the house is claimed before it is sent: whoever dies in between leaves a claim behind, which
is given up rather than sent a second time.
"""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Person, Unit
from accounts.permissions import check_may
from core import clock, messages
from core.errors import NotFound
from core.settings import Settings
from core.transaction import transacted
from disclosure.models import CatalogueItem, Delivery, Reminder
from disclosure.queries.duties import basis, due
from disclosure.queries.filed import short_of_minimum
from disclosure.queries.recipients import Recipients, recipients
from disclosure.reminder_texts import sentence
from disclosure.reminding import Call, Row, asked, calls, standing

TRIES = 6
FIRST_PAUSE = timedelta(minutes=1)
CLAIMED = timedelta(minutes=10)
"""After which a claim without an outcome is given up."""
LETTER = 50
"""Reminders that one letter holds."""
_SLICE = 200
_UNKNOWN = "发送结果不明"


@dataclass(frozen=True)
class Letter:
    """Reminders for one person by one channel, claimed and to be sent now."""

    channel: str
    person: Person
    deliveries: tuple[Delivery, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(one.reminder.text for one in self.deliveries)


async def remind(settings: Settings, at: datetime) -> int:
    """Make every reminder that is due at ``at`` and not made yet; how many.  Those of what has
    become public, checked or exempt meanwhile leave the inboxes, and are sent no more."""
    given = await basis(settings)
    rows: list[Row] = [*await due(settings, at), *await short_of_minimum(at, given)]
    # In a thread: a county's obligations take longer than others should wait.
    await _close_others(await asyncio.to_thread(standing, rows, given))
    found = await asyncio.to_thread(calls, rows, at, given)
    if not found:
        return 0
    people = await recipients()
    wanted = {
        f"{call.key}:{person}": (call, person) for call in found for person in _whom(call, people)
    }
    known = await _known(list(wanted))
    new = {key: wanted[key] for key in wanted if key not in known}
    if not new:
        return 0
    return await _make(new, people, channels(settings), settings.locale)


async def remind_now(actor: Actor, settings: Settings, at: datetime, unit: Unit) -> int:
    """Someone asks everyone below the unit for what they still owe, once a day; how many people
    and obligations were named anew.  Raises Refused."""
    check_may(actor, "supervise.write", unit.path)
    given = await basis(settings)
    rows = await due(settings, at, unit.path)
    found = asked(rows, at, given)
    people = await recipients()
    wanted = {
        f"{call.key}:{person}": (call, person)
        for call in found
        if (owing := people.units.get(call.row.unit_code)) is not None
        for person in people.nearest(owing, "officer")
    }
    known = await _known(list(wanted))
    new = {key: wanted[key] for key in wanted if key not in known}
    return await _make(new, people, channels(settings), settings.locale, actor.id) if new else 0


@transacted
async def read_reminders(actor: Actor, ids: Iterable[str] = ()) -> int:
    """The person has seen them (all of theirs where none is named).  They vanish from the inbox."""
    mine = Reminder.filter(person_id=actor.id, read_at=None)
    named = list(ids)
    done = await (mine.filter(id__in=named) if named else mine).update(read_at=clock.now())
    if named and not done:
        raise NotFound("reminder-unknown", "没有这条提醒。")
    if done:
        await write_entry(actor, "reminder.read", f"person:{actor.id}", {"count": done})
    return done


async def _close_others(open_now: Collection[str]) -> None:
    unread = await Reminder.filter(read_at=None).values_list("id", "key")
    # A key is kind, stage, what it is about, and the person.
    over = [id_ for id_, key in unread if ":".join(str(key).split(":")[2:-1]) not in open_now]
    if over:
        await _close(over)


@transacted
async def _close(ids: list[str]) -> None:
    at = clock.now()
    for first in range(0, len(ids), _SLICE):
        some = ids[first : first + _SLICE]
        await Reminder.filter(id__in=some, read_at=None).update(read_at=at)
        waiting = Delivery.filter(reminder_id__in=some, state="waiting")
        await waiting.update(state="given_up", problem="已不需提醒")
    await write_entry("system", "reminder.close", "reminders", {"count": len(ids)})


def channels(settings: Settings) -> tuple[str, ...]:
    """How reminders leave the house besides the console."""
    email = ("email",) if settings.smtp_url else ()
    return email + (("webhook",) if settings.webhook_url else ())


@transacted
async def claim(at: datetime, channel: str) -> Letter | None:
    """Take the letter that has waited longest, so that nobody else sends it, if there is one."""
    await _give_up_lost(at)
    waiting = Delivery.filter(state="waiting", channel=channel, next_at__lte=at)
    first = await waiting.select_related("reminder").order_by("next_at", "id").first()
    if first is None:
        return None
    person_id = first.reminder.person_id  # type: ignore[attr-defined]  # set by Tortoise
    of_person = waiting.filter(reminder__person_id=person_id)
    rows = (
        await of_person.select_related("reminder__person").order_by("next_at", "id").limit(LETTER)
    )
    claimed = [row for row in rows if await _take(row, at)]
    return Letter(channel, claimed[0].reminder.person, tuple(claimed)) if claimed else None


@transacted
async def settle(letter: Letter, at: datetime, problem: str = "", *, unsure: bool = False) -> None:
    """What became of a letter: sent, or to be tried again later, TRIES times in all.  ``unsure``:
    it may have been taken in spite of the problem, so it is not sent again."""
    for row in letter.deliveries:
        tries = row.tries + 1
        if not problem:
            changes: dict[str, object] = {"state": "sent", "sent_at": at, "problem": ""}
        elif unsure:
            changes = {"state": "given_up", "problem": f"{_UNKNOWN}（{problem}）"[:200]}
        elif tries >= TRIES:
            changes = {"state": "given_up", "problem": problem[:200]}
        else:
            later = at + FIRST_PAUSE * 4 ** (tries - 1)
            changes = {"state": "waiting", "next_at": later, "problem": problem[:200]}
        await Delivery.filter(id=row.id, state="sending").update(**changes)


async def _give_up_lost(at: datetime) -> None:
    """Claims whose process died, and letters to people who have left."""
    lost = Delivery.filter(state="sending", next_at__lte=at - CLAIMED)
    await lost.update(state="given_up", problem=_UNKNOWN)
    gone = await Delivery.filter(
        state="waiting", next_at__lte=at, reminder__person__active=False
    ).values_list("id", flat=True)
    await Delivery.filter(id__in=list(gone)).update(state="given_up", problem="收件人已离任")


async def _take(row: Delivery, at: datetime) -> bool:
    """Whether it waits no longer for anybody else."""
    mine = Delivery.filter(id=row.id, state="waiting")
    return bool(await mine.update(state="sending", next_at=at, tries=row.tries + 1))


def _whom(call: Call, people: Recipients) -> tuple[str, ...]:
    unit = people.units.get(call.row.unit_code)
    if unit is None:
        return ()
    if call.kind == "ahead":
        return people.nearest(unit, "officer")
    own = people.of_unit(unit)
    if call.kind == "overdue":
        return own
    return tuple(dict.fromkeys(own + people.of_lead(unit)))


async def _known(keys: list[str]) -> set[str]:
    found: set[str] = set()
    for first in range(0, len(keys), _SLICE):
        rows = await Reminder.filter(key__in=keys[first : first + _SLICE]).values_list(
            "key", flat=True
        )
        found.update(str(row) for row in rows)
    return found


@transacted
async def _make(
    new: dict[str, tuple[Call, str]],
    people: Recipients,
    ways: tuple[str, ...],
    locale: str,
    by: str = "system",
) -> int:
    at = clock.now()
    items = {item.code: item.id for item in await CatalogueItem.all().only("id", "code")}
    letters = {person.id: bool(person.email) for person in await Person.filter(active=True)}
    reminders: list[Reminder] = []
    deliveries: list[Delivery] = []
    with messages.spoken_in(locale):
        for key, (call, person) in new.items():
            unit = people.units[call.row.unit_code]
            if call.kind == "escalated" and person not in people.of_lead(unit):
                # Whoever has to publish it is not asked to urge others.
                call = call._replace(kind="overdue")
            made = Reminder(
                key=key,
                kind=call.kind,
                person_id=person,
                unit_id=unit.id,
                item_id=items.get(call.row.item_code),
                period=call.row.period or "",
                matter=call.matter,
                record_id=call.row.record_id if call.matter == "check" else None,
                due_at=call.due_at,
                text=sentence(call, unit.short_name),
                at=at,
            )
            reminders.append(made)
            deliveries += [
                Delivery(reminder_id=made.id, channel=way, state="waiting", next_at=at)
                for way in ways
                if way != "email" or letters.get(person)
            ]
    await Reminder.bulk_create(reminders, batch_size=_SLICE, ignore_conflicts=True)
    await Delivery.bulk_create(deliveries, batch_size=_SLICE, ignore_conflicts=True)
    await write_entry(by, "reminder.make", "reminders", {"count": len(reminders)})
    return len(reminders)
