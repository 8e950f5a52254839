"""The demonstration county: figures that add up, every item covered, a history that holds."""

import itertools
import re
import shutil
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Person, Unit
from accounts.queries import broken_chain
from core import clock as clocks
from core.settings import read_settings
from disclosure.audiences import GROUP
from disclosure.chains import read
from disclosure.kinds import KINDS, stored_fields
from disclosure.kinds.accounts import balanced
from disclosure.kinds.subsidies import MASK
from disclosure.models import (
    CatalogueItem,
    Certificate,
    DisplayEvidence,
    Finding,
    Material,
    Record,
    RecordLink,
    Reminder,
    Review,
    SpotFinding,
    TaskUnit,
    Version,
)
from disclosure.obligations import STATES
from disclosure.queries import candidates
from disclosure.queries.duties import due
from media.content import Roster, Table
from media.fonts import find_fonts
from media.pages import Setter
from media.profiles import profile
from media.sheet import Sheet
from media.store import Store
from schedules.compilation import DrawnPage, Library, PageState, compile_place, wanted_keys
from schedules.queries import programmes
from schedules.timeline import Place, showing
from server import database as databases
from server.database import connected
from server.demo import accounts, build_county, drawings
from server.demo.catalogue import GROUPS, added, code, items
from server.demo.county import HALLS, SCREENS, bureaus, of_tier
from server.demo.people import _FIRST, _SECOND, _SURNAMES, _WOMEN
from server.demo.quarters import last_quarters
from server.demo.records import dated, planned
from tests.conftest import in_thread

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
DRAWN = PageState("drawn", (DrawnPage("a" * 64, 1, "image/webp", 1, 1, ""),))
STAGES = ({"secrecy", "leader", "head"}, {"supervision", "head"}, {"finance", "township"})
"""The steps of 政务, of 村务 and of 村务财务."""
LEDGERS = [
    accounts.ledgers(place, QUARTERS) for place in (*bureaus(), *of_tier("township", "village"))
]


def test_every_balance_is_what_came_in_less_what_went_out() -> None:
    for books in LEDGERS:
        for ledger in books:
            assert ledger.closing == ledger.opening + ledger.income - ledger.expense
            assert ledger.closing > 0


def test_every_quarter_opens_with_what_the_last_one_left() -> None:
    for books in LEDGERS:
        assert len(books) == 4
        for earlier, later in itertools.pairwise(books):
            assert later.opening == earlier.closing


def test_what_is_published_as_official_expenses_stands_in_the_accounts() -> None:
    for books in LEDGERS:
        if not any(books[-1].spent(name) for name in accounts.EXPENSES):
            continue
        table = accounts.expenses(books).blocks[0]
        assert isinstance(table, Table)
        for name, quarter, year in table.rows:
            assert quarter == accounts.yuan(books[-1].spent(name))
            assert year == accounts.yuan(sum(book.spent(name) for book in books[1:]))


@pytest.mark.parametrize(("tier", "groups"), [("department", 6), ("township", 7), ("village", 12)])
def test_every_group_of_the_plan_has_a_record(tier: str, groups: int) -> None:
    assert len(GROUPS[tier]) == groups
    filed = {one.item for one in planned(START, ZONE) if one.until == "published"}
    for group, *rows in GROUPS[tier]:
        assert filed & {code(tier, row[0]) for row in rows}, group


def test_every_record_is_about_an_item_of_its_tier_and_in_its_cadence() -> None:
    known = {item.code: item for item in (*items(), *added())}
    for one in planned(START, ZONE):
        assert one.item is not None
        item = known[one.item]
        assert item.tier == one.place.tier
        assert bool(one.period) == (item.cadence in ("quarterly", "yearly"))
        assert one.title or one.nil_return


def test_every_kind_of_record_is_filed_and_every_field_of_it_is_in_order() -> None:
    filed = [one for one in planned(START, ZONE) if one.until == "published"]
    assert {one.kind for one in filed} >= KINDS.keys()
    for one in filed:
        if one.kind:
            fields = stored_fields(one.kind, str(one.extra["fields_json"]))
            assert KINDS[one.kind].problems(fields) == (), one.title


