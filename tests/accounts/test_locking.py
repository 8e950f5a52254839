"""What the security administrator may do, and what not."""

import pytest

from accounts import queries, service
from accounts.models import AuditEntry, Grant
from core.clock import FixedClock
from core.errors import Conflict, Invalid, NotSignedIn, Refused, TooMany
from tests.accounts.conftest import HERE, PASSWORD, Staff


async def test_a_locked_account_is_out_at_once_and_stays_out_with_the_right_password(
    staff: Staff,
) -> None:
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    await service.set_locked(staff.guard, staff.limin.id, True, "手机收到异常登录提醒")
    assert await queries.session_of(token) is None
    with pytest.raises(NotSignedIn) as refused:
        await service.sign_in("limin", PASSWORD, HERE)
    assert refused.value.code == "sign-in-failed"
    assert await Grant.filter(person_id=staff.limin.id).exists()
    await service.set_locked(staff.guard, staff.limin.id, False, "已核实")
    assert await service.sign_in("limin", PASSWORD, HERE)


async def test_locking_needs_a_reason_another_person_and_a_change(staff: Staff) -> None:
    with pytest.raises(Invalid):
        await service.set_locked(staff.guard, staff.limin.id, True, " ")
    with pytest.raises(Invalid):
        await service.set_locked(staff.guard, staff.guard.id, True, "试")
    with pytest.raises(Conflict):
        await service.set_locked(staff.guard, staff.limin.id, False, "试")


async def test_ending_sessions_ends_all_of_them_and_no_others(staff: Staff) -> None:
    mine = [(await service.sign_in("limin", PASSWORD, HERE)).token for _ in range(3)]
    other = (await service.sign_in("other", PASSWORD, HERE)).token
    assert await service.end_persons_sessions(staff.guard, staff.limin.id) == 3
    assert [await queries.session_of(token) for token in mine] == [None] * 3
    assert await queries.session_of(other) is not None
    with pytest.raises(Conflict):
        await service.end_persons_sessions(staff.guard, staff.limin.id)


@pytest.mark.parametrize("login", ["chief", "limin", "wangjg"])
async def test_nobody_else_locks_ends_resets_or_sets(staff: Staff, login: str) -> None:
    actor, whom = staff.people[login], staff.other.id
    for attempt in (
        service.set_locked(actor, whom, True, "试"),
        service.end_persons_sessions(actor, whom),
        service.reset_factor(actor, whom, "试"),
        service.set_policy(actor, idle_minutes=30, longest_hours=8, tries=5),
    ):
        with pytest.raises(Refused):
            await attempt


async def test_the_policy_decides_when_sessions_end_and_after_how_many_failures(
    staff: Staff, clock: FixedClock
) -> None:
    await service.set_policy(staff.guard, idle_minutes=5, longest_hours=1, tries=3)
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    clock.advance(minutes=4, seconds=59)
    assert await queries.session_of(token) is not None
    clock.advance(seconds=1)
    assert await queries.session_of(token) is None
    for _ in range(3):
        with pytest.raises(NotSignedIn):
            await service.sign_in("limin", "wrong", HERE)
    with pytest.raises(TooMany):
        await service.sign_in("limin", PASSWORD, HERE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("idle_minutes", 4), ("idle_minutes", 61), ("longest_hours", 0), ("longest_hours", 13),
     ("tries", 2), ("tries", 11)],
)  # fmt: skip
async def test_a_policy_outside_its_bounds_is_refused_by_field(
    staff: Staff, name: str, value: int
) -> None:
    given = {"idle_minutes": 15, "longest_hours": 8, "tries": 5} | {name: value}
    with pytest.raises(Invalid) as refused:
        await service.set_policy(staff.guard, **given)
    assert refused.value.data["field"] == name
    assert await AuditEntry.filter(action="policy.set").count() == 0


async def test_the_door_shows_sessions_failures_and_second_factors(staff: Staff) -> None:
    await service.sign_in("limin", PASSWORD, HERE)
    for _ in range(2):
        with pytest.raises(NotSignedIn):
            await service.sign_in("other", "wrong", HERE)
    rows = await queries.standings(await queries.people(["/qingxi/"]))
    seen = {row.person.login: row for row in rows}
    assert [one.address for one in seen["limin"].sessions] == [HERE]
    assert (seen["other"].failures, seen["other"].notable) == (2, True)
    assert not seen["wangjg"].notable
