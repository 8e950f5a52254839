"""What a screen shows when network, clocks or the server fail: the promises, tried to break."""

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.canonical import canonical, sha256
from core.signing import SigningKey, new_signing_key
from signage.led.trusted_clock import Kept, TrustedClock
from signage.pointer import Overlay, envelope_bytes, statement
from tests.signage.simulated_player import Network, SimulatedPlayer

pytestmark = pytest.mark.fault
KEY = new_signing_key()
START = datetime(2026, 11, 20, tzinfo=UTC)
DAY = 86_400_000
HOUR = 3_600_000
T0 = int(START.timestamp() * 1000)


def picture(name: str) -> tuple[str, bytes]:
    data = f"picture of {name}".encode()
    return sha256(data), data


class Server:
    """Plans with the given items: version → (not_before, not_after, evergreen)."""

    def __init__(self, key: SigningKey = KEY) -> None:
        self.key = key
        self.network = Network(now=T0)
        self.sequence = 0
        self.items: dict[str, tuple[int | None, int | None, bool]] = {}
        self.withdrawn: set[str] = set()

    def publish(self, lease: int = DAY, epoch: int = 1, days: int = 15) -> bytes:
        self.sequence += 1
        plan = canonical(self._plan(days))
        name = sha256(plan)
        self.network.files[name] = plan
        issued = datetime.fromtimestamp(self.network.now / 1000, UTC)
        self.network.pointer = envelope_bytes(
            self.key,
            statement(
                screen="s1",
                epoch=epoch,
                sequence=self.sequence,
                plan=name,
                plan_bytes=len(plan),
                overlay=Overlay(tuple(sorted(self.withdrawn))),
                issued=issued,
                lease_until=issued + timedelta(milliseconds=lease),
            ),
        )
        return self.network.pointer

    def _plan(self, days: int) -> dict[str, Any]:
        shown = [one for one in self.items if one not in self.withdrawn]
        start = self.network.now - self.network.now % DAY
        return {
            "start": start,
            "end": start + days * DAY,
            "items": [self._item(version) for version in shown],
            "rotations": [[[number, 0, 12_000] for number in range(len(shown))]],
            "segments": [[start, 0, "regular"]],
            "fallback": {"file": self._file("fallback")},
            "touch": None,
        }

    def _item(self, version: str) -> dict[str, Any]:
        before, after, evergreen = self.items[version]
        return {
            "version": version,
            "not_before": before,
            "not_after": after,
            "evergreen": evergreen,
            "pages": [{"file": self._file(version)}],
        }

    def _file(self, name: str) -> str:
        digest, data = picture(name)
        self.network.files[digest] = data
        return digest


@pytest.fixture
def server() -> Server:
    made = Server()
    made.items = {
        "short": (None, T0 + 30 * HOUR, False),
        "long": (None, T0 + 6 * DAY, False),
        "late": (T0 + 2 * DAY, None, False),
        "roster": (None, T0 + 5 * DAY, True),
    }
    return made


def player(server: Server, **more: Any) -> SimulatedPlayer:
    return SimulatedPlayer(KEY.public_bytes(), "s1", server.network, wall=float(T0), **more)


def forward(server: Server, screen: SimulatedPlayer, milliseconds: int) -> None:
    server.network.now += milliseconds
    screen.pass_time(milliseconds)


def test_E_A_B_a_week_without_network_shows_nothing_past_its_end_or_its_lease(server: Server):
    server.publish(lease=3 * DAY)
    screen = player(server)
    screen.poll()
    server.network.up = False
    server.withdrawn.add("long")  # unheard of: only the lease can end it
    seen: set[str] = set()
    for _ in range(7 * 24 * 12):
        forward(server, screen, 300_000)
        shown, now = screen.showing(), server.network.now
        assert shown is not None, "B"
        seen.add(shown)
        if shown == "fallback":
            continue
        before, after, evergreen = server.items[shown]
        assert before is None or now >= before, "E"
        assert after is None or now < after, "E"
        assert evergreen or now < T0 + 3 * DAY, "A"
    assert seen == {"short", "long", "late", "roster", "fallback"}
    assert screen.showing() == "fallback"


