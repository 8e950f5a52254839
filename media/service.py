"""The only writer of stored files and of the queue of pages.

Files and pages can be made again from what was approved, so these writes carry no audit entry;
what is shown is audited where it is approved.
"""

import asyncio

from tortoise.exceptions import IntegrityError

from core import clock
from core.transaction import transact, transacted
from media.models import DrawRequest, PageSet, StoredFile
from media.profiles import profile
from media.sheet import Sheet, page_key, sheet_json
from media.store import Store


async def store_file(store: Store, data: bytes, media_type: str) -> str:
    """Keep ``data``: bytes first, then the row; idempotent.  Its SHA-256."""
    name = await asyncio.to_thread(store.put, data)
    await keep_file_row(name, len(data), media_type)
    return name


async def store_picture(store: Store, data: bytes) -> str:
    """Keep an uploaded picture, decoded in a sandbox and encoded anew: upright, no metadata.

    Raises Invalid or TooLarge (see media.images); then nothing is stored.
    """
    from media.sandbox import clean_upload  # the child process is started only when needed

    picture = await asyncio.to_thread(clean_upload, data)
    return await store_file(store, picture.data, picture.media_type)


async def keep_file_row(name: str, size: int, media_type: str) -> None:
    """The row of bytes that are already in the store."""
    if await StoredFile.exists(sha256=name):
        return
    try:
        await transact(
            lambda: StoredFile.create(
                sha256=name, size=size, media_type=media_type, created_at=clock.now()
            )
        )
    except IntegrityError:
        return  # someone stored the same bytes at the same moment


async def request_pages(sheet: Sheet, profile_code: str, urgency: int = 1) -> str:
    """Ask for the pages of ``sheet``; the key under which they will be found.

    ``urgency``: 0 a person waits, 1 on a screen today, 2 later.  Asking again is free and can
    only make it more urgent.  Raises NotFound for an unknown profile.
    """
    profile(profile_code)
    key = page_key(sheet, profile_code)
    known = await PageSet.get_or_none(key=key)
    if known is not None and known.state in ("drawn", "failed"):
        return key
    try:
        await _queue(key, profile_code, sheet_json(sheet), urgency)
    except IntegrityError:
        await _queue(key, profile_code, sheet_json(sheet), urgency)  # asked at the same moment
    return key


@transacted
async def redraw_failed(key: str) -> bool:
    """Put a failed set back into the queue, for instance after a font was mended."""
    done = await PageSet.filter(key=key, state="failed").update(
        state="queued", problem="", attempts=0, claimed_until=None
    )
    if done:
        await _request(key, 0)
    return done == 1


@transacted
async def _queue(key: str, profile_code: str, sheet: str, urgency: int) -> None:
    if not await PageSet.exists(key=key):
        await PageSet.create(key=key, profile=profile_code, sheet=sheet, created_at=clock.now())
    await _request(key, urgency)


async def _request(key: str, urgency: int) -> None:
    asked = await DrawRequest.get_or_none(key=key)
    if asked is None:
        await DrawRequest.create(key=key, urgency=urgency, created_at=clock.now())
    elif urgency < asked.urgency:
        await DrawRequest.filter(id=asked.id).update(urgency=urgency)
