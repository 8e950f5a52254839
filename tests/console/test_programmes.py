"""Whose programmes an operator may write: those whose screens are all theirs."""

from typing import Any

import pytest

from schedules import queries as schedules
from schedules.programme import ProgrammeRule
from signage import queries as signage
from signage import service
from tests.console.site import Site

FORM = {
    "name": "大屏轮播", "level": "regular", "mode": "query", "targets": "all",
    "days": list("0123456"), "from_minute": "0:00", "to_minute": "24:00", "dwell": "12",
    "weight": "1", "enabled": "1",
}  # fmt: skip
OUTSIDE = ("all", "kind:wall", "hall:county", "screen:county-wall", "unit:qingxi", "hall:nowhere")


@pytest.fixture
def halls(site: Site) -> Site:
    """A hall of the county and one of 柳河镇, each with a wall."""
    operator = site.county["operator"]

    async def furnish() -> None:
        for code, unit in (("county", "qingxi"), ("liuhe", "liuhe")):
            hall = await service.create_hall(operator, code=code, name=f"{unit}大厅", unit=unit)
            await service.create_screen(
                operator,
                hall=hall.code,
                code=f"{code}-wall",
                name="北墙",
                profile_code="wall-1920x1080-3m",
            )

    site.run(furnish)
    return site


def saved(site: Site, login: str, **more: Any) -> ProgrammeRule:
    """Saved by that person in the editor."""
    answer = site.browser(login).post("/console/programmes/new", FORM | more)
    assert answer.status_code == 303, answer.text
    return next(one for one in site.run(schedules.programmes) if one.name == more["name"])


def seen(site: Site, rule: ProgrammeRule) -> str:
    return site.run(lambda: schedules.programme_row(rule.id)).updated_at.isoformat()


def test_the_reach_of_each_word_is_the_path_of_its_unit(halls: Site) -> None:
    reach = halls.run(signage.reach)
    assert reach["all"] == reach["unit:qingxi"] == reach["hall:county"] == "/qingxi/"
    assert reach["hall:liuhe"] == reach["screen:liuhe-wall"] == "/qingxi/liuhe/"
    assert reach["unit:shiqiao"] == "/qingxi/liuhe/shiqiao/"
    assert "screen:liuhe" not in reach


def test_the_county_s_programme_is_shown_to_a_township_and_changed_by_the_county_alone(
    halls: Site,
) -> None:
    rule = saved(halls, "operator", name="全县轮播", targets="all")
    address, form = f"/console/programmes/{rule.id}", FORM | {"seen": seen(halls, rule)}
    town = halls.browser("operator2")
    assert "仅可查看" in town.get("/console/programmes").text
    page = town.get(address)
    assert page.status_code == 200
    assert 'value="all" checked' in page.text
    assert '<fieldset class="whole" disabled>' in page.text
    assert "保存轮播单" not in page.text
    assert f"{address}/delete" not in page.text
    for targets in ("all", "hall:liuhe"):
        assert town.post(address, form | {"targets": targets}).status_code == 403
    assert town.post(f"{address}/delete").status_code == 403
    assert halls.run(schedules.programmes) == [rule]
    county = halls.browser("operator")
    assert "仅可查看" not in county.get("/console/programmes").text
    assert county.post(address, form | {"targets": "kind:wall"}).status_code == 303
    assert county.post(f"{address}/delete").status_code == 303


def test_a_township_s_operator_places_content_on_its_own_screens_alone(halls: Site) -> None:
    rule = saved(halls, "operator2", name="柳河轮播", targets="hall:liuhe+kind:wall")
    address, form = f"/console/programmes/{rule.id}", FORM | {"seen": seen(halls, rule)}
    town = halls.browser("operator2")
    assert "保存轮播单" in town.get(address).text
    for targets in OUTSIDE:
        both = {"targets": ["hall:liuhe", targets]}
        answer = town.post("/console/programmes/new", FORM | both)
        assert answer.status_code == 403, targets
        assert "播放范围内有不归您管理的屏幕。" in answer.text
        assert town.post(address, form | both).status_code == 403, targets
    assert halls.run(schedules.programmes) == [rule]
    assert town.post(address, form | {"targets": "screen:liuhe-wall"}).status_code == 303
    assert town.post(f"{address}/delete").status_code == 303


def test_the_editor_offers_only_places_within_reach(halls: Site) -> None:
    town = halls.browser("operator2").get("/console/programmes/new").text
    for word in ("hall:liuhe", "hall:liuhe+kind:wall", "screen:liuhe-wall"):
        assert f'value="{word}"' in town
    for word in ("all", "kind:wall", "hall:county", "hall:county+kind:wall", "screen:county-wall"):
        assert f'value="{word}"' not in town
    county = halls.browser("operator").get("/console/programmes/new").text
    for word in ("all", "kind:wall", "hall:county", "hall:liuhe", "screen:county-wall"):
        assert f'value="{word}"' in county
