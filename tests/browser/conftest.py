"""A real Chromium, one for all tests of this folder, and a fresh context for each.

The fixtures are our own and end with the folder: Playwright's synchronous interface keeps an
event loop running in this thread, in which asynchronous tests elsewhere could not run.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from signage import player_page
from tests.browser.device import HEIGHT, WIDTH, Device, serving

CHROMIUM = Path("/usr/bin/chromium")
RECORDER = (Path(__file__).parent / "recorder.js").read_text("utf-8")
FLAGS = [
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-features=Translate",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing: apt-get install -y --no-install-recommends chromium")
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *sandbox])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A screen's browser; a violation of the content security policy fails the test."""
    made = browser.new_context(
        viewport={"width": 640, "height": 360}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    yield from _watched(made)


@pytest.fixture
def hall(browser: Browser) -> Iterator[BrowserContext]:
    """The browser of a touchscreen, upright."""
    made = browser.new_context(
        viewport={"width": 1080, "height": 1920},
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    yield from _watched(made)


def _watched(context: BrowserContext) -> Iterator[BrowserContext]:
    refused: list[str] = []
    context.on(
        "console",
        lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None,
    )
    context.add_init_script(RECORDER)
    yield context
    context.close()
    assert refused == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch) -> Iterator[Device]:
    """A server for one wall, already approved, whose players poll each second."""
    monkeypatch.setattr(player_page, "POLL_SECONDS", (1, 1))
    screen = {
        "id": "01screen",
        "code": "LH-1",
        "name": "一楼大屏",
        "profile": "wall-1920x1080-3m",
        "kind": "wall",
        "width": WIDTH,
        "height": HEIGHT,
        "hall": "便民服务中心 · 一楼大厅",
        "unit": "lh",
        "unit_name": "柳河镇",
    }
    with serving(Device(approved=True, screen=screen)) as served:
        yield served
