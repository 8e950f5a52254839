"""Submit, approve, publish, withdraw: killed, locked out, raced, stopped past their turn.

Whatever happens, nothing acknowledged is lost (W), each step has its entry (H) and happens at most
once (O), and nothing unapproved or withdrawn is shown (A).
"""

import asyncio
import random
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from accounts.models import AuditEntry
from core.errors import Unavailable
from core.settings import Settings
from disclosure import service
from disclosure.models import Review, Version
from server import sqlite
from server.database import connected
from tests.disclosure.world import reload
from tests.faults.processes import finished, start
from tests.faults.test_writers import holding_the_lock
from tests.faults.walks import COUNTING, DYING, RACING, STEPS, WALKING, check_whole, walk


async def test_no_step_is_lost_or_half_done_when_its_process_is_killed(
    database: Settings, clock, rounds
) -> None:
    """Faults 1 and 4: kill -9 at a random moment, in every step, withdrawal included."""
    dice, acknowledged = random.Random(3), []
    many = rounds(3, 50)
    made = await walk(database, 10 * many)
    # A busy machine gets through fewer steps before each kill: then there are more kills.
    for round_ in range(4 * many):
        left = await unfinished(database, made.versions)
        if not left or (round_ >= many and len(acknowledged) > many):
            break
        process = start(WALKING, database, made.arguments[0], ",".join(left))
        acknowledged += await asyncio.to_thread(killed_after, process, dice.random() * 0.25)
        async with connected(database):
            await check_whole(database, acknowledged)
    assert len(acknowledged) > many, "steps were under way when it was killed"


async def unfinished(database: Settings, versions: list[str]) -> list[str]:
    """Those that nobody has taken a step on: a walk begins with the first."""
    async with connected(database):
        drafts = await Version.filter(id__in=versions, state="draft").values_list("id", flat=True)
        return [version for version in versions if version in drafts]


def killed_after(process: subprocess.Popen[str], seconds: float) -> list[tuple[str, str]]:
    """What it acknowledged on its pipe before it was killed."""
    assert process.stdout.readline() == "ready\n", process.stderr.read()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=30)
    whole = [line.split() for line in out.splitlines(keepends=True) if line.endswith("\n")]
    return [(step, version) for step, version in whole]


async def test_a_step_killed_at_any_call_to_the_database_is_taken_or_not(
    database: Settings, clock, rounds
) -> None:
    """Fault 2: die at the n-th call, n = 1 … until it gets through; so for every step."""
    made = await walk(database, 1)
    process = start(DYING, database, *made.arguments, "SIGKILL", rounds(5, 1))
    out = await asyncio.to_thread(finished, process, 280)
    ends = [line.split() for line in out.splitlines() if line.startswith("ended")]
    deaths = {step: sum(end[1] == "-9" and end[2] == step for end in ends) for step in STEPS}
    assert all(deaths.values()), deaths
    assert not [line for line in out.splitlines() if "database-busy" in line]
    async with connected(database):
        await check_whole(database)
        assert (await Version.get(id=made.versions[0])).state == "withdrawn"


async def test_a_step_waits_while_another_process_holds_the_lock(
    sqlite_settings: Settings, clock, rounds
) -> None:
    """Fault 15."""
    made = await walk(sqlite_settings, 1)
    world, version = made.world, made.versions[0]
    async with connected(sqlite_settings):
        for step in STEPS:
            with closing(holding_the_lock(sqlite_settings)) as other:
                waiting = asyncio.create_task(take(world, step, version))
                await asyncio.sleep(rounds(0.3, 4))
                assert not waiting.done()
                assert not await Review.filter(version_id=version, step=step).exists()
                other.execute("ROLLBACK")
                await asyncio.wait_for(waiting, 60)
            await check_whole(sqlite_settings)


async def test_a_step_that_waited_too_long_is_told_so_and_leaves_nothing(
    sqlite_settings: Settings, clock, monkeypatch
) -> None:
    """Fault 15: 503, and none half-done."""
    made = await walk(sqlite_settings, 1)
    world, version = made.world, made.versions[0]
    monkeypatch.setitem(sqlite.PRAGMAS, "busy_timeout", 100)
    async with connected(sqlite_settings):
        for step in STEPS:
            before = (await AuditEntry.all().count(), (await Version.get(id=version)).state)
            with closing(holding_the_lock(sqlite_settings)) as other:
                with pytest.raises(Unavailable) as told:
                    await take(world, step, version)
                assert told.value.code == "database-busy"
                other.execute("ROLLBACK")
            assert (await AuditEntry.all().count(), (await Version.get(id=version)).state) == before
            await take(world, step, version)
        await check_whole(sqlite_settings)


async def take(world, step: str, version_id: str) -> None:
    if step == "submit":
        await service.submit(world.officer, world.settings, version_id)
    elif step == "approve":
        version = await Version.get(id=version_id)
        await service.approve(world.reviewer, version_id, version.content_hash)
    elif step == "publish":
        await service.publish(world.reviewer, world.settings, version_id)
    else:
        await service.withdraw(world.reviewer, version_id, "有误")


async def test_of_two_processes_that_take_the_same_steps_each_step_is_taken_once(
    database: Settings, clock, rounds
) -> None:
    """Fault 16: both read, then write; the later is told, and never that a database is locked."""
    made = await walk(database, rounds(6, 40))
    both = [start(RACING, database, *made.arguments, ",".join(STEPS)) for _ in range(2)]
    said = await asyncio.to_thread(let_loose, both)
    done = [tuple(words[1:]) for words in said if words[0] == "done"]
    assert sorted(done) == sorted((step, one) for one in made.versions for step in STEPS)
    assert {words[0] for words in said} <= {"done", "state-changed"}
    async with connected(database):
        await check_whole(database, done)


def let_loose(processes: list[subprocess.Popen[str]]) -> list[list[str]]:
    """All lines they say, from the moment when both stand ready."""
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = "".join(finished(process) for process in processes)
    return [line.split() for line in said.splitlines()]


STOPPING = """
async def first():
    async with connected(settings):
        global left
        left = int(sys.argv[6])
        try:
            await take(sys.argv[7], versions[0])
            print("done", flush=True)
        except HallboardError as problem:
            print(problem.code, flush=True)

asyncio.run(first())
"""


@pytest.mark.parametrize("step", STEPS)
async def test_a_process_that_was_stopped_past_its_turn_takes_no_step_a_second_time(
    database: Settings, clock, rounds, step: str
) -> None:
    """Fault 20: one is stopped on its way, another takes the step, the first goes on: the rows
    say whose step it was, no memory of a lead does."""
    made = await walk(database, 1)
    version = made.versions[0]
    async with connected(database):
        for earlier in STEPS[: STEPS.index(step)]:
            await take(made.world, earlier, version)
    stopped = start(COUNTING + STOPPING, database, *made.arguments, "SIGSTOP", 1, step)
    try:
        await asyncio.to_thread(until_stopped, stopped)
        async with connected(database):
            await asyncio.wait_for(take(made.world, step, version), 30)
        await asyncio.sleep(rounds(0.1, 30))
    finally:
        stopped.send_signal(signal.SIGCONT)
    assert (await asyncio.to_thread(finished, stopped)).strip() == "state-changed"
    async with connected(database):
        await check_whole(database)
        assert (await reload(await Version.get(id=version))).step == (step != "submit")


def until_stopped(process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        state = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        if state == "T":
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    raise AssertionError("it never came to where it stops")
