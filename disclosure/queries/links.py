"""Records that speak of each other."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from tortoise.expressions import Q

from accounts.actor import Actor
from accounts.permissions import may, paths
from disclosure.audiences import PUBLIC, audience_of
from disclosure.models import RecordLink, Version

MOST = 200
_TARGETS = {
    "interpretation": ("policy", "consultation", "notice"),
    "response": ("policy", "projects", "land", "notice", "consultation"),
    "result": ("consultation",),
}
"""By relation: kinds of the records that it may speak of."""


@dataclass(frozen=True)
class Linked:
    """The other record of a link by its version (record and unit loaded).  ``relation`` as stored;
    ``speaks``: whether the record asked about is the one
    that speaks."""

    id: str
    relation: str
    speaks: bool
    version: Version


async def links_of(actor: Actor, record_id: str) -> list[Linked]:
    """The links of a record as the actor may see them, oldest first: of a record that they may not
    read the version that is public, never a draft."""
    rows = (
        await RecordLink.filter(Q(record_id=record_id) | Q(target_id=record_id))
        .order_by("created_at", "id")
        .values_list("id", "relation", "record_id", "target_id")
    )
    found = []
    for link_id, relation, speaker, target in rows:
        speaks = str(speaker) == record_id
        version = await _seen(actor, str(target if speaks else speaker))
        if version is not None:
            found.append(Linked(str(link_id), str(relation), speaks, version))
    return found


async def _seen(actor: Actor, record_id: str) -> Version | None:
    rows = Version.filter(record_id=record_id).select_related("record__unit", "record__item")
    newest = await rows.filter(newest=True).first()
    if newest is None or may(actor, "record.read", newest.record.unit.path):
        return newest
    item = newest.record.item
    if item is not None and item.audience != "public":
        return None
    return await rows.filter(current_of__id=record_id, group_name="", group_area="").first()


async def posting_results() -> dict[str, str]:
    """By record the title of the newest published record that states the result of its posting; a
    title that is not for everybody stands on no page but those of its own unit's lists."""
    meant = ("item__audience", "current__group_name", "current__group_area")
    rows = (
        await RecordLink.filter(relation="result", record__current_id__isnull=False)
        .order_by("created_at", "id")
        .values_list(
            "target_id",
            "record__current__title",
            "record__unit_id",
            "target__unit_id",
            *(f"{side}__{column}" for side in ("record", "target") for column in meant),
        )
    )
    found = {}
    for target, title, unit, its_unit, *said in rows:
        result, posted = audience_of(*said[:3]), audience_of(said[3], said[4] or "", said[5] or "")
        if result == PUBLIC or (result == posted and unit == its_unit):
            found[str(target)] = str(title)
    return found


async def linkable(actor: Actor, relation: str) -> list[tuple[str, str]]:
    """(record id, title) of what a record with that relation may speak of: the person's own units'
    records and what is published, newest first."""
    wanted = _TARGETS.get(relation, ())
    if not wanted:
        return []
    own = [Q(record__unit__path__startswith=path) for path in paths(actor, "record.read")]
    anyone = Q(current_of__id__not_isnull=True) & (
        Q(record__item_id=None) | Q(record__item__audience="public")
    )
    rows = (
        await Version.filter(reduce(or_, own, anyone), kind__in=wanted, newest=True)
        .exclude(state="discarded")
        .select_related("record__unit")
        .order_by("-updated_at")
        .limit(MOST)
    )
    return [(row.record.id, f"{row.title}（{row.record.unit.short_name}）") for row in rows]
