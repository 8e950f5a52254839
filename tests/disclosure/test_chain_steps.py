"""The chains in the service: who takes which step, on screen or on paper, in the default ways."""

import json

import pytest

from accounts.models import AuditEntry
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure import service
from disclosure.chains import Chain, Step
from disclosure.models import CatalogueItem, Review, ReviewChain, Version
from disclosure.queries import inbox, reviews_of, stages
from disclosure.queries.chains import chain_of
from media.service import store_file
from tests.disclosure.chains import CLEAN, default_chains, hire
from tests.disclosure.world import reload

ROLES = ("secrecy", "reviewer", "head", "finance", "office")


@pytest.fixture
async def people(world):
    """One person for every role: the township's, the village's finance group, the county's office.
    No chain is set: the defaults hold."""
    await default_chains()
    made = {
        role: await hire(f"town-{role}", "liuhe", role) for role in ("secrecy", "reviewer", "head")
    }
    made["finance"] = await hire("finance", "shiqiao", "finance")
    made["office"] = await hire("office", "qingxi", "office")
    return made


async def town_notice(world, **options):
    """A township's roster, submitted: 政务."""
    place = {"unit_code": "liuhe", "item_code": "town-roster", "period": None}
    version = await world.draft("领导班子成员", **place, **options)
    return await service.submit(world.officer, world.settings, version.id)


async def taken(actor, version, **more):
    return await service.approve(actor, version.id, version.content_hash, **more)


async def test_government_affairs_pass_secrecy_leader_and_head_before_the_office(world, people):
    version = await town_notice(world)
    seen = []
    for role, more in (("secrecy", {"decisions": CLEAN}), ("reviewer", {}), ("head", {})):
        for other in people.keys() - {role}:
            with pytest.raises((Refused, NotFound)):
                await taken(people[other], version, **more)
        version = await taken(people[role], version, **more)
        seen.append((version.state, version.step))
    assert seen == [("submitted", 1), ("submitted", 2), ("approved", 3)]
    for role in ("secrecy", "reviewer", "head"):
        with pytest.raises(Refused):
            await service.publish(people[role], world.settings, version.id)
    version = await service.publish(people["office"], world.settings, version.id)
    assert version.state == "published"
    assert version.reviewer == "柳河镇人民政府"
    kept = await Review.filter(version_id=version.id, step="approve").order_by("at", "id")
    assert {review.stage for review in kept} == {"secrecy", "leader", "head"}
    assert json.loads(next(one.decisions for one in kept if one.stage == "secrecy")) == CLEAN


async def test_village_accounts_pass_the_finance_group_and_the_township(world, people):
    await CatalogueItem.filter(code="village-accounts").update(chain="finance")
    version = await service.submit(world.officer, world.settings, (await world.draft()).id)
    version = await taken(people["finance"], version)
    own_reviewer = await hire("own", "shiqiao", "reviewer")
    with pytest.raises(Refused):
        await taken(own_reviewer, version)
    version = await taken(people["reviewer"], version)
    assert version.state == "approved"
    assert (
        await service.publish(people["office"], world.settings, version.id)
    ).state == "published"


async def test_other_village_content_passes_the_supervision_group_and_the_villages_head(
    world, people
):
    version = await world.draft(item_code="village-notice", period=None)
    version = await service.submit(world.officer, world.settings, version.id)
    version = await taken(people["finance"], version)
    version = await taken(people["head"], version)
    assert version.state == "approved"


async def test_an_open_question_of_the_checklist_leaves_nothing_behind(world, people):
    version = await town_notice(world)
    before = await AuditEntry.all().count()
    for decisions in (None, {}, {**CLEAN, "state": ""}, {**CLEAN, "privacy": "withhold"}):
        with pytest.raises(Invalid) as told:
            await taken(people["secrecy"], version, decisions=decisions)
        assert told.value.data["field"] == "decisions"
    assert (await reload(version)).step == 0
    assert await AuditEntry.all().count() == before


async def test_what_is_under_discussion_may_be_put_out_for_consultation(world, people):
    decisions = {**CLEAN, "process": "consultation"}
    version = await town_notice(world)
    with pytest.raises(Invalid):
        await taken(people["secrecy"], version, decisions=decisions)
    place = {"unit_code": "liuhe", "item_code": "town-roster", "period": None}
    fields = {
        "opens": "2026-12-01",
        "closes": "2027-01-10",
        "letters": "青溪县人民路",
        "body": "第一条",
    }
    asked = {"kind": "consultation", "fields_json": json.dumps(fields, ensure_ascii=False)}
    draft = await world.draft("征求意见稿", **place, **asked)
    version = await service.submit(world.officer, world.settings, draft.id)
    assert (await taken(people["secrecy"], version, decisions=decisions)).step == 1


