from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid, Refused
from disclosure import service
from disclosure.models import Record, Version
from disclosure.queries import candidates
from tests.disclosure.world import at, reload


async def test_an_approved_version_is_published_and_becomes_the_records_current_one(world, clock):
    version = await world.published()
    record = await Record.get(id=version.record.id)
    assert version.state == "published"
    assert version.published_at == clock.now()
    assert record.current_id == version.id


async def test_publication_supersedes_the_former_version_at_that_instant(world, clock):
    first = await world.published()
    clock.advance(hours=1)
    second = await world.published("季度财务收支（更正）", record_id=first.record.id)
    first = await reload(first)
    assert (first.state, first.superseded_at) == ("superseded", second.published_at)
    assert second.number == 2
    assert second.newest
    assert not first.newest


async def test_publication_supersedes_the_previous_period_of_the_same_unit_and_item(world, clock):
    earlier = await world.published(period="2026Q2")
    clock.advance(hours=1)
    later = await world.published(period="2026Q3")
    earlier = await reload(earlier)
    assert earlier.superseded_at == later.published_at
    assert (await Record.get(id=earlier.record.id)).current_id == earlier.id


async def test_a_period_published_after_its_successor_is_shown_nowhere(world, clock):
    later = await world.published(period="2026Q3")
    clock.advance(hours=1)
    late = await world.published(period="2026Q2")
    assert late.state == "superseded"
    assert (await reload(later)).superseded_at is None
    assert [c.version for c in await candidates(world.settings, clock.now())] == [later.id]


async def test_a_version_that_holds_later_leaves_its_predecessor_until_then(world, clock):
    first = await world.published(item_code="village-notice", period=None)
    second = await world.published(
        item_code="village-notice",
        period=None,
        record_id=first.record.id,
        effective_on="2027-01-01",
    )
    first = await reload(first)
    assert first.superseded_at == at("2027-01-01T00:00+08:00")
    shown = {c.version: c.window for c in await candidates(world.settings, clock.now())}
    assert shown[first.id].end == shown[second.id].start


async def test_withdrawal_needs_a_reason_and_happens_once(world):
    version = await world.published()
    with pytest.raises(Invalid):
        await service.withdraw(world.reviewer, version.id, "  ")
    await service.withdraw(world.reviewer, version.id, "数据有误")
    with pytest.raises(Conflict):
        await service.withdraw(world.second_reviewer, version.id, "数据有误")
    assert (await Record.get(id=version.record.id)).current_id is None


async def test_the_yearly_check_renews_fixed_content_and_changes_nothing_shown(world, clock):
    version = await world.published(item_code="village-roster", period=None)
    before = await candidates(world.settings, clock.now())
    clock.advance(days=364)
    version = await service.check_unchanged(world.officer, version.id)
    assert version.checked_at == clock.now()
    assert await candidates(world.settings, clock.now()) == before


async def test_only_fixed_content_is_checked_yearly(world):
    version = await world.published()
    with pytest.raises(Refused):
        await service.check_unchanged(world.officer, version.id)


async def test_what_is_published_never_changes_its_wording(world):
    version = await world.published()
    before = dict(await Version.filter(id=version.id).first().values())
    await world.draft("改过的标题", record_id=version.record.id)
    after = dict(await Version.filter(id=version.id).first().values())
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"newest"}


async def test_the_official_address_is_signed_and_becomes_the_records(world, clock):
    version = await world.published(official_url="https://www.qingxi.example/a/1.html")
    assert (await Record.get(id=version.record.id)).official_url == version.official_url
    (candidate,) = await candidates(world.settings, clock.now() + timedelta(hours=1))
    assert candidate.sheet.link == "https://www.qingxi.example/a/1.html"
