"""Off-boarding: who leaves an office loses everything at once; who comes back starts anew."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Grant, OneUseCode, Person, RecoveryCode, SecondFactor
from accounts.permissions import check_may
from accounts.queries import has_administrator
from accounts.queries import person as person_of
from accounts.service.entry import end_sessions
from accounts.service.reach import check_reach
from core import clock
from core.errors import Conflict, Invalid
from core.transaction import transacted

REASON = 300


@transacted
async def off_board(
    actor: Actor, person_id: str, successor_id: str | None, reason: str
) -> tuple[Person, Person | None]:
    """The person leaves for good: sessions end at once, roles, codes and second factor are gone.

    Their open work is handed to ``successor_id``, an active colleague of the same unit, by
    :func:`disclosure.service.handover.hand_over` in the same transaction.  Returns both people.
    Raises Refused, NotFound, Invalid, Conflict for someone who has left already.
    """
    leaving = await person_of(person_id)
    check_reach(actor, "people.manage", leaving)
    if leaving.id == actor.id:
        raise Invalid("leave-self", "不能为自己办理离岗，请由其他系统管理员办理。", field="reason")
    why = _needed(reason)
    successor = await _successor(leaving, successor_id) if successor_id else None
    now = clock.now()
    gone = await Person.filter(id=person_id, left_at__isnull=True).update(
        active=False, left_at=now, password_hash=""
    )
    if gone != 1:
        raise Conflict("person-left", "{name}已办理离岗。", name=leaving.name)
    roles = sorted(f"{grant.role} {grant.unit.code}" for grant in leaving.grants)
    await Grant.filter(person_id=person_id).delete()
    if any(role.startswith("administrator ") for role in roles) and not await has_administrator():
        raise Conflict("last-administrator", "至少要有一名系统管理员。")
    await _forget_codes(person_id)
    ended = await end_sessions(person_id)
    data: dict[str, object] = {
        "login": leaving.login,
        "reason": why,
        "roles": roles,
        "sessions": ended,
        "successor": successor.login if successor else "",
    }
    await write_entry(actor, "person.leave", f"person:{person_id}", data)
    return leaving, successor


@transacted
async def return_person(actor: Actor, person_id: str, reason: str) -> None:
    """Someone who left works here again: without roles, password or second factor, which are
    given anew.  Raises Conflict for someone who has not left."""
    back = await person_of(person_id)
    check_may(actor, "people.manage", back.unit.path)
    why = _needed(reason)
    returned = Person.filter(id=person_id, left_at__isnull=False)
    if await returned.update(left_at=None, active=True) != 1:
        raise Conflict("person-state", "状态已经变了，请刷新后再看。")
    data: dict[str, object] = {"login": back.login, "reason": why}
    await write_entry(actor, "person.return", f"person:{person_id}", data)


async def _successor(leaving: Person, successor_id: str) -> Person:
    successor = await person_of(successor_id)
    if successor.id == leaving.id or successor.unit.id != leaving.unit.id or not successor.active:
        raise Invalid(
            "successor-bad",
            "接手人须是{unit}在用的其他人员。",
            unit=leaving.unit.name,
            field="successor",
        )
    return successor


async def _forget_codes(person_id: str) -> None:
    await SecondFactor.filter(person_id=person_id).delete()
    await RecoveryCode.filter(person_id=person_id).delete()
    open_codes = OneUseCode.filter(
        subject=person_id, purpose__in=("sign-in", "join"), used_at__isnull=True
    )
    await open_codes.update(used_at=clock.real_now())


def _needed(reason: str) -> str:
    trimmed = reason.strip()
    if not trimmed:
        raise Invalid("reason-missing", "请填写原因。", field="reason")
    if len(trimmed) > REASON:
        raise Invalid("too-long", "最多 {most} 个字。", most=REASON, field="reason")
    return trimmed
