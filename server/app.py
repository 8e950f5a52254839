"""The application: routes of all packages behind one stack of middleware.

The order matters: headers stand outermost so that errors carry them too; sessions come before
CSRF, which comes before the routes, each of which is wrapped by the one permission table.  The
pointer and the event stream stand in front of all that (they answer from memory, ten thousand
screens deep) and are listed in the same table.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

import console.routes
import kiosk.routes
import portal.routes
import signage.player_page
import signage.routes
from core.settings import Settings
from server import health, static
from server.curtain import HIDDEN
from server.middleware.access import guarded
from server.middleware.csrf import Csrf
from server.middleware.errors import Errors, answer
from server.middleware.headers import SecurityHeaders
from server.middleware.language import Language
from server.middleware.sessions import Sessions
from server.runtime import State, running
from signage.hub import Hub


def create_app(settings: Settings, *, workers: bool = True) -> "Front":
    """The server as an ASGI application.

    ``workers``: whether it starts a drawing worker of its own; tests do not.  Raises
    Misconfigured when a route is missing in the permission table.
    """
    hub = Hub()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[State]:
        async with running(settings, hub, workers=workers) as state:
            front.open(state)
            yield state

    inner = Starlette(
        routes=guarded(all_routes()),
        middleware=[
            Middleware(SecurityHeaders, https=settings.https),
            Middleware(Errors),
            Middleware(Language, default=settings.locale),
            Middleware(Sessions),
            Middleware(Csrf),
        ],
        exception_handlers={HTTPException: answer},
        lifespan=lifespan,
    )
    front = Front(inner, hub)
    return front


def all_routes() -> list[BaseRoute]:
    """Every route behind the middleware, in the order in which they are matched."""
    return [
        *health.routes(),
        *static.mounts(),
        *signage.routes.routes(),
        *signage.player_page.routes(),
        *kiosk.routes.routes(),
        *console.routes.routes(),
        *portal.routes.routes(),
    ]


class Front:
    """Answers the hot paths of screens before any middleware, passes everything else on."""

    def __init__(self, inner: ASGIApp, hub: Hub) -> None:
        self.inner = inner
        self.hub = hub
        self.hot: dict[str, ASGIApp] = {}

    def open(self, state: State) -> None:
        hot = signage.routes.hot_routes(
            settings=state["settings"], hub=self.hub, on_first_contact=state["on_first_contact"]
        )
        curtain = state["curtain"]
        hidden = {path: curtain.before(hot.get(path, self.inner)) for path in HIDDEN}
        self.hot = hot if curtain.up else hidden

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.hot.get(scope["path"], self.inner) if scope["type"] == "http" else self.inner
        await app(scope, receive, send)
