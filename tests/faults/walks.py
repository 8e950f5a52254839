"""Processes that take records through their review, and what must hold of them afterwards."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from accounts import queries
from accounts.models import AuditEntry
from core import clock
from core.settings import Settings
from disclosure.models import Record, Review, Version
from disclosure.queries import candidates
from server.database import connected
from tests.disclosure.world import World, build_world

STEPS = ("submit", "approve", "publish", "withdraw")
AFTER = dict(zip(STEPS, ("submitted", "approved", "published", "withdrawn"), strict=True))

TAKING = """
import json
from accounts.actor import Actor
from core.errors import HallboardError
from disclosure import service
from disclosure.models import Version
from server.database import connected

people = {name: Actor(one[0], name, ((one[1], "/qingxi/"),))
          for name, one in json.loads(sys.argv[3]).items()}
versions = sys.argv[4].split(",")

async def take(step, version_id):
    if step == "submit":
        await service.submit(people["officer"], settings, version_id)
    elif step == "approve":
        version = await Version.get(id=version_id)
        await service.approve(people["reviewer"], version_id, version.content_hash)
    elif step == "publish":
        await service.publish(people["reviewer"], settings, version_id)
    else:
        await service.withdraw(people["reviewer"], version_id, "有误")
"""

WALKING = (
    TAKING
    + """
async def main():
    async with connected(settings):
        print("ready", flush=True)
        for version_id in versions:
            for step in ("submit", "approve", "publish", "withdraw"):
                await take(step, version_id)
                print(step, version_id, flush=True)

asyncio.run(main())
"""
)

RACING = (
    TAKING
    + """
async def main():
    async with connected(settings):
        print("ready", flush=True)
        sys.stdin.readline()
        for version_id in versions:
            for step in sys.argv[5].split(","):
                try:
                    await take(step, version_id)
                    print("done", step, version_id, flush=True)
                except HallboardError as problem:
                    print(problem.code, step, version_id, flush=True)

asyncio.run(main())
"""
)

COUNTING = (
    TAKING
    + """
import aiosqlite.core
import asyncpg.connection

left = 0

def step():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), getattr(signal, sys.argv[5]))

def counted(owner, name):
    usual = getattr(owner, name)
    async def call(*args, **more):
        step()
        return await usual(*args, **more)
    setattr(owner, name, call)

counted(aiosqlite.core.Connection, "_execute")
counted(asyncpg.connection.Connection, "_execute")
counted(asyncpg.connection.Connection, "execute")

async def one(name, version_id, at):
    global left
    async with connected(settings):
        left = at
        await take(name, version_id)
        step()
"""
)

DYING = (
    COUNTING
    + """
version_id, stride = versions[0], int(sys.argv[6])

def child(name, at):
    pid = os.fork()
    if pid == 0:
        try:
            asyncio.run(one(name, version_id, at))
        except HallboardError as problem:
            print("refused", problem.code, name, at, flush=True)
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

for name in ("submit", "approve", "publish", "withdraw"):
    at, ended = 1, None
    while ended not in (0, 3):
        ended = child(name, at)
        print("ended", ended, name, at, flush=True)
        at += stride
"""
)


@dataclass
class Walk:
    """A small county with ``count`` drafts, for processes on its database."""

    settings: Settings
    world: World
    versions: list[str]

    @property
    def arguments(self) -> tuple[str, str]:
        """Who they are and what they work on, as the scripts read it."""
        people = {
            "officer": (self.world.officer.id, "officer"),
            "reviewer": (self.world.reviewer.id, "reviewer"),
        }
        return json.dumps(people), ",".join(self.versions)


async def walk(settings: Settings, count: int) -> Walk:
    async with connected(settings):
        world = await build_world(settings)
        made = [
            await world.draft(f"第{number}条", item_code="village-notice", period=None)
            for number in range(count)
        ]
        return Walk(settings, world, [version.id for version in made])


async def check_whole(settings: Settings, acknowledged: Sequence[tuple[str, str]] = ()) -> None:
    """W: no acknowledged step is lost.  H: the chain verifies, one entry a step.  O: none was
    taken twice.  A: nothing withdrawn or unapproved may be shown.  The database is open."""
    reviews = await Review.all()
    taken = [(review.step, str(review.version_id)) for review in reviews]
    assert len(taken) == len(set(taken)), "a step was taken twice"
    assert set(acknowledged) <= set(taken)
    assert await queries.broken_chain() is None
    entries = await AuditEntry.filter(action__startswith="version.").exclude(action="version.draft")
    noted = [
        (one.action.removeprefix("version."), one.subject.removeprefix("version:"))
        for one in entries
    ]
    assert sorted(noted) == sorted(taken), "each step has its entry, each entry its step"
    for version in await Version.all().select_related("record"):
        steps = [step for step, its in taken if its == version.id]
        assert sorted(steps) == sorted(STEPS[: len(steps)]), "in their order, none left out"
        assert version.state == (AFTER[STEPS[len(steps) - 1]] if steps else "draft")
        assert version.step == ("approve" in steps)
        assert (version.published_at is not None) == ("publish" in steps)
        assert (version.withdrawn_at is not None) == ("withdraw" in steps)
        current = version.state == "published"
        assert (await Record.get(id=version.record.id)).current_id == (
            version.id if current else None
        )
    await check_shown(settings)


async def check_shown(settings: Settings) -> None:
    shown = {
        one.version
        for one in await candidates(settings, clock.now())
        if not one.refusal(clock.now())
    }
    published = await Version.filter(state="published").values_list("id", flat=True)
    assert shown <= set(published)
