"""What a browser may be made to do, and what it must never see."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from starlette.datastructures import Headers

from accounts import service
from accounts.access import ROUTES, UNSAFE
from accounts.actor import SYSTEM
from accounts.sessions import cookie_name, visitor_cookie_name
from console.addresses import safe_next
from core.clock import FixedClock
from tests.console.county import PASSWORD
from tests.console.site import Browser, Site
from tests.security.rows import dump
from tests.security.test_routes import filled

XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def unsafe_console_routes() -> list[str]:
    return [
        path
        for path, access in ROUTES.items()
        if UNSAFE & set(access.permissions) and path.startswith("/console")
    ]


def test_every_unsafe_route_refuses_a_post_without_the_token(site: Site) -> None:
    browser = site.browser("administrator")
    for path in unsafe_console_routes():
        answer = browser.ask("POST", filled(path), data={"name": "x"})
        assert answer.status_code == 403, path
        wrong = browser.ask("POST", filled(path), data={"csrf": "A" * 43})
        assert wrong.status_code == 403, path


def test_routes_without_csrf_are_devices_alone() -> None:
    exempt = {
        path
        for path, access in ROUTES.items()
        if not access.csrf and UNSAFE & set(access.permissions)
    }
    assert exempt == {"/device/v1/pair", "/device/v1/beats"}


def test_the_token_of_another_session_is_refused(site: Site) -> None:
    other = site.browser("officer2").token
    answer = site.browser("officer").ask("POST", "/console/sign-out", data={"csrf": other})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_post_from_another_site_is_refused_even_with_the_token(
    site: Site, headers: dict[str, str]
) -> None:
    browser = site.browser("officer")
    assert browser.post("/console/sign-out", headers=headers).status_code == 403


def test_the_token_may_come_in_a_header_as_htmx_sends_it(site: Site) -> None:
    browser = site.browser("officer")
    answer = browser.ask("POST", "/console/sign-out", headers={"X-CSRF-Token": browser.token})
    assert answer.headers["location"] == "/console/sign-in"


def test_a_header_with_a_token_of_ones_own_sends_no_more_than_a_form_may(site: Site) -> None:
    """Whoever has not signed in chooses the token, since it repeats a cookie."""
    token, name = "A" * 43, visitor_cookie_name(site.settings.https)
    browser = site.browser()
    browser.cookies.set(name, token)

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        for _ in range(200):
            yield bytes(1 << 20)

    headers = {"X-CSRF-Token": token, "Content-Type": "multipart/form-data; boundary=x"}
    answer = browser.ask("POST", "/console/sign-in", content=body(), headers=headers)
    assert answer.status_code == 413


def test_reading_changes_nothing(site: Site) -> None:
    version = site.draft("officer", "shiqiao")
    browsers = [site.browser(name) for name in ("officer", "reviewer", "operator", "inspector")]
    before = dump(site)
    seen: set[str] = set()
    for browser in browsers:
        crawl(browser, ["/console", f"/console/versions/{version.id}/edit"], seen)
    assert len(seen) > 15
    assert dump(site) == before


def crawl(browser: Browser, begin: list[str], seen: set[str]) -> None:
    """Follow every link of the console that this person is shown."""
    todo = list(begin)
    mine: set[str] = set()
    while todo:
        path = todo.pop()
        if path in mine:
            continue
        mine.add(path)
        answer = browser.get(path)
        assert answer.status_code in {200, 303, 403, 404}, (path, answer.status_code)
        found = re.findall(r'(?:href|hx-get|src)="(/console[^"#]*)', answer.text)
        todo += [link.replace("&amp;", "&") for link in found]
    seen |= mine


def test_a_unit_cannot_reach_into_another_by_swapping_ids(site: Site) -> None:
    version = site.draft("officer", "shiqiao")
    person = site.county["officer"].id
    foreign = {
        "officer2": ["edit", "pages", f"files/{'0' * 64}"],
        "reviewer2": ["review", "pages"],
    }
    for login, pages in foreign.items():
        browser = site.browser(login)
        assert browser.get(f"/console/records/{version.record.id}").status_code == 404
        for page in pages:
            assert browser.get(f"/console/versions/{version.id}/{page}").status_code == 404, page
    for login, steps in (
        ("officer2", ("edit", "submit", "recall", "discard", "check", "draw")),
        ("reviewer2", ("approve", "return", "publish", "withdraw")),
    ):
        browser = site.browser(login)
        for step in steps:
            answer = browser.post(f"/console/versions/{version.id}/{step}")
            assert answer.status_code == 404, (login, step)
    site.run(lambda: narrow_administrator())
    browser = site.browser("local")
    assert browser.get(f"/console/people/{person}").status_code == 404
    for step in ("grant", "revoke", "active", "password"):
        assert browser.post(f"/console/people/{person}/{step}").status_code == 404, step


async def narrow_administrator() -> None:
    made = await service.create_person(SYSTEM, "local", "郑强", unit="nanping")
    await service.grant_role(SYSTEM, made.id, "administrator", "nanping")


def test_every_console_answer_is_kept_by_nobody_and_may_not_run_what_is_inline(site: Site) -> None:
    browser = site.browser("officer")
    for path in ("/console", "/console/records", "/console/records/nothing", "/console/audit"):
        headers: Headers = browser.get(path).headers  # type: ignore[assignment]
        assert headers["cache-control"] == "no-store", path
        assert "unsafe" not in headers["content-security-policy"], path


def test_no_page_carries_script_or_style_within_itself(site: Site) -> None:
    version = site.draft("officer", "shiqiao")
    browser = site.browser("officer")
    for path in ("/console", f"/console/records/{version.record.id}", "/console/records/new"):
        text = browser.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", text), path


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    browser = site.browser()
    answer = browser.post("/console/sign-in", {"login": "officer", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("hallboard=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie


def test_on_https_the_cookies_are_bound_to_the_host() -> None:
    assert cookie_name(True) == "__Host-hallboard"
    assert visitor_cookie_name(True).startswith("__Host-")


def test_what_is_typed_anywhere_is_shown_as_text(site: Site) -> None:
    officer = site.browser("officer")
    form = {
        "unit": "shiqiao",
        "template": "notice",
        "title": XSS,
        "body": XSS + "\n\n# " + XSS,
        "publisher": XSS,
        "keywords": XSS,
        "document_number": XSS,
        "subject": XSS,
    }
    saved = officer.post("/console/records/new", form)
    assert saved.status_code == 303
    record = saved.headers["location"].split("?")[0]
    administrator = site.browser("administrator")
    administrator.post(
        "/console/people",
        {"name": XSS[:60], "login": "xss", "unit": "qingxi"},
    )
    administrator.post(
        "/console/units", {"name": XSS[:40], "code": "xss", "tier": "village", "parent": "liuhe"}
    )
    pages = [
        (officer, "/console"),
        (officer, "/console/records"),
        (officer, record),
        (officer, f"/console/records?q={quote(XSS)}"),
        (administrator, "/console/people"),
        (administrator, "/console/units"),
        (site.browser("security"), "/console/sessions?q=xss"),
        (site.browser("security"), f"/console/sessions?q={quote(XSS)}"),
        (administrator, f"/console/people?q={quote(XSS)}"),
        (officer, f"/console/confirm?next={quote(XSS)}"),
        (site.browser(), f"/console/join?code={quote(XSS)}"),
        (site.browser("inspector"), "/console/audit"),
        (site.browser("inspector"), f"/console/audit?subject={quote(XSS)}"),
        (site.browser("operator"), f"/console/pairing?code={quote(XSS)}"),
        (site.browser("operator"), "/console/programmes/new"),
        (site.browser(), f"/console/sign-in?next={quote(XSS)}"),
    ]
    for browser, path in pages:
        text = browser.get(path).text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path


@pytest.mark.parametrize(
    "given",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/records/1",
        "/console/../r/x",
        "/console\n//evil",
        "/consoleevil",
        "",
        "/console/%0d%0a x",
    ],
)
def test_a_sign_in_leads_nowhere_but_into_the_console(given: str) -> None:
    assert safe_next(given) == "/console"


def test_a_sign_in_leads_back_to_the_page_that_was_asked_for() -> None:
    assert safe_next("/console/records?state=draft") == "/console/records?state=draft"


def test_an_idle_session_asks_to_sign_in_instead_of_saving(site: Site, clock: FixedClock) -> None:
    browser = site.browser("officer")
    token = browser.token
    clock.advance(minutes=15)
    assert browser.get("/console").status_code == 303
    late = browser.ask("POST", "/console/records/new", data={"csrf": token, "title": "x"})
    assert late.headers["location"].startswith("/console/sign-in")


def test_signing_out_ends_the_session_on_the_server_too(site: Site) -> None:
    browser = site.browser("officer")
    stolen = browser.cookies[cookie_name(False)]
    browser.post("/console/sign-out")
    thief = site.browser()
    thief.cookies.set(cookie_name(False), stolen)
    assert thief.get("/console").status_code == 303


def test_the_demonstrations_sign_in_links_do_not_exist_elsewhere(site: Site) -> None:
    assert site.browser().get("/console/enter?code=X").status_code == 404
