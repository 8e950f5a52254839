"""Halls, screens and what rotates on them."""

from accounts.actor import Actor
from schedules.selection import Selection
from schedules.service import ProgrammeDraft, save_programme
from server.demo.catalogue import GROUPS, code
from server.demo.county import HALLS, ROOT, SCREENS
from signage.service import create_hall, create_screen

_WALL = ("leaders", "phones", "notices", "projects", "targets", "accounts", "expenses", "policies")
WEEKDAYS = 0b0011111


async def furnish(operator: Actor, zone: str) -> None:
    """Create the halls with their screens and programmes."""
    for hall in HALLS:
        await create_hall(
            operator,
            hall.code,
            hall.name,
            unit=hall.unit,
            address=hall.address,
            hours=hall.hours,
        )
    for screen in SCREENS:
        await create_screen(
            operator,
            screen.code,
            screen.name,
            hall=screen.hall,
            profile_code=screen.profile,
            output=screen.output,
        )
    for programme in programmes(zone):
        await save_programme(operator, programme)


def programmes(zone: str) -> list[ProgrammeDraft]:
    """Each selects by query: what is published later joins by itself."""
    return [
        ProgrammeDraft(
            name="县大厅大屏：收支、目标和惠民政策",
            selection=Selection(units=(ROOT,), items=_items("department", *_WALL)),
            targets="hall:county-hall+kind:wall",
            zone=zone,
        ),
        ProgrammeDraft(
            name="县大厅大屏：早间办事指南",
            selection=Selection(units=(ROOT,), items=_items("department", "guides")),
            targets="hall:county-hall+kind:wall",
            zone=zone,
            level="timed",
            days=WEEKDAYS,
            from_minute=8 * 60,
            to_minute=9 * 60,
        ),
        ProgrammeDraft(
            name="柳河镇大屏：本镇和所辖各村",
            selection=Selection(
                here=True,
                items=(
                    *_items("township", *_WALL, "assistance", "farming", "relief", "land", "goals"),
                    *_items("village", "accounts"),
                ),
            ),
            targets="hall:liuhe-hall+kind:wall",
            zone=zone,
        ),
        ProgrammeDraft(
            name="石桥村大屏：村务公开",
            selection=Selection(here=True, carriers=("screen",)),
            targets="hall:shiqiao-hall+kind:wall",
            zone=zone,
        ),
        ProgrammeDraft(
            name="触摸屏待机：办事指南和财务收支",
            selection=Selection(
                units=(ROOT,),
                items=(*_items("department", "guides"), *_items("village", "accounts")),
            ),
            targets="hall:county-hall+kind:kiosk",
            zone=zone,
            dwell_ms=10_000,
        ),
        ProgrammeDraft(
            name="触摸屏待机：本地信息",
            selection=Selection(here=True, carriers=("kiosk",)),
            targets="hall:liuhe-hall+kind:kiosk hall:shiqiao-hall+kind:kiosk",
            zone=zone,
            dwell_ms=10_000,
        ),
        *(_strip(hall.code, hall.unit, zone) for hall in HALLS),
    ]


def _strip(hall: str, unit: str, zone: str) -> ProgrammeDraft:
    name = next(one.name for one in HALLS if one.code == hall)
    return ProgrammeDraft(
        name=f"{name}条屏",
        selection=Selection(
            units=("zhengwu" if unit == ROOT else unit,), subtree=False, templates=("strip",)
        ),
        targets=f"hall:{hall}+kind:strip",
        zone=zone,
        dwell_ms=15_000,
    )


def _items(tier: str, *shorts: str) -> tuple[str, ...]:
    known = {row[0] for group in GROUPS[tier] for row in group[1:]}
    return tuple(code(tier, short) for short in shorts if short in known)
