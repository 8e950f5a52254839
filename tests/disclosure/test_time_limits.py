"""Time limits: real cells are read right, odd ones ask a person, no text breaks the reader."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.timelimits import read_time_limit, rules_of
from server.cli import main

CELLS = json.loads((Path(__file__).parent / "time_limits.json").read_text("utf-8"))
CERTAIN = [cell for cell in CELLS if not cell["needs_review"]]
NUMERALS = "零一二三四五六七八九"
TRADITIONAL = str.maketrans(
    "个内开时变实随获决审请发应当长员对标该务财规条从则征见限后间报过动会议办结项较来张网",
    "個內開時變實隨獲決審請發應當長員對標該務財規條從則徵見限後間報過動會議辦結項較來張網",
)
COUNTED = re.compile(r"(?<![\d年/])([1-9]\d?)(?=\s*个?\s*(?:工作日|自然日|小时|日|天))")


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["text"][:30] or "empty")
def test_a_real_cell_is_read_as_a_person_reads_it(cell) -> None:
    reading = read_time_limit(cell["text"]).as_json()
    assert reading["rules"] == cell["rules"]
    assert reading["needs_review"] is cell["needs_review"]
    assert bool(reading["reason"]) is cell["needs_review"]
    assert reading["text"] == cell["text"]


def test_at_least_sixty_real_cells_with_their_sources_are_read() -> None:
    assert len({cell["text"] for cell in CELLS if cell["source"] != "普遍写法"}) >= 60
    assert all(cell["source"] for cell in CELLS)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell["text"][:30] or "empty")
def test_rules_come_back_from_what_is_stored(cell) -> None:
    reading = read_time_limit(cell["text"])
    assert rules_of(json.loads(json.dumps(reading.as_json()["rules"]))) == reading.rules


@pytest.mark.parametrize(
    "stored", [{"kind": "sometimes"}, {"kind": "within", "unit": "hour"}, {"days": 3}]
)
def test_a_stored_shape_that_was_never_written_is_refused(stored) -> None:
    with pytest.raises(ValueError, match="time limit"):
        rules_of([stored])


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_nothing_unread_passes(text: str) -> None:
    reading = read_time_limit(text)
    assert reading.needs_review is (reading.reason is not None)
    assert reading.rules or reading.needs_review


PIECES = st.sampled_from(
    re.split(
        "/",
        "自/信息/形成/或者/变更/之日起/20/7/个/工作日/日/月/内/前/公示/期/每/季度/首月/10/第/一/半年/年/底"
        "/及时/长期/公开/征求意见/不少于/，/；/(/)/、/-/./\n/收到申请/批准/后/的/其中/小时/十二/三/2月/00/9999",
    )
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_no_mixture_of_known_words_breaks_the_reader(text: str) -> None:
    reading = read_time_limit(text)
    assert reading.rules or reading.reason
    assert rules_of(one.as_json() for one in reading.rules) == reading.rules
    assert all(one.words() for one in reading.rules)


@given(st.sampled_from(CELLS), st.data())
def test_spaces_and_line_breaks_anywhere_change_nothing(cell, data) -> None:
    text = cell["text"]
    at = data.draw(st.sets(st.integers(0, len(text)), max_size=8))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "　", "\u200b", "\r\n"]), min_size=8))
    written = "".join(
        (gaps[index % len(gaps)] if index in at else "") + sign
        for index, sign in enumerate([*text, ""])
    )
    assert _read(written) == _read(text)


@given(st.sampled_from(CELLS))
def test_full_width_signs_are_read_as_half_width(cell) -> None:
    wide = "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in cell["text"])
    assert _read(wide) == _read(cell["text"])


@given(st.sampled_from(CELLS))
def test_traditional_characters_are_read_as_simplified(cell) -> None:
    assert _read(cell["text"].translate(TRADITIONAL)) == _read(cell["text"])


@given(st.sampled_from(CERTAIN))
def test_numerals_are_read_as_digits(cell) -> None:
    written = COUNTED.sub(lambda found: _numeral(int(found[1])), cell["text"])
    assert _read(written) == _read(cell["text"])


@given(st.integers(1, 99), st.sampled_from(["工作日", "日", "小时"]))
def test_the_number_written_is_the_number_read(count: int, unit: str) -> None:
    for number in (str(count), _numeral(count)):
        rule = read_time_limit(f"信息形成之日起{number}个{unit}内公开").as_json()["rules"][0]
        assert rule["hours" if unit == "小时" else "days"] == count


@pytest.mark.parametrize("word", ["不公开", "暂缓公开", "视情况公开", "按上级要求公开"])
def test_what_adds_a_condition_to_a_known_limit_asks_a_person(word: str) -> None:
    reading = read_time_limit(f"信息形成之日起20个工作日内，{word}")
    assert reading.rules
    assert reading.needs_review
    assert word[:2] in str(reading.reason)


def test_a_huge_cell_is_refused_quickly() -> None:
    assert read_time_limit("20个工作日内，" * 100_000).rules == ()


def _read(text: str) -> tuple[object, bool]:
    reading = read_time_limit(text)
    return reading.rules, reading.needs_review


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


@pytest.mark.parametrize("cell", [CELLS[0], CELLS[5]], ids=["certain", "to review"])
def test_the_command_prints_exactly_the_reading(cell, capsys, tmp_path) -> None:
    assert main(["time-limit", cell["text"], "--json", "--data", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out) == read_time_limit(cell["text"]).as_json()


def test_the_command_says_in_words_what_was_read_and_what_was_not(capsys, tmp_path) -> None:
    text = "每季度首月20日前（集体财务往来较多的，财务收支情况应每月公布一次）"
    assert main(["time-limit", text, "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "次期第 1 个月 20 日前" in said
    assert "每月" in said
    assert "需人工核对" in said
