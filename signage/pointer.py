"""The signed pointer: which plan a screen shows, which overlay, and until when.

TUF in small: plans are immutable and named by their hash; only this statement is signed.  It is
issued anew when the plan or the overlay changes, and when a twelfth of the lease has passed.  Its
sequence only rises within an epoch; a restored database begins a higher epoch, which a screen
takes even with a lower sequence.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.canonical import canonical
from core.errors import Invalid
from core.signing import SigningKey, sign_json, verify

FORMAT = "hallboard-pointer/1"
TIME_FORMAT = "hallboard-time/1"
MAX_ENVELOPE_BYTES = 256 * 1024
RENEWALS_PER_LEASE = 12
_SHA256_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Overlay:
    """What must take effect without waiting for a compilation."""

    withdrawn: tuple[str, ...] = ()
    """Ids of versions that leave at once, sorted."""
    alerts: tuple[Mapping[str, Any], ...] = ()

    def as_json(self) -> dict[str, object]:
        return {"withdrawn": list(self.withdrawn), "alerts": [dict(one) for one in self.alerts]}


@dataclass(frozen=True, slots=True)
class Issued:
    """The pointer that a screen has: what the next one is compared with."""

    epoch: int
    sequence: int
    plan: str
    overlay: str
    """Canonical JSON."""
    issued_at: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Checked:
    """A pointer that a player may act upon.  Instants in milliseconds UTC."""

    screen: str
    epoch: int
    sequence: int
    plan: str
    plan_bytes: int
    withdrawn: frozenset[str]
    alerts: tuple[Mapping[str, Any], ...]
    issued: int
    lease_until: int
    rate: str


def milliseconds(instant: datetime) -> int:
    """Whole milliseconds since 1970 UTC; fractions are cut off."""
    return int(instant.timestamp()) * 1000 + instant.microsecond // 1000


def must_issue(
    last: Issued | None,
    epoch: int,
    plan: str,
    overlay: str,
    lease: timedelta,
    now: datetime,
) -> bool:
    """Whether a new pointer is due: something differs, or a twelfth of the lease has passed.

    ``overlay`` is its canonical text.  A clock that was set back, or a lease that was shortened,
    makes one due as well: the screen would otherwise trust the old one for longer than it should.
    """
    if last is None or last.epoch != epoch:
        return True
    if last.plan != plan or last.overlay != overlay:
        return True
    if last.lease_until - last.issued_at != lease or now < last.issued_at:
        return True
    return now >= renewal(last)


def renewal(last: Issued) -> datetime:
    """When the pointer is issued anew though nothing has changed."""
    return last.issued_at + (last.lease_until - last.issued_at) / RENEWALS_PER_LEASE


def next_sequence(last: Issued | None) -> int:
    """One more than the last, whatever the epoch; the first is 1."""
    return 1 if last is None else last.sequence + 1


def overlay_text(overlay: Overlay) -> str:
    return canonical(overlay.as_json()).decode()


def statement(
    *,
    screen: str,
    epoch: int,
    sequence: int,
    plan: str,
    plan_bytes: int,
    overlay: Overlay,
    issued: datetime,
    lease_until: datetime,
    rate: str = "1",
) -> dict[str, object]:
    """The payload that is signed."""
    return {
        "format": FORMAT,
        "screen": screen,
        "epoch": epoch,
        "sequence": sequence,
        "plan": plan,
        "plan_bytes": plan_bytes,
        "overlay": overlay.as_json(),
        "issued": milliseconds(issued),
        "lease_until": milliseconds(lease_until),
        "rate": rate,
    }


def envelope_bytes(key: SigningKey, payload: Mapping[str, object]) -> bytes:
    """The signed envelope as it is served."""
    return canonical(sign_json(key, payload))


def etag(epoch: int, sequence: int) -> str:
    """Quoted.  The epoch is part of it: after a restore the same sequence may come again."""
    return f'"{epoch}-{sequence}"'


def rate_text(rate: float) -> str:
    """A clock's speed as text: ``1``, ``60``, ``0.5``."""
    return f"{rate:g}"


def check_pointer(
    envelope: bytes, public: bytes, screen: str, seen_epoch: int, seen_sequence: int, now: int
) -> Checked:
    """The pointer inside ``envelope`` if a player may follow it.

    ``public``: the key pinned at pairing (65 bytes); ``screen``: its own id; ``seen_epoch`` and
    ``seen_sequence``: of the newest pointer it has followed (0, 0 if none); ``now``: trusted time
    in milliseconds.

    Raises Invalid with the code ``pointer-too-large``, ``pointer-malformed``, ``signature-bad``,
    ``signature-foreign``, ``pointer-foreign-screen``, ``pointer-rollback`` or
    ``pointer-expired``.  The pointer it already follows is accepted again.
    """
    if len(envelope) > MAX_ENVELOPE_BYTES:
        raise Invalid("pointer-too-large", "指针文件过大，已拒收。")
    found = _read(verify(_object(envelope), public))
    if found.screen != screen:
        raise Invalid("pointer-foreign-screen", "这是发给另一块屏幕的指针。")
    if (found.epoch, found.sequence) < (seen_epoch, seen_sequence):
        raise Invalid("pointer-rollback", "这是已被替换的旧指针。")
    if now >= found.lease_until:
        raise Invalid("pointer-expired", "指针的租期已过。")
    return found


def _object(data: bytes) -> dict[str, str]:
    try:
        found = json.loads(data)
    except ValueError as problem:
        raise _malformed() from problem
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise _malformed()
    return found


def _read(payload: bytes) -> Checked:
    try:
        raw = json.loads(payload)
        overlay = raw["overlay"]
        found = Checked(
            screen=raw["screen"],
            epoch=raw["epoch"],
            sequence=raw["sequence"],
            plan=raw["plan"],
            plan_bytes=raw["plan_bytes"],
            withdrawn=frozenset(overlay["withdrawn"]),
            alerts=tuple(overlay["alerts"]),
            issued=raw["issued"],
            lease_until=raw["lease_until"],
            rate=raw["rate"],
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise _malformed() from problem
    if raw.get("format") != FORMAT or not _well_formed(found):
        raise _malformed()
    return found


def _well_formed(found: Checked) -> bool:
    numbers = (found.epoch, found.sequence, found.plan_bytes, found.issued, found.lease_until)
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and len(found.plan) == _SHA256_DIGITS
        and set(found.plan) <= set("0123456789abcdef")
    )


def _malformed() -> Invalid:
    return Invalid("pointer-malformed", "指针文件的格式无法识别。")
