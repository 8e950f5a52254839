"""Each kind by hand: what adds up and what does not, in the sentence that an officer reads."""

import pytest

from core.errors import Invalid
from disclosure import kinds
from disclosure.drafts import Draft, composed, problems
from disclosure.kinds import accounts, fitting, subsidies
from media.content import Table
from tests.disclosure.kinds.samples import ACCOUNTS, SAMPLES
from tests.disclosure.world import at

NOW = at("2026-11-20T01:00+00:00")


def said(code: str, **changes: object) -> list[str]:
    fields = kinds.read_fields(code, SAMPLES[code] | changes)
    return [fault.sentence for fault in kinds.KINDS[code].problems(fields)]


def refused(code: str, **changes: object) -> str:
    with pytest.raises(Invalid) as problem:
        kinds.read_fields(code, SAMPLES[code] | changes)
    return str(problem.value)


@pytest.mark.parametrize("code", SAMPLES)
def test_a_kind_filled_in_wholly_has_no_problems_and_reads_back_the_same(code: str):
    assert said(code) == []
    fields = kinds.read_fields(code, SAMPLES[code])
    assert kinds.stored_fields(code, kinds.fields_text(fields)) == fields


@pytest.mark.parametrize("code", kinds.KINDS)
def test_a_kind_left_empty_still_composes_and_says_what_is_missing(code: str):
    kind = kinds.KINDS[code]
    empty = kinds.read_fields(code, {})
    kind.compose(empty)
    assert kind.problems(empty)
    assert len(code) <= 20


def test_every_kind_has_a_sample():
    assert set(SAMPLES) == set(kinds.KINDS)


def test_accounts_balance_to_the_cent_or_name_their_figures():
    (sentence,) = said("accounts", closing="98812.31")
    assert sentence == (
        "收支不符：上期结余 128,640.50 + 收入 124,935.20 − 支出 154,763.40 = 98,812.30，"
        "而本期结余填写 98,812.31，相差 0.01 元。"
    )


def test_cents_are_added_exactly():
    rows = [{"item": f"第{n}笔", "amount": "0.10"} for n in range(1, 31)]
    assert said("accounts", opening="0", closing="3.00", income=rows, expenditure=[], trips="0",
                meetings="0") == []  # fmt: skip


def test_what_is_set_apart_cannot_exceed_what_was_spent():
    (sentence,) = said("accounts", meetings="200000")
    assert "合计 200,640.00 元，超过支出合计 154,763.40 元" in sentence


def test_the_next_period_starts_from_the_closing_balance_without_last_sums():
    fields = kinds.read_fields("accounts", ACCOUNTS)
    assert isinstance(fields, accounts.AccountsFields)
    carried = accounts.carry(fields)
    assert (carried.opening, carried.closing) == ("98812.30", "")
    assert [row.item for row in carried.income] == [row.item for row in fields.income]
    assert {row.amount for row in (*carried.income, *carried.expenditure)} == {""}


def test_an_amount_with_three_decimals_is_refused_with_its_row():
    rows = [{"item": "甲", "amount": "10.00"}, {"item": "乙", "amount": "10.005"}]
    assert refused("accounts", income=rows) == (
        "“收入”第 2 行“金额（元）”：金额最多两位小数（精确到分）：10.005。"
    )


@pytest.mark.parametrize("cell", ["1e5", "12,34", "一千", "NaN", "--5", "0x10"])
def test_what_is_no_amount_is_never_read_as_one(cell: str):
    assert "不是金额" in refused("accounts", opening=cell)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("￥46,200", "46200.00"),
        ("４６２００元", "46200.00"),
        ("-3.5", "-3.50"),
        ("—", ""),
        ("0", "0.00"),
    ],
)
def test_amounts_are_read_as_officials_write_them(cell: str, read: str):
    assert kinds.read_fields("accounts", {"opening": cell}).opening == read


def test_a_list_whose_total_is_off_names_both_sums():
    assert said("subsidies", total="28801") == [
        "名单 20 行之和为 28,800.00 元，而合计填写 28,801.00 元，相差 1.00 元。"
    ]


def test_a_row_that_is_not_standard_times_months_is_named():
    row = {"name": "张*", "standard": "480", "months": "3", "amount": "1400"}
    (sentence,) = said("subsidies", receivers=[row], total="1400")
    assert sentence == (
        "“名单”第 1 行“金额（元）”：标准 480.00 × 3 个月 = 1,440.00，而填写 1,400.00。"
    )


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张建国", "张*国"),
        ("欧阳建国", "欧阳*国"),
        ("欧阳明", "欧阳*"),
        ("张*国", "张*国"),
        ("", ""),
    ],
)
def test_names_are_masked_once(name: str, masked: str):
    assert subsidies.masked(name) == masked
    assert subsidies.masked(masked) == masked


def test_masked_characters_are_not_stored():
    text = kinds.fields_text(kinds.read_fields("subsidies", SAMPLES["subsidies"]))
    assert "张建国" not in text
    assert "张*国" in text
    open_list = SAMPLES["subsidies"] | {"masking": "as_is", "receivers": [{"name": "张建国"}]}
    assert "张建国" in kinds.fields_text(kinds.read_fields("subsidies", open_list))


