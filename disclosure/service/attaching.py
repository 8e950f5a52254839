"""附件: kept whole with their hash, listed on a draft, taken off again.

Bytes come first, then the draft that names them: a draft never names a file that is not there.
"""

import asyncio

from accounts.actor import Actor
from accounts.permissions import check_may
from core.errors import Conflict, HallboardError, NotFound
from core.settings import Settings
from disclosure import attachments as files
from disclosure.attachments import Attachment
from disclosure.models import Version
from disclosure.queries.records import version_view
from disclosure.service.drafting import draft_of, save_draft
from media.service import store_file, store_picture
from media.store import Store


async def store_attachment(
    store: Store, data: bytes, name: str, *, scan: bool = False
) -> Attachment:
    """Keep the bytes; what a version lists of them.  Videos are kept as they are.

    Raises Invalid or TooLarge (disclosure/attachments.py, media/images.py): nothing is stored.
    """
    found = await asyncio.to_thread(files.recognise, data, name)
    if found == "image/*":
        return await _picture(store, data, name, scan)
    sha = await store_file(store, data, kept_as(found))
    return Attachment(
        sha256=sha,
        name=files.clean_name(name, found),
        media_type=found,
        size=len(data),
        role=files.role_of(found, scan=scan),
    )


def kept_as(media_type: str) -> str:
    """The type in the store's own row, which has little room: office files are archives.  What
    readers get is the type that the version names."""
    return "application/zip" if "officedocument" in media_type else media_type


async def attach(
    actor: Actor,
    settings: Settings,
    store: Store,
    version_id: str,
    *,
    data: bytes,
    name: str,
    scan: bool = False,
) -> Version:
    """Put a file on the author's draft.  Raises NotFound, Refused, Conflict when it is no draft,
    Invalid or TooLarge for the file."""
    version = await _draft(actor, version_id)
    known = files.read_attachments(version.attachments)
    files.check_upload(name, len(data))
    added = await store_attachment(store, data, name, scan=scan)
    return await _save(actor, settings, version, files.with_file(known, added))


async def detach(actor: Actor, settings: Settings, version_id: str, sha256: str) -> Version:
    """Take a file off the author's draft; the bytes stay for versions that list them."""
    version = await _draft(actor, version_id)
    known = files.read_attachments(version.attachments)
    left = files.without_file(known, sha256)
    if len(left) == len(known):
        raise NotFound("file-unknown", "没有这个文件。")
    return await _save(actor, settings, version, left)


async def _draft(actor: Actor, version_id: str) -> Version:
    version = await version_view(actor, version_id)
    check_may(actor, "record.write", version.record.unit.path)
    if version.state != "draft":
        raise Conflict("not-open", "此版本已送审或公开，不能直接修改。")
    return version


async def _save(
    actor: Actor, settings: Settings, version: Version, listed: tuple[Attachment, ...]
) -> Version:
    record = version.record
    return await save_draft(
        actor,
        settings,
        unit_code=record.unit.code,
        item_code=record.item.code if record.item else None,
        period=record.period,
        draft=draft_of(version).model_copy(update={"attachments": files.written(listed)}),
        record_id=record.id,
        revision=version.revision,
    )


async def _picture(store: Store, data: bytes, name: str, scan: bool) -> Attachment:
    try:
        sha = await store_picture(store, data)
    except HallboardError as error:
        told = error.data | {"field": "attachment"}
        raise type(error)(error.code, error.message, **told) from error
    kept = await asyncio.to_thread(store.read, sha)
    media_type = "image/png" if kept.startswith(b"\x89PNG") else "image/jpeg"
    return Attachment(
        sha256=sha,
        name=files.clean_name(name, media_type),
        media_type=media_type,
        size=len(kept),
        role=files.role_of(media_type, scan=scan),
    )
