"""Lists of persons play where their audience is and nowhere else, whatever picked them."""

import itertools
from dataclasses import replace

import pytest

from disclosure.audiences import area_of, audience_of
from schedules.audiences import PLACES, admitted, unseen
from schedules.compilation import Library, wanted_keys
from schedules.selection import Selection
from schedules.timeline import LEVELS, Place
from tests.schedules.county import candidate, compiled, programme, titles

VILLAGE = "/qingxi/liuhe/shiqiao/"
AREAS = ("/qingxi/", "/qingxi/liuhe/", VILLAGE, "/qingxi/nanping/", "/qingxi/liuhe/shi/", "")
UNITS = (
    ("/qingxi/", "county"),
    ("/qingxi/caizheng/", "department"),
    ("/qingxi/liuhe/", "township"),
    (VILLAGE, "village"),
    ("/qingxi/liuhe/shiqiao2/", "village"),
    ("/qingxi/nanping/yunling/", "village"),
)


def place(unit: tuple[str, str], place_class: str, kind: str = "wall") -> Place:
    profile = {"wall": "wall-1920x1080-3m", "kiosk": "kiosk-1080x1920"}[kind]
    return Place("S", "H", unit[0], kind, profile, place_class, unit[1], "石桥村")


EVERYWHERE = [place(*where) for where in itertools.product(UNITS, PLACES)]
LIST = candidate("低保名单", audience="group", area=VILLAGE, area_name="石桥村", group="低保对象")


@pytest.mark.parametrize("area", AREAS)
def test_a_list_is_admitted_only_indoors_inside_its_area_and_never_in_a_county_lobby(area):
    for here in EVERYWHERE:
        inside = bool(area) and f"{here.unit_path}".find(area) == 0
        expected = inside and here.place_class in {"village", "hall"} and here.tier != "county"
        assert admitted("group", area, here) is expected


def test_the_office_s_own_is_admitted_on_staff_screens_alone():
    for here in EVERYWHERE:
        assert admitted("staff", VILLAGE, here) is (here.place_class == "staff")


def test_what_is_for_everybody_is_admitted_everywhere():
    assert all(admitted("public", "", here) for here in EVERYWHERE)


def test_an_audience_that_nobody_knows_is_admitted_nowhere():
    assert not any(admitted("neighbours", VILLAGE, here) for here in EVERYWHERE)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "selection",
    [Selection(), Selection(records=("r-低保名单",)), Selection(audience="group")],
    ids=["query", "by hand", "by audience"],
)
def test_no_way_of_picking_at_no_level_brings_a_list_anywhere_else(level, selection):
    rule = programme(level=level, selection=selection)
    for here in EVERYWHERE:
        result = compiled([rule], [LIST], place=here)
        if admitted("group", VILLAGE, here):
            assert titles(result) == ["低保名单"]
            continue
        assert result.timeline.entries == ()
        (rejected,) = result.rejected
        assert rejected.reason is not None
        assert rejected.reason.rule == "audience"
        assert not wanted_keys(Library([rule], [LIST]), here)


@pytest.mark.parametrize("kind", ["wall", "kiosk"])
def test_a_list_plays_on_both_kinds_of_its_village_s_screens(kind):
    here = place((VILLAGE, "village"), "village", kind)
    assert titles(compiled([programme()], [LIST], place=here)) == ["低保名单"]


def test_the_reason_names_the_audience_and_where_the_screen_stands():
    told = unseen(LIST, replace(place((VILLAGE, "village"), "outdoor")))
    assert told is not None
    sentence = told.key.format(**told.data)
    assert sentence == "受众限于石桥村范围内的低保对象，本屏设在石桥村室外"
    office = candidate("内部通知", audience="staff", area=VILLAGE)
    told = unseen(office, place((VILLAGE, "village"), "hall"))
    assert told is not None
    assert told.key.format(**told.data) == "受众限于内部人员，本屏设在石桥村办事大厅"
    assert unseen(LIST, place((VILLAGE, "village"), "hall")) is None
    nameless = replace(LIST, group="", area_name="")
    told = unseen(nameless, place((VILLAGE, "village"), "staff"))
    assert told is not None
    assert (
        told.key.format(**told.data) == "受众限于石桥村范围内的特定群体，本屏设在石桥村内部办公区"
    )


def test_a_place_that_says_nothing_of_itself_shows_no_list():
    silent = Place("S", "H", VILLAGE, "wall", "wall-1920x1080-3m")
    assert not admitted("group", VILLAGE, silent)
    assert not admitted("staff", VILLAGE, silent)


@pytest.mark.parametrize(
    ("item", "name", "area", "expected"),
    [
        (None, "", "", "public"),
        ("public", "", "", "public"),
        ("public", "低保对象", "", "group"),
        ("public", "", VILLAGE, "group"),
        (None, "低保对象", "", "group"),
        ("group", "", "", "group"),
        ("staff", "低保对象", VILLAGE, "staff"),
    ],
)
def test_the_narrower_reading_of_an_audience_holds(item, name, area, expected):
    assert audience_of(item, name, area) == expected


def test_a_group_without_an_area_lives_where_the_record_s_unit_is():
    assert area_of("group", "", VILLAGE) == VILLAGE
    assert area_of("group", "/qingxi/liuhe/", VILLAGE) == "/qingxi/liuhe/"
    assert area_of("public", VILLAGE, VILLAGE) == ""
