import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import NotFound
from media import drawing, queries, service
from media.drawer import Drawer
from media.fonts import Fonts
from media.models import DrawRequest, PageSet, StoredFile
from media.sheet import page_key
from media.store import Store
from tests.media.sheets import accounts, picture, strip

WALL = "wall-1920x1080-3m"
STRIP = "strip-512x16-red"
PAST = datetime(2000, 1, 1, tzinfo=UTC)


async def state_of(key: str) -> str:
    return (await PageSet.get(key=key)).state


async def test_asking_twice_for_the_same_pages_makes_one_set(db, clock):
    first = await service.request_pages(accounts(3), WALL, 2)
    again = await service.request_pages(accounts(3), WALL, 1)
    assert first == again == page_key(accounts(3), WALL)
    assert await PageSet.all().count() == 1
    assert (await DrawRequest.get(key=first)).urgency == 1


async def test_asking_again_never_makes_it_less_urgent(db, clock):
    key = await service.request_pages(accounts(3), WALL, 0)
    await service.request_pages(accounts(3), WALL, 2)
    assert (await DrawRequest.get(key=key)).urgency == 0


async def test_many_who_ask_at_once_get_one_set(db, clock):
    asked = [service.request_pages(accounts(3), WALL) for _ in range(8)]
    assert len(set(await asyncio.gather(*asked))) == 1
    assert await PageSet.all().count() == await DrawRequest.all().count() == 1


async def test_pages_for_an_unknown_profile_are_not_queued(db, clock):
    with pytest.raises(NotFound):
        await service.request_pages(accounts(3), "wall-1x1")
    assert await PageSet.all().count() == 0


async def test_the_key_changes_with_everything_that_can_change_a_pixel():
    keys = {
        page_key(accounts(3), WALL),
        page_key(accounts(4), WALL),
        page_key(accounts(3), STRIP),
        page_key(accounts(3).model_copy(update={"shown_until": ""}), WALL),
        page_key(accounts(3).model_copy(update={"edition": 99}), WALL),
    }
    assert len(keys) == 5


async def test_the_most_urgent_is_drawn_first(db, clock):
    later = await service.request_pages(strip("一"), STRIP, 2)
    today = await service.request_pages(strip("二"), STRIP, 1)
    waited = await service.request_pages(strip("三"), STRIP, 0)
    claims = [await service.claim_page_set() for _ in range(4)]
    assert [claim.key if claim else None for claim in claims] == [waited, today, later, None]


async def test_two_workers_never_draw_the_same_set_at_once(db, clock):
    for number in range(5):
        await service.request_pages(strip(f"通知{number}"), STRIP)
    claims = await asyncio.gather(*(service.claim_page_set() for _ in range(12)))
    taken = [claim.key for claim in claims if claim]
    assert len(taken) == len(set(taken))


async def test_drawn_pages_are_stored_described_and_leave_the_queue(
    db, clock, store: Store, fonts: Fonts
):
    key = await service.request_pages(accounts(40), WALL)
    assert await drawing.draw_next(store, fonts)
    row = (await queries.page_sets([key, "0" * 64]))[key]
    pages = queries.pages_of(row)
    assert row.state == "drawn"
    assert len(pages) > 1
    for page in pages:
        data = store.read(page.file)
        assert (len(data), page.type, page.width, page.height) == (
            page.bytes,
            "image/webp",
            1920,
            1080,
        )
        assert (await StoredFile.get(sha256=page.file)).size == page.bytes
        assert "2026年第三季度财务收支公开" in page.alt
    assert await queries.queue_length() == await DrawRequest.all().count() == 0
    assert not await drawing.draw_next(store, fonts)


async def test_drawn_pages_are_not_drawn_again(db, clock, store: Store, fonts: Fonts):
    await service.request_pages(strip("停水"), STRIP)
    assert await drawing.draw_next(store, fonts)
    await service.request_pages(strip("停水"), STRIP)
    assert not await drawing.draw_next(store, fonts)


async def test_what_cannot_be_set_fails_once_with_its_reason(db, clock, store: Store, fonts: Fonts):
    key = await service.request_pages(strip("停水\U0010fffd"), STRIP)
    assert await drawing.draw_next(store, fonts)
    row = await PageSet.get(key=key)
    problem = json.loads(row.problem)
    assert (row.state, problem["code"]) == ("failed", "glyph-missing")
    assert problem["message"].format(**problem["data"]).count("\U0010fffd") == 1
    assert not await drawing.draw_next(store, fonts)


