"""The database itself refuses what no code may do: changing a submitted version or the trail."""

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from accounts.actor import SYSTEM
from accounts.audit import write_entry
from accounts.models import AuditEntry, Person, Unit
from core.clock import now
from core.transaction import transact
from disclosure.models import Record, Version

REFUSED = (IntegrityError, OperationalError)


async def a_version(state: str) -> Version:
    unit = await Unit.create(code="q", name="清溪", short_name="清溪", tier="county", path="/q/")
    person = await Person.create(login="li", name="李", unit=unit, created_at=now())
    record = await Record.create(unit=unit, created_at=now())
    return await Version.create(
        record=record,
        number=1,
        code="7K3QD9ZP2M",
        state=state,
        title="公示",
        template="notice",
        content="{}",
        content_hash="h",
        author=person,
        created_at=now(),
        updated_at=now(),
    )


@pytest.mark.parametrize("state", ["submitted", "approved", "published", "withdrawn"])
@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的"},
        {"content": "[]"},
        {"content_hash": "x"},
        {"publisher": "别处"},
        {"writers": '["x"]'},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_what_a_reviewer_saw_cannot_be_changed(db, clock, state, change) -> None:
    version = await a_version(state)

    with pytest.raises(REFUSED, match="immutable once submitted"):
        await Version.filter(id=version.id).update(**change)
    assert (await Version.get(id=version.id)).title == "公示"


async def test_a_draft_may_be_changed_and_thrown_away(db, clock) -> None:
    version = await a_version("draft")

    assert await Version.filter(id=version.id).update(title="别的") == 1
    assert await Version.filter(id=version.id).delete() == 1


async def test_a_published_version_may_still_be_withdrawn(db, clock) -> None:
    version = await a_version("published")

    assert await Version.filter(id=version.id, state="published").update(state="withdrawn") == 1


async def test_a_published_version_cannot_be_removed(db, clock) -> None:
    version = await a_version("published")

    with pytest.raises(REFUSED, match="kept once submitted"):
        await Version.filter(id=version.id).delete()


async def test_an_audit_entry_can_be_neither_changed_nor_removed(db, clock) -> None:
    await transact(lambda: write_entry(SYSTEM, "test", "system", {}))

    with pytest.raises(REFUSED, match="never changed"):
        await AuditEntry.filter(sequence=1).update(action="nothing")
    with pytest.raises(REFUSED, match="never removed"):
        await AuditEntry.filter(sequence=1).delete()
