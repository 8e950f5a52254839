"""The LED gateway: real UDP packets on the loopback, compared with the pixels they should hold."""

import asyncio
import io
import struct
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.clock import FixedClock
from core.errors import Invalid, NotSignedIn
from disclosure import service as disclosure
from media.strips import COLOURS
from signage import service
from signage.led import ddp
from signage.led.following import RECOVERABLE, Follower
from signage.led.frames import Strip
from signage.led.gateway import POLL_SECONDS, Gateway
from signage.led.memory import Memory
from signage.led.playing import LEAD_MS, Playing
from signage.led.scrolling import HOLD_MS, offset_at
from tests.signage.serving import DeviceServer, serving
from tests.signage.world import Signage

WIDTH, HEIGHT = 512, 16
RED = COLOURS["red"]


def picture(width: int, seed: int = 1) -> bytes:
    """A strip of one bit a pixel with a pattern of its own."""
    made = Image.new("1", (width, HEIGHT))
    made.putdata(
        [(x * 7 + y * 13 + x * y * seed) % 5 == 0 for y in range(HEIGHT) for x in range(width)]
    )
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def expected(data: bytes, offset: int) -> bytes:
    """The frame by another way: pixel by pixel."""
    strip = Image.open(io.BytesIO(data))
    return b"".join(
        bytes(RED) if x + offset < strip.width and strip.getpixel((x + offset, y)) else b"\0\0\0"
        for y in range(HEIGHT)
        for x in range(WIDTH)
    )


def _row(data: bytes, offset: int) -> list[bytes]:
    strip = Image.open(io.BytesIO(data))
    return [bytes(RED) if strip.getpixel((x + offset, 0)) else b"\0\0\0" for x in range(12)]


