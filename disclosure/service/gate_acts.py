"""What persons decide about findings: clear, mask, state a ground, confirm or refuse it.

Findings are named by their key, so that one found by a list updated since the last save can be
decided too.
"""

from collections.abc import Collection
from typing import Any

from accounts.actor import Actor
from accounts.permissions import check_may, may
from core import clock
from core.errors import Conflict, Invalid, NotFound, Refused
from core.settings import Settings
from core.transaction import transacted
from disclosure.drafts import Draft
from disclosure.gates.masking import masked, masked_fields, masked_text
from disclosure.gates.privacy import privacy_findings
from disclosure.gates.said import PLAIN, changed_texts, said_fields
from disclosure.hashing import WORDING
from disclosure.models import Finding, Version
from disclosure.queries.gates import CLAIMED, CLEARED, OPEN
from disclosure.review import OPEN as WAITING
from disclosure.service.drafting import draft_of, save_draft
from disclosure.service.gating import MASKED, rescan
from disclosure.service.steps import author_of, needed, note_step, record_id_of, writers_of

_REASON = 300


@transacted
async def clear_finding(actor: Actor, version_id: str, key: str, reason: str) -> None:
    """A second person lets a wording stand, with a reason.

    Raises Refused for its writers and without record.review, Invalid without a reason, NotFound
    for what the gate does not find.
    """
    version = await _access(actor, version_id, "record.review")
    if actor.id in writers_of(version):
        raise Refused("gate-four-eyes", "错敏词须由起草人以外的人员放行。")
    row = await _finding(actor, version, key, "wording")
    why = _reason(reason, "gate-reason-missing", "请写明放行的理由。")
    await _decide(actor, row, (OPEN,), CLEARED, why)
    await _note(actor, version, "gate.clear", row, why)


@transacted
async def mask_findings(
    actor: Actor, settings: Settings, version_id: str, keys: Collection[str]
) -> Version:
    """The author confirms the masking proposed for these findings: the wording is changed, the
    findings are closed.  The version that now holds it (see save_draft).

    Raises Conflict when none of them is in the text any more.
    """
    version = await _access(actor, version_id, "record.write")
    _check_author(actor, version)
    draft, closed = _masked(version, set(keys))
    if not closed:
        raise Conflict("gate-gone", "正文已变化，这些内容已不在文中，请刷新后再看。")
    rows = [await _finding(actor, version, key, "privacy") for key in sorted(closed)]
    saved = await _saved(actor, settings, version, draft)
    decided: dict[str, Any] = {"state": MASKED, "by": actor.id, "at": clock.now()}
    await Finding.filter(id__in=[row.id for row in rows]).update(**decided)
    data: dict[str, object] = {"count": len(rows), "kinds": sorted({row.kind for row in rows})}
    await note_step(actor, "gate.mask", saved, data)
    return saved


@transacted
async def claim_ground(
    actor: Actor, settings: Settings, version_id: str, key: str, ground: str
) -> Version:
    """The author states the legal ground for publishing it unmasked; the secrecy reviewer decides.

    The ground joins the wording, so that whoever signs signs it too.
    """
    version = await _access(actor, version_id, "record.write")
    _check_author(actor, version)
    row = await _finding(actor, version, key, "privacy")
    why = _reason(ground, "ground-missing", "请写明不遮盖的法定依据（法律法规的名称和条款）。")
    draft = draft_of(version)
    stated = [one for one in draft.unmasked_ground.split("；") if one]
    grounds = "；".join(dict.fromkeys([*stated, why]))[:_REASON]
    saved = await _saved(
        actor, settings, version, draft.model_copy(update={"unmasked_ground": grounds})
    )
    row = await _finding(actor, saved, key, "privacy")
    await _decide(actor, row, (OPEN, CLAIMED), CLAIMED, why)
    await _note(actor, saved, "gate.claim", row, why)
    return saved


@transacted
async def confirm_ground(actor: Actor, version_id: str, key: str) -> None:
    """The secrecy reviewer, none of its writers, confirms the ground.  Raises Refused otherwise."""
    version = await _secrecy(actor, version_id)
    row = await _finding(actor, version, key, "privacy")
    await _decide(actor, row, (CLAIMED,), CLEARED, row.reason)
    await _note(actor, version, "gate.confirm", row, row.reason)


