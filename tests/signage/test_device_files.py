"""A screen reads the plans and files of its own plans, and no other, whatever names it knows."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from tortoise.queryset import ExistsQuery, QuerySet, ValuesListQuery

from core.clock import FixedClock
from disclosure import service as disclosure
from media.service import store_file
from signage import naming, service
from signage.admission import named
from signage.hub import Hub
from signage.models import FormerPlan, Pointer
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage

KIOSK = "kiosk-1080x1920"


@pytest.fixture
async def device(signage: Signage) -> AsyncIterator[Any]:
    app = DeviceServer(signage)
    async with serving(app) as url, httpx2.AsyncClient(base_url=url, trust_env=False) as client:
        yield client


async def get(device: Any, kind: str, name: str, token: str, **more: str) -> Any:
    headers = {"Authorization": f"Bearer {token}", **more}
    return await device.get(f"/device/v1/{kind}/{name}", headers=headers)


async def two_halls(signage: Signage) -> tuple[Any, Any, str, str]:
    """A kiosk that offers a village's accounts, and one in another township that does not; tokens
    of both."""
    await service.create_hall(signage.operator, "nanping-hall", "南坪大厅", unit="nanping")
    here = await signage.screen("k1", profile=KIOSK)
    there = await service.create_screen(
        signage.operator, "k2", "k2", hall="nanping-hall", profile_code=KIOSK
    )
    await signage.programme(targets=" hall:liuhe-hall ")
    await signage.world.published()
    await signage.settle()
    return here, there, await signage.pair(here), await signage.pair(there)


async def test_a_screen_reads_every_file_of_its_plan_under_the_type_it_has(
    signage: Signage, device: Any
):
    here, _, token, _ = await two_halls(signage)
    plan = await signage.plan(here)
    index = json.loads(signage.store.read(plan["touch"]["index"]))
    (record,) = index["records"]
    types = {
        plan["items"][0]["pages"][0]["file"]: "image/webp",
        plan["fallback"]["file"]: "image/webp",
        plan["touch"]["index"]: "application/json",
        record["fragment"]: "text/html; charset=utf-8",
        record["qr"]: "image/svg+xml",
    }
    assert set(types) == named(signage.store, (await signage.pointer(here)).plan)
    for name, kind in types.items():
        answer = await get(device, "files", name, token)
        assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
        assert answer.content == signage.store.read(name)
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
        known = await get(device, "files", name, token, **{"If-None-Match": f'"{name}"'})
        assert known.status_code == 304


async def test_a_scan_a_draft_s_picture_or_another_hall_s_page_is_not_found_by_its_hash(
    signage: Signage, device: Any
):
    here, there, _, other = await two_halls(signage)
    scan = await store_file(signage.store, b"%PDF- a signed paper", "application/pdf")
    plan = (await signage.pointer(here)).plan
    foreign = named(signage.store, plan) - named(signage.store, (await signage.pointer(there)).plan)
    assert len(foreign) >= 3  # a page, the text to read, the index
    for name in {scan, *foreign}:
        for kept in ({}, {"If-None-Match": f'"{name}"'}):
            answer = await get(device, "files", name, other, **kept)
            assert (answer.status_code, answer.json()["code"]) == (404, "file-unknown")
    refused = await get(device, "plans", plan, other)
    assert (refused.status_code, refused.json()["code"]) == (404, "plan-unknown")


async def test_what_the_last_plans_name_is_read_until_their_lease_ends(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1", lease_seconds=2 * 86400)
    await signage.programme()
    version = await signage.world.published()
    await signage.settle()
    token = await signage.pair(screen)
    before = await signage.pointer(screen)
    page = (await signage.plan(screen))["items"][0]["pages"][0]["file"]
    await disclosure.withdraw(signage.world.reviewer, version.id, "有误")
    await signage.settle()
    now = (await signage.pointer(screen)).plan
    assert page not in named(signage.store, now)
    clock.advance(days=1)
    await signage.settle()  # and one plan more
    assert (await signage.pointer(screen)).plan not in (before.plan, now)
    assert (await get(device, "files", page, token)).status_code == 200
    assert (await get(device, "plans", before.plan, token)).status_code == 200
    clock.advance(days=1)
    assert (await get(device, "files", page, token)).status_code == 404
    assert (await get(device, "plans", before.plan, token)).status_code == 404
    await service.forget_former_plans(clock.now())
    assert not await FormerPlan.exists(plan=before.plan)
    assert await FormerPlan.exists(plan=now)


async def test_files_of_the_present_plan_cost_no_query(
    signage: Signage, device: Any, monkeypatch: pytest.MonkeyPatch
):
    screen = await signage.screen("k1", profile=KIOSK)
    await signage.programme()
    await signage.world.published()
    token = await signage.pair(screen)
    await signage.settle()
    names = named(signage.store, (await signage.pointer(screen)).plan)
    assert (await device.get("/device/v1/pointer", headers={"Authorization": f"Bearer {token}"})
            ).status_code == 200  # fmt: skip

    def refuse(*_: object) -> None:
        raise AssertionError("a query")

    with monkeypatch.context() as patched:
        for kind in (QuerySet, ExistsQuery, ValuesListQuery):
            patched.setattr(kind, "_execute", refuse)
        for name in names:
            assert (await get(device, "files", name, token)).status_code == 200


async def test_a_process_that_lags_behind_serves_the_files_of_a_newer_plan(
    signage: Signage, device: Any, clock: FixedClock
):
    """Another process has moved the pointer, and told the screen; this one knows the old one."""
    screen = await signage.screen("w1")
    await signage.programme()
    token = await signage.pair(screen)
    await signage.settle()
    asked = {"Authorization": f"Bearer {token}"}
    assert (await device.get("/device/v1/pointer", headers=asked)).status_code == 200
    old = (await signage.pointer(screen)).plan
    signage.hub = Hub()  # that of the other process
    signage.reconciler = signage.new_reconciler()
    await signage.world.published()
    await signage.settle()
    newer = (await Pointer.get(screen_id=screen.id)).plan
    assert newer != old
    assert (await get(device, "plans", newer, token)).status_code == 200
    for name in named(signage.store, newer) - named(signage.store, old):
        assert (await get(device, "files", name, token)).status_code == 200


async def test_a_screen_that_was_unpaired_reads_nothing(signage: Signage, device: Any):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    plan = (await signage.pointer(screen)).plan
    (name,) = named(signage.store, plan)
    assert (await get(device, "files", name, token)).status_code == 200
    await service.unpair(signage.operator, "w1")
    await signage.reconciler.run()
    assert (await get(device, "files", name, token)).status_code == 401
    assert (await get(device, "plans", plan, token)).status_code == 401


async def test_what_is_remembered_of_plans_stays_small(signage: Signage, clock: FixedClock):
    files, screen = naming.PlanFiles(most=3), await signage.screen("k1", profile=KIOSK)
    plans = []
    for _ in range(4):
        await signage.settle()
        plans.append((await signage.pointer(screen)).plan)
        clock.advance(hours=24)
    assert len(set(plans)) == 4
    for plan in plans * 2:
        assert files.named(signage.store, plan).keys() == named(signage.store, plan)
        assert sum(map(len, files._kept.values())) == files._count <= 3


async def test_a_lease_of_fourteen_days_is_honoured(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1", lease_seconds=service.LONGEST_LEASE)
    await signage.settle()
    token = await signage.pair(screen)
    first = (await signage.pointer(screen)).plan
    for _ in range(13):
        clock.advance(days=1)
        await signage.settle()
    assert (await get(device, "plans", first, token)).status_code == 200
    clock.set(clock.now() + timedelta(days=1))
    assert (await get(device, "plans", first, token)).status_code == 404
