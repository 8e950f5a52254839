"""Who leaves an office: everything ends at once, and coming back is an act of its own."""

from datetime import timedelta

import pytest

from accounts import queries, service
from accounts.actor import SYSTEM
from accounts.models import AuditEntry, Person
from core.errors import Conflict, HallboardError, Invalid, NotSignedIn, Refused
from tests.accounts.conftest import HERE, PASSWORD, Staff


async def test_sessions_roles_codes_and_password_end_at_once(staff: Staff) -> None:
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    link = await service.issue_code("sign-in", staff.limin.id, timedelta(hours=1))
    join = await service.issue_join_code(SYSTEM, staff.limin.id)
    await service.off_board(staff.chief, staff.limin.id, None, "调任县财政局")
    assert await queries.session_of(token) is None
    assert (await queries.actor_of(staff.limin.id)).grants == ()
    with pytest.raises(NotSignedIn):
        await service.sign_in("limin", PASSWORD, HERE)
    with pytest.raises(NotSignedIn):
        await service.enter_by_link(link)
    with pytest.raises(NotSignedIn):
        await service.join(join, "另一句没有人猜得到的密码话", HERE)


async def test_one_entry_says_who_saw_them_off_why_and_what_was_taken(staff: Staff) -> None:
    await service.sign_in("limin", PASSWORD, HERE)
    before = await AuditEntry.all().count()
    await service.off_board(staff.chief, staff.limin.id, staff.wangjg.id, "退休")
    assert await AuditEntry.all().count() == before + 1
    entry = await AuditEntry.all().order_by("-sequence").first()
    assert entry is not None
    assert (entry.actor, entry.action) == (staff.chief.id, "person.leave")
    for word in ("退休", "officer liuhe", "wangjg", '"sessions":1'):
        assert word in entry.data
    assert await queries.broken_chain() is None


async def test_who_left_is_not_let_in_again_by_the_switch_for_a_while(staff: Staff) -> None:
    await service.off_board(staff.chief, staff.limin.id, None, "退休")
    with pytest.raises(Conflict) as refused:
        await service.set_active(staff.chief, staff.limin.id, True)
    assert refused.value.code == "person-left"
    with pytest.raises(Conflict):
        await service.issue_join_code(staff.chief, staff.limin.id)


async def test_coming_back_is_audited_and_brings_neither_roles_nor_password(staff: Staff) -> None:
    await service.off_board(staff.chief, staff.limin.id, None, "借调")
    with pytest.raises(Invalid):
        await service.return_person(staff.chief, staff.limin.id, "")
    await service.return_person(staff.chief, staff.limin.id, "借调期满")
    back = await Person.get(id=staff.limin.id)
    assert (back.active, back.left_at, back.password_hash) == (True, None, "")
    assert (await queries.actor_of(back.id)).grants == ()
    entry = await AuditEntry.all().order_by("-sequence").first()
    assert entry is not None
    assert entry.action == "person.return"
    with pytest.raises(Conflict):
        await service.return_person(staff.chief, staff.limin.id, "再来一次")


@pytest.mark.parametrize("successor", ["limin", "other", "gone"])
async def test_only_an_active_colleague_of_the_same_unit_takes_over(
    staff: Staff, successor: str
) -> None:
    if successor == "gone":
        made = await service.create_person(SYSTEM, "gone", "某人", unit="liuhe")
        await service.set_active(SYSTEM, made.id, False)
        staff.people["gone"] = await queries.actor_of(made.id)
    with pytest.raises(Invalid) as refused:
        await service.off_board(staff.chief, staff.limin.id, staff.people[successor].id, "退休")
    assert refused.value.data["field"] == "successor"
    assert (await Person.get(id=staff.limin.id)).active


async def test_the_last_administrator_does_not_leave_and_nobody_sees_themselves_off(
    staff: Staff,
) -> None:
    with pytest.raises(Invalid):
        await service.off_board(staff.chief, staff.chief.id, None, "退休")
    with pytest.raises(Conflict):
        await service.off_board(SYSTEM, staff.chief.id, None, "退休")
    assert (await queries.actor_of(staff.chief.id)).roles == {"administrator"}


async def test_only_who_manages_people_over_the_unit_sees_someone_off(staff: Staff) -> None:
    for actor in (staff.guard, staff.wangjg, staff.limin):
        with pytest.raises(Refused):
            await service.off_board(actor, staff.other.id, None, "退休")


async def test_a_second_time_is_refused_and_nothing_is_written(staff: Staff) -> None:
    await service.off_board(staff.chief, staff.limin.id, None, "退休")
    before = await AuditEntry.all().count()
    with pytest.raises(HallboardError):
        await service.off_board(staff.chief, staff.limin.id, None, "退休")
    assert await AuditEntry.all().count() == before
