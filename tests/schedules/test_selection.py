"""What programmes select, in which order, and on which screens they run."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from core.errors import Invalid
from schedules.selection import Selection, chosen, selects
from schedules.targets import fits, stored
from tests.schedules.county import KIOSK, WALL, candidate
from tests.schedules.grid import START

HERE = "/qingxi/liuhe/"


@pytest.mark.parametrize(
    ("selection", "selected"),
    [
        (Selection(), True),
        (Selection(units=("liuhe",)), True),
        (Selection(units=("liu",)), False),
        (Selection(units=("heping", "shiqiao")), True),
        (Selection(units=("liuhe",), subtree=False), False),
        (Selection(units=("shiqiao",), subtree=False), True),
        (Selection(here=True), True),
        (Selection(here=True, subtree=False), False),
        (Selection(items=("village-accounts",)), True),
        (Selection(items=("rosters",)), False),
        (Selection(carriers=("kiosk", "paper")), True),
        (Selection(carriers=("paper",)), False),
        (Selection(audience="public"), True),
        (Selection(audience="staff"), False),
        (Selection(templates=("notice", "table")), True),
        (Selection(templates=("strip",)), False),
        (Selection(units=("liuhe",), items=("rosters",)), False),
        (Selection(records=("r-x",)), True),
        (Selection(records=("r-y",)), False),
        (Selection(records=("r-x",), items=("rosters",)), True),
    ],
)
def test_a_query_selects_what_fits_all_its_fields_and_a_list_by_hand_only_itself(
    selection, selected
):
    assert selects(selection, candidate("x"), HERE) is selected


def test_by_hand_the_order_is_the_list_s_whatever_order_the_rows_come_in():
    rows = [candidate(name) for name in "abc"]
    by_hand = Selection(records=("r-c", "r-a", "r-gone", "r-b"))
    assert [one.title for one in chosen(by_hand, rows, "")] == ["c", "a", "b"]
    assert [one.title for one in chosen(by_hand, rows[::-1], "")] == ["c", "a", "b"]


def test_a_query_plays_unit_by_unit_item_by_item_the_newest_first():
    rows = [
        candidate("旧", period="2026Q2"),
        candidate("新", period="2026Q3"),
        candidate("后发", period="2026Q3", published_at=START + timedelta(days=1)),
        candidate("镇", unit="liuhe", unit_path="/qingxi/liuhe/"),
        candidate("甲项", item="a"),
    ]
    expected = ["镇", "甲项", "后发", "新", "旧"]
    assert [one.title for one in chosen(Selection(), rows, "")] == expected
    assert [one.title for one in chosen(Selection(), rows[::-1], "")] == expected


def test_rows_that_tie_in_everything_are_ordered_by_version():
    rows = [candidate("b"), candidate("a")]
    assert [one.title for one in chosen(Selection(), rows, "")] == ["a", "b"]
    assert [one.title for one in chosen(Selection(), rows[::-1], "")] == ["a", "b"]


def test_a_selection_with_an_unknown_field_is_refused():
    with pytest.raises(ValidationError):
        Selection.model_validate_json('{"unit": "liuhe"}')


def test_a_selection_survives_its_json():
    given = Selection(units=("liuhe",), here=True, templates=("table",), records=("r",))
    assert Selection.model_validate_json(given.model_dump_json()) == given


@pytest.mark.parametrize(
    ("targets", "fit"),
    [
        (" all ", True),
        (" hall:LIUHE ", True),
        (" hall:LIU ", False),
        (" screen:LH-WALL ", True),
        (" screen:LH-KIOSK ", False),
        (" kind:wall ", True),
        (" kind:kiosk kind:strip ", False),
        (" kind:kiosk hall:LIUHE ", True),
        (" unit:qingxi ", True),
        (" unit:liuhe ", True),
        (" unit:shiqiao ", False),
        (" hall:LIUHE+kind:wall ", True),
        (" hall:LIUHE+kind:kiosk ", False),
        (" nonsense:LIUHE ", False),
        (" ", False),
    ],
)
def test_a_programme_runs_on_the_screens_that_one_of_its_words_means(targets, fit):
    assert fits(targets, WALL) is fit


def test_a_target_by_unit_covers_the_halls_below_it():
    village = replace(KIOSK, unit_path="/qingxi/liuhe/shiqiao/")
    assert fits(" unit:liuhe ", village)
    assert not fits(" unit:heping ", village)


def test_targets_are_stored_sorted_once_each_with_spaces_at_both_ends():
    assert stored("kind:wall  all kind:wall") == " all kind:wall "


@pytest.mark.parametrize("targets", ["", "  ", "hall:", "kind:tv", "LIUHE", "all:x", "hall:A+b"])
def test_targets_that_name_nothing_are_refused(targets):
    with pytest.raises(Invalid):
        stored(targets)
