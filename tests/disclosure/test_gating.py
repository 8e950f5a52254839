"""The gates on a version's way to the public: what they stop, who lets it through, and for how
long that holds."""

from collections.abc import Awaitable

import pytest

from accounts.actor import Actor
from accounts.models import AuditEntry, Person, Unit
from core import clock
from core.errors import Conflict, HallboardError, Invalid, NotFound, Refused
from disclosure import service
from disclosure.models import Finding, Version
from disclosure.queries import gate_views
from disclosure.queries.gates import GateView
from disclosure.service.drafting import draft_of
from disclosure.service.gate_words import add_word
from media.content import Content, ListBlock, paragraph
from tests.disclosure.world import World, reload

PLANTED = Content(blocks=(paragraph("请登录日博365查看。"),))
PERSONAL = Content(
    blocks=(paragraph("低保对象名单"), ListBlock(items=("张三 13812345678", "李四 13912345678")))
)


async def refusal(step: Awaitable[object]) -> HallboardError:
    with pytest.raises(HallboardError) as caught:
        await step
    return caught.value


async def views(version: Version) -> list[GateView]:
    return await gate_views(await reload(version))


async def secrecy_reviewer() -> Actor:
    unit = await Unit.get(code="qingxi")
    person = await Person.create(login="secrecy", name="郑保密", unit=unit, created_at=clock.now())
    return Actor(person.id, person.name, (("secrecy", unit.path),))


async def office() -> Actor:
    unit = await Unit.get(code="qingxi")
    person = await Person.create(login="office", name="冯公开", unit=unit, created_at=clock.now())
    return Actor(person.id, person.name, (("office", unit.path),))


async def test_a_forbidden_word_stops_submission_and_is_named(world: World) -> None:
    version = await world.draft(content=PLANTED)
    problem = await refusal(service.submit(world.officer, world.settings, version.id))
    assert problem.code == "words-open"
    assert "日博365" in str(problem)
    assert "第 1 段" in str(problem)
    assert (await reload(version)).state == "draft"


async def test_a_title_and_keywords_are_scanned_too(world: World) -> None:
    version = await world.draft(title="日博365专题", keywords="bet365")
    assert [one.hit.where for one in await views(version)] == ["标题", "关键词"]


async def test_a_second_person_clears_a_word_with_a_reason(world: World) -> None:
    version = await world.draft(content=PLANTED)
    (view,) = await views(version)
    clear = service.clear_finding
    assert isinstance(
        await refusal(clear(world.officer, version.id, view.hit.key, "误报")), Refused
    )
    assert isinstance(await refusal(clear(world.reviewer, version.id, view.hit.key, " ")), Invalid)
    await clear(world.reviewer, version.id, view.hit.key, "引用原网页名称，确属误报")
    assert (await service.submit(world.officer, world.settings, version.id)).state == "submitted"
    (view,) = await views(version)
    assert (view.state, view.by, view.reason) == ("cleared", "李审核", "引用原网页名称，确属误报")


async def test_an_author_who_may_review_does_not_clear_their_own_words(world: World) -> None:
    version = await world.draft(content=PLANTED, actor=world.both)
    (view,) = await views(version)
    problem = await refusal(service.clear_finding(world.both, version.id, view.hit.key, "误报"))
    assert problem.code == "gate-four-eyes"


async def test_findings_of_other_units_are_not_found(world: World) -> None:
    version = await world.draft(content=PLANTED)
    (view,) = await views(version)
    problem = await refusal(service.clear_finding(world.stranger, version.id, view.hit.key, "好"))
    assert isinstance(problem, NotFound)


async def test_what_was_cleared_stays_cleared_in_later_drafts_until_it_moves(world: World) -> None:
    version = await world.draft(content=PLANTED)
    (view,) = await views(version)
    await service.clear_finding(world.reviewer, version.id, view.hit.key, "误报")
    version = await service.submit(world.officer, world.settings, version.id)
    await service.return_to_author(world.reviewer, version.id, "请补充")
    moved = Content(blocks=(paragraph("补充说明。"), paragraph("请登录日博365。")))
    second = await world.draft(content=moved, record_id=version.record.id)
    assert [one.state for one in await views(second)] == ["cleared"]
    await service.submit(world.officer, world.settings, second.id)
    await service.recall(world.officer, second.id)
    listed = Content(blocks=(ListBlock(items=("日博365",)),))
    third = await world.draft(content=listed, record_id=version.record.id)
    assert [one.state for one in await views(third)] == ["open"]


async def test_who_cleared_a_word_and_then_becomes_the_author_has_cleared_nothing(
    world: World,
) -> None:
    version = await world.draft(content=PLANTED)
    (view,) = await views(version)
    await service.clear_finding(world.both, version.id, view.hit.key, "误报")
    version = await service.submit(world.officer, world.settings, version.id)
    await service.return_to_author(world.reviewer, version.id, "请修改")
    second = await world.draft(
        content=PLANTED, title="另一标题", actor=world.both, record_id=version.record.id
    )
    assert [one.state for one in await views(second)] == ["open"]


async def test_a_hint_never_stops_submission(world: World) -> None:
    version = await world.draft(content=Content(blocks=(paragraph("五保户名单"),)))
    assert [one.hit.found.severity for one in await views(version)] == ["warn"]
    assert (await service.submit(world.officer, world.settings, version.id)).state == "submitted"


