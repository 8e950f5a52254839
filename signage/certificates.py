"""Issuing a 公示证明: everything that is known of a posting's display, signed.

Until screens report each play it states what is known: where a plan had it, which screens said
that they play that plan, which photos were filed.  A day that nobody vouches for is a gap.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.actor import Actor
from core import clock
from core.ids import new_short_code
from core.settings import Settings
from core.signing import SigningKey
from disclosure import chains
from disclosure.certificates import sign
from disclosure.models import Certificate, DisplayDay, Review, Version
from disclosure.purges import counted_rows, title_left
from disclosure.queries.postings import PostingFile, posting_file
from disclosure.queries.spans import audience_in
from disclosure.service import keep_certificate
from media.content import Content

APPROVING = ("submit", "approve", "publish", "withdraw")
"""Steps that a certificate names."""


async def issue_certificate(
    actor: Actor, settings: Settings, key: SigningKey, version_id: str, *, names: bool = False
) -> Certificate:
    """Certify what is known now of the posting; ``names``: of those who took the steps, too.

    Raises NotFound.
    """
    at = clock.now()
    file = await posting_file(actor, settings, version_id, at)
    taken = Review.filter(version_id=version_id, step__in=APPROVING)
    steps = sorted(await taken.select_related("person__unit"), key=_order)
    code = new_short_code()
    body = {
        "code": code,
        "issued_at": _instant(at),
        "zone": settings.timezone,
        "address": f"{settings.public_url}/certificates/{code}",
        **_notice(file.view.version),
        "posting": _posting(file),
        "display": _display(file),
        "approvals": [_approval(step, file.view.version, names=names) for step in steps],
    }
    signed = sign(key, body)
    return await keep_certificate(
        actor,
        version_id,
        code=code,
        body=signed.body,
        signature=signed.signature,
        key_id=signed.key_id,
    )


def _notice(version: Version) -> dict[str, Any]:
    record, content = version.record, Content.model_validate_json(version.content)
    group = audience_in(version) != "public"
    purged: datetime | None = version.purged_at
    return {
        "record": record.id,
        "version": version.id,
        "number": version.number,
        "title": title_left(version.title, content) if group else version.title,
        "unit": record.unit.name,
        "item": record.item.name if record.item else "",
        "audience": audience_in(version),
        "group": version.group_name,
        "hash": version.content_hash,
        "rows": version.row_count or counted_rows(content),
        "purged_at": _instant(purged) if purged else None,
    }


def _posting(file: PostingFile) -> dict[str, Any]:
    view, posted = file.view, file.view.posted
    return {
        "days": view.version.posting_days,
        "extended": view.version.posting_extended,
        "unit": posted.unit,
        "since": posted.since.isoformat(),
        "first": posted.first.isoformat(),
        "last": posted.last.isoformat(),
        "provisional": posted.provisional,
        "state": view.state,
        "rule": view.span.rule,
        "ended_at": _ended(file),
        "extensions": [
            {"days": one.days, "reason": one.reason, "at": _instant(one.at)}
            for one in file.extensions
        ],
    }


def _ended(file: PostingFile) -> str | None:
    end = file.view.span.window.end
    return None if end is None else _instant(end)


def _display(file: PostingFile) -> dict[str, Any]:
    days = file.view.coverage.days
    return {
        "days": [{"day": one.day.isoformat(), "state": one.state} for one in days],
        "whole": len(days),
        "covered": len(file.view.coverage.of("covered")),
        "gaps": [day.isoformat() for day in file.view.coverage.short],
        "first_seen": _extreme(min, (one.first_seen_at for one in file.days)),
        "last_seen": _extreme(max, (one.last_seen_at for one in file.days)),
        "screens": _screens(file.days),
        "evidence": [
            {
                "carrier": one.carrier,
                "place": one.place,
                "day": one.seen_on.isoformat(),
                "file": one.file,
            }
            for one in file.evidence
        ],
    }


def _screens(days: Iterable[DisplayDay]) -> list[dict[str, Any]]:
    """One line a screen: on how many days it was planned, on how many it said that it played."""
    by_screen: dict[str, list[DisplayDay]] = {}
    for one in days:
        by_screen.setdefault(one.screen, []).append(one)
    return [
        {
            "screen": screen,
            "place": rows[-1].place,
            "planned": len(rows),
            "first_planned": _extreme(min, (one.planned_at for one in rows)),
            "seen": len([one for one in rows if _seen(one)]),
            "first_seen": _extreme(min, (one.first_seen_at for one in rows)),
            "last_seen": _extreme(max, (one.last_seen_at for one in rows)),
        }
        for screen, rows in sorted(by_screen.items())
    ]


def _order(step: Review) -> tuple[datetime, int]:
    """As they were taken, also where the clock stood still between them."""
    return step.at, APPROVING.index(step.step)


def _approval(step: Review, version: Version, *, names: bool) -> dict[str, Any]:
    said = {
        "step": step.step,
        "stage": _stage(step, version),
        "unit": step.person.unit.name,
        "at": _instant(step.at),
        "hash": step.content_hash,
        "on_paper": bool(step.signer),
    }
    return {**said, "name": step.signer or step.person.name} if names else said


def _stage(step: Review, version: Version) -> str:
    known = {one.code: one.name for one in chains.read(version.chain).steps}
    return known.get(step.stage, "") if step.step == "approve" else ""


def _seen(day: DisplayDay) -> bool:
    first: datetime | None = day.first_seen_at
    return first is not None


def _extreme(pick: Any, instants: Iterable[datetime | None]) -> str | None:
    known = [one for one in instants if one is not None]
    return _instant(pick(known)) if known else None


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
