"""A new screen: switched on, its code typed in by a person, it plays and keeps what it needs."""

import re

from tests.acceptance.conftest import Opening
from tests.acceptance.demonstration import County
from tests.browser.watching import until


def test_a_fresh_screen_shows_a_code_and_plays_once_an_operator_has_approved_it(
    county: County, opened: Opening
):
    screen, console = opened(), opened()
    screen.goto(county.address + "/play")
    code = until(screen, "/[0-9A-Z]/.test(document.querySelector('[data-code]').textContent)"
                         " && document.querySelector('[data-code]').textContent")  # fmt: skip

    console.goto(county.link("屏幕管理员"))
    console.click("text=进入控制台")
    console.wait_for_selector("nav.side")
    console.goto(county.address + "/console/pairing")
    console.fill("#code", re.sub(r"\s", "", code).lower())
    console.click("text=查看设备")
    chosen = console.locator("#screen option", has_text="县大厅大屏").first
    console.select_option("#screen", value=chosen.get_attribute("value"))
    console.click("text=批准配对")

    until(screen, "hallboard.director.current", 30)
    assert screen.evaluate("() => hallboard.store.tier") == "T1"
    assert screen.is_hidden(".pairing-card")
    until(screen, "hallboard.shell")
    assert screen.evaluate("() => hallboard.shell") is True
