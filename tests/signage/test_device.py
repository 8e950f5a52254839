"""The device API as screens meet it, over a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from core.clock import FixedClock
from core.errors import NotFound, NotSignedIn, Refused, TooMany
from core.signing import decode, verify_json
from signage import queries, service
from signage.beats import Beat
from tests.disclosure.world import World
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage


@pytest.fixture
async def device(signage: Signage) -> AsyncIterator[Any]:
    app = DeviceServer(signage)
    async with serving(app) as url, httpx2.AsyncClient(base_url=url, trust_env=False) as client:
        client.app = app
        yield client


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


async def test_a_screen_pairs_by_a_code_that_a_person_approves_once(signage: Signage, device: Any):
    screen = await signage.screen("w1")
    started = (await device.post("/device/v1/pair", json={"kind": "wall"})).json()
    asked = {"ticket": started["ticket"]}
    assert len(started["code"]) == 6
    assert (await device.get("/device/v1/pair", params=asked)).status_code == 202
    waiting = await queries.pairing_by_code(started["code"])
    assert "127.0.0.1" in waiting.fingerprint
    await service.approve_pairing(signage.operator, started["code"].lower(), "w1")
    paired = await device.get("/device/v1/pair", params=asked)
    assert paired.json()["screen"]["id"] == screen.id
    assert decode(paired.json()["key"]) == signage.key.public_bytes()
    cookie = paired.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    again = await device.get("/device/v1/pair", params=asked)
    assert (again.status_code, again.json()["code"]) == (404, "ticket-unknown")
    assert device.app.contacts


async def test_a_pairing_code_is_dead_after_ten_minutes(signage: Signage, clock: FixedClock):
    await signage.screen("w1")
    started = await service.start_pairing("wall", "10.0.0.1")
    clock.advance(minutes=10)
    with pytest.raises(NotFound):
        await service.approve_pairing(signage.operator, started.code, "w1")
    with pytest.raises(NotFound):
        await service.collect_pairing(started.ticket)


async def test_only_an_operator_of_the_halls_unit_approves(signage: Signage):
    await signage.screen("w1")
    started = await service.start_pairing("wall", "10.0.0.1")
    world: World = signage.world
    for actor in (world.officer, world.reviewer, world.stranger):
        with pytest.raises(Refused):
            await service.approve_pairing(actor, started.code, "w1")


async def test_a_self_pairing_code_works_once_and_guessing_is_slowed_down(signage: Signage):
    await signage.screen("w1")
    code = await service.issue_pairing_code(signage.operator, "w1")
    await service.pair_with_token(code, "10.0.0.1")
    for _ in range(20):
        with pytest.raises(NotSignedIn):
            await service.pair_with_token(code, "10.0.0.1")
    with pytest.raises(TooMany):
        await service.pair_with_token(code, "10.0.0.1")


async def test_pairing_anew_kills_the_old_token_at_once(signage: Signage, device: Any):
    screen = await signage.screen("w1")
    await signage.settle()
    old = await signage.pair(screen)
    assert (await device.get("/device/v1/pointer", headers=bearer(old))).status_code == 200
    code = await service.issue_pairing_code(signage.operator, "w1")
    new = await device.post("/device/v1/pair", json={"token": code})
    assert new.status_code == 200
    refused = await device.get("/device/v1/pointer", headers=bearer(old))
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"


async def test_the_pointer_answers_304_from_memory_and_200_when_it_moved(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    first = await device.get("/device/v1/pointer", headers=bearer(token))
    assert first.headers["cache-control"] == "no-cache"
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await device.get("/device/v1/pointer", headers=bearer(token, **tag))).status_code == 304
    clock.advance(hours=2)
    await signage.reconciler.run()
    moved = await device.get("/device/v1/pointer", headers=bearer(token, **tag))
    assert moved.status_code == 200
    head = await device.head("/device/v1/pointer", headers=bearer(token))
    assert head.headers["etag"] == moved.headers["etag"]
    assert not head.content


async def test_an_unknown_token_and_a_missing_pointer_are_told_apart(signage: Signage, device: Any):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    for headers in ({}, bearer("wrong"), {"Cookie": "hallboard_screen=wrong"}):
        answer = await device.get("/device/v1/pointer", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "device-unknown")
    early = await device.get("/device/v1/pointer", headers=bearer(token))
    assert (early.status_code, early.json()["code"]) == (503, "pointer-not-ready")
    assert early.headers["retry-after"]


async def test_an_unpaired_screen_is_refused_by_the_next_pass_in_every_process(
    signage: Signage, device: Any
):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    await device.get("/device/v1/pointer", headers=bearer(token))
    await service.unpair(signage.operator, "w1")
    await signage.reconciler.run()
    assert (await device.get("/device/v1/pointer", headers=bearer(token))).status_code == 401


async def test_plans_and_files_are_immutable_have_ranges_and_need_a_token(
    signage: Signage, device: Any
):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    name = (await signage.pointer(screen)).plan
    path = f"/device/v1/plans/{name}"
    assert (await device.get(path)).status_code == 401
    whole = await device.get(path, headers=bearer(token))
    assert whole.content == signage.store.read(name)
    assert "immutable" in whole.headers["cache-control"]
    part = await device.get(path, headers=bearer(token, Range="bytes=2-5"))
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    for odd in ("0" * 64, "..%2f..%2fsecret", "A" * 64):
        for kind in ("plans", "files"):
            answer = await device.get(f"/device/v1/{kind}/{odd}", headers=bearer(token))
            assert answer.status_code == 404


async def test_the_time_is_signed_and_answers_the_nonce(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    answer = await device.get("/device/v1/time?nonce=abc", headers=bearer(token))
    said = verify_json(answer.json(), signage.key.public_bytes())
    assert (said["nonce"], said["screen"], said["rate"]) == ("abc", screen.id, "1")
    assert said["now"] == int(clock.now().timestamp() * 1000)
    assert (await device.get("/device/v1/time", headers=bearer(token))).status_code == 422


async def test_C_the_event_stream_brings_the_pointer_and_every_newer_one(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    async with device.stream("GET", "/device/v1/events", headers=bearer(token)) as stream:
        lines = stream.aiter_lines()
        first = await _next_pointer(lines)
        clock.advance(hours=3)
        await signage.reconciler.run()
        second = await _next_pointer(lines)
    assert second["payload"] != first["payload"]
    await _until(lambda: signage.hub.streams == 0)


async def test_a_client_that_does_not_read_is_dropped(signage: Signage):
    stream = signage.hub.open("s1")
    for _ in range(100):
        signage.hub.command("s1", b"{}")
    assert signage.hub.streams == 0
    assert await stream.queue.get() is None


async def test_O_copies_and_stragglers_of_heartbeats_change_nothing(signage: Signage):
    screen = await signage.screen("w1")
    beats = [Beat(boot, sequence, plan=f"{boot}-{sequence}") for boot in (1, 2) for sequence in
             range(20)]  # fmt: skip
    shuffled = sorted(beats * 3, key=lambda beat: hash((beat.plan, 7)))
    newest = -1
    for beat in shuffled:
        assert await service.record_beat(screen.id, beat) == (beat.rank > newest)
        newest = max(newest, beat.rank)
    row = await queries.screen_by_code("w1")
    assert json.loads(row.health)["plan"] == "2-19"


async def test_a_heartbeat_makes_a_screen_online_and_silence_makes_it_late_then_offline(
    signage: Signage, device: Any, clock: FixedClock
):
    screen = await signage.screen("w1")
    assert (await queries.screen_view("w1")).state == "unpaired"
    token = await signage.pair(screen)
    assert (await queries.screen_view("w1")).state == "silent"
    body = {"boot": 1, "sequence": 1, "plan": "x", "tier": "T2", "faults": ["no offline copy"]}
    answer = await device.post("/device/v1/beats", json=body, headers=bearer(token))
    assert answer.status_code == 204
    view = await queries.screen_view("w1")
    assert (view.state, view.tier, view.faults) == ("online", "T2", ["no offline copy"])
    clock.advance(minutes=3)
    assert (await queries.screen_view("w1")).state == "late"
    clock.advance(minutes=30)
    assert (await queries.screen_view("w1")).state == "offline"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"boot": -1, "sequence": 1}'])
async def test_what_is_no_heartbeat_is_refused(signage: Signage, device: Any, body: bytes):
    token = await signage.pair(await signage.screen("w1"))
    answer = await device.post("/device/v1/beats", content=body, headers=bearer(token))
    assert answer.status_code == 422


async def _next_pointer(lines: Any) -> dict[str, str]:
    async with asyncio.timeout(5):
        async for line in lines:
            if line.startswith("data: "):
                found: dict[str, str] = json.loads(line.removeprefix("data: "))
                return found
    raise AssertionError("the stream ended")


async def _until(condition: Any) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - any condition may be asked
            await asyncio.sleep(0.01)
