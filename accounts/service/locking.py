"""What the security administrator does: end sessions, lock accounts, set the sign-in policy."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Person, SignInPolicy
from accounts.permissions import check_may
from accounts.queries import person as person_of
from accounts.queries import root
from accounts.service.entry import end_sessions
from core import clock
from core.errors import Conflict, Invalid
from core.transaction import transacted

IDLE_MINUTES, LONGEST_HOURS, TRIES = (5, 60), (1, 12), (3, 10)
"""Least and most of each."""


@transacted
async def end_persons_sessions(actor: Actor, person_id: str) -> int:
    """Sign a person out everywhere; how many sessions ended.  Raises Conflict when there was
    none."""
    holder = await _holder(actor, person_id)
    ended = await end_sessions(person_id)
    if not ended:
        raise Conflict("session-none", "{name}没有登录。", name=holder.name)
    data: dict[str, object] = {"login": holder.login, "sessions": ended}
    await write_entry(actor, "session.expel", f"person:{person_id}", data)
    return ended


@transacted
async def set_locked(actor: Actor, person_id: str, locked: bool, reason: str) -> None:
    """Bar a person from signing in, at once, or let them again.  Roles stay as they are.

    Raises Invalid without a reason or for oneself, Conflict when it is so already.
    """
    holder = await _holder(actor, person_id)
    if holder.id == actor.id:
        raise Invalid("lock-self", "不能锁定自己的账号。", field="reason")
    if not reason.strip():
        raise Invalid("reason-missing", "请填写原因。", field="reason")
    at = clock.real_now() if locked else None
    if await Person.filter(id=person_id, locked_at__isnull=locked).update(locked_at=at) != 1:
        raise Conflict("person-state", "状态已经变了，请刷新后再看。")
    if locked:
        await end_sessions(person_id)
    data: dict[str, object] = {"login": holder.login, "reason": reason.strip()[:300]}
    action = "person.lock" if locked else "person.unlock"
    await write_entry(actor, action, f"person:{person_id}", data)


@transacted
async def set_policy(actor: Actor, *, idle_minutes: int, longest_hours: int, tries: int) -> None:
    """How long sessions live and how many failures an account may have, for the whole county.

    Raises Refused unless the right is held over the root, Invalid outside the bounds.
    """
    top = await root()
    check_may(actor, "session.manage", top.path if top else "/")
    given = {"idle_minutes": idle_minutes, "longest_hours": longest_hours, "tries": tries}
    bounds = {"idle_minutes": IDLE_MINUTES, "longest_hours": LONGEST_HOURS, "tries": TRIES}
    for name, (least, most) in bounds.items():
        if not least <= given[name] <= most:
            raise Invalid(
                "policy-range", "请填 {least} 到 {most}。", least=least, most=most, field=name
            )
    await SignInPolicy.update_or_create(defaults=dict(given), id=1)
    await write_entry(actor, "policy.set", "policy:sign-in", dict(given))


async def _holder(actor: Actor, person_id: str) -> Person:
    holder = await person_of(person_id)
    check_may(actor, "session.manage", holder.unit.path)
    return holder
