"""The second factor: who is asked, that a code works once, and that nothing goes round it."""

import asyncio
from datetime import timedelta

import pyotp
import pytest

from accounts import queries, service
from accounts.actor import SYSTEM
from accounts.models import Attempt, AuditEntry, RecoveryCode, SecondFactor, Session
from accounts.service import Entered
from accounts.sessions import CONFIRMED, is_confirmed
from core import clock as clocks
from core.clock import FixedClock
from core.errors import Conflict, Invalid, NotSignedIn, TooMany, Unavailable
from core.sealing import Sealer
from core.settings import Settings
from core.signing import new_signing_key
from server.cli import main
from server.database import connected
from tests.accounts.conftest import HERE, PASSWORD, Staff
from tests.conftest import in_thread


async def session_of(entered: Entered) -> Session:
    found = await queries.session_of(entered.token)
    assert found is not None
    return found[0]


async def current(staff: Staff, login: str) -> str:
    """The code that the person's phone shows now."""
    person = staff.people[login].id
    row = await SecondFactor.get(person_id=person)
    key = staff.sealer.open(row.sealed, person)
    return pyotp.TOTP(key).at(clocks.real_now())


async def enrol(staff: Staff, login: str) -> tuple[list[str], Entered]:
    """The person signs in for the first time and sets up their phone."""
    waiting = await session_of(await service.sign_in(login, PASSWORD, HERE))
    await service.begin_enrolment(staff.people[login].id, staff.sealer)
    codes, entered = await service.finish_enrolment(
        waiting, staff.sealer, await current(staff, login), HERE
    )
    assert entered is not None
    return codes, entered


async def signed_in(staff: Staff, login: str) -> Session:
    """With password and code, a minute after the last code."""
    assert isinstance(clocks.current(), FixedClock)
    clocks.current().advance(seconds=60)
    waiting = await session_of(await service.sign_in(login, PASSWORD, HERE))
    entered = await service.enter_code(waiting, staff.sealer, await current(staff, login), HERE)
    return await session_of(entered)


@pytest.mark.parametrize(
    ("login", "demanded", "stage"),
    [("wangjg", True, "enrol"), ("wangjg", False, "full"), ("limin", True, "full"),
     ("guard", True, "enrol"), ("chief", True, "enrol")],
)  # fmt: skip
async def test_who_approves_or_administers_is_led_to_enrolment_where_it_is_demanded(
    staff: Staff, login: str, demanded: bool, stage: str
) -> None:
    entered = await service.sign_in(login, PASSWORD, HERE, demanded=demanded)
    assert entered.stage == stage
    assert (await session_of(entered)).confirmed_at is not None or stage != "full"


async def test_who_has_enrolled_is_asked_for_a_code_whether_or_not_it_is_demanded(
    staff: Staff,
) -> None:
    await enrol(staff, "wangjg")
    for demanded in (True, False):
        assert (await service.sign_in("wangjg", PASSWORD, HERE, demanded=demanded)).stage == "code"


async def test_a_link_asks_for_the_code_too_except_where_it_is_trusted(staff: Staff) -> None:
    await enrol(staff, "wangjg")
    for trusted, stage in ((False, "code"), (True, "full")):
        code = await service.issue_code("sign-in", staff.wangjg.id, timedelta(hours=1))
        assert (await service.enter_by_link(code, trusted=trusted)).stage == stage


