"""What is known of a posting, day by day, and the certificate that says it."""

import io
import json
from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from core import clock as clocks
from core.errors import Conflict, Invalid, NotFound, Refused
from core.signing import new_signing_key
from core.transaction import transact
from disclosure import service as disclosure
from disclosure.certificates import body_of, file_of, genuine
from disclosure.models import Certificate, DisplayDay, Version
from disclosure.queries.postings import posting_file, postings, shortfalls
from disclosure.queries.screens import candidates
from media.fonts import find_fonts
from media.qr import decode
from server.integrity import verify
from signage.beats import Beat
from signage.certificate_page import certificate_pdf
from signage.certificates import issue_certificate
from signage.displays import Displays, shown_between
from signage.models import Screen
from signage.pointer import milliseconds
from signage.service import record_beat
from signage.upkeep import Upkeep
from tests.signage.lists import NAMES, Halls, posted, with_lists
from tests.signage.world import Signage

DAY = timedelta(days=1)


@pytest.fixture
async def halls(signage: Signage) -> Halls:
    return await with_lists(signage)


async def says_it_plays(signage: Signage, screen: Screen, sequence: int) -> None:
    plan = (await signage.pointer(screen)).plan
    await record_beat(screen.id, Beat(boot=1, sequence=sequence, plan=plan, tier="T1"))


async def look(signage: Signage) -> int:
    await signage.settle()
    return await Displays(signage.settings, signage.store).note()


async def test_a_plan_alone_vouches_for_nothing_and_a_heartbeat_for_its_day(signage, halls, clock):
    version = await posted(signage)
    token = await signage.pair(halls.village)
    assert token
    await look(signage)
    rows = await DisplayDay.filter(version_id=version.id).order_by("screen")
    assert [(row.screen, row.day, row.first_seen_at) for row in rows] == [
        ("v-1", date(2026, 11, 20), None),
        ("v-2", date(2026, 11, 20), None),
    ]
    clock.set(clocks.now() + 3 * DAY)  # Monday, the first day that counts
    await signage.settle()
    await says_it_plays(signage, halls.village, 1)
    await look(signage)
    clock.set(clocks.now() + DAY)  # the screen has said nothing since
    await look(signage)
    clock.set(clocks.now() + DAY)
    file = await posting_file(signage.world.officer, signage.settings, version.id, clocks.now())
    assert [(one.day.day, one.state) for one in file.view.coverage.days] == [
        (23, "covered"),
        (24, "planned"),
        (25, "ahead"),
    ]


async def test_a_day_that_nobody_vouches_for_alarms_and_names_it(signage, halls, clock):
    version = await posted(signage)
    await look(signage)
    assert await shortfalls(signage.settings, clocks.now()) == []
    clock.set(clocks.now() + 3 * DAY)
    await look(signage)
    clock.set(clocks.now() + DAY)
    (found,) = await shortfalls(signage.settings, clocks.now())
    assert found.version.id == version.id
    assert found.coverage.short == (date(2026, 11, 23),)
    assert found.coverage.of("planned") == (date(2026, 11, 23),)
    assert found.alarm
    (listed,) = await postings(signage.world.officer, signage.settings, clocks.now())
    assert listed.version.id == version.id
    assert await postings(signage.world.stranger, signage.settings, clocks.now()) == []


async def test_a_photo_of_the_board_vouches_for_its_day(signage, halls, clock):
    version = await posted(signage)
    clock.set(clocks.now() + 4 * DAY)
    assert len(await shortfalls(signage.settings, clocks.now())) == 1
    await evidence(signage, version.id, date(2026, 11, 23))
    assert await shortfalls(signage.settings, clocks.now()) == []
    entry = await AuditEntry.get(action="posting.evidence")
    assert json.loads(entry.data)["day"] == "2026-11-23"


async def evidence(signage: Signage, version: str, day: date, **more: str) -> None:
    options = {"carrier": "paper", "place": "村务公开栏", "file": "ab" * 32} | more
    await disclosure.add_evidence(
        signage.world.officer, signage.settings, version, seen_on=day, **options
    )


