"""Reads: halls, screens with their state, pointers, what was withdrawn."""

import json
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from tortoise.expressions import Q

from accounts.models import Unit
from core import clock
from core.canonical import sha256
from core.errors import NotFound
from core.ids import read_code
from disclosure.models import CatalogueItem, Version
from media.models import PageSet
from media.profiles import Profile, profile
from schedules.timeline import Place
from signage.hub import Answer
from signage.models import FormerPlan, Hall, Lease, Pairing, Plan, Pointer, Screen
from signage.planning import Stand
from signage.pointer import Issued, etag
from signage.presence import presence
from signage.touch import TouchItem, TouchUnit

_SLICE = 100
EPOCH = "epoch"
"""Name of the lease row whose number is the restore epoch."""


@dataclass(frozen=True)
class ScreenView:
    """A screen as the console shows it; ``hall`` and its unit are loaded."""

    screen: Screen
    state: str
    """A key of signage.presence.STATES."""
    health: dict[str, Any]
    pointer: Pointer | None
    behind: bool
    """Online, but it plays another plan than the pointer names."""

    @property
    def profile(self) -> Profile:
        return profile(self.screen.profile)

    @property
    def faults(self) -> list[str]:
        return list(self.health.get("faults", []))

    @property
    def tier(self) -> str:
        return str(self.health.get("tier", ""))


def place_of(screen: Screen) -> Place:
    """Where the screen stands; ``hall`` and ``hall.unit`` must be loaded."""
    return Place(
        screen=screen.code,
        hall=screen.hall.code,
        unit_path=screen.hall.unit.path,
        kind=profile(screen.profile).kind,
        profile=screen.profile,
        place_class=screen.place,
        tier=screen.hall.unit.tier,
        unit_name=screen.hall.unit.short_name,
    )


async def halls(paths: Collection[str] = ("/",)) -> list[Hall]:
    """The halls of the given subtrees by name, with ``unit`` loaded."""
    if not paths:
        return []
    inside = reduce(or_, (Q(unit__path__startswith=path) for path in paths))
    return await Hall.filter(inside).select_related("unit").order_by("unit__path", "name")


async def hall_by_code(code: str) -> Hall:
    """With ``unit`` loaded.  Raises NotFound."""
    hall = await Hall.filter(code=code).select_related("unit").first()
    if hall is None:
        raise NotFound("hall-unknown", "没有代码为 {code} 的大厅。", code=code)
    return hall


async def screen_by_code(code: str) -> Screen:
    """By its code or its id, with ``hall`` and ``hall.unit`` loaded.  Raises NotFound."""
    screen = await Screen.filter(Q(code=code) | Q(id=code)).select_related("hall__unit").first()
    if screen is None:
        raise NotFound("screen-unknown", "没有代码为 {code} 的屏幕。", code=code)
    return screen


async def reach() -> dict[str, str]:
    """Unit paths by word of schedules.targets, for judging whose screens a programme reaches:
    each ``unit:CODE``, ``hall:CODE``, ``screen:CODE``, and under ``all`` the root's."""
    units = await Unit.all().values_list("code", "path")
    roots = [path for _, path in units if path.count("/") == 2]
    found = {"all": roots[0] if len(roots) == 1 else "/"}
    found |= {f"unit:{code}": path for code, path in units}
    halls = await Hall.all().values_list("code", "unit__path")
    found |= {f"hall:{code}": path for code, path in halls}
    screens = await Screen.all().values_list("code", "hall__unit__path")
    return found | {f"screen:{code}": path for code, path in screens}


async def stands() -> list[Stand]:
    """Every screen by code, as planning sees it; read in slices that the event loop can bear."""
    found: list[Stand] = []
    last = ""
    while (
        rows := await Screen.filter(code__gt=last)
        .select_related("hall__unit")
        .order_by("code")
        .limit(_SLICE)
    ):
        found += [_stand(row) for row in rows]
        last = rows[-1].code
    return found


async def screens_without_pointer() -> int:
    """How many screens have nothing to play yet."""
    return await Screen.all().count() - await Pointer.all().count()


async def pointers() -> AsyncIterator[list[Pointer]]:
    """Every pointer, in slices that the event loop can bear."""
    last = ""
    while rows := await Pointer.filter(screen_id__gt=last).order_by("screen_id").limit(_SLICE):
        yield rows
        last = str(rows[-1].pk)


async def plan_sizes(names: Collection[str]) -> dict[str, int]:
    """The sizes of those of the plans that are stored, by hash."""
    found: dict[str, int] = {}
    rest = iter(names)
    while some := list(islice(rest, _SLICE)):
        found |= dict(await Plan.filter(sha256__in=some).values_list("sha256", "size"))
    return found


