"""``hallboard why`` and ``hallboard timeline`` as a person and as a script calls them."""

import asyncio
import json
from collections.abc import Callable

import pytest

from core.settings import Settings
from media.store import Store
from server.cli import main
from server.database import connected
from tests.signage.world import build_signage, published

BEFORE, AFTER = "2027-01-10T23:59:30+08:00", "2027-01-11T00:00:00+08:00"


@pytest.fixture
def county(database: Settings, clock, monkeypatch) -> Callable[..., int]:
    """Runs a command on a county whose wall shows one quarter's accounts and one roster."""

    async def fill() -> None:
        async with connected(database):
            signage = await build_signage(database, Store(database.files))
            await signage.screen("LH-WALL")
            await signage.programme()
            await published(signage, title="季度财务收支")
            await published(signage, title="村两委成员", item_code="village-roster", period=None)
            await signage.settle()

    asyncio.run(fill())
    monkeypatch.setenv("HALLBOARD_DATABASE_URL", database.database_url)
    return lambda *words: main([*words, "--data", str(database.data)])


def _answer(county, capsys, *words: str) -> dict:
    assert county(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_e_why_shows_the_quarter_until_midnight_and_names_the_rule_after_it(county, capsys):
    before = _answer(county, capsys, "why", "LH-WALL", "--at", BEFORE)
    assert {page["title"] for page in before["shown"]} == {"季度财务收支", "村两委成员"}
    assert before["next_change"] == "2027-01-10T16:00:00+00:00"
    after = _answer(county, capsys, "why", "LH-WALL", "--at", AFTER)
    assert [page["title"] for page in after["shown"]] == ["村两委成员"]


def test_e_why_names_the_rule_of_what_is_stale(county, capsys):
    after = _answer(county, capsys, "why", "LH-WALL", "--at", AFTER)
    (lost,) = after["rejected"]
    assert (lost["title"], lost["rule"]) == ("季度财务收支", "stale")
    assert "2027年1月10日" in lost["because"]


def test_timeline_changes_at_the_end_of_the_tenth_and_leaves_no_hole(county, capsys):
    answer = _answer(
        county,
        capsys,
        *("timeline", "LH-WALL"),
        *("--from", "2027-01-10T00:00:00+08:00", "--to", "2027-01-12T00:00:00+08:00"),
    )
    assert [segment["start"] for segment in answer["segments"]] == [
        "2027-01-09T16:00:00+00:00",
        "2027-01-10T16:00:00+00:00",
    ]
    assert [len(segment["pages"]) for segment in answer["segments"]] == [2, 1]
    assert answer["segments"][-1]["end"] == answer["to"]


def test_both_answer_in_plain_chinese(county, capsys):
    assert county("why", "LH-WALL", "--at", AFTER) == 0
    text = capsys.readouterr().out
    assert "石桥村" in text
    assert "《村两委成员》" in text
    assert "[stale]" in text
    assert county("timeline", "LH-WALL", "--from", BEFORE, "--to", "2027-01-12T00:00:00+08:00") == 0
    assert "2027年1月11日 00:00:00" in capsys.readouterr().out


def test_an_unknown_screen_is_one_sentence_and_exit_status_1(county, capsys):
    assert county("why", "NOWHERE") == 1
    assert capsys.readouterr().err == "没有代码为 NOWHERE 的屏幕。\n"


def test_an_empty_span_is_refused(county, capsys):
    assert county("timeline", "LH-WALL", "--from", AFTER, "--to", AFTER) == 1
    assert "--to" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["2027-01-10T23:59:30", "tomorrow"])
def test_an_instant_without_an_offset_is_wrong_use(county, capsys, wrong):
    with pytest.raises(SystemExit) as left:
        county("why", "LH-WALL", "--at", wrong)
    assert left.value.code == 2
