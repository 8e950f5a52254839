"""Sessions, throttling and one-use codes, on both databases."""

import asyncio
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from accounts import passwords, queries, service
from accounts.actor import SYSTEM, Actor
from accounts.models import Attempt, AuditEntry, Person, Session
from accounts.service import entry, throttle
from accounts.sessions import DEFAULT
from core import clock as clocks
from core.clock import DemoClock, DemoSetting, FixedClock, write_demo_setting
from core.errors import Conflict, HallboardError, Invalid, NotSignedIn, TooMany

PASSWORD = "青溪河边的第七棵老槐树下"
HERE = "10.1.2.3"


@pytest.fixture
async def officer(db: object, clock: FixedClock) -> Actor:
    await service.create_unit(SYSTEM, "qingxi", "青溪县", tier="county")
    person = await service.create_person(SYSTEM, "limin", "李敏", unit="qingxi", password=PASSWORD)
    await service.grant_role(SYSTEM, person.id, "officer", "qingxi")
    return await queries.actor_of(person.id)


async def test_the_cookie_value_opens_the_session_and_only_its_hash_is_stored(
    officer: Actor,
) -> None:
    entered = await service.sign_in("limin", PASSWORD, HERE)
    found = await queries.session_of(entered.token)
    assert found is not None
    assert found[1] == officer
    assert entered.token not in str(await Session.all().values())


async def test_each_sign_in_gets_a_session_of_its_own(officer: Actor) -> None:
    tokens = {(await service.sign_in("limin", PASSWORD, HERE)).token for _ in range(3)}
    assert len(tokens) == 3


async def test_a_session_ends_after_fifteen_idle_minutes(officer: Actor, clock: FixedClock) -> None:
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    clock.advance(minutes=14, seconds=59)
    found = await queries.session_of(token)
    assert found is not None
    await service.touch(found[0])
    clock.advance(minutes=14, seconds=59)
    assert await queries.session_of(token) is not None
    clock.advance(seconds=1)
    assert await queries.session_of(token) is None


async def test_a_session_ends_after_eight_hours_however_busy(
    officer: Actor, clock: FixedClock
) -> None:
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    for _ in range(47):
        clock.advance(minutes=10)
        found = await queries.session_of(token)
        assert found is not None
        await service.touch(found[0])
    clock.advance(minutes=10)
    assert await queries.session_of(token) is None


async def test_the_demonstrations_clock_neither_ends_nor_keeps_sessions(
    officer: Actor, clock: FixedClock, tmp_path: object
) -> None:
    path = tmp_path / "clock.json"  # type: ignore[operator]
    write_demo_setting(path, DemoSetting(clock.now(), 1_000_000.0, time.time() - 60))
    clocks.use(DemoClock(path))
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    assert await queries.session_of(token) is not None


@pytest.mark.parametrize("change", ["grant", "revoke", "deactivate", "password"])
async def test_a_change_of_rights_ends_the_persons_sessions_at_once(
    officer: Actor, change: str
) -> None:
    token = (await service.sign_in("limin", PASSWORD, HERE)).token
    if change == "grant":
        await service.grant_role(SYSTEM, officer.id, "reviewer", "qingxi")
    elif change == "revoke":
        await service.revoke_role(SYSTEM, officer.id, "officer", "qingxi")
    elif change == "deactivate":
        await service.set_active(SYSTEM, officer.id, False)
    else:
        await service.set_password(SYSTEM, officer.id, "另一句没有人猜得到的密码话")
    assert await queries.session_of(token) is None


async def test_unknown_people_wrong_passwords_and_those_let_go_get_one_answer(
    officer: Actor,
) -> None:
    said = set()
    for login, password in (("nobody", PASSWORD), ("limin", "not the password")):
        with pytest.raises(NotSignedIn) as refused:
            await service.sign_in(login, password, HERE)
        said.add((refused.value.code, refused.value.message))
    await service.set_active(SYSTEM, officer.id, False)
    with pytest.raises(NotSignedIn) as refused:
        await service.sign_in("limin", PASSWORD, HERE)
    said.add((refused.value.code, refused.value.message))
    assert len(said) == 1


async def test_an_unknown_person_costs_one_hash_like_a_known_one(
    officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def watched(stored: str, password: str) -> bool:
        checked.append(stored)
        return passwords.matches(stored, password)

    monkeypatch.setattr(entry, "matches", watched)
    for login in ("nobody", "limin"):
        with pytest.raises(NotSignedIn):
            await service.sign_in(login, "wrong password", HERE)
    assert len(checked) == 2
    assert checked[0].split("$")[:4] == checked[1].split("$")[:4]


async def test_an_account_is_throttled_after_five_failures_even_with_the_right_password(
    officer: Actor, clock: FixedClock
) -> None:
    for number in range(5):
        with pytest.raises(NotSignedIn):
            await service.sign_in("limin", "wrong", f"10.0.0.{number}")
    with pytest.raises(TooMany):
        await service.sign_in("limin", PASSWORD, HERE)
    clock.advance(minutes=15, seconds=1)
    assert await service.sign_in("limin", PASSWORD, HERE)


async def test_an_address_is_throttled_whatever_names_it_tries(
    officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entry, "matches", lambda stored, password: False)
    outcomes = []
    for number in range(1000):
        try:
            await service.sign_in(f"guess{number}", "wrong", HERE)
        except HallboardError as error:
            outcomes.append(type(error))
    assert outcomes.count(NotSignedIn) == throttle.BY_ADDRESS
    assert outcomes.count(TooMany) == 1000 - throttle.BY_ADDRESS


async def test_tries_at_the_same_moment_gain_nothing(officer: Actor) -> None:
    tries = [service.sign_in("limin", "wrong", HERE) for _ in range(12)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, NotSignedIn) for one in outcomes) <= DEFAULT.tries


