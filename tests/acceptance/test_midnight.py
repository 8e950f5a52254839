"""The headline: a published quarter is on the wall to its last moment, and in no frame after it.

``hallboard demo --at 2027-01-10T15:59:30+00:00``: half a minute before the accounts of 2026Q3 are
stale.  Walls pass midnight online, with the network cut, and with the server killed.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.acceptance.conftest import Opening
from tests.acceptance.demonstration import MIDNIGHT, County, command
from tests.acceptance.sights import BARE, Pixels, Sight, explained, pictures, sights
from tests.browser.watching import kept, until

Plans = dict[str, dict[str, Any]]
ACCOUNTS = "2026年第三季度"


def test_the_accounts_are_on_walls_before_midnight_and_in_no_frame_after_it_online_or_not(
    demo: County, opened: Opening, tmp_path: Path
):
    before = demo.screens()
    online, cut = opened(), opened()
    online.goto(demo.link("柳河镇大屏"))
    cut.goto(demo.link("石桥村大屏"))
    until(online, "hallboard.director.current")
    until(cut, "hallboard.director.current")
    kept(cut)
    cut.context.set_offline(True)
    assert demo.true_time_now() < MIDNIGHT - 2000, "the network was cut in good time"

    _sleep_until(MIDNIGHT - 1200, online, demo)
    _photograph(tmp_path, "before", online, cut)
    _sleep_until(MIDNIGHT + 200, online, demo)
    _photograph(tmp_path, "after", online, cut)
    _sleep_until(MIDNIGHT + 4000, online, demo)

    seen = {"liuhe-wall": sights(online, demo), "shiqiao-wall": sights(cut, demo)}
    after = demo.screens()
    for code, frames in seen.items():
        _accounts_were_shown_to_the_end(frames, before[code], demo)
        _nothing_stale(frames, [before[code], after[code]], demo)

    cut.reload()
    until(cut, "hallboard.director.current")
    cut.wait_for_timeout(1500)
    _nothing_stale(sights(cut, demo), [before["shiqiao-wall"]], demo)


def test_a_wall_whose_server_is_killed_passes_midnight_and_takes_up_with_it_again(
    drawn: County, opened: Opening, tmp_path: Path
):
    county = drawn.copy(tmp_path / "data", 2)
    wall = opened()
    county.begin("serve")
    try:
        county.wait_planned()
        before = county.screens()["liuhe-wall"]
        wall.goto(county.link("柳河镇大屏"))
        until(wall, "hallboard.director.current")
        kept(wall)
        county.kill()
        assert county.true_time_now() < MIDNIGHT - 2000, "the server died in good time"
        _sleep_until(MIDNIGHT + 2000, wall, county)
        swaps = wall.evaluate("() => hallboard.director.swaps")
        county.begin("serve")
        until(wall, "hallboard.sync.contact !== null && !hallboard.faults.list().length", 60)
        until(wall, f"hallboard.director.swaps > {swaps}", 20)
        after = county.screens()["liuhe-wall"]
        frames = sights(wall, county)
    finally:
        county.end()
    _accounts_were_shown_to_the_end(frames, before, county)
    _nothing_stale(frames, [before, after], county)


@pytest.mark.parametrize("screen", ["county-wall", "liuhe-wall", "shiqiao-wall"])
def test_why_names_the_rule_that_took_the_accounts_down(demo: County, screen: str):
    def asked(at: str) -> dict[str, Any]:
        done = command("why", screen, "--at", at, "--json", data=demo.data)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)  # type: ignore[no-any-return]  # the command's object

    before, after = asked("2027-01-10T15:59:59+00:00"), asked("2027-01-10T16:00:01+00:00")
    accounts = {one["version"] for one in before["shown"] if _is_account(one)}
    assert accounts
    assert not accounts & {one["version"] for one in after["shown"]}
    assert after["shown"], "other content follows"
    rules = {one["version"]: one["rule"] for one in after["rejected"]}
    assert {rules[version] for version in accounts} == {"stale"}


def _is_account(item: dict[str, Any]) -> bool:
    return ACCOUNTS in item["title"] and "收支" in item["title"]


def _accounts_were_shown_to_the_end(
    frames: list[Sight], plan: dict[str, Any], county: County
) -> None:
    """An accounts page stood whole, and the last thing before midnight was one that ends then."""
    known = pictures(county, plan)
    accounts = [known[page["file"]] for item in plan["items"] if _is_account(item)
                for page in item["pages"]]  # fmt: skip
    earlier = [sight for sight in frames if sight.first < MIDNIGHT]
    assert any(sight.pixels in accounts and sight.frames > 5 for sight in earlier)


def _nothing_stale(frames: list[Sight], plans: list[dict[str, Any]], county: County) -> None:
    """Every frame after midnight is a page that may stand then, the fallback, or one fading into
    another; never nothing, once there was something."""
    allowed: list[Pixels] = []
    stale: list[Pixels] = []
    for plan in plans:
        known = pictures(county, plan)
        ended = {page["file"] for item in plan["items"] if item["not_after"] == MIDNIGHT
                 for page in item["pages"]}  # fmt: skip
        stale += [known[file] for file in known if file in ended]
        allowed += [known[file] for file in known if file not in ended]
    assert stale
    assert not set(stale) & set(allowed)
    late = [sight for sight in frames if sight.last >= MIDNIGHT]
    assert sum(sight.frames for sight in late) > 10
    for sight in late:
        told = f"{sight.first - MIDNIGHT:+.0f} to {sight.last - MIDNIGHT:+.0f} ms of midnight"
        is_stale, is_bare = sight.pixels in stale, sight.pixels == BARE
        assert not is_stale, told  # plain truth values: a difference of pictures takes for ever
        assert is_bare or explained(sight, allowed), told
    shown = [sight.pixels == BARE for sight in frames]
    assert shown == sorted(shown, reverse=True), "never bare again"


def _sleep_until(instant: float, page: Page, county: County) -> None:
    while (left := instant - county.true_time_now()) > 0:
        page.wait_for_timeout(min(500, left + 5))


def _photograph(folder: Path, name: str, *pages: Page) -> None:
    """Screenshots for a person to look at; kept where HALLBOARD_LOOK says, else thrown away."""
    kept_in = Path(os.environ.get("HALLBOARD_LOOK", folder))
    for number, page in enumerate(pages):
        page.screenshot(path=kept_in / f"midnight-{name}-{number}.png")
