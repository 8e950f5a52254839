"""Pulling: list pages are read, new documents become drafts, changed ones are flagged.

The network stands outside every transaction; each page is kept by one of its own, so a pull that
breaks off has kept what it had and goes on next time.  One page at a time, with a pause: the
portal serves the public first.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from accounts.actor import SYSTEM, Actor
from accounts.audit import write_entry
from accounts.permissions import may
from accounts.queries import actor_of
from core import clock, messages
from core.errors import Conflict, HallboardError, Refused
from core.fetch import Fetched, fetch
from core.settings import Settings
from core.transaction import transact
from disclosure.drafts import read_draft
from disclosure.extracting import (
    Entry,
    ExtractRules,
    Listed,
    document_of,
    entries_of,
    fingerprint,
    read_rules,
)
from disclosure.imported import listed_values, period_in, without_period
from disclosure.importing import ParsedDocument, read_document
from disclosure.models import Source, SourcePage, Version
from disclosure.periods import CADENCES
from disclosure.service.drafting import save_draft

PAUSE = 1.0
"""Seconds between two pages."""
MOST_LISTS, MOST_PAGES = 5, 30
"""List pages and documents asked for in one pull; the rest waits for the next."""
CHANGED = "changed:"
"""Begins the problem of a page that says something else now; the new fingerprint follows."""
Ask = Callable[[str], Awaitable[Fetched]]


@dataclass(frozen=True)
class Pulled:
    """What a pull did."""

    new: int = 0
    changed: int = 0
    failed: int = 0
    left: int = 0
    """Documents that wait for the next pull."""


@dataclass(frozen=True)
class Tried:
    """What a source would give, nothing kept: the list, and its first document as it is read."""

    listed: Listed
    first: ParsedDocument | None
    problem: str = ""


async def try_source(settings: Settings, list_url: str, rules_json: str) -> Tried:
    """Read the list and the first document.  Raises Invalid, Refused, Unavailable, TooLarge."""
    rules = read_rules(rules_json)
    ask = _asker(settings)
    listed = await _list(ask, list_url, rules_json)
    try:
        page = await _page(ask, listed.entries[0].url)
        return Tried(listed, await asyncio.to_thread(_document, page, rules))
    except HallboardError as error:
        return Tried(listed, None, messages.text(error.message, **error.data))


async def pull(settings: Settings, source: Source, *, pause: float = PAUSE) -> Pulled:
    """Pull one source (unit, item and author loaded); what came of it also stands in its row.

    A list that cannot be read is the source's problem, a document that cannot be is its page's:
    neither is an error of the caller.
    """
    ask = _asker(settings, pause)
    try:
        author = await actor_of(source.author.id)
        if not may(author, "record.write", source.unit.path):
            raise Refused("source-author", "负责该来源的人员已不能为本单位起草，请重新保存来源。")
        entries = await _entries(ask, source)
    except HallboardError as error:
        await _end(source, Pulled(failed=1), _sentence(error, settings))
        return Pulled(failed=1)
    done = await _pages(ask, settings, source, author, entries)
    await _end(source, done, "")
    return done


async def _entries(ask: Ask, source: Source) -> list[Entry]:
    """What the list's first pages name, none twice."""
    found: dict[str, Entry] = {}
    url, seen = source.list_url, set[str]()
    while url and url not in seen and len(seen) < MOST_LISTS:
        seen.add(url)
        listed = await _list(ask, url, source.rules)
        for entry in listed.entries:
            found.setdefault(entry.url, entry)
        url = listed.following
    return list(found.values())


async def _pages(
    ask: Ask, settings: Settings, source: Source, author: Actor, entries: list[Entry]
) -> Pulled:
    """New documents first, then those known, the longest unseen first, as far as the cap goes."""
    known = await _known(source, entries)
    new = [entry for entry in entries if entry.url not in known]
    old = sorted(
        (entry for entry in entries if entry.url in known), key=lambda e: known[e.url].seen_at
    )
    done = Pulled(left=max(0, len(new) - MOST_PAGES))
    for entry in [*new, *old][:MOST_PAGES]:
        page = known.get(entry.url)
        if page is None or (not page.hash and page.record is None):
            done = await _take(ask, settings, source, author, entry, page, done)
        else:
            done = await _compare(ask, settings, source, entry, page, done)
    return done


async def _take(
    ask: Ask,
    settings: Settings,
    source: Source,
    author: Actor,
    entry: Entry,
    page: SourcePage | None,
    done: Pulled,
) -> Pulled:
    """A document that is not here yet becomes a draft; one that fails is tried again next time."""
    try:
        document = await _read(ask, source, entry)
        await transact(lambda: _keep(settings, source, author, entry, page, document))
        return replace(done, new=done.new + 1)
    except HallboardError as error:
        await _failed(source, entry.url, page, _sentence(error, settings))
        return replace(done, failed=done.failed + 1)