def test_lists_of_persons_are_for_one_village_and_hide_every_name() -> None:
    officials = {"leaders", "groups"}
    for one in planned(START, ZONE):
        short = (one.item or "").partition("-")[2]
        for block in one.content.blocks:
            if isinstance(block, Roster):
                assert short in officials
            if isinstance(block, Table) and any("姓名" in head.title for head in block.columns):
                assert one.item == "v-aid"
                assert one.extra["group_name"]
                assert all(MASK in row[0] for row in block.rows)
            if isinstance(block, Table):
                heads = " ".join(column.title for column in block.columns)
                assert not any(word in heads for word in ("身份证", "户主", "住址"))
    assert not any(word in str(planned(START, ZONE)) for word in ("五保", "社会抚养费", "扶贫资金"))


def test_slogans_and_hall_notices_end() -> None:
    strips = [one for one in planned(START, ZONE) if one.template == "strip"]
    assert strips
    for one in strips:
        assert one.ends_at is not None
        assert one.ends_at > START


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-11-20T01:30:00+00:00", "2026Q3"),
        ("2027-01-10T15:59:30+00:00", "2026Q3"),
        ("2027-01-10T16:00:00+00:00", "2026Q4"),
        ("2026-10-01T00:00:00+00:00", "2026Q2"),
    ],
)
def test_the_last_quarter_is_the_last_whose_report_was_due(start: str, last: str) -> None:
    assert last_quarters(datetime.fromisoformat(start), ZONE)[-1] == last


def test_nothing_is_published_after_the_start_and_nothing_on_a_day_off() -> None:
    for start in (START, START + timedelta(days=51, hours=14), START + timedelta(days=200)):
        for one in dated(start, ZONE):
            assert one.written < one.submitted < one.approved < one.published < start
            assert one.published.astimezone(ZONE).weekday() < 5


def test_the_same_start_gives_the_same_county() -> None:
    assert dated(START, ZONE) == dated(START, ZONE)


async def test_the_county_is_built_by_the_hands_of_each_chain(db, settings) -> None:
    county = await built(settings, START)

    assert county.records >= 200
    assert await broken_chain() is None
    published = await Version.filter(published_at__not_isnull=True).prefetch_related("reviews")
    assert len(published) == county.records
    assert all(version.published_at < START for version in published)
    for version in published:
        hands = {review.stage or review.step: review.person_id for review in version.reviews}
        signed = {stage: who for stage, who in hands.items() if stage not in ("submit", "publish")}
        assert signed.keys() in STAGES
        assert version.author_id not in (*signed.values(), hands["publish"])
        assert len({version.author_id, *signed.values(), hands["publish"]}) == len(signed) + 2
    assert await Review.filter(at__gte=START).count() == 0
    assert set(await Version.all().values_list("state", flat=True)) >= {
        "draft",
        "submitted",
        "approved",
        "published",
        "superseded",
        "returned",
    }
    assert await Person.filter(password_hash="").count() == await Person.all().count()
    assert await Unit.filter(tier="village").count() == 4
    lines = "\n".join(await county.addresses("http://127.0.0.1:8000"))
    assert lines.count("/console/enter?code=") == 10
    assert lines.count("?pair=") == len(SCREENS)


@pytest.fixture(scope="module")
def standing(sqlite_template, tmp_path_factory):
    """Settings of a county as it stands at START, built once: tests only read it."""
    settings = read_settings({}, data=tmp_path_factory.mktemp("standing"))
    shutil.copyfile(sqlite_template, databases.database_file(settings))

    async def build():
        async with connected(settings):
            await built(settings, START)

    in_thread(build)
    return settings


async def test_every_stored_account_balances_and_opens_with_what_the_last_one_left(standing):
    async with connected(standing):
        rows = await Version.filter(kind="accounts").select_related("record__unit")
        books = defaultdict(list)
        for row in sorted(rows, key=lambda one: one.record.period):
            fields = stored_fields("accounts", row.fields_json)
            assert balanced(fields), row.title
            books[row.record.unit.code].append(fields)
    assert sum(len(quarters) == 4 for quarters in books.values()) >= 12
    for quarters in books.values():
        for earlier, later in itertools.pairwise(quarters):
            assert later.opening == earlier.closing


