"""The whole application over a small county, and browsers of its people."""

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from starlette.testclient import TestClient

from accounts import service
from accounts.actor import Actor
from accounts.sessions import cookie_name
from core import clock as clocks
from core.clock import FixedClock
from core.settings import Settings, read_settings
from disclosure.drafts import Draft
from disclosure.models import Version
from disclosure.service import save_draft
from media.content import Content, paragraph
from server.app import create_app
from server.database import connected, database_file
from tests.conftest import START
from tests.console.county import County, make_county

T = TypeVar("T")
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


class Browser:
    """A browser of its own: keeps its cookies and knows its CSRF token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.cookies = httpx2.Cookies()

    def ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        self.client.cookies = self.cookies
        answer = self.client.request(method, path, follow_redirects=False, **more)
        self.cookies = httpx2.Cookies(self.client.cookies)
        return answer

    def get(self, path: str, **more: Any) -> httpx2.Response:
        return self.ask("GET", path, **more)

    @property
    def token(self) -> str:
        pages = ("password", "sign-in", "second-factor", "code")
        texts = (self.get(f"/console/{page}").text for page in pages)
        return next(found[1] for found in map(TOKEN.search, texts) if found)

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx2.Response:
        """Post a form as a page of ours would: with the token."""
        values = {"csrf": self.token, **(data or {})}
        return self.ask("POST", path, data=values, **more)


@dataclass
class Site:
    app: Any
    settings: Settings
    county: County
    first: TestClient
    stack: ExitStack

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Something asynchronous inside the application's loop and database."""
        assert self.first.portal is not None
        return self.first.portal.call(work)

    def browser(self, login: str = "") -> Browser:
        """Signed in as that person; nobody without one."""
        browser = Browser(self.first)
        if login:
            browser.cookies.set(cookie_name(self.settings.https), self.session(login))
        return browser

    def session(self, login: str) -> str:
        async def begin() -> str:
            from accounts.models import Person
            from core.transaction import transact

            person = await Person.get(login=login)
            entered = await transact(lambda: service.entry._begin(person, "test", None, ""))
            return entered.token

        return self.run(begin)

    def draft(self, login: str, unit: str, title: str = "关于秋季防火的通告") -> Version:
        """A notice that the person has written for the unit."""
        actor: Actor = self.county[login]
        wording = Draft(title=title, content=Content(blocks=(paragraph("林区内禁止用火。"),)))
        return self.run(
            lambda: save_draft(
                actor, self.settings, unit_code=unit, item_code=None, period=None, draft=wording
            )
        )


@pytest.fixture
def site(request: pytest.FixtureRequest, database: Settings, clock: FixedClock) -> Iterator[Site]:
    """On both databases; the drawing worker does not run."""
    if database.sqlite:
        county, template = request.getfixturevalue("settled")
        shutil.copyfile(template, database_file(database))
    else:
        county = _seed(database)
    database.files.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        app = create_app(database, workers=False)
        first = stack.enter_context(TestClient(app))
        yield Site(app, database, county, first, stack)


@pytest.fixture(scope="session")
def settled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[County, Path]:
    """The county, and an SQLite file to copy in which it stands: making it takes its time."""
    settings = read_settings({}, data=tmp_path_factory.mktemp("settled"))
    shutil.copyfile(sqlite_template, database_file(settings))
    previous = clocks.use(FixedClock(START))
    try:
        return _seed(settings), database_file(settings)
    finally:
        clocks.use(previous)


def _seed(settings: Settings) -> County:
    async def seed() -> County:
        async with connected(settings):
            return await make_county()

    return asyncio.run(seed())
