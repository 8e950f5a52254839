"""The gates on a version's way: found at each save, in the way of each later step while open.

Findings are looked for anew at every step, since lists may have been updated meanwhile; the table
keeps what persons decided about them.
"""

from core import clock, messages
from core.errors import Invalid
from disclosure.models import Finding, Version
from disclosure.queries.gates import (
    CLAIMED,
    CLEARED,
    OPEN,
    GateView,
    Hit,
    decisions,
    gate_views,
    hits_of,
)

GONE = "gone"
MASKED = "masked"
_NAMED = 6
"""Quotes that one sentence names."""


async def rescan(version: Version) -> None:
    """Bring the version's findings to what its wording says now; in the transaction of a save.

    What was cleared on an earlier version of the record stays cleared for the same quote in the
    same kind of text; a decision falls when its quote goes.
    """
    hits = {hit.key: hit for hit in await hits_of(version)}
    known = {row.key: row for row in await Finding.filter(version_id=version.id)}
    before = await decisions(version, [key for key in hits if key not in known])
    fresh = [_row(version, hit, before.get(key)) for key, hit in hits.items() if key not in known]
    if fresh:
        await Finding.bulk_create(fresh)
    gone = [row.id for key, row in known.items() if key not in hits and row.state != MASKED]
    back = [row.id for key, row in known.items() if key in hits and row.state in (GONE, MASKED)]
    if gone:
        await Finding.filter(id__in=gone).update(state=GONE)
    if back:
        await Finding.filter(id__in=back).update(state=OPEN, reason="", by="", at=None)


async def check_open(version: Version) -> None:
    """Raises Invalid, naming the quotes, for what no one has decided yet: at submission, at every
    approval and at release.  A legal ground that was stated lets personal data go to review, but
    only the secrecy reviewer's confirmation lets it out."""
    releasing = version.state == "approved"
    views = [one for one in await gate_views(version) if (one.holds if releasing else one.blocks)]
    words = [one for one in views if one.hit.found.gate == "wording"]
    personal = [one for one in views if one.hit.found.gate == "privacy"]
    if words:
        raise Invalid(
            "words-open",
            "文中有尚未处理的错敏词：{words}。请修改，或由起草人以外的审核人员说明理由后放行。",
            words=_named(words),
            field="content",
        )
    if personal and all(one.state == CLAIMED for one in personal):
        raise Invalid(
            "ground-unconfirmed",
            "不遮盖个人信息的法定依据尚未经保密审查员确认：{places}。",
            places=_placed(personal),
            field="content",
        )
    if personal:
        raise Invalid(
            "personal-open",
            "文中有未遮盖的个人信息：{places}。请确认遮盖，或写明不遮盖的法定依据。",
            places=_placed(personal),
            field="content",
        )


def _row(version: Version, hit: Hit, before: Finding | None) -> Finding:
    kept = before if before is not None and before.state == CLEARED else None
    return Finding(
        version_id=version.id,
        key=hit.key,
        gate=hit.found.gate,
        kind=hit.found.kind,
        place=hit.where[:120],
        quote=hit.quote,
        suggestion=hit.found.suggestion[:200],
        severity=hit.found.severity,
        state=CLEARED if kept else OPEN,
        reason=kept.reason if kept else "",
        by=kept.by if kept else "",
        at=kept.at if kept else None,
        found_at=clock.now(),
    )


def _named(views: list[GateView]) -> str:
    return _some(
        [
            messages.text("“{word}”（{where}）", word=one.hit.quote, where=one.hit.where)
            for one in views
        ]
    )


def _placed(views: list[GateView]) -> str:
    """Places and masked forms: a sentence is no place for the number itself."""
    return _some(
        [
            messages.text(
                "{masked}（{where}）", masked=one.hit.found.suggestion, where=one.hit.where
            )
            for one in views
        ]
    )


def _some(parts: list[str]) -> str:
    shown = "、".join(parts[:_NAMED])
    return (
        shown
        if len(parts) <= _NAMED
        else messages.text("{shown}等 {count} 处", shown=shown, count=len(parts))
    )
