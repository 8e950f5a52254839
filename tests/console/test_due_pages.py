"""The board, reminders and supervision as people see them."""

import pytest

from accounts.models import Unit
from core import clock
from disclosure.models import CatalogueItem, Record, Reminder
from disclosure.service.reminding import remind
from tests.console.site import Site


@pytest.fixture
def owing(site: Site) -> Site:
    """The county owes quarterly accounts."""

    async def make() -> None:
        await CatalogueItem.create(
            code="v-due", tier="village", group="财务", name="季度收支", cadence="quarterly"
        )

    site.run(make)
    return site


def test_the_office_sees_the_county_and_an_officer_their_own_units(site: Site) -> None:
    office = site.browser("office").get("/console/due")
    assert office.status_code == 200
    officer = site.browser("officer")
    assert officer.get("/console/due").status_code == 200
    assert officer.get("/console/due?unit=nanping").status_code == 404


def test_every_village_is_listed_under_its_township(owing: Site) -> None:
    async def second() -> None:
        town = await Unit.get(code="nanping")
        await Unit.create(
            code="lingshang", name="岭上村", short_name="岭上村", tier="village", parent=town,
            path=f"{town.path}lingshang/",
        )  # fmt: skip

    owing.run(second)
    office = owing.browser("office")
    counted = office.get("/console/due").text
    assert "石桥村" not in counted.partition("<table")[2]
    listed = office.get("/console/due?villages=all").text.partition('<section class="card block"')[
        2
    ]
    places = [listed.index(name) for name in ("柳河镇", "石桥村</th>", "南坪镇", "岭上村</th>")]
    assert places == sorted(places)


@pytest.mark.parametrize("wanted", ["xlsx", "pdf"])
@pytest.mark.parametrize(
    "page", ["/console/supervision", "/console/supervision/years/2026", "/console/due"]
)
def test_reports_leave_as_files(site: Site, page: str, wanted: str) -> None:
    answer = site.browser("office").get(f"{page}?as={wanted}")
    assert answer.status_code == 200
    assert answer.content[:2] == (b"PK" if wanted == "xlsx" else b"%P")
    assert f".{wanted}" in answer.headers["content-disposition"]


def test_reminders_stand_in_the_inbox_until_they_are_read(owing: Site) -> None:
    site = owing
    site.run(lambda: remind(site.settings, clock.now()))
    count = site.run(lambda: Reminder.filter(person__login="officer", read_at=None).count())
    assert count > 0
    browser = site.browser("officer")
    assert f"提醒（{count}）" in browser.get("/console").text

    browser.post("/console/reminders/read")

    assert "提醒（" not in browser.get("/console").text


def test_the_office_reminds_once_a_day(owing: Site) -> None:
    site = owing
    office = site.browser("office")
    office.post("/console/due/remind", data={"unit": "qingxi"})
    first = site.run(lambda: Reminder.all().count())
    office.post("/console/due/remind", data={"unit": "qingxi"})
    assert site.run(lambda: Reminder.all().count()) == first > 0


def test_weights_that_do_not_add_up_are_refused_beside_the_field(site: Site) -> None:
    office = site.browser("office")
    answer = office.post(
        "/console/supervision/weights",
        data={
            "coverage": "90",
            "timeliness": "25",
            "quality": "15",
            "material": "10",
            "inspection": "10",
            "linked": "20",
        },
    )
    assert answer.status_code == 422
    assert "现为 150" in answer.text


def test_a_reminder_leads_to_where_it_can_be_done(site: Site) -> None:
    """A yearly check to its record, a month's minimum to the form, the rest to the board."""

    async def remind_of() -> str:
        village = await Unit.get(code="shiqiao")
        record = await Record.create(unit=village, created_at=clock.now())
        matters = (("check", record.id), ("minimum", None), ("publication", None))
        for number, (matter, record_id) in enumerate(matters):
            await Reminder.create(
                key=f"ahead:0:{number}",
                kind="ahead",
                matter=matter,
                person_id=site.county["officer"].id,
                unit=village,
                record_id=record_id,
                due_at=clock.now(),
                text=f"请办理：{matter}",
                at=clock.now(),
            )
        return record.id

    record = site.run(remind_of)
    page = site.browser("officer").get("/console").text
    for matter, address in (
        ("check", f"/console/records/{record}"),
        ("minimum", "/console/records/new?unit=shiqiao"),
        ("publication", "/console/due?unit=shiqiao"),
    ):
        assert f'href="{address}">请办理：{matter}<' in page
