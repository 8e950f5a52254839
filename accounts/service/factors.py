"""The second factor: enrolling, showing a code, recovery codes, losing the device."""

import asyncio

from accounts.actor import Actor
from accounts.attempts import code_key
from accounts.audit import write_entry
from accounts.models import Person, RecoveryCode, SecondFactor, Session
from accounts.passwords import DUMMY, matches
from accounts.queries import person as person_of
from accounts.service.entry import Entered, complete, end_sessions, holder_of
from accounts.service.reach import check_reach
from accounts.service.throttle import forgive, note_attempt
from accounts.totp import matching_step, new_key
from core import clock
from core.canonical import sha256
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_short_code, read_code
from core.sealing import Sealer
from core.transaction import transact, transacted

PURPOSE = "second factor"
"""For which a key is sealed: ``Sealer(signing_key, PURPOSE)``."""
RECOVERY_CODES = 10


@transacted
async def begin_enrolment(person_id: str, sealer: Sealer) -> None:
    """A new key, which counts once its first code was shown.  Raises Conflict when one counts."""
    if await SecondFactor.filter(person_id=person_id, enrolled_at__isnull=False).exists():
        raise Conflict("factor-enrolled", "二次验证已经启用。换手机请先由安全管理员重设。")
    await SecondFactor.filter(person_id=person_id).delete()
    sealed = sealer.seal(new_key(), person_id)
    await SecondFactor.create(person_id=person_id, sealed=sealed, created_at=clock.real_now())
    await write_entry(person_id, "factor.begin", f"person:{person_id}", {})


async def pending_key(person_id: str, sealer: Sealer) -> str | None:
    """The key that waits for its first code; None when there is none.  Raises Unavailable."""
    row = await SecondFactor.get_or_none(person_id=person_id, enrolled_at__isnull=True)
    return sealer.open(row.sealed, person_id) if row else None


async def finish_enrolment(
    session: Session, sealer: Sealer, typed: str, address: str
) -> tuple[list[str], Entered | None]:
    """The first code makes the key count.  Returns ten recovery codes, shown once, and what the
    browser gets when the session had waited for this.

    Raises Invalid for a wrong code, TooMany, Conflict when nothing waits for one.
    """
    person_id = holder_of(session)
    noted = await note_attempt(code_key(person_id), address)

    async def work() -> tuple[list[str], Entered | None]:
        row = await SecondFactor.get_or_none(person_id=person_id, enrolled_at__isnull=True)
        if row is None:
            raise Conflict("factor-missing", "请先开始设置二次验证。")
        now = clock.real_now()
        step = matching_step(sealer.open(row.sealed, person_id), typed, now, row.last_step)
        if step is None:
            raise _wrong()
        mine = SecondFactor.filter(id=row.id, enrolled_at__isnull=True)
        await mine.update(enrolled_at=now, last_step=step)
        await forgive(code_key(person_id), noted)
        codes = await _renew_codes(person_id)
        entered = await complete(session) if session.stage != "full" else None
        await write_entry(person_id, "factor.enrol", f"person:{person_id}", {})
        return codes, entered

    return await transact(work)


async def enter_code(session: Session, sealer: Sealer, typed: str, address: str) -> Entered:
    """The code after the password.  Raises Invalid for a wrong one, TooMany, NotSignedIn when the
    session is over."""
    noted = await note_attempt(code_key(holder_of(session)), address)

    async def work() -> Entered:
        means = await _spend(holder_of(session), sealer, typed)
        await forgive(code_key(holder_of(session)), noted)
        entered = await complete(session)
        await _note_confirmed(session, means)
        return entered

    return await transact(work)


async def confirm(session: Session, sealer: Sealer, typed: str, address: str) -> None:
    """Prove again to be there: by code where a second factor is enrolled, else by password.

    Raises Invalid for a wrong one, TooMany.
    """
    person_id = holder_of(session)
    noted = await note_attempt(code_key(person_id), address)
    enrolled = await is_enrolled(person_id)
    if not enrolled:
        stored = (await Person.get(id=person_id)).password_hash or DUMMY
        if not await asyncio.to_thread(matches, stored, typed):
            raise Invalid("password-wrong", "密码不对。", field="confirm_code")

    async def work() -> None:
        means = await _spend(person_id, sealer, typed) if enrolled else "password"
        live = Session.filter(id=session.id, stage="full", ended_at__isnull=True)
        await live.update(confirmed_at=clock.real_now())
        await forgive(code_key(person_id), noted)
        await _note_confirmed(session, means)

    await transact(work)


async def is_enrolled(person_id: str) -> bool:
    return await SecondFactor.filter(person_id=person_id, enrolled_at__isnull=False).exists()


@transacted
async def renew_recovery_codes(person_id: str) -> list[str]:
    """Ten new ones; the old ones are void.  Raises Conflict without a second factor."""
    if not await is_enrolled(person_id):
        raise Conflict("factor-missing", "请先开始设置二次验证。")
    codes = await _renew_codes(person_id)
    await write_entry(person_id, "factor.codes", f"person:{person_id}", {})
    return codes


@transacted
async def reset_factor(actor: Actor, person_id: str, reason: str) -> None:
    """The device is lost: the person enrols anew at the next sign-in; their sessions end."""
    holder = await person_of(person_id)
    check_reach(actor, "session.manage", holder)
    if not reason.strip():
        raise Invalid("reason-missing", "请填写原因。", field="reason")
    if not await SecondFactor.filter(person_id=person_id).delete():
        raise NotFound("factor-missing", "{name}没有启用二次验证。", name=holder.name)
    await RecoveryCode.filter(person_id=person_id).delete()
    await end_sessions(person_id)
    data: dict[str, object] = {"login": holder.login, "reason": reason.strip()[:300]}
    await write_entry(actor, "factor.reset", f"person:{person_id}", data)


async def _spend(person_id: str, sealer: Sealer, typed: str) -> str:
    """Use up a one-time or a recovery code, in the caller's transaction; which it was."""
    row = await SecondFactor.get_or_none(person_id=person_id, enrolled_at__isnull=False)
    if row is None:
        raise Conflict("factor-missing", "请先开始设置二次验证。")
    now = clock.real_now()
    step = matching_step(sealer.open(row.sealed, person_id), typed, now, row.last_step)
    newer = SecondFactor.filter(id=row.id, last_step__lt=step or 0)
    if step is not None and await newer.update(last_step=step) == 1:
        return "code"
    hashed = _hashed(person_id, typed)
    spare = RecoveryCode.filter(person_id=person_id, code_hash=hashed, used_at__isnull=True)
    if await spare.update(used_at=now) == 1:
        return "recovery"
    raise _wrong()


async def _renew_codes(person_id: str) -> list[str]:
    await RecoveryCode.filter(person_id=person_id).delete()
    codes = [new_short_code() for _ in range(RECOVERY_CODES)]
    await RecoveryCode.bulk_create(
        [RecoveryCode(person_id=person_id, code_hash=_hashed(person_id, code)) for code in codes]
    )
    return codes


async def _note_confirmed(session: Session, means: str) -> None:
    person_id = holder_of(session)
    await write_entry(person_id, "session.confirm", f"person:{person_id}", {"means": means})


def _hashed(person_id: str, code: str) -> str:
    return sha256(f"{person_id} {read_code(code)}".encode())


def _wrong() -> Invalid:
    return Invalid(
        "factor-wrong",
        "验证码不对，或已经用过。请等手机上出现新的 6 位数字再填，并核对手机时间是否准确。",
        field="code",
    )
