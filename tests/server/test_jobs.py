"""Several processes on one database: one computes, the others follow it."""

import asyncio

from core.settings import Settings
from media.store import Store
from server import jobs, lease
from server.secrets import signing_key
from server.templates import environment
from signage.hub import Hub
from signage.models import Pointer
from signage.queries import answer_of
from tests.signage.world import build_signage


async def test_a_process_that_follows_looks_again_while_the_other_may_still_compute(
    db, settings: Settings, store: Store, clock, monkeypatch
) -> None:
    """The pointer moves after the follower's first look, and nothing wakes it."""
    monkeypatch.setattr(jobs, "FOLLOW_PAUSE", 0.0)
    monkeypatch.setattr(jobs, "FOLLOW_AGAIN", (0.2, 0.2, 0.2))
    signage = await build_signage(settings, store)
    screen = await signage.screen("LH-WALL")
    await signage.pair(screen)
    await signage.settle()
    await screen.refresh_from_db()
    assert await lease.hold("jobs", "another process")

    hub = Hub()
    follower = jobs.Jobs(settings, store, signing_key(settings), hub, environment(settings.zone))
    following = asyncio.create_task(follower._one_pass())
    while hub.answer(screen.token_hash) is None:  # noqa: ASYNC110 - a look sets no event
        await asyncio.sleep(0.01)
    await Pointer.filter(screen_id=screen.id).update(sequence=99)
    await following

    assert hub.answer(screen.token_hash) == await answer_of(screen.id)
