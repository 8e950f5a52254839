"""A player made of the same pure modules as the real ones, on a simulated clock and network."""

import json
from dataclasses import dataclass, field
from typing import Any

from core.canonical import sha256
from core.errors import Invalid
from schedules.playback import page_at
from signage.led.trusted_clock import Kept, TrustedClock
from signage.plan import files_of
from signage.pointer import Checked, check_pointer


@dataclass
class Network:
    """What the server has at this moment; ``up`` and ``lossy`` decide what gets through."""

    pointer: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    now: int = 0
    up: bool = True


@dataclass
class SimulatedPlayer:
    """``wall`` and ``ticks`` are its own clocks, in milliseconds; either may lie or restart."""

    public: bytes
    screen: str
    network: Network
    wall: float = 0.0
    ticks: float = 0.0
    epoch: int = 0
    sequence: int = 0
    disk: dict[str, bytes] = field(default_factory=dict)
    kept: Kept | None = None
    envelope: bytes = b""
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plan: dict[str, Any] | None = None
        self.pointer: Checked | None = None
        self.start()

    def start(self) -> None:
        """Power on: only the disk is left."""
        self.clock = TrustedClock(lambda: self.ticks, lambda: self.wall)
        if self.kept is not None:
            self.clock.boot(self.kept)
        self.plan = self.pointer = None
        if self.envelope:
            self.pointer = check_pointer(self.envelope, self.public, self.screen, 0, 0, 0)
            self.plan = json.loads(self.disk[self.pointer.plan])

    def pass_time(self, milliseconds: float) -> None:
        self.ticks += milliseconds
        self.wall += milliseconds
        self.kept = self.clock.keep()

    def poll(self, envelope: bytes | None = None) -> None:
        """Ask for the time and the pointer, if the network lets it."""
        if not self.network.up:
            return
        self.clock.correct(self.network.now, 1.0, 0.0)
        offered = self.network.pointer if envelope is None else envelope
        now = self.clock.now() or 0
        try:
            pointer = check_pointer(
                offered, self.public, self.screen, self.epoch, self.sequence, now
            )
            self._take(pointer)
        except Invalid as problem:
            self.refused.append(problem.code)
            return
        self.epoch, self.sequence = pointer.epoch, pointer.sequence
        self.pointer, self.envelope = pointer, offered
        self.plan = json.loads(self.disk[pointer.plan])

    def _take(self, pointer: Checked) -> None:
        """Every file, each checked against its name."""
        plan = json.loads(self._fetch(pointer.plan))
        for name in files_of(plan):
            self._fetch(name)

    def _fetch(self, name: str) -> bytes:
        if name not in self.disk:
            data = self.network.files[name]
            if sha256(data) != name:
                raise Invalid("file-damaged", "下载的文件与其校验值不符。")
            self.disk[name] = data
        return self.disk[name]

    def showing(self) -> str | None:
        """The version on the screen, ``"fallback"``, or None for a blank screen."""
        now = self.clock.now()
        if self.plan is None or self.pointer is None or now is None:
            return "fallback"  # the page that was baked in at pairing
        shown = page_at(self.plan, now, self.pointer.withdrawn, self.pointer.lease_until)
        if shown.item is None:
            return "fallback" if self.plan["fallback"]["file"] in self.disk else None
        item = self.plan["items"][shown.item]
        return str(item["version"]) if item["pages"][shown.page or 0]["file"] in self.disk else None
