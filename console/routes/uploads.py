"""Pictures that people send: the file of a picture record, the photos of a roster."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from console import picture_form
from console.routes.drawn import ask_for_pages
from console.routes.page import Values, actor_of, go
from console.routes.records import record_response
from core.errors import Conflict, HallboardError, Invalid, Refused, TooLarge
from disclosure import kinds, service
from disclosure import queries as disclosure
from disclosure.drafts import Draft
from disclosure.kinds import roster
from disclosure.service.drafting import draft_of
from disclosure.tables import files
from media.service import store_picture


@dataclass(frozen=True)
class Sent:
    """A posted form: its texts, the bytes of its picture if there was one, and the files of its
    tables: name and bytes by the table's name."""

    values: Values
    picture: bytes | None
    tables: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


async def read_sent(request: Request) -> tuple[Sent, HallboardError | None]:
    """The form, and why its picture is not taken: that is known before its bytes are read."""
    async with request.form() as form:
        values = {
            name: value.replace("\r\n", "\n").strip("\n\r ")
            for name, value in form.items()
            if isinstance(value, str)
        }
        tables = {
            name.removeprefix("file-"): (given.filename, await given.read(files.MOST_BYTES + 1))
            for name, given in form.items()
            if name.startswith("file-") and isinstance(given, UploadFile) and given.filename
        }
        given = form.get("picture")
        if not isinstance(given, UploadFile) or not given.filename:
            return Sent(values, None, tables), None
        try:
            picture_form.check_file(given.filename, given.size or 0)
        except HallboardError as error:
            return Sent(values, None, tables), error
        return Sent(values, await given.read(), tables), None


async def kept(request: Request, data: bytes) -> str:
    """The stored picture's SHA-256.  Raises Invalid or TooLarge that name the field."""
    try:
        return await store_picture(request.state.store, data)
    except HallboardError as error:
        raise type(error)(
            error.code, error.message, **(error.data | {"field": "picture"})
        ) from error


async def photo(request: Request) -> Response:
    """Give one member of a draft's roster another photo, or none."""
    actor, settings = actor_of(request), request.state.settings
    version = await disclosure.version_view(actor, request.path_params["id"])
    sent, refused = await read_sent(request)
    try:
        if refused is not None:
            raise refused
        if version.state != "draft":
            raise Conflict("not-open", "此版本已送审或公开，不能直接修改。")
        saved = await service.save_draft(
            actor,
            settings,
            unit_code=version.record.unit.code,
            item_code=version.record.item.code if version.record.item else None,
            period=version.record.period,
            draft=await _with_photo(request, draft_of(version), sent),
            record_id=version.record.id,
            revision=version.revision,
        )
    except (Invalid, TooLarge, Conflict, Refused) as error:
        return await record_response(request, version.record.id, version.id, error)
    await ask_for_pages(saved, settings)
    return go(f"/console/records/{saved.record.id}", "photo")


async def _with_photo(request: Request, draft: Draft, sent: Sent) -> Draft:
    number = sent.values.get("member", "")
    at = int(number) if number.isdecimal() and len(number) < 6 else -1
    picture_form.with_photo(draft.content, at, None)  # before anything is stored
    sha = await kept(request, sent.picture) if sent.picture else None
    if draft.kind == "roster":
        fields = kinds.stored_fields(draft.kind, draft.fields_json)
        assert isinstance(fields, roster.RosterFields)  # noqa: S101 – what that kind has
        changed = kinds.fields_text(roster.with_photo(fields, at, sha))
        return draft.model_copy(update={"fields_json": changed})
    return draft.model_copy(update={"content": picture_form.with_photo(draft.content, at, sha)})