async def _compare(
    ask: Ask, settings: Settings, source: Source, entry: Entry, page: SourcePage, done: Pulled
) -> Pulled:
    """A known document that says something else now is flagged, never overwritten."""
    try:
        mark = fingerprint(await _read(ask, source, entry))
    except HallboardError as error:
        await _failed(source, entry.url, page, _sentence(error, settings))
        return replace(done, failed=done.failed + 1)
    problem = "" if mark == page.hash else f"{CHANGED}{mark}"
    now = clock.now()
    await transact(lambda: SourcePage.filter(id=page.id).update(problem=problem, seen_at=now))
    fresh = bool(problem) and problem != page.problem
    return replace(done, changed=done.changed + fresh)


async def _keep(
    settings: Settings,
    source: Source,
    author: Actor,
    entry: Entry,
    page: SourcePage | None,
    document: ParsedDocument,
) -> None:
    if page is None and await SourcePage.exists(source_id=source.id, url=entry.url):
        return  # pulled by somebody else meanwhile
    record = await _record_of(source, entry.url)
    if record is None:
        record = (await _draft(settings, source, author, entry, document)).record.id
    mark, now = fingerprint(document), clock.now()
    if page is None:
        await SourcePage.create(
            source_id=source.id, url=entry.url, record_id=record, hash=mark, seen_at=now
        )
    else:
        await SourcePage.filter(id=page.id).update(
            record_id=record, hash=mark, problem="", seen_at=now
        )


async def _record_of(source: Source, url: str) -> str | None:
    """The record that already speaks for that page: somebody typed it in, or imported it."""
    known = (
        await Version.filter(record__unit_id=source.unit.id, official_url=url)
        .exclude(state="discarded")
        .select_related("record")
        .first()
    )
    return known.record.id if known else None


async def _draft(
    settings: Settings, source: Source, author: Actor, entry: Entry, document: ParsedDocument
) -> Version:
    said = listed_values(document, title=entry.title, day=entry.day, url=entry.url)
    item, period = source.item, None
    kind = CADENCES.get(item.cadence) if item else None
    if kind is not None:
        period = period_in(str(said["title"]), kind)
        if period is None:
            item = None
            unsure = said["unsure"]
            said["unsure"] = [*(unsure if isinstance(unsure, list) else []), without_period()]
    return await save_draft(
        author,
        settings,
        unit_code=source.unit.code,
        item_code=item.code if item else None,
        period=str(period) if period else None,
        draft=read_draft(said),
    )


async def _failed(source: Source, url: str, page: SourcePage | None, problem: str) -> None:
    now = clock.now()

    async def work() -> None:
        if page is not None:
            await SourcePage.filter(id=page.id).update(problem=problem, seen_at=now)
        else:
            await SourcePage.create(source_id=source.id, url=url, problem=problem, seen_at=now)

    await transact(work)


async def _end(source: Source, done: Pulled, problem: str) -> None:
    """The source is due again in a day, whatever came of it."""

    async def work() -> None:
        await Source.filter(id=source.id).update(pulled_at=clock.now(), problem=problem[:300])
        data: dict[str, object] = {
            "name": source.name,
            "new": done.new,
            "changed": done.changed,
            "failed": done.failed,
        }
        await write_entry(SYSTEM, "source.pull", f"source:{source.id}", data)

    await transact(work)


async def _known(
    source: Source, entries: "list[Entry] | tuple[Entry, ...]"
) -> dict[str, SourcePage]:
    urls = [entry.url for entry in entries]
    rows = await SourcePage.filter(source_id=source.id, url__in=urls).select_related("record")
    return {row.url: row for row in rows}


async def _list(ask: Ask, url: str, rules_json: str) -> Listed:
    page = await _page(ask, url)
    rules = read_rules(rules_json)
    return await asyncio.to_thread(lambda: entries_of(page.text, page.url, rules))


async def _read(ask: Ask, source: Source, entry: Entry) -> ParsedDocument:
    page = await _page(ask, entry.url)
    return await asyncio.to_thread(_document, page, read_rules(source.rules))


def _document(page: Fetched, rules: ExtractRules) -> ParsedDocument:
    """A page, or a file that the list names directly.  Blocks: a long page takes seconds."""
    if page.data.startswith((b"%PDF-", b"PK\x03\x04")):
        return read_document(page.data, page.url.rpartition("/")[2][:80] or "document")
    return read_document(document_of(page.text, rules).encode(), "page.html")


async def _page(ask: Ask, url: str) -> Fetched:
    """Raises Conflict for a status that is no page."""
    page = await ask(url)
    if page.status != 200:
        raise Conflict("page-status", "{url} 应答 {status}。", url=url, status=page.status)
    return page


def _asker(settings: Settings, pause: float = 0.0) -> Ask:
    asked = False

    async def ask(url: str) -> Fetched:
        nonlocal asked
        if asked and pause:
            await asyncio.sleep(pause)
        asked = True
        return await fetch(url, allowed=settings.fetch_hosts)

    return ask


def _sentence(error: HallboardError, settings: Settings) -> str:
    with messages.spoken_in(settings.locale):
        return messages.text(error.message, **error.data)[:300]
