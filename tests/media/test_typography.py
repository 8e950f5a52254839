import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.typography import (
    GLUE,
    MAY_BREAK,
    amount,
    plain,
    set_text,
    set_title,
    spans,
    title_period,
    unset,
)

TEXTS = st.text(st.sampled_from("石桥村公示2026年7月31日,.元%第-—：。 abcZ/_?\n"), max_size=60)


@given(TEXTS)
def test_setting_a_text_loses_and_invents_nothing(text: str):
    assert unset(set_text(text)) == plain(text)


@given(TEXTS)
def test_setting_a_set_text_changes_nothing(text: str):
    assert set_text(unset(set_text(text))) == set_text(text)


@pytest.mark.parametrize("whole", ["2026年10月8日", "46,200.00元", "20个", "98%", "3.5公里"])
def test_numbers_stay_with_their_units(whole: str):
    set_ = set_text(f"自{whole}起执行有关规定")
    number = set_[1 : 1 + len(whole) + set_.count(GLUE)]
    digits_then_unit = [
        i
        for i in range(1, len(whole))
        if whole[i - 1].isdigit() and not (whole[i].isdigit() or whole[i] in ",.")
    ]
    assert digits_then_unit
    for at in digits_then_unit:
        assert f"{whole[at - 1]}{GLUE}{whole[at]}" in number


def test_the_last_characters_of_a_paragraph_stay_together():
    assert set_text("负责农业农村工作。").endswith(f"村{GLUE}工{GLUE}作。")


def test_a_long_address_may_break_at_its_joints_only():
    set_ = set_text("网址https://www.qingxi.example/zwgk/2026.html，欢迎查询")
    assert f"qingxi.{MAY_BREAK}example" in set_
    assert f"qing{MAY_BREAK}xi" not in set_


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("46200", "46,200.00"),
        ("-386.5", "−386.50"),
        ("0", "0.00"),
        ("", ""),
        ("—", "—"),
        ("NaN", "NaN"),
        ("1,264.80", "1,264.80"),
    ],
)
def test_amounts_have_separators_and_two_decimals(given_: str, shown: str):
    assert amount(given_) == shown


def test_quoted_names_the_period_and_the_item_stay_whole_in_a_title():
    title = set_title("2026年第三季度惠民补贴“一卡通”发放办法", "发放办法")
    for whole in ("“一卡通”", "第三季度", "发放办法"):
        assert GLUE.join(whole) in title
    assert unset(title) == "2026年第三季度惠民补贴“一卡通”发放办法"


def test_the_period_at_the_beginning_of_a_title_is_found():
    assert unset(title_period("2026年第三季度财务收支公开")) == "2026年第三季度"
    assert unset(title_period("2026年上半年财务收支公开")) == "2026年上半年"
    assert title_period("柳河镇2026年工作目标") == ""


def test_only_a_long_dash_between_numbers_becomes_a_span():
    assert spans("2026年7—9月") == "2026年7–9月"
    assert spans("0399-5587206——热线") == "0399-5587206——热线"
