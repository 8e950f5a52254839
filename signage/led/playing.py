"""What a strip shows at an instant: the plan's page, cropped; pure but for reading the pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from media.profiles import profile
from schedules.playback import Showing, page_at
from signage.led.frames import Strip, dark
from signage.led.scrolling import moves, offset_at

LEAD_MS = 20
"""A frame is sent this long before the instant it is for, so that none stands after its end."""


@dataclass
class Playing:
    """A plan with all its files, and what the newest pointer says beside it."""

    plan: Mapping[str, Any]
    read: Callable[[str], bytes]
    withdrawn: frozenset[str] = frozenset()
    lease_until: int = 0
    _strips: dict[str, Strip] = field(default_factory=dict)

    def frame(self, now: int, rate: float = 1.0) -> tuple[bytes, bool, str]:
        """RGB bytes at ``now``, whether they move, and the hash of the page they are cut from."""
        showing = self.showing(now, rate)
        page = self._page(showing)
        strip = self._strip(page["file"])
        start = showing.since or self.plan["start"]
        elapsed = int((now - start) / rate)
        offset = offset_at(strip.width, self._width, elapsed, int(self._dwell(showing) / rate))
        return strip.frame(offset), moves(strip.width, self._width), page["file"]

    def showing(self, now: int, rate: float = 1.0) -> Showing:
        """The page that may stand both at ``now`` and a moment later; else the fallback."""
        present = self._at(now)
        coming = self._at(now + int(LEAD_MS * rate))
        if coming.item is None or (coming.item, coming.page) == (present.item, present.page):
            return coming
        start = self.plan["items"][coming.item]["not_before"]
        if start is None or start <= now:
            return coming
        return Showing(None, None, present.since, present.until)

    def _at(self, at: int) -> Showing:
        return page_at(self.plan, at, self.withdrawn, self.lease_until)

    @property
    def _width(self) -> int:
        return int(self.plan["width"])

    def _page(self, showing: Showing) -> Mapping[str, Any]:
        if showing.item is None or showing.page is None:
            fallback: Mapping[str, Any] = self.plan["fallback"]
            return fallback
        page: Mapping[str, Any] = self.plan["items"][showing.item]["pages"][showing.page]
        return page

    def _dwell(self, showing: Showing) -> int:
        if showing.since is None or showing.until is None:
            return 60_000
        return showing.until - showing.since

    def _strip(self, file: str) -> Strip:
        if file not in self._strips:
            colour = profile(self.plan["profile"]).colour
            size = (self._width, int(self.plan["height"]))
            self._strips[file] = Strip(self.read(file), *size, colour)
        return self._strips[file]


def dark_frame(plan: Mapping[str, Any]) -> bytes:
    return dark(int(plan["width"]), int(plan["height"]))
