"""Long work on the loop gives turns to tasks, and time to threads."""

import asyncio

import pytest

from core import pacing


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the loop slept each time."""
    naps: list[float] = []
    true = asyncio.sleep

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        await true(0)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return naps


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock's reading, to be moved."""
    reading = [0.0]
    monkeypatch.setattr(pacing, "monotonic", lambda: reading[0])
    return reading


async def test_short_work_gives_a_turn_and_no_more(slept: list[float], times: list[float]):
    pace = pacing.Pace()
    times[0] += pacing.WORK / 2
    await pace.rest()
    assert slept == [0]


async def test_threads_get_the_interpreter_after_each_stretch_of_work(
    slept: list[float], times: list[float]
):
    pace = pacing.Pace()
    for _ in range(3):
        times[0] += 2 * pacing.WORK
        await pace.rest()
        await pace.rest()
    assert slept == [pacing.PAUSE, 0] * 3