@pytest.mark.parametrize(
    ("day", "more", "code"),
    [
        (date(2026, 11, 19), {}, "day-outside"),
        (date(2026, 11, 25), {}, "day-outside"),
        (date(2026, 11, 23), {"carrier": "rumour"}, "carrier-unknown"),
        (date(2026, 11, 23), {"place": " "}, "place-missing"),
    ],
)
async def test_a_photo_is_of_a_day_of_the_posting_that_has_come(
    signage, halls, clock, day, more, code
):
    version = await posted(signage)
    clock.set(clocks.now() + 4 * DAY)
    with pytest.raises(Invalid) as refused:
        await evidence(signage, version.id, day, **more)
    assert refused.value.code == code


async def test_an_extension_moves_the_end_on_every_screen_and_says_so_on_the_page(
    signage, halls, clock
):
    version = await posted(signage)
    (before,) = await candidates(signage.settings, clocks.now())
    officer = signage.world.officer
    await disclosure.extend_posting(officer, signage.settings, version.id, 2, "停电两天")
    (after,) = await candidates(signage.settings, clocks.now())
    assert before.window.end is not None
    assert after.window.end == before.window.end + 2 * DAY
    assert "公示期3个工作日并延长2个工作日" in after.sheet.footer
    assert "2026年11月20日至2026年11月27日" in after.sheet.footer
    assert "异议受理：石桥村村务监督委员会 0570-7654321" in after.sheet.footer
    await signage.settle()
    items = (await signage.plan(halls.village))["items"]
    assert [item["not_after"] for item in items] == [milliseconds(after.window.end)]
    entry = await AuditEntry.get(action="posting.extend")
    assert json.loads(entry.data) == {
        "record": version.record.id,
        "days": 2,
        "reason": "停电两天",
    }


async def test_only_a_running_posting_is_extended_and_only_by_who_may(signage, halls, clock):
    version = await posted(signage)
    world, settings = signage.world, signage.settings
    with pytest.raises(Invalid) as refused:
        await disclosure.extend_posting(world.officer, settings, version.id, 0, "停电")
    assert refused.value.code == "posting-days"
    with pytest.raises(Invalid) as refused:
        await disclosure.extend_posting(world.officer, settings, version.id, 363, "停电")
    assert refused.value.code == "posting-days"
    with pytest.raises(Invalid) as refused:
        await disclosure.extend_posting(world.officer, settings, version.id, 1, " ")
    assert refused.value.code == "reason-missing"
    with pytest.raises(Refused):
        await disclosure.extend_posting(world.reviewer, settings, version.id, 1, "停电")
    with pytest.raises(NotFound):
        await disclosure.extend_posting(world.stranger, settings, version.id, 1, "停电")
    clock.set(clocks.now() + 6 * DAY)
    with pytest.raises(Conflict) as refused:
        await disclosure.extend_posting(world.officer, settings, version.id, 1, "停电")
    assert refused.value.code == "posting-over"
    plain = await world.published()
    with pytest.raises(NotFound) as refused:
        await disclosure.extend_posting(world.officer, settings, plain.id, 1, "停电")
    assert refused.value.code == "posting-none"


async def certified(signage: Signage, version: str, *, names: bool = False) -> Certificate:
    return await issue_certificate(
        signage.world.officer, signage.settings, signage.key, version, names=names
    )


async def test_a_certificate_states_what_is_known_and_nothing_more(signage, halls, clock):
    version = await posted(signage)
    await signage.pair(halls.village)
    clock.set(clocks.now() + 3 * DAY)
    await signage.settle()
    await says_it_plays(signage, halls.village, 1)
    await look(signage)
    clock.set(clocks.now() + DAY)
    await evidence(signage, version.id, date(2026, 11, 24))
    clock.set(clocks.now() + DAY)
    row = await certified(signage, version.id)
    body = body_of(row)
    assert (body["hash"], body["rows"], body["unit"]) == (
        version.content_hash,
        3,
        "石桥村村民委员会",
    )
    assert (body["posting"]["first"], body["posting"]["last"]) == ("2026-11-23", "2026-11-25")
    display = body["display"]
    assert (display["whole"], display["covered"], display["gaps"]) == (3, 2, [])
    assert [(one["screen"], one["planned"], one["seen"]) for one in display["screens"]] == [
        ("v-1", 1, 1),
        ("v-2", 1, 0),
    ]
    assert display["evidence"][0]["file"] == "ab" * 32
    assert display["first_seen"] == "2026-11-23T01:00:00+00:00"
    assert [one["step"] for one in body["approvals"]] == ["submit", "approve", "publish"]
    assert "name" not in body["approvals"][0]
    assert not any(name in row.body for name in (*NAMES, "王信息", "李审核"))


