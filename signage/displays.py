"""What screens are known to show of postings, day by day: by their plans, and by what they say.

Until screens report each play, a heartbeat that names a plan in which the notice stands is what
vouches for it.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from core import clock
from core.errors import HallboardError
from core.settings import Settings
from disclosure.queries.postings import running_postings
from disclosure.service.postings import Seen, note_days
from media.store import Store
from signage.models import Plan, Pointer, Screen
from signage.pointer import milliseconds
from signage.presence import presence

EVERY = timedelta(minutes=5)
_SLICE = 200


def shown_between(plan: Mapping[str, Any], start: int, end: int) -> frozenset[str]:
    """The versions that a plan shows at some time of [start, end), in milliseconds."""
    found: set[str] = set()
    for number, (since, rotation, _level) in enumerate(plan["segments"]):
        following = plan["segments"][number + 1 :][:1]
        until = following[0][0] if following else plan["end"]
        if max(since, start) >= min(until, end):
            continue
        for entry, *_ in plan["rotations"][rotation]:
            found.add(plan["items"][entry]["version"])
    return frozenset(found)


class Displays:
    """Looks every few minutes of the clock; may be thrown away at any time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._looked: datetime | None = None
        self._plans: dict[str, frozenset[str]] = {}
        self._day: date | None = None

    async def note(self) -> int:
        """Add what is known now; how many rows were added or went on."""
        now = clock.now()
        if self._looked is not None and timedelta(0) <= now - self._looked < EVERY:
            return 0
        self._looked = now
        day = now.astimezone(self._settings.zone).date()
        if day != self._day:
            self._plans, self._day = {}, day
        posted = {version.id for version in await running_postings(self._settings, now)}
        if not posted:
            return 0
        seen = await self._seen(posted, day)
        return await note_days(seen, now) if seen else 0

    async def _seen(self, posted: set[str], day: date) -> list[Seen]:
        found: list[Seen] = []
        last = ""
        while (
            rows := await Pointer.filter(screen_id__gt=last)
            .order_by("screen_id")
            .limit(_SLICE)
            .values_list("screen_id", "plan")
        ):
            last = str(rows[-1][0])
            plans = {str(screen): str(plan) for screen, plan in rows}
            showing = {
                screen: await self._shown(plan, day) & posted for screen, plan in plans.items()
            }
            ids = [screen for screen, versions in showing.items() if versions]
            for screen in await Screen.filter(id__in=ids).select_related("hall"):
                found += await self._of(screen, showing[screen.id], day)
        return found

    async def _of(self, screen: Screen, versions: frozenset[str], day: date) -> list[Seen]:
        playing: frozenset[str] = frozenset()
        if presence(bool(screen.token_hash), screen.seen_at, clock.real_now()) == "online":
            plan = str(json.loads(screen.health).get("plan", ""))
            playing = await self._shown(plan, day) if plan else playing
        place = f"{screen.hall.name} · {screen.name}"
        return [
            Seen(version, screen.code, place, day, playing=version in playing)
            for version in sorted(versions)
        ]

    async def _shown(self, plan: str, day: date) -> frozenset[str]:
        """What a stored plan shows on that local day; nothing of one that is not here, nor of
        another file whose name a device gives as its plan's."""
        if plan not in self._plans:
            if not await Plan.exists(sha256=plan):
                return frozenset()
            zone = self._settings.zone
            start = datetime.combine(day, time(), zone)
            end = datetime.combine(day + timedelta(days=1), time(), zone)
            span = milliseconds(clock.utc(start)), milliseconds(clock.utc(end))
            try:
                read = json.loads(await asyncio.to_thread(self._store.read, plan))
            except HallboardError:
                return frozenset()
            self._plans[plan] = shown_between(read, *span)
        return self._plans[plan]
