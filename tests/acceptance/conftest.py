"""One demonstration for all tests here, drawn once; its copies; browsers that tell on pages."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.acceptance.demonstration import START, County
from tests.browser.conftest import browser as browser  # the same Chromium, of this package

RECORDER = (Path(__file__).parent / "recorder.js").read_text("utf-8")
EXPECTED = ("net::ERR_", "Failed to load resource", "WebSocket")
"""What Chromium itself says of a network that is cut: no fault of a page."""
Opening = Callable[..., Page]


def pytest_itemcollected(item: pytest.Item) -> None:
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, County]]:
    """The demonstration as drawn, and a copy of it that never runs."""
    county = County(tmp_path_factory.mktemp("demo") / "data")
    try:
        county.begin("demo", "--at", START)
        county.wait_drawn()
        yield county, county.copy(tmp_path_factory.mktemp("drawn") / "data", 1)
    finally:
        county.end()


@pytest.fixture(scope="package")
def demo(prepared: tuple[County, County]) -> County:
    """``hallboard demo --at …`` as it is typed, its clock standing until a screen connects."""
    return prepared[0]


@pytest.fixture(scope="package")
def drawn(prepared: tuple[County, County]) -> County:
    """The same county before any screen connected; to be copied."""
    return prepared[1]


@pytest.fixture(scope="module")
def county(drawn: County, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The county on a server of its own, eight times as fast: a rotation takes seconds.

    Its printed addresses sign in and pair once each: a module opens none of them twice.
    """
    with served(drawn, tmp_path_factory.mktemp("county") / "data") as running:
        yield running


@contextlib.contextmanager
def served(drawn: County, folder: Path) -> Iterator[County]:
    """A copy in ``folder`` behind a server of its own, every screen planned."""
    copied = drawn.copy(folder, 8)
    try:
        copied.begin("serve")
        copied.wait_planned()
        yield copied
    finally:
        copied.end()


@pytest.fixture
def opened(browser: object, tmp_path: Path) -> Iterator[Opening]:
    """Opens a page in a browser context of its own, at a size and with more of its options.

    Whatever a page writes to its console as an error, or the policy forbids it, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = 1920, height: int = 1080, **more: object) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(  # type: ignore[attr-defined]  # Playwright's Browser
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more
        )
        contexts.append(context)
        context.add_init_script(RECORDER)
        context.on("console", lambda said: _note(complaints, said.type, said.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page: Page = context.new_page()
        return page

    yield open_page
    for number, context in enumerate(contexts):
        _picture(context, tmp_path, number)
        context.close()
    assert complaints == []


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not any(known in text for known in EXPECTED):
        complaints.append(f"{kind}: {text}")


def _picture(context: BrowserContext, folder: Path, number: int) -> None:
    """The last sight of each page, kept where HALLBOARD_LOOK says."""
    kept = os.environ.get("HALLBOARD_LOOK")
    for page in context.pages if kept else ():
        assert kept is not None
        Path(kept).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(kept) / f"{folder.name}-{number}.png")
