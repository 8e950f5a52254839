"""A few candidates and programmes for tests of compilation."""

from datetime import datetime
from typing import Any

from core.windows import Window
from disclosure.candidates import Candidate
from media.content import Content, paragraph
from media.sheet import Sheet, page_key, sheet_hash, sheet_json
from schedules.compilation import (
    Compiled,
    DrawnPage,
    Library,
    PageState,
    compile_place,
    wanted_keys,
)
from schedules.dayparts import Daypart
from schedules.programme import ProgrammeRule
from schedules.selection import Selection
from schedules.timeline import Place
from tests.schedules.grid import END, SHANGHAI, START

WALL = Place("LH-WALL", "LIUHE", "/qingxi/liuhe/", "wall", "wall-1920x1080-3m")
KIOSK = Place("LH-KIOSK", "LIUHE", "/qingxi/liuhe/", "kiosk", "kiosk-1080x1920")
STRIP = Place("LH-STRIP", "LIUHE", "/qingxi/liuhe/", "strip", "strip-512x16-red")


def candidate(name: str, **more: Any) -> Candidate:
    """A public record of a village under the township LIUHE, on every carrier."""
    values: dict[str, Any] = {
        "version": f"v-{name}",
        "record": f"r-{name}",
        "code": "7K3QD9ZP2M",
        "title": name,
        "unit": "shiqiao",
        "unit_path": "/qingxi/liuhe/shiqiao/",
        "unit_name": "石桥村",
        "item": "village-accounts",
        "period": None,
        "template": "notice",
        "carriers": frozenset({"website", "kiosk", "screen", "strip"}),
        "audience": "public",
        "window": Window(),
        "rule": "until_changed",
        "because": "内容有变化时更新",
        "evergreen": False,
        "published_at": START,
    } | more
    sheet = Sheet(
        template=values["template"],
        path=("青溪县", "石桥村"),
        title=values["title"],
        content=Content(blocks=(paragraph(name),)),
    )
    text = sheet_json(sheet)
    return Candidate(sheet_text=text, sheet_hash=sheet_hash(text), **values)


def programme(name: str = "p", **more: Any) -> ProgrammeRule:
    values: dict[str, Any] = {
        "id": name,
        "name": f"轮播 {name}",
        "level": "regular",
        "selection": Selection(),
        "targets": " all ",
        "daypart": Daypart(SHANGHAI),
    } | more
    return ProgrammeRule(**values)


def drawn(one: Candidate, place: Place, pages: int = 1) -> dict[str, PageState]:
    """The candidate's page set on that place's profile, drawn."""
    key = page_key(one.sheet, place.profile)
    files = tuple(
        DrawnPage(f"{one.version}-{page}", 1000, "image/webp", 1920, 1080, one.title)
        for page in range(pages)
    )
    return {key: PageState("drawn", files)}


def compiled(
    programmes: list[ProgrammeRule],
    candidates: list[Candidate],
    *,
    place: Place = WALL,
    states: dict[str, PageState] | None = None,
    start: datetime = START,
    end: datetime = END,
) -> Compiled:
    """Compiled with every page drawn unless ``states`` says otherwise."""
    library = Library(programmes, candidates)
    if states is None:
        states = {}
        for one in candidates:
            states |= drawn(one, place)
        assert wanted_keys(library, place) <= states.keys()
    return compile_place(library, place, states, start, end)


def titles(one: Compiled, segment: int = 0) -> list[str]:
    """The titles of a segment's turns in order."""
    rotation = one.timeline.segments[segment].rotation
    return [one.entries[frame.entry].candidate.title for frame in rotation]
