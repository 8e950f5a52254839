"""A township files a quarter for all its villages at once: all of it is kept, or nothing."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from accounts.actor import Actor
from accounts.audit import write_entry
from core import clock, messages
from core.errors import Conflict, HallboardError, Invalid, Refused
from core.settings import Settings
from core.transaction import transact
from disclosure.models import Version
from disclosure.queries.attached import still_listed
from disclosure.queries.workbooks import open_versions, published_already
from disclosure.service.drafting import save_draft, submit
from disclosure.workbook import BookPlan, Complaint, Filing, ReadBook, read_book
from media.models import StoredFile
from media.service import drop_files, store_file
from media.store import Store

WAITING = "application/x-waiting-workbook"
KEPT = timedelta(days=1)


async def check_book(settings: Settings, plan: BookPlan, data: bytes, name: str) -> ReadBook:
    """What the workbook says and all that is wrong with it; nothing is stored.

    Raises Invalid or TooLarge for a file that cannot be read as this workbook.
    """
    read = await asyncio.to_thread(_read, settings.locale, plan, data, name)
    busy, public = await open_versions(plan), await published_already(plan)
    titles = {sheet.item: sheet.title for sheet in plan.sheets}
    wrong, warnings = list(read.wrong), list(read.warnings)
    for one in read.filings:
        place = (one.village.code, one.item)
        if place in busy:
            told = messages.text("本期已有正在办理的版本，请先办结或作废。")
            wrong.append(Complaint(titles[one.item], 0, "", one.village.name, told))
        elif place in public:
            told = messages.text("本期已经公开，填报后将形成新版本。")
            warnings.append(Complaint(titles[one.item], 0, "", one.village.name, told, "warning"))
    return replace(read, wrong=tuple(wrong), warnings=tuple(warnings))


async def keep_book(store: Store, data: bytes) -> str:
    """Keep a checked file until it is filed, at most a day; its SHA-256.

    It may list persons, so it outlives neither its filing nor its being forgotten.
    """
    old = StoredFile.filter(media_type=WAITING, created_at__lt=clock.now() - KEPT)
    for name in await old.values_list("sha256", flat=True):
        await forget_book(store, str(name))
    return await store_file(store, data, WAITING)


async def forget_book(store: Store, sha256: str) -> None:
    """Destroy a kept file, unless the same bytes are attached to something."""
    began = time.time()
    waiting = await StoredFile.exists(sha256=sha256, media_type=WAITING)
    if not waiting or await still_listed(sha256):
        return
    # Whoever puts the same bytes meanwhile keeps them.
    await drop_files(await asyncio.to_thread(store.destroy, [sha256], began))


async def file_book(
    actor: Actor,
    settings: Settings,
    plan: BookPlan,
    data: bytes,
    name: str,
    *,
    sha256: str,
    hand_in: bool = False,
) -> list[Version]:
    """The drafts of all villages, by one transaction; ``hand_in`` submits each of them too, and
    each is then reviewed by itself.  ``sha256``: of the file, for the audit trail.

    Raises Invalid when a single row is wrong, Conflict when somebody began one of the records
    meanwhile, or what submission raises, naming village and item: then nothing is stored.
    """
    read = await check_book(settings, plan, data, name)
    if read.wrong:
        raise Invalid("book-wrong", "填报表还有 {count} 处错误，没有保存。", count=len(read.wrong))
    if not read.filings:
        raise Invalid("book-blank", "填报表是空的，没有可以保存的内容。")
    return await transact(lambda: _file(actor, settings, plan, read.filings, sha256, hand_in))


async def _file(
    actor: Actor,
    settings: Settings,
    plan: BookPlan,
    filings: tuple[Filing, ...],
    sha256: str,
    hand_in: bool,
) -> list[Version]:
    versions = [await _one(actor, settings, plan, filing, hand_in) for filing in filings]
    data: dict[str, object] = {
        "unit": plan.town,
        "period": str(plan.period),
        "file": sha256,
        "count": len(versions),
        "submitted": hand_in,
        "versions": [version.id for version in versions],
    }
    await write_entry(actor, "workbook.file", f"workbook:{sha256[:26]}", data)
    return versions


async def _one(
    actor: Actor, settings: Settings, plan: BookPlan, filing: Filing, hand_in: bool
) -> Version:
    try:
        version = await save_draft(
            actor,
            settings,
            unit_code=filing.village.code,
            item_code=filing.item,
            period=str(plan.period),
            draft=filing.draft,
        )
        return await submit(actor, settings, version.id) if hand_in else version
    except (Invalid, Conflict, Refused) as error:
        raise _named(error, filing) from error


def _named(error: HallboardError, filing: Filing) -> HallboardError:
    said = messages.text(error.message, **error.data)
    return type(error)(
        error.code,
        "{village}“{item}”：{problem}（整份填报表都没有保存）",
        village=filing.village.name,
        item=filing.name,
        problem=said,
    )


def _read(locale: str, plan: BookPlan, data: bytes, name: str) -> ReadBook:
    """What is kept is written in the office's language, whoever files it."""
    with messages.spoken_in(locale):
        return read_book(plan, data, name)
