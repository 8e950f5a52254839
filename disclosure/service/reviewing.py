"""What reviewers do before publication: approve, or send back."""

from accounts.actor import Actor
from accounts.models import Person
from core.errors import Conflict
from core.transaction import transacted
from disclosure.models import Version
from disclosure.service.steps import access_version, needed, take
from media.sheet import TEMPLATE_EDITION


@transacted
async def approve(actor: Actor, version_id: str, content_hash: str) -> Version:
    """Sign exactly the wording with that hash.

    Raises Conflict when it is another one by now, or when layouts have changed since it was
    written (then it goes back to its author), Refused for the author.
    """
    version = await access_version(actor, version_id, "approve")
    check_edition(version)
    person = await Person.get(id=actor.id).select_related("unit")
    await take(
        actor,
        version,
        "approve",
        seen_hash=content_hash,
        changes={"reviewer": person.unit.name},
    )
    return await Version.get(id=version.id).select_related("record__unit", "record__item")


@transacted
async def return_to_author(actor: Actor, version_id: str, note: str) -> Version:
    """Send it back, approved or not, with a note that says why.  Raises Invalid without one."""
    version = await access_version(actor, version_id, "return")
    why = needed(note, "note-missing", "请写明退回的原因。", "note")
    await take(actor, version, "return", note=why)
    return await Version.get(id=version.id).select_related("record__unit", "record__item")


def check_edition(version: Version) -> None:
    """Raises Conflict when the layouts are no longer those in which the version was written."""
    if version.template_edition != TEMPLATE_EDITION:
        raise Conflict("edition-changed", "版式已更新，请退回起草人重新保存后再审核。")
