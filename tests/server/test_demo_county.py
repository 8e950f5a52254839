"""The demonstration county: figures that add up, every item covered, a history that holds."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Person, Unit
from accounts.queries import broken_chain
from core import clock as clocks
from disclosure.models import Review, Version
from disclosure.queries import candidates
from media.content import Roster, Table
from media.fonts import find_fonts
from media.pages import Setter
from media.profiles import profile
from media.sheet import Sheet
from media.store import Store
from schedules.compilation import DrawnPage, Library, PageState, compile_place, wanted_keys
from schedules.queries import programmes
from schedules.timeline import Place, showing
from server.database import connected
from server.demo import accounts, build_county
from server.demo.catalogue import GROUPS, code, items
from server.demo.county import HALLS, SCREENS, of_tier
from server.demo.quarters import last_quarters
from server.demo.records import dated, planned

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
STAGES = ({"secrecy", "leader", "head"}, {"supervision", "head"}, {"finance", "township"})
"""The steps of 政务, of 村务 and of 村务财务."""
LEDGERS = [
    accounts.ledgers(place, QUARTERS) for place in of_tier("department", "township", "village")
]


def test_every_balance_is_what_came_in_less_what_went_out() -> None:
    for books in LEDGERS:
        for ledger in books:
            assert ledger.closing == ledger.opening + ledger.income - ledger.expense
            assert ledger.closing > 0
            table = accounts.content(ledger).blocks[0]
            assert isinstance(table, Table)
            assert table.rows[0][4] == accounts.yuan(ledger.opening)
            assert table.rows[-1][4] == accounts.yuan(ledger.closing)


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
    known = {item.code: item for item in items()}
    for one in planned(START, ZONE):
        assert one.item is not None
        item = known[one.item]
        assert item.tier == one.place.tier
        assert bool(one.period) == (item.cadence == "quarterly")
        assert one.title or one.nil_return


def test_no_list_of_persons_is_published() -> None:
    officials = {"leaders", "groups"}
    for one in planned(START, ZONE):
        kind = (one.item or "").partition("-")[2]
        for block in one.content.blocks:
            if isinstance(block, Roster):
                assert kind in officials
            if isinstance(block, Table):
                heads = " ".join(column.title for column in block.columns)
                assert not any(word in heads for word in ("姓名", "身份证", "户主", "住址"))
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

    assert county.records >= 120
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
    }
    assert await Person.filter(password_hash="").count() == await Person.all().count()
    assert await Unit.filter(tier="village").count() == 4
    lines = "\n".join(await county.addresses("http://127.0.0.1:8000"))
    assert lines.count("/console/enter?code=") == 8
    assert lines.count("?pair=") == len(SCREENS)


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
    unit = next(hall.unit for hall in HALLS if hall.code == screen.hall)
    path = {"qingxi": "/qingxi/", "liuhe": "/qingxi/liuhe/", "shiqiao": "/qingxi/liuhe/shiqiao/"}
    kind = screen.profile.partition("-")[0]
    place = Place(screen.code, screen.hall, path[unit], kind, screen.profile)
    drawn = PageState("drawn", (DrawnPage("a" * 64, 1, "image/webp", 1, 1, ""),))
    states = dict.fromkeys(wanted_keys(library, place), drawn)
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
            assert 1 <= len(setter.draw(sheet, profile(screen), lambda _: b"")) <= 12


async def built(settings, start):
    previous = clocks.use(clocks.FixedClock(start))
    try:
        return await build_county(settings, Store(settings.files))
    finally:
        clocks.use(previous)
