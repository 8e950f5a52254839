"""What tests ask of a page: to be ready, and what every frame showed."""

import time
from typing import Any

from playwright.sync_api import Page

from tests.browser.device import Device

RED, GREEN, BLUE, TEAL = (200, 0, 0), (0, 200, 0), (0, 0, 200), (0, 90, 90)
Frame = tuple[int | None, int, int, int, int]


def until(page: Page, expression: str, seconds: float = 15) -> Any:
    """The value of a JavaScript expression as soon as it is truthy.

    Asked from outside, since the page's policy allows no evaluation inside it.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := page.evaluate(f"() => {{ try {{ return {expression} }} catch {{}} }}"):
            return value
        page.wait_for_timeout(20)
    told = page.evaluate("() => globalThis.hallboard?.faults.list()")
    raise AssertionError(f"never came: {expression}; faults: {told}")


def opened(page: Page, device: Device, path: str = "/play?pair=good") -> None:
    """Open the player, pair it, and wait until it plays."""
    page.goto(device.address + path)
    until(page, "hallboard.library.active")


def frames(page: Page) -> list[Frame]:
    """(the player's time, r, g, b, a) of the middle of the stage, one an animation frame."""
    found: list[Frame] = [tuple(frame) for frame in page.evaluate("() => frames_")]
    return found


def forget_frames(page: Page) -> None:
    page.evaluate("() => { frames_.length = 0 }")


def stands(page: Page, colour: tuple[int, int, int], seconds: float = 15) -> None:
    """Wait until the stage shows ``colour``, fades over."""
    r, g, b = colour
    until(page, f"(([, r, g, b]) => r === {r} && g === {g} && b === {b})(frames_.at(-1))", seconds)


def kept(page: Page) -> None:
    """Wait until everything is here that the page needs without a server."""
    until(page, "hallboard.shell")
    page.evaluate("() => hallboard.shell")
    files = "hallboard.library.active.plan.items.flatMap((item) => item.pages.map((p) => p.file))"
    here = f"Promise.all({files}.map((file) => hallboard.store.has(file)))"
    until(page, f"{here}.then((found) => found.every(Boolean))")
