"""A village's quarterly accounts, filed through the form of their kind in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.test_browser import (  # noqa: F401 - fixtures
    WAIT,
    address,
    chromium,
    signed_in,
)

pytestmark = pytest.mark.browser

INCOME = "收入项目\t金额\n集体土地承包收入\t46,200\n光伏发电上网收入\t18735.20\n合计\t64935.20"


def begun(page: Page) -> None:
    """The form of the quarter's accounts, reached as the officer reaches it."""
    page.get_by_role("link", name="新建公开信息").click()
    page.select_option("#item", "v-accounts")
    expect(page.get_by_text("适合这一事项的类型")).to_be_visible()
    page.get_by_role("button", name="财务收支").click()


def cell(page: Page, name: str) -> str:
    return f'[name="{name}"]'


def test_accounts_are_filed_by_pasting_and_typing_and_drawn(
    chromium: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    complaints: list[str] = []
    page = signed_in(chromium, address, "officer", complaints)
    begun(page)
    page.fill("#title", "第三季度财务收支公开")
    page.fill("#f-opening", "128640.50")
    page.locator("#rows-income summary").click()
    page.fill("#paste-income", INCOME)
    page.locator("#rows-income").get_by_role("button", name="读入表格").click()
    expect(page.locator(cell(page, "r-income-1-amount"))).to_have_value("18735.20")
    page.fill(cell(page, "r-expenditure-0-item"), "村内道路维修")
    page.fill(cell(page, "r-expenditure-0-amount"), "52380")
    page.fill("#f-closing", "141195.71")
    expect(page.locator("#balance")).to_contain_text("相差 0.01 元")
    page.fill("#f-closing", "141195.70")
    expect(page.locator("#balance")).to_contain_text("收支相符")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_role("status")).to_contain_text("已送审")
    expect(page.locator("#drawn img").first).to_be_visible(timeout=WAIT)
    assert complaints == []


def test_a_wrong_row_of_a_pasted_table_is_named_and_nothing_is_taken(
    chromium: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    page = signed_in(chromium, address, "officer", [])
    begun(page)
    page.fill(cell(page, "r-income-0-item"), "已经填好的一行")
    page.locator("#rows-income summary").click()
    page.fill("#paste-income", "收入项目\t金额\n承包收入\t一千\n光伏\t20\n合计\t30")
    page.locator("#rows-income").get_by_role("button", name="读入表格").click()
    note = page.locator("#rows-income").get_by_role("alert")
    expect(note).to_contain_text("第 1 行“金额（元）”：“一千”不是金额。")
    expect(note).to_contain_text(re.compile("第 3 行.*合计写的是 30.00，上面各行之和是 20.00"))
    expect(page.locator(cell(page, "r-income-0-item"))).to_have_value("已经填好的一行")


def test_the_form_fits_a_phone_and_its_targets_a_finger(
    chromium: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    page = signed_in(chromium, address, "officer", [])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/console/records/new?unit=shiqiao&item=v-accounts&kind=accounts")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    heights = page.eval_on_selector_all(
        ".cells input:not([type=hidden]), .cells button",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )
    assert heights
    assert min(heights) >= 44
