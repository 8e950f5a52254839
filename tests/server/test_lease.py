"""The lease of the jobs: one process at a time, and nobody waits for one that is gone."""

from server import lease


async def test_a_lease_that_is_held_is_not_given_to_a_second_process(db):
    assert await lease.hold("jobs", "first")
    assert not await lease.hold("jobs", "second")
    assert await lease.hold("jobs", "first")


async def test_a_lease_that_was_released_is_taken_at_once(db):
    assert await lease.hold("jobs", "first")
    await lease.release("jobs", "first")
    assert await lease.hold("jobs", "second")


async def test_releasing_a_lease_that_another_holds_changes_nothing(db):
    assert await lease.hold("jobs", "first")
    await lease.release("jobs", "second")
    assert not await lease.hold("jobs", "second")


async def test_a_process_that_is_alone_takes_over_from_one_that_was_killed(db):
    assert await lease.hold("jobs", "killed")
    await lease.seize("jobs", "restarted")
    assert await lease.hold("jobs", "restarted")
    assert not await lease.hold("jobs", "killed")


async def test_a_first_process_seizes_a_lease_that_nobody_ever_held(db):
    await lease.seize("jobs", "first")
    assert not await lease.hold("jobs", "second")
