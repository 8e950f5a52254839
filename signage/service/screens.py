"""Halls, screens, heartbeats."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid
from core.transaction import transacted
from media.profiles import profile
from schedules.audiences import PLACES
from signage.beats import Beat
from signage.models import Hall, Screen
from signage.queries import hall_by_code, screen_by_code

SHORTEST_LEASE = 3600
LONGEST_LEASE = 14 * 86400


@transacted
async def create_hall(
    actor: Actor, code: str, name: str, *, unit: str, address: str = "", hours: str = ""
) -> Hall:
    """A hall of the unit with that code.  Raises Refused, Invalid, Conflict, NotFound."""
    _check_code(code)
    _check_name(name)
    owner = await unit_by_code(unit)
    check_may(actor, "screen.manage", owner.path)
    if await Hall.exists(code=code):
        raise Conflict("hall-exists", "已有代码为 {code} 的大厅。", code=code)
    hall = await Hall.create(code=code, name=name, unit=owner, address=address, hours=hours)
    data: dict[str, object] = {"code": code, "name": name, "unit": unit}
    await write_entry(actor, "hall.create", f"hall:{hall.id}", data)
    return hall


@transacted
async def create_screen(
    actor: Actor,
    code: str,
    name: str,
    *,
    hall: str,
    profile_code: str,
    place: str = "hall",
    lease_seconds: int = 86400,
    output: str = "",
) -> Screen:
    """A screen, not yet paired, in the hall with that code.

    Raises Refused, Invalid, Conflict, NotFound.
    """
    _check_code(code)
    _check_name(name)
    room = await hall_by_code(hall)
    check_may(actor, "screen.manage", room.unit.path)
    profile(profile_code)
    _check_place(place)
    if not SHORTEST_LEASE <= lease_seconds <= LONGEST_LEASE:
        raise Invalid("lease-range", "租期应在 1 小时到 14 天之间。", field="lease_seconds")
    if await Screen.exists(code=code):
        raise Conflict("screen-exists", "已有代码为 {code} 的屏幕。", code=code)
    screen = await Screen.create(
        code=code,
        name=name,
        hall=room,
        profile=profile_code,
        place=place,
        lease_seconds=lease_seconds,
        output=output,
    )
    data: dict[str, object] = {
        "code": code,
        "hall": hall,
        "profile": profile_code,
        "place": place,
    }
    await write_entry(actor, "screen.create", f"screen:{screen.id}", data)
    return screen


@transacted
async def set_place(actor: Actor, screen: str, place: str) -> Screen:
    """Say where a screen stands (场所); what may not be seen there leaves it at once.

    Raises Refused, Invalid, NotFound.
    """
    chosen = await screen_by_code(screen)
    check_may(actor, "screen.manage", chosen.hall.unit.path)
    _check_place(place)
    if place != chosen.place:
        await Screen.filter(id=chosen.id).update(place=place)
        data: dict[str, object] = {"code": chosen.code, "was": chosen.place, "place": place}
        await write_entry(actor, "screen.place", f"screen:{chosen.id}", data)
    return await screen_by_code(screen)


@transacted
async def record_beat(screen_id: str, beat: Beat) -> bool:
    """Keep a heartbeat; False for one that is no newer than the last (a copy, a straggler).

    No audit entry: it changes nothing but what is known of the device.
    """
    newer = Screen.filter(id=screen_id, beat_sequence__lt=beat.rank)
    return bool(
        await newer.update(beat_sequence=beat.rank, seen_at=clock.real_now(), health=beat.health())
    )


def _check_code(code: str) -> None:
    if not code or len(code) > 32 or not code.replace("-", "").isalnum() or not code.isascii():
        raise Invalid(
            "code-malformed", "代码只能用字母、数字和连字符，不超过 32 个。", field="code"
        )


def _check_place(place: str) -> None:
    if place not in PLACES:
        raise Invalid("place-unknown", "请选择终端所在的场所。", field="place")


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > 80:
        raise Invalid("name-malformed", "名称不能为空，也不能超过 80 个字。", field="name")
