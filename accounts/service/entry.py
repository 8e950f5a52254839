"""Coming in and going out: sign-in, sessions, and proving again to be there.

All times here are the real ones (see :func:`core.clock.real_now`).

    password ──► full                                    nobody asks for more
             ──► code ──(one-time code)──► full          a second factor is enrolled
             ──► enrol ──(first code)──► full            one is demanded and none is enrolled
"""

import asyncio
from dataclasses import dataclass
from typing import Literal

from accounts.attempts import code_key, login_key
from accounts.audit import write_entry
from accounts.models import Person, SecondFactor, Session
from accounts.passwords import DUMMY, hash_password, matches, outdated
from accounts.permissions import SECOND_FACTOR
from accounts.queries import actor_of
from accounts.service.codes import use_code
from accounts.service.throttle import forgive, note_attempt
from accounts.sessions import TOUCH
from core import clock
from core.canonical import sha256
from core.errors import NotSignedIn
from core.ids import new_secret
from core.transaction import transact, transacted

Stage = Literal["full", "code", "enrol"]


@dataclass(frozen=True)
class Entered:
    """What the browser gets: the cookie's value, who it is, and what is still asked of them."""

    token: str
    person_id: str
    stage: Stage = "full"


async def sign_in(login: str, password: str, address: str, *, demanded: bool = True) -> Entered:
    """A new session.  Raises TooMany while throttled, else NotSignedIn: the same for an unknown
    person, a wrong password and a person who was let go or locked, and after the same time.

    ``demanded``: whether those who approve or administer must have a second factor.
    """
    noted = await note_attempt(login_key(login), address)
    person = await Person.get_or_none(login=login)
    usable = person is not None and _usable(person) and person.password_hash != ""
    stored = person.password_hash if person is not None and usable else DUMMY
    right = await asyncio.to_thread(matches, stored, password)
    if person is None or not usable or not right:
        raise NotSignedIn("sign-in-failed", "登录名或密码不对。")
    renewed = await asyncio.to_thread(hash_password, password) if outdated(stored) else None

    async def work() -> Entered:
        stage = await _stage(person.id, demanded)
        return await _begin(person, "password", renewed, noted, stage, address)

    return await transact(work)


@transacted
async def enter_by_link(code: str, *, trusted: bool = False, address: str = "") -> Entered:
    """Spend a one-use sign-in code.  Raises NotSignedIn.

    ``trusted``: in the demonstration the link alone is enough; elsewhere an enrolled second factor
    is asked for.
    """
    person = await Person.get_or_none(id=await use_code("sign-in", code))
    if person is None or not _usable(person):
        raise NotSignedIn("code-bad", "这个一次性代码无效：可能已用过、已过期或输入有误。")
    stage: Stage = "full" if trusted else await _stage(person.id, demanded=False)
    return await _begin(person, "link", None, "", stage, address)


@transacted
async def sign_out(session: Session) -> None:
    """End one session; ending it twice does nothing."""
    live = Session.filter(id=session.id, ended_at__isnull=True)
    if await live.update(ended_at=clock.real_now()):
        person_id = holder_of(session)
        await write_entry(person_id, "session.end", f"person:{person_id}", {})


async def touch(session: Session) -> None:
    """Note that the session is in use, at most once a minute."""
    now = clock.real_now()
    if now - session.seen_at >= TOUCH:
        await transact(
            lambda: Session.filter(id=session.id, ended_at__isnull=True).update(seen_at=now)
        )


async def end_sessions(person_id: str) -> int:
    """All sessions of a person, in the caller's transaction (which writes the entry); how many."""
    live = Session.filter(person_id=person_id, ended_at__isnull=True)
    return await live.update(ended_at=clock.real_now())


async def complete(session: Session) -> Entered:
    """Let a session that waited for a second factor do everything, in the caller's transaction
    (which writes the entry).  Its token is a new one: what was known before opens nothing now."""
    token, now = new_secret(), clock.real_now()
    waiting = Session.filter(id=session.id, stage=session.stage, ended_at__isnull=True)
    changed = await waiting.update(
        stage="full",
        token_hash=sha256(token.encode()),
        csrf=new_secret(),
        confirmed_at=now,
        seen_at=now,
    )
    if changed != 1:
        raise NotSignedIn("session-over", "登录已超时，请重新登录。")
    await forgive(code_key(holder_of(session)), "")
    return Entered(token, holder_of(session))


def holder_of(session: Session) -> str:
    """The id of the session's person."""
    return str(session.person_id)  # type: ignore[attr-defined]  # Tortoise adds it


def _usable(person: Person) -> bool:
    return person.active and person.locked_at is None


async def _stage(person_id: str, demanded: bool) -> Stage:
    if await SecondFactor.filter(person_id=person_id, enrolled_at__isnull=False).exists():
        return "code"
    needed = demanded and (await actor_of(person_id)).roles & SECOND_FACTOR
    return "enrol" if needed else "full"


async def _begin(
    person: Person,
    means: str,
    renewed: str | None,
    noted: str,
    stage: Stage = "full",
    address: str = "",
) -> Entered:
    if not await Person.filter(id=person.id, active=True, locked_at__isnull=True).exists():
        raise NotSignedIn("sign-in-failed", "登录名或密码不对。")
    if renewed:
        await Person.filter(id=person.id).update(password_hash=renewed)
    await forgive(login_key(person.login), noted)
    token, now = new_secret(), clock.real_now()
    await Session.create(
        token_hash=sha256(token.encode()),
        person_id=person.id,
        csrf=new_secret(),
        created_at=now,
        seen_at=now,
        stage=stage,
        confirmed_at=now if stage == "full" else None,
        means=means,
        address=address[:64],
    )
    data: dict[str, object] = {"means": means, "stage": "" if stage == "full" else stage}
    await write_entry(person.id, "session.begin", f"person:{person.id}", data)
    return Entered(token, person.id, stage)
