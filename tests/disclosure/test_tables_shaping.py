"""Tables and rosters as people paste them."""

from hypothesis import given
from hypothesis import strategies as st

from disclosure.tables.shaping import read_roster, read_table, roster_text, table_text
from media.content import Column, Member, Total

ACCOUNTS = "\n".join(
    (
        "日期\t项目\t收入\t支出",
        "7月3日\t上级拨入\t￥46,200\t",
        "7月9日\t路灯维修\t\t3860.5",
        "合计\t\t46200\t3860.5",
    )
)


def test_a_pasted_account_keeps_every_cell_and_knows_its_amounts_and_totals() -> None:
    table, wrong = read_table(ACCOUNTS, "收支明细")
    assert wrong == ()
    assert [column.kind for column in table.columns] == ["date", "text", "amount", "amount"]
    assert table.rows == (
        ("7月3日", "上级拨入", "46200.00", ""),
        ("7月9日", "路灯维修", "", "3860.50"),
    )
    assert table.totals == (
        Total(label="收入合计", value="46200.00"),
        Total(label="支出合计", value="3860.50"),
    )


def test_what_was_pasted_can_be_edited_and_read_again_without_loss() -> None:
    table, _ = read_table(ACCOUNTS)
    assert read_table(table_text(table))[0] == table


def test_a_wrong_amount_is_named_with_its_row_and_column() -> None:
    _, wrong = read_table("项目\t金额\n办公费\t一千\n水电费\t20")
    assert [(one.row, one.message) for one in wrong] == [(1, "“金额”不是数字：一千")]


def test_a_row_with_too_many_cells_is_named_and_nothing_is_cut_off() -> None:
    table, wrong = read_table("项目\t备注\n甲\t乙\n丙\t丁\t戊")
    assert [one.row for one in wrong] == [2]
    assert table.rows == ()


def test_text_without_columns_is_no_table() -> None:
    assert read_table("只有一列\n内容")[1]
    assert read_table("")[1]
    assert read_table("甲\t乙")[1]


def test_phones_and_counts_are_no_amounts() -> None:
    table = read_table("单位\t电话\t人数\n镇政府\t05716620\t12")[0]
    assert [column.kind for column in table.columns] == ["text", "phone", "number"]


CELL = st.text("甲乙丙丁abc 。", min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=2, max_size=6))
def test_no_cell_of_any_pasted_text_is_lost_or_invented(rows: list[list[str]]) -> None:
    width = len(rows[0])
    square = [(row + ["补"] * width)[:width] for row in rows]
    table, wrong = read_table("\n".join("\t".join(row) for row in square))
    assert wrong == ()
    assert table.columns == tuple(Column(title=title) for title in square[0])
    assert [list(row) for row in table.rows] == square[1:]


def test_a_roster_takes_one_person_a_row_with_or_without_headings() -> None:
    rows = "陈志强\t书记\t全面工作\t0571-1\n李桂英\t副主任"
    with_heading, wrong = read_roster("姓名\t职务\t分工\t电话\n" + rows)
    assert wrong == ()
    assert with_heading.members == (
        Member(name="陈志强", post="书记", duties="全面工作", phone="0571-1"),
        Member(name="李桂英", post="副主任"),
    )
    assert read_roster(rows)[0] == with_heading
    assert read_roster(roster_text(with_heading))[0] == with_heading


def test_a_roster_without_a_name_or_with_a_fifth_cell_says_in_which_row() -> None:
    _, wrong = read_roster("甲\t\t\t\n\t书记\n乙\ta\tb\tc\td")
    assert sorted(one.row for one in wrong) == [2, 3]
