"""What console/attachments.html shows of a version."""

from accounts.actor import Actor
from accounts.permissions import may
from core.ids import new_id
from disclosure.attachments import ACCEPTED, ROLES, read_attachments
from disclosure.models import Version
from disclosure.service.steps import author_of


def attachment_list(actor: Actor, version: Version, problem: str = "") -> dict[str, object]:
    """The names that the template needs; the author of a draft may change its files.

    The tag keeps ids apart: htmx copies styles between an old and a new element of one id, which
    the content security policy forbids.
    """
    mine = version.state == "draft" and author_of(version) == actor.id
    return {
        "problem_attachment": problem,
        "attachment_tag": new_id()[:6],
        "attachments": read_attachments(version.attachments),
        "attachment_roles": ROLES,
        "attachment_endings": ACCEPTED,
        "may_attach": mine and may(actor, "record.write", version.record.unit.path),
    }
