"""A small county's people on a fresh database."""

import functools
from dataclasses import dataclass

import pytest

from accounts import queries, service
from accounts.actor import SYSTEM, Actor
from accounts.models import Person
from accounts.passwords import hash_password
from core.clock import FixedClock
from core.sealing import Sealer
from core.signing import new_signing_key

PASSWORD = "青溪河边的第七棵老槐树下"
HERE = "10.1.2.3"


@functools.cache
def hashed() -> str:
    """Of PASSWORD, once: hashing is slow by design."""
    return hash_password(PASSWORD)


@dataclass
class Staff:
    """``limin``: officer of 柳河镇, ``wangjg``: its leader, ``chief``: administrator of the county,
    ``guard``: its security administrator; ``other``: officer of 南坪镇."""

    people: dict[str, Actor]
    sealer: Sealer

    def __getattr__(self, login: str) -> Actor:
        return self.people[login]


@pytest.fixture
async def staff(db: object, clock: FixedClock) -> Staff:
    await service.create_unit(SYSTEM, "qingxi", "青溪县", tier="county")
    for code, name in (("liuhe", "柳河镇"), ("nanping", "南坪镇")):
        await service.create_unit(SYSTEM, code, name, tier="township", parent="qingxi")
    people = {}
    for login, name, unit, role in (
        ("limin", "李敏", "liuhe", "officer"),
        ("wangjg", "王建国", "liuhe", "reviewer"),
        ("chief", "吴芳", "qingxi", "administrator"),
        ("guard", "卫安", "qingxi", "security"),
        ("other", "刘洋", "nanping", "officer"),
    ):
        made = await service.create_person(SYSTEM, login, name, unit=unit)
        await Person.filter(id=made.id).update(password_hash=hashed())
        await service.grant_role(SYSTEM, made.id, role, unit)
        people[login] = await queries.actor_of(made.id)
    return Staff(people, Sealer(new_signing_key(), service.PURPOSE))
