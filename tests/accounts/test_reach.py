"""Who may take over or end an account stands above everything it holds, not its unit alone."""

from collections.abc import Awaitable, Callable

import pytest

from accounts import queries, service
from accounts.actor import SYSTEM, Actor
from accounts.models import AuditEntry, Grant, Person, SecondFactor
from accounts.service.people import set_password
from core import clock
from core.errors import Refused
from tests.accounts.conftest import PASSWORD, Staff

TAKEOVERS: list[Callable[[Actor, str], Awaitable[object]]] = [
    lambda actor, person: set_password(actor, person, PASSWORD),
    lambda actor, person: service.issue_join_code(actor, person),
    lambda actor, person: service.off_board(actor, person, None, "调离"),
]


async def town(role: str) -> Actor:
    made = await service.create_person(SYSTEM, f"town-{role}", "镇管理", unit="liuhe")
    await service.grant_role(SYSTEM, made.id, role, "liuhe")
    return await queries.actor_of(made.id)


@pytest.mark.parametrize("take", TAKEOVERS, ids=["password", "code", "leave"])
async def test_a_townships_administrator_cannot_become_the_countys_reviewer_who_works_there(
    staff: Staff, take: Callable[[Actor, str], Awaitable[object]]
) -> None:
    actor = await town("administrator")
    await service.grant_role(SYSTEM, staff.wangjg.id, "reviewer", "qingxi")
    before = await AuditEntry.all().count()
    with pytest.raises(Refused):
        await take(actor, staff.wangjg.id)
    assert await AuditEntry.all().count() == before
    assert (await Person.get(id=staff.wangjg.id)).left_at is None
    assert await Grant.filter(person_id=staff.wangjg.id).count() == 2
    await take(actor, staff.limin.id)  # who holds nothing beyond the township
    await take(staff.chief, staff.wangjg.id)


async def test_nor_can_its_security_administrator_take_the_second_factor_away(
    staff: Staff,
) -> None:
    actor = await town("security")
    await service.grant_role(SYSTEM, staff.wangjg.id, "reviewer", "qingxi")
    sealed = staff.sealer.seal("A" * 32, staff.wangjg.id)
    now = clock.real_now()
    await SecondFactor.create(
        person_id=staff.wangjg.id, sealed=sealed, created_at=now, enrolled_at=now
    )
    with pytest.raises(Refused):
        await service.reset_factor(actor, staff.wangjg.id, "手机丢失")
    assert await SecondFactor.filter(person_id=staff.wangjg.id).exists()
    await service.reset_factor(staff.guard, staff.wangjg.id, "手机丢失")