async def test_the_author_takes_no_step_whatever_roles_they_hold(world, people):
    everyone = await hire("everyone", "qingxi", "officer", *ROLES)
    place = {"unit_code": "liuhe", "item_code": "town-roster", "period": None}
    version = await world.draft("领导班子成员", actor=everyone, **place)
    version = await service.submit(everyone, world.settings, version.id)
    with pytest.raises(Refused):
        await taken(everyone, version, decisions=CLEAN)
    for role, more in (("secrecy", {"decisions": CLEAN}), ("reviewer", {}), ("head", {})):
        version = await taken(people[role], version, **more)
    with pytest.raises(Refused):
        await service.publish(everyone, world.settings, version.id)


async def test_the_urgent_way_needs_its_reason_and_only_the_head(world, people):
    place = {"unit_code": "liuhe", "item_code": "town-roster", "period": None}
    version = await world.draft("防汛紧急通知", **place)
    with pytest.raises(Invalid) as told:
        await service.submit(world.officer, world.settings, version.id, urgent=True, reason="  ")
    assert told.value.data["field"] == "urgent_reason"
    version = await service.submit(
        world.officer, world.settings, version.id, urgent=True, reason="汛情紧急"
    )
    assert version.urgent
    with pytest.raises(Invalid) as told:
        await taken(people["head"], version)
    assert told.value.code == "decision-missing"
    version = await taken(people["head"], version, decisions=CLEAN)
    assert version.state == "approved"
    assert (
        await service.publish(people["office"], world.settings, version.id)
    ).state == "published"
    submitted = await Review.get(version_id=version.id, step="submit")
    assert submitted.note == "汛情紧急"


async def test_a_chain_set_later_changes_nothing_that_is_under_way(world, people):
    version = await town_notice(world)
    one = Chain((Step("only", "审核", "reviewer", "secrecy"),), "office")
    await service.set_chain(people["office"], kind="affairs", unit_code="liuhe", chain=one)
    with pytest.raises(Refused):
        await taken(people["reviewer"], version)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    assert version.state == "submitted"


async def test_each_step_may_send_back_with_its_reason_and_the_way_begins_anew(world, people):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    with pytest.raises(Refused):
        await service.return_to_author(people["head"], version.id, "尚未轮到")
    with pytest.raises(Invalid):
        await service.return_to_author(people["reviewer"], version.id, " ")
    await service.return_to_author(people["reviewer"], version.id, "分工有误")
    again = await town_notice(world, record_id=version.record.id)
    assert (again.number, again.step, again.state) == (2, 0, "submitted")
    with pytest.raises(Refused):
        await taken(people["reviewer"], again)


async def test_a_changed_comma_voids_every_signature(world, people):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    edited = await world.draft(
        "领导班子成员，",
        unit_code="liuhe",
        item_code="town-roster",
        period=None,
        record_id=version.record.id,
        revision=version.revision,
    )
    assert (await reload(version)).state == "discarded"
    with pytest.raises(Conflict):
        await taken(people["reviewer"], version)
    version = await service.submit(world.officer, world.settings, edited.id)
    assert version.step == 0


async def test_of_two_who_sign_the_same_step_at_once_one_is_told(world, people):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    await taken(people["reviewer"], version)
    second = await hire("second", "liuhe", "reviewer")
    with pytest.raises(Refused) as told:
        await taken(second, version)
    assert "主要负责人签发" in str(told.value), "it names the step that waits now"


async def scanned(store):
    return await store_file(store, b"%PDF-1.4 signed", "application/pdf")


async def test_a_signature_on_paper_counts_with_its_scan_and_the_recorders_name(
    world, people, store
):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    scan = await scanned(store)
    version = await service.record_signature(
        people["secrecy"], version.id, version.content_hash, signer="周镇长", scan=scan
    )
    assert version.step == 2
    kept = await Review.get(version_id=version.id, stage="leader")
    assert (kept.signer, kept.scan, kept.person_id) == ("周镇长", scan, people["secrecy"].id)
    entry = await AuditEntry.all().order_by("-sequence").first()
    assert json.loads(entry.data)["signer"] == "周镇长"


async def test_one_clerk_with_two_sheets_of_paper_is_no_second_leader(world, people, store):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    scan = await scanned(store)
    hashed = version.content_hash
    await service.record_signature(
        people["secrecy"], version.id, hashed, signer="周镇长", scan=scan
    )
    with pytest.raises(Refused) as told:
        await service.record_signature(
            people["secrecy"], version.id, hashed, signer="吴书记", scan=scan
        )
    assert told.value.code == "recorder-twice"
    version = await service.record_signature(
        people["office"], version.id, hashed, signer="吴书记", scan=scan
    )
    assert version.state == "approved"


@pytest.mark.parametrize(
    ("signer", "with_scan", "code"),
    [
        ("", True, "signer-missing"),
        ("周镇长", False, "scan-missing"),
        ("王信息", True, "signer-author"),
    ],
)
async def test_without_signer_or_scan_nothing_is_received(
    world, people, store, signer, with_scan, code
):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    scan = await scanned(store) if with_scan else ""
    with pytest.raises(Invalid) as told:
        await service.record_signature(
            people["office"], version.id, version.content_hash, signer=signer, scan=scan
        )
    assert told.value.code == code
    with pytest.raises(NotFound):
        await service.record_signature(
            people["office"], version.id, version.content_hash, signer="周镇长", scan="0" * 64
        )
    assert (await reload(version)).step == 1


