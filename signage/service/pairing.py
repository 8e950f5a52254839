"""Pairing: a device shows a code, a person approves it, the device collects its token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Attempt
from accounts.permissions import check_may
from accounts.service import issue_code, use_code
from core import clock
from core.canonical import sha256
from core.errors import Conflict, NotFound, NotSignedIn, TooMany
from core.ids import new_pairing_code, new_secret
from core.transaction import transacted
from signage.models import Pairing, Screen
from signage.queries import pairing_by_code, screen_by_code
from signage.service.screens import set_place

PAIRING_LIFETIME = timedelta(minutes=10)
SELF_PAIRING_LIFETIME = timedelta(hours=12)
_SPAN = timedelta(minutes=10)
_STARTS = 60
_FAILURES = 20
_FINGERPRINT = 200


@dataclass(frozen=True)
class Started:
    """A pairing that waits for a person: ``code`` is shown, ``ticket`` stays in the device."""

    code: str
    ticket: str
    expires: datetime


@dataclass(frozen=True)
class Collected:
    """A paired screen (``hall`` and its unit loaded) and its new token, given out once."""

    screen: Screen
    token: str


@transacted
async def start_pairing(fingerprint: str, address: str) -> Started:
    """A code for a device to show.  No audit entry: nothing is paired until a person approves.

    Raises TooMany when one address asks too often.
    """
    await _count(f"pair:{sha256(address.encode())[:40]}", _STARTS)
    now = clock.real_now()
    await Pairing.filter(expires_at__lt=now - timedelta(days=1)).delete()
    ticket = new_secret()
    pairing = await Pairing.create(
        code=await _free_code(),
        ticket_hash=sha256(ticket.encode()),
        fingerprint=fingerprint[:_FINGERPRINT],
        created_at=now,
        expires_at=now + PAIRING_LIFETIME,
    )
    return Started(pairing.code, ticket, pairing.expires_at)


@transacted
async def approve_pairing(actor: Actor, code: str, screen: str, place: str = "") -> Screen:
    """Let the device that shows ``code`` become the screen with that code; ``place``: where it
    stands, where that is said anew.

    Raises Refused, NotFound (also for an expired code), Conflict when someone else was first.
    """
    chosen = await screen_by_code(screen)
    check_may(actor, "screen.manage", chosen.hall.unit.path)
    waiting = await pairing_by_code(code)
    mine = Pairing.filter(id=waiting.id, screen_id__isnull=True)
    if await mine.update(screen_id=chosen.id) != 1:
        raise Conflict("pairing-taken", "这个配对码刚刚已被批准。")
    if place:
        await set_place(actor, chosen.code, place)
    data: dict[str, object] = {"fingerprint": waiting.fingerprint, "screen": chosen.code}
    await write_entry(actor, "pairing.approve", f"screen:{chosen.id}", data)
    return chosen


@transacted
async def collect_pairing(ticket: str) -> Collected | None:
    """The device's question: None while it waits; once approved, the token, given out once.

    Raises NotFound for an unknown, expired or collected ticket.
    """
    now = clock.real_now()
    pairing = await Pairing.get_or_none(ticket_hash=sha256(ticket.encode()))
    if pairing is None or pairing.expires_at <= now or pairing.collected_at is not None:
        raise NotFound("ticket-unknown", "这次配对已失效，请重新开始。")
    screen_id: str | None = pairing.screen_id
    if screen_id is None:
        return None
    mine = Pairing.filter(id=pairing.id, collected_at__isnull=True)
    if await mine.update(collected_at=now) != 1:
        raise NotFound("ticket-unknown", "这次配对已失效，请重新开始。")
    return await _pair(screen_id, "approved")


async def pair_with_token(code: str, address: str) -> Collected:
    """Pair by a one-use code (purpose ``pair``).  Raises NotSignedIn, TooMany."""
    subject = f"pair-token:{sha256(address.encode())[:40]}"
    await _check_failures(subject)
    try:
        return await _pair_by_code(code)
    except NotSignedIn:
        await _note_failure(subject)
        raise


@transacted
async def issue_pairing_code(actor: Actor, screen: str) -> str:
    """A one-use code with which a device pairs itself as that screen."""
    chosen = await screen_by_code(screen)
    check_may(actor, "screen.manage", chosen.hall.unit.path)
    return await issue_code("pair", chosen.id, SELF_PAIRING_LIFETIME)


@transacted
async def unpair(actor: Actor, screen: str) -> Screen:
    """Make the screen's token worthless.  Raises Refused, NotFound, Conflict if it has none."""
    chosen = await screen_by_code(screen)
    check_may(actor, "screen.manage", chosen.hall.unit.path)
    mine = Screen.filter(id=chosen.id, token_hash=chosen.token_hash).exclude(token_hash="")
    if await mine.update(token_hash="", paired_at=None) != 1:
        raise Conflict("screen-unpaired", "这块屏幕没有配对。")
    await write_entry(actor, "screen.unpair", f"screen:{chosen.id}", {"code": chosen.code})
    return chosen


@transacted
async def _pair_by_code(code: str) -> Collected:
    return await _pair(await use_code("pair", code), "token")


async def _pair(screen_id: str, means: str) -> Collected:
    """A new token; the old one is dead with it."""
    token = new_secret()
    done = await Screen.filter(id=screen_id).update(
        token_hash=sha256(token.encode()),
        paired_at=clock.real_now(),
        seen_at=None,
        health="{}",
        beat_sequence=-1,
    )
    if not done:
        raise NotFound("screen-unknown", "没有代码为 {code} 的屏幕。", code=screen_id)
    subject = f"screen:{screen_id}"
    await write_entry(subject, "screen.pair", subject, {"means": means})
    return Collected(await screen_by_code(screen_id), token)


async def _free_code() -> str:
    while await Pairing.exists(code=(code := new_pairing_code())):
        pass
    return code


async def _count(subject: str, most: int) -> None:
    now = clock.real_now()
    if await Attempt.filter(subject=subject, at__gt=now - _SPAN).count() >= most:
        raise TooMany("pairing-throttled", "配对请求过于频繁，请稍后再试。")
    await Attempt.create(subject=subject, at=now)


async def _check_failures(subject: str) -> None:
    recent = Attempt.filter(subject=subject, at__gt=clock.real_now() - _SPAN)
    if await recent.count() >= _FAILURES:
        raise TooMany("pairing-throttled", "配对请求过于频繁，请稍后再试。")


@transacted
async def _note_failure(subject: str) -> None:
    await Attempt.create(subject=subject, at=clock.real_now())
