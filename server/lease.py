"""Which process wakes the jobs: a lease row, renewed by compare-and-set.

``number`` counts the holders, so that a holder that slept past its lease can be told apart.
"""

from datetime import timedelta

from tortoise.expressions import F, Q

from core import clock
from core.transaction import transact
from signage.models import Lease

DURATION = timedelta(seconds=90)
_clock = clock.SystemClock()  # real seconds: the demonstration's clock may stand or race


async def hold(name: str, holder: str) -> bool:
    """Take or renew the lease ``name``; False while another process holds it."""

    async def work() -> bool:
        now = _clock.now()
        renewed = await Lease.filter(name=name, holder=holder).update(until=now + DURATION)
        if renewed:
            return True
        taken = await Lease.filter(Q(name=name), Q(until__lt=now)).update(
            holder=holder, until=now + DURATION, number=F("number") + 1
        )
        if taken:
            return True
        if await Lease.exists(name=name):
            return False
        await Lease.create(name=name, holder=holder, until=now + DURATION)
        return True

    return await transact(work)


async def seize(name: str, holder: str) -> None:
    """Take the lease from whoever has it: for a process that knows to be the only one.

    A server that was killed has left its lease behind; nobody should wait until it runs out.
    """

    async def work() -> None:
        until = _clock.now() + DURATION
        seized = await Lease.filter(name=name).update(
            holder=holder, until=until, number=F("number") + 1
        )
        if not seized:
            await Lease.create(name=name, holder=holder, until=until)

    await transact(work)


async def release(name: str, holder: str) -> None:
    """Give the lease up, if it is held, so that the next process need not wait for it."""
    over = _clock.now() - DURATION

    async def work() -> None:
        await Lease.filter(name=name, holder=holder).update(until=over)

    await transact(work)