def test_land_is_size_times_standard_to_the_cent():
    parcel = {"place": "南坡", "size": "3.33", "standard": "38000.10", "amount": "126540.33"}
    assert said("land", parcels=[parcel]) == []
    (sentence,) = said("land", parcels=[parcel | {"amount": "126540.34"}])
    assert "面积 3.33 亩 × 标准 38,000.10 = 126,540.33，而填写 126,540.34" in sentence


def test_a_case_cannot_skip_a_step_or_go_back():
    case = {"number": "1", "name": "许可", "accepted": "2026-10-08", "approved": "2026-10-09"}
    assert said("permits", cases=[case]) == [
        "“办件”第 1 行“批准”：已填日期，而前一步“承办”没有填写。"
    ]
    back = case | {"handled": "2026-10-07"}
    assert said("permits", cases=[back]) == ["“办件”第 1 行“承办”：早于前一步“受理”。"]


def test_a_short_consultation_must_say_why():
    (sentence,) = said("consultation", closes="2026-10-20")
    assert "征求意见期限只有 13 日" in sentence
    assert said("consultation", closes="2026-10-20", short_because="汛期紧急") == []
    assert said("consultation", closes="2026-11-06") == []  # exactly thirty days
    assert said("consultation", closes="2026-10-07") == ["征求意见的截止日期早于开始日期。"]


def test_a_consultation_names_a_way_to_answer():
    assert said("consultation", mail="", letters="", phone="") == [
        "请至少填写一种提意见的方式：邮箱、信函地址或电话。"
    ]


def test_more_opinions_cannot_be_taken_than_came():
    assert said("consult_result", received="3", taken="4") == ["采纳 4 条，多于收到的 3 条。"]


def test_a_project_cannot_end_before_it_starts():
    project = SAMPLES["projects"]["projects"][0] | {"ends": "2026-02-28"}
    assert said("projects", projects=[project]) == ["“项目”第 1 行“完工日期”：早于开工日期。"]


@pytest.mark.parametrize("cell", ["120", "-1", "过半"])
def test_a_share_is_between_nothing_and_all(cell: str):
    target = SAMPLES["targets"]["targets"][0] | {"rate": cell}
    assert "不是 0 到 100 之间的百分数" in refused("targets", targets=[target])


@pytest.mark.parametrize(
    "cell", ["2026-10-08", "2026/10/8", "2026.10.8", "2026年10月8日", "20261008"]
)
def test_days_are_read_as_people_write_them(cell: str):
    assert kinds.read_fields("consultation", {"opens": cell}).opens == "2026-10-08"


@pytest.mark.parametrize("cell", ["2026-02-30", "10月8日", "1899-01-01", "昨天"])
def test_what_is_no_day_is_refused(cell: str):
    assert "不是日期" in refused("consultation", opens=cell)


def test_unknown_fields_and_kinds_are_named():
    assert "没有名为“wrong”的栏目" in refused("accounts", wrong="1")
    with pytest.raises(Invalid):
        kinds.read_fields("nothing", {})


def test_the_likeliest_kind_comes_first():
    assert fitting("quarterly", "财务公开季度收支情况")[0].code == "accounts"
    assert fitting("prompt", "最低生活保障审核信息")[0].code == "subsidies"
    assert fitting("fixed", "领导班子成员")[0].code == "roster"
    assert fitting("fixed", "领导班子成员", "guide")[0].code == "guide"
    assert all("prompt" in kind.cadences for kind in fitting("prompt", "随便"))


def test_a_draft_of_a_kind_gets_content_and_template_from_its_fields():
    text = kinds.fields_text(kinds.read_fields("accounts", ACCOUNTS))
    draft = composed(Draft(title="收支", kind="accounts", fields_json=text))
    assert draft.template == "table"
    assert isinstance(draft.content.blocks[0], Table)
    assert problems(draft, NOW) == ()


def test_a_kind_that_does_not_add_up_is_not_submitted():
    text = kinds.fields_text(kinds.read_fields("accounts", ACCOUNTS | {"closing": "1"}))
    draft = composed(Draft(title="收支", kind="accounts", fields_json=text))
    assert [one.code for one in problems(draft, NOW)] == ["fields-incomplete"]


def test_a_hall_notice_needs_an_end():
    text = kinds.fields_text(kinds.read_fields("hall_notice", SAMPLES["hall_notice"]))
    draft = composed(Draft(title="告示", kind="hall_notice", fields_json=text))
    assert [one.code for one in problems(draft, NOW)] == ["end-missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"formed_on": "2026-11-05", "issued_on": "2026-11-03"}, "issued-before-formed"),
        ({"formed_on": "2026-12-05", "ends_at": "2026-12-01T00:00+08:00"}, "end-before-formed"),
        (dict.fromkeys(("starts_at", "ends_at"), "2026-12-05T00:00+08:00"), "window-crossed"),
    ],
)  # fmt: skip
def test_dates_in_the_wrong_order_are_named(changes: dict[str, str], code: str):
    text = kinds.fields_text(kinds.read_fields("notice", SAMPLES["notice"]))
    draft = composed(Draft(title="通知", kind="notice", fields_json=text, **changes))
    assert [one.code for one in problems(draft, NOW)] == [code]
