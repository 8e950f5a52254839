"""The device API on a real socket, in this process, over the test's own database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import Receive, Scope, Send

from server.middleware.errors import Errors
from signage import routes
from tests.signage.world import Signage


class DeviceServer:
    """Middleware-free front for the hot paths, errors as problem+json, everything counted."""

    def __init__(self, signage: Signage) -> None:
        self.contacts = 0
        self.down = False
        state = {
            "settings": signage.settings,
            "store": signage.store,
            "signing_key": signage.key,
            "hub": signage.hub,
            "on_first_contact": self._contact,
        }
        self._inner = Starlette(routes=routes.routes(), middleware=[Middleware(Errors)])
        self._state = state
        self._hot = routes.hot_routes(
            settings=signage.settings, hub=signage.hub, on_first_contact=self._contact
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.down:
            raise ConnectionAbortedError
        scope["state"] = dict(self._state)
        await self._hot.get(scope["path"], self._inner)(scope, receive, send)

    def _contact(self) -> None:
        self.contacts += 1


@asynccontextmanager
async def serving(app: DeviceServer) -> AsyncIterator[str]:
    """The address at which ``app`` answers."""
    config = uvicorn.Config(app, port=0, lifespan="off", log_level="critical", ws="none")
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = server.force_exit = True
        await task
