"""Choosing where a programme plays."""

from console.target_choices import HallScreens, name_of, names, rows
from core.clock import FixedClock
from schedules import queries as schedules
from schedules.targets import stored
from signage import service
from tests.console.site import Site

LIUHE = HallScreens(
    "liuhe-hall",
    "柳河镇便民服务中心",
    [("liuhe-wall", "北墙大屏", "wall"), ("liuhe-kiosk", "门口触摸屏", "kiosk")],
)


def test_a_hall_offers_all_its_screens_the_kinds_it_has_and_each_screen() -> None:
    everywhere, liuhe = rows([LIUHE], ["all"], lambda word: True)
    assert list(everywhere.kinds) == ["all", "kind:kiosk", "kind:wall", "kind:strip"]
    assert list(liuhe.kinds) == [
        "hall:liuhe-hall",
        "hall:liuhe-hall+kind:kiosk",
        "hall:liuhe-hall+kind:wall",
    ]
    assert liuhe.screens == {"screen:liuhe-wall": "北墙大屏", "screen:liuhe-kiosk": "门口触摸屏"}
    offered = [*everywhere.kinds, *liuhe.kinds, *liuhe.screens]
    assert set(stored(" ".join(offered)).split()) == set(offered)


def test_only_what_is_offered_stands_there_and_a_line_of_nothing_is_left_out() -> None:
    (liuhe,) = rows([LIUHE], [], lambda word: word == "screen:liuhe-wall")
    assert (dict(liuhe.kinds), dict(liuhe.screens)) == ({}, {"screen:liuhe-wall": "北墙大屏"})
    assert rows([LIUHE], [], lambda word: False) == []


def test_a_word_that_no_line_offers_is_kept_in_sight() -> None:
    *_, rest = rows([LIUHE], ["unit:liuhe+kind:wall", "hall:liuhe-hall"], lambda word: True)
    assert list(rest.kinds) == ["unit:liuhe+kind:wall"]


def test_a_joined_word_is_called_by_its_hall_and_kind() -> None:
    known = names([LIUHE])
    assert name_of("hall:liuhe-hall+kind:wall", known) == "柳河镇便民服务中心 · 全部大屏"
    assert name_of("screen:liuhe-wall", known) == "柳河镇便民服务中心 · 北墙大屏"


def test_the_editor_saves_a_hall_and_a_kind_and_shows_them_again(
    site: Site, clock: FixedClock
) -> None:
    operator = site.county["operator"]

    async def hall() -> None:
        made = await service.create_hall(operator, code="lh", name="柳河大厅", unit="liuhe")
        await service.create_screen(
            operator, hall=made.code, code="lh-w", name="北墙", profile_code="wall-1920x1080-3m"
        )

    site.run(hall)
    browser = site.browser("operator")
    assert 'value="hall:lh+kind:wall"' in browser.get("/console/programmes/new").text
    form = {
        "name": "大屏轮播", "level": "regular", "mode": "query", "targets": "hall:lh+kind:wall",
        "days": list("0123456"), "from_minute": "0:00", "to_minute": "24:00", "dwell": "12",
        "weight": "1", "enabled": "1",
    }  # fmt: skip
    saved = browser.post("/console/programmes/new", form)
    assert saved.status_code == 303, saved.text
    (rule,) = site.run(schedules.programmes)
    assert rule.targets.split() == ["hall:lh+kind:wall"]
    assert "柳河大厅 · 全部大屏" in browser.get("/console/programmes").text
    page = browser.get(f"/console/programmes/{rule.id}").text
    assert 'value="hall:lh+kind:wall" checked' in page