async def test_the_due_board_shows_each_of_its_states(standing):
    async with connected(standing):
        rows = await due(standing, START)
    assert {row.state for row in rows} == set(STATES)
    overdue = {row.unit_code for row in rows if row.state == "overdue"}
    assert overdue == {"yibao", "gongan", "ziran"}


async def test_the_list_of_persons_is_on_the_screens_of_its_village_and_on_no_other(standing):
    async with connected(standing):
        found = await candidates(standing, START)
        rules = await programmes()
    (running,) = [one for one in found if one.audience == GROUP and one.window.contains(START)]
    assert running.item == "v-aid"
    library = Library(rules, found)
    shown = {screen.code for screen in SCREENS if running.version in versions_on(screen, library)}
    assert shown == {"shiqiao-kiosk", "shiqiao-wall"}


async def test_one_posting_runs_with_a_photo_and_one_ended_certified_and_destroyed(standing):
    async with connected(standing):
        postings = await Version.filter(posting_days=7).order_by("published_at")
        certified = [str(row.version_id) for row in await Certificate.all()]
        photos = {str(row.version_id) for row in await DisplayEvidence.all()}
    ended, running = postings
    assert ended.purged_at is not None
    assert ended.row_count > 0
    assert 'blocks":[{' not in ended.content
    assert running.purged_at is None
    assert certified == [ended.id]
    assert running.id in photos


async def test_something_waits_at_each_step_of_each_chain(standing):
    async with connected(standing):
        waiting = await Version.filter(state__in=("submitted", "approved"))
        returned = await Version.filter(state="returned").prefetch_related("reviews")
        hits = await Finding.filter(severity="block", state="open").select_related("version")
    steps = {
        tuple(step.code for step in read(one.chain).steps[one.step :]) or ("release",)
        for one in waiting
    }
    assert steps == {
        ("secrecy", "leader", "head"),
        ("leader", "head"),
        ("head",),
        ("supervision", "head"),
        ("finance", "township"),
        ("township",),
        ("release",),
    }
    assert len(returned) == 1
    assert any(review.step == "return" and review.note for review in returned[0].reviews)
    assert {(hit.version.state, hit.quote) for hit in hits} == {("draft", "哑巴")}


async def test_supervision_has_begun(standing):
    async with connected(standing):
        links = set(await RecordLink.all().values_list("relation", flat=True))
        shares = await TaskUnit.all().select_related("task")
        findings = await SpotFinding.all()
        materials = await Material.all()
        reminded = await Reminder.all().count()
    assert links == {"interpretation", "response", "result"}
    assert {bool(share.task.due_on) for share in shares} == {True, False}
    assert any(share.done_at for share in shares)
    assert any(share.progress and not share.done_at for share in shares)
    assert {row.state for row in findings} == {"open", "fine", "fault", "closed"}
    assert sorted(row.score is not None for row in materials) == [False, True]
    assert reminded > 0


async def test_units_have_their_kinds_and_leads_and_numbers_by_the_rule(standing):
    async with connected(standing):
        units = await Unit.all().select_related("lead")
        numbers = await Record.exclude(index_number="").select_related("unit")
        unread = await CatalogueItem.filter(limit_review=True).values_list("code", flat=True)
        bare = await CatalogueItem.filter(limit_rules="").exclude(code__endswith="strip")
    assert [unit.code for unit in units if unit.kind == "public_service"] == ["zilaishui"]
    assert sum(unit.lead is not None for unit in units) >= 6
    assert all(re.fullmatch(r"QX\d{3}-\d{2}-\d{4}-\d{5}", one.index_number) for one in numbers)
    assert {one.unit.tier for one in numbers} == {"department", "township"}
    assert len({one.index_number for one in numbers}) == len(numbers) > 100
    assert list(unread) == []
    assert bare == []


