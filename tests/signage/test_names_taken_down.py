"""A name that is taken down leaves screens with the next pass; its new pages follow."""

from disclosure.service.suppressing import suppress_name
from media.content import Content, Member, Roster
from media.models import PageSet
from tests.signage.world import Signage, draw_all

ROSTER = Content(
    blocks=(Roster(members=(Member(name="张强", post="主任"), Member(name="李四", post="委员"))),)
)


async def test_A_the_old_page_leaves_at_once_and_the_new_one_comes_when_it_is_drawn(
    signage: Signage,
) -> None:
    wall = await signage.screen("w1")
    await signage.programme()
    version = await signage.world.published(
        "村两委成员", item_code="village-roster", period=None, content=ROSTER
    )
    await signage.settle()
    old = {page["file"] for item in (await signage.plan(wall))["items"] for page in item["pages"]}
    assert await signage.versions(wall) == {version.id}
    await suppress_name(signage.world.reviewer, "张强", "qingxi", "已离任")
    await signage.reconciler.run()
    assert await signage.versions(wall) == set(), "no page with the name waits for another"
    waiting = await PageSet.filter(state="queued")
    assert waiting
    assert all("张强" not in row.sheet for row in waiting)
    await draw_all(signage.store)
    await signage.reconciler.run()
    assert await signage.versions(wall) == {version.id}
    new = {page["file"] for item in (await signage.plan(wall))["items"] for page in item["pages"]}
    assert not new & old


async def test_A_a_kiosk_offers_the_text_without_the_name_with_the_same_pass(
    signage: Signage,
) -> None:
    kiosk = await signage.screen("k1", "kiosk-1080x1920")
    await signage.world.published(
        "张强任职公示", item_code="village-roster", period=None, content=ROSTER
    )
    await signage.settle()
    await suppress_name(signage.world.reviewer, "张强", "qingxi", "已离任")
    await signage.reconciler.run()
    plan = await signage.plan(kiosk)
    index = signage.store.read(plan["touch"]["index"]).decode()
    assert "某某任职公示" in index
    assert "张强" not in index
