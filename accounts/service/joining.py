"""How someone without a password gets one: a one-use code that is handed to them."""

import asyncio
from datetime import timedelta

from accounts.actor import Actor
from accounts.attempts import join_key
from accounts.audit import write_entry
from accounts.models import OneUseCode, Person
from accounts.passwords import check_password, hash_password
from accounts.queries import person as person_of
from accounts.service.codes import issue_code, use_code
from accounts.service.entry import end_sessions
from accounts.service.reach import check_reach
from accounts.service.throttle import forgive, note_attempt
from core import clock
from core.canonical import sha256
from core.errors import Conflict
from core.ids import new_short_code
from core.transaction import transact, transacted

LIFETIME = timedelta(days=7)


@transacted
async def issue_join_code(actor: Actor, person_id: str) -> str:
    """A code with which the person sets a password of their own; earlier ones are void.

    Raises Refused, NotFound, Conflict for someone who is not active.
    """
    holder = await person_of(person_id)
    check_reach(actor, "people.manage", holder)
    if not holder.active:
        raise Conflict("person-inactive", "{name}已停用，不能发放启用码。", name=holder.name)
    await void_join_codes(person_id)
    return await issue_code("join", person_id, LIFETIME)


async def insert_join_code(person_id: str) -> str:
    """The same in the caller's transaction, which writes one entry for many people."""
    code = new_short_code() + new_short_code()
    await OneUseCode.create(
        code_hash=sha256(code.encode()),
        purpose="join",
        subject=person_id,
        expires_at=clock.real_now() + LIFETIME,
    )
    return code


async def void_join_codes(person_id: str) -> None:
    """In the caller's transaction."""
    waiting = OneUseCode.filter(purpose="join", subject=person_id, used_at__isnull=True)
    await waiting.update(used_at=clock.real_now())


async def join(code: str, password: str, address: str) -> str:
    """Spend the code and set the password; returns the login with which to sign in.

    Raises NotSignedIn for a code that is unknown, spent or too old, TooMany, Invalid for the
    password: then the code stays good.
    """
    account = join_key(code)
    noted = await note_attempt(account, address)
    check_password(password, "")
    hashed = await asyncio.to_thread(hash_password, password)

    async def work() -> str:
        holder = await Person.get(id=await use_code("join", code))
        check_password(password, holder.login)
        if not holder.active:
            raise Conflict("person-inactive", "{name}已停用，请联系系统管理员。", name=holder.name)
        await Person.filter(id=holder.id).update(password_hash=hashed)
        await end_sessions(holder.id)
        await forgive(account, noted)
        data: dict[str, object] = {"login": holder.login}
        await write_entry(holder.id, "person.join", f"person:{holder.id}", data)
        return holder.login

    return await transact(work)