async def test_the_right_code_gives_a_full_confirmed_session_under_a_new_token(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    clock.advance(seconds=60)
    before = await service.sign_in("wangjg", PASSWORD, HERE)
    waiting = await session_of(before)
    after = await service.enter_code(waiting, staff.sealer, await current(staff, "wangjg"), HERE)
    assert await queries.session_of(before.token) is None
    session = await session_of(after)
    assert session.stage == "full"
    assert session.csrf != waiting.csrf
    assert is_confirmed(session, clock.now())


async def test_a_code_works_once_even_for_two_at_the_same_moment(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    clock.advance(seconds=60)
    sessions = [await session_of(await service.sign_in("wangjg", PASSWORD, HERE)) for _ in "ab"]
    code = await current(staff, "wangjg")
    outcomes = await asyncio.gather(
        *(service.enter_code(one, staff.sealer, code, HERE) for one in sessions),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Entered", "Invalid"]


async def test_the_code_that_enrolled_does_not_also_sign_in(staff: Staff) -> None:
    await enrol(staff, "wangjg")
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    with pytest.raises(Invalid):
        await service.enter_code(waiting, staff.sealer, await current(staff, "wangjg"), HERE)
    assert (await Session.get(id=waiting.id)).stage == "code"


async def test_codes_are_throttled_like_passwords(staff: Staff, clock: FixedClock) -> None:
    await enrol(staff, "wangjg")
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    for number in range(5):
        with pytest.raises(Invalid):
            await service.enter_code(waiting, staff.sealer, "000000", f"10.0.0.{number}")
    clock.advance(seconds=60)
    with pytest.raises(TooMany):
        await service.enter_code(waiting, staff.sealer, await current(staff, "wangjg"), HERE)


async def test_signing_in_anew_gives_no_further_tries_at_the_code(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    for _ in range(5):
        waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
        with pytest.raises(Invalid):
            await service.enter_code(waiting, staff.sealer, "000000", HERE)
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    with pytest.raises(TooMany):
        await service.enter_code(waiting, staff.sealer, "000000", HERE)


async def test_a_recovery_code_works_once_and_only_for_its_person(
    staff: Staff, clock: FixedClock
) -> None:
    codes, _ = await enrol(staff, "wangjg")
    await enrol(staff, "chief")
    assert len(set(codes)) == 10
    spoken = f" {codes[0][:5]}-{codes[0][5:]} ".lower()
    strange = await session_of(await service.sign_in("chief", PASSWORD, HERE))
    with pytest.raises(Invalid):
        await service.enter_code(strange, staff.sealer, spoken, HERE)
    for accepted in (True, False):
        waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
        if accepted:
            assert await service.enter_code(waiting, staff.sealer, spoken, HERE)
        else:
            with pytest.raises(Invalid):
                await service.enter_code(waiting, staff.sealer, spoken, HERE)


async def test_new_recovery_codes_void_the_old_ones(staff: Staff) -> None:
    old, _ = await enrol(staff, "wangjg")
    new = await service.renew_recovery_codes(staff.wangjg.id)
    assert not set(old) & set(new)
    assert await RecoveryCode.all().count() == 10
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    with pytest.raises(Invalid):
        await service.enter_code(waiting, staff.sealer, old[0], HERE)
    assert await service.enter_code(waiting, staff.sealer, new[0], HERE)


async def test_neither_key_nor_recovery_code_stands_in_the_database(staff: Staff) -> None:
    codes, _ = await enrol(staff, "wangjg")
    row = await SecondFactor.get()
    key = staff.sealer.open(row.sealed, staff.wangjg.id)
    stored = str([await table.all().values() for table in (SecondFactor, RecoveryCode, AuditEntry)])
    assert key not in stored
    assert not any(code in stored for code in codes)


async def test_with_another_secret_file_the_mend_is_named(staff: Staff) -> None:
    await enrol(staff, "wangjg")
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    foreign = Sealer(new_signing_key(), service.PURPOSE)
    with pytest.raises(Unavailable) as refused:
        await service.enter_code(waiting, foreign, "000000", HERE)
    assert "HALLBOARD_SECRET_FILE" in str(refused.value)


async def test_a_password_alone_puts_no_other_phone_in_the_place_of_the_enrolled_one(
    staff: Staff,
) -> None:
    await enrol(staff, "wangjg")
    with pytest.raises(Conflict):
        await service.begin_enrolment(staff.wangjg.id, staff.sealer)


async def test_a_lost_phone_is_forgotten_by_the_security_administrator_with_a_reason(
    staff: Staff,
) -> None:
    _, entered = await enrol(staff, "wangjg")
    with pytest.raises(Invalid):
        await service.reset_factor(staff.guard, staff.wangjg.id, " ")
    await service.reset_factor(staff.guard, staff.wangjg.id, "手机遗失，已当面核实")
    assert await queries.session_of(entered.token) is None
    assert await RecoveryCode.all().count() == 0
    assert (await service.sign_in("wangjg", PASSWORD, HERE)).stage == "enrol"
    assert (await AuditEntry.all().order_by("-sequence"))[1].action == "factor.reset"


async def test_being_there_counts_for_fifteen_minutes_and_is_renewed_by_code_or_password(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    session = await signed_in(staff, "wangjg")
    clock.advance(seconds=CONFIRMED.total_seconds() - 1)
    assert is_confirmed(session, clock.now())
    clock.advance(seconds=1)
    assert not is_confirmed(session, clock.now())
    with pytest.raises(Invalid):
        await service.confirm(session, staff.sealer, PASSWORD, HERE)
    await service.confirm(session, staff.sealer, await current(staff, "wangjg"), HERE)
    assert is_confirmed(await Session.get(id=session.id), clock.now())
    officer = await session_of(await service.sign_in("limin", PASSWORD, HERE))
    clock.advance(minutes=14)
    with pytest.raises(Invalid):
        await service.confirm(officer, staff.sealer, "not the password", HERE)
    await service.confirm(officer, staff.sealer, PASSWORD, HERE)
    assert is_confirmed(await Session.get(id=officer.id), clock.now() + timedelta(minutes=14))


async def test_a_session_that_has_ended_is_not_completed_by_a_late_code(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    clock.advance(seconds=60)
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    await service.set_active(SYSTEM, staff.wangjg.id, False)
    with pytest.raises(NotSignedIn):
        await service.enter_code(waiting, staff.sealer, await current(staff, "wangjg"), HERE)


async def test_each_step_writes_one_entry_a_wrong_code_none_and_the_chain_verifies(
    staff: Staff, clock: FixedClock
) -> None:
    await enrol(staff, "wangjg")
    await signed_in(staff, "wangjg")
    waiting = await session_of(await service.sign_in("wangjg", PASSWORD, HERE))
    with pytest.raises(Invalid):
        await service.enter_code(waiting, staff.sealer, "000000", HERE)
    actions = await AuditEntry.filter(actor=staff.wangjg.id).order_by("sequence")
    assert [entry.action for entry in actions] == [
        "session.begin", "factor.begin", "factor.enrol",
        "session.begin", "session.confirm", "session.begin",
    ]  # fmt: skip
    assert await queries.broken_chain() is None
    assert await Attempt.filter(subject__startswith="code:").count() == 1


def test_the_command_line_is_the_way_out_when_every_phone_is_lost(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost() -> str:
        async with connected(database):
            await service.create_unit(SYSTEM, "qingxi", "青溪县", tier="county")
            made = await service.create_person(SYSTEM, "guard", "卫安", unit="qingxi")
            now = clocks.now()
            await SecondFactor.create(person=made, sealed="x", created_at=now, enrolled_at=now)
            return made.id

    async def left() -> tuple[int, list[str]]:
        async with connected(database):
            entries = await AuditEntry.filter(action="factor.reset", actor="system")
            return await SecondFactor.all().count(), [entry.subject for entry in entries]

    guard = in_thread(lost)
    monkeypatch.setenv("HALLBOARD_DATABASE_URL", database.database_url)
    folder = ["--data", str(database.data)]
    assert main(["admin", "reset-factor", *folder]) == 1
    assert main(["admin", "reset-factor", "nobody", *folder]) == 1
    assert main(["admin", "reset-factor", "guard", *folder]) == 0
    assert in_thread(left) == (0, [f"person:{guard}"])
