"""The demonstration's screens wait until there is something to see; its clock waits with them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from core import clock
from media.models import PageSet
from server.curtain import Curtain

START = datetime(2027, 1, 10, 15, 59, 30, tzinfo=UTC)


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[clock.DemoClock]:
    """The demonstration's clock before any screen has connected."""
    file = tmp_path / "demo-clock.json"
    clock.write_demo_setting(file, clock.DemoSetting(START, 1.0, None))
    made = clock.DemoClock(file)
    before = clock.use(made)
    yield made
    clock.use(before)


def test_a_screen_that_comes_before_its_pages_is_asked_to_come_again_and_starts_no_clock(standing):
    curtain = Curtain()
    client = TestClient(curtain.before(PlainTextResponse("pointer")))
    answer = client.get("/device/v1/pointer")
    curtain.contact()
    assert (answer.status_code, answer.json()["code"]) == (503, "pointer-not-ready")
    assert int(answer.headers["retry-after"]) > 0
    assert standing.waiting
    curtain.up = True
    assert client.get("/device/v1/pointer").text == "pointer"
    curtain.contact()
    assert not standing.waiting


async def test_the_curtain_rises_when_the_last_page_is_drawn(db, standing, monkeypatch):
    monkeypatch.setattr("server.curtain.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("server.curtain.LONGEST_SECONDS", 0.2)
    waiting = await _queued()
    curtain = Curtain()
    assert not await curtain.look()
    await PageSet.filter(key=waiting.key).update(state="drawn")
    assert await curtain.look()
    await curtain.watch()
    assert curtain.up


async def test_where_nothing_can_be_drawn_the_curtain_rises_all_the_same(db, standing, monkeypatch):
    monkeypatch.setattr("server.curtain.LOOK_SECONDS", 0.01)
    monkeypatch.setattr("server.curtain.LONGEST_SECONDS", 0.05)
    await _queued()
    curtain = Curtain()
    await curtain.watch()
    assert curtain.up


def test_outside_the_demonstration_there_is_no_curtain(clock):
    assert Curtain().up


async def _queued() -> PageSet:
    profile = "wall-1920x1080-3m"
    return await PageSet.create(key="k" * 64, profile=profile, sheet="{}", created_at=START)
