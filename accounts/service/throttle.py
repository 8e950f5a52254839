"""Counting attempts: by account and by address, within fifteen minutes.

Counted before the password or code is looked at, so that a thousand tries at once gain nothing.
"""

from accounts.attempts import address_key
from accounts.models import Attempt, AuditHead
from accounts.queries import ATTEMPTS_SPAN, policy
from core import clock
from core.errors import TooMany
from core.transaction import transacted

BY_ADDRESS = 30
"""Failures within ATTEMPTS_SPAN after which an address has to wait; by account see the policy."""


@transacted
async def note_attempt(account: str, address: str) -> str:
    """Count one.  Returns the address's row: a success takes it back (:func:`forgive`) and clears
    the account's count.  Raises TooMany."""
    # The chain's end serves as the lock: two counts at the same moment would both be too low.
    await AuditHead.filter(id=1).select_for_update().first()
    now, most = clock.real_now(), (await policy()).tries
    await Attempt.filter(at__lt=now - ATTEMPTS_SPAN).delete()
    for subject, limit in ((account, most), (address_key(address), BY_ADDRESS)):
        if await Attempt.filter(subject=subject, at__gt=now - ATTEMPTS_SPAN).count() >= limit:
            raise TooMany("sign-in-throttled", "尝试次数太多，请 15 分钟后再试。")
    await Attempt.create(subject=account, at=now)
    return (await Attempt.create(subject=address_key(address), at=now)).id


async def forgive(account: str, noted: str) -> None:
    """After a success, in the caller's transaction."""
    await Attempt.filter(subject=account).delete()
    await Attempt.filter(id=noted).delete()
