"""The record site as a small application over a small county."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from core.clock import FixedClock
from core.settings import Settings
from media.store import Store
from portal import routes
from server.middleware.errors import Errors
from server.templates import templates
from tests.disclosure.world import World, build_world


class WithState:
    """Hands requests what the server would."""

    def __init__(self, app: ASGIApp, **state: object) -> None:
        self.app = app
        self.state = state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": dict(self.state)}, receive, send)


@pytest.fixture
async def world(db: object, settings: Settings, clock: FixedClock) -> World:
    return await build_world(settings)


@pytest.fixture
async def client(world: World, settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    app = WithState(
        Errors(Starlette(routes=routes.routes())),
        settings=settings,
        store=Store(settings.files),
        templates=templates(settings.zone),
    )
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://site"
    ) as made:
        yield made
