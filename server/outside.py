"""What is asked of other servers by itself: pages to pull, pages of the portal to look at.

Level-triggered: what is due is computed from rows (not pulled, not looked at for a day), so a
look that is lost is made up by the next.  Each look does a little and ends, so that other chores
get their turn: one source, a handful of pages, one after the other.
"""

import asyncio

from core import clock
from core.settings import Settings
from disclosure.queries.sources import due_checks, due_sources
from disclosure.service.official import check_official
from disclosure.service.pulling import PAUSE, pull

CHECKS = 20
"""Pages of the portal looked at in one go."""


async def look(settings: Settings, *, pause: float = PAUSE) -> bool:
    """Do what is due, as far as one look goes; whether anything was.

    The demonstration asks nobody: its portal does not exist.
    """
    if settings.demo:
        return False
    sources = await due_sources(clock.now())
    for source in sources[:1]:
        await pull(settings, source, pause=pause)
    records = await due_checks(clock.now(), CHECKS)
    for record in records:
        await check_official(settings, record)
        await asyncio.sleep(pause)
    return bool(sources or records)