def test_C_M_a_flapping_network_never_brings_an_older_pointer_and_two_polls_heal_it(
    server: Server,
):
    chance = random.Random(14)
    screen = player(server)
    old: list[bytes] = []
    highest = 0
    for step in range(500):
        if step % 7 == 0:
            server.items[f"v{step}"] = (None, None, False)
            old.append(server.publish())
        server.network.up = chance.random() < 0.5
        delayed = chance.choice(old) if chance.random() < 0.3 else None
        screen.poll(delayed)
        assert screen.sequence >= highest, "M"
        highest = screen.sequence
        forward(server, screen, 30_000)
    server.network.up = True
    screen.poll()
    screen.poll()
    assert screen.sequence == server.sequence, "C"
    assert "pointer-rollback" in screen.refused


def test_M_A_an_old_pointer_with_a_withdrawn_item_cannot_be_played_back(server: Server):
    old = server.publish()
    screen = player(server)
    screen.poll()
    server.withdrawn.add("short")
    server.publish()
    screen.poll()
    screen.poll(old)
    assert screen.refused == ["pointer-rollback"]
    assert "short" in screen.pointer.withdrawn
    for _ in range(20):
        forward(server, screen, 12_000)
        assert screen.showing() != "short"


def test_I_a_pointer_of_another_key_or_with_a_damaged_file_changes_nothing(server: Server):
    server.publish()
    screen = player(server)
    screen.poll()
    before = (screen.sequence, screen.plan)
    foreign = Server(new_signing_key())
    foreign.network, foreign.sequence = server.network, 50
    foreign.items = {"forged": (None, None, True)}
    screen.poll(foreign.publish())
    server.items["new"] = (None, None, False)
    server.publish()
    digest, _ = picture("new")
    server.network.files[digest] = b"something else"
    screen.poll()
    assert screen.refused == ["signature-foreign", "file-damaged"]
    assert (screen.sequence, screen.plan) == before


def test_E_a_wall_clock_set_back_a_month_brings_nothing_back(server: Server):
    server.publish(lease=10 * DAY)
    screen = player(server)
    screen.poll()
    forward(server, screen, 40 * HOUR)
    assert server.items["short"][1] < server.network.now
    server.network.up = False
    screen.wall -= 30 * DAY
    screen.start()
    for _ in range(100):
        forward(server, screen, 300_000)
        assert screen.showing() not in {"short", None}


def test_E_B_a_boot_in_1970_without_network_goes_on_from_the_last_trusted_time(server: Server):
    server.publish(lease=10 * DAY)
    screen = player(server)
    screen.poll()
    forward(server, screen, 31 * HOUR)
    server.network.up = False
    screen.wall, screen.ticks = 0.0, 0.0
    screen.start()
    for _ in range(100):
        screen.pass_time(300_000)
        assert screen.showing() not in {"short", None}


def test_B_a_device_that_never_heard_a_signed_time_shows_the_page_baked_in(server: Server):
    server.network.up = False
    screen = player(server)
    screen.wall = 0.0
    assert screen.showing() == "fallback"


def test_E_a_boot_long_after_counts_the_time_that_the_wall_clock_says_has_passed(server: Server):
    server.publish(lease=10 * DAY)
    screen = player(server)
    screen.poll()
    screen.pass_time(1000)
    server.network.up = False
    screen.wall += 2 * DAY
    screen.ticks = 0.0
    screen.start()
    assert screen.showing() != "short"


def test_a_challenged_answer_discards_what_a_lying_wall_clock_added():
    ticks, wall = [0.0], [0.0]
    clock = TrustedClock(lambda: ticks[0], lambda: wall[0])
    wall[0] = 400.0 * DAY
    clock.boot(Kept(mark=float(T0), rise=0.0, wall=0.0, rate=1.0))
    assert clock.now() == T0 + 400 * DAY
    clock.correct(T0 + 5000, 1.0, 10.0)
    assert T0 + 5000 <= clock.now() <= T0 + 5010


def test_trusted_time_never_goes_back_whatever_is_heard():
    ticks = [0.0]
    clock = TrustedClock(lambda: ticks[0], lambda: 0.0)
    assert clock.now() is None
    chance, last = random.Random(9), 0
    clock.hear(T0, 1.0)
    for _ in range(500):
        ticks[0] += chance.choice([0, 1, 1000])
        heard = T0 + chance.randint(-DAY, DAY)
        if chance.random() < 0.5:
            clock.hear(heard, 1.0)
        else:
            clock.correct(heard, 1.0, 20.0)
        assert clock.now() >= last
        last = clock.now()


def test_plans_are_read_from_the_disk_and_not_from_the_network_when_both_have_them(server: Server):
    server.publish()
    screen = player(server)
    screen.poll()
    server.network.files.clear()
    screen.poll()
    assert screen.refused == []
    assert json.loads(screen.disk[screen.pointer.plan]) == screen.plan
