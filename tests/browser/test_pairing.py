"""Pairing by a code, by a token, again; and what the screen says of itself."""

import pytest
from playwright.sync_api import Page

from signage import player_page
from tests.browser.device import Device
from tests.browser.watching import GREEN, RED, opened, stands, until


def test_a_screen_shows_a_code_and_plays_once_a_person_has_approved_it(page: Page, device: Device):
    device.approved = False
    device.publish([device.item("a", RED)])
    page.goto(device.address + "/play")
    page.wait_for_selector("[data-player][data-state=pairing]")
    assert page.inner_text("[data-code]") == "7K3 QD9"
    assert page.inner_text("[data-host]") == device.address.removeprefix("http://")
    device.approved = True
    stands(page, RED)


def test_a_token_in_the_address_pairs_at_once_and_is_taken_out_of_it(page: Page, device: Device):
    device.approved = False
    device.publish([device.item("a", RED)])
    opened(page, device)
    assert page.url == device.address + "/play"
    assert device.codes == 0


def test_a_refused_token_leaves_a_paired_screen_playing(page: Page, device: Device):
    device.publish([device.item("a", RED)])
    opened(page, device)
    device.approved = False
    page.goto(device.address + "/play?pair=used")
    stands(page, RED)


def test_a_paired_screen_remembers_it_and_the_cookie_is_out_of_reach_of_scripts(
    page: Page, device: Device
):
    device.publish([device.item("a", GREEN)])
    opened(page, device)
    page.reload()
    stands(page, GREEN)
    assert device.requests.count("/device/v1/pair") == 1
    assert page.evaluate("() => document.cookie") == ""


def test_heartbeats_say_what_is_shown_and_how_safe_the_copy_is(page: Page, device: Device):
    plan = device.publish([device.item("a", RED)])
    opened(page, device)
    stands(page, RED)
    page.reload()
    stands(page, RED)
    for _ in range(200):
        if device.beats and device.beats[-1]["boot"] == 2 and device.beats[-1]["page"]:
            break
        page.wait_for_timeout(50)
    beat = device.beats[-1]
    assert beat["boot"] == 2
    assert (beat["plan"], beat["page"], beat["tier"]) == (plan, "a/0", "T1")
    assert beat["pointer_sequence"] == device.pointer["sequence"]
    assert beat["sequence"] >= 1


def test_the_picture_carries_its_text_for_those_who_cannot_see_it(page: Page, device: Device):
    item = device.item("a", RED)
    item["pages"][0]["alt"] = "石桥村 2026年第三季度财务收支"
    device.publish([item])
    opened(page, device)
    stands(page, RED)
    label = until(page, "document.querySelector('canvas.is-front').getAttribute('aria-label')")
    assert label == "石桥村 2026年第三季度财务收支"


def test_a_screen_taken_out_of_service_drops_its_content_and_shows_a_code(
    page: Page, device: Device, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(player_page, "DENIED_SECONDS", 1)
    device.publish([device.item("a", RED)])
    opened(page, device)
    stands(page, RED)
    device.known = device.approved = device.events = False
    page.wait_for_selector("[data-player][data-state=pairing]", timeout=15000)
    device.publish([device.item("b", GREEN)])
    device.known = device.approved = device.events = True
    stands(page, GREEN)
