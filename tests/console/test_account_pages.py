"""Signing in with a second factor, confirming, off-boarding and imports, as a browser does them."""

import json
import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl

import pyotp
import pytest

from accounts import service
from accounts.actor import SYSTEM
from accounts.chain import Entry, Head, verify_chain
from accounts.models import AuditEntry, Grant, Person, SecondFactor, Session, Unit
from accounts.sessions import cookie_name
from core import clock as clocks
from core.clock import FixedClock
from core.sealing import Sealer
from core.transaction import transact
from disclosure.models import Version
from server.secrets import signing_key
from tests.accounts.test_roster_import import both
from tests.console.county import PASSWORD
from tests.console.site import Browser, Site

HIDDEN = re.compile(r'<(?:input type="hidden"|textarea[^>]*) name="(\w+)"(?: value="([^"]*)")?')
UNITS = [
    ["beishan", "北山乡人民政府", "北山乡", "乡镇", "qingxi"],
    ["songlin", "松林村村民委员会", "松林村", "村", "beishan"],
]
PEOPLE = [
    ["zhaosi", "赵四", "songlin", "信息员"],
    ["qianwu", "钱五", "beishan", "分管领导"],
    ["sunliu", "孙六", "caizheng", ""],
]
CODES = re.compile(r'<li class="mono">([0-9A-Z-]{11})</li>')


