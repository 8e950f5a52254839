"""The whole way by hand: written, signed, released, shown, read on a phone, withdrawn, gone."""

import re
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.acceptance.conftest import Opening, served
from tests.acceptance.demonstration import County, command
from tests.browser.watching import until

TITLE = "关于村部广场夜间照明检修的通知"
BODY = """因线路老化，村部广场照明将于本周内检修，请各位村民夜间出行注意安全。

# 检修安排
- 周三晚：东侧路灯
- 周四晚：西侧路灯

咨询电话：**0399-5559729**。"""
REASON = "检修时间有误，另行通知"
QUARTER, ACCOUNTS = "2026Q4", "石桥村2026年第四季度财务收支"
WALL = "石桥村大屏"
GONE_WITHIN = 15
"""Seconds, on a machine that does other things besides."""


@pytest.fixture
def county(drawn: County, tmp_path: Path) -> Iterator[County]:
    """One for each test: both pair the same wall and sign the same people in."""
    with served(drawn, tmp_path / "county") as running:
        yield running


def test_a_notice_goes_from_an_officers_hands_to_the_wall_and_is_gone_when_withdrawn(
    county: County, opened: Opening
):
    wall, officer, auditor, head, office, phone = (opened() for _ in range(6))
    wall.goto(county.link(WALL))
    until(wall, "hallboard.director.current", 30)

    _enter(officer, county.link("石桥村信息员"))
    _write(officer)
    for signing, link in ((auditor, "石桥村民主理财小组"), (head, "石桥村负责人")):
        _enter(signing, county.link(link))
        _sign(signing)
    _enter(office, county.link("县政务公开办"))
    _release(office)

    playing = f"hallboard.library.active.plan.items.find(({{title}}) => title === '{TITLE}')"
    code = until(wall, playing, 30)["code"]
    until(wall, f"hallboard.director.current?.item.title === '{TITLE}'", 60)
    standing = wall.locator(".stage-layer.is-front")
    assert TITLE in (standing.get_attribute("aria-label") or "")

    phone.goto(f"{county.address}/r/{code.lower()}")
    assert TITLE in phone.inner_text("h1")
    assert "西侧路灯" in phone.inner_text("main")

    _withdraw(office)
    since = time.monotonic()
    barred = "[...hallboard.library.active.withdrawn, '']"
    until(wall, f"!({playing}) || {barred}.includes(({playing}).version)", GONE_WITHIN)
    until(wall, f"hallboard.director.current?.item.title !== '{TITLE}'", GONE_WITHIN)
    assert time.monotonic() - since < GONE_WITHIN
    phone.reload()
    assert "已撤下" in phone.inner_text("h1")
    assert REASON in phone.inner_text("main")

    verified = command("verify", data=county.data)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_villages_quarter_goes_through_each_role_of_its_chain_to_the_villages_wall(
    county: County, opened: Opening
):
    wall, officer, group, township, office = (opened() for _ in range(5))
    wall.goto(county.link(WALL))
    until(wall, "hallboard.director.current", 30)

    _enter(officer, county.link("石桥村信息员"))
    _file_accounts(officer)
    for signing, link in ((group, "石桥村民主理财小组"), (township, "柳河镇审核人")):
        _enter(signing, county.link(link))
        _sign(signing, ACCOUNTS)
    _enter(office, county.link("县政务公开办"))
    _release(office, ACCOUNTS)

    until(wall, f"hallboard.director.current?.item.title === '{ACCOUNTS}'", 60)
    standing = wall.locator(".stage-layer.is-front")
    assert ACCOUNTS in (standing.get_attribute("aria-label") or "")


def _enter(page: Page, link: str) -> None:
    page.goto(link)
    page.click("text=进入控制台")
    page.wait_for_selector("nav.side")


def _write(page: Page) -> None:
    page.goto(re.sub(r"/console.*", "/console/records/new", page.url))
    page.select_option("#item", label="通知公告")
    page.click("button.kind[name='kind'][value='notice']")
    page.fill("#title", TITLE)
    page.fill("#f-body", BODY)
    page.click("text=保存并送审")
    page.wait_for_selector("text=待审核")


def _file_accounts(page: Page) -> None:
    """The quarter after the last: its form begins with that one's closing balance and items.

    A sum that does not balance is refused with its figures before the right one is sent.
    """
    form = "/console/records/new?unit=shiqiao&item=v-accounts&kind=accounts"
    page.goto(re.sub(r"/console.*", form + f"&period={QUARTER}&from=last", page.url))
    page.select_option("#period", QUARTER)
    page.fill("#title", ACCOUNTS)
    opening = Decimal(page.input_value("#f-opening"))
    amounts = {"income": "1200.50", "expenditure": "1000.25"}
    balance = opening
    for table, sign in (("income", 1), ("expenditure", -1)):
        rows = page.locator(f"input[name^='r-{table}-'][name$='-amount']")
        for number in range(rows.count()):
            filled = bool(page.locator(f"[name='r-{table}-{number}-item']").input_value())
            rows.nth(number).fill(amounts[table] if filled else "")
            balance += sign * Decimal(amounts[table]) if filled else 0
    page.fill("#f-closing", str(balance + 1))
    page.click("text=保存并送审")
    page.wait_for_selector("text=收支不符")
    page.fill("#f-closing", str(balance))
    page.click("text=保存并送审")
    page.wait_for_selector("text=待审核")


def _open(page: Page, title: str) -> None:
    """From the inbox, and until the drawn page stands there."""
    page.goto(re.sub(r"/console.*", "/console", page.url))
    page.locator("a.main", has_text=title).click()
    page.wait_for_selector("#drawn figure img", timeout=60_000)
    page.wait_for_function("() => document.querySelector('#drawn img').naturalWidth > 0")


def _sign(page: Page, title: str = TITLE) -> None:
    _open(page, title)
    page.click("button:has-text('审核通过')")
    page.wait_for_selector("text=已通过，进入下一步")


def _release(page: Page, title: str = TITLE) -> None:
    _open(page, title)
    page.click("button:has-text('发布')")
    page.wait_for_selector("text=已发布")


def _withdraw(page: Page) -> None:
    page.locator("summary", has_text="撤下").click()
    page.fill("#reason", REASON)
    page.click("button:has-text('确定撤下')")
    page.wait_for_selector("text=已撤下")