async def test_neither_the_author_nor_an_outsider_records_and_no_paper_answers_a_checklist(
    world, people, store
):
    scan = await scanned(store)
    both = await hire("both2", "qingxi", "officer", "office")
    place = {"unit_code": "liuhe", "item_code": "town-roster", "period": None}
    version = await service.submit(
        both, world.settings, (await world.draft(actor=both, **place)).id
    )
    signed = {"signer": "周镇长", "scan": scan}
    with pytest.raises(Refused) as told:
        await service.record_signature(people["office"], version.id, version.content_hash, **signed)
    assert told.value.code == "not-on-paper"
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    with pytest.raises(Refused):
        await service.record_signature(both, version.id, version.content_hash, **signed)
    with pytest.raises((NotFound, Refused)):
        await service.record_signature(world.stranger, version.id, version.content_hash, **signed)
    with pytest.raises(Conflict):
        await service.record_signature(people["office"], version.id, "0" * 64, **signed)


async def test_a_head_sees_only_what_waits_for_the_head(world, people, clock):
    version = await town_notice(world)

    async def waits_for():
        return {
            role
            for role, person in people.items()
            if version.id
            in [
                one.id
                for box in [await inbox(person, clock.now())]
                for one in (*box.to_review, *box.to_publish)
            ]
        }

    order = []
    for role, more in (("secrecy", {"decisions": CLEAN}), ("reviewer", {}), ("head", {})):
        order.append(await waits_for())
        version = await taken(people[role], version, **more)
    order.append(await waits_for())
    assert order == [{"secrecy"}, {"reviewer"}, {"head"}, {"office"}]


async def test_the_urgent_stands_first_in_the_inbox(world, people, clock):
    await CatalogueItem.filter(code="village-accounts").update(chain="finance")
    usual = await service.submit(world.officer, world.settings, (await world.draft()).id)
    urgent = await world.draft("紧急", item_code="village-accounts", period="2026Q2")
    urgent = await service.submit(
        world.officer, world.settings, urgent.id, urgent=True, reason="急"
    )
    box = await inbox(people["finance"], clock.now())
    assert [one.id for one in box.to_review] == [urgent.id, usual.id]


async def test_the_way_shows_who_took_what_and_what_is_next(world, people):
    version = await town_notice(world)
    version = await taken(people["secrecy"], version, decisions=CLEAN)
    way = stages(await chain_of(version), version, await reviews_of(version))
    assert [stage.state for stage in way] == ["taken", "taken", "turn", "ahead", "ahead"]
    assert way[1].review.person.name == "town-secrecy"
    assert [stage.role for stage in way] == ["officer", "secrecy", "reviewer", "head", "office"]


async def test_an_office_sets_and_removes_the_ways_of_its_own_units_only(world, people):
    one = Chain((Step("only", "审核", "reviewer", "secrecy"),), "office")
    town_office = await hire("town-office", "liuhe", "office")
    row = await service.set_chain(town_office, kind="affairs", unit_code="liuhe", chain=one)
    again = await service.set_chain(town_office, kind="affairs", unit_code="liuhe", chain=one)
    assert row.id == again.id
    version = await town_notice(world)
    version = await taken(people["reviewer"], version, decisions=CLEAN)
    assert version.state == "approved"
    for unit in ("qingxi", "nanping"):
        with pytest.raises(Refused):
            await service.set_chain(town_office, kind="affairs", unit_code=unit, chain=one)
    other = await service.set_chain(people["office"], kind="party", unit_code="nanping", chain=one)
    with pytest.raises(NotFound):
        await service.remove_chain(town_office, other.id)
    with pytest.raises(Invalid):
        await service.set_chain(
            town_office, kind="affairs", unit_code="liuhe", chain=Chain((), "office")
        )
    await service.remove_chain(town_office, row.id)
    assert await ReviewChain.all().count() == 1
    actions = await AuditEntry.filter(action__startswith="chain.").order_by("sequence")
    assert [entry.action for entry in actions] == [
        "chain.set",
        "chain.set",
        "chain.set",
        "chain.remove",
    ]


async def test_a_version_of_the_first_release_is_signed_once_and_released(world, people):
    version = await town_notice(world)
    await Version.filter(id=version.id).update(chain="")
    version = await taken(people["reviewer"], version)
    assert version.state == "approved"
    assert (
        await service.publish(people["office"], world.settings, version.id)
    ).state == "published"


async def test_no_office_leaves_the_secrecy_check_out_of_what_an_office_discloses(world, people):
    bare = Chain((Step("only", "审核", "reviewer"),), "office")
    with pytest.raises(Invalid) as refused:
        await service.set_chain(people["office"], kind="affairs", unit_code="liuhe", chain=bare)
    assert refused.value.code == "secrecy-missing"
