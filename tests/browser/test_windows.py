"""E: nothing is shown past its window, online or offline, mid-page or not."""

from playwright.sync_api import BrowserContext, Page

from tests.browser.device import DAY, START, Device
from tests.browser.watching import (
    GREEN,
    RED,
    TEAL,
    forget_frames,
    frames,
    kept,
    opened,
    stands,
    until,
)

RATE = 20
NOON = START + 12 * 3_600_000
SOON = 80_000
"""Milliseconds of the device's clock: four seconds for whoever waits."""
LATER = 200_000
"""Ten seconds: to open the player, keep it and open it again takes a slow machine that long."""


def past(page: Page, end: int) -> None:
    """Let the page live on for half a second after ``end``."""
    until(page, f"hallboard.clock.now() > {end + RATE * 500}")


def assert_gone_at(page: Page, end: int) -> None:
    """Red stood before ``end`` and has no share in any frame from it on."""
    seen = [frame for frame in frames(page) if frame[0] is not None]
    assert any(frame[1:4] == RED and frame[0] < end for frame in seen)
    after = [frame for frame in seen if frame[0] >= end]
    assert len(after) >= 5
    assert [frame for frame in after if frame[1] > 0] == []


def ending(device: Device, after: int = SOON, **more: object) -> int:
    """A page that would rotate for an hour but ends soon, then another one."""
    device.set_clock(NOON, RATE)
    end = NOON + after
    items = [device.item("ending", RED, not_after=end), device.item("next", GREEN)]
    device.publish(items, dwell=DAY, **more)
    return end


def test_e_a_page_leaves_by_the_end_of_its_window_though_its_turn_is_not_over(
    page: Page, device: Device
):
    end = ending(device)
    opened(page, device)
    stands(page, RED)
    past(page, end)
    assert_gone_at(page, end)
    assert frames(page)[-1][1:4] == GREEN


def test_e_a_page_leaves_on_time_with_the_network_cut(
    page: Page, context: BrowserContext, device: Device
):
    end = ending(device)
    opened(page, device)
    stands(page, RED)
    kept(page)
    context.set_offline(True)
    past(page, end)
    assert_gone_at(page, end)
    assert frames(page)[-1][1:4] == GREEN


def test_e_a_page_leaves_on_time_after_a_restart_without_a_server(
    page: Page, context: BrowserContext, device: Device
):
    end = ending(device, LATER)
    opened(page, device)
    stands(page, RED)
    kept(page)
    context.set_offline(True)
    page.reload()
    stands(page, RED)
    past(page, end)
    assert_gone_at(page, end)


def test_e_a_page_that_ended_while_the_power_was_off_is_in_no_frame_after_the_restart(
    page: Page, context: BrowserContext, device: Device
):
    end = ending(device)
    opened(page, device)
    stands(page, RED)
    kept(page)
    context.set_offline(True)
    page.goto("about:blank")
    page.wait_for_timeout(5000)
    page.goto(device.address + "/play")
    stands(page, GREEN)
    assert until(page, "hallboard.clock.now()") >= end
    assert [frame for frame in frames(page) if frame[1] == RED[0]] == []


def test_e_when_nothing_else_is_valid_the_fallback_stands_at_the_end(page: Page, device: Device):
    device.set_clock(NOON, RATE)
    end = NOON + SOON
    device.publish([device.item("ending", RED, not_after=end)], dwell=DAY)
    opened(page, device)
    stands(page, RED)
    past(page, end)
    assert_gone_at(page, end)
    assert frames(page)[-1][1:4] == TEAL


def test_e_a_successor_takes_over_at_the_instant_and_neither_overlaps(page: Page, device: Device):
    device.set_clock(NOON, RATE)
    end = NOON + SOON
    items = [
        device.item("old", RED, not_after=end),
        device.item("new", GREEN, not_before=end),
    ]
    device.publish(items, dwell=DAY)
    opened(page, device)
    stands(page, RED)
    past(page, end)
    assert_gone_at(page, end)
    early = [f for f in frames(page) if f[0] is not None and f[0] < end - RATE * 200]
    assert [frame for frame in early if frame[2] > 0 and frame[3] == 0] == []


def test_e_after_the_lease_only_evergreen_pages_are_left(
    page: Page, context: BrowserContext, device: Device
):
    device.set_clock(NOON, RATE)
    end = NOON + SOON
    items = [device.item("normal", RED), device.item("always", GREEN, evergreen=True)]
    device.publish(items, dwell=DAY, lease_until=end)
    opened(page, device)
    stands(page, RED)
    kept(page)
    context.set_offline(True)
    past(page, end)
    assert_gone_at(page, end)
    assert frames(page)[-1][1:4] == GREEN


def test_a_what_is_withdrawn_leaves_within_seconds(page: Page, device: Device):
    device.publish([device.item("bad", RED), device.item("good", GREEN)], dwell=DAY)
    opened(page, device)
    stands(page, RED)
    device.point(withdrawn=["bad"])
    stands(page, GREEN, seconds=3)


def test_a_what_is_withdrawn_leaves_by_the_poll_when_events_do_not_come(page: Page, device: Device):
    device.events = False
    device.publish([device.item("bad", RED), device.item("good", GREEN)], dwell=DAY)
    opened(page, device)
    stands(page, RED)
    device.point(withdrawn=["bad"])
    stands(page, GREEN, seconds=4)


def test_a_a_withdrawal_holds_while_the_next_plan_is_still_on_its_way(page: Page, device: Device):
    items = [device.item("bad", RED), device.item("good", GREEN)]
    device.publish(items, dwell=DAY)
    opened(page, device)
    stands(page, RED)
    device.point(withdrawn=["bad"])
    stands(page, GREEN)
    forget_frames(page)
    device.point(plan="0" * 64, withdrawn=[])
    until(page, "hallboard.faults.list().some(({ code }) => code === 'download')")
    page.wait_for_timeout(300)
    assert {frame[1:4] for frame in frames(page)} == {GREEN}
