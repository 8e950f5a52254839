"""The only writer of stored files and of the queue of pages.

Files and pages can be made again from what was approved, so these writes carry no audit entry;
what is shown is audited where it is approved.
"""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from core import clock
from core.clock import SystemClock
from core.messages import marked
from core.transaction import transact, transacted
from media.models import DrawRequest, PageSet, StoredFile
from media.profiles import profile
from media.sheet import Sheet, page_key, sheet_json
from media.store import Store

CLAIM_LIFETIME = timedelta(minutes=3)
MAX_ATTEMPTS = 3
_LOOK_AHEAD = 50
_ENDED = {
    "code": "drawing-ended",
    "message": marked("页面绘制中断（超时或内存不足），请精简内容后重试。"),
    "data": {},
}


@dataclass(frozen=True)
class Claim:
    """The right to draw one page set, until it expires or another takes it."""

    key: str
    profile: str
    sheet: str
    attempt: int


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
    if await StoredFile.exists(sha256=name) and await _still_there(name):
        return
    try:
        await transact(
            lambda: StoredFile.create(
                sha256=name, size=size, media_type=media_type, created_at=clock.now()
            )
        )
    except IntegrityError:
        return  # someone stored the same bytes at the same moment


@transacted
async def _still_there(name: str) -> bool:
    """Whether the row stands after every release under way: the file was put before, so a release
    that looks later finds that and leaves the row."""
    return bool(await StoredFile.filter(sha256=name).select_for_update())


@transacted
async def release_files(store: Store, names: Collection[str], before: float) -> list[str]:
    """Forget files that nothing names and nobody has put since ``before`` (seconds of the
    system's clock); which.

    Their bytes count as put now: a backup that has read the rows still finds them.
    """
    rows = await StoredFile.filter(sha256__in=list(names)).select_for_update()
    known = sorted(row.sha256 for row in rows)
    released = await asyncio.to_thread(store.set_aside, known, before)
    await StoredFile.filter(sha256__in=released).delete()
    return released


@transacted
async def drop_files(names: Collection[str]) -> None:
    """Forget files whose bytes are gone already; idempotent."""
    await StoredFile.filter(sha256__in=list(names)).delete()


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


async def claim_page_set() -> Claim | None:
    """The most urgent page set that nobody draws, now ours; None when there is none.

    A claim lasts ``CLAIM_LIFETIME`` of real time: the demonstration's clock may stand or race.
    """
    requests = await DrawRequest.all().order_by("urgency", "created_at", "id").limit(_LOOK_AHEAD)
    rows = {row.key: row for row in await PageSet.filter(key__in=[r.key for r in requests])}
    for request in requests:
        row = rows.get(request.key)
        if row is None or row.state in ("drawn", "failed"):
            await _drop_request(request.key)
            continue
        claim = await _claim(row, SystemClock().now())
        if claim is not None:
            return claim
    return None


@transacted
async def _claim(row: PageSet, at: datetime) -> Claim | None:
    waiting = row.state == "queued"
    expired = row.state == "drawing" and row.claimed_until <= at
    if not (waiting or expired):
        return None
    same = PageSet.filter(key=row.key, state=row.state, attempts=row.attempts)
    if row.attempts >= MAX_ATTEMPTS:
        if await same.update(state="failed", problem=json.dumps(_ENDED), claimed_until=None):
            await DrawRequest.filter(key=row.key).delete()
        return None
    attempt = row.attempts + 1
    taken = await same.update(state="drawing", attempts=attempt, claimed_until=at + CLAIM_LIFETIME)
    return Claim(row.key, row.profile, row.sheet, attempt) if taken == 1 else None


@transacted
async def keep_pages(claim: Claim, pages: Sequence[Mapping[str, object]]) -> bool:
    """Mark the set drawn; False when the claim was lost meanwhile (the other's pages are kept)."""
    done = await _held(claim).update(
        state="drawn", pages=json.dumps(list(pages)), problem="", claimed_until=None
    )
    if done:
        await DrawRequest.filter(key=claim.key).delete()
    return done == 1


@transacted
async def keep_problem(claim: Claim, problem: Mapping[str, object], *, final: bool) -> None:
    """Keep why it was not drawn: failed for good, or back into the queue behind the others."""
    over = final or claim.attempt >= MAX_ATTEMPTS
    done = await _held(claim).update(
        state="failed" if over else "queued",
        problem=json.dumps(problem, ensure_ascii=False),
        claimed_until=None,
    )
    if done and over:
        await DrawRequest.filter(key=claim.key).delete()
    elif done:
        await DrawRequest.filter(key=claim.key).update(urgency=9, created_at=clock.now())


def _held(claim: Claim) -> QuerySet[PageSet]:
    return PageSet.filter(key=claim.key, state="drawing", attempts=claim.attempt)


@transacted
async def _queue(key: str, profile_code: str, sheet: str, urgency: int) -> None:
    if not await PageSet.exists(key=key):
        await PageSet.create(key=key, profile=profile_code, sheet=sheet, created_at=clock.now())
    await _request(key, urgency)


@transacted
async def _drop_request(key: str) -> None:
    await DrawRequest.filter(key=key).delete()


async def _request(key: str, urgency: int) -> None:
    asked = await DrawRequest.get_or_none(key=key)
    if asked is None:
        await DrawRequest.create(key=key, urgency=urgency, created_at=clock.now())
    elif urgency < asked.urgency:
        await DrawRequest.filter(id=asked.id).update(urgency=urgency)