async def test_everybody_in_the_county_is_invented(standing):
    async with connected(standing):
        people = list(await Person.all().values_list("name", flat=True))
        rosters = await Version.filter(kind="roster")
    for row in rosters:
        people += [one.name for one in stored_fields("roster", row.fields_json).members]
    assert len(people) > 100
    assert {name for name in people if not invented(name)} == set()


async def test_the_third_quarters_accounts_end_with_the_tenth_of_january(sqlite_settings) -> None:
    start = datetime(2027, 1, 10, 15, 59, 30, tzinfo=UTC)
    async with connected(sqlite_settings):
        await built(sqlite_settings, start)
        found = await candidates(sqlite_settings, start)
        rules = await programmes()
    q3 = [one for one in found if one.item == "v-accounts" and one.period == "2026Q3"]
    assert len(q3) == 4
    assert all(one.refusal(start) is None for one in q3)
    midnight = start + timedelta(seconds=30)
    refused = [one.refusal(midnight) for one in q3]
    assert all(why is not None and why[0] == "stale" for why in refused)
    assert any(one.refusal(midnight) is None for one in found)
    for screen in SCREENS:
        shown = on_screen(screen, Library(rules, found), start)
        kinds = [one.partition("-")[2] for one in shown]
        assert kinds
        assert ("accounts" in kinds) == ("strip" not in screen.profile), screen.code
        assert on_screen(screen, Library(rules, found), midnight), screen.code
        assert "accounts" not in str(on_screen(screen, Library(rules, found), midnight))


def on_screen(screen, library, at):
    """The items that a screen shows in the half minute from ``at``, were every page drawn."""
    place = place_of(screen)
    states = dict.fromkeys(wanted_keys(library, place), DRAWN)
    day = timedelta(days=1)
    compiled = compile_place(library, place, states, at - day, at + day)
    shown, instant = [], at
    while instant < at + timedelta(seconds=30):
        now = showing(compiled.timeline, instant)
        shown.append(compiled.entries[now.frame.entry].candidate.item)
        instant = now.until
    return shown


@pytest.mark.parametrize(
    "screen", sorted({one.profile for one in SCREENS if "strip" not in one.profile})
)
def test_the_longest_record_of_each_template_fits_its_pages(screen: str) -> None:
    longest = {}
    for one in planned(START, ZONE):
        if one.template != "strip" and not one.nil_return:
            before = longest.get(one.template, one)
            longest[one.template] = max(before, one, key=lambda each: len(each.content.text))
    with Setter(find_fonts()) as setter:
        for template, one in longest.items():
            sheet = Sheet(
                template=template,
                path=("青溪县", one.place.short),
                title=one.title,
                link="HTTP://127.0.0.1:8000/R/7K3QD9ZP2M",
                phone=one.place.phone,
                footer=(f"公开主体：{one.place.publisher}",),
                content=one.content,
            )
            assert 1 <= len(setter.draw(sheet, profile(screen), lambda _: drawings.floor())) <= 12


def place_of(screen):
    unit = next(hall.unit for hall in HALLS if hall.code == screen.hall)
    path = {"qingxi": "/qingxi/", "liuhe": "/qingxi/liuhe/", "shiqiao": "/qingxi/liuhe/shiqiao/"}
    kind = screen.profile.partition("-")[0]
    tier = {"qingxi": "county", "liuhe": "township", "shiqiao": "village"}[unit]
    where = "village" if tier == "village" else "hall"
    return Place(screen.code, screen.hall, path[unit], kind, screen.profile, where, tier)


def versions_on(screen, library):
    """Every version that the screen may come to show on the day before or after START."""
    day = timedelta(days=1)
    place = place_of(screen)
    states = dict.fromkeys(wanted_keys(library, place), DRAWN)
    compiled = compile_place(library, place, states, START - day, START + day)
    return {entry.candidate.version for entry in compiled.entries}


def invented(name):
    """Whether the rule by which names are made gives it."""
    given = name[1:]
    return name[0] in _SURNAMES and (
        given in _WOMEN or (len(given) == 2 and given[0] in _FIRST and given[1] in _SECOND)
    )


async def built(settings, start):
    previous = clocks.use(clocks.FixedClock(start))
    try:
        return await build_county(settings, Store(settings.files))
    finally:
        clocks.use(previous)
