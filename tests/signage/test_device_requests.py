"""Odd requests of devices: refused with a stable code, never a fault of the server."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from core.canonical import sha256
from media.models import PageSet
from signage.models import Pairing
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage, draw_as

DEEP = b"[" * 4000


@pytest.fixture
async def device(signage: Signage) -> AsyncIterator[httpx2.AsyncClient]:
    async with (
        serving(DeviceServer(signage)) as url,
        httpx2.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield client


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


def said(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.headers["content-type"], answer.json()["code"]


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        b'{"kind": ' + DEEP,
        b'{"token": "\\ud800"}',
        b'{"kind": "\\udfff"}',
        b'{"kind": "wall\\u0000"}',
        b'{"\\ud800": 1}',
        b"\xff\xfe{}",
        b"[]",
    ],
)
async def test_what_is_no_pairing_request_is_refused(device: Any, body: bytes) -> None:
    answer = await device.post("/device/v1/pair", content=body)
    assert said(answer) == (422, "application/problem+json", "body-malformed")
    assert await Pairing.all().count() == 0


async def test_text_outside_the_basic_plane_is_no_half_pair(device: Any) -> None:
    answer = await device.post("/device/v1/pair", content=b'{"kind": "\\ud83d\\ude00"}')
    assert answer.status_code == 200
    assert "\U0001f600" in (await Pairing.get()).fingerprint


async def test_an_oversized_pairing_request_is_too_large(device: Any) -> None:
    answer = await device.post("/device/v1/pair", content=b"x" * 5000)
    assert said(answer) == (413, "application/problem+json", "body-too-large")


@pytest.mark.parametrize(
    "body",
    [DEEP, b'{"boot": 1, "sequence": 1, "plan": "\\ud800"}', b'{"boot": 1, "faults": ["\\udc00"]}'],
)
async def test_a_heartbeat_that_cannot_be_kept_is_refused(
    signage: Signage, device: Any, body: bytes
) -> None:
    token = await signage.pair(await signage.screen("w1"))
    answer = await device.post("/device/v1/beats", content=body, headers=bearer(token))
    assert said(answer) == (422, "application/problem+json", "beat-malformed")


async def test_an_oversized_heartbeat_is_too_large(signage: Signage, device: Any) -> None:
    token = await signage.pair(await signage.screen("w1"))
    answer = await device.post("/device/v1/beats", content=b"x" * 20000, headers=bearer(token))
    assert said(answer)[0] == 413


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(("path", "allowed"), [("pointer", "GET, HEAD"), ("events", "GET")])
async def test_an_odd_method_on_the_hot_addresses_is_told_which_are_allowed(
    device: Any, method: str, path: str, allowed: str
) -> None:
    answer = await device.request(method, f"/device/v1/{path}")
    assert said(answer) == (405, "application/problem+json", "method-not-allowed")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=2-3", 206, b"23"),
        ("bytes=8-", 206, b"89"),
        ("bytes=-3", 206, b"789"),
        ("bytes=5-99", 206, b"56789"),
        ("bytes=10-", 200, b"0123456789"),
        ("bytes=5-2", 200, b"0123456789"),
        ("bytes=-0", 200, b"0123456789"),
        ("bytes=abc", 200, b"0123456789"),
        ("bytes=0-1,4-5", 200, b"0123456789"),
        ("lines=1-2", 200, b"0123456789"),
        ("bytes=" + "9" * 5000 + "-", 200, b"0123456789"),
    ],
)
async def test_a_range_that_cannot_be_answered_counts_as_not_said(
    signage: Signage, device: Any, asked: str, status: int, body: bytes
) -> None:
    token = await signage.pair(await signage.screen("w1"))
    await signage.reconciler.run()
    (fallback,) = await PageSet.all()
    await draw_as(fallback, signage.store, b"0123456789", (4, 2))
    await signage.reconciler.run()
    path = f"/device/v1/files/{sha256(b'0123456789')}"
    answer = await device.get(path, headers=bearer(token, Range=asked))
    assert (answer.status_code, answer.content) == (status, body)


@pytest.mark.parametrize("name", ["%00", "a" * 63 + "%00", "%ff" * 64, "A" * 64])
@pytest.mark.parametrize("kind", ["plans", "files"])
async def test_a_name_that_is_no_hash_is_not_found(
    signage: Signage, device: Any, kind: str, name: str
) -> None:
    token = await signage.pair(await signage.screen("w1"))
    answer = await device.get(f"/device/v1/{kind}/{name}", headers=bearer(token))
    assert answer.status_code == 404
