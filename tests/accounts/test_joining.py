"""A one-use code lets someone set their own password, once, and lets nobody in by itself."""

import pytest

from accounts import service
from accounts.actor import SYSTEM
from accounts.models import AuditEntry
from core.clock import FixedClock
from core.errors import Invalid, NotSignedIn, Refused
from tests.accounts.conftest import HERE, PASSWORD, Staff

OWN = "石桥边上第三棵老柳树下见面"


async def test_the_code_sets_the_password_once(staff: Staff) -> None:
    made = await service.create_person(SYSTEM, "xinren", "新人", unit="liuhe")
    code = await service.issue_join_code(staff.chief, made.id)
    assert await service.join(code.lower(), OWN, HERE) == "xinren"
    assert (await service.sign_in("xinren", OWN, HERE)).person_id == made.id
    with pytest.raises(NotSignedIn):
        await service.join(code, PASSWORD, HERE)


async def test_a_password_that_is_refused_leaves_the_code_good(staff: Staff) -> None:
    made = await service.create_person(SYSTEM, "xinrenwang", "新人", unit="liuhe")
    code = await service.issue_join_code(staff.chief, made.id)
    for bad in ("太短", "我是xinrenwang的密码呀"):
        with pytest.raises(Invalid):
            await service.join(code, bad, HERE)
    assert await service.join(code, OWN, HERE) == "xinrenwang"


async def test_a_new_code_voids_the_one_before_and_each_lives_a_week(
    staff: Staff, clock: FixedClock
) -> None:
    first = await service.issue_join_code(staff.chief, staff.limin.id)
    second = await service.issue_join_code(staff.chief, staff.limin.id)
    with pytest.raises(NotSignedIn):
        await service.join(first, OWN, HERE)
    clock.advance(days=7)
    with pytest.raises(NotSignedIn):
        await service.join(second, OWN, HERE)


async def test_a_join_code_opens_no_session(staff: Staff) -> None:
    code = await service.issue_join_code(staff.chief, staff.limin.id)
    with pytest.raises(NotSignedIn):
        await service.enter_by_link(code)


async def test_only_who_manages_people_hands_codes_out(staff: Staff) -> None:
    before = await AuditEntry.all().count()
    for actor in (staff.guard, staff.wangjg):
        with pytest.raises(Refused):
            await service.issue_join_code(actor, staff.limin.id)
    assert await AuditEntry.all().count() == before