class Receiver(asyncio.DatagramProtocol):
    """Rebuilds frames as a controller does, straight from the protocol's description."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._buffer = bytearray(WIDTH * HEIGHT * 3)
        self._sequence = 0

    def datagram_received(self, data: bytes, address: Any) -> None:
        flags, sequence, kind, display, offset, length = struct.unpack(">BBBBIH", data[:10])
        assert flags & 0xC0 == 0x40
        assert (kind, display) == (0x0B, 1)
        assert 1 <= sequence <= 15
        assert length == len(data) - 10 <= 1440
        self._buffer[offset : offset + length] = data[10:]
        if flags & 0x01:
            self.frames.put_nowait(bytes(self._buffer))


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.create_datagram_endpoint(Receiver, local_addr=("127.0.0.1", 0))
    host, port = transport.get_extra_info("sockname")
    yield protocol, f"ddp://{host}:{port}"
    transport.close()


def plan(not_after: int | None = None, width: int = 800, **item: Any) -> dict[str, Any]:
    page = {"file": "text", "bytes": 1, "type": "image/png", "width": width, "height": 16}
    return {
        "profile": "strip-512x16-red",
        "width": WIDTH,
        "height": HEIGHT,
        "start": 0,
        "end": 10_000_000,
        "items": [
            {
                "version": "v1",
                "not_before": None,
                "not_after": not_after,
                "evergreen": False,
                "pages": [page],
            }
            | item
        ],
        "rotations": [[[0, 0, 12_000]]],
        "segments": [[0, 0, "regular"]],
        "fallback": {**page, "file": "fallback", "width": WIDTH},
    }


PICTURES = {"text": picture(800), "fallback": picture(WIDTH, 3)}
FALLBACK = expected(PICTURES["fallback"], 0)


def playing(**more: Any) -> Playing:
    return Playing(plan(**more), PICTURES.__getitem__, lease_until=9_000_000)


def test_a_frame_is_split_into_numbered_packets_with_push_on_the_last_only():
    frame = bytes(range(256)) * 96
    made = list(ddp.packets(frame, 5))
    assert len(made) == 18
    assert [packet[0] & 1 for packet in made] == [0] * 17 + [1]
    assert b"".join(packet[10:] for packet in made) == frame
    assert [struct.unpack(">I", packet[4:8])[0] for packet in made] == list(range(0, 24576, 1440))
    numbers = [1]
    for _ in range(15):
        numbers.append(ddp.next_sequence(numbers[-1]))
    assert numbers == [*range(1, 16), 1]


def test_an_output_is_a_ddp_address():
    assert ddp.read_output("ddp://10.0.0.8") == ("10.0.0.8", 4048)
    assert ddp.read_output("ddp://strip.local:4049/") == ("strip.local", 4049)
    for odd in ("10.0.0.8", "http://x", "ddp://", "ddp://x:y"):
        with pytest.raises(Invalid):
            ddp.read_output(odd)


@given(st.integers(1, 3000), st.integers(0, 200_000), st.integers(1, 60_000))
def test_a_long_line_is_read_whole_within_its_dwell_and_never_leaves_the_picture(
    width: int, elapsed: int, dwell: int
):
    assert 0 <= offset_at(width, WIDTH, elapsed, dwell) <= max(0, width - WIDTH)
    if width > WIDTH and dwell > 2 * HOLD_MS:
        seen = {offset_at(width, WIDTH, at, dwell) for at in (0, HOLD_MS, dwell - 1)}
        assert 0 in seen
        reached = max(offset_at(width, WIDTH, at, dwell) for at in range(0, dwell, 50))
        assert reached >= (width - WIDTH) * 0.9


def test_frames_are_crops_of_the_drawn_strip_in_the_screens_colour():
    strip = Strip(PICTURES["text"], WIDTH, HEIGHT, "red")
    for offset in (0, 1, 100, 288, 400):
        assert strip.frame(offset) == expected(PICTURES["text"], offset)
    with pytest.raises(ValueError, match="no strip"):
        Strip(PICTURES["text"], WIDTH, 32, "red")


def test_E_no_frame_that_is_sent_before_the_end_still_stands_at_it():
    strip = playing(not_after=100_000)
    sent = 100_000 - LEAD_MS - 1
    assert strip.frame(sent)[2] == "text"
    for now in range(100_000 - LEAD_MS, 100_100):
        assert strip.frame(now)[0] == FALLBACK


def test_E_no_frame_is_sent_before_the_beginning():
    strip = playing(not_before=50_000)
    assert strip.frame(49_999)[2] == "fallback"
    assert strip.frame(50_000)[2] == "text"


def test_A_after_a_withdrawal_or_the_lease_the_fallback_stands():
    strip = playing()
    assert strip.frame(8_999_000)[2] == "text"
    assert strip.frame(9_000_000)[2] == "fallback"
    strip.withdrawn = frozenset({"v1"})
    assert strip.frame(1000)[2] == "fallback"
    assert playing(evergreen=True).frame(9_500_000)[2] == "text"


@pytest.fixture
async def strip(signage: Signage) -> AsyncIterator[Any]:
    """A served strip with one approved line on it."""
    screen = await signage.screen("s1", profile="strip-512x16-red")
    await signage.programme()
    version = await signage.world.published(
        "今日停水检修", item_code="village-notice", period=None, template="strip",
        ends_at=signage_end(),
    )  # fmt: skip
    await draw_strips(signage)
    app = DeviceServer(signage)
    async with serving(app) as url:
        yield screen, version, app, url


def signage_end() -> Any:
    from tests.disclosure.world import at

    return at("2026-11-21T10:00:00+08:00")


async def draw_strips(signage: Signage) -> None:
    """Draw with real pictures, since the gateway decodes them."""
    from media.models import PageSet
    from tests.signage import world

    await signage.reconciler.run(everything=True)
    while rows := await PageSet.filter(state="queued"):
        for row in rows:
            data = picture(700, 2 if "停水" in row.sheet else 4)
            await world.draw_as(row, signage.store, data, (700, HEIGHT))
        await signage.reconciler.run()


async def follower(signage: Signage, url: str, folder: Path) -> Follower:
    made = Follower(url, Memory(folder))
    await made.pair_by_token(await service.issue_pairing_code(signage.operator, "s1"))
    await made.ask_time()
    await made.poll()
    return made


async def test_the_gateway_sends_what_the_plan_names_as_real_packets(
    signage: Signage, strip: Any, receiver: Any, tmp_path: Path
):
    _, _, _, url = strip
    protocol, output = receiver
    gateway = Gateway(url, tmp_path / "g", output)
    code = await service.issue_pairing_code(signage.operator, "s1")
    await gateway.follower.pair_by_token(code)
    await gateway.follower.ask_time()
    assert await gateway.follower.poll()
    gateway.tick(1.0)
    frame = await asyncio.wait_for(protocol.frames.get(), 5)
    item = gateway.follower.playing.plan["items"][0]
    data = signage.store.read(item["pages"][0]["file"])
    start = [bytes(frame[3 * x : 3 * x + 3]) for x in range(12)]
    places = [offset for offset in range(700 - WIDTH + 1) if _row(data, offset) == start]
    assert frame in [expected(data, offset) for offset in places]
    await gateway.close()


async def test_E_offline_the_line_is_gone_at_its_end_and_A_a_withdrawn_one_with_the_lease(
    signage: Signage, strip: Any, tmp_path: Path
):
    _, _, app, url = strip
    made = await follower(signage, url, tmp_path / "g")
    await made.close()
    app.down = True
    playing = made.playing
    end = playing.plan["items"][0]["not_after"]
    playing.lease_until = end + 10**9
    assert playing.showing(end - LEAD_MS - 1).item == 0
    assert playing.showing(end - LEAD_MS).item is None
    playing.lease_until = end - 10**6
    assert playing.showing(end - 10**6).item is None


async def test_A_a_withdrawal_holds_before_the_new_plans_files_are_here(
    signage: Signage, strip: Any, tmp_path: Path
):
    _, version, _, url = strip
    made = await follower(signage, url, tmp_path / "g")
    await disclosure.withdraw(signage.world.reviewer, version.id, "数据有误")
    await signage.reconciler.run()

    async def unreachable(pointer: Any) -> None:
        raise OSError("files cannot be had")

    made._fetch_all = unreachable
    with pytest.raises(OSError, match="cannot"):
        await made.poll()
    assert version.id in made.playing.withdrawn
    again = Follower(url, Memory(tmp_path / "g"))
    again.boot()
    assert version.id in again.playing.withdrawn
    await made.close()
    await again.close()


async def test_B_after_a_power_cut_without_network_the_gateway_plays_from_its_disk(
    signage: Signage, strip: Any, tmp_path: Path
):
    _, _, app, url = strip
    made = await follower(signage, url, tmp_path / "g")
    await made.close()
    app.down = True
    again = Follower(url, Memory(tmp_path / "g"))
    again.boot()
    frame, _, page = again.playing.frame(again.clock.now())
    assert page == again.playing.plan["items"][0]["pages"][0]["file"]
    assert any(frame)
    with pytest.raises(RECOVERABLE):
        await again.poll()
    await again.close()


async def test_I_a_flipped_bit_on_the_disk_is_fetched_anew(
    signage: Signage, strip: Any, tmp_path: Path
):
    _, _, _, url = strip
    made = await follower(signage, url, tmp_path / "g")
    name = made.playing.plan["items"][0]["pages"][0]["file"]
    path = made.memory.files.path(name)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    made.state.etag = ""
    await made.poll()
    assert path.read_bytes() == signage.store.read(name)
    await made.close()


async def test_I_an_answer_of_another_key_is_refused(
    signage: Signage, strip: Any, tmp_path: Path, clock: FixedClock
):
    from core.signing import new_signing_key

    _, _, _, url = strip
    made = await follower(signage, url, tmp_path / "g")
    signage.key = new_signing_key()
    signage.reconciler = signage.new_reconciler()
    clock.advance(hours=3)
    await signage.reconciler.run()
    sequence = made.state.sequence
    with pytest.raises(Invalid):
        await made.poll()
    assert made.state.sequence == sequence
    await made.close()


async def test_A_the_running_gateway_turns_to_the_fallback_when_the_lease_ends(
    signage: Signage, strip: Any, receiver: Any, tmp_path: Path
):
    _, _, app, url = strip
    protocol, output = receiver
    gateway = Gateway(url, tmp_path / "g", output)
    code = await service.issue_pairing_code(signage.operator, "s1")
    await gateway.follower.pair_by_token(code)
    running = asyncio.create_task(gateway.run())
    async with asyncio.timeout(10):
        await protocol.frames.get()
        app.down = True
        playing = gateway.follower.playing
        fallback = signage.store.read(playing.plan["fallback"]["file"])
        travel = range(700 - WIDTH + 1)
        top = {b"".join(_row(fallback, offset)) for offset in travel}
        playing.lease_until = gateway.follower.clock.now()
        while not protocol.frames.empty():
            protocol.frames.get_nowait()
        await protocol.frames.get()  # may have been on its way
        for _ in range(3):
            assert (await protocol.frames.get())[:36] in top
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_A_a_withdrawn_line_is_gone_from_the_running_strip_within_seconds(
    signage: Signage, strip: Any, receiver: Any, tmp_path: Path
):
    _, version, _, url = strip
    protocol, output = receiver
    gateway = Gateway(url, tmp_path / "g", output)
    code = await service.issue_pairing_code(signage.operator, "s1")
    await gateway.follower.pair_by_token(code)
    running = asyncio.create_task(gateway.run())
    async with asyncio.timeout(POLL_SECONDS[1] + 15):
        line = await protocol.frames.get()
        playing = gateway.follower.playing
        shown = {name: _crops(signage, page) for name, page in _pages(playing.plan).items()}
        assert line in shown["line"]
        assert shown["line"].isdisjoint(shown["fallback"])
        await disclosure.withdraw(signage.world.reviewer, version.id, "数据有误")
        await signage.reconciler.run()
        while await protocol.frames.get() not in shown["fallback"]:
            pass
        gone = [await protocol.frames.get() for _ in range(3)]
    assert shown["line"].isdisjoint(gone)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_a_gateway_asks_for_its_pointer_every_few_seconds():
    assert POLL_SECONDS[0] < POLL_SECONDS[1] <= 5


def _pages(plan: Any) -> dict[str, str]:
    return {
        "line": plan["items"][0]["pages"][0]["file"],
        "fallback": plan["fallback"]["file"],
    }


def _crops(signage: Signage, file: str) -> set[bytes]:
    strip = Strip(signage.store.read(file), WIDTH, HEIGHT, "red")
    return {strip.frame(offset) for offset in range(strip.width - WIDTH + 1)}


async def test_a_revoked_gateway_is_told_so(signage: Signage, strip: Any, tmp_path: Path):
    _, _, _, url = strip
    made = await follower(signage, url, tmp_path / "g")
    await service.unpair(signage.operator, "s1")
    await signage.reconciler.run()
    with pytest.raises(NotSignedIn):
        await made.poll()
    await made.close()
