"""Halls, screens and what rotates on them."""

from dataclasses import replace

from accounts.actor import Actor
from schedules.selection import Selection
from schedules.service import ProgrammeDraft, save_programme
from server.demo.catalogue import GROUPS, added, code
from server.demo.county import HALLS, ROOT, SCREENS
from signage.queries import reach
from signage.service import create_hall, create_screen

_COUNTY = ("targets", "expenses", "policies", "funds", "notices")
_POLICY = (
    *("interpretations", "responses", "consultations", "permits", "powers", "fees"),
    *("discretion", "disclosure-guide", "annual-report"),
)
"""Of the county's own additions, on walls and touchscreens."""
_TOWN = (
    *("leaders", "goals", "targets", "expenses", "assistance", "farming", "relief", "land"),
    *("projects", "phones", "notices"),
)
WEEKDAYS = 0b0011111
BOTH = ("wall", "kiosk")


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
    reached = await reach()
    for programme in programmes(zone):
        await save_programme(operator, programme, reached)


def programmes(zone: str) -> list[ProgrammeDraft]:
    """Each selects by query: what is published later joins by itself.

    Accounts have a programme of their own: programmes of equal weight take turns, so every
    second item that a passer-by sees is the quarter's money.
    """
    county = Selection(units=(ROOT,), items=_items("department", *_COUNTY))
    shorts = tuple(code("department", short) for short in _POLICY)
    water = (item.code for item in added() if item.unit_kind == "public_service")
    policy = Selection(units=(ROOT,), items=(*shorts, *water))
    town = (*_items("township", *_TOWN), *_items("village", "decisions", "projects"))
    return [
        _drafted("县大厅：季度收支", _accounts(ROOT), "county-hall", zone, BOTH),
        _drafted("县大厅大屏：目标、资金和惠民政策", county, "county-hall", zone),
        _drafted("县大厅：政策解读、意见征集和办事公开", policy, "county-hall", zone, BOTH),
        replace(
            _drafted("县大厅大屏：早间办事指南", _guides(), "county-hall", zone),
            level="timed",
            days=WEEKDAYS,
            from_minute=8 * 60,
            to_minute=9 * 60,
        ),
        _drafted("县大厅触摸屏：办事指南", _guides(), "county-hall", zone, ("kiosk",)),
        _drafted("柳河镇：季度收支", _accounts(), "liuhe-hall", zone, BOTH),
        _drafted(
            "柳河镇：镇务公开",
            Selection(here=True, items=town),
            "liuhe-hall",
            zone,
            BOTH,
        ),
        _drafted("石桥村：季度收支", _accounts(), "shiqiao-hall", zone, BOTH),
        _drafted(
            "石桥村：村务公开",
            Selection(here=True, items=_all_but_accounts("village")),
            "shiqiao-hall",
            zone,
            BOTH,
        ),
        *(_strip(hall.code, hall.unit, zone) for hall in HALLS),
    ]


def _drafted(
    name: str, selection: Selection, hall: str, zone: str, kinds: tuple[str, ...] = ("wall",)
) -> ProgrammeDraft:
    targets = " ".join(f"hall:{hall}+kind:{kind}" for kind in kinds)
    return ProgrammeDraft(name=name, selection=selection, targets=targets, zone=zone)


def _accounts(unit: str = "") -> Selection:
    """Of the departments of ``unit``; else of the hall's own unit and those below it."""
    if unit:
        return Selection(units=(unit,), items=_items("department", "accounts"))
    items = (*_items("township", "accounts"), *_items("village", "accounts"))
    return Selection(here=True, items=items)


def _guides() -> Selection:
    return Selection(units=(ROOT,), items=_items("department", "guides"))


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


def _all_but_accounts(tier: str) -> tuple[str, ...]:
    rows = [row[0] for group in GROUPS[tier] for row in group[1:]]
    rows += [item.code.partition("-")[2] for item in added() if item.tier == tier]
    return tuple(code(tier, short) for short in rows if short != "accounts")


def _items(tier: str, *shorts: str) -> tuple[str, ...]:
    known = {row[0] for group in GROUPS[tier] for row in group[1:]}
    return tuple(code(tier, short) for short in shorts if short in known)
