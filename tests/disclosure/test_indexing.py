"""索引号: the rule composes both published shapes and refuses what could give a number twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure.indexing import (
    IndexRule,
    Numbered,
    carries_number,
    catalogue_code,
    check_rule,
    compose,
    read_rule,
    series,
)

DAY = date(2017, 5, 8)


def test_both_shapes_of_the_published_documents_can_be_said():
    first = IndexRule(template="XC{unit}-{catalogue}-{year}-{serial:05}")
    assert compose(first, Numbered("412927", "02", DAY), 12) == "XC412927-02-2017-00012"
    second = IndexRule(
        template="{unit}-{catalogue}/{year}-{month}{day}{serial:03}",
        count_by=("unit", "catalogue", "year", "month", "day"),
    )
    assert compose(second, Numbered("01526291-9", "02_D", DAY), 1) == "01526291-9-02_D/2017-0508001"


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("{unit}-{year}", "index-serial-missing"),
        ("{unit}-{serial}-{serial:05}", "index-serial-missing"),
        ("{unit}-{catalogue}-{year}-{colour}-{serial}", "index-template-bad"),
        ("{unit}-{catalogue} {year}-{serial}", "index-template-bad"),
        ("{unit}-{catalogue}-{year}-{serial:05", "index-template-bad"),
        ("{unit.__class__}{catalogue}{year}{serial}", "index-template-bad"),
        ("{unit}-{year}-{serial:05}", "index-scope-unseen"),
    ],
)
def test_a_template_that_cannot_hold_is_refused(template: str, code: str):
    with pytest.raises(Invalid) as refused:
        check_rule(IndexRule(template=template))
    assert refused.value.code == code


@pytest.mark.parametrize("scope", [("month",), ("year", "day"), ("month", "day")])
def test_series_that_would_begin_anew_within_one_number_space_are_refused(scope):
    with pytest.raises(Invalid):
        check_rule(IndexRule(template="{year}{month}{day}{serial:03}", count_by=scope))


def test_a_stored_rule_that_is_broken_says_which_field():
    with pytest.raises(Invalid) as refused:
        read_rule('{"count_by": ["colour"]}')
    assert refused.value.data["field"] == "count_by"
    with pytest.raises(Invalid):
        read_rule('{"unit_kinds": ["committee"]}')


def test_villages_carry_none_whatever_the_rule_says():
    rule = IndexRule(unit_kinds=("administrative", "public_service"))
    assert carries_number(rule, unit_kind="administrative", tier="township")
    assert not carries_number(rule, unit_kind="committee", tier="village")
    assert not carries_number(rule, unit_kind="administrative", tier="village")
    assert not carries_number(IndexRule(), unit_kind="public_service", tier="department")


def test_an_items_own_code_goes_before_its_groups():
    rule = IndexRule(catalogue_codes={"notices": "03", "通知公告": "02"})
    assert catalogue_code(rule, item="notices", group="通知公告") == "03"
    assert catalogue_code(rule, item="other", group="通知公告") == "02"
    assert catalogue_code(rule, item="", group="") == "00"


def test_a_serial_that_outgrows_its_width_takes_more_digits():
    assert compose(IndexRule(), Numbered("a", "b", DAY), 123456).endswith("-123456")


def test_a_number_that_no_column_holds_is_refused():
    with pytest.raises(Invalid):
        compose(IndexRule(), Numbered("u" * 40, "c" * 40, DAY), 1)


codes = st.text("ABC019-_", min_size=1, max_size=40)
numbered = st.builds(Numbered, codes, codes, st.dates(date(2000, 1, 1), date(2100, 1, 1)))


@given(numbered, numbered)
def test_series_are_one_exactly_when_their_counted_parts_are(one: Numbered, other: Numbered):
    rule = IndexRule()
    same = (one.unit, one.catalogue, one.day.year) == (
        other.unit,
        other.catalogue,
        other.day.year,
    )
    assert (series(rule, one) == series(rule, other)) == same
    assert len(series(rule, one)) <= 80
