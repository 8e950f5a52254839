"""What reviewers do before publication: take the next step of the chain, or send back."""

from collections.abc import Mapping

from accounts.actor import Actor
from accounts.models import Person
from accounts.permissions import may
from core.errors import Conflict, Invalid, NotFound, Refused
from core.transaction import transacted
from disclosure import checklist
from disclosure.models import Review, Version
from disclosure.review import Standing, check_step
from disclosure.service.gating import check_open
from disclosure.service.steps import (
    Said,
    access_version,
    needed,
    opinion,
    reach_of,
    standing_of,
    take,
    writers_of,
)
from media.models import StoredFile
from media.sheet import TEMPLATE_EDITION

SIGNER = 60
CONSULTATION = "consultation"
"""The kind of a draft put out for consultation."""


@transacted
async def approve(
    actor: Actor,
    version_id: str,
    content_hash: str,
    *,
    decisions: Mapping[str, str] | None = None,
    note: str = "",
) -> Version:
    """Take the chain's next step on exactly the wording with that hash.

    ``decisions``: for the secrecy check, one of disclosure/checklist.py on every category.
    ``note``: an opinion (审核意见), kept with the step and in the trail, never on a public page.
    Raises Conflict when the wording is another one by now, or when layouts have changed since it
    was written (then it goes back to its author); Refused for its writers and for roles whose turn
    it is not; Invalid for an open question of the checklist, or for an opinion that is
    too long.
    """
    version = await access_version(actor, version_id, "approve")
    check_edition(version)
    standing = await standing_of(version)
    # Whose turn it is comes first: nobody is asked for a checklist that is not theirs to answer.
    reach = reach_of(actor, version.record.unit.path)
    check_step(standing, "approve", actor.id, reach, content_hash)
    said = Said(opinion(note), _decided(version, standing, decisions or {}))
    return await _take(actor, version, standing, content_hash, said)


@transacted
async def record_signature(
    actor: Actor, version_id: str, content_hash: str, *, signer: str, scan: str
) -> Version:
    """Record that ``signer`` signed the next step on paper: 未经签字的,一律不进行接收.

    ``scan``: SHA-256 of the stored picture or PDF of the signed paper.  The actor answers for it
    with their name, which is why it is none of its writers, nor does any of them sign on paper.
    Raises as :func:`approve`; Invalid without signer or scan; Refused for the secrecy check.
    """
    version = await access_version(actor, version_id, "approve")
    check_edition(version)
    name = needed(signer, "signer-missing", "请填写签字人姓名。", "signer")
    if len(name) > SIGNER:
        raise Invalid("too-long", "最多 {most} 个字。", most=SIGNER, field="signer")
    if not scan:
        raise Invalid(
            "scan-missing", "请上传签字件的扫描件：未经签字的，一律不进行接收。", field="scan"
        )
    if not await StoredFile.exists(sha256=scan):
        raise NotFound("file-unknown", "没有这个文件。")
    if await Person.exists(id__in=list(writers_of(version)), name=name):
        raise Invalid(
            "signer-author", "起草人不能审核自己起草的信息，签字人须为他人。", field="signer"
        )
    await _check_recorder(actor, version)
    standing = await standing_of(version)
    return await _take(actor, version, standing, content_hash, Said(signer=name, scan=scan))


@transacted
async def return_to_author(actor: Actor, version_id: str, note: str) -> Version:
    """Send it back from any step, with a note that says why.  Raises Invalid without one."""
    version = await access_version(actor, version_id, "return")
    why = needed(note, "note-missing", "请写明退回的原因。", "note")
    await take(actor, version, "return", said=Said(why))
    return version


async def _check_recorder(actor: Actor, version: Version) -> None:
    """Raises Refused for who has recorded a signature on it already: one clerk with two sheets of
    paper is no second leader.  The disclosure office may, since it answers for the release."""
    if may(actor, "record.release", version.record.unit.path):
        return
    mine = Review.filter(version_id=version.id, person_id=actor.id, step="approve")
    if await mine.exclude(signer="").exists():
        raise Refused(
            "recorder-twice", "您已登记过这条信息的纸质签字，其余环节请由他人或政务公开办登记。"
        )


def check_edition(version: Version) -> None:
    """Raises Conflict when the layouts are no longer those in which the version was written."""
    if version.template_edition != TEMPLATE_EDITION:
        raise Conflict("edition-changed", "版式已更新，请退回起草人重新保存后再审核。")


async def _take(
    actor: Actor, version: Version, standing: Standing, content_hash: str, said: Said
) -> Version:
    """The last signature's unit stands on the pages, so they are drawn anew only once."""
    await check_open(version)
    changes: dict[str, object] = {}
    if len(standing.approvals) + 1 >= len(standing.chain.steps):
        person = await Person.get(id=actor.id).select_related("unit")
        changes["reviewer"] = person.unit.name
    await take(
        actor,
        version,
        "approve",
        seen_hash=content_hash,
        said=said,
        changes=changes,
        standing=standing,
    )
    return version


def _decided(version: Version, standing: Standing, decisions: Mapping[str, str]) -> str:
    """The checked decisions to store, where the next step is the secrecy check."""
    turn = standing.turn
    if turn is None or turn.kind != "secrecy":
        return ""
    checklist.check_decisions(decisions, consultation=version.kind == CONSULTATION)
    return checklist.written(decisions)
