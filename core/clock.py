"""The one clock that everything asks.

All instants are aware datetimes in UTC.  Production uses :class:`SystemClock`; only the
demonstration may use :class:`DemoClock`, whose start and rate stand in a file that every
process follows.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from core.instants import utc as utc


class Clock(Protocol):
    """Something that knows the time and how fast it runs."""

    @property
    def rate(self) -> float:
        """Clock seconds that pass in one real second; 1.0 outside the demonstration."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    rate: float = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it was set; for tests and for questions about another time."""

    rate: float = 1.0

    def __init__(self, at: datetime) -> None:
        self._at = utc(at)

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = utc(at)

    def advance(self, **parts: float) -> None:
        self._at += timedelta(**parts)


@dataclass(frozen=True)
class DemoSetting:
    """What the demonstration's clock file holds.

    ``start``: where the clock stands until it starts; ``rate``: its speed; ``anchor``: the real
    Unix time in seconds at which it started, or None while it waits for the first screen.
    """

    start: datetime
    rate: float
    anchor: float | None


class DemoClock:
    """A clock that stands at ``start`` until anchored, then runs at ``rate`` × real time.

    The file is read again when it changes, so that the server, its workers and commands agree.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._setting = self._load()

    @property
    def rate(self) -> float:
        return self._current().rate

    def now(self) -> datetime:
        setting = self._current()
        if setting.anchor is None:
            return setting.start
        return setting.start + timedelta(seconds=(time.time() - setting.anchor) * setting.rate)

    @property
    def waiting(self) -> bool:
        """Whether it still stands."""
        return self._current().anchor is None

    def begin(self) -> None:
        """Let the clock run from now on; does nothing when it already runs."""
        setting = self._current()
        if setting.anchor is None:
            write_demo_setting(self._path, DemoSetting(setting.start, setting.rate, time.time()))

    def _current(self) -> DemoSetting:
        status = self._path.stat()
        if self._seen != (status.st_mtime_ns, status.st_ino):
            self._setting = self._load()
        return self._setting

    def _load(self) -> DemoSetting:
        status = self._path.stat()
        raw = json.loads(self._path.read_text("utf-8"))
        self._seen = (status.st_mtime_ns, status.st_ino)
        return DemoSetting(datetime.fromisoformat(raw["start"]), raw["rate"], raw["anchor"])


def write_demo_setting(path: Path, setting: DemoSetting) -> None:
    """Replace the clock file whole: a reader never sees half of it."""
    text = json.dumps(
        {"start": setting.start.isoformat(), "rate": setting.rate, "anchor": setting.anchor}
    )
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, "utf-8")
    temporary.replace(path)


_clock: Clock = SystemClock()


def use(clock: Clock) -> Clock:
    """Make ``clock`` the process's clock; returns the one it replaces."""
    global _clock
    previous, _clock = _clock, clock
    return previous


def current() -> Clock:
    """The process's clock."""
    return _clock


def now() -> datetime:
    """The current instant of the process's clock, aware, in UTC."""
    return _clock.now()


def real_now() -> datetime:
    """The process's clock, but the machine's own in the demonstration.

    Sessions, throttles and one-use codes are measured by it: a clock that stands still or races
    would keep them for ever or end them at once.
    """
    return datetime.now(UTC) if isinstance(_clock, DemoClock) else _clock.now()
