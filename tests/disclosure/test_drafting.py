import json
from datetime import timedelta

import pytest

from accounts.actor import SYSTEM
from accounts.models import Unit
from core import clock
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure import service
from disclosure.models import CatalogueItem, Record, Review, Version
from disclosure.periods import midnight, parse
from disclosure.service.drafting import draft_of
from tests.disclosure.world import CONTENT, reload

DOUBT = {"kind": "planted", "message": "疑似被植入的文字", "line": 12, "quote": "……"}


async def test_saving_again_changes_the_authors_own_draft_in_place(world):
    first = await world.draft()
    again = await world.draft("新标题", record_id=first.record.id, revision=first.revision)
    assert (again.id, again.title, again.revision) == (first.id, "新标题", 2)
    assert again.content_hash != first.content_hash


async def test_a_save_upon_an_older_state_of_the_draft_is_refused(world):
    first = await world.draft()
    await world.draft("甲", record_id=first.record.id, revision=1)
    with pytest.raises(Conflict):
        await world.draft("乙", record_id=first.record.id, revision=1)
    assert (await reload(first)).title == "甲"


async def test_a_second_draft_of_the_same_period_is_not_begun_unseen(world):
    await world.draft()
    with pytest.raises(Conflict):
        await world.draft("另一份")
    assert await Record.all().count() == 1


async def test_editing_what_was_approved_makes_a_new_version_and_voids_the_approval(world):
    approved = await world.approved()
    edited = await world.draft("改了", record_id=approved.record.id, revision=approved.revision)
    assert (await reload(approved)).state == "discarded"
    assert (edited.number, edited.state) == (2, "draft")
    with pytest.raises(Conflict):
        await service.publish(world.reviewer, world.settings, approved.id)


async def test_anothers_draft_is_followed_by_a_version_of_ones_own(world):
    first = await world.draft()
    second = await world.draft(
        actor=world.second_officer, record_id=first.record.id, revision=first.revision
    )
    assert second.id != first.id
    assert second.author_id == world.second_officer.id
    assert (await reload(first)).state == "discarded"


async def test_a_returned_wording_is_kept_and_followed_by_the_next(world):
    version = await service.submit(world.officer, world.settings, (await world.draft()).id)
    with pytest.raises(Invalid):
        await service.return_to_author(world.reviewer, version.id, " ")
    await service.return_to_author(world.reviewer, version.id, "请补充附表")
    next_one = await world.draft("补充后", record_id=version.record.id)
    assert (await reload(version)).state == "returned"
    assert next_one.number == 2
    note = await Review.get(version_id=version.id, step="return")
    assert note.note == "请补充附表"


async def test_the_author_may_take_back_what_is_not_published(world):
    version = await service.submit(world.officer, world.settings, (await world.draft()).id)
    with pytest.raises(Refused):
        await service.recall(world.second_officer, version.id)
    assert (await service.recall(world.officer, version.id)).state == "returned"


async def test_doubts_are_cleared_by_name_and_cannot_be_dropped(world, clock):
    first = await world.draft(unsure=[DOUBT])
    with pytest.raises(Invalid):
        await service.submit(world.officer, world.settings, first.id)
    silent = await world.draft(record_id=first.record.id, revision=1)
    assert len(json.loads(silent.unsure)) == 1
    cleared = await world.draft(
        record_id=first.record.id, revision=2, unsure=[DOUBT | {"cleared": True}]
    )
    (row,) = json.loads(cleared.unsure)
    assert row["cleared_by"] == world.officer.id
    assert row["cleared_at"] == clock.now().isoformat()
    assert (await service.submit(world.officer, world.settings, first.id)).state == "submitted"


async def test_a_draft_comes_back_as_it_was_saved(world):
    version = await world.draft(effective_on="2027-01-01", keywords="财务")
    draft = draft_of(version)
    assert draft.content == CONTENT
    assert (str(draft.effective_on), draft.keywords) == ("2027-01-01", "财务")


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ({"period": None}, "period-unfit"),
        ({"period": "2026-07"}, "period-unfit"),
        ({"period": "2026年"}, "period-bad"),
        ({"item_code": "village-roster"}, "period-unfit"),
        ({"item_code": "town-roster", "period": None}, "item-tier"),
        ({"item_code": None}, "period-without-item"),
    ],
)
async def test_unit_item_and_period_must_fit(world, place, code):
    with pytest.raises(Invalid) as problem:
        await world.draft(**place)
    assert problem.value.code == code
    assert await Version.all().count() == 0


