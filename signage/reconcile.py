"""What every screen should show, computed from the rows and compared with what it was told.

Level-triggered: a pass needs no memory of what happened, so a lost job, a restart or a missed
notice is mended by the next one.  What makes most passes cheap is a stamp over everything that
enters a plan: the end of the audit chain (its hash covers every state change there ever was), the
states of the page sets that are waited for, the restore epoch and the local date, which fixes the
horizon.  Under an equal stamp the rows are equal and so are the plans; only leases are renewed.
Where only page sets moved on, the rows are not read again; and a plan whose recipe (everything
that enters it) is equal to that of the last look is the same plan.  Every
:data:`RECHECK_SECONDS` nothing of this is believed and everything is computed anew.

Withdrawals do not wait for compilation: they are read first and stand in the overlay of pointers
to plans that exist already.  Heavy work runs in a thread, and the loop is given back between
slices: a pass never holds it longer than 20 ms.  What is kept between passes is mostly plain text,
which the garbage collector does not walk through: its full collections hold the loop, too.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from weakref import WeakKeyDictionary

from jinja2 import Environment

from accounts.chain import Head
from accounts.queries import audit_head
from core import clock
from core.settings import Settings
from core.signing import SigningKey
from disclosure.audiences import PUBLIC
from disclosure.candidates import Candidate
from disclosure.queries import candidates
from disclosure.queries.changes import changed_since
from disclosure.service import note_drawn, restrict
from media.service import request_pages
from media.sheet import Sheet
from media.store import Store
from schedules.compilation import DRAWN, DrawnPage, PageRow, PageState
from schedules.queries import page_rows, programmes
from signage import plan, queries, service
from signage.arrangement import Rows, arranged, drawn, reading
from signage.fragments import TouchFiles
from signage.hub import Hub
from signage.issuing import Issuer, Target, follow
from signage.plan import TouchIndex
from signage.planning import (
    Group,
    Recipe,
    Stand,
    make_plan,
    missing,
    narrow_files,
    recipe,
    stored_fallback,
)

__all__ = ["Reconciler", "Report", "follow", "reconcile"]

logger = logging.getLogger("hallboard.reconcile")

RECHECK_SECONDS = 900.0
SLICE = 32
"""Plans made between two looks at the pointers."""
_FINAL = (DRAWN, "failed")
KEPT_PLANS = timedelta(seconds=service.LONGEST_LEASE, days=2)
"""For so long a screen may go on with a plan that its pointer no longer names."""
LONGEST_LEASE = timedelta(seconds=service.LONGEST_LEASE)


@dataclass
class Report:
    """What a pass did."""

    next_boundary: datetime | None = None
    """When something changes by itself: a lease to renew, or midnight."""
    looked: bool = False
    """Whether every plan was compared with its recipe."""
    plans: int = 0
    """Plans computed; the others' recipes are equal to those of the last look."""
    moved: int = 0
    """Pointers issued."""
    waiting: list[str] = field(default_factory=list)
    """Codes of screens without a pointer: their fallback page is not drawn yet."""
    problems: dict[str, str] = field(default_factory=dict)
    """Versions left out of kiosks' texts, and why."""


@dataclass(frozen=True, slots=True)
class _Stamp:
    audit: Head | None
    epoch: int
    day: str
    pending: Mapping[str, str]
    """Page sets that are waited for, by key: waiting, failed or drawn."""

    def same_rows(self, other: "_Stamp | None") -> bool:
        """Whether no more than page sets can differ."""
        return other is not None and self == replace(other, pending=self.pending)


