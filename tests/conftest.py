"""Fixtures that every test may use.

Async tests are plain ``async def test_…``: anyio's plugin runs them on asyncio (``anyio_mode`` in
pyproject.toml).  A test that takes ``db`` runs twice, on SQLite and on PostgreSQL, each time on a
fresh migrated database that is already open.
"""

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import hypothesis
import pytest
from tortoise.context import TortoiseContext
from xdist.scheduler import LoadScopeScheduling

from core import clock as clocks
from core.ids import new_id
from core.settings import Settings, read_settings
from server import database as databases
from server.migrations import migrate
from tests import hashing as hashing  # before anything binds the dummy hash
from tests.rounds import FULL, rounds

T = TypeVar("T")
hypothesis.settings.register_profile("rounds", deadline=None, max_examples=rounds(100))
hypothesis.settings.load_profile("rounds")
START = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parent.parent
BROWSER = (
    "tests/acceptance/",
    "tests/browser/",
    "tests/console/test_browser.py",
    "tests/console/test_kind_browser.py",
)
"""Two browsers at once on two cores make each other late."""
COUNTY = "tests/server/test_demo_county.py"
"""It builds a demonstration county for all its tests: once, not once a worker."""
THOROUGH = (
    "tests/console/",
    "tests/portal/",
    "tests/security/test_matrix.py",
    COUNTY,
    "tests/disclosure/year/",
)
"""Pages, and long ways through services that are tested on both databases one by one: ordinary runs
ask for them on SQLite alone, `make faults` on PostgreSQL too."""
ENGINES = (
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgres", id="postgres", marks=pytest.mark.postgres),
)


class SomeTogether(LoadScopeScheduling):
    """Every test by itself to whichever worker is free, but those that drive a browser to one, and
    those that look at one county to one."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(BROWSER):
            return "browser"
        return COUNTY if nodeid.startswith(COUNTY) else nodeid


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left = [item for item in items if item.nodeid.startswith(THOROUGH) and _on_postgres(item)]
    for item in left:
        item.add_marker(pytest.mark.thorough)
    if left and not FULL:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]


def _on_postgres(item: pytest.Item) -> bool:
    return item.get_closest_marker("postgres") is not None


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SomeTogether:
    return SomeTogether(config, log)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The real documents: HALLBOARD_SAMPLES, or the folder beside the repository."""
    return Path(os.environ.get("HALLBOARD_SAMPLES", REPOSITORY.parent / "shared" / "samples"))


@pytest.fixture
def clock() -> Iterator[clocks.FixedClock]:
    """The process's clock, standing at 2026-11-20 09:00 in Shanghai."""
    fixed = clocks.FixedClock(START)
    previous = clocks.use(fixed)
    yield fixed
    clocks.use(previous)


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings on an empty data folder; with ``db`` or ``database``, of that database."""
    if "database" in request.fixturenames:
        given: Settings = request.getfixturevalue("database")
        return given
    return read_settings({}, data=tmp_path / "data")


@pytest.fixture
def store(settings: Settings) -> Any:
    """The content-addressed store of ``settings``."""
    from media.store import Store

    return Store(settings.files)


@pytest.fixture
async def db(database: Settings) -> AsyncIterator[TortoiseContext]:
    """A fresh migrated database, open; once on SQLite and once on PostgreSQL."""
    async with databases.connected(database) as context:
        yield context


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh migrated database that is not open: for commands and processes."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_settings")
    else:
        settings = read_settings({}, data=tmp_path / "data")
        template = request.getfixturevalue("postgres_template")
        with postgres_database(template) as url:
            yield replace(settings, database_url=url)


@pytest.fixture
def sqlite_settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    """Settings of a fresh migrated SQLite database, for what exists on SQLite alone."""
    settings = read_settings({}, data=tmp_path / "data")
    settings.data.mkdir(mode=0o700)
    shutil.copyfile(sqlite_template, databases.database_file(settings))
    return settings


@pytest.fixture(params=ENGINES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a database in which nothing stands yet."""
    settings = read_settings({}, data=tmp_path / "data")
    if request.param == "sqlite":
        yield settings
    else:
        with postgres_database() as url:
            yield replace(settings, database_url=url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    settings = read_settings({}, data=tmp_path_factory.mktemp("template"))
    in_thread(lambda: migrate(settings))
    return databases.database_file(settings)


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Name of a migrated PostgreSQL database to copy."""
    settings = read_settings({}, data=tmp_path_factory.mktemp("template"))
    with postgres_database() as url:
        in_thread(lambda: migrate(replace(settings, database_url=url)))
        yield urlsplit(url).path.removeprefix("/")


class postgres_database:  # noqa: N801 - used as a context manager, like a function
    """A database of a name of its own, made from ``template`` and dropped at the end."""

    def __init__(self, template: str = "template1") -> None:
        self.server = postgres_server()
        self.template = template
        self.name = f"hallboard_test_{new_id()}"

    def __enter__(self) -> str:
        _execute(self.server, f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))

    def __exit__(self, *exception: object) -> None:
        _execute(self.server, f'DROP DATABASE "{self.name}" WITH (FORCE)')


def postgres_server() -> str:
    """The server on which tests may make databases; without one the test is skipped by name."""
    url = os.environ.get("HALLBOARD_TEST_POSTGRES", "")
    if not url and os.environ.get("CI") == "true":
        pytest.fail("HALLBOARD_TEST_POSTGRES is not set: in CI every database test runs on both")
    if not url:
        pytest.skip("PostgreSQL: set HALLBOARD_TEST_POSTGRES to the URL of a server")
    return url


def _execute(url: str, statement: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    in_thread(run)


def in_thread(work: Callable[[], Awaitable[T]]) -> T:
    """Run a coroutine function to its end, whether or not a loop runs here."""
    results: list[T] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            results.append(asyncio.run(_awaited(work)))
        except BaseException as problem:  # noqa: BLE001 - carried over to the calling thread
            problems.append(problem)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if problems:
        raise problems[0]
    return results[0]


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
