"""The console in a real browser: an officer files, a reviewer sees the drawn page and signs, the
office publishes; no policy violation on the way, and it works without a mouse."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.settings import Settings
from server.app import create_app
from server.cli.serve import configuration
from server.database import connected
from tests.conftest import in_thread
from tests.console.county import PASSWORD, make_county
from tests.console.test_records import TABLE, item


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


PORT = _free_port()
WAIT = 120_000
"""Milliseconds until a page is surely drawn, also on a busy machine."""

pytestmark = pytest.mark.browser


@pytest.fixture
def address(sqlite_settings: Settings) -> Iterator[str]:
    address = f"http://127.0.0.1:{PORT}"
    settings = replace(sqlite_settings, public_url=address, second_factor="offered")

    async def seed() -> None:
        async with connected(settings):
            await make_county()
            await item()

    settings.files.mkdir(parents=True, exist_ok=True)
    in_thread(seed)
    server = uvicorn.Server(configuration(create_app(settings), "127.0.0.1", PORT))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), f"the server did not start on port {PORT}"
        time.sleep(0.05)
    yield settings.public_url
    server.should_exit = True
    thread.join()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[] if os.geteuid() else ["--no-sandbox"]
        )
        yield browser
        browser.close()


def signed_in(chromium: Browser, address: str, login: str, complaints: list[str]) -> Page:
    page = chromium.new_context(viewport={"width": 1366, "height": 860}).new_page()
    page.set_default_timeout(WAIT)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/console")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/console")
    return page


def test_a_record_goes_from_the_officers_form_to_the_public(
    chromium: Browser, address: str
) -> None:
    complaints: list[str] = []
    officer = signed_in(chromium, address, "officer", complaints)
    officer.get_by_role("link", name="新建公开信息").click()
    officer.select_option("#item", "v-accounts")
    officer.get_by_role("button", name="表格").click()
    officer.fill("#title", "第三季度财务收支")
    officer.fill("#body", TABLE)
    expect(officer.locator("#pasted td.amount").first).to_have_text("46,200.00")
    officer.get_by_role("button", name="保存并送审").click()
    expect(officer.get_by_role("status")).to_contain_text("已送审")
    expect(officer.locator("#drawn img").first).to_be_visible(timeout=WAIT)

    reviewer = signed_in(chromium, address, "reviewer", complaints)
    reviewer.get_by_role("link", name="去审核").click()
    expect(reviewer.locator("#drawn img").first).to_be_visible(timeout=WAIT)
    reviewer.get_by_role("button", name="审核通过").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已通过")

    office = signed_in(chromium, address, "office", complaints)
    office.get_by_role("link", name="去发布").click()
    office.get_by_role("button", name="发布", exact=True).click()
    expect(office.get_by_role("status")).to_contain_text("已发布")
    assert complaints == []


def test_the_first_tab_stop_leads_past_the_menu(chromium: Browser, address: str) -> None:
    page = signed_in(chromium, address, "operator", [])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('nav') === null")


def test_a_file_far_too_large_is_answered_with_a_sentence(
    chromium: Browser, address: str, tmp_path: Path
) -> None:
    heavy = tmp_path / "heavy.jpg"
    heavy.write_bytes(b"\xff\xd8" + b"\0" * 50_000_000)
    officer = signed_in(chromium, address, "officer", [])
    officer.goto(f"{address}/console/records/new?unit=shiqiao&item=&template=picture")
    officer.fill("#title", "文化广场完工")
    officer.fill("#alt", "文化广场")
    officer.set_input_files("#picture", heavy)
    officer.get_by_role("button", name="保存草稿").click()
    expect(officer.locator("body")).to_contain_text("提交的内容过大")
