"""The board: each cell says the worst that stands behind it, and counts what is done."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.due_board import WORST, Place, matrix, of_period, periods_of, summary, totals
from disclosure.obligations import ALWAYS, STATES
from disclosure.periods import parse
from disclosure.queries.duties import DueRow

ZONE = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 10, 10, 16, tzinfo=UTC)
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
ITEMS = [("accounts", "季度收支")]


def row(
    unit: str, state: str, *, item: str = "accounts", period: str | None = "2026Q3", **more: object
) -> DueRow:
    given = {"due_at": DUE, "provisional": False, "record_id": None} | more
    return DueRow(unit, unit, item, "季度收支", period, state, **given)


def cell(*rows: DueRow, working: dict[str, str] | None = None):
    more = row("a", "published", item="another")
    items = [*ITEMS, ("another", "另一事项")]
    made = matrix([Place("a", "石桥村")], items, [*rows, more], AT, ZONE, working or {})
    return made.lines[0].cells[0]


@pytest.mark.parametrize(
    ("state", "text", "mark"),
    [
        ("published", "按时公开", "good"),
        ("published_late", "逾期公开", "wait"),
        ("overdue", "逾期 43 天", "bad"),
        ("due", "10月10日前", "wait"),
        ("stale", "过期", "bad"),
        ("not_due", "未到期", ""),
        ("exempt", "免予公开", ""),
    ],
)
def test_each_state_has_its_word_and_its_colour(state: str, text: str, mark: str) -> None:
    shown = cell(row("a", state))
    assert (shown.text, shown.mark) == (text, mark)


def test_what_a_unit_does_not_owe_is_a_dash() -> None:
    assert cell().text == "—"


def test_a_unit_that_owes_nothing_has_no_line() -> None:
    places = [Place("a", "石桥村"), Place("b", "青溪县")]
    made = matrix(places, ITEMS, [row("a", "published")], AT, ZONE, {})
    assert [line.place.code for line in made.lines] == ["a"]


def test_what_was_owed_since_nobody_knows_when_is_simply_public() -> None:
    assert cell(row("a", "published", due_at=ALWAYS)).text == "已公开"


def test_a_version_under_way_is_named_also_where_it_is_late() -> None:
    working = {"r1": "待审核"}
    assert cell(row("a", "due", record_id="r1"), working=working).text == "待审核"
    late = cell(row("a", "overdue", record_id="r1"), working=working)
    assert late.text == "逾期 43 天 · 待审核"
    assert late.record == "r1"


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=6))
def test_a_cell_shows_the_worst_of_its_obligations(states: list[str]) -> None:
    shown = cell(*(row("a", state) for state in states))
    assert shown.state == min(states, key=WORST.index)


@given(
    st.dictionaries(
        st.sampled_from([f"v{n}" for n in range(12)]), st.sampled_from(STATES), max_size=12
    )
)
def test_a_township_counts_its_villages_and_leaves_out_the_exempt(states: dict[str, str]) -> None:
    rows = [row(unit, state) for unit, state in states.items()]
    made = totals([Place("t", "柳河镇", 12)], ITEMS, rows, lambda unit: "t")
    shown = made.lines[0].cells[0]

    owing = [state for state in states.values() if state != "exempt"]
    done = sum(state in {"published", "published_late"} for state in owing)
    if not owing:
        assert shown.text == "—"
    elif done == 0 and set(owing) == {"not_due"}:
        assert shown.text == "未到期"
    else:
        assert shown.text == f"{done}/{len(owing)}"
        assert (shown.mark == "good") == (done == len(owing))


def test_a_board_shows_its_quarter_the_months_in_it_and_what_has_no_period() -> None:
    rows = [
        row("a", "published", period="2026Q2"),
        row("a", "overdue", period="2026Q3"),
        row("a", "published", period="2026-08", item="monthly"),
        row("a", "not_due", period="2026-10", item="monthly"),
        row("a", "published", period=None, item="fixed"),
        row("a", "not_due", period="2026", item="yearly"),
        row("a", "published_late", period="2025", item="yearly"),
        row("a", "published_late", period="2025H2", item="half"),
        row("a", "overdue", period="2026H1", item="half", due_at=DUE + timedelta(days=1)),
        row("a", "not_due", period="2026H2", item="half", due_at=DUE + timedelta(days=99)),
    ]
    shown = {(one.item_code, one.period) for one in of_period(rows, parse("2026Q3"))}
    assert shown == {
        ("accounts", "2026Q3"),
        ("monthly", "2026-08"),
        ("fixed", None),
        ("yearly", "2025"),
        ("half", "2026H1"),
    }
    about_half = {(one.item_code, one.period) for one in of_period(rows, parse("2026H2"))}
    assert about_half == {
        ("accounts", "2026Q3"),
        ("monthly", "2026-08"),
        ("monthly", "2026-10"),
        ("fixed", None),
        ("yearly", "2025"),
        ("half", "2026H2"),
    }


def test_the_figures_above_the_board_add_up() -> None:
    rows = [
        row("a", "published"),
        row("b", "published_late"),
        row("c", "overdue"),
        row("d", "overdue", due_at=datetime(2026, 11, 20, 16, tzinfo=UTC)),
        row("e", "due", due_at=datetime(2026, 11, 30, 16, tzinfo=UTC)),
        row("f", "exempt"),
    ]
    seen = summary(rows, AT)
    assert (seen.owed, seen.on_time, seen.overdue, seen.overdue_units) == (4, 1, 2, 2)
    assert (seen.longest, seen.soon, seen.rate) == (43, 1, 25.0)


def test_a_board_asks_for_its_period_for_later_ones_that_are_over_and_for_longer_ones_before() -> (
    None
):
    asked = periods_of(parse("2026Q2"), date(2026, 11, 23))
    assert {code for code in asked if "Q" in code} == {"2026Q2", "2026Q3"}
    assert {code for code in asked if len(code) == 4} == {"2025", "2026"}
    assert {code for code in asked if "H" in code} == {"2025H2", "2026H1", "2026H2"}
    assert min(code for code in asked if "-" in code) == "2026-04"
    assert max(code for code in asked if "-" in code) == "2026-10"
    running = periods_of(parse("2026Q4"), date(2026, 11, 23))
    assert {code for code in running if "Q" in code} == {"2026Q4"}
    assert max(code for code in running if "-" in code) == "2026-12"
