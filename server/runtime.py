"""What a running server holds: opened once at start, handed to every request as its state."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypedDict

from starlette.templating import Jinja2Templates

from core import clock
from core.settings import Settings
from core.signing import SigningKey
from disclosure.service.reminding import remind
from media.store import Store
from server import outside
from server.chores import Chore, Chores
from server.curtain import Curtain
from server.database import connected
from server.jobs import Jobs
from server.secrets import signing_key
from server.sending import send_waiting
from server.supervisor import Worker
from server.sweeping import sweep_files
from server.templates import templates
from signage.hub import Hub


class State(TypedDict):
    """``request.state`` of every request."""

    settings: Settings
    store: Store
    signing_key: SigningKey
    hub: Hub
    templates: Jinja2Templates
    jobs: Jobs
    on_first_contact: Callable[[], None]
    curtain: Curtain


def base_state(settings: Settings, hub: Hub) -> State:
    """The state without a database: keys, store and templates."""
    store = Store(settings.files)
    key = signing_key(settings)
    pages = templates(settings.zone)
    curtain = Curtain()
    return State(
        settings=settings,
        store=store,
        signing_key=key,
        hub=hub,
        templates=pages,
        jobs=Jobs(settings, store, key, hub, pages.env),
        on_first_contact=curtain.contact,
        curtain=curtain,
    )


@asynccontextmanager
async def running(settings: Settings, hub: Hub, *, workers: bool) -> AsyncIterator[State]:
    """Open the database, start jobs and, when asked, the drawing worker; close them in turn."""
    async with connected(settings):
        state = base_state(settings, hub)
        draw = ["draw", "--data", str(settings.data), "--parent", str(os.getpid())]
        helpers = [Worker(draw)] if workers else []
        for helper in helpers:
            helper.start()
        await state["jobs"].start()
        chores = Chores(all_chores(settings, state["store"]) if workers else ())
        await chores.start(alone=settings.sqlite)
        watching = asyncio.create_task(state["curtain"].watch(), name="curtain")
        try:
            yield state
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            for helper in helpers:
                await helper.stop()
            await chores.stop()
            await state["jobs"].stop()


def all_chores(settings: Settings, store: Store) -> tuple[Chore, ...]:
    """What a server does by itself beside reconciliation."""
    return (
        Chore("reminders", timedelta(hours=1), lambda: remind(settings, clock.now())),
        Chore("letters", timedelta(seconds=30), lambda: send_waiting(settings), apart=True),
        Chore("portal", timedelta(seconds=45), lambda: outside.look(settings), apart=True),
        Chore(
            "files",
            timedelta(days=1),
            lambda: sweep_files(store),
            apart=True,
            rest=timedelta(minutes=15),
        ),
    )