async def test_names_of_those_who_signed_stand_in_it_only_when_asked_for(signage, halls):
    version = await posted(signage)
    row = await certified(signage, version.id, names=True)
    assert [one["name"] for one in body_of(row)["approvals"]] == ["王信息", "李审核", "李审核"]


async def test_a_certificate_is_signed_and_one_changed_letter_is_noticed(signage, halls):
    version = await posted(signage)
    row = await certified(signage, version.id)
    public = signage.key.public_bytes()
    assert genuine(row, public, row.code)
    assert not genuine(row, public, "0" * 10)
    assert not genuine(row, new_signing_key().public_bytes(), row.code)
    said = json.loads(file_of(row, public))
    assert said["certificate"] == body_of(row)
    row.body = row.body.replace('"covered":0', '"covered":3')
    assert not genuine(row, public, row.code)
    assert (await verify(signage.store, signage.key)).problems == []


async def test_a_certificate_is_never_changed_or_removed(signage, halls):
    version = await posted(signage)
    row = await certified(signage, version.id)
    for change in (
        lambda: Certificate.filter(id=row.id).update(body="{}"),
        lambda: Certificate.filter(id=row.id).delete(),
    ):
        with pytest.raises(Exception, match="certificates are never"):
            await transact(change)


async def test_verify_names_a_certificate_of_another_key(signage, halls):
    version = await posted(signage)
    foreign = await issue_certificate(
        signage.world.officer, signage.settings, new_signing_key(), version.id
    )
    (problem,) = (await verify(signage.store, signage.key)).problems
    assert foreign.code in problem


async def test_who_may_not_read_a_posting_gets_no_certificate_of_it(signage, halls):
    version = await posted(signage)
    with pytest.raises(NotFound):
        await issue_certificate(signage.world.stranger, signage.settings, signage.key, version.id)


async def test_after_the_purge_a_certificate_still_states_hash_and_counts(signage, halls, clock):
    version = await posted(signage)
    await disclosure.withdraw(signage.world.reviewer, version.id, "名单有误")
    await disclosure.purge_due(signage.settings, clocks.now())
    body = body_of(await certified(signage, version.id))
    assert (body["hash"], body["rows"]) == (version.content_hash, 3)
    assert body["purged_at"] is not None
    assert body["posting"]["rule"] == "withdrawn"


async def test_the_paper_s_code_leads_to_the_page_that_confirms_it(signage, halls):
    version = await posted(signage)
    row = await certified(signage, version.id)
    fonts = find_fonts()
    pdf = certificate_pdf(row, "青溪县人民政府", fonts)
    assert pdf == certificate_pdf(row, "青溪县人民政府", fonts)
    assert body_of(row)["address"] in decode_first(pdf)


def decode_first(pdf: bytes) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        page = document[len(document) - 1]
        drawn = page.render(scale=3).to_pil().convert("L")
        page.close()
    return list(decode(drawn))


def test_a_plan_shows_a_version_only_in_segments_whose_rotation_has_it():
    plan = {
        "items": [{"version": "a"}, {"version": "b"}],
        "rotations": [[[0, 0, 1]], [], [[1, 0, 1], [0, 0, 1]]],
        "segments": [[0, 0, "regular"], [10, 1, "fallback"], [20, 2, "regular"]],
        "end": 30,
    }
    assert shown_between(plan, 0, 10) == {"a"}
    assert shown_between(plan, 10, 20) == frozenset()
    assert shown_between(plan, 19, 21) == {"a", "b"}
    assert shown_between(plan, 30, 40) == frozenset()
    assert shown_between(plan, -5, 0) == frozenset()


@pytest.mark.parametrize("data", [b"\x89PNG not a plan", b'{"records": []}'], ids=["bytes", "json"])
async def test_a_device_that_names_another_file_as_its_plan_keeps_no_list_from_being_purged(
    signage, halls, clock, data
):
    version = await posted(signage)
    assert await signage.pair(halls.village)
    await signage.settle()
    lie = Beat(boot=1, sequence=1, plan=signage.store.put(data), tier="T1")
    await record_beat(halls.village.id, lie)
    clock.set(clocks.now() + 20 * DAY)
    await record_beat(halls.village.id, Beat(boot=2, sequence=1, plan=lie.plan, tier="T1"))
    await posted(signage, "另一份名单公示")
    await signage.settle()
    await Upkeep(signage.settings, signage.store).run()
    assert (await Version.get(id=version.id)).purged_at is not None
