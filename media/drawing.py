"""The worker that draws: takes the most urgent page set, draws it, keeps the pages; for ever."""

import asyncio
import contextlib

from core.errors import HallboardError, Invalid, NotFound, TooLarge
from media import service
from media.drawer import Drawer, problem_data
from media.fonts import Fonts
from media.service import Claim
from media.store import Store

IDLE_SECONDS = 0.5
_FINAL = (Invalid, TooLarge, NotFound)
"""Errors that the same sheet would meet again: the author has to act."""


async def draw_next(store: Store, fonts: Fonts, drawer: Drawer | None = None) -> bool:
    """Draw the most urgent page set that nobody draws; whether there was one.

    What the author can mend is kept with the set as its problem; what was an accident is tried
    again, three times at most.  ``fonts`` are those found at the start: a proof that there are
    any; the drawing process opens them itself.
    """
    del fonts
    claim = await service.claim_page_set()
    if claim is None:
        return False
    if drawer is None:
        async with Drawer(store) as once:
            await _draw(store, claim, once)
    else:
        await _draw(store, claim, drawer)
    return True


async def run(store: Store, fonts: Fonts, stop: asyncio.Event) -> None:
    """Draw until ``stop`` is set; the sheet in hand is finished first."""
    async with Drawer(store) as drawer:
        while not stop.is_set():
            if not await draw_next(store, fonts, drawer):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), IDLE_SECONDS)


async def _draw(store: Store, claim: Claim, drawer: Drawer) -> None:
    try:
        pages = await drawer.draw(claim.sheet, claim.profile)
    except HallboardError as problem:
        final = isinstance(problem, _FINAL)
        await service.keep_problem(claim, problem_data(problem), final=final)
        return
    kept = []
    for page in pages:
        name = await service.store_file(store, page.data, page.type)
        kept.append(
            {
                "file": name,
                "bytes": len(page.data),
                "type": page.type,
                "width": page.width,
                "height": page.height,
                "alt": page.alt,
            }
        )
    await service.keep_pages(claim, kept)
