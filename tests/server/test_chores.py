"""Chores: each when it is due, one's fault keeps no other waiting, one process at a time."""

import asyncio
from datetime import timedelta

import pytest

from core.clock import FixedClock
from server import lease
from server.chores import LEASE, Chore, Chores


async def test_a_chore_runs_when_it_is_due_again(clock: FixedClock) -> None:
    ran: list[str] = []

    async def often() -> None:
        ran.append("often")

    async def seldom() -> None:
        ran.append("seldom")

    chores = Chores(
        [Chore("often", timedelta(minutes=1), often), Chore("seldom", timedelta(hours=1), seldom)]
    )
    await chores.run_due()
    clock.advance(seconds=59)
    await chores.run_due()
    clock.advance(seconds=1)
    await chores.run_due()

    assert ran == ["often", "seldom", "often"]


async def test_a_clock_set_back_a_year_delays_no_chore(clock: FixedClock) -> None:
    ran: list[str] = []

    async def work() -> None:
        ran.append("ran")

    chores = Chores([Chore("work", timedelta(hours=1), work)])
    await chores.run_due()
    clock.advance(days=-365)
    await chores.run_due()

    assert ran == ["ran", "ran"]


async def test_a_chore_that_fails_keeps_no_other_waiting(
    clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    ran: list[str] = []

    async def broken() -> None:
        raise OSError("away")

    async def fine() -> None:
        ran.append("fine")

    chores = Chores(
        [Chore("broken", timedelta(hours=1), broken), Chore("fine", timedelta(hours=1), fine)]
    )
    await chores.run_due()

    assert ran == ["fine"]
    assert chores.problems == {"broken": "OSError"}
    assert "chore broken failed" in caplog.text


async def test_a_chore_that_runs_apart_is_begun_once_and_again_when_it_is_over(
    clock: FixedClock,
) -> None:
    begun, go = 0, asyncio.Event()

    async def slow() -> None:
        nonlocal begun
        begun += 1
        await go.wait()

    chores = Chores([Chore("slow", timedelta(0), slow, apart=True)])
    assert await chores.run_due() == ["slow"]
    await asyncio.sleep(0)
    assert await chores.run_due() == []
    go.set()
    await asyncio.gather(*chores._apart.values())
    assert await chores.run_due() == ["slow"]
    await asyncio.gather(*chores._apart.values())
    await chores.stop()

    assert begun == 2


async def test_only_the_holder_of_the_lease_runs_chores(db: object, clock: FixedClock) -> None:
    ran: list[str] = []

    async def work() -> None:
        ran.append("ran")

    await lease.hold(LEASE, "another")
    chores = Chores([Chore("work", timedelta(0), work)])
    await chores._look()
    assert ran == []

    await lease.release(LEASE, "another")
    await chores._look()
    assert ran == ["ran"]


async def test_a_chore_that_rests_after_the_start_leaves_the_others_their_turn(
    clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = [100.0]
    monkeypatch.setattr("server.chores.monotonic", lambda: real[0])

    async def work() -> None:
        return None

    day = timedelta(days=1)
    chores = Chores([Chore("heavy", day, work, rest=timedelta(minutes=15)), Chore("x", day, work)])
    clock.advance(hours=1)  # a demonstration's clock may race: the rest is of real time
    assert await chores.run_due() == ["x"]
    real[0] += 15 * 60
    assert await chores.run_due() == ["heavy"]
    assert await chores.run_due() == []