@transacted
async def reject_ground(actor: Actor, version_id: str, key: str, note: str) -> None:
    """The secrecy reviewer does not accept the ground: the finding is open again."""
    version = await _secrecy(actor, version_id)
    row = await _finding(actor, version, key, "privacy")
    why = _reason(note, "note-missing", "请写明不同意的原因。")
    await _decide(actor, row, (CLAIMED,), OPEN, why)
    await _note(actor, version, "gate.reject", row, why)


async def _access(actor: Actor, version_id: str, permission: str) -> Version:
    """Raises NotFound where the actor may not read, Refused where they may not act, Conflict when
    the version no longer waits for anybody."""
    version = (
        await Version.filter(id=version_id)
        .select_related("record__unit", "record__item")
        .get_or_none()
    )
    if version is None or not may(actor, "record.read", version.record.unit.path):
        raise NotFound("version-unknown", "没有这条信息。")
    check_may(actor, permission, version.record.unit.path)
    if version.state not in WAITING:
        raise Conflict("state-changed", "这条信息的状态已经变化，请刷新后再看。")
    return version


async def _secrecy(actor: Actor, version_id: str) -> Version:
    version = await _access(actor, version_id, "record.secrecy")
    if actor.id in writers_of(version):
        raise Refused("gate-four-eyes-secrecy", "法定依据须由起草人以外的保密审查员确认。")
    return version


def _check_author(actor: Actor, version: Version) -> None:
    if author_of(version) != actor.id or version.state != "draft":
        raise Refused(
            "gate-author-only", "遮盖和依据由起草人在草稿中确认；已送审的请先撤回或退回。"
        )


async def _finding(actor: Actor, version: Version, key: str, gate: str) -> Finding:
    """The row of what is found now.  Raises NotFound."""
    await rescan(version)
    row = await Finding.get_or_none(version_id=version.id, key=key, gate=gate)
    if row is None or row.state not in (OPEN, CLAIMED, CLEARED):
        raise NotFound("finding-unknown", "文中已没有这一处，请刷新后再看。")
    return row


async def _decide(
    actor: Actor, row: Finding, before: tuple[str, ...], state: str, reason: str
) -> None:
    done = await Finding.filter(id=row.id, state__in=before).update(
        state=state, reason=reason, by=actor.id, at=clock.now()
    )
    if done != 1:
        raise Conflict("gate-decided", "这一处已由他人处理，请刷新后再看。")


async def _note(actor: Actor, version: Version, action: str, row: Finding, reason: str) -> None:
    """Personal data stand in the trail as they are masked."""
    quote = row.quote if row.gate == "wording" else row.suggestion
    await note_step(actor, action, version, {"kind": row.kind, "quote": quote, "reason": reason})


async def _saved(actor: Actor, settings: Settings, version: Version, draft: Draft) -> Version:
    record = version.record
    return await save_draft(
        actor,
        settings,
        unit_code=record.unit.code,
        item_code=record.item.code if record.item else None,
        period=record.period,
        draft=draft,
        record_id=record_id_of(version),
        revision=version.revision,
    )


def _masked(version: Version, keys: set[str]) -> tuple[Draft, set[str]]:
    """The draft with the findings masked in content, fields and form, and which those were."""
    draft = draft_of(version)
    fields = said_fields({name: getattr(version, name) for name in WORDING})
    found = [one for one in privacy_findings(draft.content, fields) if one.key in keys]
    changes = {one.quote: masked_text(one.kind, one.quote) for one in found}
    changed = masked_fields(fields, [one for one in found if one.place.field in PLAIN])
    update: dict[str, object] = {name: changed[name] for name in PLAIN}
    update["content"] = masked(draft.content, found)
    update["fields_json"] = changed_texts(draft.fields_json, changes)
    update["attachments"] = changed_texts(draft.attachments, changes)
    return draft.model_copy(update=update), {one.key for one in found}


def _reason(text: str, code: str, message: str) -> str:
    said = needed(text, code, message, "reason")
    if len(said) > _REASON:
        raise Invalid("too-long", "最多 {most} 个字。", most=_REASON, field="reason")
    return said
