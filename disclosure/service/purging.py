"""Lists of persons go when their time is over: content, pictures, files; hash and counts stay.

Level-triggered, in two steps, each of which can be cut off anywhere and is mended by the next run.
First the version is emptied and everything that showed it is marked; then, once no screen's plan
names it any more, the bytes are destroyed, and only after them their rows.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from tortoise.expressions import Q, Subquery

from accounts.audit import write_entry
from core.settings import Settings
from core.transaction import transacted
from disclosure.audiences import GROUP
from disclosure.models import DrawnFor, Finding, RestrictedFile, RuleSet, SpotFinding, Version
from disclosure.purges import EMPTY, NO_FIELDS, NO_FILES, counted_rows, title_left
from disclosure.queries.reproductions import (
    files_of_pages,
    page_sets_of,
    papers_of,
    used_elsewhere,
)
from disclosure.queries.spans import audience_in, span_of
from disclosure.queries.workdays import workdays
from disclosure.review import PUBLIC
from disclosure.search import search_text
from disclosure.service.restricting import restrict
from media.content import Content
from media.models import DrawRequest, PageSet, StoredFile
from media.service import drop_files
from media.store import Store

Drop = Callable[[Collection[str]], Awaitable[None]]
ACTOR = "system"
UNPUBLISHED = "unpublished"
"""The rule by which a wording goes that never was published."""
RULES = "postings"
"""Name of the RuleSet row that may say ``{"retention_days": n}``; without it, none are kept."""


async def purge_due(settings: Settings, at: datetime) -> list[str]:
    """Empty every list of persons whose window ended by ``at``, less the days of retention, and
    the wordings of its record that never were published; the ids of the versions."""
    calendar, kept = await workdays(), await _retention()
    rows = await Version.filter(
        Q(record__item__audience=GROUP) | ~Q(group_name="") | ~Q(group_area=""),
        state__in=PUBLIC,
        purged_at=None,
    ).select_related("record__unit", "record__item")
    done = []
    for version in rows:
        span = span_of(version, settings, calendar)
        end = span.window.end
        if audience_in(version) == GROUP and end is not None and end + kept <= at:
            pages = await page_sets_of(version, settings)
            if await _purge(version.id, span.rule, pages, at):
                done.append(version.id)
    for version in await _left_behind():
        pages = await page_sets_of(version, settings)
        if await _purge(version.id, UNPUBLISHED, pages, at):
            done.append(version.id)
    return done


async def _left_behind() -> list[Version]:
    """What was sent back or given up on the way to a list that is gone: it names the same people.
    What was sent back last may still be worked on."""
    given_up = Q(state="discarded") | Q(state="returned", newest=False)
    emptied = Subquery(Version.filter(purged_at__isnull=False).values("record_id"))
    found: list[Version] = await Version.filter(
        given_up, purged_at=None, record_id__in=emptied
    ).select_related("record__unit", "record__item")
    return found


async def destroy_purged(
    store: Store, still_named: Callable[[], Awaitable[Collection[str]]], drop_plans: Drop
) -> int:
    """Destroy what was marked; how many files went.

    ``still_named``: asked only when there is something to destroy: the hashes that some screen's
    present plan names, its plan among them.  ``drop_plans``: forgets those that were plans.
    """
    rows = await RestrictedFile.filter(version__purged_at__isnull=False).values_list(
        "sha256", flat=True
    )
    if not rows:
        return 0
    began = time.time()
    named = await still_named()
    gone = sorted({str(name) for name in rows} - set(named))
    free = [name for name in gone if not await used_elsewhere(name)]
    # What somebody put meanwhile may be about to prove something else: the next run looks again.
    destroyed = await asyncio.to_thread(store.destroy, free, began)
    await drop_plans(destroyed)
    await _forget(destroyed, [name for name in gone if name not in set(free)])
    return len(destroyed)


@transacted
async def _purge(version_id: str, rule: str, pages: list[PageSet], at: datetime) -> bool:
    """False when someone else was first."""
    version = (
        await Version.filter(id=version_id, purged_at=None)
        .select_related("record__unit", "record__item")
        .first()
    )
    if version is None:
        return False
    content, item = Content.model_validate_json(version.content), version.record.item
    papers = await papers_of(version)
    files = papers | files_of_pages(pages)
    title, rows = title_left(version.title, content), counted_rows(content)
    await restrict({version.id: files})
    await Version.filter(id=version.id, purged_at=None).update(
        purged_at=at,
        content=EMPTY,
        fields_json=NO_FIELDS,
        attachments=NO_FILES,
        unsure="[]",
        title=title,
        row_count=rows,
        search_text=search_text(
            title=title,
            unit=version.record.unit.name,
            item=item.name if item else "",
            code=version.code,
        ),
    )
    await Finding.filter(version_id=version.id).update(quote="", suggestion="")
    keys = [row.key for row in pages]
    await PageSet.filter(key__in=keys).delete()
    await DrawRequest.filter(key__in=keys).delete()
    await DrawnFor.filter(version_id=version.id).delete()
    await _rename_findings(version, title)
    data: dict[str, object] = {
        "record": version.record.id,
        "number": version.number,
        "hash": version.content_hash,
        "rows": rows,
        "files": len(files),
        "papers": await _sizes(papers),
        "rule": rule,
    }
    await write_entry(ACTOR, "version.purge", f"version:{version.id}", data)
    return True


async def _sizes(papers: Collection[str]) -> list[dict[str, object]]:
    """Hash and size of each, for the trail: file names may hold names of persons."""
    rows = await StoredFile.filter(sha256__in=list(papers)).order_by("sha256")
    return [{"sha256": row.sha256, "bytes": row.size} for row in rows]


async def _rename_findings(version: Version, title: str) -> None:
    """Spot checks call a record by its title: one that named a person goes there too."""
    if title == version.title:
        return
    record = version.record.id
    for row in await SpotFinding.filter(record_id=record, subject__contains=version.title):
        subject = row.subject.replace(version.title, title)[:200]
        await SpotFinding.filter(id=row.id).update(subject=subject)


@transacted
async def _forget(destroyed: Collection[str], kept: Collection[str]) -> None:
    """The rows, after the bytes: a cut in between leaves rows that the next run takes up."""
    await drop_files(destroyed)
    await RestrictedFile.filter(sha256__in=list(destroyed)).delete()
    await RestrictedFile.filter(sha256__in=list(kept), version__purged_at__isnull=False).delete()


async def _retention() -> timedelta:
    row = await RuleSet.get_or_none(name=RULES)
    return timedelta(days=int(json.loads(row.value).get("retention_days", 0)) if row else 0)