async def touch_units() -> dict[str, TouchUnit]:
    """All units by code."""
    found: dict[str, TouchUnit] = {}
    last = ""
    while rows := await Unit.filter(path__gt=last).order_by("path").limit(_SLICE):
        codes = {row.path: row.code for row in rows} | {
            unit.path: code for code, unit in found.items()
        }
        for row in rows:
            above = row.path[: row.path.rstrip("/").rfind("/") + 1]
            found[row.code] = TouchUnit(
                row.code,
                row.short_name or row.name,
                row.tier,
                codes.get(above),
                row.path,
                row.phone,
            )
        last = rows[-1].path
    return found


async def touch_items() -> list[TouchItem]:
    """All catalogue items in the catalogue's order."""
    rows = await CatalogueItem.all().order_by("tier", "position", "code")
    return [TouchItem(row.code, row.name, row.group, row.tier) for row in rows]


async def pending_states(keys: Collection[str]) -> dict[str, str]:
    """The states of page sets by key; nothing else of them is read."""
    found: dict[str, str] = {}
    rest = iter(keys)
    while some := list(islice(rest, _SLICE)):
        rows = await PageSet.filter(key__in=some).values_list("key", "state")
        found |= {str(key): str(state) for key, state in rows}
    return found


async def screens(paths: Collection[str] = ("/",)) -> list[ScreenView]:
    """The screens of the given subtrees by hall and code, with their state."""
    if not paths:
        return []
    inside = reduce(or_, (Q(hall__unit__path__startswith=path) for path in paths))
    rows = (
        await Screen.filter(inside)
        .select_related("hall__unit")
        .order_by("hall__unit__path", "hall__name", "code")
    )
    pointers = {pointer.pk: pointer for pointer in await Pointer.all()}
    return [_view(row, pointers.get(row.id)) for row in rows]


async def screen_view(code: str) -> ScreenView:
    """One screen with its state.  Raises NotFound."""
    screen = await screen_by_code(code)
    return _view(screen, await pointer_of(screen.id))


async def pointer_of(screen_id: str) -> Pointer | None:
    return await Pointer.get_or_none(screen_id=screen_id)


async def former_plans(screen_id: str, at: datetime) -> list[str]:
    """The plans that a screen's pointer named before and with which it may still go on, the
    newest first."""
    rows = FormerPlan.filter(screen_id=screen_id, until__gt=at).order_by("-until")
    return [str(plan) for plan in await rows.values_list("plan", flat=True)]


async def pairing_by_code(code: str) -> Pairing:
    """The pairing that waits under the code a screen shows.  Raises NotFound."""
    pairing = await Pairing.get_or_none(
        code=read_code(code), screen_id__isnull=True, expires_at__gt=clock.real_now()
    )
    if pairing is None:
        raise NotFound("pairing-unknown", "没有屏幕在显示这个配对码，或它已过期。")
    return pairing


async def screen_of_token(token: str) -> Screen | None:
    """The screen that holds this device token."""
    return await screen_of_token_hash(sha256(token.encode()))


async def screen_of_token_hash(token_hash: str) -> Screen | None:
    return await Screen.filter(token_hash=token_hash).select_related("hall__unit").first()


async def answer_of(screen_id: str) -> Answer | None:
    """The screen's pointer as it is served; None before the first."""
    pointer = await pointer_of(screen_id)
    return None if pointer is None else answer(pointer)


def issued(pointer: Pointer) -> Issued:
    """The row as signage.pointer compares it."""
    return Issued(
        epoch=pointer.epoch,
        sequence=pointer.sequence,
        plan=pointer.plan,
        overlay=pointer.overlay,
        issued_at=pointer.issued_at,
        lease_until=pointer.lease_until,
    )


def answer(pointer: Pointer) -> Answer:
    rank = pointer.epoch, pointer.sequence
    envelope = pointer.envelope.encode()
    return Answer(str(pointer.pk), etag(*rank).encode(), envelope, rank, pointer.plan)


async def epoch() -> int:
    """The restore epoch: 1 until a backup is restored."""
    row = await Lease.get_or_none(name=EPOCH)
    return 1 if row is None else int(row.number)


async def withdrawn_since(at: datetime) -> list[tuple[str, datetime]]:
    """Versions withdrawn at or after ``at``, with when."""
    rows = Version.filter(state="withdrawn", withdrawn_at__gte=at)
    return sorted(await rows.values_list("id", "withdrawn_at"))


def _stand(screen: Screen) -> Stand:
    return Stand(
        id=screen.id,
        token_hash=screen.token_hash,
        place=place_of(screen),
        lease=timedelta(seconds=screen.lease_seconds),
        hall=screen.hall.name,
        hours=screen.hall.hours,
    )


def _view(screen: Screen, pointer: Pointer | None) -> ScreenView:
    state = presence(bool(screen.token_hash), screen.seen_at, clock.real_now())
    health = json.loads(screen.health)
    playing = health.get("plan", "")
    behind = state == "online" and pointer is not None and playing != pointer.plan
    return ScreenView(screen, state, health, pointer, behind)