def enter(site: Site, login: str) -> Browser:
    """Someone who has given their password and no more."""
    browser = site.browser()
    answer = browser.post("/console/sign-in", {"login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return browser


def shown_code(site: Site, login: str) -> str:
    """What the person's phone shows now."""

    async def read() -> str:
        person = await Person.get(login=login)
        row = await SecondFactor.get(person_id=person.id)
        sealer = Sealer(signing_key(site.settings), service.PURPOSE)
        return pyotp.TOTP(sealer.open(row.sealed, person.id)).at(clocks.real_now())

    return site.run(read)


def enrol(site: Site, login: str) -> tuple[Browser, list[str]]:
    """First sign-in to the console: phone set up, recovery codes shown."""
    browser = enter(site, login)
    browser.post("/console/second-factor/begin")
    answer = browser.post("/console/second-factor", {"code": shown_code(site, login)})
    return browser, CODES.findall(answer.text)


def test_who_must_enrol_can_do_nothing_else_before(site: Site) -> None:
    browser = enter(site, "reviewer")
    for path in ("/console", "/console/records", "/console/password", "/console/confirm"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"][:16]) == (303, "/console/sign-in")
    assert browser.post("/console/password", {"current": PASSWORD}).status_code == 303
    led = browser.get("/console/sign-in?next=/console/records")
    assert led.headers["location"] == "/console/second-factor?next=/console/records"


def test_enrolling_shows_a_code_for_phones_and_ten_codes_and_lets_in(site: Site) -> None:
    browser = enter(site, "reviewer")
    assert browser.get("/console/second-factor/qr.svg").status_code == 404
    browser.post("/console/second-factor/begin")
    page = browser.get("/console/second-factor")
    assert "/console/second-factor/qr.svg" in page.text
    picture = browser.get("/console/second-factor/qr.svg")
    assert picture.headers["content-type"].startswith("image/svg")
    assert picture.headers["cache-control"] == "no-store"
    before = browser.cookies[cookie_name(False)]
    wrong = browser.post("/console/second-factor", {"code": "000000"})
    assert wrong.status_code == 422
    right = browser.post("/console/second-factor", {"code": shown_code(site, "reviewer")})
    assert len(set(CODES.findall(right.text))) == 10
    assert browser.cookies[cookie_name(False)] != before
    assert browser.get("/console/records").status_code == 200
    assert browser.get("/console/second-factor/qr.svg").status_code == 404


def test_afterwards_the_password_alone_opens_only_the_page_that_asks_for_the_code(
    site: Site,
) -> None:
    _, codes = enrol(site, "reviewer")
    browser = enter(site, "reviewer")
    assert browser.get("/console/records").status_code == 303
    asked = browser.get("/console/second-factor")
    assert asked.headers["location"].startswith("/console/code")
    for path in ("/console/second-factor/begin", "/console/second-factor"):
        assert browser.post(path, {"code": "123456"}).status_code == 303
    assert browser.get("/console/second-factor/qr.svg").status_code == 404
    assert browser.post("/console/code", {"code": "000000"}).status_code == 422
    let_in = browser.post("/console/code", {"code": codes[0], "next": "/console/records"})
    assert let_in.headers["location"] == "/console/records"
    assert browser.get("/console/records").status_code == 200


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/records"])
def test_neither_code_nor_confirmation_leads_out_of_the_console(site: Site, next_: str) -> None:
    _, codes = enrol(site, "reviewer")
    browser = enter(site, "reviewer")
    answer = browser.post("/console/code", {"code": codes[0], "next": next_})
    assert answer.headers["location"] == "/console"
    fields = {"confirm_code": codes[1], "confirm_action": next_, "confirm_next": next_}
    assert browser.post("/console/confirm", fields).headers["location"] == "/console"


def stale(site: Site) -> None:
    """Everyone's last proof of being there is old."""

    async def age() -> None:
        await Session.all().update(confirmed_at=clocks.now().replace(year=2020))

    site.run(lambda: transact(age))


def hidden_fields(text: str) -> dict[str, str]:
    """What a page's form carries along unseen."""
    found = dict(HIDDEN.findall(text))
    for name, value in re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n([^<]*)</textarea>', text):
        found[name] = value
    return found


def test_a_change_of_roles_waits_for_a_confirmation_and_loses_nothing(site: Site) -> None:
    browser = site.browser("administrator")
    officer = site.county["officer2"].id
    stale(site)
    path = f"/console/people/{officer}/grant"
    asked = browser.post(path, {"role": "secrecy", "unit": "nanping"})
    assert "请再确认一次身份" in asked.text
    assert site.run(lambda: Grant.filter(person_id=officer, role="secrecy").count()) == 0
    fields = hidden_fields(asked.text)
    assert (fields["role"], fields["unit"], fields["confirm_action"]) == (
        "secrecy",
        "nanping",
        path,
    )
    again = browser.ask("POST", "/console/confirm", data=fields | {"confirm_code": "wrong"})
    assert again.status_code == 422
    assert hidden_fields(again.text)["role"] == "secrecy"
    done = browser.ask("POST", "/console/confirm", data=fields | {"confirm_code": PASSWORD})
    assert (done.status_code, done.headers["location"]) == (307, path)
    sent = dict(parse_qsl(done.request.content.decode()))
    granted = browser.ask("POST", path, data=sent)
    assert granted.headers["location"].endswith("said=role")
    assert site.run(lambda: Grant.filter(person_id=officer, role="secrecy").count()) == 1


def test_every_change_of_rights_asks_to_confirm_and_does_nothing_before(site: Site) -> None:
    administrator, security = site.browser("administrator"), site.browser("security")
    officer = site.county["officer2"].id
    stale(site)
    before = site.run(lambda: AuditEntry.all().count())
    for browser, path in (
        *((administrator, f"/console/people/{officer}/{step}") for step in
          ("grant", "revoke", "active", "password", "leave", "return", "join-code")),
        (administrator, "/console/import/people/store"),
        *((security, f"/console/sessions/{officer}/{step}") for step in
          ("lock", "unlock", "reset")),
        (security, "/console/sessions/policy"),
    ):  # fmt: skip
        assert "请再确认一次身份" in browser.post(path, {"reason": "试", "active": "0"}).text, path
    assert site.run(lambda: AuditEntry.all().count()) == before


def test_where_it_is_only_offered_nobody_is_asked_again(site: Site) -> None:
    browser = site.browser("administrator")
    stale(site)
    site.first.app_state["settings"] = replace(site.settings, second_factor="offered")
    officer = site.county["officer2"].id
    done = browser.post(f"/console/people/{officer}/grant", {"role": "secrecy", "unit": "nanping"})
    assert done.status_code == 303


def test_off_boarding_signs_out_and_hands_the_drafts_over(site: Site) -> None:
    async def successor() -> str:
        made = await service.create_person(SYSTEM, "next", "接手人", unit="shiqiao")
        await service.grant_role(SYSTEM, made.id, "officer", "shiqiao")
        return made.id

    draft, officer = site.draft("officer", "shiqiao"), site.county["officer"].id
    taker, leaver = site.run(successor), site.browser("officer")
    administrator = site.browser("administrator")
    assert "共 1 件" in administrator.get(f"/console/people/{officer}").text
    left = administrator.post(
        f"/console/people/{officer}/leave", {"successor": taker, "reason": "调任"}
    )
    assert left.headers["location"].endswith("said=left")
    assert leaver.get("/console/records").status_code == 303
    assert site.run(lambda: Version.get(id=draft.id)).author_id == taker
    again = administrator.post(f"/console/people/{officer}/active", {"active": "1"})
    assert "已办理离岗" in again.text


def test_a_successor_who_may_not_write_stops_the_whole_off_boarding(site: Site) -> None:
    async def idle() -> str:
        return (await service.create_person(SYSTEM, "idle", "闲人", unit="shiqiao")).id

    site.draft("officer", "shiqiao")
    officer, taker = site.county["officer"].id, site.run(idle)
    answer = site.browser("administrator").post(
        f"/console/people/{officer}/leave", {"successor": taker, "reason": "调任"}
    )
    assert "不能接手" in answer.text
    assert site.run(lambda: Person.get(id=officer)).active


def test_a_workbook_is_looked_at_then_stored_and_its_codes_let_people_in(site: Site) -> None:
    browser = site.browser("administrator")
    file = {"file": ("名单.xlsx", both(UNITS, PEOPLE), "application/zip")}
    looked = browser.post("/console/import/people", files=file)
    assert "2 个单位、3 名人员" in looked.text
    assert site.run(lambda: Unit.filter(code="beishan").count()) == 0
    rows = re.search(r'<textarea name="rows" hidden>(.*?)</textarea>', looked.text, re.S)
    assert rows is not None
    fields = {"rows": rows[1].replace("&#34;", '"'), "name": "名单.xlsx"}
    stored = browser.post("/console/import/people/store", fields)
    code = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}", stored.text)
    assert code is not None
    twice = browser.post("/console/import/people/store", fields)
    assert "已被使用" in twice.text
    new = site.browser()
    mine = "石桥边上第三棵老柳树下见面"
    joined = new.post("/console/join", {"code": code[0], "password": mine, "again": mine})
    assert joined.headers["location"] == "/console/sign-in"
    entered = new.post("/console/sign-in", {"login": "zhaosi", "password": mine})
    assert entered.headers["location"] == "/console"


def test_a_workbook_with_faults_offers_no_import_and_names_the_rows(site: Site) -> None:
    browser = site.browser("administrator")
    people = [["zhaosi", "赵四", "nowhere", "书记"]]
    file = {"file": ("名单.xlsx", both([], people), "application/zip")}
    looked = browser.post("/console/import/people", files=file)
    assert "2 处须改正" in looked.text
    assert "/console/import/people/store" not in looked.text
    text = browser.post("/console/import/people", files={"file": ("a.xlsx", b"no", "x")})
    assert text.status_code == 422
    assert ".xlsx 格式保存" in text.text


def test_the_template_can_be_downloaded(site: Site) -> None:
    answer = site.browser("administrator").get("/console/import/people/template")
    assert answer.content[:2] == b"PK"
    assert "attachment" in answer.headers["content-disposition"]


def test_an_idle_confirmation_page_shows_no_way_round(site: Site, clock: FixedClock) -> None:
    browser = site.browser("administrator")
    clock.advance(minutes=14)
    assert browser.get("/console").status_code == 200
    clock.advance(minutes=2)
    officer = site.county["officer2"].id
    asked = browser.post(f"/console/people/{officer}/active", {"active": "0"})
    assert "请再确认一次身份" in asked.text


def test_the_auditor_verifies_and_exports_the_whole_trail_and_that_is_written_down(
    site: Site,
) -> None:
    auditor = site.browser("auditor")
    assert "前后相连" in auditor.get("/console/audit/verify").text
    exported = auditor.post("/console/audit/export")
    *rows, end = [json.loads(line) for line in exported.text.splitlines()]
    chain = [Entry(**row | {"at": datetime.fromisoformat(row["at"])}) for row in rows]
    assert verify_chain(chain, Head(**end["head"])) is None
    assert (chain[-1].action, chain[-1].actor) == ("audit.export", site.county["auditor"].id)
    assert site.browser("inspector").post("/console/audit/export").status_code == 403


def test_a_session_left_open_ties_no_phone_to_the_account_without_the_password(site: Site) -> None:
    browser = site.browser("officer")

    async def long_ago() -> None:
        await Session.all().update(confirmed_at=clocks.now().replace(year=2020))

    site.run(lambda: transact(long_ago))
    asked = browser.post("/console/second-factor/begin")
    assert asked.status_code == 200
    assert 'name="confirm_code"' in asked.text
    assert not site.run(lambda: SecondFactor.all().exists())
    fields = dict(HIDDEN.findall(asked.text)) | {"confirm_code": PASSWORD}
    assert browser.ask("POST", "/console/confirm", data=fields).status_code == 307
    assert browser.post("/console/second-factor/begin").status_code == 303
    assert site.run(lambda: SecondFactor.all().exists())
