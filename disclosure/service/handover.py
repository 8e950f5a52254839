"""Open work of someone who leaves goes on under another name, and who wrote what stays known."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Person
from accounts.permissions import check_may, may
from accounts.queries import actor_of
from core import clock
from core.errors import Invalid
from core.ids import new_short_code
from core.transaction import transacted
from disclosure.models import Version
from disclosure.review import stored_writers
from disclosure.service.steps import hash_of, record_id_of, writers_of
from media.sheet import TEMPLATE_EDITION

_ANEW: dict[str, object] = {
    "state": "draft",
    "newest": True,
    "chain": "",
    "step": 0,
    "reviewer": "",
    "revision": 1,
}
"""What a copied version does not take along."""


@transacted
async def hand_over(actor: Actor, from_person: Person, to_person: Person) -> int:
    """Make the drafts and returned versions of one person another's to finish; how many.

    A draft changes its author (its entries in the trail still name who began it).  A returned
    version never changes: its wording becomes the next version, a draft of the successor.  Either
    way whoever wrote it stays one of its writers, who take no later step.  What is under review or
    public keeps its author.  Raises Refused, and Invalid when the successor may not
    write for a unit concerned.
    """
    check_may(actor, "people.manage", (await _unit_path(from_person)))
    open_work = (
        await Version.filter(author_id=from_person.id, state__in=("draft", "returned"), newest=True)
        .select_related("record__unit", "record__item")
        .order_by("created_at")
    )
    successor = await actor_of(to_person.id)
    for version in open_work:
        if not may(successor, "record.write", version.record.unit.path):
            raise Invalid(
                "successor-may-not-write",
                "{name}不是{unit}的信息员，不能接手“{title}”；请先授予角色，或选择其他接手人。",
                name=to_person.name,
                unit=version.record.unit.name,
                title=version.title,
                field="successor",
            )
    taken = [await _take_on(version, to_person.id) for version in open_work]
    data: dict[str, object] = {
        "from": from_person.login,
        "to": to_person.login,
        "count": len(taken),
        "versions": taken,
    }
    await write_entry(actor, "version.handover", f"person:{from_person.id}", data)
    return len(taken)


async def open_count(person_id: str) -> int:
    """How many drafts and returned versions wait for that person."""
    return await Version.filter(
        author_id=person_id, state__in=("draft", "returned"), newest=True
    ).count()


async def _take_on(version: Version, successor: str) -> str:
    """The id of the version that the successor goes on with."""
    now = clock.now()
    writers = stored_writers(writers_of(version) | {successor})
    if version.state == "draft":
        mine = Version.filter(id=version.id, state="draft", revision=version.revision)
        await mine.update(author_id=successor, writers=writers, updated_at=now)
        return version.id
    code = new_short_code()
    kept = Version._meta.db_fields - {"id"}
    values = {name: getattr(version, name) for name in kept} | _ANEW
    values |= {
        "number": version.number + 1,
        "code": code,
        "author_id": successor,
        "writers": writers,
        "template_edition": TEMPLATE_EDITION,
        "search_text": version.search_text.replace(version.code.lower(), code.lower()),
        "created_at": now,
        "updated_at": now,
    }
    following = Version(**values)
    following.content_hash = hash_of(following, version.record)
    await Version.filter(record_id=record_id_of(version), newest=True).update(newest=False)
    await following.save(force_create=True)
    return following.id


async def _unit_path(person: Person) -> str:
    home = await Person.get(id=person.id).select_related("unit")
    return home.unit.path