@dataclass
class _Done:
    """What came of some groups."""

    made: dict[Group, tuple[Recipe, bytes]] = field(default_factory=dict)
    """Plans that had to be computed."""
    missing: dict[str, tuple[Candidate, str]] = field(default_factory=dict)
    """By key what somebody should draw, with their profiles."""
    waiting: list[str] = field(default_factory=list)
    """Codes of screens that can show nothing, not even a fallback page."""


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
        self._head: Head | None = None
        self._bearing: Head | None = None
        self._looked_at = 0.0
        self._targets: dict[str, Target] = {}
        self._rows: Rows | None = None
        self._pages: dict[str, PageRow] = {}
        self._made: dict[Group, tuple[Recipe, str, int]] = {}
        self._pending: set[str] = set()
        self._asked: set[str] = set()
        self._waiting: list[str] = []
        self._swept: date | None = None

    async def run(self, *, everything: bool = False) -> Report:
        """One pass; ``everything`` computes all plans even under an equal stamp."""
        report = Report()
        now = clock.now()
        stamp = await self._read_stamp(now)
        if self._issuer.lost:
            self._stamp, self._issuer.lost = None, False
        if everything or time.monotonic() - self._looked_at >= RECHECK_SECONDS:
            await self._forget()
        if stamp != self._stamp:
            reread, self._stamp = not stamp.same_rows(self._stamp), None
            await self._look(now, stamp.epoch, report, reread=reread)
            self._stamp = replace(stamp, pending=self._unfinished(self._used_states()))
        else:
            self._hub.renew()
            report.moved += await self._issuer.issue(list(self._targets.values()), stamp.epoch, now)
        report.next_boundary = self._next_boundary(now)
        report.waiting = self._waiting
        report.problems = dict(self._touch.problems)
        return report

    async def _forget(self) -> None:
        """Believe nothing that was found before."""
        self._stamp, self._looked_at = None, time.monotonic()
        self._touch.forget_indexes()
        old: list[object] = [self._made, self._rows]
        self._made, self._rows = {}, None
        await _dispose(old)

    async def _read_stamp(self, now: datetime) -> _Stamp:
        await self._follow_audit()
        states = await queries.pending_states(self._pending)
        return _Stamp(
            audit=self._bearing,
            epoch=await queries.epoch(),
            day=now.astimezone(self._settings.zone).date().isoformat(),
            pending=self._unfinished(states),
        )

    async def _follow_audit(self) -> None:
        """Note the last state change that may bear on screens."""
        head = await audit_head()
        if await changed_since(self._head):
            self._bearing = head
        self._head = head

    def _used_states(self) -> dict[str, str]:
        return {key: self._pages[key][0] for key in self._pending if key in self._pages}

    def _unfinished(self, states: Mapping[str, str]) -> dict[str, str]:
        """Equal only if every page set that is waited for is as far as it was."""
        return {
            key: state if (state := states.get(key, "")) in _FINAL else "waiting"
            for key in self._pending
        }

    async def _look(self, now: datetime, epoch: int, report: Report, *, reread: bool) -> None:
        """Compare every plan with its recipe, move every pointer that should stand elsewhere."""
        report.looked = True
        _leave_alone("start")
        if reread or self._rows is None:
            self._issuer.withdrawn = await queries.withdrawn_since(now - 2 * LONGEST_LEASE)
            stands = await self._issuer.read()
            present = await self._issuer.present(stands)
            report.moved += await self._issuer.issue(present, epoch, now)
            rows = await self._read_rows(stands, now)
            old: list[object] = [self._rows]
            self._rows = rows
            await _dispose(old)
        await self._load_pages(self._rows)
        _leave_alone("rows")
        self._waiting, self._asked, self._targets = [], set(), {}
        for first in range(0, len(self._rows.groups), SLICE):
            targets = await self._plan(self._rows, self._rows.groups[first:][:SLICE], now, report)
            self._targets |= {target.stand.id: target for target in targets}
            report.moved += await self._issuer.issue(targets, epoch, now)
        _leave_alone("plans")
        if self._swept != now.date():
            await service.sweep_plans(self._store, now - KEPT_PLANS)
            self._swept = now.date()

    async def _read_rows(self, stands: list[Stand], now: datetime) -> Rows:
        rules = await programmes()
        found = await candidates(self._settings, now)
        units = await queries.touch_units()
        items = await queries.touch_items()
        return await asyncio.to_thread(arranged, stands, rules, found, units, items)

    async def _load_pages(self, rows: Rows) -> None:
        """The page sets that any screen may need; a drawn one never changes."""
        known, unknown = await asyncio.to_thread(drawn, rows.wanted, self._pages)
        known |= await page_rows(unknown)
        self._pages = known
        self._pending = {key for key in unknown if key not in known or known[key][0] != DRAWN}

    async def _plan(
        self, rows: Rows, members: Sequence[Group], now: datetime, report: Report
    ) -> list[Target]:
        """The plans of some groups, stored; and where their screens should point."""
        fixed = [
            (group, await self._fallback_page(rows, group), await self._index(rows, group))
            for group in members
        ]
        done = await asyncio.to_thread(self._make, rows, fixed, now)
        for key, (one, profile) in done.missing.items():
            if one.audience != PUBLIC and key not in self._asked:
                await note_drawn(one.version, {key})
            await self._ask(key, one.sheet_text, profile)
        await self._keep(done.made)
        report.plans += len(done.made)
        self._waiting += done.waiting
        return [
            Target(stand, *self._made[group][1:])
            for group, fallback, _ in fixed
            for stand in group.stands
            if fallback is not None
        ]

    async def _keep(self, made: Mapping[Group, tuple[Recipe, bytes]]) -> None:
        """Bytes first, many at once since each waits for the disk; then the rows."""
        puts = (asyncio.to_thread(self._store.put, data) for _, data in made.values())
        names = await asyncio.gather(*puts)
        sizes = {name: len(data) for name, (_, data) in zip(names, made.values(), strict=True)}
        for name, (needed, _) in zip(names, made.values(), strict=True):
            await restrict({one: {name, *files} for one, files in narrow_files(needed).items()})
        if sizes:
            await service.keep_plans(sizes)
        for name, (group, (needed, data)) in zip(names, made.items(), strict=True):
            self._made[group] = needed, name, len(data)

    def _make(
        self,
        rows: Rows,
        fixed: Iterable[tuple[Group, DrawnPage | None, TouchIndex | None]],
        now: datetime,
    ) -> _Done:
        """Compute what is not known by its recipe.  Blocks."""
        done, zone = _Done(), self._settings.timezone
        for group, fallback, index in fixed:
            span = plan.horizon(now, group.lease, self._settings.zone)
            made_of = rows.parts[group.place]
            for key, one in missing(made_of, self._pages, span).items():
                done.missing[key] = one, group.place.profile
            if fallback is None:
                done.waiting += [one.place.screen for one in group.stands]
                continue
            needed = recipe(made_of, group.place, self._pages, span, zone, fallback, index)
            known = self._made.get(group)
            if known is None or known[0] != needed:
                done.made[group] = needed, make_plan(needed)
        return done

    async def _ask(self, key: str, sheet: str, profile: str, urgency: int = 1) -> None:
        """Ask for pages once a look; ``sheet`` as text."""
        if key not in self._asked:
            self._asked.add(key)
            await request_pages(Sheet.model_validate_json(sheet), profile, urgency)

    async def _index(self, rows: Rows, group: Group) -> TouchIndex | None:
        if group.place.kind != "kiosk":
            return None
        offer = await asyncio.to_thread(reading, rows, group.place)
        return await self._touch.index(group.place, offer, rows.units, rows.items)

    async def _fallback_page(self, rows: Rows, group: Group) -> DrawnPage | None:
        """The drawn fallback page; while a new one is being drawn, that of the present plan."""
        text, key = rows.fallbacks[group.place]
        if key in self._pages and self._pages[key][0] == DRAWN:
            return PageState.read(self._pages[key]).pages[0]
        await self._ask(key, text, group.place.profile, urgency=0)
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


@cache
def _leave_alone(stage: str) -> None:
    """Once a process for each stage of its first look: what is there stays, so the collector need
    not walk through it again, which would hold the loop.  Unreferenced, it still is freed."""
    logger.debug("the garbage collector leaves alone what is there at %s", stage)
    gc.collect(1)
    gc.freeze()


async def _dispose(things: list[object]) -> None:
    """Free many objects in a thread: on the loop they would hold it.  Empties ``things``."""
    await asyncio.to_thread(things.clear)


def _fragment(pages: Environment, candidate: Candidate) -> str:
    return pages.get_template("signage/fragment.html").render(candidate=candidate)
