"""A player's time: the newest signed time plus monotonic time elapsed, never back.

The same rule as the browser's player (signage/static/player/clock.js).  The wall clock is not
trusted; only at a boot without contact what it says has passed since the mark was kept raises the
time, because too late is safe (content leaves early) and too early is not.  A freshly signed
answer to our own nonce discards that rise.  Milliseconds; ``monotonic`` and ``wall`` are given in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor

Reading = Callable[[], float]


@dataclass(frozen=True)
class Kept:
    """What is kept on the disk: the signed mark, its rise, the wall clock then, the rate."""

    mark: float
    rise: float
    wall: float
    rate: float


class TrustedClock:
    def __init__(self, monotonic: Reading, wall: Reading) -> None:
        self._monotonic = monotonic
        self._wall = wall
        self._firm: float | None = None
        self._at = 0.0
        self._rise = 0.0
        self._high = float("-inf")
        self.rate = 1.0

    def now(self) -> int | None:
        """Now; None while no signed time was ever heard."""
        if self._firm is None:
            return None
        self._high = max(self._high, self._reading() + self._rise)
        return floor(self._high)

    def boot(self, kept: Kept) -> None:
        """Go on from what was kept before the power went."""
        passed = max(0.0, (self._wall() - kept.wall) * kept.rate)
        self._set(kept.mark, kept.rate)
        self._rise = kept.rise + passed
        self._high = float("-inf")

    def keep(self) -> Kept | None:
        if self._firm is None:
            return None
        return Kept(self._reading(), self._rise, self._wall(), self.rate)

    def hear(self, signed: float, rate: float) -> None:
        """A signed time that may be old (a pointer's ``issued``): it is at least that late."""
        self._set(max(self._reading(), signed), rate)

    def correct(self, signed: float, rate: float, travelled: float) -> None:
        """A signed answer to our nonce that took ``travelled`` real milliseconds: the time lies in
        [signed, signed + travelled].  A clock that was behind goes to the later end: what must
        leave by T then leaves by T, however slow the network is."""
        if self._rise > 0:
            self._rise, self._high = 0.0, float("-inf")
        latest = signed + travelled * rate
        reading = self._reading()
        self._set(latest if reading < signed else min(reading, latest), rate)

    def _reading(self) -> float:
        if self._firm is None:
            return float("-inf")
        return self._firm + (self._monotonic() - self._at) * self.rate

    def _set(self, firm: float, rate: float) -> None:
        self._firm, self._at, self.rate = firm, self._monotonic(), rate
