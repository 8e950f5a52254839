"""What memory may say: never an older pointer, never a token that died while rows were read."""

from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from typing import Any

import httpx2
import pytest

from core.clock import FixedClock
from signage import device as front
from signage import hub as memory
from signage import queries, service
from signage.hub import TRUSTED_SECONDS, Answer, Hub
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage

Meanwhile = Callable[[], Awaitable[Any]]


@pytest.fixture
async def device(signage: Signage) -> AsyncIterator[httpx2.AsyncClient]:
    async with (
        serving(DeviceServer(signage)) as url,
        httpx2.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield client


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def happening_after(monkeypatch: Any, module: Any, read: str, meanwhile: Meanwhile) -> None:
    """Once, between the read and whoever waits for it, something else happens."""
    real, left = getattr(module, read), [meanwhile]

    async def late(*given: Any) -> Any:
        found = await real(*given)
        if left:
            await left.pop()()
        return found

    monkeypatch.setattr(module, read, late)


async def test_M_a_pointer_that_moved_while_it_was_read_is_not_moved_back(
    signage: Signage, device: Any, clock: FixedClock, monkeypatch: Any
) -> None:
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    before = (await signage.pointer(screen)).sequence
    signage.hub.forget(screen.id)

    async def pass_moves_it() -> None:
        clock.advance(hours=2)
        await signage.reconciler.run(everything=True)

    happening_after(monkeypatch, front, "answer_of", pass_moves_it)
    served = await device.get("/device/v1/pointer", headers=bearer(token))
    newest = (await signage.pointer(screen)).sequence
    assert newest > before
    assert served.headers["etag"] == f'"1-{newest}"'
    assert signage.hub.answer(hashed(token)).rank == (1, newest)


async def test_A_a_token_that_was_replaced_while_it_was_looked_up_stays_dead(
    signage: Signage, device: Any, monkeypatch: Any
) -> None:
    screen = await signage.screen("w1")
    old = await signage.pair(screen)
    await signage.settle()
    signage.hub.forget(screen.id)

    async def pair_anew() -> None:
        code = await service.issue_pairing_code(signage.operator, "w1")
        assert (await device.post("/device/v1/pair", json={"token": code})).status_code == 200

    happening_after(monkeypatch, front, "answer_of", pair_anew)
    assert (await device.get("/device/v1/pointer", headers=bearer(old))).status_code == 401
    await signage.reconciler.run()
    assert (await device.get("/device/v1/pointer", headers=bearer(old))).status_code == 401


async def test_A_a_token_that_was_revoked_while_it_was_looked_up_stays_dead(
    signage: Signage, device: Any, monkeypatch: Any
) -> None:
    screen = await signage.screen("w1")
    token = await signage.pair(screen)
    await signage.settle()
    signage.hub.forget(screen.id)

    async def unpair() -> None:
        await service.unpair(signage.operator, "w1")
        await signage.reconciler.run()

    happening_after(monkeypatch, front, "answer_of", unpair)
    assert (await device.get("/device/v1/pointer", headers=bearer(token))).status_code == 401
    assert signage.hub.answer(hashed(token)) is None


async def test_A_a_pass_that_read_the_old_token_does_not_bring_it_back(
    signage: Signage, device: Any, monkeypatch: Any
) -> None:
    screen = await signage.screen("w1")
    old = await signage.pair(screen)
    await signage.settle()
    new: list[str] = []

    async def pair_anew() -> None:
        code = await service.issue_pairing_code(signage.operator, "w1")
        answer = await device.post("/device/v1/pair", json={"token": code})
        new.append(answer.cookies["hallboard_screen"])

    happening_after(monkeypatch, queries, "stands", pair_anew)
    await signage.reconciler.run(everything=True)
    assert new
    device.cookies.clear()
    assert signage.hub.answer(hashed(old)) is None
    assert (await device.get("/device/v1/pointer", headers=bearer(old))).status_code == 401
    assert (await device.get("/device/v1/pointer", headers=bearer(new[0]))).status_code == 200


def test_only_what_a_look_at_all_rows_found_is_renewed(monkeypatch: Any) -> None:
    passed = Passing(monkeypatch)
    hub = Hub()
    hub.remember("read", Answer("s1", b'"1-1"', b"{}", (1, 1)), hub.mark())
    hub.remember("found", Answer("s2", b'"1-1"', b"{}", (1, 1)), hub.mark(), sure=True)
    passed.seconds = TRUSTED_SECONDS - 1
    hub.renew()
    assert hub.answer("read") is not None
    passed.seconds = TRUSTED_SECONDS + 1
    assert hub.answer("read") is None
    assert hub.answer("found") is not None


def test_a_pointer_that_no_look_has_found_is_not_renewed_with_the_token(monkeypatch: Any) -> None:
    passed = Passing(monkeypatch)
    hub = Hub()
    hub.remember("found", Answer("s1", b'"1-1"', b"{}", (1, 1)), hub.mark(), sure=True)
    hub.remember("found", Answer("s1", b'"1-2"', b"{}", (1, 2)), hub.mark())
    hub.renew()
    passed.seconds = TRUSTED_SECONDS + 1
    assert hub.answer("found") is None


def test_M_a_lower_sequence_or_epoch_is_refused_and_a_higher_epoch_taken() -> None:
    hub = Hub()
    ranks = [(2, 5), (2, 4), (1, 9), (3, 1)]
    served = [
        hub.remember("t", Answer("s1", b"", b"{}", rank), hub.mark()).rank for rank in ranks
    ]  # fmt: skip
    assert served == [(2, 5), (2, 5), (2, 5), (3, 1)]


async def test_C_a_stream_that_was_opened_before_the_first_pointer_is_told_of_it() -> None:
    hub = Hub()
    assert hub.admit("t", "s1", hub.mark())
    stream = hub.open("s1")
    hub.remember("t", Answer("s1", b'"1-1"', b"first", (1, 1)), hub.mark(), sure=True)
    assert b"first" in stream.queue.get_nowait()
    hub.close_all()


async def test_A_a_stream_of_a_screen_without_pointer_ends_with_its_token() -> None:
    hub = Hub()
    hub.admit("t", "s1", hub.mark())
    stream = hub.open("s1")
    hub.keep_only({})
    assert stream.queue.get_nowait() is None
    hub.close_all()


class Passing:
    """Monotonic time as the test says."""

    def __init__(self, monkeypatch: Any) -> None:
        self.seconds = 0.0
        monkeypatch.setattr(memory, "time", self)

    def monotonic(self) -> float:
        return self.seconds


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