async def test_an_office_behind_one_address_is_not_throttled_by_its_own_success(
    officer: Actor,
) -> None:
    for _ in range(3):
        await service.sign_in("limin", PASSWORD, HERE)
    assert await Attempt.all().count() == 0


async def test_an_old_hash_is_renewed_at_sign_in(officer: Actor) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192).hash(PASSWORD)
    await Person.filter(id=officer.id).update(password_hash=weak)
    await service.sign_in("limin", PASSWORD, HERE)
    assert not passwords.outdated((await Person.get(id=officer.id)).password_hash)


async def test_a_first_administrators_code_works_once(db: object, clock: FixedClock) -> None:
    code = await service.issue_code("administrator", "", timedelta(hours=1))
    spoken = "-".join(code[at : at + 5] for at in range(0, 20, 5)).lower()
    await service.make_first_administrator(
        spoken, "wufang", "吴芳", PASSWORD, unit_code="qingxi", unit_name="青溪县"
    )
    assert await queries.has_administrator()
    with pytest.raises(Conflict):
        await service.make_first_administrator(code, "second", "某人", PASSWORD)
    with pytest.raises(Conflict):
        await service.issue_code("administrator", "", timedelta(hours=1))
    assert await queries.broken_chain() is None


async def test_a_code_that_is_an_hour_old_opens_nothing_and_nothing_half_made_stays(
    db: object, clock: FixedClock
) -> None:
    code = await service.issue_code("administrator", "", timedelta(hours=1))
    clock.advance(hours=1)
    with pytest.raises(NotSignedIn):
        await service.make_first_administrator(
            code, "wufang", "吴芳", PASSWORD, unit_code="qingxi", unit_name="青溪县"
        )
    assert await Person.all().count() == 0


async def test_a_code_for_an_administrator_may_not_live_longer_than_an_hour(db: object) -> None:
    with pytest.raises(ValueError, match="may not live"):
        await service.issue_code("administrator", "", timedelta(hours=1, seconds=1))


async def test_of_two_who_spend_a_code_at_once_one_wins(officer: Actor) -> None:
    code = await service.issue_code("sign-in", officer.id, timedelta(hours=1))
    tries = [service.enter_by_link(code) for _ in range(4)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(one, BaseException) for one in outcomes) == 1


async def test_a_code_for_one_purpose_serves_no_other(officer: Actor) -> None:
    code = await service.issue_code("sign-in", officer.id, timedelta(hours=1))
    with pytest.raises(NotSignedIn):
        await service.use_code("pair", code)


async def test_the_last_administrator_can_neither_go_nor_lose_the_role(officer: Actor) -> None:
    chief = await service.create_person(SYSTEM, "wufang", "吴芳", unit="qingxi", password=PASSWORD)
    await service.grant_role(SYSTEM, chief.id, "administrator", "qingxi")
    with pytest.raises(Conflict):
        await service.set_active(SYSTEM, chief.id, False)
    with pytest.raises(Conflict):
        await service.revoke_role(SYSTEM, chief.id, "administrator", "qingxi")
    assert (await queries.actor_of(chief.id)).roles == {"administrator"}


async def test_roles_that_must_stand_apart_are_not_given_together(officer: Actor) -> None:
    for role in ("administrator", "inspector"):
        with pytest.raises(Invalid):
            await service.grant_role(SYSTEM, officer.id, role, "qingxi")


async def test_every_change_writes_one_entry_and_the_chain_verifies(officer: Actor) -> None:
    before = await AuditEntry.all().count()
    await service.grant_role(SYSTEM, officer.id, "reviewer", "qingxi")
    await service.set_active(SYSTEM, officer.id, False)
    await service.create_unit(SYSTEM, "liuhe", "柳河镇", tier="township", parent="qingxi")
    assert await AuditEntry.all().count() == before + 3
    assert await queries.broken_chain() is None


async def test_a_refused_change_writes_no_entry(officer: Actor) -> None:
    before = await AuditEntry.all().count()
    with pytest.raises(HallboardError):
        await service.create_unit(officer, "liuhe", "柳河镇", tier="township", parent="qingxi")
    with pytest.raises(HallboardError):
        await service.grant_role(officer, officer.id, "administrator", "qingxi")
    assert await AuditEntry.all().count() == before


async def test_writers_at_the_same_moment_keep_one_chain(officer: Actor) -> None:
    codes = [f"village{number}" for number in range(8)]
    await asyncio.gather(
        *(service.create_unit(SYSTEM, c, "村", tier="village", parent="qingxi") for c in codes)
    )
    assert await queries.broken_chain() is None


async def test_an_open_session_is_no_place_to_guess_the_password(officer: Actor) -> None:
    other = "石桥边上第三棵老柳树下见面"
    for number in range(DEFAULT.tries):
        with pytest.raises(Invalid):
            await service.change_own_password(officer, f"猜第{number}次的密码也不对", other, HERE)
    with pytest.raises(TooMany):
        await service.change_own_password(officer, PASSWORD, other, HERE)
    assert (await service.sign_in("limin", PASSWORD, HERE)).person_id == officer.id
