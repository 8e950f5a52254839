"""What waits for a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import paths, roles_above, roles_over
from disclosure import chains
from disclosure.chains import Reach
from disclosure.models import Finding, Version
from disclosure.queries.duties import rules
from disclosure.queries.gates import CLAIMED
from disclosure.review import OPEN

MOST = 200
"""Rows of one list: a longer queue is worked off from its oldest end."""


@dataclass(frozen=True)
class Inbox:
    """Versions, the urgent and then the oldest first, with record, unit, item and author loaded."""

    drafts: list[Version]
    """The actor's own, not yet submitted."""
    returned: list[Version]
    """The actor's own, sent back and not taken up again."""
    to_review: list[Version]
    """Those whose next step is one of the actor's roles."""
    to_publish: list[Version]
    """Those with every step taken that one of the actor's roles releases."""
    checks_due: list[Version]
    """Fixed content whose yearly check has fallen due."""
    grounds: list[Version]
    """Others' versions for which a ground to leave personal data unmasked waits for the actor, as
    secrecy reviewer, to be confirmed."""

    @property
    def total(self) -> int:
        lists = (self.drafts, self.returned, self.to_review, self.to_publish, self.checks_due)
        return sum(len(rows) for rows in (*lists, self.grounds))


async def inbox(actor: Actor, at: datetime) -> Inbox:
    """What this person can do something about at ``at``."""
    own = Q(author_id=actor.id)
    to_review, to_publish = await _turns(actor)
    return Inbox(
        drafts=await _versions(own, state="draft"),
        returned=await _versions(own, state="returned", newest=True),
        to_review=await _versions(_among(to_review)),
        to_publish=await _versions(_among(to_publish)),
        checks_due=await _checks_due(actor, at),
        grounds=await _grounds(actor),
    )


async def check_is_due(version: Version, at: datetime) -> bool:
    """Whether a version, its record and item loaded, was neither renewed nor confirmed
    (核对无变化) for as long as the county allows fixed content to go unchecked."""
    item = version.record.item
    checked: datetime | None = version.checked_at
    since: datetime | None = version.published_at if checked is None else checked
    if item is None or item.cadence != "fixed" or since is None:
        return False
    return since <= await _check_cut(at)


async def _turns(actor: Actor) -> tuple[list[str], list[str]]:
    """Ids of others' versions that wait for one of the actor's roles: to be signed, released."""
    others = _inside(paths(actor, "record.review")) & _by_others(actor)
    columns = ("id", "state", "chain", "step", "record__unit__path")
    waiting = Version.filter(others, state__in=("submitted", "approved"))
    signing: list[str] = []
    releasing: list[str] = []
    for id_, state, stored, step, path in await waiting.values_list(*columns):
        chain = chains.read(stored)
        reach = Reach(roles_over(actor, path), roles_above(actor, path))
        if state == "approved":
            releasing += [id_] if chain.release_role in reach.roles else []
        elif step < len(chain.steps) and reach.covers(chain.steps[step]):
            signing.append(id_)
    return signing, releasing


async def _grounds(actor: Actor) -> list[Version]:
    subtrees = paths(actor, "record.secrecy")
    if not subtrees:
        return []
    claimed = await Finding.filter(state=CLAIMED).distinct().values_list("version_id", flat=True)
    mine = _inside(subtrees) & _by_others(actor)
    return await _versions(_among([str(one) for one in claimed]) & mine & Q(state__in=OPEN))


async def _checks_due(actor: Actor, at: datetime) -> list[Version]:
    cut = await _check_cut(at)
    due = Q(checked_at=None, published_at__lte=cut) | Q(checked_at__lte=cut)
    inside = _inside(paths(actor, "record.write"))
    return await _versions(inside & due, state="published", record__item__cadence="fixed")


async def _check_cut(at: datetime) -> datetime:
    return at - timedelta(days=(await rules()).yearly_check_days)


async def _versions(which: Q, **equal: str | bool) -> list[Version]:
    return await (
        Version.filter(which, **equal)
        .select_related("record__unit", "record__item", "author")
        .order_by("-urgent", "updated_at", "id")
        .limit(MOST)
    )


def _by_others(actor: Actor) -> Q:
    """None of whose wording is the actor's."""
    return ~Q(author_id=actor.id) & ~Q(writers__contains=actor.id)


def _among(ids: list[str]) -> Q:
    return Q(id__in=ids) if ids else Q(id="")


def _inside(subtrees: tuple[str, ...]) -> Q:
    """In one of the subtrees; nothing at all when there are none."""
    if not subtrees:
        return Q(id="")
    return reduce(or_, (Q(record__unit__path__startswith=path) for path in subtrees))