async def test_a_word_listed_meanwhile_stops_approval_and_publication(world: World) -> None:
    keeper = await office()
    submitted = await service.submit(world.officer, world.settings, (await world.draft()).id)
    await add_word(keeper, kind="forbidden", word="集体土地承包")
    problem = await refusal(service.approve(world.reviewer, submitted.id, submitted.content_hash))
    assert problem.code == "words-open"
    assert "集体土地承包" in str(problem)
    (view,) = await views(submitted)
    await service.clear_finding(world.second_reviewer, submitted.id, view.hit.key, "规范用语")
    approved = await service.approve(world.reviewer, submitted.id, submitted.content_hash)
    await add_word(keeper, kind="forbidden", word="道路维修")
    problem = await refusal(service.publish(world.reviewer, world.settings, approved.id))
    assert "道路维修" in str(problem)
    assert (await reload(approved)).state == "approved"


async def test_personal_data_stop_submission_without_being_repeated(world: World) -> None:
    version = await world.draft(content=PERSONAL)
    problem = await refusal(service.submit(world.officer, world.settings, version.id))
    assert problem.code == "personal-open"
    assert "138****5678" in str(problem)
    assert "13812345678" not in str(problem)


async def test_the_author_confirms_the_masking_and_the_text_is_masked(world: World) -> None:
    version = await world.draft(content=PERSONAL)
    before = version.content_hash
    keys = [one.hit.key for one in await views(version)]
    saved = await service.mask_findings(world.officer, world.settings, version.id, keys)
    assert draft_of(saved).content.text == "低保对象名单\n张三 138****5678\n李四 139****5678"
    assert saved.content_hash != before
    assert await views(saved) == []
    assert set(await Finding.all().values_list("state", flat=True)) == {"masked"}
    assert (await service.submit(world.officer, world.settings, saved.id)).state == "submitted"


async def test_only_the_author_masks_and_only_in_a_draft(world: World) -> None:
    version = await world.draft(content=PERSONAL)
    keys = [one.hit.key for one in await views(version)]
    other = await refusal(
        service.mask_findings(world.second_officer, world.settings, version.id, keys)
    )
    assert other.code == "gate-author-only"
    saved = await service.mask_findings(world.officer, world.settings, version.id, keys)
    again = await refusal(service.mask_findings(world.officer, world.settings, saved.id, keys))
    assert isinstance(again, Conflict)


async def test_a_legal_ground_lets_data_go_to_review_but_not_out_until_confirmed(
    world: World,
) -> None:
    secrecy = await secrecy_reviewer()
    version = await world.draft(content=PERSONAL)
    ground = "《社会救助暂行办法》第十一条"
    for view in await views(version):
        version = await service.claim_ground(
            world.officer, world.settings, version.id, view.hit.key, ground
        )
    assert version.unmasked_ground == ground
    version = await service.submit(world.officer, world.settings, version.id)
    version = await service.approve(world.reviewer, version.id, version.content_hash)
    problem = await refusal(service.publish(world.reviewer, world.settings, version.id))
    assert problem.code == "ground-unconfirmed"
    for view in await views(version):
        for nobody in (world.officer, world.reviewer):
            refused = await refusal(service.confirm_ground(nobody, version.id, view.hit.key))
            assert isinstance(refused, Refused)
        await service.confirm_ground(secrecy, version.id, view.hit.key)
    published = await service.publish(world.reviewer, world.settings, version.id)
    assert published.state == "published"


async def test_a_ground_that_is_refused_leaves_the_finding_open(world: World) -> None:
    secrecy = await secrecy_reviewer()
    version = await world.draft(content=PERSONAL)
    view = (await views(version))[0]
    version = await service.claim_ground(
        world.officer, world.settings, version.id, view.hit.key, "村规民约"
    )
    await service.reject_ground(secrecy, version.id, view.hit.key, "不是法定依据")
    assert {one.state for one in await views(version)} == {"open"}
    problem = await refusal(service.submit(world.officer, world.settings, version.id))
    assert problem.code == "personal-open"


async def test_a_secrecy_reviewer_does_not_confirm_their_own_ground(world: World) -> None:
    person = await Person.get(login="officer")
    two = Actor(person.id, person.name, (("officer", "/qingxi/"), ("secrecy", "/qingxi/")))
    version = await world.draft(content=PERSONAL, actor=two)
    view = (await views(version))[0]
    version = await service.claim_ground(two, world.settings, version.id, view.hit.key, "某法")
    problem = await refusal(service.confirm_ground(two, version.id, view.hit.key))
    assert problem.code == "gate-four-eyes-secrecy"


async def test_every_decision_is_in_the_trail_with_what_is_personal_masked(world: World) -> None:
    version = await world.draft(content=PERSONAL)
    view = (await views(version))[0]
    await service.claim_ground(world.officer, world.settings, version.id, view.hit.key, "某法")
    entry = await AuditEntry.get(action="gate.claim")
    assert "138****5678" in entry.data
    trail = "".join(await AuditEntry.all().values_list("data", flat=True))
    assert "13812345678" not in trail


async def test_a_finding_whose_quote_went_does_not_stop_anything(world: World) -> None:
    version = await world.draft(content=PLANTED)
    clean = await world.draft(
        title="季度财务收支", record_id=version.record.id, revision=version.revision
    )
    assert await Finding.filter(state="gone").count() == 1
    assert (await service.submit(world.officer, world.settings, clean.id)).state == "submitted"
    assert await Finding.filter(state="open").count() == 0
