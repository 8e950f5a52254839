"""Coming in and going out: sign-in, sessions, throttling.

All times here are the real ones (see :func:`core.clock.real_now`).
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from accounts.audit import write_entry
from accounts.models import Attempt, AuditHead, Person, Session
from accounts.passwords import DUMMY, hash_password, matches, outdated
from accounts.service.codes import use_code
from accounts.sessions import TOUCH
from core import clock
from core.canonical import sha256
from core.errors import NotSignedIn, TooMany
from core.ids import new_secret
from core.transaction import transact, transacted

SPAN = timedelta(minutes=15)
BY_ACCOUNT = 5
BY_ADDRESS = 30
"""Failures within SPAN after which an account, or an address, has to wait."""


@dataclass(frozen=True)
class Entered:
    """What the browser gets: the cookie's value, and who it is."""

    token: str
    person_id: str


async def sign_in(login: str, password: str, address: str) -> Entered:
    """A new session.  Raises TooMany while throttled, else NotSignedIn: the same for an unknown
    person, a wrong password and a person who was let go, and after the same time."""
    noted = await _note_attempt(login, address)
    person = await Person.get_or_none(login=login)
    usable = person is not None and person.active and person.password_hash != ""
    stored = person.password_hash if person is not None and usable else DUMMY
    right = await asyncio.to_thread(matches, stored, password)
    if person is None or not usable or not right:
        raise NotSignedIn("sign-in-failed", "登录名或密码不对。")
    renewed = await asyncio.to_thread(hash_password, password) if outdated(stored) else None
    return await transact(lambda: _begin(person, "password", renewed, noted))


@transacted
async def enter_by_link(code: str) -> Entered:
    """Spend a one-use sign-in code.  Raises NotSignedIn."""
    person = await Person.get_or_none(id=await use_code("sign-in", code))
    if person is None or not person.active:
        raise NotSignedIn("code-bad", "这个一次性代码无效：可能已用过、已过期或输入有误。")
    return await _begin(person, "link", None, "")


@transacted
async def sign_out(session: Session) -> None:
    """End one session; ending it twice does nothing."""
    live = Session.filter(id=session.id, ended_at__isnull=True)
    if await live.update(ended_at=clock.real_now()):
        person_id: str = session.person_id  # type: ignore[attr-defined]  # Tortoise adds it
        await write_entry(person_id, "session.end", f"person:{person_id}", {})


async def touch(session: Session) -> None:
    """Note that the session is in use, at most once a minute."""
    now = clock.real_now()
    if now - session.seen_at >= TOUCH:
        await transact(
            lambda: Session.filter(id=session.id, ended_at__isnull=True).update(seen_at=now)
        )


async def end_sessions(person_id: str) -> None:
    """All sessions of a person, in the caller's transaction (which writes the entry)."""
    live = Session.filter(person_id=person_id, ended_at__isnull=True)
    await live.update(ended_at=clock.real_now())


async def _begin(person: Person, means: str, renewed: str | None, noted: str) -> Entered:
    if not await Person.filter(id=person.id, active=True).exists():
        raise NotSignedIn("sign-in-failed", "登录名或密码不对。")
    if renewed:
        await Person.filter(id=person.id).update(password_hash=renewed)
    await Attempt.filter(subject=_account(person.login)).delete()
    await Attempt.filter(id=noted).delete()
    token, now = new_secret(), clock.real_now()
    await Session.create(
        token_hash=sha256(token.encode()),
        person_id=person.id,
        csrf=new_secret(),
        created_at=now,
        seen_at=now,
    )
    await write_entry(person.id, "session.begin", f"person:{person.id}", {"means": means})
    return Entered(token, person.id)


@transacted
async def _note_attempt(login: str, address: str) -> str:
    """Counted before the password is looked at, so that a thousand tries at once gain nothing.

    Returns the address's row: a success takes it back, and clears the account's count.
    """
    # The chain's end serves as the lock: two counts at the same moment would both be too low.
    await AuditHead.filter(id=1).select_for_update().first()
    now = clock.real_now()
    await Attempt.filter(at__lt=now - SPAN).delete()
    for subject, most in ((_account(login), BY_ACCOUNT), (_address(address), BY_ADDRESS)):
        if await Attempt.filter(subject=subject, at__gt=now - SPAN).count() >= most:
            raise TooMany("sign-in-throttled", "尝试次数太多，请 15 分钟后再试。")
    await Attempt.create(subject=_account(login), at=now)
    return (await Attempt.create(subject=_address(address), at=now)).id


def _account(login: str) -> str:
    return "login:" + sha256(login.encode())[:40]


def _address(address: str) -> str:
    return "address:" + sha256(address.encode())[:40]
