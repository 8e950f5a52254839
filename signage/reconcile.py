"""What every screen should show, computed from the rows and compared with what it was told.

Level-triggered: a pass needs no memory of what happened, so a lost job, a restart or a missed
notice is mended by the next one.  What makes most passes cheap is a stamp over everything that
enters a plan: the end of the audit chain (its hash covers every state change there ever was), the
states of the page sets that are waited for, the restore epoch and the local date, which fixes the
horizon.  Under an equal stamp the rows are equal and so are the plans; only leases are renewed.
Every :data:`RECHECK_SECONDS` the stamp is not believed and everything is computed anew.

Withdrawals do not wait for compilation: they are read first and stand in the overlay of pointers
to plans that exist already.  Heavy work runs in a thread, and the loop is given back between
slices: a pass never holds it longer than 20 ms.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from jinja2 import Environment

from accounts.queries import audit_head
from core import clock
from core.settings import Settings
from core.signing import SigningKey
from disclosure.candidates import Candidate
from disclosure.queries import candidates
from media.service import request_pages
from media.sheet import Sheet, page_key
from media.store import Store
from schedules.compilation import DrawnPage, Library, PageState, wanted_keys
from schedules.queries import page_states, programmes
from schedules.timeline import Place
from signage import plan, queries, service
from signage.fallback import fallback_sheet
from signage.fragments import TouchFiles
from signage.hub import Hub
from signage.issuing import Issuer, Target, follow
from signage.planning import Group, Made, Stand, groups, make_plan, stored_fallback
from signage.touch import TouchItem, TouchUnit, offered

__all__ = ["Reconciler", "Report", "follow", "reconcile"]

logger = logging.getLogger("hallboard.reconcile")

RECHECK_SECONDS = 900.0
SLICE = 16
"""Plans made between two looks at the pointers."""
_KEYS = 100
_FINAL = ("drawn", "failed")
LONGEST_LEASE = timedelta(seconds=service.LONGEST_LEASE)


@dataclass
class Report:
    """What a pass did."""

    next_boundary: datetime | None = None
    """When something changes by itself: a lease to renew, or midnight."""
    looked: bool = False
    """Whether the rows were read and every plan was computed."""
    plans: int = 0
    """Plans computed."""
    moved: int = 0
    """Pointers issued."""
    waiting: list[str] = field(default_factory=list)
    """Codes of screens without a pointer: their fallback page is not drawn yet."""
    problems: dict[str, str] = field(default_factory=dict)
    """Versions left out of kiosks' texts, and why."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    audit: tuple[int, str] | None
    epoch: int
    day: str
    pending: tuple[tuple[str, str], ...]
    """Keys of page sets that are waited for, with their state: waiting, failed or drawn."""


@dataclass
class _Rows:
    """What one look at the rows found."""

    library: Library
    candidates: list[Candidate]
    units: dict[str, TouchUnit]
    items: list[TouchItem]
    groups: list[Group]
    fallbacks: dict[Place, tuple[Sheet, str]]
    """The fallback page of each group's place and its key."""