async def test_an_imported_document_gets_its_item_later_but_not_once_published(world):
    first = await world.draft(item_code=None, period=None)
    placed = await world.draft(record_id=first.record.id, revision=1)
    assert (placed.record.item.code, placed.record.period) == ("village-accounts", "2026Q3")
    assert placed.content_hash != first.content_hash
    await service.submit(world.officer, world.settings, placed.id)
    await service.approve(world.reviewer, placed.id, placed.content_hash)
    await service.publish(world.reviewer, world.settings, placed.id)
    with pytest.raises(Invalid):
        await world.draft(record_id=first.record.id, period="2026Q4")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"abolished_on": "0001-01-01"}, "date-range"),
        ({"effective_on": "9999-12-31"}, "date-range"),
        ({"ends_at": "9999-12-31T23:00:00+00:00"}, "date-range"),
        ({"title": "财务\0收支"}, "text-unreadable"),
    ],
)
async def test_b_what_no_screen_could_plan_with_is_not_even_stored(world, said, code):
    """One such row would stop the planning of every screen."""
    with pytest.raises(Invalid) as problem:
        await world.draft(**said)
    assert problem.value.code == code
    assert await Version.all().count() == 0


async def test_nobody_writes_outside_their_units(world):
    with pytest.raises(Refused):
        await world.draft(actor=world.stranger)
    with pytest.raises(Refused):
        await world.draft(actor=world.reviewer)
    with pytest.raises(Refused):
        await world.draft(actor=SYSTEM)


async def test_a_record_of_another_unit_is_not_found(world):
    version = await world.draft()
    with pytest.raises(NotFound):
        await service.submit(world.stranger, world.settings, version.id)
    for step in (service.discard, service.recall):
        with pytest.raises(NotFound):
            await step(world.stranger, version.id)


@pytest.mark.parametrize(
    ("item_code", "period"), [("village-accounts", "2026Q4"), ("village-monthly", "2026-11")]
)
@pytest.mark.parametrize("nil_return", [False, True])
async def test_what_reports_on_a_running_period_is_kept_and_submitted_when_it_is_over(
    world, clock, item_code, period, nil_return
):
    draft = await world.draft(item_code=item_code, period=period, nil_return=nil_return)
    over = midnight(parse(period).next().first_day, world.settings.zone)
    clock.set(over - timedelta(seconds=1))
    with pytest.raises(Invalid) as refused:
        await service.submit(world.officer, world.settings, draft.id)
    assert refused.value.code == "period-runs"
    assert (await reload(draft)).state == "draft"
    assert not await Review.filter(version_id=draft.id).exists()
    clock.set(over)
    assert (await service.submit(world.officer, world.settings, draft.id)).state == "submitted"


async def test_a_plan_or_budget_is_published_in_the_year_that_it_is_about(world):
    version = await world.published(item_code="village-yearly", period="2026")
    assert version.state == "published"


async def test_a_quarter_without_events_is_written_and_published_like_any_other(world):
    version = await world.published("", nil_return=True)
    assert version.title == "2026年第三季度财务收支：本季度无发生"
    assert version.state == "published"


async def test_nothing_new_is_filed_under_a_retired_item_but_what_was_may_be_mended(
    world,
):
    known = await world.published()
    await CatalogueItem.filter(code="village-accounts").update(retired_at=clock.now())

    with pytest.raises(Invalid) as refused:
        await world.draft(period="2026Q2")
    assert refused.value.code == "item-retired"
    mended = await world.draft("更正", record_id=known.record.id)
    assert mended.number == 2


async def test_a_unit_s_own_item_is_not_filed_by_a_neighbour(world):
    other = await Unit.get(code="nanping")
    await CatalogueItem.filter(code="village-accounts").update(unit_id=other.id)

    with pytest.raises(Invalid) as refused:
        await world.draft()
    assert refused.value.code == "item-tier"
