"""The touch pages: found with single taps, read offline, and wiped when the visitor has left."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

import kiosk.routes
from tests.browser import county
from tests.browser.device import DAY, Device
from tests.browser.watching import BLUE, TEAL, kept, stands, until

SMALLEST = 64
KEY = 92


@pytest.fixture
def device(device: Device, monkeypatch: pytest.MonkeyPatch) -> Device:
    """A touchscreen of 柳河镇 whose idle times are set by the test."""
    device.screen |= {"kind": "kiosk", "profile": "kiosk-1080x1920"}
    device.publish([device.item("a", BLUE)], dwell=DAY, touch=county.offer(device))
    return device


@pytest.fixture
def page(hall: BrowserContext, device: Device) -> Iterator[Page]:
    """The home page of the touchscreen, reached by a touch on the attract loop."""
    page = hall.new_page()
    page.goto(device.address + "/kiosk?pair=good")
    until(page, "hallboard.app.ready")
    page.tap("[data-enter]")
    page.wait_for_selector(".card")
    return page


def title(page: Page) -> str:
    return page.inner_text("[data-part=title]")


def rows(page: Page) -> list[str]:
    return page.locator(".row-title").all_inner_texts()


def tap(page: Page, selector: str, text: str) -> None:
    page.locator(selector, has_text=text).first.tap()


def open_accounts(page: Page) -> None:
    tap(page, ".card", "村级公开")
    tap(page, ".row", "石桥村")
    tap(page, ".row", "第三季度财务收支")
    page.wait_for_selector(".reader table")


def test_the_attract_loop_plays_and_the_whole_screen_is_a_button(
    hall: BrowserContext, device: Device
):
    page = hall.new_page()
    page.goto(device.address + "/kiosk?pair=good")
    stands(page, BLUE)
    until(page, "hallboard.app.ready")
    assert page.is_hidden("[data-kiosk]")
    page.touchscreen.tap(540, 300)
    page.wait_for_selector("[data-kiosk]:not([hidden])")
    assert title(page) == "柳河镇政务公开"


def test_home_puts_my_unit_first_and_then_the_other_tiers(page: Page):
    assert page.locator(".card-title").all_inner_texts() == [
        "本镇 · 柳河镇",
        "村级公开",
        "部门公开",
        "县级公开",
        "办事指南",
        "按事项查找",
    ]
    assert rows(page)[0] == "2026年第三季度财务收支公开"


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080)])
@pytest.mark.parametrize("look", ["plain", "large"])
def test_cards_fill_their_lines_and_break_off_at_whole_names(
    page: Page, size: tuple[int, int], look: str
):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.tap("[data-part=large]")
    if look == "plain":
        page.tap("[data-part=large]")
    cut = """() => [...document.querySelectorAll(".card-note")]
        .filter((note) => note.scrollWidth > note.clientWidth).map((note) => note.textContent)"""
    assert page.evaluate(cut) == []
    outside = """() => Math.max(...[...document.querySelectorAll(".card")]
        .map((card) => card.getBoundingClientRect().right))"""
    assert page.evaluate(outside) <= size[0]
    names = {name for _, name, _, _ in county.ITEMS}
    for note in page.locator(".card-note").all_inner_texts():
        if "、" in note and "怎么办" not in note:
            assert set(note.removesuffix("等").split("、")) <= names


def test_three_taps_lead_from_home_to_the_accounts_of_a_village(page: Page):
    open_accounts(page)
    assert title(page) == "2026年第三季度财务收支公开"
    assert "光伏发电上网收入" in page.inner_text(".reader")
    assert "展示至 2027年1月10日" in page.inner_text(".facts")
    assert page.locator(".code svg path").count() == 1
    assert page.inner_text(".host").replace("\n", "").startswith("GK.QINGXI.EXAMPLE/R/")


def test_browsing_by_item_reaches_a_record_too(page: Page):
    tap(page, ".card", "按事项查找")
    tap(page, ".row", "领导分工")
    assert rows(page) == ["镇领导班子成员分工调整"]


def test_a_fragment_brings_no_script_into_the_page(page: Page):
    open_accounts(page)
    assert page.locator(".reader script").count() == 0
    assert page.title() != "taken"


def test_search_by_initials_finds_with_the_keys_on_the_screen(page: Page):
    page.tap(".search-box")
    for letter in "CWSZ":
        page.locator(".letter", has_text=letter).first.tap()
    assert page.inner_text(".query") == "CWSZ"
    assert rows(page)[:3] == ["2026年第三季度财务收支公开"] * 3
    tap(page, ".letter", "删除")
    assert page.inner_text(".query") == "CWS"
    tap(page, ".letter", "清空")
    assert rows(page) == []


def test_the_initials_of_a_village_and_its_accounts_find_them_together(page: Page):
    page.tap(".search-box")
    page.keyboard.type("sqccw")
    assert rows(page)[0] == "2026年第三季度财务收支公开"
    assert "石桥村" in page.locator(".row-meta").first.inner_text()
    assert "大沟村" not in "".join(page.locator(".row-meta").all_inner_texts())


def test_search_takes_a_plugged_in_keyboard_and_says_when_nothing_is_found(page: Page):
    page.tap(".search-box")
    page.keyboard.type("qqq")
    assert "没有找到" in page.inner_text(".search-says")
    page.keyboard.press("Escape")
    assert title(page) == "柳河镇政务公开"


def test_past_periods_stand_behind_a_switch_and_say_so(page: Page):
    tap(page, ".card", "村级公开")
    tap(page, ".row", "石桥村")
    assert "2026年第二季度财务收支公开" not in rows(page)
    tap(page, ".link", "看往期")
    assert rows(page) == ["2026年第二季度财务收支公开"]
    tap(page, ".row", "第二季度")
    assert "往期" in page.inner_text(".past-note")


def test_e_what_ends_while_it_is_read_says_往期_and_leaves_the_lists(page: Page, device: Device):
    open_accounts(page)
    assert page.locator(".past-note").count() == 0
    device.set_clock(county.END)
    device.point()
    page.wait_for_selector(".past-note", timeout=5000)
    page.tap("[data-part=back]")
    assert "2026年第三季度财务收支公开" not in rows(page)


def test_a_what_is_withdrawn_leaves_list_and_reader(page: Page, device: Device):
    open_accounts(page)
    device.point(withdrawn=[county.ENDING])
    page.wait_for_selector(".reader", state="detached", timeout=5000)
    page.tap("[data-part=back]")
    assert "2026年第三季度财务收支公开" not in rows(page)


def test_everything_can_be_found_and_read_without_a_server(
    page: Page, hall: BrowserContext, device: Device
):
    kept(page)
    until(page, "hallboard.faults.list().length === 0")
    for file in device.files:
        until(page, f"hallboard.store.has('{file}')")
    hall.set_offline(True)
    page.reload()
    until(page, "hallboard.app.ready")
    page.tap("[data-enter]")
    open_accounts(page)
    assert "光伏发电上网收入" in page.inner_text(".reader")
    assert page.locator(".code svg").count() == 1


def test_large_type_doubles_the_text_halves_the_choices_and_loses_nothing(page: Page):
    size = "() => parseFloat(getComputedStyle(document.querySelector('.card-note')).fontSize)"
    small, cards = page.evaluate(size), page.locator(".card").count()
    page.tap("[data-part=large]")
    assert page.evaluate(size) == 2 * small
    assert page.locator(".card").count() <= cards * 2 / 3
    found = page.locator(".card-title").all_inner_texts()
    page.locator(".pager .key", has_text="下一页").tap()
    found += page.locator(".card-title").all_inner_texts()
    assert {"本镇 · 柳河镇", "县级公开", "办事指南", "按事项查找", "最新公开"} <= set(found)


def test_large_type_keeps_every_cell_of_a_table(page: Page):
    open_accounts(page)
    before = page.locator(".reader td").all_text_contents()
    page.tap("[data-part=large]")
    page.wait_for_selector(".reader table")
    assert page.locator(".reader td").all_text_contents() == before
    text = page.locator(".reader")
    assert text.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 1


def test_an_idle_screen_warns_and_a_touch_goes_on(
    hall: BrowserContext, device: Device, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kiosk.routes, "IDLE_SECONDS", 1)
    page = hall.new_page()
    page.goto(device.address + "/kiosk?pair=good")
    until(page, "hallboard.app.ready")
    page.tap("[data-enter]")
    page.wait_for_selector("[data-warning][open]")
    assert "秒后回到首页" in page.inner_text("[data-seconds]")
    page.tap("[data-warning] .key")
    assert page.is_hidden("[data-warning]")
    assert page.is_visible("[data-kiosk]")


def test_an_idle_screen_forgets_the_visitor(
    hall: BrowserContext, device: Device, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(kiosk.routes, "IDLE_SECONDS", 1)
    monkeypatch.setattr(kiosk.routes, "WARNING_SECONDS", 1)
    page = hall.new_page()
    page.goto(device.address + "/kiosk?pair=good")
    until(page, "hallboard.app.ready")
    page.tap("[data-enter]")
    page.tap("[data-part=large]")
    page.tap("[data-part=contrast]")
    page.tap(".search-box")
    page.locator(".letter", has_text="C").first.tap()
    page.wait_for_selector("[data-kiosk]", state="hidden", timeout=8000)
    page.tap("[data-enter]")
    assert title(page) == "柳河镇政务公开"
    assert page.evaluate("() => document.documentElement.dataset.theme") == "light"
    assert page.locator("[data-kiosk].is-large").count() == 0
    page.tap(".search-box")
    assert page.inner_text(".query") != "C"


def test_targets_are_large_enough_and_keys_larger(page: Page):
    small = """([least, selector]) => [...document.querySelectorAll(selector)]
        .filter((button) => button.checkVisibility())
        .map((button) => [button.textContent, button.offsetWidth, button.offsetHeight])
        .filter(([, width, height]) => Math.min(width, height) < least)"""
    assert page.evaluate(small, [SMALLEST, "button"]) == []
    page.tap(".search-box")
    assert page.evaluate(small, [SMALLEST, "button"]) == []
    assert page.evaluate(small, [KEY, ".letter, .key"]) == []


@pytest.mark.parametrize("look", ["plain", "contrast", "large"])
def test_axe_finds_nothing_on_home_list_search_and_reader(page: Page, look: str):
    if look != "plain":
        page.tap(f"[data-part={look}]")
    found = []

    def check(name: str) -> None:
        answer = Axe().run(page, context="[data-kiosk]")
        found.extend(
            (name, one["id"], one["nodes"][0]["html"]) for one in answer.response["violations"]
        )

    check("home")
    page.tap(".search-box")
    page.locator(".letter", has_text="C").first.tap()
    check("search")
    page.tap("[data-part=home]")
    tap(page, ".card", "村级公开")
    tap(page, ".row", "石桥村")
    check("list")
    tap(page, ".row", "第三季度财务收支")
    page.wait_for_selector(".reader table")
    check("read")
    assert found == []


def test_nothing_leaves_the_screen_when_it_lies_on_its_side(page: Page):
    page.set_viewport_size({"width": 1920, "height": 1080})
    outside = """() => [...document.querySelectorAll("[data-kiosk] button, .reader, .code")]
        .filter((one) => one.checkVisibility())
        .map((one) => [one.className + one.textContent.slice(0, 12), one.getBoundingClientRect()])
        .filter(([, box]) => box.right > 1920.5 || box.bottom > 1080.5 || box.left < -0.5)
        .map(([name]) => name)"""
    page.tap("[data-part=large]")
    page.tap("[data-part=large]")
    assert page.evaluate(outside) == []
    open_accounts(page)
    assert page.evaluate(outside) == []
    page.tap("[data-part=large]")
    page.wait_for_selector(".reader table")
    assert page.evaluate(outside) == []


def test_without_an_index_the_touchscreen_still_plays(hall: BrowserContext, device: Device):
    device.publish([], touch=None)
    page = hall.new_page()
    page.goto(device.address + "/kiosk?pair=good")
    stands(page, TEAL)
    assert page.evaluate("() => hallboard.app.ready") is False