async def test_a_failed_set_is_drawn_again_when_asked(db, clock, store: Store, fonts: Fonts):
    key = await service.request_pages(strip("停水\U0010fffd"), STRIP)
    await drawing.draw_next(store, fonts)
    assert await service.redraw_failed(key)
    assert await state_of(key) == "queued"
    assert not await service.redraw_failed(key)
    assert await drawing.draw_next(store, fonts)


async def test_a_picture_that_is_gone_fails_the_set(db, clock, store: Store, fonts: Fonts):
    key = await service.request_pages(picture(b"never stored"), WALL)
    await drawing.draw_next(store, fonts)
    assert await state_of(key) == "failed"


async def test_an_accident_is_tried_three_times_behind_the_others_then_fails(db, clock):
    poisoned = await service.request_pages(strip("毒"), STRIP, 0)
    healthy = await service.request_pages(strip("好"), STRIP, 1)
    order = []
    while claim := await service.claim_page_set():
        order.append(claim.key)
        if claim.key == healthy:
            await service.keep_pages(claim, [])
        else:
            await service.keep_problem(
                claim, {"code": "x", "message": "x", "data": {}}, final=False
            )
    assert order == [poisoned, healthy, poisoned, poisoned]
    assert await state_of(poisoned) == "failed"


async def test_the_claim_of_a_dead_worker_expires(db, clock):
    key = await service.request_pages(strip("停水"), STRIP)
    dead = await service.claim_page_set()
    assert dead is not None
    assert await service.claim_page_set() is None
    await PageSet.filter(key=key).update(claimed_until=PAST)
    heir = await service.claim_page_set()
    assert heir is not None
    assert heir.key == key
    assert not await service.keep_pages(dead, [{"file": "late"}])
    assert await service.keep_pages(heir, [{"file": "right"}])
    assert json.loads((await PageSet.get(key=key)).pages) == [{"file": "right"}]


async def test_a_sheet_that_kills_three_workers_is_given_up(db, clock):
    key = await service.request_pages(strip("停水"), STRIP)
    for _ in range(3):
        assert await service.claim_page_set()
        await PageSet.filter(key=key).update(claimed_until=PAST)
    assert await service.claim_page_set() is None
    assert await state_of(key) == "failed"
    assert json.loads((await PageSet.get(key=key)).problem)["code"] == "drawing-ended"


async def test_a_drawing_that_takes_too_long_costs_its_process_only(
    db, clock, store: Store, fonts: Fonts
):
    key = await service.request_pages(accounts(50), WALL)
    async with Drawer(store, wall_seconds=0.05) as hurried:
        assert await drawing.draw_next(store, fonts, hurried)
    assert await state_of(key) == "queued"
    assert await drawing.draw_next(store, fonts)
    assert await state_of(key) == "drawn"


async def test_a_drawing_process_that_dies_is_replaced(store: Store):
    from media.sheet import sheet_json

    async with Drawer(store) as drawer:
        assert await drawer.draw(sheet_json(strip("停水")), STRIP)
        assert drawer._process is not None
        drawer._process.kill()
        await drawer._process.wait()
        assert await drawer.draw(sheet_json(strip("停水")), STRIP)


async def test_the_worker_stops_when_told(db, clock, store: Store, fonts: Fonts):
    await service.request_pages(strip("停水"), STRIP)
    stop = asyncio.Event()
    worker = asyncio.create_task(drawing.run(store, fonts, stop))
    async with asyncio.timeout(30):
        while await queries.queue_length():  # noqa: ASYNC110 -- the queue is a table
            await asyncio.sleep(0.02)
        stop.set()
        await worker


async def test_a_stored_file_has_its_row_after_its_bytes(db, clock, store: Store):
    name = await service.store_file(store, b"page", "image/png")
    assert await service.store_file(store, b"page", "image/png") == name
    row = await queries.file_of(name)
    assert (row.size, row.media_type, row.created_at) == (4, "image/png", clock.now())
    with pytest.raises(NotFound):
        await queries.file_of("0" * 64)


async def test_a_refused_upload_leaves_neither_bytes_nor_row(db, clock, store: Store):
    from core.errors import Invalid

    with pytest.raises(Invalid):
        await service.store_picture(store, b"not a picture")
    assert await StoredFile.all().count() == 0
    assert not store.folder.exists()


def test_a_claim_outlives_the_longest_drawing():
    from media.drawer import WALL_SECONDS

    assert timedelta(seconds=2 * WALL_SECONDS) < service.CLAIM_LIFETIME