class Reconciler:
    """One a process.  It may be thrown away at any time: the next one finds the same plans."""

    def __init__(
        self, settings: Settings, store: Store, key: SigningKey, hub: Hub, pages: Environment
    ) -> None:
        self._settings = settings
        self._store = store
        self._hub = hub
        self._issuer = Issuer(key, hub)
        self._touch = TouchFiles(store, lambda one: _fragment(pages, one))
        self._stamp: _Stamp | None = None
        self._looked_at = 0.0
        self._targets: dict[str, Target] = {}
        self._states: dict[str, PageState] = {}
        self._pending: set[str] = set()
        self._waiting: list[str] = []

    async def run(self, *, everything: bool = False) -> Report:
        """One pass; ``everything`` computes all plans even under an equal stamp."""
        report = Report()
        now = clock.now()
        stamp = await self._read_stamp(now)
        if self._issuer.lost:
            self._stamp, self._issuer.lost = None, False
        recheck = time.monotonic() - self._looked_at >= RECHECK_SECONDS
        if everything or recheck or stamp != self._stamp:
            self._stamp = None
            await self._look(now, stamp.epoch, report)
            self._stamp = replace(stamp, pending=self._unfinished(self._used_states()))
            self._looked_at = time.monotonic()
        else:
            self._hub.renew()
            report.moved += await self._issuer.issue(list(self._targets.values()), stamp.epoch, now)
        report.next_boundary = self._next_boundary(now)
        report.waiting = self._waiting
        report.problems = dict(self._touch.problems)
        return report

    async def _read_stamp(self, now: datetime) -> _Stamp:
        head = await audit_head()
        states = await queries.pending_states(self._pending)
        return _Stamp(
            audit=(head.sequence, head.hash) if head else None,
            epoch=await queries.epoch(),
            day=now.astimezone(self._settings.zone).date().isoformat(),
            pending=self._unfinished(states),
        )

    def _used_states(self) -> dict[str, str]:
        return {key: state.state for key, state in self._states.items()}

    def _unfinished(self, states: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Equal only if every page set that is waited for is as far as it was."""
        return tuple(
            (key, state if (state := states.get(key, "")) in _FINAL else "waiting")
            for key in sorted(self._pending)
        )

    async def _look(self, now: datetime, epoch: int, report: Report) -> None:
        """Read everything, compute every plan, move every pointer that should stand elsewhere."""
        report.looked = True
        self._issuer.withdrawn = await queries.withdrawn_since(now - 2 * LONGEST_LEASE)
        stands = await self._issuer.read()
        self._targets = {}
        report.moved += await self._issuer.issue(await self._issuer.present(stands), epoch, now)
        rows = await self._read_rows(stands, now)
        await self._load_states(rows)
        self._waiting = []
        for first in range(0, len(rows.groups), SLICE):
            targets = await self._plan(rows, rows.groups[first : first + SLICE], now, report)
            self._targets |= {target.stand.id: target for target in targets}
            report.moved += await self._issuer.issue(targets, epoch, now)
        # Half a million objects are freed in a thread: here they would hold the loop.
        done = [rows]
        del rows
        await asyncio.to_thread(done.clear)

    async def _read_rows(self, stands: list[Stand], now: datetime) -> _Rows:
        rules = await programmes()
        found = await candidates(self._settings, now)
        units = await queries.touch_units()
        members = await asyncio.to_thread(groups, stands, rules)
        return _Rows(
            library=await asyncio.to_thread(Library, rules, found),
            candidates=found,
            units=units,
            items=await queries.touch_items(),
            groups=members,
            fallbacks=await asyncio.to_thread(_fallbacks, members, units),
        )

    async def _load_states(self, rows: _Rows) -> None:
        """The states of all page sets that any screen may need; a drawn one never changes."""
        keys = await asyncio.to_thread(_all_wanted, rows.library, rows.groups)
        keys |= {key for _, key in rows.fallbacks.values()}
        known, unknown = await asyncio.to_thread(_drawn, keys, self._states)
        for first in range(0, len(unknown), _KEYS):
            known |= await page_states(unknown[first : first + _KEYS])
        self._states = known
        self._pending = {key for key in unknown if key not in known or not known[key].pages}

    async def _plan(
        self, rows: _Rows, members: Sequence[Group], now: datetime, report: Report
    ) -> list[Target]:
        """The plans of some groups, stored; and where their screens should point."""
        targets: list[Target] = []
        sizes: dict[str, int] = {}
        for group in members:
            made = await self._make(rows, group, now)
            for sheet in made.missing.values():
                await request_pages(sheet, group.place.profile)
            if not made.size:
                self._waiting += [one.place.screen for one in group.stands]
                continue
            report.plans += 1
            sizes[made.sha256] = made.size
            targets += [Target(stand, made.sha256, made.size) for stand in group.stands]
        await service.keep_plans(sizes)
        return targets

    async def _make(self, rows: _Rows, group: Group, now: datetime) -> Made:
        """The group's plan; of size 0 while not even an old fallback page can be shown."""
        fallback = await self._fallback_page(rows, group)
        index = None
        if group.place.kind == "kiosk":
            reading = offered(rows.candidates, rows.units, group.place.unit_path)
            index = await self._touch.index(reading, rows.units, rows.items)
        span = plan.horizon(now, group.lease, self._settings.zone)
        zone = self._settings.timezone
        return await asyncio.to_thread(
            make_plan, self._store, rows.library, group, self._states, span, zone, fallback, index
        )

    async def _fallback_page(self, rows: _Rows, group: Group) -> DrawnPage | None:
        """The drawn fallback page; while a new one is being drawn, that of the present plan."""
        sheet, key = rows.fallbacks[group.place]
        state = self._states.get(key)
        if state is not None and state.pages:
            return state.pages[0]
        await request_pages(sheet, group.place.profile, urgency=0)
        for stand in group.stands:
            last = self._issuer.issued.get(stand.id)
            if last is not None:
                return await asyncio.to_thread(stored_fallback, self._store, last.plan)
        return None

    def _next_boundary(self, now: datetime) -> datetime:
        midnight = plan.next_midnight(now, self._settings.zone)
        return min(midnight, self._issuer.next_renewal() or midnight)


_reconcilers: WeakKeyDictionary[Hub, Reconciler] = WeakKeyDictionary()


async def reconcile(
    settings: Settings, store: Store, key: SigningKey, hub: Hub, pages: Environment
) -> Report:
    """One pass of this process's reconciler, which lives as long as its hub."""
    if hub not in _reconcilers:
        _reconcilers[hub] = Reconciler(settings, store, key, hub, pages)
    return await _reconcilers[hub].run()


def _all_wanted(library: Library, members: Iterable[Group]) -> set[str]:
    return {key for group in members for key in wanted_keys(library, group.place)}


def _fallbacks(
    members: Iterable[Group], units: Mapping[str, TouchUnit]
) -> dict[Place, tuple[Sheet, str]]:
    by_path = {unit.path: unit for unit in units.values()}
    found = {}
    for group in members:
        line = [by_path[path] for path in _line(group.place.unit_path) if path in by_path]
        sheet = fallback_sheet(
            kind=group.place.kind,
            path=tuple(unit.name for unit in line),
            hall=group.stands[0].hall,
            hours=group.stands[0].hours,
            phone=line[-1].phone if line else "",
        )
        found[group.place] = sheet, page_key(sheet, group.place.profile)
    return found


def _line(path: str) -> list[str]:
    """``/a/b/`` → ``/a/``, ``/a/b/``."""
    codes = path.strip("/").split("/")
    return [f"/{'/'.join(codes[: depth + 1])}/" for depth in range(len(codes))]


def _drawn(
    keys: Iterable[str], states: Mapping[str, PageState]
) -> tuple[dict[str, PageState], list[str]]:
    """The states that cannot change any more, and the keys whose state must be read."""
    known = {key: states[key] for key in keys if key in states and states[key].state == "drawn"}
    return known, sorted(key for key in keys if key not in known)


def _fragment(pages: Environment, candidate: Candidate) -> str:
    return pages.get_template("signage/fragment.html").render(candidate=candidate)
