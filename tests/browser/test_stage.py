"""B: never blank.  I: what is shown hashes to its name.  M: never an older pointer."""

import copy

from playwright.sync_api import BrowserContext, Page

from core.signing import new_signing_key, sign_json
from tests.browser.device import DAY, Device, picture
from tests.browser.watching import BLUE, GREEN, RED, TEAL, frames, kept, opened, stands, until

PAPER = (251, 249, 244)


def test_b_no_frame_is_black_or_transparent_over_many_changes(page: Page, device: Device):
    items = [device.item("a", RED, BLUE), device.item("b", GREEN)]
    device.publish(items, dwell=700)
    opened(page, device)
    until(page, "hallboard.director.swaps >= 15", seconds=25)
    seen = frames(page)
    assert len(seen) > 200
    assert [frame for frame in seen if sum(frame[1:4]) < 80 or frame[4] != 255] == []
    assert {RED, GREEN, BLUE} <= {frame[1:4] for frame in seen}


def test_b_pictures_are_handed_over_and_none_is_left_open(page: Page, device: Device):
    items = [device.item(str(number), (number * 5, 100, 0)) for number in range(12)]
    device.publish(items, dwell=120)
    opened(page, device)
    until(page, "hallboard.director.swaps >= 60", seconds=25)
    assert page.evaluate("() => hallboard.stage.open") <= 1
    assert page.evaluate("() => document.querySelectorAll('canvas').length") == 3
    assert page.evaluate("() => document.querySelectorAll('img').length") == 0


def test_b_an_empty_plan_shows_the_fallback(page: Page, device: Device):
    device.publish([])
    opened(page, device)
    stands(page, TEAL)


def test_b_the_page_baked_at_pairing_stands_when_there_is_no_plan_at_all(
    page: Page, device: Device
):
    page.goto(device.address + "/play?pair=good")
    page.wait_for_selector("[data-player][data-state=loading]")
    assert page.inner_text("[data-baked-unit]") == "柳河镇"
    assert page.inner_text("[data-baked-hall]") == "便民服务中心 · 一楼大厅"
    assert frames(page)[-1][1:4] == PAPER


def test_b_it_plays_on_when_the_server_is_gone_and_converges_when_it_is_back(
    page: Page, device: Device
):
    device.publish([device.item("a", RED), device.item("b", GREEN)], dwell=400)
    opened(page, device)
    stands(page, RED)
    device.answers = False
    until(page, "hallboard.faults.list().some(({ code }) => code === 'contact')")
    swaps = page.evaluate("() => hallboard.director.swaps")
    until(page, f"hallboard.director.swaps > {swaps + 3}")
    device.publish([device.item("c", BLUE)])
    device.answers = True
    stands(page, BLUE)


def test_b_it_opens_without_a_server(page: Page, context: BrowserContext, device: Device):
    device.publish([device.item("a", RED), device.item("b", GREEN)], dwell=400)
    opened(page, device)
    kept(page)
    context.set_offline(True)
    page.reload()
    stands(page, RED)
    stands(page, GREEN)


def test_b_a_picture_that_cannot_be_had_is_passed_over(page: Page, device: Device):
    broken = device.item("broken", RED)
    broken["pages"][0]["file"] = device.add_file(b"no picture at all")
    device.publish([broken, device.item("good", GREEN)], dwell=DAY)
    opened(page, device)
    stands(page, GREEN)
    faults = page.evaluate("() => hallboard.faults.list().map(({ code }) => code)")
    assert "page-lacking" in faults


def test_i_a_byte_flipped_on_the_way_never_gets_in(page: Page, device: Device):
    device.publish([device.item("a", RED), device.item("b", GREEN)], dwell=DAY)
    file = device.item("a", RED)["pages"][0]["file"]
    device.files[file] = picture(BLUE)
    opened(page, device)
    stands(page, GREEN)
    assert [frame for frame in frames(page) if frame[3] == BLUE[2]] == []
    assert page.evaluate(f"() => hallboard.store.has('{file}')") is False


def test_i_a_byte_flipped_on_the_disk_is_never_shown(
    page: Page, context: BrowserContext, device: Device
):
    device.publish([device.item("a", RED), device.item("b", GREEN)], dwell=DAY)
    opened(page, device)
    kept(page)
    file = device.item("a", RED)["pages"][0]["file"]
    page.evaluate(
        """async ([file, bytes]) => {
          const cache = await caches.open("hallboard-files");
          await cache.put(`/device/v1/files/${file}`, new Response(new Uint8Array(bytes)));
        }""",
        [file, list(picture(BLUE))],
    )
    context.set_offline(True)
    page.reload()
    stands(page, GREEN)
    assert {RED, BLUE} & {frame[1:4] for frame in frames(page)} == set()


def refused(page: Page, code: str) -> None:
    until(page, f"hallboard.faults.list().some((fault) => fault.code === '{code}')")


def test_m_an_older_pointer_is_refused_also_after_a_restart(page: Page, device: Device):
    device.publish([device.item("old", RED)])
    old, envelope = copy.deepcopy(device.pointer), device.envelope
    device.publish([device.item("new", GREEN)])
    opened(page, device)
    stands(page, GREEN)
    device.pointer, device.envelope = old, envelope
    refused(page, "pointer-older")
    page.reload()
    stands(page, GREEN)
    refused(page, "pointer-older")
    assert [frame for frame in frames(page) if frame[1:4] == RED] == []


def test_m_after_a_restore_the_higher_epoch_wins_though_its_sequence_is_lower(
    page: Page, device: Device
):
    device.publish([device.item("a", RED)])
    device.point(sequence=900)
    opened(page, device)
    stands(page, RED)
    device.publish([device.item("b", GREEN)])
    device.point(epoch=2, sequence=1)
    stands(page, GREEN)


def test_i_a_pointer_of_another_key_or_screen_or_with_a_flipped_byte_is_refused(
    page: Page, device: Device
):
    device.publish([device.item("a", RED)])
    opened(page, device)
    stands(page, RED)
    good = device.pointer
    for forged in (
        sign_json(new_signing_key(), {**good, "sequence": 50}),
        sign_json(device.key, {**good, "sequence": 51, "screen": "01other"}),
        sign_json(device.key, {**good, "sequence": 52, "format": "hallboard-pointer/2"}),
        {**sign_json(device.key, {**good, "sequence": 53}), "alg": "none"},
        {**sign_json(device.key, good), "payload": sign_json(device.key, {})["payload"]},
    ):
        times = page.evaluate(
            "() => hallboard.faults.list().find((f) => f.code === 'statement-refused')?.times ?? 0"
        )
        device.envelope = forged
        until(
            page,
            f"hallboard.faults.list().find((f) => f.code === 'statement-refused')?.times > {times}",
        )
    assert page.evaluate("() => hallboard.library.newest.sequence") == good["sequence"]


def test_a_strip_wider_than_its_screen_runs_and_starts_anew_with_each_turn(
    page: Page, device: Device
):
    device.screen |= {"kind": "strip", "width": 320, "height": 20}
    item = device.item("a", RED)
    data = picture(RED, (960, 20))
    item["pages"][0] |= {"file": device.add_file(data), "width": 960, "height": 20}
    device.publish([item], dwell=4000)
    opened(page, device)
    stands(page, RED)
    place = "document.querySelector('canvas.is-front').getBoundingClientRect()"
    until(page, f"{place}.left < -400")
    until(page, f"{place}.left === 0")
    until(page, f"{place}.right <= 641")
