"""Walks at random over the service: chains, roles, people, paper, edits, outdated versions."""

import random

import pytest

from accounts.queries import broken_chain
from core.errors import HallboardError
from disclosure import chains, service
from disclosure.chains import REVIEWING, STEP_KINDS, Chain, Step
from disclosure.models import Review, Version
from media.service import store_file
from tests.disclosure.chains import CLEAN, default_chains, hire
from tests.disclosure.world import reload

PLACE = {"unit_code": "shiqiao", "item_code": "village-notice", "period": None}
HOMES = ("qingxi", "liuhe", "shiqiao")


@pytest.mark.parametrize("seed", range(6))
async def test_no_walk_publishes_what_fewer_than_two_people_acted_on(world, store, seed):
    dice = random.Random(seed)
    await default_chains()
    office = await hire("office", "qingxi", "office")
    scan = await store_file(store, b"%PDF-1.4 signed", "application/pdf")
    people = [
        await hire(f"p{number}", dice.choice(HOMES), "officer", *some_roles(dice))
        for number in range(3)
    ]
    known: list[Version] = []
    for _ in range(60):
        if dice.random() < 0.08:
            await set_some_chain(dice, office)
        try:
            await one_move(dice, world, people, known, scan)
        except HallboardError:
            continue
    await check_published()
    assert await broken_chain() is None


async def one_move(dice, world, people, known, scan):
    """One attempt by somebody, often on a version that is no longer what they saw."""
    actor = dice.choice(people)
    version = dice.choice(known) if known else None
    if version is None or dice.random() < 0.15:
        known.append(
            await service.submit(
                actor, world.settings, (await world.draft(actor=actor, **PLACE)).id
            )
        )
        return
    if dice.random() < 0.7:
        version = await reload(version)
    move = dice.choice(
        ("submit", "approve", "approve", "sign", "publish", "publish", "edit", "back")
    )
    if move == "submit":
        urgent = dice.random() < 0.5
        await service.submit(actor, world.settings, version.id, urgent=urgent, reason="急")
    elif move == "approve":
        await service.approve(actor, version.id, version.content_hash, decisions=CLEAN)
    elif move == "sign":
        seen = version.content_hash
        await service.record_signature(actor, version.id, seen, signer="张三", scan=scan)
    elif move == "publish":
        await service.publish(actor, world.settings, version.id)
    elif move == "edit":
        again = {"record_id": version.record.id, "revision": version.revision}
        edited = await world.draft(f"改{dice.random()}", actor=actor, **PLACE, **again)
        known.append(await service.submit(actor, world.settings, edited.id))
    else:
        await service.return_to_author(actor, version.id, "再看看")


async def check_published():
    """Every chain walked to its end, in one wording, by others than its author."""
    for version in await Version.filter(published_at__not_isnull=True):
        taken = await Review.filter(version_id=version.id, step__in=("approve", "publish"))
        chain = chains.read(version.chain)
        assert {one.stage for one in taken if one.step == "approve"} == {
            step.code for step in chain.steps
        }
        assert {one.content_hash for one in taken} == {version.content_hash}
        assert version.author_id not in {one.person_id for one in taken}


async def test_walks_do_reach_publication(world, store):
    """Or the walks above would show nothing."""
    await default_chains()
    people = [await hire(f"p{number}", "qingxi", "officer", *REVIEWING) for number in range(3)]
    scan = await store_file(store, b"%PDF-1.4 signed", "application/pdf")
    dice, known = random.Random(1), []
    for _ in range(150):
        try:
            await one_move(dice, world, people, known, scan)
        except HallboardError:
            continue
    assert await Version.filter(published_at__not_isnull=True).count() >= 1
    await check_published()


def some_roles(dice):
    return dice.sample(REVIEWING, dice.randint(1, len(REVIEWING)))


async def set_some_chain(dice, office):
    steps = tuple(
        Step(f"s{number}", f"第{number}步", dice.choice(REVIEWING), dice.choice(list(STEP_KINDS)))
        for number in range(dice.randint(0, 3))
    )
    chain = Chain(steps, dice.choice(("office", "head", "reviewer", "officer")))
    try:
        await service.set_chain(
            office,
            kind="village",
            unit_code=dice.choice(HOMES),
            chain=chain,
            urgent=dice.random() < 0.3,
        )
    except HallboardError:
        assert not steps or chain.release_role == "officer"
