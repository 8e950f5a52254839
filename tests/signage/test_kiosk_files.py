"""What a touchscreen reads: an index of the hall's units, texts and codes, all stored by hash."""

import json
from typing import Any

from jinja2 import DictLoader, Environment

from core.clock import FixedClock
from media.models import StoredFile
from signage.hub import Hub
from signage.issuing import follow
from signage.touch import TouchUnit, belongs
from tests.signage.world import Signage

KIOSK = "kiosk-1080x1920"


async def index(signage: Signage, screen: Any) -> dict[str, Any]:
    plan = await signage.plan(screen)
    data = signage.store.read(plan["touch"]["index"])
    assert len(data) == plan["touch"]["bytes"]
    return json.loads(data)


async def test_the_index_leads_to_every_text_and_code_by_its_hash(signage: Signage):
    screen = await signage.screen("k1", profile=KIOSK)
    version = await signage.world.published()
    await signage.settle()
    found = await index(signage, screen)
    (record,) = found["records"]
    assert record["version"] == version.id
    assert record["initials"] == "jdcwsz sqc"
    assert signage.store.read(record["fragment"]).decode() == "<article>季度财务收支</article>"
    assert record["bytes"] == len(signage.store.read(record["fragment"]))
    assert signage.store.read(record["qr"]).startswith(b"<svg")
    types = {row.sha256: row.media_type for row in await StoredFile.all()}
    assert types[record["fragment"]].startswith("text/html")
    assert types[record["qr"]] == "image/svg+xml"
    assert [unit["code"] for unit in found["units"]] == ["qingxi", "liuhe", "shiqiao"]
    assert [item["code"] for item in found["items"]] == ["village-accounts"]


async def test_walls_carry_no_index(signage: Signage):
    screen = await signage.screen("w1")
    await signage.world.published()
    await signage.settle()
    assert (await signage.plan(screen))["touch"] is None


async def test_a_text_that_cannot_be_made_is_named_and_the_others_are_there(signage: Signage):
    broken = '{% if candidate.title == "坏" %}{{ nothing() }}{% endif %}{{ candidate.title }}'
    signage.pages = Environment(
        loader=DictLoader({"signage/fragment.html": broken}), autoescape=True
    )
    signage.reconciler = signage.new_reconciler()
    screen = await signage.screen("k1", profile=KIOSK)
    good = await signage.world.published()
    bad = await signage.world.published("坏", item_code="village-monthly", period="2026-10")
    report = await signage.settle()
    assert set(report.problems) == {bad.id}
    assert [one["version"] for one in (await index(signage, screen))["records"]] == [good.id]


async def test_the_index_keeps_its_bytes_while_the_rows_do(signage: Signage, clock: FixedClock):
    screen = await signage.screen("k1", profile=KIOSK)
    await signage.world.published()
    await signage.settle()
    before = (await signage.pointer(screen)).plan
    clock.advance(hours=6)
    signage.reconciler = signage.new_reconciler()
    await signage.reconciler.run()
    assert (await signage.pointer(screen)).plan == before


def test_a_hall_offers_its_subtree_what_is_above_it_and_their_departments():
    def unit(path: str, tier: str) -> TouchUnit:
        return TouchUnit("x", "x", tier, None, path)

    here = "/county/town/"
    assert belongs(unit("/county/town/village/", "village"), here)
    assert belongs(unit("/county/", "county"), here)
    assert belongs(unit("/county/health/", "department"), here)
    assert not belongs(unit("/county/other/", "township"), here)
    assert not belongs(unit("/county/other/village/", "village"), here)


async def test_C_a_process_that_does_not_reconcile_follows_the_rows(signage: Signage):
    screen = await signage.screen("w1")
    await signage.pair(screen)
    await signage.settle()
    other = Hub()
    await follow(other)
    row = (await signage.pointer(screen)).sequence
    token_hash = (await type(screen).get(id=screen.id)).token_hash
    assert other.answer(token_hash).etag == f'"1-{row}"'.encode()


async def test_the_real_template_gives_an_article_without_scripts_or_styles(signage: Signage):
    from server.templates import environment

    signage.pages = environment(signage.settings.zone)
    signage.reconciler = signage.new_reconciler()
    screen = await signage.screen("k1", profile=KIOSK)
    await signage.world.published()
    report = await signage.settle()
    assert report.problems == {}
    (record,) = (await index(signage, screen))["records"]
    text = signage.store.read(record["fragment"]).decode()
    assert text.strip().startswith("<article")
    assert "46,200.00" in text
    for never in ("<script", "style=", "<!--", "onclick"):
        assert never not in text
